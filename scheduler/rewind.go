package scheduler

import (
	"fmt"
	"time"

	"duban/internal/duban"
)

// tolerance is how far the clock may be set back without a word: time services do
// that every day, and whatever waits then waits no longer than this.
const tolerance = time.Minute

// wentBack reports whether the clock was set back since it showed seen or, when
// that is zero, since the newest thing in the database.
func wentBack(tx Tx, seen time.Time) (bool, error) {
	if seen.IsZero() {
		var err error
		if seen, err = tx.Newest(); err != nil {
			return false, err
		}
	}
	return tx.Now().Add(tolerance).Before(seen), nil
}

// lastSeen is what the clock showed at the last tick, zero before the first.
func (s *Scheduler) lastSeen() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen
}

// saw remembers what the clock showed at a tick that did its work.
func (s *Scheduler) saw(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = now
}

// rewind takes back what a clock that was ahead has put off: posts, gates and jobs
// that wait for a time that is now far, and rounds that would not open until then.
// What was asked stays asked, for a round opens once for one instant.
func (s *Scheduler) rewind(tx Tx) error {
	s.Log.Warn("the clock was set back", "now", tx.Now())
	if err := tx.ClockSetBack(); err != nil {
		return err
	}
	lists, err := tx.Lists()
	if err != nil {
		return err
	}
	for _, l := range lists {
		rounds, err := tx.Rounds(l.ID)
		if err != nil {
			return err
		}
		for _, r := range rounds {
			if err := s.bringForward(tx, l, r); err != nil {
				return fmt.Errorf("bring forward round %d: %w", r.ID, err)
			}
		}
	}
	return nil
}

// bringForward sets a round's watermark to its first moment from now on if it
// stands beyond that: never to the day of an opening that has been, and never to one
// before the list began, for it may be now that the clock is wrong.
func (s *Scheduler) bringForward(tx Tx, l duban.List, r duban.Round) error {
	moments, err := s.moments(tx, r)
	if err != nil || r.Next.IsZero() {
		return nil // open says so in its time; or it will not open again
	}
	last, found, err := tx.LastOpeningOf(r.ID)
	if err != nil {
		return err
	}
	zone := s.Calendar.Zone()
	after := later(tx.Now(), l.Start.In(zone)).Add(-time.Nanosecond) // a moment that is just now counts
	if found && !last.Opens.After(tx.Now()) {
		after = later(after, duban.DateOf(last.Opens, zone).Next().In(zone).Add(-time.Nanosecond))
	}
	next, more := moments(after)
	if !more || !next.Opens.Before(r.Next) {
		return nil
	}
	return tx.Advance(r.ID, next.Opens, next.Closes)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
