//go:build cgo

package store

import _ "github.com/mattn/go-sqlite3" // SQLite in C

const (
	sqliteDriver = "sqlite3"
	// Statements are prepared once and kept: there are fewer kinds than that.
	sqliteParameters = "_stmt_cache_size=200&"
)
