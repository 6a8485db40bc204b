// Package app wires everything into one running bot and owns its life: the poll
// that takes messages, the sender that lets them out, the tick of the calendar,
// the worker for jobs.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
	_ "time/tzdata" // the office's zone must be there on any machine

	"golang.org/x/sync/errgroup"

	"duban/bot"
	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/config"
	"duban/internal/duban"
	"duban/internal/failpoint"
	"duban/internal/store"
	"duban/internal/telegram"
	"duban/scheduler"
	"duban/seeds"
)

// App is one bot on one database.
type App struct {
	Store     *store.Store
	Bot       *bot.Bot
	Scheduler *scheduler.Scheduler

	telegram *telegram.Client
	sender   *sender
	jobs     *jobs
	inbox    *inbox
	log      *slog.Logger
	held     *store.Held
	keep     time.Duration // how long what was said stays
}

// Options is what a test or the demo replaces.
type Options struct {
	Now  func() time.Time // the clock of everything; the machine's by default
	Log  *slog.Logger
	HTTP telegram.Doer // how Telegram is reached
	// PollTimeout is how long Telegram may hold an empty poll; 50 s by default.
	PollTimeout time.Duration
	// Unpaced lets posts out as fast as they can, for a server that counts nothing.
	Unpaced bool
	// Create makes the database where there is none.
	Create bool
	// Migrate says that there is a copy of the database, so that one on a server may
	// be brought up to date by a migration that changes rows.
	Migrate bool
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = failpoint.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return o
}

// New opens the database, which must be there unless it is to be made, holds it
// for the life of the App and wires everything. It does not reach the network.
func New(ctx context.Context, c config.Config, o Options) (*App, error) {
	o = o.withDefaults()
	if err := c.Validate(); err != nil {
		return nil, err
	}
	if c.Telegram.Token == "" {
		return nil, errors.New("no token: set DUBAN_TELEGRAM_TOKEN, or try the bot without one with `duban demo`")
	}
	if !climb(c).Valid() {
		return nil, errors.New("climb: want remind, nudge, head and office between 0 and 30 working days, and nobody before those below him")
	}
	b, err := NewBot(c)
	if err != nil {
		return nil, err
	}
	client, err := telegram.New(telegram.Options{
		API: c.Telegram.API, Token: c.Telegram.Token.Reveal(), HTTP: o.HTTP, Now: o.Now, Log: o.Log, PollTimeout: o.PollTimeout,
	})
	if err != nil {
		return nil, err
	}
	s, held, err := own(ctx, c.Database.Reveal(), o)
	if err != nil {
		return nil, err
	}
	a := &App{Store: s, Bot: b, telegram: client, log: o.Log, held: held, keep: time.Duration(c.KeepDays) * 24 * time.Hour}
	a.sender = newSender(s, b, client, o)
	a.jobs = &jobs{store: s, telegram: client, log: o.Log, wake: make(chan struct{}, 1)}
	a.inbox = &inbox{
		store: s, bot: b, answer: b.Handle, replan: a.replan, telegram: client, sender: a.sender, log: o.Log,
		wake: func() { a.sender.Wake(); a.jobs.Wake() }, floods: newFloods(),
	}
	b.Door = newDoor(o.Now)
	a.jobs.arrived = a.inbox.handle
	a.jobs.menu = a.ownMenu
	a.Scheduler = newScheduler(c, b, s, o.Log)
	a.Scheduler.Wake = a.sender.Wake
	a.jobs.foresee = foresight{s, a.Scheduler, a.sender}.preview
	a.jobs.paper = papers{s, b}.make
	return a, nil
}

// own opens the database, held for as long as it is open.
func own(ctx context.Context, where string, o Options) (s *store.Store, held *store.Held, err error) {
	if o.Create {
		made, err := store.Make(ctx, where, o.Now)
		if err != nil {
			return nil, nil, err
		}
		if made {
			o.Log.Info("made a new database", "database", store.Describe(where))
		}
	}
	held, err = store.Hold(ctx, where)
	if errors.Is(err, store.ErrMissing) {
		err = fmt.Errorf("%w: for a new installation run `duban run --create` once; if there was one, the path is wrong: name the right one with --database or DUBAN_DATABASE_URL", err)
	}
	if err != nil {
		return nil, nil, err
	}
	var options []store.Option
	if o.Migrate {
		options = append(options, store.Secured)
	}
	if s, err = store.Open(ctx, where, o.Now, options...); err != nil {
		held.Release()
		return nil, nil, err
	}
	s.While(held)
	if s.Copied != "" {
		o.Log.Info("brought the database up to date; as it was before it is kept", "copy", s.Copied)
	}
	o.Log.Info("the database", "database", s.String())
	// Said now, by name, and not when the first message cannot be kept. Somebody who
	// holds it for a moment is waited for later.
	if err := s.Write(ctx, func(tx *store.Tx) error { return tx.OpenGate() }); err != nil && !store.Locked(err) {
		err = errors.Join(fmt.Errorf("the database %s cannot be written: %w", s, err), s.Close())
		held.Release()
		return nil, nil, err
	}
	return s, held, nil
}

// newScheduler makes the calendar at work out of the settings. A focus round asks for
// what is due within thirty working days, and for what two rounds have passed by.
func newScheduler(c config.Config, b *bot.Bot, s *store.Store, log *slog.Logger) *scheduler.Scheduler {
	return &scheduler.Scheduler{
		Store: units{s, b}, Calendar: b.Calendar, Log: log, Climb: climb(c), Wake: func() {},
		Focus: duban.FocusRule{Lights: b.Lights, Near: 30 * b.Day, Passed: 2},
	}
}

func climb(c config.Config) duban.Climb { return duban.Climb(c.Climb) }

// NewBot makes the conversation out of the settings and the seeds.
func NewBot(c config.Config) (*bot.Bot, error) {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		return nil, err
	}
	hours, err := calendar.ParseHours(c.Hours)
	if err != nil {
		return nil, fmt.Errorf("hours: %w", err)
	}
	years, err := holidayYears(c.Holidays)
	if err != nil {
		return nil, err
	}
	_, dir, err := seeds.Load()
	if err != nil {
		return nil, err
	}
	b := bot.New(calendar.New(zone, hours, years...), bot.Seed{Name: seeds.ListName, Data: seeds.List(), Directory: dir})
	b.Years = years
	return b, nil
}

// Run talks to Telegram until ctx is done. It returns nil when it was told to
// stop, and closes nothing: that is Close.
func (a *App) Run(ctx context.Context) error {
	me, err := a.introduce(ctx)
	if err != nil {
		return ignoreDone(ctx, err)
	}
	if err := errors.Join(a.sender.Recover(ctx), a.jobs.Recover(ctx)); err != nil {
		return ignoreDone(ctx, fmt.Errorf("take up what a crash left: %w", err))
	}
	a.inbox.me = me
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return a.telegram.Poll(ctx, a.inbox.take) })
	g.Go(func() error { return a.sender.Run(ctx) })
	g.Go(func() error { return a.jobs.Run(ctx) })
	g.Go(func() error { return a.inbox.Retry(ctx) })
	g.Go(func() error { return a.Scheduler.Run(ctx) })
	g.Go(func() error { return a.sweep(ctx) })
	g.Go(func() error { return a.holding(ctx) })
	g.Go(func() error { a.menus(ctx); return nil })
	a.log.Info("running", "bot", me.Username)
	err = g.Wait()
	a.inbox.courtesies.Wait()
	return ignoreDone(ctx, err)
}

// Close lets go of the database.
func (a *App) Close() error {
	err := a.Store.Close()
	a.telegram.Close()
	a.held.Release()
	return err
}

// introduce learns the bot's own name, for which it waits as long as it takes.
func (a *App) introduce(ctx context.Context) (telegram.Identity, error) {
	for wait := time.Second; ; wait = min(2*wait, 30*time.Second) {
		me, err := a.telegram.Me(ctx)
		if err == nil {
			a.Bot.Username = me.Username
			return me, nil
		}
		var refused *telegram.Error
		if errors.As(err, &refused) && refused.Outcome.Class == chat.Rejected {
			wait = probe
		}
		a.log.Warn("ask Telegram who we are", "err", err, "wait", wait)
		select {
		case <-ctx.Done():
			return me, ctx.Err()
		case <-time.After(wait):
		}
	}
}

// holding ends the bot when another one has taken its database over.
func (a *App) holding(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-a.held.Taken():
		return a.held.Lost()
	}
}

// sweep forgets once an hour what need not be remembered.
func (a *App) sweep(ctx context.Context) error {
	t := time.NewTicker(time.Hour)
	defer t.Stop()
	for {
		err := a.Store.Prune(ctx, a.keep)
		if err != nil && ctx.Err() == nil {
			a.log.Error("prune what is old", "err", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-t.C:
		}
	}
}

func ignoreDone(ctx context.Context, err error) error {
	if ctx.Err() != nil || errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// units hands the scheduler its small view of a transaction, and to one that writes
// the calendar of its database.
type units struct {
	*store.Store
	bot *bot.Bot
}

func (u units) Glance(ctx context.Context, do func(scheduler.Tx) error) error {
	return u.Store.Glance(ctx, func(tx *store.Tx) error { return do(tx) })
}

func (u units) Write(ctx context.Context, do func(scheduler.Tx) error) error {
	return u.Store.Write(ctx, func(tx *store.Tx) error {
		if err := u.bot.Follow(tx); err != nil {
			return err
		}
		return do(tx)
	})
}
