package scheduler

import (
	"time"

	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/duban"
)

// open opens a round once for the last of its moments that have come, whatever
// number of them was missed, and moves its watermark past now.
func (s *Scheduler) open(tx Tx, r duban.Round) error {
	schedule, err := calendar.ParseSchedule(r.Schedule)
	if err != nil {
		// Never seen: a schedule is parsed before it is stored. The others go on.
		s.Log.Error("a stored schedule cannot be read", "round", r.ID, "err", err)
		return tx.Advance(r.ID, tx.Now().Add(time.Hour), tx.Now().Add(time.Hour))
	}
	now, at := tx.Now(), calendar.Moment{Opens: r.Next, Closes: r.NextCloses}
	next, more := schedule.Next(s.Calendar, at.Opens)
	for more && !next.Opens.After(now) {
		at = next
		next, more = schedule.Next(s.Calendar, at.Opens)
	}
	if err := tx.Advance(r.ID, next.Opens, next.Closes); err != nil {
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
	scope, err := s.scope(tx, r)
	if err != nil {
		return err
	}
	o := duban.Opening{
		Round: r.ID, List: r.List, Opens: at.Opens, Closes: at.Closes, Step: duban.Collecting,
		Late: tx.Now().Sub(at.Opens) > duban.LateAfter,
	}
	if !o.Closes.After(tx.Now()) {
		// Nobody is asked for something that was due before he heard of it.
		o.Closes = s.Calendar.EndOf(s.Calendar.AddDays(s.Calendar.Day(tx.Now()), 1))
	}
	o.NextAt = o.Closes
	o, opened, err := tx.OpenRound(o, scope)
	if err != nil || !opened {
		return err
	}
	if err := s.send(tx, o, chat.Digest, duban.DigestSent, 0, scope); err != nil {
		return err
	}
	if r.Task == 0 && r.Department == 0 {
		if err := s.note(tx, o); err != nil {
			return err
		}
	}
	return s.refreshBoards(tx, r.List)
}

func (s *Scheduler) scope(tx Tx, r duban.Round) ([]duban.Assignment, error) {
	all, err := tx.Assignments(r.List)
	if err != nil {
		return nil, err
	}
	others, err := tx.Rounds(r.List)
	return r.Scope(all, others), err
}

// send posts a view to everybody who is asked for one of the assignments: the
// first contact of each department who can be written to, once a person.
func (s *Scheduler) send(tx Tx, o duban.Opening, view string, kind duban.OccurrenceKind, step int, about []duban.Assignment) error {
	asked := map[duban.DepartmentID]bool{}
	for _, a := range about {
		asked[a.Department] = true
	}
	contacts, err := tx.Contacts()
	if err != nil {
		return err
	}
	for _, c := range duban.FirstContacts(contacts) {
		if !asked[c.Department] {
			continue
		}
		p, err := tx.Person(c.Person)
		if err != nil {
			return err
		}
		first, err := tx.Occur(duban.Occurrence{Person: c.Person, Kind: kind, Cause: o.Cause(), Step: step, Opening: o.ID})
		if err != nil {
			return err
		}
		if first {
			v := chat.View{Kind: view, Person: int64(c.Person), Opening: int64(o.ID)}
			tx.Post(chat.Post{Chat: p.User, View: &v, About: &v, Lane: chat.Notice, Unasked: true})
		}
	}
	return nil
}

// note tells each admin once whom the round could not ask; where everybody was
// asked the view has nothing to say and is not sent.
func (s *Scheduler) note(tx Tx, o duban.Opening) error {
	admins, err := tx.Admins()
	if err != nil {
		return err
	}
	for _, p := range admins {
		if !p.Started || !p.Reachable {
			continue
		}
		first, err := tx.Occur(duban.Occurrence{Person: p.ID, Kind: duban.NoteSent, Cause: o.Cause(), Opening: o.ID})
		if err != nil {
			return err
		}
		if first {
			v := chat.View{Kind: chat.Note, Person: int64(p.ID), Opening: int64(o.ID)}
			tx.Post(chat.Post{Chat: p.User, View: &v, About: &v, Lane: chat.Notice, Unasked: true})
		}
	}
	return nil
}

// summarise sends the leadership groups the state of their list.
func (s *Scheduler) summarise(tx Tx, r duban.Round, opens time.Time) error {
	groups, err := tx.Groups()
	if err != nil {
		return err
	}
	cause := duban.Opening{Round: r.ID, Opens: opens}.Cause()
	for _, g := range groups {
		if g.List != r.List || g.Role != duban.Leadership {
			continue
		}
		first, err := tx.Occur(duban.Occurrence{Group: g.ID, Kind: duban.SummarySent, Cause: cause})
		if err != nil {
			return err
		}
		if first {
			v := chat.View{Kind: chat.Summary, List: int64(r.List)}
			tx.Post(chat.Post{Chat: g.Chat, View: &v, About: &v, Lane: chat.Notice, Unasked: true})
		}
	}
	return s.refreshBoards(tx, r.List)
}

// step moves an opening on: at its deadline the rounds without news are counted,
// on the next working morning the silent are asked once more.
func (s *Scheduler) step(tx Tx, o duban.Opening) error {
	switch o.Step {
	case duban.Collecting:
		if err := tx.CountQuiet(o); err != nil {
			return err
		}
		if err := tx.StepOpening(o.ID, duban.Closed, nudgeAt(s.Calendar, o)); err != nil {
			return err
		}
		return s.refreshBoards(tx, o.List)
	case duban.Closed:
		if err := tx.StepOpening(o.ID, duban.Nudged, time.Time{}); err != nil {
			return err
		}
		return s.nudge(tx, o)
	default:
		return tx.StepOpening(o.ID, o.Step, time.Time{})
	}
}

// nudge asks the silent again, unless the round has opened anew meanwhile: then
// that digest asks for the same.
func (s *Scheduler) nudge(tx Tx, o duban.Opening) error {
	newest, found, err := tx.LastOpeningOf(o.Round)
	if err != nil || found && newest.ID != o.ID {
		return err
	}
	owed, err := tx.Owed(o.ID)
	if err != nil {
		return err
	}
	var silent []duban.Assignment
	for _, w := range owed {
		if !w.Answered && w.Assignment.State == duban.Open {
			silent = append(silent, w.Assignment)
		}
	}
	return s.send(tx, o, chat.Nudge, duban.NudgeSent, 1, silent)
}

func (s *Scheduler) refreshBoards(tx Tx, list duban.ListID) error {
	groups, err := tx.Groups()
	for _, g := range groups {
		if g.List == list && g.Board != 0 {
			tx.Post(chat.RefreshBoard(g.Chat, g.Board, int64(g.List)))
		}
	}
	return err
}
