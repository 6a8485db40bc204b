package app

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"duban/bot"
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/failpoint"
	"duban/internal/store"
	"duban/internal/telegram"
	"duban/internal/text"
)

const (
	handleFor = 8 * time.Second        // one update may take this long; longer than the database waits for others
	inBatch   = 500 * time.Millisecond // and no longer than this while others wait for it
	batchFor  = 20 * time.Second       // a batch of a hundred
	tries     = 3                      // before an update is quarantined
	courtesy  = 10 * time.Second       // after which a press is no longer answered
)

// inbox takes updates: each is acknowledged only after the commit of its row and
// all its effects.
type inbox struct {
	store      *store.Store
	bot        *bot.Bot
	answer     func(context.Context, bot.Tx, chat.Incoming) (bot.Reply, error) // bot.Handle; a test puts a handler that fails before it
	replan     func(*store.Tx) error                                           // moves what is planned where days have changed
	telegram   *telegram.Client
	sender     *sender
	floods     *floods
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
	fresh bool  // it was not there before, and is stored now
	why   error // it failed with
	raw   []byte
	kept  duban.Quarantined // what it was in quarantine as, when it is handled again
}

// box names the updates of Telegram; jobs have numbers of their own.
const (
	boxTelegram = "telegram"
	boxJob      = "job"
	boxRetry    = "retry"
)

// take handles a batch in one transaction; if anything in it fails, each of its
// updates in one of its own. An error means that nothing may be acknowledged.
func (i *inbox) take(ctx context.Context, updates []telegram.Update) error {
	if err := i.store.There(); err != nil {
		return err
	}
	batch := make([]*arrival, len(updates))
	for n, u := range updates {
		a := &arrival{box: boxTelegram, id: u.ID, raw: u.Data}
		a.bad = guarded(func() (err error) { a.in, err = telegram.Decode(u, i.me); return err })
		batch[n] = a
	}
	failpoint.Hit(failpoint.Received)
	turn := i.sender.take() // so that answers leave with the commit that makes them
	err := i.commit(ctx, batchFor, inBatch, turn, batch...)
	if err != nil && turn != nil {
		turn.leave()
		turn = nil
	}
	if err != nil && ctx.Err() == nil && !store.Locked(err) {
		i.log.Warn("a batch failed, now one by one", "updates", len(batch), "err", err)
		err = i.each(ctx, batch)
	}
	failpoint.Hit(failpoint.Committed)
	if turn != nil {
		turn.committed(ctx)
	}
	i.done(ctx, batch)
	if err != nil {
		return err
	}
	return i.store.There() // what went into a file that is gone meanwhile is not stored
}

// handle takes one incoming that is not an update: what a job brought.
func (i *inbox) handle(ctx context.Context, id int64, in chat.Incoming) error {
	batch := []*arrival{{box: boxJob, id: id, in: in}}
	err := i.each(ctx, batch)
	i.done(ctx, batch)
	return err
}

// each does every update in a transaction of its own. One that fails is tried
// again when all others are done, for it may be one that hangs, and is put into
// quarantine in the end. A database that does not answer is nobody's fault: then
// the update is to come again.
func (i *inbox) each(ctx context.Context, left []*arrival) error {
	left = slices.Clone(left)
	slices.SortStableFunc(left, func(a, b *arrival) int { return order(a) - order(b) })
	for range tries {
		var again []*arrival
		for _, a := range left {
			err := i.commit(ctx, handleFor, handleFor, nil, a)
			if ctx.Err() != nil || store.Locked(err) {
				return err
			}
			if a.why = err; err != nil {
				again = append(again, a)
			}
		}
		i.wake()
		left = again
	}
	var unavailable error
	for _, a := range left {
		if store.Unavailable(a.why) {
			unavailable = a.why
			continue
		}
		if a.box == boxJob && i.failed(ctx, a) == nil {
			continue
		}
		i.log.Error("quarantine an update", "update", a.id, "err", a.why)
		if err := i.quarantine(ctx, a); err != nil {
			return err
		}
	}
	return unavailable
}

func order(a *arrival) int {
	if a.why == nil {
		return 0
	}
	return 1
}

// failed tells whoever asked for a job that its result cannot be taken.
func (i *inbox) failed(ctx context.Context, a *arrival) error {
	i.log.Error("a job's result cannot be taken", "job", a.id, "err", a.why)
	a.in.Data, a.in.Broke = nil, true
	return i.commit(ctx, handleFor, handleFor, nil, a)
}

// commit does a batch in one transaction, all of it or nothing. The transaction
// may take as long as limit, each handler in it as long as handler. A panic is an
// error. A turn of the sender, if there is one, is part of it.
func (i *inbox) commit(ctx context.Context, limit, handler time.Duration, turn *turn, batch ...*arrival) (err error) {
	defer func() {
		for _, a := range batch {
			a.fresh = a.fresh && err == nil
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return i.store.Write(ctx, guardedUnit(func(tx *store.Tx) error {
		if err := i.work(ctx, tx, handler, batch); err != nil || turn == nil {
			return err
		}
		return turn.in(ctx, tx)
	}))
}

func (i *inbox) work(ctx context.Context, tx *store.Tx, limit time.Duration, batch []*arrival) error {
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
	if err := i.bot.Follow(tx); err != nil {
		return err
	}
	for _, a := range batch {
		if !a.fresh {
			continue
		}
		if a.why = i.one(ctx, tx, limit, a); a.why != nil {
			return fmt.Errorf("update %d: %w", a.id, a.why)
		}
	}
	if err := i.replan(tx); err != nil {
		return err
	}
	failpoint.Hit(failpoint.Worked)
	return nil
}

// one writes what becomes of one update.
func (i *inbox) one(ctx context.Context, tx *store.Tx, limit time.Duration, a *arrival) error {
	if a.bad != nil {
		i.log.Error("an update cannot be read", "update", a.id, "err", a.bad)
		return i.setAside(tx, a, "unreadable")
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	reply, err := i.answer(ctx, tx, a.in)
	if err != nil {
		return err
	}
	if reply.Say, err = i.condense(tx, a.in, reply.Say); err != nil {
		return err
	}
	a.reply = reply
	a.post(tx)
	if a.kept.ID != 0 {
		if _, err := tx.DropQuarantined(a.kept.ID); err != nil {
			return err
		}
	}
	for _, j := range reply.Start {
		if err := tx.StartJob(j); err != nil {
			return err
		}
	}
	return ctx.Err()
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
		if a.in.PressID == "" || !a.fresh || a.reply.Unheard {
			continue
		}
		i.courtesies.Go(func() {
			ctx, stop := lingering(ctx)
			defer stop()
			ctx, cancel := context.WithTimeout(ctx, courtesy)
			defer cancel()
			err := guarded(func() error { return i.telegram.AnswerPress(ctx, a.in.PressID, a.reply.Toast, a.reply.Alert) })
			if err != nil {
				i.log.Warn("answer a press", "err", err)
			}
		})
	}
}
