package scheduler

import (
	"strconv"
	"time"

	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/duban"
)

// The State Council's notice on a year's days off comes in autumn; from this day of
// the year before on its absence is told, and no oftener than everyWeek.
const (
	noticeMonth = time.November
	everyWeek   = 7 * 24 * time.Hour
)

// noNotice returns the year whose notice is missing and, at an instant, to be
// asked for; false when there is none or nobody works.
func noNotice(c *calendar.Calendar, now time.Time) (year int, missing bool) {
	today := c.Day(now)
	year = today.Year
	if !c.Estimated(year) && today.Month >= noticeMonth {
		year++
	}
	return year, c.Estimated(year) && c.Working(now)
}

// missing is noNotice, where it was not looked for today.
func (s *Scheduler) missing(now time.Time) (year int, missing bool) {
	year, missing = noNotice(s.Calendar, now)
	return year, missing && s.mindedOn() != s.Calendar.Day(now)
}

// mindNotice reports whether admins are to be told now that a notice is missing. It
// looks into the database once a day.
func (s *Scheduler) mindNotice(tx Tx) (due bool, err error) {
	year, missing := s.missing(tx.Now())
	if !missing {
		return false, nil
	}
	to, err := unaware(tx, year)
	if err == nil && len(to) == 0 {
		s.mindedNotice(tx.Now())
	}
	return len(to) > 0, err
}

// NextNotice is the next beginning of work at which a missing notice would be told
// of, within the year; found is false when there is none. The database does not know
// it: the calendar does.
func (s *Scheduler) NextNotice(now time.Time) (at time.Time, found bool) {
	for day := s.Calendar.Day(now); day.Before(s.Calendar.Day(now).Add(366)); day = day.Add(1) {
		at := s.Calendar.StartOf(day)
		if !at.After(now) {
			continue
		}
		if _, missing := noNotice(s.Calendar, at); missing {
			return at, true
		}
	}
	return time.Time{}, false
}

// tellNoNotice tells each admin that a year's notice is missing, if nobody was told
// within the week.
func (s *Scheduler) tellNoNotice(tx Tx) error {
	year, missing := s.missing(tx.Now())
	if !missing {
		return nil
	}
	to, err := unaware(tx, year)
	for _, p := range to {
		first, err := tx.Occur(duban.Occurrence{Person: p.ID, Kind: duban.NoNoticeSent, Cause: noticeCause(year), Step: int(tx.Now().Unix())})
		if err != nil {
			return err
		}
		if first {
			v := chat.View{Kind: chat.NoNotice, Person: int64(p.ID), Filter: strconv.Itoa(year)}
			tx.Post(chat.Post{Chat: p.User, View: &v, About: &v, Lane: chat.Notice, Unasked: true})
		}
	}
	return err
}

// unaware is the admins to tell: all who can be written to, or none if anybody was
// told within the week.
func unaware(tx Tx, year int) (to []duban.Person, err error) {
	recent, err := tx.OccurredSince(duban.NoNoticeSent, noticeCause(year), tx.Now().Add(-everyWeek))
	if err != nil || recent {
		return nil, err
	}
	admins, err := tx.Admins()
	for _, p := range admins {
		if p.Started && p.Reachable {
			to = append(to, p)
		}
	}
	return to, err
}

func noticeCause(year int) string { return "notice:" + strconv.Itoa(year) }

func (s *Scheduler) mindedOn() calendar.Day {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.minded
}

// mindedNotice notes that nobody needs to be told today any more.
func (s *Scheduler) mindedNotice(now time.Time) {
	if !s.Calendar.Working(now) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.minded = s.Calendar.Day(now)
}
