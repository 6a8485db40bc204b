package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// holdKey is the advisory lock of a running bot: "duban" as a number.
const holdKey = 0x647562616e

// hold takes an advisory lock, which the server keeps as long as the connection
// on which it was taken. If that breaks, it is taken again as soon as it can be;
// should another bot have been faster, both run, and the rows they claim keep
// them apart.
func (p postgresServer) hold(ctx context.Context) (release func(), err error) {
	conn, err := p.lock(ctx)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.keep(ctx, conn)
	}()
	return func() { stop(); <-done }, nil
}

func (p postgresServer) lock(ctx context.Context) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, p.config)
	if err != nil {
		return nil, fmt.Errorf("hold %s: %w", p, err)
	}
	var held bool
	err = conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", holdKey).Scan(&held)
	if err == nil && !held {
		err = fmt.Errorf("%w: %s, %s", ErrHeld, p, holder(ctx, conn))
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close(ctx))
	}
	return conn, nil
}

// holder is what the holder calls itself.
func holder(ctx context.Context, conn *pgx.Conn) (name string) {
	err := conn.QueryRow(ctx, `
		SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
		WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
		AND l.classid::BIGINT << 32 | l.objid::BIGINT = $1`, holdKey).Scan(&name)
	if err != nil {
		return "which has just ended"
	}
	return name
}

// keep holds the lock until ctx is done, then lets go of it.
func (p postgresServer) keep(ctx context.Context, conn *pgx.Conn) {
	for {
		_, _ = conn.WaitForNotification(ctx) // there is none: it returns when ctx is done or the connection is gone
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), busyTimeout)
		if ctx.Err() != nil {
			_, _ = conn.Exec(end, "SELECT pg_advisory_unlock_all()") // closing alone lets go a moment later
		}
		_ = conn.Close(end)
		cancel()
		if conn = p.lockAgain(ctx); conn == nil {
			return
		}
	}
}

// lockAgain is nil when ctx is done.
func (p postgresServer) lockAgain(ctx context.Context) *pgx.Conn {
	for ctx.Err() == nil {
		if conn, err := p.lock(ctx); err == nil {
			return conn
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
	return nil
}
