package store

import (
	"slices"
	"sync"
	"testing"

	"gorm.io/gorm/schema"
)

// rows is every row type; a table without one is goose's own.
var rows = []any{
	listRow{}, taskRow{}, departmentRow{}, aliasRow{}, membershipRow{}, shareRow{}, assignmentRow{}, personRow{}, contactRow{},
	invitationRow{}, groupRow{}, reportRow{}, unplacedRow{}, walkRow{}, uploadRow{}, roundRow{}, openingRow{}, owedRow{},
	inboxRow{}, outboxRow{}, attemptRow{}, postedRow{}, jobRow{}, auditRow{},
}

// bare are tables that only SQL text reads and writes.
var bare = []string{"occurrence", "gate"}

// Rows are written by hand and so are the migrations: they must say the same.
func TestRowsAreTheSchema(t *testing.T) {
	w := openWorld(t)
	w.do(func(tx *Tx) error {
		covered := slices.Clone(bare)
		for _, row := range rows {
			s, err := schema.Parse(row, &sync.Map{}, schema.NamingStrategy{})
			if err != nil {
				t.Fatal(err)
			}
			covered = append(covered, s.Table)
			columns := must[[]struct{ Name string }](t)(query[struct{ Name string }](tx, "SELECT name FROM pragma_table_info(?)", s.Table))
			var there []string
			for _, c := range columns {
				there = append(there, c.Name)
			}
			want := slices.Clone(s.DBNames)
			slices.Sort(there)
			slices.Sort(want)
			if !slices.Equal(there, want) {
				t.Errorf("table %s has %v, its row %v", s.Table, there, want)
			}
		}
		tables := must[[]struct{ Name string }](t)(query[struct{ Name string }](tx,
			"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'"))
		for _, table := range tables {
			if !slices.Contains(covered, table.Name) {
				t.Errorf("table %s has no row", table.Name)
			}
		}
		return nil
	})
}

func TestADatabaseOfANewerProgramIsRefused(t *testing.T) {
	w := openWorld(t)
	w.do(func(tx *Tx) error {
		return tx.exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
	})
	if s, err := Open(t.Context(), w.path, w.Store.now); err == nil {
		s.Close()
		t.Error("a schema this program does not know was opened")
	}
}

func TestOnlyOneProcessHoldsADatabase(t *testing.T) {
	path := t.TempDir() + "/duban.db"
	release, err := Hold(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Hold(path); err == nil {
		t.Error("held twice")
	}
	release()
	again, err := Hold(path)
	if err != nil {
		t.Fatalf("after it was let go: %v", err)
	}
	again()
}
