//go:build cgo

package store

import _ "github.com/mattn/go-sqlite3" // SQLite in C

const driverName = "sqlite3"

// pragmas is the part of the data source name that sets SQLite up: WAL, durable
// commits, foreign keys, patience with other processes.
func pragmas(txlock string) string {
	return "?_journal_mode=WAL&_synchronous=" + synchronous() + "&_foreign_keys=on&_busy_timeout=5000&_stmt_cache_size=200&_txlock=" + txlock
}
