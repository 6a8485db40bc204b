package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"duban/bot"
	"duban/internal/duban"
	"duban/internal/store"
	"duban/internal/telegram"
	"duban/internal/text"
)

const (
	retryEvery = 5 * time.Second // how often what is to be handled again is looked for
	maxRaw     = 256 << 10       // bytes of an update that are kept
)

// quarantine puts an update aside that failed each time, and tells whoever said it.
func (i *inbox) quarantine(ctx context.Context, a *arrival) error {
	a.reply = bot.Reply{}
	err := i.store.Write(ctx, func(tx *store.Tx) (err error) {
		if _, err := tx.Receive(a.box, a.id); err != nil {
			return err
		}
		if err := i.setAside(tx, a, reason(a.why)); err != nil || a.kept.ID != 0 {
			return err // told the first time
		}
		if a.reply, err = i.bot.NotTaken(tx, a.in); err != nil {
			return err
		}
		if a.reply.Say, err = i.condense(tx, a.in, a.reply.Say); err != nil {
			return err
		}
		a.post(tx)
		return nil
	})
	a.fresh = err == nil // so that a press is answered
	return err
}

// setAside keeps an update that could not be taken, as far as it may be kept, and
// tells the admins.
func (i *inbox) setAside(tx *store.Tx, a *arrival, why string) error {
	if a.kept.ID == 0 {
		if err := tx.MarkReceived(a.box, a.id, store.InboxQuarantined, why); err != nil {
			return err
		}
	}
	q := duban.Quarantined{
		Box: cmp.Or(a.kept.Box, a.box), Update: cmp.Or(a.kept.Update, a.id),
		User: a.in.From.ID, Chat: a.in.Chat.ID, Said: a.in.At, Why: why,
	}
	if a.in.From.Bot {
		q.User = 0
	}
	if q.Said.IsZero() {
		q.Said = tx.Now()
	}
	if len(a.raw) <= maxRaw && (a.bad != nil || i.bot.Addressed(a.in)) && !i.bot.BringsCode(a.in) && bot.Keepable(a.raw) {
		q.Raw = a.raw
	}
	if err := tx.Quarantine(q); err != nil {
		return err
	}
	return i.tellAdmins(tx, text.Quarantined{Update: q.Update})
}

// reason is why an update failed, in short and without its words: what an error of
// ours tells may quote them.
func reason(err error) string {
	var p *panicError
	switch {
	case errors.As(err, &p):
		return "panic: " + p.what
	case errors.Is(err, context.DeadlineExceeded):
		return "took too long"
	}
	return "failed"
}

// post puts the answers to an update into the outbox.
func (a *arrival) post(tx *store.Tx) {
	for n, p := range a.reply.Say {
		if p.Key == "" {
			p.Key = fmt.Sprintf("%s:%d:%d", a.box, a.id, n)
		}
		tx.Post(p)
	}
}

// Retry handles again what somebody marked in quarantine, until ctx is done.
func (i *inbox) Retry(ctx context.Context) error {
	tick := time.NewTicker(retryEvery)
	defer tick.Stop()
	for {
		if err := i.retryAll(ctx); err != nil && ctx.Err() == nil {
			i.log.Error("handle again what is in quarantine", "err", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

func (i *inbox) retryAll(ctx context.Context) error {
	for {
		var waits bool
		err := i.store.Glance(ctx, func(tx *store.Tx) (err error) { waits, err = tx.RetryWaits(); return err })
		if err != nil || !waits {
			return err
		}
		var q duban.Quarantined
		err = i.store.Write(ctx, func(tx *store.Tx) (err error) { q, waits, err = tx.ClaimRetry(); return err })
		if err != nil || !waits {
			return err
		}
		if err := i.retry(ctx, q); err != nil {
			return err
		}
	}
}

// retry handles one update again, in a transaction of its own that also takes it out
// of quarantine. It counts from when it was said.
func (i *inbox) retry(ctx context.Context, q duban.Quarantined) error {
	a := &arrival{box: fmt.Sprintf("%s %d", boxRetry, q.Retries), id: q.Update, raw: q.Raw, kept: q}
	a.bad = guarded(func() (err error) {
		a.in, err = telegram.Decode(telegram.Update{ID: q.Update, Data: q.Raw}, i.me)
		return err
	})
	a.in.Late, a.in.At, a.in.PressID = true, q.Said, ""
	batch := []*arrival{a}
	if err := i.each(ctx, batch); err != nil {
		again := i.store.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error { _, err := tx.MarkRetry(q.ID); return err })
		return errors.Join(err, again) // it was not its own fault
	}
	i.done(ctx, batch)
	return nil
}
