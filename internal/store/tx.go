package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"duban/internal/duban"
)

// Tx is one unit of work. Audit entries, outbox rows and stale views are collected and
// written in bulk when it ends.
//
// The first statement the database refuses ends it: SQLite may have dropped the
// whole transaction then, and what came after would be kept on its own.
type Tx struct {
	db      *gorm.DB
	ctx     context.Context // looked at before each statement
	now     time.Time
	dialect dialect
	use     use
	failed  error // what the database refused
	run     int   // statements
	known   known // read once, forgotten when it changes
	audit   []auditRow
	posts   []outboxRow
	writes  int  // what was written so far
	erased  bool // something in it must not stay readable

	outdated map[staleRow]bool

	calendarChanged bool
}

// known is what almost every unit of work reads, and a batch of a hundred
// replies a hundred times.
type known struct {
	dir    duban.Directory
	list   []duban.List // the current one, or none
	tasks  map[duban.ListID][]duban.Task
	duties map[duban.TaskID][]duban.Assignment
	asked  map[string][]askingRow // by list and departments
	groups []duban.Group

	targets map[duban.ListID]map[duban.TaskID][]duban.Target
	ofTask  map[duban.TaskID][]duban.Target // targets, where only one task's were wanted
}

// forget must be called by whatever writes lists, tasks, targets, groups,
// departments, their names or assignments.
func (tx *Tx) forget() { tx.known = known{} }

// Now is the one instant at which everything in this transaction happens.
func (tx *Tx) Now() time.Time { return tx.now }

// Writes counts what this transaction has written so far: rows that its statements
// changed, audit entries and posts. Whom the bot has met does not count. Two counts
// with nothing between them are equal, and a larger one means that something changed.
func (tx *Tx) Writes() int { return tx.writes }

// flush writes what was collected. It runs once, before the commit.
func (tx *Tx) flush() error {
	if err := tx.flushAudit(); err != nil {
		return fmt.Errorf("write audit: %w", err)
	}
	if err := tx.flushPosts(); err != nil {
		return fmt.Errorf("write outbox: %w", err)
	}
	if err := tx.flushOutdated(); err != nil {
		return fmt.Errorf("note stale views: %w", err)
	}
	return nil
}

// statement runs one statement, unless one before it failed.
func (tx *Tx) statement(run func(*gorm.DB) *gorm.DB) (rows int64, err error) {
	if tx.failed == nil {
		tx.failed = tx.ctx.Err()
	}
	if tx.failed != nil {
		return 0, tx.failed
	}
	tx.run++
	res := run(tx.db)
	tx.failed = res.Error
	return res.RowsAffected, res.Error
}

// Statements is how many statements this unit of work has run so far, which is
// what it costs beside its commit.
func (tx *Tx) Statements() int { return tx.run }

// written runs one statement that writes, and counts the rows it changed.
func (tx *Tx) written(run func(*gorm.DB) *gorm.DB) (rows int64, err error) {
	rows, err = tx.statement(run)
	tx.writes += int(rows)
	return rows, err
}

// affected runs sql and returns how many rows it changed.
func (tx *Tx) affected(sql string, args ...any) (int64, error) {
	return tx.written(func(db *gorm.DB) *gorm.DB { return db.Exec(sql, args...) })
}

// erase is affected for words that must not stay readable once they are gone: one-time
// codes, files that were sent in, what is in quarantine.
func (tx *Tx) erase(sql string, args ...any) (int64, error) {
	n, err := tx.affected(sql, args...)
	tx.erased = tx.erased || n > 0
	return n, err
}

func (tx *Tx) exec(sql string, args ...any) error {
	_, err := tx.affected(sql, args...)
	return err
}

// insert stores a row, or a slice of them in bulk, and fills in their ids.
func (tx *Tx) insert(rows any) error {
	_, err := tx.written(func(db *gorm.DB) *gorm.DB { return db.CreateInBatches(rows, 100) })
	return err
}

// skipLocked ends a SELECT whose rows a writer is going to claim: what another
// process is just claiming is passed over, where the database knows such a thing.
func (tx *Tx) skipLocked() string {
	if tx.use != writing {
		return ""
	}
	return tx.dialect.skipLocked()
}

// among is a condition: a column holds one of the ids that ids binds, however many
// they are. A variable for each of them would be too many for either database.
func (tx *Tx) among(column string) string { return tx.dialect.among(column) }

// ids is a list as among reads it; it may be empty.
func ids[T ~int64](list []T) string {
	text := []byte{'['}
	for i, id := range list {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendInt(text, int64(id), 10)
	}
	return string(append(text, ']'))
}

// query reads all rows of sql into values of type T: those found, or those that a
// statement which writes returns.
func query[T any](tx *Tx, sql string, args ...any) ([]T, error) {
	var rows []T
	run := tx.statement
	if !reads(sql) {
		run = tx.written
	}
	_, err := run(func(db *gorm.DB) *gorm.DB { return db.Raw(sql, args...).Scan(&rows) })
	return rows, err
}

// reads tells whether a statement changes nothing.
func reads(sql string) bool { return strings.HasPrefix(strings.TrimSpace(sql), "SELECT") }

// one reads the first row of sql; found is false when there is none.
func one[T any](tx *Tx, sql string, args ...any) (row T, found bool, err error) {
	rows, err := query[T](tx, sql, args...)
	if err != nil || len(rows) == 0 {
		return row, false, err
	}
	return rows[0], true, nil
}

// mapped turns rows into domain values.
func mapped[R, D any](rows []R, to func(R) D) []D {
	values := make([]D, 0, len(rows))
	for _, r := range rows {
		values = append(values, to(r))
	}
	return values
}

// millis and instant are the two ways across the edge for instants.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func notFound(what string, id any) error {
	return &duban.Error{Kind: duban.NotFound, Reason: what, Detail: fmt.Sprint(id)}
}
