package crashtest

import (
	"database/sql"
	"fmt"

	"duban/internal/sandbox"
)

// evidence is everything the rules look at: what the sandbox saw, what people
// said, what the database holds.
type evidence struct {
	events []sandbox.Event
	said   []*said

	inbox       map[int64]string // status by update
	reports     []report
	audit       []audit
	posts       []*post
	stale       []string // views noted whose messages were not brought up to date
	attempts    []attempt
	occurrences []occurrence
	openings    []opening
	bindings    []binding
	now         int64    // of the world, in milliseconds, as all instants here
	unsound     []string // what the database says against itself

	between []finding // what was found between two lives
}

type report struct {
	id            int64
	source, words string
	withdrawn     int64
}

type audit struct {
	id             int64
	action, detail string
}

// post is a row of the outbox.
type post struct {
	id, chat             int64
	lane                 int
	key, op, state, note string
	message              int64
	attempts, ambiguous  int
	notBefore            int64
	view                 string // its kind; "" for a literal text
	person, opening      int64  // of the view
	delivered            []int  // events, see deliver
}

type attempt struct {
	post, n   int64
	at, ended int64
	outcome   string
}

// occurrence with the chat it is for.
type occurrence struct {
	person, chat, opening int64
	kind, cause           string
}

type opening struct{ id, at, closes int64 }

// binding is a span in which a person answered for a department.
type binding struct{ person, chat, department, since, until int64 }

// load reads what the database holds, all of it at one moment.
func (e *evidence) load(w *world, db *sql.DB) {
	w.Helper()
	if _, err := db.Exec("BEGIN"); err != nil {
		w.Fatal(err)
	}
	e.now = w.now().UnixMilli()
	e.inbox = map[int64]string{}
	rows(w, db, "SELECT update_id, status FROM inbox WHERE bot = 'telegram'", func(r *sql.Rows) error {
		var id int64
		var status string
		err := r.Scan(&id, &status)
		e.inbox[id] = status
		return err
	})
	e.reports, e.audit = w.reportsAfter(db, 0), w.auditAfter(db, 0)
	e.loadPosts(w, db)
	rows(w, db, "SELECT kind || ' of ' || subject_id FROM stale WHERE noted ORDER BY 1", func(r *sql.Rows) error {
		var view string
		err := r.Scan(&view)
		e.stale = append(e.stale, view)
		return err
	})
	e.loadOccurrences(w, db)
	e.unsound = sound(db)
}

func (w *world) reportsAfter(db *sql.DB, id int64) (all []report) {
	w.Helper()
	rows(w, db, "SELECT id, source, words, withdrawn_at FROM report WHERE id > ? ORDER BY id", func(r *sql.Rows) error {
		var x report
		err := r.Scan(&x.id, &x.source, &x.words, &x.withdrawn)
		all = append(all, x)
		return err
	}, id)
	return all
}

func (w *world) auditAfter(db *sql.DB, id int64) (all []audit) {
	w.Helper()
	rows(w, db, "SELECT id, action, detail FROM audit WHERE id > ? ORDER BY id", func(r *sql.Rows) error {
		var x audit
		err := r.Scan(&x.id, &x.action, &x.detail)
		all = append(all, x)
		return err
	}, id)
	return all
}

func (e *evidence) loadPosts(w *world, db *sql.DB) {
	w.Helper()
	rows(w, db, `SELECT id, chat_id, lane, COALESCE(dedup_key, ''), op, state, note, message_id, attempts, ambiguous, not_before,
		COALESCE(payload ->> '$.view.kind', ''), COALESCE(payload ->> '$.view.person', 0), COALESCE(payload ->> '$.view.opening', 0)
		FROM outbox ORDER BY id`, func(r *sql.Rows) error {
		var p post
		e.posts = append(e.posts, &p)
		return r.Scan(&p.id, &p.chat, &p.lane, &p.key, &p.op, &p.state, &p.note, &p.message, &p.attempts, &p.ambiguous, &p.notBefore,
			&p.view, &p.person, &p.opening)
	})
	rows(w, db, "SELECT outbox_id, n, at, ended_at, outcome FROM attempt ORDER BY outbox_id, n", func(r *sql.Rows) error {
		var a attempt
		err := r.Scan(&a.post, &a.n, &a.at, &a.ended, &a.outcome)
		e.attempts = append(e.attempts, a)
		return err
	})
}

func (e *evidence) loadOccurrences(w *world, db *sql.DB) {
	w.Helper()
	// What the office was told before it was handed over stands in another log.
	since := fmt.Sprintf(" WHERE o.at >= %d ORDER BY o.id", handover.UnixMilli())
	rows(w, db, `SELECT o.person_id, COALESCE(p.user_id, g.chat_id, 0), o.opening_id, o.kind, o.cause FROM occurrence o
		LEFT JOIN person p ON p.id = o.person_id AND o.person_id <> 0
		LEFT JOIN chat_group g ON g.id = o.group_id AND o.group_id <> 0`+since, func(r *sql.Rows) error {
		var o occurrence
		err := r.Scan(&o.person, &o.chat, &o.opening, &o.kind, &o.cause)
		e.occurrences = append(e.occurrences, o)
		return err
	})
	rows(w, db, "SELECT id, opened_at, closes_at FROM opening ORDER BY id", func(r *sql.Rows) error {
		var o opening
		err := r.Scan(&o.id, &o.at, &o.closes)
		e.openings = append(e.openings, o)
		return err
	})
	rows(w, db, "SELECT c.person_id, p.user_id, c.department_id, c.since, c.until FROM contact c JOIN person p ON p.id = c.person_id",
		func(r *sql.Rows) error {
			var b binding
			err := r.Scan(&b.person, &b.chat, &b.department, &b.since, &b.until)
			e.bindings = append(e.bindings, b)
			return err
		})
}

// sound is what SQLite itself finds wrong with a database.
func sound(db *sql.DB) (wrong []string) {
	err := each(db, "PRAGMA integrity_check", func(r *sql.Rows) error {
		var said string
		err := r.Scan(&said)
		if said != "ok" {
			wrong = append(wrong, "integrity_check: "+said)
		}
		return err
	})
	if err != nil {
		return append(wrong, err.Error())
	}
	err = each(db, "PRAGMA foreign_key_check", func(r *sql.Rows) error {
		var table, parent string
		var row, key sql.NullInt64
		err := r.Scan(&table, &row, &parent, &key)
		wrong = append(wrong, fmt.Sprintf("foreign_key_check: row %d of %s has no %s", row.Int64, table, parent))
		return err
	})
	if err != nil {
		wrong = append(wrong, err.Error())
	}
	return wrong
}
