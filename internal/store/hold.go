package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// ErrHeld means that another process runs on the same database.
var ErrHeld = errors.New("another duban process holds this database")

// errLost means that the lock was lost with its connection. It may come back.
var errLost = errors.New("the lock on the database is lost")

// Held is the lock that one running bot holds for life on its database. Everything
// else opens the database without it. It is held before the database is opened and let
// go of after that is closed. Its methods may be called from any goroutine; a
// nil Held is never lost.
type Held struct {
	release func()
	taken   chan struct{} // closed when another process has it

	mu   sync.Mutex
	lost error
}

// Hold takes the lock on a database, which must be there, or says with ErrHeld who
// has it.
func Hold(ctx context.Context, where string) (*Held, error) {
	d, err := locate(where)
	if err != nil {
		return nil, err
	}
	h := &Held{taken: make(chan struct{})}
	if h.release, err = d.hold(ctx, h); err != nil {
		return nil, err
	}
	return h, nil
}

// Release lets go of the lock.
func (h *Held) Release() { h.release() }

// Lost says why the lock is not held at present, nil while it is. Somebody else may
// hold it then, so nothing may be written or sent.
func (h *Held) Lost() error {
	if h == nil {
		return nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.lost
}

// Taken is closed when the lock was lost and another process has taken it: what this
// one knows is worth nothing any more.
func (h *Held) Taken() <-chan struct{} { return h.taken }

// lose says why the lock is lost; with nil it is held again.
func (h *Held) lose(why error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.lost = nil; why != nil {
		h.lost = fmt.Errorf("%w: %w", errLost, why)
	}
}

// While lets the store write only as long as a lock is held.
func (s *Store) While(h *Held) { s.held = h }
