package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"duban/internal/failpoint"
)

// busyTimeout is how long a transaction waits for other processes.
const busyTimeout = 5 * time.Second

// sqliteFile is a database in one file.
type sqliteFile struct {
	path string // absolute
	wal  *walKeeper
}

func newSQLite(path string) (dialect, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	return sqliteFile{path: path, wal: newWALKeeper(path)}, nil
}

func newSQLiteURL(where string) (dialect, error) {
	u, err := url.Parse(where)
	if err == nil && u.Host == "" && u.RawQuery == "" && u.Fragment == "" {
		if path, err := url.PathUnescape(u.Opaque); err == nil && u.Path+path != "" {
			return newSQLite(u.Path + path)
		}
	}
	return nil, errors.New("the database's address wants sqlite:///absolute/path or sqlite:relative/path, with nothing behind it")
}

func (f sqliteFile) String() string { return f.path }

// connect opens connections that are durable in every commit and wait for other
// processes instead of failing. Writers begin their transactions as writers: one
// that reads first and then finds another has written could only fail.
func (f sqliteFile) connect(use use) (*sql.DB, error) {
	if err := f.create(); err != nil {
		return nil, err
	}
	named, err := sql.Open(sqliteDriver, "")
	if err != nil {
		return nil, err
	}
	defer named.Close()
	txlock, pragmas := "immediate", []string{
		fmt.Sprint("busy_timeout = ", busyTimeout.Milliseconds()), "journal_mode = WAL", "synchronous = " + synchronous(), "foreign_keys = ON",
		fmt.Sprint("journal_size_limit = ", walBound),
	}
	if use == reading {
		txlock, pragmas = "deferred", append(pragmas, "query_only = ON")
	}
	uri := url.URL{Scheme: "file", Path: filepath.ToSlash(f.path), RawQuery: sqliteParameters + "mode=rw&_txlock=" + txlock}
	return sql.OpenDB(sqliteConnector{named.Driver(), uri.String(), pragmas}), nil
}

// synchronous is how hard a commit waits for the disk.
func synchronous() string {
	if failpoint.Broken(failpoint.SyncOff) {
		return "OFF"
	}
	return "FULL"
}

// create makes an empty database where there is none. Connections never do: one
// that is opened anew after the file was moved away would find nothing and say so
// of every table.
func (f sqliteFile) create() error {
	if err := f.folder(); err != nil {
		return err
	}
	file, err := os.OpenFile(f.path, os.O_CREATE|os.O_RDONLY, 0o600)
	if err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	return file.Close()
}

// folder makes the folder of the file, and refuses one that lies on the network.
func (f sqliteFile) folder() error {
	dir := filepath.Dir(f.path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the database's folder: %w", err)
	}
	if system, ok := onNetwork(dir); ok {
		return fmt.Errorf("%s lies on a network file system (%s), on which SQLite loses data: name a file on a disk of this machine, or postgres://user@host/name", f.path, system)
	}
	return nil
}

func (sqliteFile) gorm(pool gorm.ConnPool) gorm.Dialector {
	return sqlite.New(sqlite.Config{Conn: pool})
}

// statements run to their end: each is short, and an interrupt in its middle would
// cost the whole transaction. The driver also makes a goroutine for each whose
// context can end, which costs more than the statement.
func (sqliteFile) statements(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }

func (sqliteFile) isolation(use) *sql.TxOptions { return nil } // what it has is serializable

func (sqliteFile) migrations() (goose.Dialect, string, []goose.ProviderOption, error) {
	return goose.DialectSQLite3, "migrations/sqlite", nil, nil
}

// again is never: a writer waits for its turn before it begins.
func (sqliteFile) again(error, bool) bool { return false }

func (f sqliteFile) committed(writers *sql.DB) { f.wal.committed(writers) }

// skipLocked says nothing: there is one writer at a time.
func (sqliteFile) skipLocked() string { return "" }

func (f sqliteFile) exists(context.Context) (bool, error) {
	_, err := os.Stat(f.path)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// hold locks a file beside the database.
func (f sqliteFile) hold(context.Context) (release func(), err error) {
	if err := f.folder(); err != nil {
		return nil, err
	}
	lock := flock.New(f.path + ".lock")
	held, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", lock.Path(), err)
	}
	if !held {
		owner, _ := os.ReadFile(lock.Path())
		return nil, fmt.Errorf("%w: %s, process %s", ErrHeld, f.path, owner)
	}
	// Only a hint for whoever meets the lock; the lock itself is the file's.
	_ = os.WriteFile(lock.Path(), fmt.Appendf(nil, "%d", os.Getpid()), 0o600)
	return func() { _ = lock.Unlock() }, nil
}

// sqliteTrouble is what SQLite, through either driver, says of a database that
// could not work.
func sqliteTrouble(err error) bool {
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
