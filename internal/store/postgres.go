package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// postgresServer is a database on a PostgreSQL server.
type postgresServer struct{ config *pgx.ConnConfig }

func newPostgres(where string) (dialect, error) {
	config, err := pgx.ParseConfig(where)
	if err != nil {
		// What pgx says about an address it cannot read repeats parts of it, and
		// any part of such a one may be the password.
		return nil, errors.New("the database's address cannot be read: want postgres://user:password@host:5432/name, with %40 for an @ in the password and so on")
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = busyTimeout
	}
	host, _ := os.Hostname()
	for name, value := range map[string]string{
		"application_name":   fmt.Sprintf("duban on %.40s, process %d", host, os.Getpid()),
		"lock_timeout":       strconv.FormatInt(busyTimeout.Milliseconds(), 10),
		"synchronous_commit": map[string]string{"FULL": "on", "OFF": "off"}[synchronous()], // the server's own may be off
	} {
		if _, said := config.RuntimeParams[name]; !said {
			config.RuntimeParams[name] = value
		}
	}
	return postgresServer{config}, nil
}

func (p postgresServer) String() string {
	return fmt.Sprintf("%s on PostgreSQL at %s", p.config.Database, net.JoinHostPort(p.config.Host, strconv.Itoa(int(p.config.Port))))
}

func (p postgresServer) connect(use) (*sql.DB, error) { return stdlib.OpenDB(*p.config), nil }

func (postgresServer) gorm(pool gorm.ConnPool) gorm.Dialector {
	return postgres.New(postgres.Config{Conn: pool})
}

// statements can be given up: the network may keep one waiting.
func (postgresServer) statements(ctx context.Context) context.Context { return ctx }

func (postgresServer) isolation(use use) *sql.TxOptions {
	if use == reading {
		return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	return &sql.TxOptions{Isolation: sql.LevelSerializable}
}

// migrations come with a lock: of two processes that start at once the second
// waits, up to five minutes.
func (postgresServer) migrations() (goose.Dialect, string, []goose.ProviderOption, error) {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	return goose.DialectPostgres, "migrations/postgres", []goose.ProviderOption{goose.WithSessionLocker(locker)}, err
}

// again is where another process came in between. It also is where a connection
// had died in the pool, as all do when the server restarts: nothing was done on
// it, and the next is another.
func (postgresServer) again(err error, attempt int, began bool) bool {
	var refused *pgconn.PgError
	if !errors.As(err, &refused) {
		return !began && postgresLost(err)
	}
	switch refused.Code {
	case "40001", "40P01": // serialization failure, deadlock
		return true
	case "23505": // a key that another process has just used; PostgreSQL does not always see that this is the same
		return refused.ConstraintName == "audit_pkey" || attempt < 5
	}
	return !began && postgresLost(err)
}

func (postgresServer) committed(*sql.DB, bool) {}

func (postgresServer) skipLocked() string { return " FOR UPDATE SKIP LOCKED" }

// among is made of functions that never change, so that the list is read once and
// hashed. A cast of the whole text to an array would be done for each row.
func (postgresServer) among(column string) string {
	return column + " = ANY (CAST(STRING_TO_ARRAY(TRIM(BOTH '[]' FROM ?), ',') AS BIGINT[]))"
}

func (p postgresServer) exists(ctx context.Context) (there bool, err error) {
	conn, err := pgx.ConnectConfig(ctx, p.config)
	if err != nil {
		return false, err
	}
	defer conn.Close(ctx)
	err = conn.QueryRow(ctx, "SELECT to_regclass('goose_db_version') IS NOT NULL").Scan(&there)
	return there, err
}

// create leaves the tables to the migrations: the database is the server's.
func (postgresServer) create(context.Context) error { return nil }

func (p postgresServer) missing() error {
	return fmt.Errorf("%w: no tables of duban in %s", ErrMissing, p)
}

// secure asks for a copy, which the server's own programs make.
func (p postgresServer) secure(_ context.Context, s *Store, schema int64) (copied string, err error) {
	if s.secured {
		return "", nil
	}
	return "", fmt.Errorf("%w: going over to schema %d changes rows. Make a copy with `pg_dump -Fc -d %s -f before-%d.dump`, then start once with `duban run --migrate`",
		ErrUnsecured, schema, p.config.Database, schema)
}

// writable is what the server says when it is written to.
func (postgresServer) writable() error { return nil }

// sqlState is the code by which the server refused something, empty when it was
// not the server that did.
func sqlState(err error) string {
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return refused.Code
	}
	return ""
}
