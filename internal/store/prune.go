package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
)

// pruneStep is how many rows one step of pruning looks at. A step is a transaction of
// its own, and short: whoever writes waits for one at most.
const pruneStep = 200

// blank is the payload of a post of which nothing is kept.
const blank = "{}"

// uploadLife is how long a file waits to be confirmed.
const uploadLife = 7 * 24 * time.Hour

// Prune forgets what need not be remembered any longer: updates, files that nobody
// confirmed, messages with a code that has expired, and after keep what was said:
// sent messages with their attempts, what answers to them are about, jobs that
// have ended, what is in quarantine, words that waited for a task, invitations, and
// people who never had a role. Reports, the audit and
// what was asked of whom stay. A message that is pinned or can still be
// changed stays too, and a row stays, without its words, while its key may come again.
//
// It works in small steps and may be stopped between any two.
func (s *Store) Prune(ctx context.Context, keep time.Duration) error {
	for again := true; again; {
		err := s.Write(ctx, func(tx *Tx) (err error) { again, err = tx.prune(keep); return err })
		if err != nil {
			return fmt.Errorf("prune: %w", err)
		}
	}
	if err := walk(ctx, s, keep, (*Tx).oldPosted, (*Tx).dropPosted); err != nil {
		return fmt.Errorf("prune what messages are about: %w", err)
	}
	if err := walk(ctx, s, keep, (*Tx).oldPosts, (*Tx).dropPosts); err != nil {
		return fmt.Errorf("prune messages: %w", err)
	}
	return nil
}

// prune does a step of everything that simply goes when it is old; again is true where
// there is more.
func (tx *Tx) prune(keep time.Duration) (again bool, err error) {
	for _, step := range []func(*Tx, time.Duration) (rows int64, err error){
		(*Tx).pruneCodes, (*Tx).pruneGates, (*Tx).pruneInbox, (*Tx).pruneUploads,
		(*Tx).pruneWords, (*Tx).pruneInvitations, (*Tx).pruneJobs, (*Tx).pruneQuarantine, (*Tx).adoptPosted, (*Tx).pruneStrangers,
	} {
		n, err := step(tx, keep)
		if err != nil {
			return false, err
		}
		again = again || n >= pruneStep
	}
	return again, nil
}

// walk goes over a table in which some old rows stay, so that each of them is passed
// once: find looks on from where it is, without writing, and moves on; it finds nothing
// and stays when it has come to the end. What it found, drop forgets.
func walk[P comparable, R any](ctx context.Context, s *Store, keep time.Duration, find func(*Tx, time.Duration, P) ([]R, P, error), drop func(*Tx, []R) error) error {
	var at P
	for {
		var old []R
		var next P
		err := s.Glance(ctx, func(tx *Tx) (err error) { old, next, err = find(tx, keep, at); return err })
		if err != nil {
			return err
		}
		if len(old) > 0 {
			if err := s.Write(ctx, func(tx *Tx) error { return drop(tx, old) }); err != nil {
				return err
			}
		}
		if next == at {
			return nil
		}
		at = next
	}
}

// before is the instant before which what was kept long enough happened.
func (tx *Tx) before(keep time.Duration) int64 { return millis(tx.now.Add(-keep)) }

// pruneCodes drops the messages that could not be sent before the code in them
// expired.
func (tx *Tx) pruneCodes(time.Duration) (int64, error) {
	return tx.erase(`UPDATE outbox SET state = ?, note = 'the code in it has expired', ended_at = ?, payload = ?
		WHERE id IN (SELECT id FROM outbox WHERE expires_at > 0 AND state = 'pending' AND expires_at <= ? LIMIT ?)`,
		PostSkipped, millis(tx.now), blank, millis(tx.now), pruneStep)
}

func (tx *Tx) pruneGates(time.Duration) (int64, error) {
	return tx.affected("DELETE FROM gate WHERE chat_id IN (SELECT chat_id FROM gate WHERE not_before < ? LIMIT ?)", millis(tx.now), pruneStep)
}

func (tx *Tx) pruneInbox(time.Duration) (int64, error) {
	return tx.affected(`DELETE FROM inbox WHERE (bot, update_id) IN (
		SELECT bot, update_id FROM inbox WHERE at < ? ORDER BY at LIMIT ?)`, tx.before(InboxLife), pruneStep)
}

// pruneUploads takes one at a time: they are large.
func (tx *Tx) pruneUploads(time.Duration) (int64, error) {
	n, err := tx.erase("DELETE FROM upload WHERE id = (SELECT id FROM upload WHERE at < ? ORDER BY id LIMIT 1)", tx.before(uploadLife))
	return n * pruneStep, err
}

// pruneWords forgets words that waited for a task, placed or not. The newest row
// stays without its words: its number, which stands in buttons, is not used again.
func (tx *Tx) pruneWords(keep time.Duration) (int64, error) {
	old := tx.before(keep)
	err := tx.exec(`UPDATE unplaced SET words = '', placed_at = ? WHERE id = (SELECT MAX(id) FROM unplaced) AND at < ? AND words <> ''`,
		millis(tx.now), old)
	if err != nil {
		return 0, err
	}
	return tx.affected(`DELETE FROM unplaced WHERE id IN (SELECT id FROM unplaced
		WHERE at < ? AND id < (SELECT MAX(id) FROM unplaced) ORDER BY id LIMIT ?)`, old, pruneStep)
}

// pruneQuarantine forgets what could not be taken and nobody has looked at.
func (tx *Tx) pruneQuarantine(keep time.Duration) (int64, error) {
	return tx.erase("DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine WHERE at < ? ORDER BY id LIMIT ?)", tx.before(keep), pruneStep)
}

// pruneInvitations forgets codes that were used or have expired.
func (tx *Tx) pruneInvitations(keep time.Duration) (int64, error) {
	return tx.affected("DELETE FROM invitation WHERE id IN (SELECT id FROM invitation WHERE expires_at < ? ORDER BY id LIMIT ?)",
		tx.before(keep), pruneStep)
}

// pruneJobs forgets jobs that have ended. The newest stays, so that its number, under
// which the inbox knows what it brought, is not used again.
func (tx *Tx) pruneJobs(keep time.Duration) (int64, error) {
	return tx.affected(`DELETE FROM job WHERE id IN (SELECT id FROM job
		WHERE state IN (?, ?) AND created_at < ? AND id < (SELECT MAX(id) FROM job) ORDER BY id LIMIT ?)`,
		jobDone, jobFailed, tx.before(keep), pruneStep)
}

// ofPeople are the tables whose rows are about a person.
var ofPeople = []string{"contact", "report", "unplaced", "walk", "upload", "job", "occurrence"}

// pruneStrangers forgets people who have no role and never did anything. The newest
// stays, so that its number is not used again.
func (tx *Tx) pruneStrangers(keep time.Duration) (int64, error) {
	var unused strings.Builder
	for _, table := range ofPeople {
		unused.WriteString(" AND NOT EXISTS (SELECT 1 FROM " + table + " x WHERE x.person_id = p.id)")
	}
	return tx.affected(`DELETE FROM person WHERE id IN (SELECT p.id FROM person p
		WHERE p.admin = FALSE AND p.leader = FALSE AND p.met_at < ? AND p.id < (SELECT MAX(id) FROM person)
		AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.subject = 'person:' || p.id)`+unused.String()+`
		ORDER BY p.id LIMIT ?)`, tx.before(keep), pruneStep)
}

// adoptPosted counts the age of messages that were sent before it was kept from now.
func (tx *Tx) adoptPosted(time.Duration) (int64, error) {
	return tx.affected(`UPDATE posted SET at = ? WHERE (chat_id, message_id) IN (
		SELECT chat_id, message_id FROM posted WHERE at = 0 LIMIT ?)`, millis(tx.now), pruneStep)
}

// postedKey is a message by its age.
type postedKey struct{ At, ChatID, MessageID int64 }

// oldPosted finds messages that were not sent or changed for long and will not be.
func (tx *Tx) oldPosted(keep time.Duration, after postedKey) (old []postedKey, next postedKey, err error) {
	rows, err := query[struct {
		Key   postedKey `gorm:"embedded"`
		Stays bool
	}](tx, `
		SELECT p.at, p.chat_id, p.message_id,
			EXISTS (SELECT 1 FROM chat_group g WHERE g.chat_id = p.chat_id AND g.board = p.message_id)
			OR EXISTS (SELECT 1 FROM opening o WHERE o.id = p.opening_id AND (o.step <> ?
				OR o.opens_at = (SELECT MAX(l.opens_at) FROM opening l WHERE l.round_id = o.round_id)))
			OR p.kind = ? AND EXISTS (SELECT 1 FROM walk w JOIN person h ON h.id = w.person_id WHERE h.user_id = p.chat_id) AS stays
		FROM posted p WHERE p.at < ? AND (p.at, p.chat_id, p.message_id) > (?, ?, ?)
		ORDER BY p.at, p.chat_id, p.message_id LIMIT ?`,
		duban.Over, chat.Walk, tx.before(keep), after.At, after.ChatID, after.MessageID, pruneStep)
	next = after
	for _, r := range rows {
		if next = r.Key; !r.Stays {
			old = append(old, r.Key)
		}
	}
	return old, next, err
}

// dropPosted forgets what messages are about, unless one was changed meanwhile.
func (tx *Tx) dropPosted(old []postedKey) error {
	for _, k := range old {
		if err := tx.exec("DELETE FROM posted WHERE chat_id = ? AND message_id = ? AND at = ?", k.ChatID, k.MessageID, k.At); err != nil {
			return err
		}
	}
	return nil
}

// oldPost is a post that is over for long.
type oldPost struct {
	ID    int64
	Keyed bool // its key may come again
}

// passing are the keys that cannot come again once the update, job, minute or day that they
// name is over; the others are of a chat, a message or an album.
const passing = `dedup_key IS NULL OR dedup_key LIKE 'telegram:%' OR dedup_key LIKE 'job:%' OR dedup_key LIKE 'flood:%'
	OR dedup_key LIKE 'stranger:%'`

// oldPosts finds posts that ended long ago. Their numbers rise with time, so
// it has come to the end when a whole step is young.
func (tx *Tx) oldPosts(keep time.Duration, after int64) (old []oldPost, next int64, err error) {
	rows, err := query[struct {
		ID, EndedAt, CreatedAt int64
		Keyed, Blank           bool
	}](tx, `
		SELECT id, ended_at, created_at, payload = ? AS blank, NOT (`+passing+`) AS keyed
		FROM outbox WHERE id > ? ORDER BY id LIMIT ?`, blank, after, pruneStep)
	limit, next := tx.before(keep), after
	for _, r := range rows {
		if r.CreatedAt < limit {
			next = rows[len(rows)-1].ID
		}
		if r.EndedAt > 0 && r.EndedAt < limit && !(r.Keyed && r.Blank) {
			old = append(old, oldPost{r.ID, r.Keyed})
		}
	}
	return old, next, err
}

// dropPosts forgets posts and their attempts. What has a key that may come again, and
// the newest, whose number is not used again, stay without what they said.
func (tx *Tx) dropPosts(old []oldPost) error {
	newest, _, err := one[struct{ ID int64 }](tx, "SELECT COALESCE(MAX(id), 0) AS id FROM outbox")
	if err != nil {
		return err
	}
	var all, gone, kept []int64
	for _, p := range old {
		all = append(all, p.ID)
		if p.Keyed || p.ID == newest.ID {
			kept = append(kept, p.ID)
		} else {
			gone = append(gone, p.ID)
		}
	}
	if err := tx.exec("DELETE FROM attempt WHERE "+tx.among("outbox_id"), ids(all)); err != nil {
		return err
	}
	if err := tx.exec("UPDATE outbox SET payload = ?, note = '' WHERE "+tx.among("id"), blank, ids(kept)); err != nil {
		return err
	}
	return tx.exec("DELETE FROM outbox WHERE "+tx.among("id"), ids(gone))
}
