package store

import (
	"time"

	"duban/internal/duban"
)

// Newest is the latest instant at which something was taken in or opened, by the
// clock of that time; zero when nothing was.
func (tx *Tx) Newest() (time.Time, error) {
	at, _, err := tx.earliest(`
		SELECT -MAX(opened_at) AS at FROM opening
		UNION ALL SELECT -MAX(at) FROM inbox`)
	return instant(-millis(at)), err
}

// ClockSetBack lets everything go on that waits for a time which a clock that was
// ahead has put off: posts, gates, leases and jobs.
func (tx *Tx) ClockSetBack() error {
	now := millis(tx.now)
	for _, step := range []struct {
		sql  string
		args []any
	}{
		{"UPDATE outbox SET not_before = ? WHERE state = ? AND not_before > ?", []any{now, postPending, now}},
		{"UPDATE outbox SET lease_until = ? WHERE state = ? AND lease_until > ?", []any{now, postSending, now}},
		{"DELETE FROM gate WHERE not_before > ?", []any{now}},
		{"UPDATE job SET not_before = ? WHERE state = ? AND not_before > ?", []any{now, jobPending, now}},
	} {
		if err := tx.exec(step.sql, step.args...); err != nil {
			return err
		}
	}
	return nil
}

// WaitingRounds returns the rounds that will open again.
func (tx *Tx) WaitingRounds() ([]duban.Round, error) {
	rows, err := query[roundRow](tx, "SELECT * FROM round WHERE next_at > 0 AND removed_at = 0 ORDER BY id")
	return mapped(rows, roundRow.round), err
}
