//go:build !cgo

package store

import _ "modernc.org/sqlite" // SQLite in Go, for a machine without a C compiler

const (
	sqliteDriver     = "sqlite"
	sqliteParameters = ""
)
