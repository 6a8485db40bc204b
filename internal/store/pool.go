package store

import (
	"context"
	"database/sql"
	"reflect"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"
)

// pool is connections, and session a transaction on one of them, through which
// every text passes on its way into SQL. PostgreSQL refuses a NUL and what is
// not UTF-8, and a hostile message must not be able to fail the batch it comes
// in; so such characters are replaced here, on both databases alike.
type pool struct{ *sql.DB }

type session struct{ *sql.Tx }

// BeginTx makes GORM run its transactions in sessions.
func (p pool) BeginTx(ctx context.Context, opts *sql.TxOptions) (gorm.ConnPool, error) {
	tx, err := p.DB.BeginTx(ctx, opts)
	return &session{tx}, err
}

// ExecContext, QueryContext and QueryRowContext are the ways of SQL.
func (s *session) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return s.Tx.ExecContext(ctx, query, storables(args)...)
}

func (s *session) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return s.Tx.QueryContext(ctx, query, storables(args)...)
}

func (s *session) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return s.Tx.QueryRowContext(ctx, query, storables(args)...)
}

func storables(args []any) []any {
	clean := make([]any, len(args))
	for i, arg := range args {
		clean[i] = arg
		v := reflect.ValueOf(arg)
		if v.Kind() == reflect.Pointer {
			v = v.Elem() // of nil it is nothing, which is no string either
		}
		if v.Kind() == reflect.String && !isStorable(v.String()) {
			clean[i] = storable(v.String())
		}
	}
	return clean
}

func isStorable(text string) bool { return utf8.ValidString(text) && strings.IndexByte(text, 0) < 0 }

// storable replaces what no database can keep by the mark for an unreadable
// character.
func storable(text string) string {
	const unreadable = "\uFFFD"
	return strings.ReplaceAll(strings.ToValidUTF8(text, unreadable), "\x00", unreadable)
}
