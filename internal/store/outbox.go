package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"duban/internal/chat"
	"duban/internal/failpoint"
)

type outboxRow struct {
	ID         int64
	DedupKey   *string
	ChatID     int64
	Lane       int
	Op         string
	Payload    string
	TargetID   int64
	MessageID  int64
	State      string
	Unasked    bool
	NotBefore  int64
	LeaseUntil int64
	Attempts   int
	Ambiguous  int
	Plain      bool
	Note       string
	CreatedAt  int64
	EndedAt    int64
	ExpiresAt  int64 // of the one-time code in it, 0 for none
}

func (outboxRow) TableName() string { return "outbox" }

// States of a post. The conversation and the calendar make it pending; the
// sender moves it from there and ends it.
const (
	postPending = "pending" // waits for its time and its turn
	postSending = "sending" // an attempt was recorded and has no outcome yet
	PostSent    = "sent"
	PostRefused = "refused" // the platform does not let us: unreachable
	PostSkipped = "skipped" // nothing left to say when its turn came
	PostDead    = "dead"    // our own mistake; an admin is told
)

// What a post does.
const (
	OpSend = "send"
	OpEdit = "edit"
	OpPin  = "pin"
	OpDrop = "drop" // take the message away
)

// refreshEvery is the least time between two automatic edits of one message.
const refreshEvery = 5 * time.Second

// payload is what of a post is kept as JSON.
type payload struct {
	Text    *chat.Outgoing `json:"text,omitempty"`
	View    *chat.View     `json:"view,omitempty"`
	About   *chat.View     `json:"about,omitempty"`
	ReplyTo int64          `json:"reply_to,omitempty"`
	Pin     bool           `json:"pin,omitempty"`
}

// Queued is a post on its way out.
type Queued struct {
	chat.Post
	ID        int64
	Op        string
	Attempts  int
	Ambiguous int
	Plain     bool
	Created   time.Time
}

func (r outboxRow) queued() (Queued, error) {
	var p payload
	if err := json.Unmarshal([]byte(r.Payload), &p); err != nil {
		return Queued{}, fmt.Errorf("outbox row %d: %w", r.ID, err)
	}
	return Queued{
		Post: chat.Post{
			Chat: r.ChatID, Text: p.Text, View: p.View, About: p.About, ReplyTo: p.ReplyTo, Pin: p.Pin,
			Edit: r.TargetID, Lane: chat.Lane(r.Lane), Unasked: r.Unasked, NotBefore: instant(r.NotBefore),
			Expires: instant(r.ExpiresAt),
		},
		ID: r.ID, Op: r.Op, Attempts: r.Attempts, Ambiguous: r.Ambiguous, Plain: r.Plain, Created: instant(r.CreatedAt),
	}, nil
}

// Post puts something to say into the outbox of this transaction.
func (tx *Tx) Post(p chat.Post) {
	op := OpSend
	switch {
	case p.Delete:
		op = OpDrop
	case p.Edit != 0:
		op = OpEdit
	}
	tx.writes++
	tx.posts = append(tx.posts, tx.postRow(p, op))
}

// PostPin asks for a message to be pinned.
func (tx *Tx) PostPin(chatID, message int64) {
	tx.writes++
	tx.posts = append(tx.posts, tx.postRow(chat.Post{Chat: chatID, Edit: message, Lane: chat.Notice}, OpPin))
}

func (tx *Tx) postRow(p chat.Post, op string) outboxRow {
	text, err := json.Marshal(payload{p.Text, p.View, p.About, p.ReplyTo, p.Pin})
	if err != nil {
		panic(fmt.Sprintf("marshal a post: %v", err)) // plain values only
	}
	row := outboxRow{
		ChatID: p.Chat, Lane: int(p.Lane), Op: op, Payload: string(text), TargetID: p.Edit, State: postPending,
		Unasked: p.Unasked, NotBefore: max(millis(p.NotBefore), millis(tx.now)), CreatedAt: millis(tx.now),
		ExpiresAt: millis(p.Expires),
	}
	if p.Key != "" {
		row.DedupKey = &p.Key
	}
	return row
}

func (tx *Tx) flushPosts() error {
	var sends []outboxRow
	posts := tx.posts
	tx.posts = nil
	for _, row := range posts {
		if row.TargetID == 0 {
			sends = append(sends, row)
			continue
		}
		if err := tx.refresh(row); err != nil {
			return err
		}
	}
	const cols = "(dedup_key, chat_id, lane, op, payload, state, unasked, not_before, created_at, expires_at)"
	for len(sends) > 0 {
		n := min(len(sends), 100)
		sql, args := "INSERT INTO outbox "+cols+" VALUES ", []any{}
		for i, r := range sends[:n] {
			if i > 0 {
				sql += ", "
			}
			sql += "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
			args = append(args, r.DedupKey, r.ChatID, r.Lane, r.Op, r.Payload, r.State, r.Unasked, r.NotBefore, r.CreatedAt, r.ExpiresAt)
		}
		if err := tx.exec(sql+" ON CONFLICT (dedup_key) DO NOTHING", args...); err != nil {
			return err
		}
		sends = sends[n:]
	}
	return nil
}

// refresh keeps at most one change of a message waiting: a newer one takes the
// place of an older one and the better of the two lanes. In the lane of
// refreshes a message changes no more than once in refreshEvery.
func (tx *Tx) refresh(r outboxRow) error {
	if chat.Lane(r.Lane) == chat.Refresh {
		last, _, err := one[struct{ At int64 }](tx,
			"SELECT COALESCE(MAX(ended_at), 0) AS at FROM outbox WHERE chat_id = ? AND target_id = ?", r.ChatID, r.TargetID)
		if err != nil {
			return err
		}
		r.NotBefore = max(r.NotBefore, last.At+refreshEvery.Milliseconds())
	}
	return tx.exec(`
		INSERT INTO outbox (chat_id, lane, op, payload, target_id, state, unasked, not_before, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (chat_id, target_id, op) WHERE state = 'pending' AND target_id <> 0 DO UPDATE SET
			payload = excluded.payload,
			lane = CASE WHEN excluded.lane < outbox.lane THEN excluded.lane ELSE outbox.lane END,
			not_before = CASE WHEN excluded.not_before < outbox.not_before THEN excluded.not_before ELSE outbox.not_before END`,
		r.ChatID, r.Lane, r.Op, r.Payload, r.TargetID, r.State, r.Unasked, r.NotBefore, r.CreatedAt)
}

// Due returns up to limit posts that may leave now, the best lane first, one to
// a chat and none to the chats excepted. A chat in which one is on its way has
// none, nor has one behind a gate; a post that waits to be tried again holds back
// those after it in its lane. In a unit of work that writes they are claimed:
// until it ends, no other process is given the same.
func (tx *Tx) Due(limit int, except ...int64) ([]Queued, error) {
	if err := tx.flushPosts(); err != nil { // what this unit of work posted is due as well
		return nil, err
	}
	due := []int64{0}                      // never an empty IN ()
	except = append([]int64{0}, except...) // never an empty NOT IN ()
	for len(due) <= limit {
		window := limit + 16
		rows, err := query[struct{ ID, ChatID int64 }](tx, `
			SELECT o.id, o.chat_id FROM outbox o
			WHERE o.state = 'pending' AND o.not_before <= ? AND o.chat_id NOT IN ?
			AND NOT EXISTS (SELECT 1 FROM outbox s WHERE s.state = 'sending' AND s.chat_id = o.chat_id)
			AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.state = 'pending' AND e.attempts > 0
				AND e.chat_id = o.chat_id AND e.lane = o.lane AND e.id < o.id)
			AND NOT EXISTS (SELECT 1 FROM gate g WHERE g.chat_id = o.chat_id AND g.not_before > ?)
			AND NOT EXISTS (SELECT 1 FROM gate g WHERE g.chat_id = 0 AND g.not_before > ?)
			ORDER BY o.lane, o.id LIMIT ?`, millis(tx.now), except, millis(tx.now), millis(tx.now), window)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if len(due) <= limit && !slices.Contains(except, r.ChatID) {
				due, except = append(due, r.ID), append(except, r.ChatID)
			}
		}
		if len(rows) < window {
			break
		}
	}
	if len(due) == 1 {
		return nil, nil
	}
	rows, err := query[outboxRow](tx, "SELECT * FROM outbox WHERE id IN ? AND state = 'pending' ORDER BY lane, id"+tx.skipLocked(), due)
	if err != nil {
		return nil, err
	}
	return queuedAll(rows)
}

// NextDue returns when the next post may leave that may not leave now, or a stale
// view is brought up to date; zero when none waits.
func (tx *Tx) NextDue() (time.Time, error) {
	at, _, err := tx.earliest(`
		SELECT MIN(CASE WHEN g.at > o.not_before THEN g.at ELSE o.not_before END) AS at
		FROM outbox o LEFT JOIN (SELECT chat_id, not_before AS at FROM gate) AS g ON g.chat_id = o.chat_id OR g.chat_id = 0
		WHERE o.state = 'pending'
		UNION ALL SELECT MIN(not_before) FROM stale WHERE noted`)
	return at, err
}

// UnderWay reports whether a post is on its way: its attempt has no outcome yet.
func (tx *Tx) UnderWay() (bool, error) {
	_, found, err := one[outboxRow](tx, "SELECT id FROM outbox WHERE state = 'sending' LIMIT 1")
	return found, err
}

// Begin records an attempt of each post before its first byte leaves, and counts
// it in Attempts. If nobody tells what became of it until the lease has run out,
// it is one of the Interrupted.
func (tx *Tx) Begin(posts []Queued, lease time.Duration) error {
	if len(posts) == 0 {
		return nil
	}
	var ids []int64
	attempts := make([]attemptRow, len(posts))
	for i := range posts {
		posts[i].Attempts++
		ids = append(ids, posts[i].ID)
		attempts[i] = attemptRow{OutboxID: posts[i].ID, N: posts[i].Attempts, ChatID: posts[i].Chat, At: millis(tx.now)}
	}
	err := tx.exec("UPDATE outbox SET state = 'sending', attempts = attempts + 1, lease_until = ? WHERE id IN ?",
		millis(tx.now.Add(lease)), ids)
	if err != nil {
		return err
	}
	return tx.insert(attempts)
}

type attemptRow struct {
	OutboxID    int64
	N           int
	ChatID      int64
	At          int64
	EndedAt     int64
	Outcome     string
	Code        int
	Description string
}

func (attemptRow) TableName() string { return "attempt" }

// Attempt is a try to send a post to a chat.
type Attempt struct {
	Chat int64
	At   time.Time
}

// AttemptsSince returns the attempts since an instant, oldest first.
func (tx *Tx) AttemptsSince(t time.Time) ([]Attempt, error) {
	rows, err := query[attemptRow](tx, "SELECT * FROM attempt WHERE at >= ? ORDER BY at, outbox_id", millis(t))
	return mapped(rows, func(r attemptRow) Attempt { return Attempt{r.ChatID, instant(r.At)} }), err
}

// EndAttempt records what an attempt ended as; open is false when the post is no longer
// in this attempt, and nothing changes. Another process may have taken it up.
func (tx *Tx) EndAttempt(id int64, n int, o chat.Outcome) (open bool, err error) {
	rows, err := tx.affected(`UPDATE attempt SET ended_at = ?, outcome = ?, code = ?, description = ?
		WHERE outbox_id = ? AND n = ? AND EXISTS (SELECT 1 FROM outbox WHERE id = outbox_id AND state = 'sending' AND attempts = n)`,
		millis(tx.now), o.Class, o.Code, o.Description, id, n)
	if err != nil || rows == 0 {
		return false, err
	}
	if o.Class == chat.Ambiguous && !failpoint.Broken(failpoint.Uncounted) {
		err = tx.exec("UPDATE outbox SET ambiguous = ambiguous + 1 WHERE id = ?", id)
	}
	return true, err
}

// EndPost ends a post in one of the Post states. What was kept only so that it could
// be sent, and again after a crash, goes in the same statement: a file, and the words
// of a message that holds a one-time code.
func (tx *Tx) EndPost(q Queued, state string, message int64, note string) error {
	set, args := "state = ?, message_id = ?, note = ?, ended_at = ?", []any{state, message, note, millis(tx.now)}
	if q.Text != nil && (q.Text.File != nil || !q.Expires.IsZero()) {
		left := *q.Text
		if left.File = nil; !q.Expires.IsZero() {
			left = chat.Outgoing{}
		}
		kept, err := json.Marshal(payload{&left, q.View, q.About, q.ReplyTo, q.Pin})
		if err != nil {
			return err
		}
		set, args = set+", payload = ?", append(args, string(kept))
	}
	change := tx.affected
	if !q.Expires.IsZero() {
		change = tx.erase
	}
	_, err := change("UPDATE outbox SET "+set+" WHERE id = ?", append(args, q.ID)...)
	return err
}

// Requeue lets a post wait again. Plain and op say how it is tried next time. If
// a newer change of the same message waits already, this one is dropped for it.
func (tx *Tx) Requeue(q Queued, notBefore time.Time) error {
	if q.Edit != 0 {
		n, err := tx.affected(`
			UPDATE outbox SET state = 'skipped', ended_at = ? WHERE id = ? AND EXISTS (SELECT 1 FROM outbox p
			WHERE p.chat_id = ? AND p.target_id = ? AND p.op = ? AND p.state = 'pending' AND p.id <> ?)`,
			millis(tx.now), q.ID, q.Chat, q.Edit, q.Op, q.ID)
		if err != nil || n > 0 {
			return err
		}
	}
	return tx.exec("UPDATE outbox SET state = 'pending', not_before = ?, plain = ?, op = ?, target_id = ? WHERE id = ?",
		millis(notBefore), q.Plain, q.Op, q.Edit, q.ID)
}

// Reconsider lets the posts that wait for working hours to begin at an instant look
// at once whether they still do.
func (tx *Tx) Reconsider(opens time.Time) error {
	return tx.exec("UPDATE outbox SET not_before = ? WHERE state = 'pending' AND unasked AND attempts = 0 AND not_before = ?",
		millis(tx.now), millis(opens))
}

// CloseGate holds back a chat, or with chat 0 the whole bot, until a time.
func (tx *Tx) CloseGate(chatID int64, until time.Time) error {
	return tx.exec(`INSERT INTO gate (chat_id, not_before) VALUES (?, ?)
		ON CONFLICT (chat_id) DO UPDATE SET not_before = excluded.not_before`, chatID, millis(until))
}

// Gated counts the chats that are held back now.
func (tx *Tx) Gated() (int, error) {
	return tx.count("SELECT COUNT(*) AS n FROM gate WHERE chat_id <> 0 AND not_before > ?", millis(tx.now))
}

// Gate returns until when the whole bot is or was held back; zero when it never
// was, or has been trusted again.
func (tx *Tx) Gate() (time.Time, error) {
	row, _, err := one[struct{ NotBefore int64 }](tx, "SELECT not_before FROM gate WHERE chat_id = 0")
	return instant(row.NotBefore), err
}

// OpenGate trusts the whole bot again, unless it is held back now.
func (tx *Tx) OpenGate() error {
	return tx.exec("DELETE FROM gate WHERE chat_id = 0 AND not_before <= ?", millis(tx.now))
}

// Interrupted returns the posts on their way whose lease has run out by a time:
// nobody will say any more what became of them.
func (tx *Tx) Interrupted(by time.Time) ([]Queued, error) {
	rows, err := query[outboxRow](tx, "SELECT * FROM outbox WHERE state = 'sending' AND lease_until <= ? ORDER BY id", millis(by))
	if err != nil {
		return nil, err
	}
	return queuedAll(rows)
}

func queuedAll(rows []outboxRow) ([]Queued, error) {
	queued := make([]Queued, 0, len(rows))
	for _, r := range rows {
		q, err := r.queued()
		if err != nil {
			return nil, err
		}
		queued = append(queued, q)
	}
	return queued, nil
}

type postedRow struct {
	ChatID    int64
	MessageID int64
	Kind      string
	OpeningID int64
	About     string
	At        int64 // when it was sent or changed last
}

func (postedRow) TableName() string { return "posted" }

// Remember keeps what an answer to a message is about.
func (tx *Tx) Remember(chatID, message int64, about chat.View) error {
	text, err := json.Marshal(about)
	if err != nil {
		return err
	}
	return tx.exec(`INSERT INTO posted (chat_id, message_id, kind, opening_id, about, at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (chat_id, message_id) DO UPDATE SET
			kind = excluded.kind, opening_id = excluded.opening_id, about = excluded.about, at = excluded.at`,
		chatID, message, about.Kind, about.Opening, string(text), millis(tx.now))
}

// About returns what an answer to a message is about; found is false when the
// bot did not send it, it is about nothing, or it is too old to be remembered.
func (tx *Tx) About(chatID, message int64) (v chat.View, found bool, err error) {
	row, found, err := one[postedRow](tx, "SELECT * FROM posted WHERE chat_id = ? AND message_id = ?", chatID, message)
	if err != nil || !found {
		return chat.View{}, false, err
	}
	return v, true, json.Unmarshal([]byte(row.About), &v)
}

// NewestPosts returns the newest n messages that were sent to a chat and not to
// change another, in the order of our own rows, newest first.
func (tx *Tx) NewestPosts(chatID int64, n int) (messages []int64, err error) {
	rows, err := query[outboxRow](tx, `
		SELECT message_id FROM outbox WHERE chat_id = ? AND state = ? AND op = ? ORDER BY id DESC LIMIT ?`, chatID, PostSent, OpSend, n)
	return mapped(rows, func(r outboxRow) int64 { return r.MessageID }), err
}

// Showing returns up to ten messages of a chat that show a view of a kind, those
// of the newest opening first, so that they can be refreshed.
func (tx *Tx) Showing(chatID int64, kind string) ([]chat.Showing, error) {
	rows, err := query[postedRow](tx,
		"SELECT * FROM posted WHERE chat_id = ? AND kind = ? ORDER BY opening_id DESC, message_id DESC LIMIT 10", chatID, kind)
	if err != nil {
		return nil, err
	}
	shown := make([]chat.Showing, len(rows))
	for i, r := range rows {
		shown[i].Chat, shown[i].Message = r.ChatID, r.MessageID
		if err := json.Unmarshal([]byte(r.About), &shown[i].View); err != nil {
			return nil, err
		}
	}
	return shown, nil
}
