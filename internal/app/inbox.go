package app

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
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
	handleFor = 8 * time.Second  // one update may take this long; longer than the database waits for others
	batchFor  = 20 * time.Second // and a batch of a hundred this
	tries     = 3                // before an update is quarantined
	courtesy  = 10 * time.Second // after which a press is no longer answered
)

// inbox takes updates: each is acknowledged only after the commit of its row and
// all its effects.
type inbox struct {
	store      *store.Store
	bot        *bot.Bot
	telegram   *telegram.Client
	log        *slog.Logger
	me         telegram.Identity
	wake       func()
	courtesies sync.WaitGroup
}

// arrival is one update on its way through.
type arrival struct {
	box   string // whose numbers the id is of
	id    int64
	in    chat.Incoming
	bad   error // it could not be decoded
	reply bot.Reply
	fresh bool
}

// box names the updates of Telegram; jobs have numbers of their own.
const (
	boxTelegram = "telegram"
	boxJob      = "job"
)

// take handles a batch in one transaction; if anything in it fails, each of its
// updates in one of its own. An error means that nothing may be acknowledged.
func (i *inbox) take(ctx context.Context, updates []telegram.Update) error {
	batch := make([]*arrival, len(updates))
	for n, u := range updates {
		in, err := telegram.Decode(u, i.me)
		batch[n] = &arrival{box: boxTelegram, id: u.ID, in: in, bad: err}
	}
	failpoint.Hit(failpoint.Received)
	err := i.commit(ctx, batchFor, batch...)
	if err != nil && ctx.Err() == nil {
		i.log.Warn("a batch failed, now one by one", "updates", len(batch), "err", err)
		for _, a := range batch {
			if err := i.alone(ctx, a); err != nil {
				return err
			}
		}
	} else if err != nil {
		return err
	}
	failpoint.Hit(failpoint.Committed)
	i.done(ctx, batch)
	return nil
}

// handle takes one incoming that is not an update: what a job brought.
func (i *inbox) handle(ctx context.Context, id int64, in chat.Incoming) error {
	a := &arrival{box: boxJob, id: id, in: in}
	if err := i.alone(ctx, a); err != nil {
		return err
	}
	i.done(ctx, []*arrival{a})
	return nil
}

// alone tries one update a few times and then puts it into quarantine. A
// database that does not answer is nobody's fault: then it is tried again later.
func (i *inbox) alone(ctx context.Context, a *arrival) error {
	var err error
	for range tries {
		if err = i.commit(ctx, handleFor, a); err == nil {
			return nil
		}
		if ctx.Err() != nil || store.Unavailable(err) {
			return err
		}
	}
	i.log.Error("quarantine an update", "update", a.id, "err", err)
	return i.quarantine(ctx, a)
}

// commit does a batch in one transaction, all of it or nothing.
func (i *inbox) commit(ctx context.Context, limit time.Duration, batch ...*arrival) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return i.store.Write(ctx, guarded(func(tx *store.Tx) error { return i.work(ctx, tx, batch) }))
}

// guarded makes a panic in a unit of work an error, so that it fails alone.
func guarded(do func(*store.Tx) error) func(*store.Tx) error {
	return func(tx *store.Tx) (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			}
		}()
		return do(tx)
	}
}

func (i *inbox) work(ctx context.Context, tx *store.Tx, batch []*arrival) error {
	ids := map[string][]int64{}
	for _, a := range batch {
		ids[a.box] = append(ids[a.box], a.id)
		a.fresh, a.reply = false, bot.Reply{}
	}
	for box, list := range ids {
		fresh, err := tx.Receive(box, list...)
		if err != nil {
			return err
		}
		for _, a := range batch {
			if a.box == box && fresh[a.id] {
				a.fresh = true
				fresh[a.id] = false // the same id twice in one batch counts once
			}
		}
	}
	for _, a := range batch {
		if !a.fresh {
			continue
		}
		if err := i.one(ctx, tx, a); err != nil {
			return fmt.Errorf("update %d: %w", a.id, err)
		}
	}
	failpoint.Hit(failpoint.Worked)
	return nil
}

func (i *inbox) one(ctx context.Context, tx *store.Tx, a *arrival) error {
	if a.bad != nil {
		i.log.Error("an update cannot be read", "update", a.id, "err", a.bad)
		if err := tx.MarkReceived(a.box, a.id, store.InboxQuarantined, "unreadable"); err != nil {
			return err
		}
		return i.tellAdmins(tx, text.Quarantined{Update: a.id})
	}
	reply, err := i.bot.Handle(ctx, tx, a.in)
	if err != nil {
		return err
	}
	a.reply = reply
	for n, p := range reply.Say {
		if p.Key == "" {
			p.Key = fmt.Sprintf("%s:%d:%d", a.box, a.id, n)
		}
		tx.Post(p)
	}
	for _, j := range reply.Start {
		if err := tx.StartJob(j); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (i *inbox) quarantine(ctx context.Context, a *arrival) error {
	a.reply = bot.Reply{}
	return i.store.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Receive(a.box, a.id); err != nil {
			return err
		}
		if err := tx.MarkReceived(a.box, a.id, store.InboxQuarantined, "failed"); err != nil {
			return err
		}
		return i.tellAdmins(tx, text.Quarantined{Update: a.id})
	})
}

func (i *inbox) tellAdmins(tx *store.Tx, message any) error { return tellAdmins(tx, i.bot, message) }

// tellAdmins puts a message for every admin into the outbox.
func tellAdmins(tx *store.Tx, b *bot.Bot, message any) error {
	admins, err := tx.Admins()
	for _, p := range admins {
		voice := text.Voice{Lang: p.Lang, Zone: b.Calendar.Zone(), Now: tx.Now()}
		tx.Post(chat.Post{Chat: p.User, Text: &chat.Outgoing{HTML: voice.Say(message)}, Lane: chat.Notice})
	}
	return err
}

// done does what needs no row after the commit: it wakes the sender and answers
// presses, once and soon or not at all.
func (i *inbox) done(ctx context.Context, batch []*arrival) {
	i.wake()
	for _, a := range batch {
		if a.in.PressID == "" || !a.fresh {
			continue
		}
		i.courtesies.Go(func() {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), courtesy)
			defer cancel()
			if err := i.telegram.AnswerPress(ctx, a.in.PressID, a.reply.Toast, a.reply.Alert); err != nil {
				i.log.Warn("answer a press", "err", err)
			}
		})
	}
}
