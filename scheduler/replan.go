package scheduler

import (
	"fmt"
	"time"

	"duban/internal/calendar"
	"duban/internal/duban"
)

// Replan moves what was planned by the calendar before to where the calendar after
// has it: the next opening of each round, the step each opening waits for, and the
// posts that wait for working hours. What has opened stays open, and the deadline
// it was sent with stays. An opening that after puts into the past opens when it
// was to: nobody is asked for yesterday, and no month is left out. Whoever changes
// days calls it in the same transaction.
func (s *Scheduler) Replan(tx Tx, before, after *calendar.Calendar) error {
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
			if err := replanRound(tx, r, before, after); err != nil {
				return fmt.Errorf("move round %d: %w", r.ID, err)
			}
		}
		if err := s.refreshBoards(tx, l.ID); err != nil {
			return err
		}
	}
	if err := replanOpenings(tx, after); err != nil {
		return err
	}
	if opens := before.NextWorking(tx.Now()); opens.After(tx.Now()) {
		return tx.Reconsider(opens)
	}
	return nil
}

// replanRound moves a round's watermark, unless it has been reached.
func replanRound(tx Tx, r duban.Round, before, after *calendar.Calendar) error {
	schedule, err := calendar.ParseSchedule(r.Schedule)
	if err != nil || !r.Next.After(tx.Now()) {
		return nil // open says so in its time; or the tick that opens it is just coming
	}
	last, found, err := tx.LastOpeningOf(r.ID)
	if err != nil {
		return err
	}
	free := tx.Now() // from when on it may open: never on the day of an opening that has been
	if found {
		free = later(free, duban.DateOf(last.Opens, after.Zone()).Next().In(after.Zone()).Add(-time.Nanosecond))
	}
	moved, stays := schedule.Moved(calendar.Moment{Opens: r.Next, Closes: r.NextCloses}, before, after)
	switch {
	case !stays:
		moved, _ = schedule.Next(after, free)
	case !moved.Opens.After(free):
		moved.Opens = r.Next
	}
	return tx.Advance(r.ID, moved.Opens, moved.Closes)
}

// replanOpenings moves the steps that openings wait for.
func replanOpenings(tx Tx, after *calendar.Calendar) error {
	waiting, err := tx.WaitingOpenings()
	if err != nil {
		return err
	}
	for _, o := range waiting {
		if o.Step != duban.Closed || !o.NextAt.After(tx.Now()) {
			continue // a deadline was promised
		}
		if err := tx.StepOpening(o.ID, o.Step, nudgeAt(after, o)); err != nil {
			return err
		}
	}
	return nil
}

// nudgeAt is when the silent of an opening are asked again: as soon as work begins
// on the working day after its deadline.
func nudgeAt(c *calendar.Calendar, o duban.Opening) time.Time {
	return c.StartOf(c.AddDays(c.Day(o.Closes), 1))
}
