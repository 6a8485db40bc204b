//go:build cgo

package store

import _ "github.com/mattn/go-sqlite3" // SQLite in C

const sqliteDriver = "sqlite3"
