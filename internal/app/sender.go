package app

import (
	"context"
	"errors"
	"fmt"
	"html"
	"log/slog"
	"sync"
	"time"

	"duban/bot"
	"duban/internal/chat"
	"duban/internal/failpoint"
	"duban/internal/store"
	"duban/internal/telegram"
	"duban/internal/text"
)

const (
	senders  = 4                // chats written to at the same time
	lookback = time.Second      // the table is looked at at least this often
	lease    = 3 * time.Minute  // longer than any call may take
	staleAt  = time.Minute      // an answer that may have arrived is not repeated after this
	probe    = 30 * time.Second // between calls while the token is refused

	recordTries = 15 // to record an outcome, a second apart
)

// sender lets posts out of the outbox: in order of lanes, one to a chat at a
// time, paced, each attempt recorded before its first byte leaves.
type sender struct {
	store    *store.Store
	bot      *bot.Bot
	telegram *telegram.Client
	pacer    *telegram.Pacer
	now      func() time.Time
	log      *slog.Logger
	wake     chan struct{}

	mu   sync.Mutex
	busy map[int64]bool // chats with a post on its way in this process
	work sync.WaitGroup
}

func newSender(s *store.Store, b *bot.Bot, c *telegram.Client, o Options) *sender {
	return &sender{
		store: s, bot: b, telegram: c, pacer: telegram.NewPacer(), now: o.Now, log: o.Log,
		wake: make(chan struct{}, 1), busy: map[int64]bool{},
	}
}

// Wake makes the sender look at once.
func (s *sender) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run sends until ctx is done, and then lets finish what is on its way.
func (s *sender) Run(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	leases := s.now().Add(lease) // when they are looked at next
	for {
		if leases.Before(s.now()) {
			leases = s.now().Add(lease)
			if err := s.takeUp(ctx, s.now()); err != nil && ctx.Err() == nil {
				s.log.Error("take up posts without an outcome", "err", err)
			}
		}
		wait, err := s.look(ctx)
		if err != nil && ctx.Err() == nil {
			s.log.Error("look into the outbox", "err", err)
		}
		timer.Reset(wait)
		select {
		case <-ctx.Done():
			s.work.Wait()
			return ctx.Err()
		case <-s.wake:
		case <-timer.C:
		}
	}
}

// look starts sending whatever may leave now, and returns how long to wait
// before looking again.
func (s *sender) look(ctx context.Context) (time.Duration, error) {
	var due []store.Queued
	err := s.store.Read(ctx, func(tx *store.Tx) (err error) { due, err = tx.Due(200); return err })
	if err != nil {
		return lookback, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now, wait := s.now(), lookback
	for _, q := range due {
		if len(s.busy) >= senders {
			break // whoever finishes wakes us
		}
		if s.busy[q.Chat] {
			continue
		}
		if d := s.pacer.Ready(q.Chat, q.Lane, now); d > 0 {
			wait = min(wait, d)
			continue
		}
		s.pacer.Take(q.Chat, q.Lane, now)
		s.busy[q.Chat] = true
		s.work.Go(func() {
			// What has begun is finished also while we stop: its outcome must be known.
			s.deliver(context.WithoutCancel(ctx), q.ID)
			s.mu.Lock()
			delete(s.busy, q.Chat)
			s.mu.Unlock()
			s.Wake()
		})
	}
	return wait, nil
}

// Next returns when the next post may leave: the zero time when none waits, now
// or earlier when one is due or on its way.
func (s *sender) Next(ctx context.Context) (time.Time, error) {
	s.mu.Lock()
	busy := len(s.busy) > 0
	s.mu.Unlock()
	if busy {
		return s.now(), nil
	}
	var due []store.Queued
	var next time.Time
	now, underWay := s.now(), false
	err := s.store.Read(ctx, func(tx *store.Tx) (err error) {
		if underWay, err = tx.UnderWay(); err != nil {
			return err
		}
		if due, err = tx.Due(200); err == nil && len(due) == 0 {
			next, err = tx.NextDue()
		}
		return err
	})
	if underWay { // also one that a crash left, until it is taken up
		return now, err
	}
	for _, q := range due {
		at := now.Add(s.pacer.Ready(q.Chat, q.Lane, now))
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return next, err
}

// Recover takes up what a process that died left on its way. Only the process
// that holds the database may call it, before it sends anything.
func (s *sender) Recover(ctx context.Context) error {
	return s.takeUp(ctx, s.now().Add(lease))
}

// takeUp takes up the posts whose outcome nobody will tell any more: each may
// have arrived.
func (s *sender) takeUp(ctx context.Context, by time.Time) error {
	return s.store.Write(ctx, func(tx *store.Tx) error {
		left, err := tx.Interrupted(by)
		if err != nil {
			return err
		}
		for _, q := range left {
			if s.sending(q.Chat) {
				continue // it is on its way here, and only the clock has jumped
			}
			s.log.Warn("nobody told what became of a post", "post", q.ID, "attempt", q.Attempts)
			o := chat.Outcome{Class: chat.Ambiguous, Description: "no outcome"}
			if err := s.conclude(tx, q, q.Attempts, o); err != nil {
				return err
			}
		}
		return nil
	})
}

// sending reports whether a post to a chat is on its way in this process.
func (s *sender) sending(chatID int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.busy[chatID]
}

// deliver makes one attempt, if the post is still due.
func (s *sender) deliver(ctx context.Context, id int64) {
	var q store.Queued
	var out chat.Outgoing
	n := 0
	err := s.store.Write(ctx, func(tx *store.Tx) (err error) {
		var ready bool
		if q, ready, err = tx.StillDue(id); err != nil || !ready {
			return err
		}
		if out, ready, err = s.prepare(ctx, tx, q); err != nil || !ready {
			return err
		}
		var begun bool
		if n, begun, err = tx.Begin(q.ID, lease); !begun {
			n = 0
		}
		return err
	})
	if err != nil {
		s.log.Error("prepare a post", "post", id, "err", err)
		if q.ID != 0 && !store.Unavailable(err) {
			err := s.store.Write(ctx, func(tx *store.Tx) error { return s.bury(tx, q, "cannot be worded") })
			if err != nil {
				s.log.Error("bury a post", "post", q.ID, "err", err)
			}
		}
		return
	}
	if n == 0 {
		return
	}
	failpoint.Hit(failpoint.Claimed)
	o := s.call(ctx, q, out)
	failpoint.Hit(failpoint.Left)
	if o.Class != chat.Sent {
		s.log.Warn("a post was not sent", "post", q.ID, "attempt", n, "class", o.Class, "code", o.Code, "description", o.Description)
	}
	q.Attempts = n
	// What cannot be recorded is taken up when its lease has run out.
	for range recordTries {
		err := s.store.Write(ctx, func(tx *store.Tx) error { return s.conclude(tx, q, n, o) })
		if err == nil {
			failpoint.Hit(failpoint.Concluded)
			return
		}
		s.log.Error("record what became of a post", "post", q.ID, "err", err)
		if !store.Unavailable(err) {
			return
		}
		time.Sleep(lookback)
	}
}

// prepare reads the reason of a post again and words it as things are now; ready
// is false when it is not to leave now or at all.
func (s *sender) prepare(ctx context.Context, tx *store.Tx, q store.Queued) (out chat.Outgoing, ready bool, err error) {
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
			return out, false, tx.EndPost(q.ID, store.PostSkipped, 0, "nothing left to say")
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

func kindOf(q store.Queued) string {
	if q.View != nil {
		return q.View.Kind
	}
	return q.Op
}
