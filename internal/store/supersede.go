package store

import (
	"slices"

	"duban/internal/chat"
	"duban/internal/duban"
)

// Supersede takes back the digests of a round that nobody has been sent yet, after
// its schedule was edited, and what they would have asked for. What was sent goes on.
func (tx *Tx) Supersede(id duban.RoundID) error {
	openings, err := query[openingRow](tx, "SELECT * FROM opening WHERE round_id = ? AND step <> ?", id, duban.Over)
	if err != nil || len(openings) == 0 {
		return err
	}
	rows, err := query[outboxRow](tx, "SELECT * FROM outbox WHERE state IN (?, ?) AND op = ? AND unasked = TRUE ORDER BY id",
		postPending, postSending, OpSend)
	if err != nil {
		return err
	}
	waiting, err := queuedAll(rows)
	if err != nil {
		return err
	}
	for _, o := range openings {
		if err := tx.supersede(o.ID, waiting); err != nil {
			return err
		}
	}
	return nil
}

// supersede ends the digests of an opening among the posts that wait.
func (tx *Tx) supersede(opening int64, waiting []Queued) error {
	var unsent []Queued
	var leaving []int64
	for i, q := range waiting {
		switch {
		case q.View == nil || q.View.Kind != chat.Digest || q.View.Opening != opening:
		case q.Attempts > 0:
			leaving = append(leaving, q.View.Person)
		default:
			unsent = append(unsent, waiting[i])
		}
	}
	if len(unsent) == 0 {
		return nil
	}
	for _, q := range unsent {
		if err := tx.EndPost(q, PostSkipped, 0, "superseded by a new schedule"); err != nil {
			return err
		}
	}
	sent, err := query[struct{ ID int64 }](tx, `
		SELECT DISTINCT p.id FROM posted s JOIN person p ON p.user_id = s.chat_id WHERE s.kind = ? AND s.opening_id = ?`,
		chat.Digest, opening)
	if err != nil {
		return err
	}
	asked := slices.Concat(leaving, mapped(sent, func(r struct{ ID int64 }) int64 { return r.ID }))
	if err := tx.exec(`
		DELETE FROM owed WHERE opening_id = ? AND answered_at = 0 AND assignment_id IN (SELECT id FROM assignment
		WHERE department_id NOT IN (SELECT department_id FROM contact WHERE until = 0 AND `+tx.among("person_id")+"))", opening, ids(asked)); err != nil {
		return err
	}
	tx.forget()
	return tx.exec(`
		UPDATE assignment SET asked_id = 0 WHERE asked_id = ?
		AND id NOT IN (SELECT assignment_id FROM owed WHERE opening_id = ?)`, opening, opening)
}
