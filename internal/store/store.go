package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// How many connections a process has. Writing has one of its own, so that
// writers queue in this process instead of failing in the database.
const (
	writers = 1
	readers = 4
)

// Store is an open database.
type Store struct {
	dialect     dialect
	write, read connections
	now         func() time.Time
	there       func() error
	held        *Held
	secured     bool

	// Copied is the file in which the database stands as it was before it was
	// brought up to date; empty when no row was changed.
	Copied string
}

// Option says how a database is opened.
type Option func(*Store)

// Secured says that the operator has a copy of the database, so that a migration
// on a server may change rows.
func Secured(s *Store) { s.secured = true }

// connections are a pool of them, and GORM on it.
type connections struct {
	use  use
	pool *sql.DB
	gorm *gorm.DB
}

// Open opens a database that is there and brings its schema up to date. where is
// a SQLite file's path, sqlite:///path, or postgres://user@host/name. now is the
// clock of every transaction. Where nothing is, the error is ErrMissing: making is
// Make's. No error holds a password.
func Open(ctx context.Context, where string, now func() time.Time, options ...Option) (*Store, error) {
	d, err := locate(where)
	if err != nil {
		return nil, err
	}
	there, err := d.exists(ctx)
	switch {
	case err != nil:
		return nil, fmt.Errorf("open database %s: %w", d, err)
	case !there:
		return nil, d.missing()
	}
	return open(ctx, d, now, options...)
}

// Make makes a database where there is none, with all its tables; made is false
// when one was there. The folder of a file, and the database on a server, must be
// there: only the file and the tables are made.
func Make(ctx context.Context, where string, now func() time.Time) (made bool, err error) {
	d, err := locate(where)
	if err != nil {
		return false, err
	}
	there, err := d.exists(ctx)
	if err != nil || there {
		return false, err
	}
	if err := d.create(ctx); err != nil {
		return false, fmt.Errorf("make the database %s: %w", d, err)
	}
	s, err := open(ctx, d, now)
	if err != nil {
		return false, err
	}
	return true, s.Close()
}

func open(ctx context.Context, d dialect, now func() time.Time, options ...Option) (*Store, error) {
	s := &Store{dialect: d, now: now}
	for _, set := range options {
		set(s)
	}
	if err := s.open(ctx); err != nil {
		s.Close()
		return nil, fmt.Errorf("open database %s: %w", d, err)
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) (err error) {
	if err := s.dialect.writable(); err != nil {
		return err
	}
	if s.write, err = s.connect(writing, writers); err != nil {
		return err
	}
	if err := s.migrate(ctx); err != nil {
		return err
	}
	s.there = s.dialect.watch()
	s.read, err = s.connect(reading, readers)
	return err
}

func (s *Store) connect(use use, most int) (c connections, err error) {
	c.use = use
	if c.pool, err = s.dialect.connect(use); err != nil {
		return c, err
	}
	c.pool.SetMaxOpenConns(most)
	c.pool.SetMaxIdleConns(most)
	c.gorm, err = gorm.Open(s.dialect.gorm(pool{c.pool}), &gorm.Config{Logger: logger.Discard, SkipDefaultTransaction: true})
	return c, err
}

// Close closes the database. It may be called on a store that is half open.
// Afterwards everything is in the one file, unless another process has it open.
func (s *Store) Close() error {
	var errs []error
	for _, c := range []connections{s.read, s.write} { // SQLite tidies up with the last, which may write
		if c.pool != nil {
			errs = append(errs, c.pool.Close())
		}
	}
	return errors.Join(errs...)
}

// Write runs do in one transaction and commits it when do returns nil. Nothing
// of a failed one stays, and writers do not see each other's half-done work:
// where another process came in between, do is run again on a new Tx, until ctx
// is done. So do writes rows and does nothing else, and what it hands out it
// sets anew each time.
func (s *Store) Write(ctx context.Context, do func(*Tx) error) error {
	erased := false
	err := s.run(ctx, s.write, func(tx *Tx) error {
		if err := s.held.Lost(); err != nil {
			return err
		}
		if err := do(tx); err != nil {
			return err
		}
		if err := tx.flush(); err != nil {
			return err
		}
		erased = tx.erased
		return s.held.Lost() // the last moment at which it can be noticed
	})
	if err == nil {
		s.dialect.committed(s.write.pool, erased)
	}
	return err
}

// Read runs do on one unchanging state of the database. It may not write.
func (s *Store) Read(ctx context.Context, do func(*Tx) error) error {
	return s.run(ctx, s.read, do)
}

// Glance is Read without a transaction around it, in half the time: each
// statement of do sees the database as it is then. It is for one that looks
// whether there is anything to do, often.
func (s *Store) Glance(ctx context.Context, do func(*Tx) error) error {
	c := s.read
	c.use = glancing
	return s.run(ctx, c, do)
}

func (s *Store) run(ctx context.Context, c connections, do func(*Tx) error) error {
	for attempt := 1; ; attempt++ {
		began, cause, err := s.once(ctx, c, do)
		if err == nil || !s.dialect.again(cause, attempt, began) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause(attempt)):
		}
	}
}

// once runs do once. cause is what the database said first when it
// failed, whatever do made of that.
func (s *Store) once(ctx context.Context, c connections, do func(*Tx) error) (began bool, cause, err error) {
	var tx *Tx
	if err := ctx.Err(); err != nil {
		return false, err, err
	}
	unit := func(g *gorm.DB) error {
		tx = &Tx{db: g, ctx: ctx, now: s.now(), dialect: s.dialect, use: c.use}
		err := do(tx)
		if err == nil {
			err = tx.failed // do went on after an error; what came after it was refused
		}
		return err
	}
	if db := c.gorm.WithContext(s.dialect.statements(ctx)); c.use == glancing {
		err = unit(db)
	} else {
		err = db.Transaction(unit, s.dialect.isolation(c.use))
	}
	if tx != nil && tx.failed != nil {
		return true, tx.failed, err
	}
	return tx != nil, err, err
}

// pause is how long a transaction waits before it is tried again. It differs
// from one to the next, so that two that met do not meet again.
func pause(attempt int) time.Duration {
	return rand.N(time.Duration(min(attempt, 20)) * 2 * time.Millisecond)
}

// Check reports whether the database answers.
func (s *Store) Check(ctx context.Context) error {
	var one int
	return s.read.gorm.WithContext(ctx).Raw("SELECT 1").Scan(&one).Error
}

// What may be wrong with where a database is to be.
var (
	// ErrMissing means that nothing is there.
	ErrMissing = errors.New("there is no database")
	// ErrUnsecured means that a migration would change rows of which no copy is known.
	ErrUnsecured = errors.New("it is of an older program")
	// ErrReadOnly means that what is there cannot be written.
	ErrReadOnly = errors.New("it cannot be written")
)

// Exists reports whether duban's tables are at where. It makes nothing.
func Exists(ctx context.Context, where string) (bool, error) {
	d, err := locate(where)
	if err != nil {
		return false, err
	}
	return d.exists(ctx)
}

// Describe says where a database is in words that may be shown and logged.
func Describe(where string) string {
	d, err := locate(where)
	if err != nil {
		return err.Error()
	}
	return d.String()
}

// Unavailable reports whether err says that the database could not work, rather
// than that it was asked something wrong: it was busy, full, broken or not to be
// reached. The same work may succeed later.
func Unavailable(err error) bool {
	return err != nil && (errors.Is(err, errLost) || sqliteTrouble(err) || postgresTrouble(err))
}
