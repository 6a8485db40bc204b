package store

import (
	"time"

	"duban/internal/failpoint"
)

type inboxRow struct {
	Bot      string
	UpdateID int64
	Status   string
	Note     string
	At       int64
}

func (inboxRow) TableName() string { return "inbox" }

// What became of an update.
const (
	InboxOK          = "ok"
	InboxIgnored     = "ignored"
	InboxQuarantined = "quarantined"
)

// InboxLife is how long an update is remembered: far longer than the platform
// repeats it.
const InboxLife = 72 * time.Hour

// Receive records updates as taken and returns those that are new. It comes
// before anything else is done about them: what was there is done already.
func (tx *Tx) Receive(bot string, ids ...int64) (fresh map[int64]bool, err error) {
	fresh = make(map[int64]bool, len(ids))
	if len(ids) == 0 {
		return fresh, nil
	}
	sql, args := "INSERT INTO inbox (bot, update_id, status, at) VALUES ", []any{}
	for i, id := range ids {
		if i > 0 {
			sql += ", "
		}
		sql += "(?, ?, ?, ?)"
		args = append(args, bot, id, InboxOK, millis(tx.now))
	}
	rows, err := query[inboxRow](tx, sql+" ON CONFLICT (bot, update_id) DO NOTHING RETURNING update_id", args...)
	for _, r := range rows {
		fresh[r.UpdateID] = true
	}
	if failpoint.Broken(failpoint.NoInbox) {
		for _, id := range ids {
			fresh[id] = true
		}
	}
	return fresh, err
}

// MarkReceived changes what became of an update; note never holds its text.
func (tx *Tx) MarkReceived(bot string, id int64, status, note string) error {
	return tx.exec("UPDATE inbox SET status = ?, note = ? WHERE bot = ? AND update_id = ?", status, note, bot, id)
}

// Stats is what an operator asks first.
type Stats struct {
	Reports, Quarantined, Pending, Dead int
	Oldest                              time.Time // of the posts that wait though they may leave
}

// Stats counts what came in and what waits to go out.
func (tx *Tx) Stats() (Stats, error) {
	row, _, err := one[struct {
		Reports, Quarantined, Pending, Dead int
		Oldest                              int64
	}](tx, `SELECT
		(SELECT COUNT(*) FROM report WHERE withdrawn_at = 0) AS reports,
		(SELECT COUNT(*) FROM inbox WHERE status = 'quarantined') AS quarantined,
		(SELECT COUNT(*) FROM outbox WHERE state IN ('pending', 'sending')) AS pending,
		(SELECT COUNT(*) FROM outbox WHERE state = 'dead') AS dead,
		(SELECT COALESCE(MIN(not_before), 0) FROM outbox WHERE state = 'pending' AND not_before <= ?) AS oldest`, millis(tx.now))
	return Stats{row.Reports, row.Quarantined, row.Pending, row.Dead, instant(row.Oldest)}, err
}
