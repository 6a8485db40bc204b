package store

import (
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// postgresTrouble reports whether PostgreSQL could not be reached or could not
// work.
func postgresTrouble(err error) bool {
	var unreachable *pgconn.ConnectError
	if errors.As(err, &unreachable) || postgresLost(err) {
		return true
	}
	state := sqlState(err)
	if strings.HasPrefix(state, "53") { // disk full, out of memory, too many connections
		return true
	}
	return slices.Contains([]string{
		"25006",          // read only: a standby, or a primary that has become one
		"40001", "40P01", // others were in the way until there was no more time
		"55P03",          // a lock was not to be had in time
		"58030",          // I/O error
		"57P03",          // starting up or shutting down
		"XX001", "XX002", // a page or an index is damaged
	}, state)
}

// postgresLost reports whether a connection that was there is gone.
func postgresLost(err error) bool {
	switch state := sqlState(err); state {
	case "57P01", "57P02", "57P04", "57P05": // shut down, crashed, dropped, idle for too long
		return true
	default:
		if strings.HasPrefix(state, "08") {
			return true
		}
	}
	var unreachable *pgconn.ConnectError
	if errors.As(err, &unreachable) {
		return false // there was none
	}
	var network *net.OpError
	return errors.As(err, &network) || errors.Is(err, pgconn.ErrConnClosed) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
}
