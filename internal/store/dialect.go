package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/pressly/goose/v3"
	"gorm.io/gorm"
)

// dialect is what the two databases do differently. Everything else, above all
// the SQL beside the methods, is written once.
type dialect interface {
	fmt.Stringer // where the database is, for people and logs: never with a password

	connect(use use) (*sql.DB, error)
	gorm(pool gorm.ConnPool) gorm.Dialector
	isolation(use use) *sql.TxOptions
	statements(ctx context.Context) context.Context // with what context they are run
	migrations() (dialect goose.Dialect, folder string, options []goose.ProviderOption, err error)

	// again tells whether a transaction whose attempt, counted from 1, ended with
	// err, before or after its closure began, may simply be run again.
	again(err error, attempt int, began bool) bool
	// committed is called after each commit; erased tells that something was in it
	// which must not stay readable anywhere.
	committed(writers *sql.DB, erased bool)
	// skipLocked ends a SELECT that claims rows, so that two processes that claim
	// at the same time take different ones.
	skipLocked() string

	// among is a condition: a column holds one of the ids of a list, which is bound
	// to its one question mark as what ids returns.
	among(column string) string

	// watch is called when the database is open; there tells whether it still is
	// the one at its address.
	watch() (there func() error)
	// hold takes the lock of a running bot, and tells h when it is lost.
	hold(ctx context.Context, h *Held) (release func(), err error)
	// exists reports whether duban's tables are, or may be, there. It makes nothing,
	// and what is there and cannot be duban's is an error.
	exists(ctx context.Context) (bool, error)
	// create makes an empty database unless one is there. The folder of a file and
	// the database on a server must be.
	create(ctx context.Context) error
	missing() error // says that nothing is there
	// secure makes a copy before a migration to a schema that changes rows, and says
	// where; or it refuses until the operator has made one.
	secure(ctx context.Context, s *Store, schema int64) (copied string, err error)
	// writable says why what is there cannot be written, nil when it can.
	writable() error
}

// use is what connections are for.
type use int

const (
	writing use = iota
	reading
	glancing // reading outside a transaction
	copying  // reading a file that stays as it is
)

// locate says which database where means: a file's path or sqlite:…, or
// postgres://….
func locate(where string) (dialect, error) {
	switch {
	case strings.HasPrefix(where, "postgres://"), strings.HasPrefix(where, "postgresql://"):
		return newPostgres(where)
	case strings.HasPrefix(where, "sqlite:"):
		return newSQLiteURL(where)
	default:
		return newSQLite(where)
	}
}
