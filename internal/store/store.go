package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"duban/internal/failpoint"
)

// readers is how many connections may read at the same time. Writing has one of
// its own, so that writers queue in this process instead of failing in SQLite.
const readers = 4

// Store is an open database.
type Store struct {
	write, read *gorm.DB
	path        string
	now         func() time.Time
}

// Open opens the SQLite database at path, creates it if it is not there, and
// brings its schema up to date. now is the clock of every transaction.
func Open(ctx context.Context, path string, now func() time.Time) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the database's folder: %w", err)
	}
	if err := create(path); err != nil {
		return nil, err
	}
	write, err := open(path, "immediate", 1)
	if err != nil {
		return nil, err
	}
	s := &Store{write: write, path: path, now: now}
	if err := s.migrate(ctx); err != nil {
		s.Close()
		return nil, err
	}
	if s.read, err = open(path, "deferred", readers); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// create makes an empty database where there is none. Connections never do: one
// that is opened anew after the file was moved away would find nothing and say so
// of every table.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDONLY, 0o600)
	if err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	return f.Close()
}

// synchronous is how hard a commit waits for the disk.
func synchronous() string {
	if failpoint.Broken(failpoint.SyncOff) {
		return "OFF"
	}
	return "FULL"
}

func open(path, txlock string, conns int) (*gorm.DB, error) {
	db, err := gorm.Open(
		sqlite.New(sqlite.Config{DriverName: driverName, DSN: "file:" + path + pragmas(txlock) + "&mode=rw"}),
		&gorm.Config{Logger: logger.Discard, TranslateError: true, SkipDefaultTransaction: true},
	)
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	return db, nil
}

// Close closes the database. It may be called on a store that is half open.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*gorm.DB{s.read, s.write} {
		if db == nil {
			continue
		}
		pool, err := db.DB()
		if err == nil {
			err = pool.Close()
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// Write runs do in one transaction and commits it when do returns nil. Writers
// wait for each other; nothing of a failed one stays.
func (s *Store) Write(ctx context.Context, do func(*Tx) error) error {
	return s.run(ctx, s.write, func(tx *Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		return tx.flush()
	})
}

// Read runs do on one unchanging state of the database. It may not write.
func (s *Store) Read(ctx context.Context, do func(*Tx) error) error {
	return s.run(ctx, s.read, do)
}

func (s *Store) run(ctx context.Context, db *gorm.DB, do func(*Tx) error) error {
	return db.WithContext(ctx).Transaction(func(g *gorm.DB) error {
		return do(&Tx{db: g, now: s.now()})
	})
}

// Check reports whether the database answers and is whole enough to be used.
func (s *Store) Check(ctx context.Context) error {
	var one int
	return s.read.WithContext(ctx).Raw("SELECT 1").Scan(&one).Error
}

// ErrHeld means that another process runs on the same database.
var ErrHeld = errors.New("another duban process holds this database")

// Hold takes the lock that one running bot holds for life beside its database.
// Everything else opens the database without it.
func Hold(path string) (release func(), err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	lock := flock.New(path + ".lock")
	held, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", lock.Path(), err)
	}
	if !held {
		owner, _ := os.ReadFile(lock.Path())
		return nil, fmt.Errorf("%w: %s, process %s", ErrHeld, path, owner)
	}
	// Only a hint for whoever meets the lock; the lock itself is the file's.
	_ = os.WriteFile(lock.Path(), fmt.Appendf(nil, "%d", os.Getpid()), 0o600)
	return func() { _ = lock.Unlock() }, nil
}

// Exists reports whether there is a database at path.
func Exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// Unavailable reports whether err says that the database could not work, rather
// than that it was asked something wrong: it was busy, full or broken. The same
// work may succeed later.
func Unavailable(err error) bool {
	if err == nil {
		return false
	}
	said := strings.ToLower(err.Error())
	for _, trouble := range []string{
		"database is locked", "database table is locked", "disk is full", "disk i/o error", "unable to open database",
		"readonly database", "sqlite_busy", "sqlite_full", "sqlite_ioerr",
	} {
		if strings.Contains(said, trouble) {
			return true
		}
	}
	return false
}
