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
// ahead has put off: posts, gates, leases and jobs. What an opening asks that was
// made while the clock was ahead waits until its time has really come.
func (tx *Tx) ClockSetBack() error {
	rows, err := query[outboxRow](tx, "SELECT * FROM outbox WHERE state = ? AND not_before > ?", postPending, millis(tx.now))
	if err != nil {
		return err
	}
	for _, r := range rows {
		at, err := tx.earliestFor(r)
		if err != nil {
			return err
		}
		if err := tx.exec("UPDATE outbox SET not_before = ? WHERE id = ?", at, r.ID); err != nil {
			return err
		}
	}
	now := millis(tx.now)
	if err := tx.exec("UPDATE outbox SET lease_until = ? WHERE state = ? AND lease_until > ?", now, postSending, now); err != nil {
		return err
	}
	if err := tx.exec("DELETE FROM gate WHERE not_before > ?", now); err != nil {
		return err
	}
	return tx.exec("UPDATE job SET not_before = ? WHERE state = ? AND not_before > ?", now, jobPending, now)
}

// earliestFor is when a post may leave: now, and not before the opening that it is
// about opens.
func (tx *Tx) earliestFor(r outboxRow) (int64, error) {
	q, err := r.queued()
	if err != nil || q.View == nil || q.View.Opening == 0 {
		return millis(tx.now), err
	}
	o, err := tx.Opening(duban.OpeningID(q.View.Opening))
	return max(millis(tx.now), millis(o.Opens)), err
}
