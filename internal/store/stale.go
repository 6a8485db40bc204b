package store

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"

	"duban/internal/chat"
	"duban/internal/duban"
)

// staleRow is a view that may no longer show what is true. What changes it notes
// that once, however many messages show it: they are found when the row is due.
type staleRow struct {
	Kind      string
	SubjectID int64
	Noted     bool  // it has changed since its messages were last brought up to date
	NotBefore int64 // when they may be next
}

func (staleRow) TableName() string { return "stale" }

// Outdate notes that the messages which show a view are to be brought up to date:
// the digests of a Department, or with chat.Board every board. It is kept with this
// transaction, and costs the same however many look on.
func (tx *Tx) Outdate(v chat.View) {
	tx.writes++
	if tx.outdated == nil {
		tx.outdated = map[staleRow]bool{}
	}
	tx.outdated[staleRow{Kind: v.Kind, SubjectID: v.Department}] = true
}

func (tx *Tx) flushOutdated() error {
	rows := slices.SortedFunc(maps.Keys(tx.outdated), func(a, b staleRow) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.SubjectID, b.SubjectID))
	})
	tx.outdated = nil
	for some := range slices.Chunk(rows, 100) {
		sql, args := "INSERT INTO stale (kind, subject_id, noted, not_before) VALUES ", []any{}
		for i, r := range some {
			if i > 0 {
				sql += ", "
			}
			sql += "(?, ?, TRUE, ?)"
			args = append(args, r.Kind, r.SubjectID, millis(tx.now))
		}
		if err := tx.exec(sql+" ON CONFLICT (kind, subject_id) DO UPDATE SET noted = TRUE WHERE NOT stale.noted", args...); err != nil {
			return err
		}
	}
	return nil
}

// Outdated returns the views that were noted and may be brought up to date now,
// each at most once in refreshEvery, and takes the notes away.
func (tx *Tx) Outdated() ([]chat.View, error) {
	if err := tx.flushOutdated(); err != nil { // what this unit of work noted is due as well
		return nil, err
	}
	rows, err := query[staleRow](tx, `
		UPDATE stale SET noted = FALSE, not_before = ? WHERE noted AND not_before <= ? RETURNING kind, subject_id`,
		millis(tx.now.Add(refreshEvery)), millis(tx.now))
	return mapped(rows, func(r staleRow) chat.View { return chat.View{Kind: r.Kind, Department: r.SubjectID} }), err
}

// RefreshDue reports whether Outdated would return something.
func (tx *Tx) RefreshDue() (bool, error) {
	_, found, err := one[staleRow](tx, "SELECT kind FROM stale WHERE noted AND not_before <= ? LIMIT 1", millis(tx.now))
	return found, err
}

// Digests returns the messages that show a department's contacts what is asked of it
// now, up to ten a contact. Contacts who cannot be written to have none.
func (tx *Tx) Digests(dep duban.DepartmentID) (shown []chat.Showing, err error) {
	const most = 10
	rows, err := query[postedRow](tx, `
		SELECT s.* FROM contact c CROSS JOIN person p CROSS JOIN posted s
		WHERE c.department_id = ? AND c.until = 0 AND c.head = FALSE AND p.id = c.person_id AND p.started = TRUE AND p.reachable = TRUE
		AND s.chat_id = p.user_id AND s.kind = ? AND s.opening_id IN (
			SELECT a.asked_id FROM assignment a JOIN task t ON t.id = a.task_id
			WHERE a.department_id = ? AND a.asked_id > 0 AND a.passed = 0 AND a.state = ? AND t.archived_at = 0)
		ORDER BY s.chat_id, s.opening_id DESC, s.message_id DESC`, dep, chat.Digest, dep, duban.Open)
	of := map[int64]int{}
	for _, r := range rows {
		if of[r.ChatID]++; of[r.ChatID] > most {
			continue
		}
		s := chat.Showing{Chat: r.ChatID, Message: r.MessageID}
		if err := json.Unmarshal([]byte(r.About), &s.View); err != nil {
			return nil, err
		}
		shown = append(shown, s)
	}
	return shown, err
}
