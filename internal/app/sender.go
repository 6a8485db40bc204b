package app

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"duban/bot"
	"duban/internal/chat"
	"duban/internal/failpoint"
	"duban/internal/store"
	"duban/internal/telegram"
)

const (
	senders  = 100              // chats written to at the same time
	lookback = time.Second      // the table is looked at at least this often
	lease    = 3 * time.Minute  // longer than any call may take
	staleAt  = time.Minute      // an answer that may have arrived is not repeated after this
	probe    = 30 * time.Second // between calls while the token is refused
	paceOf   = time.Minute      // how far back what was sent counts for the pace
	endFor   = 2 * time.Second  // to record the last outcomes when told to stop
)

// sender lets posts out of the outbox: in order of lanes, one to a chat at a
// time, paced, each attempt recorded before its first byte leaves. It works in
// turns: each is one transaction that records what has ended since the last one
// and claims what leaves next, so that many posts share a commit.
type sender struct {
	store    *store.Store
	bot      *bot.Bot
	telegram *telegram.Client
	pacer    *telegram.Pacer
	now      func() time.Time
	log      *slog.Logger
	wake     chan struct{}

	// turning holds a token while nobody is in a turn. It is a channel because whoever
	// is in one may wait for the clock, and who waits for him must not stop it.
	turning chan struct{}
	over    bool // no turn begins any more

	mu    sync.Mutex
	busy  map[int64]bool // chats with a post on its way in this process, or not recorded yet
	ended []attempt      // what came back and is not recorded yet
	calls sync.WaitGroup
}

// attempt is one try to send a post, and once it has ended, as what.
type attempt struct {
	post    store.Queued
	out     chat.Outgoing
	outcome chat.Outcome
}

func newSender(s *store.Store, b *bot.Bot, c *telegram.Client, o Options) *sender {
	sender := &sender{
		store: s, bot: b, telegram: c, pacer: telegram.NewPacer(), now: o.Now, log: o.Log,
		wake: make(chan struct{}, 1), busy: map[int64]bool{}, turning: make(chan struct{}, 1),
	}
	sender.turning <- struct{}{}
	if o.Unpaced {
		sender.pacer = nil
	}
	return sender
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
	for ctx.Err() == nil {
		if now := s.now(); leases.Before(now) || leases.After(now.Add(lease)) { // or the clock was set back
			leases = now.Add(lease)
			if err := s.takeUp(ctx, s.now()); err != nil && ctx.Err() == nil {
				s.log.Error("take up posts without an outcome", "err", err)
			}
		}
		timer.Reset(s.turn(ctx))
		select {
		case <-ctx.Done():
		case <-s.wake:
		case <-timer.C:
		}
	}
	s.finish(context.WithoutCancel(ctx))
	return ctx.Err()
}

// finish waits for what is on its way and records it. What cannot be recorded in
// time is taken up by the next life.
func (s *sender) finish(ctx context.Context) {
	<-s.turning
	s.over = true
	s.turning <- struct{}{}
	s.calls.Wait()
	ctx, cancel := context.WithTimeout(ctx, endFor)
	defer cancel()
	for ended := s.unrecorded(); len(ended) > 0 && ctx.Err() == nil; ended = s.unrecorded() {
		if err := s.record(ctx, ended); err != nil {
			s.log.Error("record what became of the last posts", "err", err)
		}
	}
}

// launch makes the call that a claim allows.
func (s *sender) launch(ctx context.Context, a attempt) {
	s.calls.Go(func() {
		failpoint.Hit(failpoint.Claimed)
		if a.outcome.Class == "" {
			// What has begun is finished also while we stop, soon: its outcome must be known.
			call, done := lingering(ctx)
			if err := guarded(func() error { a.outcome = s.call(call, a.post, a.out); return nil }); err != nil {
				s.log.Error("send a post", "post", a.post.ID, "err", err)
				a.outcome = chat.Outcome{Class: chat.Ambiguous, Description: "panic"}
			}
			done()
		}
		failpoint.Hit(failpoint.Left)
		if o := a.outcome; o.Class != chat.Sent {
			s.log.Warn("a post was not sent", "post", a.post.ID, "attempt", a.post.Attempts,
				"class", o.Class, "code", o.Code, "description", o.Description)
		}
		s.mu.Lock()
		s.ended = append(s.ended, a)
		s.mu.Unlock()
		s.Wake()
	})
}

// unrecorded is what has ended and is not recorded yet.
func (s *sender) unrecorded() []attempt {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.ended)
}

// occupied is the chats written to, without those of what has ended.
func (s *sender) occupied(ended []attempt) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	busy := maps.Clone(s.busy)
	for _, a := range ended {
		delete(busy, a.post.Chat)
	}
	return slices.Collect(maps.Keys(busy))
}

// exchange notes that the first of what had ended are recorded, and what has
// begun.
func (s *sender) exchange(recorded int, begun []attempt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.ended[:recorded] {
		delete(s.busy, a.post.Chat)
	}
	s.ended = s.ended[recorded:]
	for _, a := range begun {
		s.busy[a.post.Chat] = true
	}
}

// Next returns when the next post may leave: the zero time when none waits, now
// or earlier when one is due or on its way.
func (s *sender) Next(ctx context.Context) (next time.Time, err error) {
	now := s.now()
	if len(s.occupied(nil)) > 0 {
		return now, nil
	}
	err = s.store.Read(ctx, func(tx *store.Tx) error {
		next = time.Time{}
		underWay, err := tx.UnderWay()
		if underWay || err != nil { // also one that a crash left, until it is taken up
			next = now
			return err
		}
		if stale, err := tx.RefreshDue(); stale || err != nil {
			next = now
			return err
		}
		due, err := tx.Due(200)
		for _, t := range due {
			at := now.Add(max(s.pacer.Wait(now), s.pacer.WaitFor(t.Chat, now)))
			if next.IsZero() || at.Before(next) {
				next = at
			}
		}
		if err == nil && len(due) == 0 {
			next, err = tx.NextDue()
		}
		return err
	})
	return next, err
}

// Recover takes up what a process that died left on its way, and goes on at the
// pace at which it wrote. Only the process that holds the database may call it,
// before it sends anything.
func (s *sender) Recover(ctx context.Context) error {
	now := s.now()
	var lately []store.Attempt
	err := s.store.Read(ctx, func(tx *store.Tx) (err error) {
		lately, err = tx.AttemptsSince(now.Add(-paceOf))
		return err
	})
	if err != nil {
		return err
	}
	for _, a := range lately {
		s.pacer.Take(a.Chat, earlier(a.At, now))
	}
	return s.takeUp(ctx, time.Unix(1<<40, 0)) // whatever the clock showed then
}

// earlier is the earlier of two instants: an attempt that a clock that was ahead
// has dated counts as of now.
func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// takeUp takes up the posts whose outcome nobody will tell any more: each may
// have arrived.
func (s *sender) takeUp(ctx context.Context, by time.Time) error {
	busy := s.occupied(nil)
	return s.store.Write(ctx, func(tx *store.Tx) error {
		left, err := tx.Interrupted(by)
		if err != nil {
			return err
		}
		for _, q := range left {
			if slices.Contains(busy, q.Chat) {
				continue // it is on its way here, and only the clock has jumped
			}
			s.log.Warn("nobody told what became of a post", "post", q.ID, "attempt", q.Attempts)
			o := chat.Outcome{Class: chat.Ambiguous, Description: "no outcome"}
			if err := s.conclude(tx, attempt{post: q, outcome: o}); err != nil {
				return err
			}
		}
		return nil
	})
}
