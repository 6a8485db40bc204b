package crashtest

import (
	"database/sql"
	"fmt"
	"os"
	"time"

	"duban/internal/sandbox"
)

// edge is the moment just before a record: what had happened by then, happened
// before the power went.
func (r *recording) edge(cut int) time.Time {
	if cut == len(r.records) {
		return r.events[len(r.events)-1].Time.Add(-r.ahead + time.Second)
	}
	return r.records[cut].at
}

// past are the events before an edge.
func (r *recording) past(edge time.Time) []sandbox.Event {
	for n, e := range r.events {
		if !e.Time.Add(-r.ahead).Before(edge) {
			return r.events[:n]
		}
	}
	return r.events
}

// look opens what a power loss has left as the program does, and returns what is
// wrong with it.
func (r *recording) look(path string, edge time.Time) (found []finding) {
	defer func() {
		for _, ending := range []string{"", "-wal", "-shm", "-journal"} {
			os.Remove(path + ending)
		}
	}()
	breach := func(rule, format string, args ...any) {
		found = append(found, finding{rule, "after a power loss: " + fmt.Sprintf(format, args...)})
	}
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=OFF&_foreign_keys=on&_txlock=immediate")
	if err != nil {
		breach(soundRule, "%v", err)
		return found
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, wrong := range sound(db) {
		breach(soundRule, "%s", wrong)
	}
	has, err := r.remembers(db)
	if err != nil {
		breach(soundRule, "%v", err)
		return found
	}
	sent := map[int64]int{}
	for _, e := range r.past(edge) {
		switch e.Kind {
		case sandbox.EventAcknowledged:
			if s := r.byID[e.Update]; !has.update[e.Update] || s != nil && s.reports() && !has.report[s.name()] {
				breach(storedRule, "update %d was acknowledged and is gone", e.Update)
			}
		case sandbox.EventDelivered:
			if sent[e.Chat]++; sent[e.Chat] > has.attempts[e.Chat] {
				breach(recordedRule, "%d messages to %d and %d attempts", sent[e.Chat], e.Chat, has.attempts[e.Chat])
			}
		}
	}
	return found
}

// memory is what a database holds of what happened since the recording began.
type memory struct {
	update   map[int64]bool
	report   map[string]bool // by words and by source
	attempts map[int64]int   // to send a message, by chat
}

func (r *recording) remembers(db *sql.DB) (memory, error) {
	m := memory{map[int64]bool{}, map[string]bool{}, map[int64]int{}}
	err := each(db, "SELECT update_id FROM inbox WHERE bot = 'telegram'", func(row *sql.Rows) error {
		var id int64
		err := row.Scan(&id)
		m.update[id] = true
		return err
	})
	if err != nil {
		return m, err
	}
	err = each(db, "SELECT source, words FROM report", func(row *sql.Rows) error {
		var source, words string
		err := row.Scan(&source, &words)
		m.report[source], m.report[words] = true, true
		return err
	})
	if err != nil {
		return m, err
	}
	return m, each(db, `SELECT o.chat_id, COUNT(*) FROM attempt a JOIN outbox o ON o.id = a.outbox_id
		WHERE o.op = 'send' AND a.at >= ? GROUP BY o.chat_id`, func(row *sql.Rows) error {
		var chat int64
		var n int
		err := row.Scan(&chat, &n)
		m.attempts[chat] = n
		return err
	}, r.events[0].Time.UnixMilli())
}

// syncs is how many syncs of a file the recording has.
func (r *recording) syncs(file which) (n int) {
	for _, x := range r.records {
		if x.op == opSynced && x.file == file {
			n++
		}
	}
	return n
}

// figures are what a recording tells of itself.
func (r *recording) figures() string {
	bytes := 0
	for _, x := range r.records {
		bytes += len(x.data)
	}
	acked := 0
	for _, e := range r.events {
		if e.Kind == sandbox.EventAcknowledged {
			acked++
		}
	}
	return fmt.Sprintf("recorded %v: %d records, %d kB, syncs of the WAL %d, of the database %d; said: %s; acknowledged %d; %d images in %v",
		r.records[len(r.records)-1].at.Sub(r.records[0].at).Round(time.Second), len(r.records), bytes>>10, r.syncs(wal), r.syncs(database),
		counted(r.counts()), acked, r.images, r.took.Round(time.Second))
}
