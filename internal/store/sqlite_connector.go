package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// sqliteConnector sets up each connection in the same words whichever driver it
// comes from: the drivers spell, and know, different parameters.
type sqliteConnector struct {
	driver  driver.Driver
	uri     string
	pragmas []string
}

// Driver is what makes the connections.
func (c sqliteConnector) Driver() driver.Driver { return c.driver }

// Connect opens a connection and sets it up.
func (c sqliteConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.driver.Open(c.uri)
	if err != nil {
		return nil, err
	}
	for _, pragma := range c.pragmas {
		if err := set(ctx, conn, pragma); err != nil {
			return nil, errors.Join(fmt.Errorf("set %s: %w", pragma, err), conn.Close())
		}
	}
	return conn, nil
}

// set waits for others by itself: of two processes that turn a new file to WAL
// at once, SQLite tells one at once that it is locked, whatever its busy_timeout.
func set(ctx context.Context, conn driver.Conn, pragma string) error {
	executor, ok := conn.(driver.ExecerContext)
	if !ok {
		return fmt.Errorf("%T executes nothing", conn)
	}
	ctx, cancel := context.WithTimeout(ctx, busyTimeout)
	defer cancel()
	for {
		_, err := executor.ExecContext(ctx, "PRAGMA "+pragma, nil)
		if err == nil || !sqliteTrouble(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(10 * time.Millisecond):
		}
	}
}
