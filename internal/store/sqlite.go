package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"duban/internal/failpoint"
)

// busyTimeout is how long a transaction waits for other processes.
const busyTimeout = 5 * time.Second

// sqliteFile is a database in one file.
type sqliteFile struct {
	path string // absolute, without links
	wal  *walKeeper
}

func newSQLite(path string) (dialect, error) {
	path, err := resolve(path)
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
// that reads first and then finds another has written could only fail. What is
// deleted is overwritten in the file, so that it cannot be read there any more.
func (f sqliteFile) connect(use use) (*sql.DB, error) {
	named, err := sql.Open(sqliteDriver, "")
	if err != nil {
		return nil, err
	}
	defer named.Close()
	if use == copying {
		pragmas := []string{fmt.Sprint("busy_timeout = ", busyTimeout.Milliseconds())}
		return sql.OpenDB(sqliteConnector{named.Driver(), fileURI(f.path, "mode=ro"), pragmas}), nil
	}
	txlock, pragmas := "immediate", []string{
		fmt.Sprint("busy_timeout = ", busyTimeout.Milliseconds()), "journal_mode = WAL", "synchronous = " + synchronous(), "foreign_keys = ON",
		fmt.Sprint("journal_size_limit = ", walBound), "secure_delete = ON",
	}
	if use == reading {
		txlock, pragmas = "deferred", append(pragmas, "query_only = ON")
	}
	return sql.OpenDB(sqliteConnector{named.Driver(), fileURI(f.path, "mode=rw&_txlock="+txlock), pragmas}), nil
}

func fileURI(path, parameters string) string {
	uri := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: sqliteParameters + parameters}
	return uri.String()
}

// synchronous is how hard a commit waits for the disk.
func synchronous() string {
	if failpoint.Broken(failpoint.SyncOff) {
		return "OFF"
	}
	return "FULL"
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
func (sqliteFile) again(error, int, bool) bool { return false }

func (f sqliteFile) committed(writers *sql.DB, erased bool) { f.wal.committed(writers, erased) }

// skipLocked says nothing: there is one writer at a time.
func (sqliteFile) skipLocked() string { return "" }

func (sqliteFile) among(column string) string {
	return column + " IN (SELECT value FROM json_each(?))"
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
