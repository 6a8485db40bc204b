package scheduler

import (
	"slices"
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
)

// step does what an opening waits for: at its deadline the rounds without news are
// counted, before and after it the climb is climbed, and until then whoever has come
// to answer for a silent department since is asked.
func (s *Scheduler) step(tx Tx, o duban.Opening) error {
	now := tx.Now()
	if now.Before(o.Opens) { // made by a clock that was ahead
		o.NextAt = o.Opens
		return tx.StepOpening(o)
	}
	if o.Step == duban.Collecting && !now.Before(o.Closes) {
		o.Step = duban.Closed
		if err := tx.CountQuiet(o); err != nil {
			return err
		}
		refreshBoards(tx)
	}
	for _, r := range duban.Rungs {
		due, ok := s.dueAt(o, r)
		if !ok || now.Before(due) {
			continue
		}
		takes := o.Takes(r, due, s.Calendar.Zone())
		o.Climbed = max(o.Climbed, r)
		if takes {
			if err := s.take(tx, o, r); err != nil {
				return err
			}
		}
	}
	if o.Step == duban.Collecting {
		if err := s.askLatecomers(tx, o); err != nil {
			return err
		}
	}
	if o.NextAt = s.nextLook(o, now); o.NextAt.IsZero() {
		o.Step = duban.Over
	}
	return tx.StepOpening(o)
}

// dueAt is when a rung is to be taken, by the calendar as it is now: a day off that
// was made known since moves it. ok is false when the settings leave it out.
func (s *Scheduler) dueAt(o duban.Opening, r duban.Rung) (at time.Time, ok bool) {
	days, ok := s.Climb.Days(r)
	return s.Calendar.StartOf(s.Calendar.AddDays(s.Calendar.Day(o.Closes), days)), ok
}

// nextLook is when an opening is looked at next: at its deadline, its next rung, and
// each morning, for the calendar, the settings or those who answer may have changed.
// It is zero when nothing is left to do.
func (s *Scheduler) nextLook(o duban.Opening, now time.Time) time.Time {
	var next time.Time
	sooner := func(at time.Time) {
		if at.After(now) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	if o.Step == duban.Collecting {
		sooner(o.Closes)
	}
	for _, r := range duban.Rungs {
		if due, ok := s.dueAt(o, r); ok && r > o.Climbed {
			sooner(due)
		}
	}
	if !next.IsZero() {
		today := s.Calendar.Day(now)
		sooner(s.Calendar.StartOf(today))
		sooner(s.Calendar.StartOf(today.Add(1)))
	}
	return next
}

// take takes one rung of an opening's climb: it tells those whom it concerns what
// is silent. A report, whatever it says, ended that before.
func (s *Scheduler) take(tx Tx, o duban.Opening, r duban.Rung) error {
	silent, err := silent(tx, o)
	if err != nil || len(silent) == 0 {
		return err
	}
	switch r {
	case duban.ReminderDue:
		return s.remind(tx, o, silent)
	case duban.NudgeDue:
		return s.sendFirst(tx, o, chat.Nudge, duban.NudgeSent, r, silent)
	case duban.HeadDue:
		contacts, err := tx.Contacts()
		if err != nil {
			return err
		}
		return s.send(tx, o, chat.Head, duban.HeadSent, r, duban.Heads(contacts, silent))
	default:
		return s.sendOffice(tx, o, chat.Office, duban.OfficeSent, r)
	}
}

// remind reminds whoever was asked before today: who is asked only now, in place of
// another, is not reminded of it in the same breath.
func (s *Scheduler) remind(tx Tx, o duban.Opening, silent map[duban.DepartmentID]bool) error {
	before := s.today(tx).In(s.Calendar.Zone()).Add(-time.Millisecond)
	asked, err := tx.Told(o.ID, duban.DigestSent, before)
	if err != nil {
		return err
	}
	contacts, err := tx.Contacts()
	if err != nil {
		return err
	}
	to := slices.DeleteFunc(duban.FirstContacts(contacts, s.today(tx)), func(c duban.Contact) bool {
		return !silent[c.Department] || !slices.Contains(asked, c.Person)
	})
	return s.send(tx, o, chat.Reminder, duban.ReminderSent, duban.ReminderDue, to)
}

// silent are the departments that still owe something to an opening.
func silent(tx Tx, o duban.Opening) (map[duban.DepartmentID]bool, error) {
	owed, err := tx.Owed(o.ID)
	of := map[duban.DepartmentID]bool{}
	for _, w := range owed {
		if w.Silent() {
			of[w.Assignment.Department] = true
		}
	}
	return of, err
}

// askLatecomers sends the digest to whoever answers for a silent department by now
// and was not asked yet: somebody before him is away since this morning, or he
// himself can be written to only now.
func (s *Scheduler) askLatecomers(tx Tx, o duban.Opening) error {
	silent, err := silent(tx, o)
	if err != nil || len(silent) == 0 {
		return err
	}
	asked, err := tx.Told(o.ID, duban.DigestSent, time.Time{})
	if err != nil {
		return err
	}
	contacts, err := tx.Contacts()
	if err != nil {
		return err
	}
	for _, c := range duban.FirstContacts(contacts, s.today(tx)) {
		if !silent[c.Department] || slices.Contains(asked, c.Person) {
			continue
		}
		asked = append(asked, c.Person)
		first, err := tx.Occur(duban.Occurrence{Person: c.Person, Kind: duban.DigestSent, Cause: o.CauseFor(c.Department), Opening: o.ID})
		if err != nil {
			return err
		}
		if first {
			post(tx, c.User, chat.View{Kind: chat.Digest, Person: int64(c.Person), Opening: int64(o.ID)})
		}
	}
	return nil
}
