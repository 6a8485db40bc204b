package scheduler

import (
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
)

// today is the office's day.
func (s *Scheduler) today(tx Tx) duban.Date { return duban.DateOf(tx.Now(), s.Calendar.Zone()) }

// sendFirst sends a view to whoever is asked for some departments.
func (s *Scheduler) sendFirst(tx Tx, o duban.Opening, view string, kind duban.OccurrenceKind, r duban.Rung, of map[duban.DepartmentID]bool) error {
	contacts, err := tx.Contacts()
	if err != nil {
		return err
	}
	var to []duban.Contact
	for _, c := range duban.FirstContacts(contacts, s.today(tx)) {
		if of[c.Department] {
			to = append(to, c)
		}
	}
	return s.send(tx, o, view, kind, r, to)
}

// sendOffice sends a view to each admin who can be written to. Where the view has
// nothing to say when its turn comes it is not sent.
func (s *Scheduler) sendOffice(tx Tx, o duban.Opening, view string, kind duban.OccurrenceKind, r duban.Rung) error {
	admins, err := tx.Admins()
	if err != nil {
		return err
	}
	var to []duban.Contact
	for _, p := range admins {
		if p.Started && p.Reachable {
			to = append(to, duban.Contact{Person: p.ID, User: p.User})
		}
	}
	return s.send(tx, o, view, kind, r, to)
}

// send sends a view about an opening, once a person, whatever number of departments
// he stands here for and however often it is tried.
func (s *Scheduler) send(tx Tx, o duban.Opening, view string, kind duban.OccurrenceKind, r duban.Rung, to []duban.Contact) error {
	users := map[duban.PersonID]int64{}
	var people []duban.PersonID
	for _, c := range to {
		if _, known := users[c.Person]; !known {
			users[c.Person] = c.User
			people = append(people, c.Person)
		}
	}
	fresh, err := tx.OccurEach(duban.Occurrence{Kind: kind, Cause: o.Cause(), Step: int(r), Opening: o.ID}, people)
	for _, p := range fresh {
		post(tx, users[p], chat.View{Kind: view, Person: int64(p), Opening: int64(o.ID)})
	}
	return err
}

// post lets a view leave at the next working hour.
func post(tx Tx, to int64, v chat.View) {
	tx.Post(chat.Post{Chat: to, View: &v, About: &v, Lane: chat.Notice, Unasked: true})
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
			post(tx, g.Chat, chat.View{Kind: chat.Summary, List: int64(r.List)})
		}
	}
	refreshBoards(tx)
	return s.copySummary(tx, r, cause)
}

// copySummary gives the office its copy of the summary, also where no group gets one.
func (s *Scheduler) copySummary(tx Tx, r duban.Round, cause string) error {
	admins, err := tx.Admins()
	if err != nil {
		return err
	}
	for _, p := range admins {
		if !p.Started || !p.Reachable {
			continue
		}
		first, err := tx.Occur(duban.Occurrence{Person: p.ID, Kind: duban.SummarySent, Cause: cause})
		if err != nil {
			return err
		}
		if first {
			post(tx, p.User, chat.View{Kind: chat.Summary, List: int64(r.List), Person: int64(p.ID)})
		}
	}
	return nil
}

// refreshBoards notes that the pinned boards show what was.
func refreshBoards(tx Tx) { tx.Outdate(chat.View{Kind: chat.Board}) }
