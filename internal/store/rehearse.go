package store

import (
	"context"
	"errors"
	"time"
)

// errRehearsed ends a rehearsal that went well.
var errRehearsed = errors.New("rehearsed")

// Rehearse runs do in one transaction of which nothing stays, whatever it ends with.
// Do may move the clock with At. Nobody else writes meanwhile, so it should be short.
func (s *Store) Rehearse(ctx context.Context, do func(*Tx) error) error {
	err := s.run(ctx, s.write, func(tx *Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		return errRehearsed
	})
	if errors.Is(err, errRehearsed) {
		return nil
	}
	return err
}

// At moves the clock of a rehearsal.
func (tx *Tx) At(now time.Time) {
	tx.forget()
	tx.now = now
}

// Flush writes what was posted so far, as the end of a unit of work does.
func (tx *Tx) Flush() error {
	err := tx.flush()
	tx.posts, tx.audit = nil, nil
	return err
}
