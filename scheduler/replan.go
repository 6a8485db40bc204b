package scheduler

import (
	"fmt"

	"duban/internal/calendar"
	"duban/internal/duban"
)

// Replan moves what was planned by the calendar before to where the calendar after
// has it: the next opening of each round, and the posts that wait for working
// hours. What an opening climbs is computed when it is looked at, which is soon. What has opened stays open, and the deadline
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
	}
	refreshBoards(tx)
	if err := tx.LookAgain(); err != nil {
		return err
	}
	if opens := before.NextWorking(tx.Now()); opens.After(tx.Now()) {
		return tx.Reconsider(opens)
	}
	return nil
}

// replanRound moves a round's watermark.
func replanRound(tx Tx, r duban.Round, before, after *calendar.Calendar) error {
	schedule, err := calendar.ParseSchedule(r.Schedule)
	if err != nil {
		return nil // open says so in its time
	}
	last, found, err := tx.LastOpeningOf(r.ID)
	if err != nil {
		return err
	}
	moved, stays := schedule.Moved(calendar.Moment{Opens: r.Next, Closes: r.NextCloses}, before, after)
	switch {
	case !stays, found && !moved.Opens.After(last.Opens): // it is left out, or one with what has opened
		moved, _ = schedule.Next(after, tx.Now())
	case !moved.Opens.After(tx.Now()):
		moved.Opens = r.Next
	}
	return tx.Advance(r.ID, moved.Opens, moved.Closes)
}
