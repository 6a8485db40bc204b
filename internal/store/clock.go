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
// ahead has put off: posts, stale views, gates, leases and jobs, and the looks at openings. An
// opening made while the clock was ahead never was, if nobody has heard of it;
// otherwise what it asks waits until its time has really come.
func (tx *Tx) ClockSetBack() error {
	if err := tx.annul(); err != nil {
		return err
	}
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
	if err := tx.exec("UPDATE stale SET not_before = ? WHERE not_before > ?", now, now); err != nil {
		return err
	}
	if err := tx.exec("UPDATE opening SET next_at = ? WHERE next_at > ?", now, now); err != nil {
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

// annul takes back the openings that are still to come and of which nothing was sent.
func (tx *Tx) annul() error {
	ahead, err := query[openingRow](tx, "SELECT * FROM opening WHERE opens_at > ? ORDER BY id", millis(tx.now))
	if err != nil || len(ahead) == 0 {
		return err
	}
	rows, err := query[outboxRow](tx, "SELECT * FROM outbox WHERE state IN (?, ?) AND op = ?", postPending, postSending, OpSend)
	if err != nil {
		return err
	}
	waiting, err := queuedAll(rows)
	if err != nil {
		return err
	}
	for _, o := range ahead {
		_, heard, err := one[postedRow](tx, "SELECT * FROM posted WHERE opening_id = ? LIMIT 1", o.ID)
		if err != nil {
			return err
		}
		var unsent []Queued
		for _, q := range waiting {
			if q.View != nil && q.View.Opening == o.ID {
				unsent, heard = append(unsent, q), heard || q.Attempts > 0
			}
		}
		if heard {
			continue
		}
		if err := tx.forgetOpening(o.ID, unsent); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) forgetOpening(id int64, unsent []Queued) error {
	for _, p := range unsent {
		if err := tx.EndPost(p, PostSkipped, 0, "the clock was ahead"); err != nil {
			return err
		}
	}
	tx.forget()
	for _, sql := range []string{
		"DELETE FROM occurrence WHERE opening_id = ?", "DELETE FROM owed WHERE opening_id = ?",
		"UPDATE assignment SET asked_id = 0 WHERE asked_id = ?", "DELETE FROM opening WHERE id = ?",
	} {
		if err := tx.exec(sql, id); err != nil {
			return err
		}
	}
	return nil
}
