package scheduler

import (
	"slices"
	"time"

	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/duban"
)

// moments returns the rule by which a round opens: its first moment after an instant.
func (s *Scheduler) moments(tx Tx, r duban.Round) (func(after time.Time) (calendar.Moment, bool), error) {
	schedule, err := calendar.ParseSchedule(r.Schedule)
	if err != nil || r.Kind != duban.Focus {
		return func(after time.Time) (calendar.Moment, bool) { return schedule.Next(s.Calendar, after) }, err
	}
	all, err := tx.Rounds(r.List)
	if err != nil {
		return nil, err
	}
	var full calendar.Schedule
	for _, other := range all {
		if other.Kind == duban.Ask && other.OfList() {
			if full, err = calendar.ParseSchedule(other.Schedule); err != nil {
				return nil, err
			}
		}
	}
	return func(after time.Time) (calendar.Moment, bool) { return schedule.NextApart(s.Calendar, after, full) }, nil
}

// overtaken reports whether a list's full round is due together with its focus round,
// after both were missed: then the full one alone asks.
func overtaken(r duban.Round, due []duban.Round) bool {
	return r.Kind == duban.Focus && slices.ContainsFunc(due, func(o duban.Round) bool {
		return o.Kind == duban.Ask && o.OfList() && o.List == r.List
	})
}

// open opens a round once for the last of its moments that have come, whatever
// number of them was missed, and moves its watermark past now; one that is overtaken
// only moves on.
func (s *Scheduler) open(tx Tx, r duban.Round, overtaken bool) error {
	moments, err := s.moments(tx, r)
	if err != nil {
		// Never seen: a schedule is parsed before it is stored. The others go on.
		s.Log.Error("a stored schedule cannot be read", "round", r.ID, "err", err)
		return tx.Advance(r.ID, tx.Now().Add(time.Hour), tx.Now().Add(time.Hour))
	}
	now, at := tx.Now(), calendar.Moment{Opens: r.Next, Closes: r.NextCloses}
	next, more := moments(at.Opens)
	for more && !next.Opens.After(now) {
		at = next
		next, more = moments(at.Opens)
	}
	if err := tx.Advance(r.ID, next.Opens, next.Closes); err != nil || overtaken {
		return err
	}
	if r.Kind == duban.Summarise {
		return s.summarise(tx, r, at.Opens)
	}
	return s.ask(tx, r, at)
}

// ask opens a round of reports and sends everybody who owes something his
// digest.
func (s *Scheduler) ask(tx Tx, r duban.Round, at calendar.Moment) error {
	o := duban.Opening{
		Round: r.ID, List: r.List, Opens: at.Opens, OpenedAt: tx.Now(), Closes: at.Closes, Step: duban.Collecting,
		Late: tx.Now().Sub(at.Opens) > duban.LateAfter,
	}
	if !o.Closes.After(tx.Now()) {
		// Nobody is asked for something that was due before he heard of it.
		o.Closes = s.Calendar.EndOf(s.Calendar.AddDays(s.Calendar.Day(tx.Now()), 1))
	}
	asked, passed, err := s.divide(tx, r, o.Closes)
	if err != nil {
		return err
	}
	o.NextAt = s.nextLook(o, tx.Now())
	o, opened, err := tx.OpenRound(o, asked, passed)
	if err != nil || !opened {
		return err
	}
	if err := s.sendFirst(tx, o, chat.Digest, duban.DigestSent, duban.Ground, departments(asked)); err != nil {
		return err
	}
	if r.OfList() {
		if err := s.sendOffice(tx, o, chat.Note, duban.NoteSent, duban.Ground); err != nil {
			return err
		}
	}
	refreshBoards(tx)
	return nil
}

// divide tells what a round that closes at closes asks for, out of everything that
// belongs to it, and what it passes by.
func (s *Scheduler) divide(tx Tx, r duban.Round, closes time.Time) (asked, passed []duban.Assignment, err error) {
	all, err := tx.Assignments(r.List)
	if err != nil {
		return nil, nil, err
	}
	others, err := tx.Rounds(r.List)
	if err != nil {
		return nil, nil, err
	}
	scope := r.Scope(all, others)
	if r.Kind != duban.Focus {
		return scope, nil, nil
	}
	tasks, err := tx.Tasks(r.List)
	if err != nil {
		return nil, nil, err
	}
	targets, err := tx.Targets(r.List)
	if err != nil {
		return nil, nil, err
	}
	byID := map[duban.TaskID]duban.Task{}
	for _, t := range tasks {
		byID[t.ID] = t
	}
	for _, a := range scope {
		chance := duban.Chance{Assignment: a, Task: byID[a.Task], Targets: len(targets[a.Task]) > 0}
		if s.Focus.Asks(chance, s.Calendar, closes, tx.Now()) != duban.NotAsked {
			asked = append(asked, a)
		} else {
			passed = append(passed, a)
		}
	}
	return asked, passed, nil
}

// departments are those of some assignments.
func departments(all []duban.Assignment) map[duban.DepartmentID]bool {
	of := map[duban.DepartmentID]bool{}
	for _, a := range all {
		of[a.Department] = true
	}
	return of
}
