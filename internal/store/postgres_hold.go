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

// The connection that holds the lock is looked at every second, and a server that
// does not answer is no longer believed to keep it. The server itself lets go of a
// connection that is silent only long after that, so that this process has stopped
// when another can begin.
const (
	holdLook = time.Second
	holdWait = 3 * time.Second
)

var holdSilent = map[string]string{"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3"}

// hold takes an advisory lock, which the server keeps as long as the connection
// on which it was taken. When that breaks, h is lost until it is taken again; if
// another bot was faster, for good.
func (p postgresServer) hold(ctx context.Context, h *Held) (release func(), err error) {
	p.config = p.config.Copy()
	for name, value := range holdSilent {
		if _, said := p.config.RuntimeParams[name]; !said {
			p.config.RuntimeParams[name] = value
		}
	}
	conn, err := p.lock(ctx)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.keep(ctx, conn, h)
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

// keep holds the lock until ctx is done or another process has it, then lets go of it.
func (p postgresServer) keep(ctx context.Context, conn *pgx.Conn, h *Held) {
	for conn != nil {
		broken := watchLock(ctx, conn)
		if ctx.Err() == nil {
			h.lose(broken)
		}
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), busyTimeout)
		if ctx.Err() != nil {
			_, _ = conn.Exec(end, "SELECT pg_advisory_unlock_all()") // closing alone lets go a moment later
		}
		_ = conn.Close(end)
		cancel()
		if conn = p.lockAgain(ctx, h); conn != nil {
			h.lose(nil)
		}
	}
}

// watchLock returns when ctx is done or the connection is gone.
func watchLock(ctx context.Context, conn *pgx.Conn) error {
	for {
		look, cancel := context.WithTimeout(ctx, holdLook)
		_, err := conn.WaitForNotification(look) // there is none: it waits, and notices at once when the server goes
		cancel()
		if ctx.Err() != nil || conn.IsClosed() {
			return err
		}
		ping, cancel := context.WithTimeout(ctx, holdWait)
		err = conn.Ping(ping)
		cancel()
		if err != nil {
			return err
		}
	}
}

// lockAgain is nil when ctx is done or another process has the lock.
func (p postgresServer) lockAgain(ctx context.Context, h *Held) *pgx.Conn {
	for ctx.Err() == nil {
		conn, err := p.lock(ctx)
		if err == nil {
			return conn
		}
		if errors.Is(err, ErrHeld) {
			h.lose(err)
			close(h.taken)
			return nil
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
	return nil
}
