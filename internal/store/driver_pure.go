//go:build !cgo

package store

import _ "modernc.org/sqlite" // SQLite in Go, for a machine without a C compiler

const driverName = "sqlite"

func pragmas(txlock string) string {
	return "?_pragma=journal_mode(WAL)&_pragma=synchronous(" + synchronous() + ")&_pragma=foreign_keys(1)&_pragma=busy_timeout(5000)&_txlock=" + txlock
}
