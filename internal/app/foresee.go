package app

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"duban/bot"
	"duban/internal/calendar"
	"duban/internal/config"
	"duban/internal/duban"
	"duban/internal/store"
	"duban/scheduler"
)

// foresight tells who will be told what on a day. It lets the real scheduler and the
// real sender run up to then on the real database, in a transaction of which nothing
// stays: only nobody answers, and everything that leaves arrives.
type foresight struct {
	store     *store.Store
	scheduler *scheduler.Scheduler
	sender    *sender
}

// day returns what will be sent unasked on a day, from now on, in its order.
func (f foresight) day(ctx context.Context, day calendar.Day) (told []duban.Foreseen, err error) {
	zone := f.scheduler.Calendar.Zone()
	from, to := day.In(zone), day.Add(1).In(zone)
	err = f.store.Rehearse(ctx, func(tx *store.Tx) error {
		told = nil
		left, err := tx.Interrupted(time.Unix(1<<40, 0))
		if err != nil {
			return err
		}
		for _, q := range left { // on its way now
			if err := tx.EndPost(q, store.PostSent, 0, ""); err != nil {
				return err
			}
		}
		for {
			if err := f.scheduler.Do(tx); err != nil {
				return err
			}
			if err := tx.Flush(); err != nil {
				return err
			}
			sent, err := f.send(ctx, tx)
			if err != nil {
				return err
			}
			if !tx.Now().Before(from) {
				told = append(told, sent...)
			}
			next, found, err := nextMoment(tx, f.scheduler)
			if err != nil || !found || !next.Before(to) {
				return err
			}
			if next.After(tx.Now()) {
				tx.At(next)
			}
		}
	})
	return told, err
}

// nextMoment is the next instant at which anything is due.
func nextMoment(tx *store.Tx, s *scheduler.Scheduler) (at time.Time, found bool, err error) {
	at, found, err = tx.NextMoment()
	if notice, missing := s.NextNotice(tx.Now()); missing && (!found || notice.Before(at)) {
		return notice, true, err
	}
	return at, found, err
}

// send lets everything out that may leave now, and returns what nobody asked for.
func (f foresight) send(ctx context.Context, tx *store.Tx) (told []duban.Foreseen, err error) {
	for message := int64(1) << 40; ; message++ {
		due, err := tx.Due(1)
		if err != nil || len(due) == 0 {
			return told, err
		}
		q := due[0]
		_, ready, err := f.sender.prepare(ctx, tx, q)
		if err != nil {
			return nil, err
		}
		if !ready {
			continue
		}
		if q.Unasked && q.Op == store.OpSend {
			line, err := foreseen(tx, q)
			if err != nil {
				return nil, err
			}
			told = append(told, line)
		}
		if err := f.sender.sent(tx, q, message); err != nil {
			return nil, err
		}
		if err := tx.Flush(); err != nil {
			return nil, err
		}
	}
}

// foreseen describes a post that is about to leave.
func foreseen(tx *store.Tx, q store.Queued) (line duban.Foreseen, err error) {
	line = duban.Foreseen{At: tx.Now(), Chat: q.Chat}
	if q.Chat < 0 {
		line.Group, _, err = tx.Group(q.Chat)
	} else {
		line.Person, _, err = tx.PersonByUser(q.Chat)
	}
	if err != nil || q.View == nil {
		return line, err
	}
	line.Kind = q.View.Kind
	if q.View.Opening == 0 {
		return line, nil
	}
	if line.Opening, err = tx.Opening(duban.OpeningID(q.View.Opening)); err != nil || len(line.Person.Departments) == 0 {
		return line, err
	}
	owed, err := tx.Owed(line.Opening.ID, line.Person.Departments...)
	open := map[duban.TaskID]bool{}
	for _, w := range owed {
		if w.Silent() {
			open[w.Assignment.Task] = true
		}
	}
	line.Tasks = len(open)
	return line, err
}

// preview is foresight as a job: what it brings comes back as JSON.
func (f foresight) preview(ctx context.Context, day string) ([]byte, error) {
	d, err := calendar.ParseDay(day)
	if err != nil {
		return nil, err
	}
	told, err := f.day(ctx, d)
	if err != nil {
		return nil, err
	}
	return json.Marshal(told)
}

// Preview tells who will be told what on a day.
func (a *App) Preview(ctx context.Context, day calendar.Day) ([]duban.Foreseen, error) {
	return foresight{a.Store, a.Scheduler, a.sender}.day(ctx, day)
}

// Preview tells who will be told what on a day by the bot of this database.
func (o Office) Preview(ctx context.Context, day string) (told []duban.Foreseen, b *bot.Bot, err error) {
	s, err := o.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer s.Close()
	if b, err = NewBot(o.Config); err != nil {
		return nil, nil, err
	}
	d, err := b.Calendar.ParseDate(day, b.Calendar.Day(o.Now()))
	if err != nil {
		return nil, nil, &UsageError{"no such day: " + day + "; write it like 2026-10-10"}
	}
	if err := b.MayPreview(d, o.Now()); err != nil {
		return nil, nil, &UsageError{err.Error()}
	}
	told, err = foresightOf(o.Config, b, s).day(ctx, d)
	return told, b, err
}

func foresightOf(c config.Config, b *bot.Bot, s *store.Store) foresight {
	log := slog.New(slog.DiscardHandler)
	return foresight{s, newScheduler(c, b, s, log), &sender{store: s, bot: b, now: time.Now, log: log}}
}
