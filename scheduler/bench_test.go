package scheduler

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"duban/internal/duban"
	"duban/internal/store"
)

// beside opens an office's SQLite database next to its store.
func (o *office) beside() *sql.DB {
	o.t.Helper()
	if strings.Contains(o.where, "://") {
		o.t.Skip("rows are made by SQLite's own SQL")
	}
	db, err := sql.Open("sqlite3", o.where+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_foreign_keys=on&_busy_timeout=5000")
	if err != nil {
		o.t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	o.t.Cleanup(func() { db.Close() })
	return db
}

func run(t testing.TB, db interface {
	Exec(string, ...any) (sql.Result, error)
}, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatal(err)
	}
}

// large is an office with a million tasks, each with a schedule of its own.
func large(b *testing.B) *office {
	o := newOffice(b)
	db := o.beside()
	const many = "WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1000999) "
	run(b, db, many+"INSERT INTO task (id, list_id, no, section, content) SELECT i, ?, i, '方面', '任务' FROM n", o.list.ID)
	run(b, db, many+"INSERT INTO assignment (task_id, department_id, role, state) SELECT i, ?, 'lead', 'open' FROM n", o.department("教育局"))
	run(b, db, many+`INSERT INTO round (list_id, task_id, kind, schedule, next_at, next_closes)
		SELECT ?, i, 'ask', '每周五 15:00', ? + i * 1000, ? + i * 1000 FROM n`, o.list.ID, at("2026-12-04 15:00").UnixMilli(), at("2026-12-08 17:00").UnixMilli())
	run(b, db, "ANALYZE")
	return o
}

// BenchmarkIdleTick is a tick at which nothing is due, with 57 tasks and with a
// million, in turns, so that both meet the same machine.
func BenchmarkIdleTick(b *testing.B) {
	offices := map[string]*office{"57": newOffice(b), "1e6": large(b)}
	took := map[string]time.Duration{}
	for b.Loop() {
		for name, o := range offices {
			began := time.Now()
			if err := o.Tick(b.Context()); err != nil {
				b.Fatal(err)
			}
			took[name] += time.Since(began)
		}
	}
	for name, o := range offices {
		b.ReportMetric(float64(took[name].Nanoseconds())/1000/float64(b.N), "µs/tick-of-"+name)
		if o.writes != 0 {
			b.Errorf("%s tasks: %d writes", name, o.writes)
		}
	}
	b.ReportMetric(float64(took["1e6"])/float64(took["57"]), "×")
	b.ReportMetric(0, "ns/op")
}

// crowd is how many are asked at one tick.
const crowd = 500

// BenchmarkFiveHundredDue is a tick at which five hundred contacts are asked, beside
// the same rows written one by one in plain SQL, each in one transaction.
func BenchmarkFiveHundredDue(b *testing.B) {
	o := newOffice(b)
	db := o.beside()
	o.crowd()
	var ticks, plain time.Duration
	day := at("2026-11-21 00:00")
	n := 0
	for b.Loop() {
		n++
		day = day.AddDate(0, 0, 1)
		run(b, db, "DELETE FROM outbox")
		run(b, db, "UPDATE round SET next_at = 0 WHERE kind = 'summary'")
		run(b, db, "UPDATE round SET next_at = ?, next_closes = ? WHERE kind = 'ask'", day.UnixMilli(), day.Add(time.Hour).UnixMilli())
		run(b, db, "UPDATE opening SET next_at = 0")
		o.now, o.posts = day, nil
		began := time.Now()
		if err := o.Tick(b.Context()); err != nil {
			b.Fatal(err)
		}
		ticks += time.Since(began)
		if len(o.posts) < crowd {
			b.Fatalf("%d posts", len(o.posts))
		}
		began = time.Now()
		o.plainly(db, n)
		plain += time.Since(began)
	}
	b.ReportMetric(float64(ticks.Milliseconds())/float64(n), "ms/tick")
	b.ReportMetric(float64(plain.Milliseconds())/float64(n), "ms/plain")
	b.ReportMetric(float64(ticks)/float64(plain), "×")
	b.ReportMetric(0, "ns/op")
}

// crowd makes five hundred departments with a contact and one task each.
func (o *office) crowd() {
	var names []duban.Department
	for i := range crowd {
		name := fmt.Sprintf("示例%d局", i)
		names = append(names, duban.Department{Kind: duban.Single, Name: name, Formal: name, Position: 100 + i})
	}
	o.do(func(tx *store.Tx) (err error) {
		if err := tx.AddDepartments(names...); err != nil {
			return err
		}
		if o.dir, err = tx.Directory(); err != nil {
			return err
		}
		shares, err := tx.Shares(o.list.ID)
		if err != nil {
			return err
		}
		for _, s := range shares {
			if _, err := tx.RemoveShare(s.Task, s.Department); err != nil {
				return err
			}
		}
		for i, d := range names {
			if err := tx.SetShare(o.taskID(tx, 1+i%57), o.department(d.Name), duban.Lead); err != nil {
				return err
			}
		}
		return tx.SyncAssignments(o.list.ID)
	})
	for i, d := range names {
		o.bind(int64(1000+i), d.Name)
	}
}

// plainly asks five hundred contacts the way one writes it first: one by one.
func (o *office) plainly(db *sql.DB, round int) {
	tx, err := db.Begin()
	if err != nil {
		o.t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	for i := range crowd {
		var person, assignment int64
		user := 1000 + i
		err := tx.QueryRow(`SELECT p.id, a.id FROM person p JOIN contact c ON c.person_id = p.id JOIN assignment a ON a.department_id = c.department_id
			WHERE p.user_id = ? AND c.until = 0 AND a.state = 'open'`, user).Scan(&person, &assignment)
		if err != nil {
			o.t.Fatal(err)
		}
		run(o.t, tx, "INSERT INTO owed (opening_id, assignment_id) VALUES (1, ?) ON CONFLICT DO NOTHING", assignment)
		run(o.t, tx, "UPDATE assignment SET asked_id = 1 WHERE id = ?", assignment)
		run(o.t, tx, "INSERT INTO occurrence (person_id, kind, cause, step, opening_id, at) VALUES (?, 'plain', ?, 0, 1, 1)", person, fmt.Sprint(round))
		run(o.t, tx, `INSERT INTO outbox (chat_id, lane, op, payload, state, unasked, not_before, created_at) VALUES (?, 1, 'send', ?, 'skipped', 1, 1, 1)`,
			user, fmt.Sprintf(`{"view":{"kind":"digest","person":%d,"opening":1}}`, person))
	}
	if err := tx.Commit(); err != nil {
		o.t.Fatal(err)
	}
}
