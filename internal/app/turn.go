package app

import (
	"context"
	"errors"
	"fmt"
	"html"
	"slices"
	"time"

	"duban/bot"
	"duban/internal/chat"
	"duban/internal/failpoint"
	"duban/internal/store"
	"duban/internal/text"
)

// claimFor is how long one transaction may go on wording posts. Nobody else can write
// meanwhile. What is left over has its turn in the next one.
const claimFor = 20 * time.Millisecond

// turn is one transaction's part of sending: what has ended since the last one
// is recorded, and what leaves next is claimed. There is one at a time.
type turn struct {
	*sender
	ended []attempt
	busy  []int64 // chats with a post on its way
	claim claim
}

// take begins a turn, unless somebody else is in one or the sender has ended; it
// must be ended with committed or leave.
func (s *sender) take() *turn {
	select {
	case <-s.turning:
	default:
		return nil
	}
	if s.over {
		s.turning <- struct{}{}
		return nil
	}
	return s.taken()
}

func (s *sender) taken() *turn {
	t := &turn{sender: s, ended: s.unrecorded()}
	t.busy = s.occupied(t.ended)
	return t
}

// in does the turn in a transaction, which may run twice.
func (t *turn) in(ctx context.Context, tx *store.Tx) error {
	for _, a := range t.ended {
		if err := t.conclude(tx, a); err != nil {
			return err
		}
	}
	room, err := t.room(tx, t.ended, len(t.busy))
	if err != nil {
		return err
	}
	t.claim = claim{sender: t.sender, room: room, except: slices.Clone(t.busy), wait: lookback}
	return t.claim.make(ctx, tx)
}

// committed ends a turn whose transaction is in the database.
func (t *turn) committed(ctx context.Context) {
	t.begin(ctx, len(t.ended), t.claim.begun)
	t.leave()
}

// leave ends a turn.
func (t *turn) leave() { t.turning <- struct{}{} }

// turn does a turn in a transaction of its own. If anything in it fails, each post
// is done apart. It returns how long to wait before the next one.
func (s *sender) turn(ctx context.Context) time.Duration {
	<-s.turning
	t := s.taken()
	idle, err := t.idle(ctx)
	if idle || err != nil {
		t.leave()
		s.trouble(ctx, "look into the outbox", err)
		return lookback
	}
	err = s.store.Write(ctx, guardedUnit(func(tx *store.Tx) error { return t.in(ctx, tx) }))
	if err != nil {
		defer t.leave()
		s.trouble(ctx, "a turn failed, now one by one", err)
		return s.apart(ctx, t.ended, t.busy)
	}
	t.committed(ctx)
	return t.claim.wait
}

// begin goes on after the commit of a turn. Only now is the pace told of what
// leaves: the transaction may have run twice, or in vain.
func (s *sender) begin(ctx context.Context, recorded int, begun []attempt) {
	s.exchange(recorded, begun)
	if recorded > 0 {
		failpoint.Hit(failpoint.Concluded)
	}
	for _, a := range begun {
		s.pacer.Take(a.post.Chat, s.now())
		s.launch(ctx, a)
	}
}

// idle reports whether there is nothing to record and nothing to send, so that
// nobody who writes is disturbed.
func (t *turn) idle(ctx context.Context) (idle bool, err error) {
	if len(t.ended) > 0 {
		return false, nil
	}
	err = t.store.Read(ctx, func(tx *store.Tx) error {
		due, err := tx.Due(1, t.busy...)
		if err != nil || len(due) > 0 {
			return err
		}
		stale, err := tx.RefreshDue()
		idle = !stale
		return err
	})
	return idle, err
}

func (s *sender) trouble(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		s.log.Error(what, "err", err)
	}
}

// apart does what a turn does, each post in a transaction of its own: the one
// that made the turn fail is found and does not hold up the others.
func (s *sender) apart(ctx context.Context, ended []attempt, busy []int64) time.Duration {
	if err := s.record(ctx, ended); err != nil {
		return lookback
	}
	s.trouble(ctx, "refresh what is stale", s.store.Write(ctx, guardedUnit(s.refresh)))
	c := &claim{sender: s, except: slices.Clone(busy), wait: lookback}
	for range senders {
		if d := s.pacer.Wait(s.now()); d > 0 {
			return min(c.wait, d)
		}
		var due []store.Queued
		err := s.store.Write(ctx, guardedUnit(func(tx *store.Tx) (err error) {
			c.begun = nil
			if err := s.bot.Follow(tx); err != nil {
				return err
			}
			if due, err = tx.Due(1, c.except...); err == nil {
				err = c.take(ctx, tx, due)
			}
			return err
		}))
		if len(due) == 0 || store.Unavailable(err) || ctx.Err() != nil {
			break
		}
		if err != nil {
			s.trouble(ctx, fmt.Sprintf("prepare post %d", due[0].ID), err)
			s.trouble(ctx, "bury a post", s.store.Write(ctx, func(tx *store.Tx) error { return s.bury(tx, due[0], "cannot be worded") }))
		} else {
			s.begin(ctx, 0, c.begun)
		}
	}
	return c.wait
}

// record records outcomes one by one. An error means that the database does not
// answer and they wait. One that cannot be recorded for another reason is let go:
// it is taken up when its lease has run out.
func (s *sender) record(ctx context.Context, ended []attempt) error {
	for _, a := range ended {
		err := s.store.Write(ctx, guardedUnit(func(tx *store.Tx) error { return s.conclude(tx, a) }))
		if err != nil && (store.Unavailable(err) || ctx.Err() != nil) {
			return err
		}
		s.trouble(ctx, fmt.Sprintf("record what became of post %d", a.post.ID), err)
		s.exchange(1, nil)
	}
	return nil
}

// refresh puts into the outbox what brings stale messages up to date.
func (s *sender) refresh(tx *store.Tx) error {
	posts, err := s.bot.Refreshes(tx)
	for _, p := range posts {
		tx.Post(p)
	}
	return err
}

// room is how many posts may leave in a turn: one only, until it has arrived,
// after the whole bot was held back.
func (s *sender) room(tx *store.Tx, ended []attempt, busy int) (int, error) {
	gate, err := tx.Gate()
	if err != nil || gate.IsZero() {
		return senders - busy, err
	}
	arrived := func(a attempt) bool { return a.outcome.Class == chat.Sent }
	if gate.After(tx.Now()) || !slices.ContainsFunc(ended, arrived) {
		return 1 - busy, nil
	}
	return senders - busy, tx.OpenGate()
}

// claim is the part of a turn in which posts are taken out of the outbox.
type claim struct {
	*sender
	room   int
	except []int64 // chats that have had their turn, or must wait
	begun  []attempt
	wait   time.Duration // until the next turn
}

// make takes as many posts as may leave now. Whoever comes back wakes the
// sender, so that a full room needs no wait.
func (c *claim) make(ctx context.Context, tx *store.Tx) error {
	if err := c.bot.Follow(tx); err != nil {
		return err
	}
	if err := c.refresh(tx); err != nil {
		return err
	}
	for began := time.Now(); len(c.begun) < c.room; {
		if time.Since(began) > claimFor {
			c.wait = 0
			return nil
		}
		if d := c.pacer.WaitAfter(len(c.begun), c.now()); d > 0 {
			c.wait = min(c.wait, d)
			return nil
		}
		due, err := tx.Due(c.room-len(c.begun), c.except...)
		if err != nil || len(due) == 0 {
			return err
		}
		if err := c.take(ctx, tx, due); err != nil {
			return err
		}
	}
	return nil
}

// take words posts and records their attempts, as far as the pace allows.
func (c *claim) take(ctx context.Context, tx *store.Tx, due []store.Queued) error {
	var leaving []store.Queued
	var begun []attempt
	for _, q := range due {
		now := c.now()
		if c.pacer.WaitAfter(len(c.begun)+len(leaving), now) > 0 {
			break
		}
		c.except = append(c.except, q.Chat)
		if d := c.pacer.WaitFor(q.Chat, now); d > 0 {
			c.wait = min(c.wait, d)
			continue
		}
		out, ready, err := c.prepare(ctx, tx, q)
		if err != nil {
			return fmt.Errorf("post %d: %w", q.ID, err)
		}
		if ready {
			leaving, begun = append(leaving, q), append(begun, attempt{out: out})
		}
	}
	if failpoint.Broken(failpoint.SendBeforeAttempt) {
		for i, q := range leaving {
			begun[i].outcome = c.call(ctx, q, begun[i].out)
			failpoint.Hit(failpoint.Left)
		}
	}
	if err := tx.Begin(leaving, lease); err != nil {
		return err
	}
	for i, q := range leaving {
		begun[i].post = q
	}
	c.begun = append(c.begun, begun...)
	return nil
}

// prepare reads the reason of a post again and words it as things are now; ready
// is false when it is not to leave now or at all.
func (s *sender) prepare(ctx context.Context, tx *store.Tx, q store.Queued) (out chat.Outgoing, ready bool, err error) {
	if !q.Expires.IsZero() && !tx.Now().Before(q.Expires) {
		return out, false, tx.EndPost(q, store.PostSkipped, 0, "the code in it has expired")
	}
	if q.Unasked && !s.bot.Calendar.Working(tx.Now()) {
		return out, false, tx.Requeue(q, s.bot.Calendar.NextWorking(tx.Now()))
	}
	if q.Op == store.OpPin || q.Op == store.OpDrop {
		return out, true, nil
	}
	if q.Text != nil {
		out = *q.Text
	}
	if q.View != nil {
		out, err = s.bot.Render(ctx, tx, *q.View)
		if errors.Is(err, bot.ErrNothing) {
			return out, false, tx.EndPost(q, store.PostSkipped, 0, "nothing left to say")
		}
		if err != nil {
			return out, false, fmt.Errorf("render %s: %w", q.View.Kind, err)
		}
	}
	if q.ReplyTo != 0 {
		out.ReplyTo = q.ReplyTo
	}
	if q.Ambiguous > 0 && q.Op == store.OpSend {
		out.HTML += "\n" + html.EscapeString(text.Voice{Lang: text.Chinese}.Label("twice"))
	}
	if q.Plain {
		out.HTML = html.EscapeString(text.Plain(out.HTML))
	}
	return out, true, nil
}

func (s *sender) call(ctx context.Context, q store.Queued, out chat.Outgoing) chat.Outcome {
	switch q.Op {
	case store.OpEdit:
		return s.telegram.Edit(ctx, q.Chat, q.Edit, out)
	case store.OpPin:
		return s.telegram.Pin(ctx, q.Chat, q.Edit)
	case store.OpDrop:
		return s.telegram.Delete(ctx, q.Chat, q.Edit)
	default:
		return s.telegram.Send(ctx, q.Chat, out)
	}
}
