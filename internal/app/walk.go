package app

import (
	"context"
	"errors"
	"time"

	"duban/internal/store"
)

// near is how far ahead a post may be due and still belong to now: what waits
// only because of pacing or a short back-off.
const near = 2 * time.Minute

// Walker moves a running App through time. A jump of the clock is a walk: what
// is due at an instant is done and sent before the clock moves to the next, so
// that nothing is ever made up for that was only jumped over.
type Walker struct {
	App   *App
	Clock *Clock
	// Pending is how many updates the bot has not acknowledged yet.
	Pending func() int
}

// To walks to goal and stays there until everything due is done.
func (w Walker) To(ctx context.Context, goal time.Time) error {
	for {
		if err := w.Settle(ctx); err != nil {
			return err
		}
		next, found, err := w.next(ctx)
		if err != nil {
			return err
		}
		if !found || next.After(goal) {
			break
		}
		w.Clock.Set(next)
		if err := w.App.Scheduler.Tick(ctx); err != nil {
			return err
		}
	}
	w.Clock.Set(goal)
	return w.Settle(ctx)
}

// Next is the next instant at which something is due; found is false when there
// is none.
func (w Walker) next(ctx context.Context) (at time.Time, found bool, err error) {
	err = w.App.Store.Read(ctx, func(tx *store.Tx) (err error) { at, found, err = nextMoment(tx, w.App.Scheduler); return err })
	if now := w.Clock.Now(); found && at.Before(now) {
		at = now
	}
	return at, found, err
}

// NextRound is the next instant at which a round opens or an opening's step ends.
func (w Walker) NextRound(ctx context.Context) (at time.Time, found bool, err error) {
	err = w.App.Store.Read(ctx, func(tx *store.Tx) (err error) { at, found, err = tx.NextRoundMoment(); return err })
	return at, found, err
}

// ErrUnsettled means that the bot did not come to rest.
var ErrUnsettled = errors.New("the bot does not come to rest")

// Settle waits until every update is taken, every job done and everything sent
// that may be sent now; the clock moves on over the pauses that pacing makes.
func (w Walker) Settle(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, time.Minute, ErrUnsettled)
	defer cancel()
	calm := 0
	for calm < 2 { // what an update leads to may begin between two looks
		busy, err := w.busy(ctx)
		if err != nil {
			return err
		}
		if calm++; busy {
			calm = 0
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(2 * time.Millisecond):
		}
	}
	return nil
}

// busy reports whether something is under way, and pushes on what waits.
func (w Walker) busy(ctx context.Context) (bool, error) {
	if w.Pending() > 0 {
		return true, nil
	}
	jobs := false
	err := w.App.Store.Read(ctx, func(tx *store.Tx) (err error) { jobs, err = tx.JobsUnderWay(); return err })
	if err != nil || jobs {
		w.App.jobs.Wake()
		return true, err
	}
	next, err := w.App.sender.Next(ctx)
	if err != nil || next.IsZero() {
		return false, err
	}
	now := w.Clock.Now()
	if next.After(now.Add(near)) {
		return false, nil
	}
	w.Clock.Set(next)
	w.App.sender.Wake()
	return true, nil
}
