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

// mindNotice reports whether the admins may have to be told today that a notice is
// missing. It reads no database: once it was looked at today, it is not again.
func (s *Scheduler) mindNotice(now time.Time) bool {
	s.mu.Lock()
	minded := s.minded
	s.mu.Unlock()
	if minded == s.Calendar.Day(now) {
		return false
	}
	_, missing := noNotice(s.Calendar, now)
	return missing
}

// tellNoNotice tells each admin that a year's notice is missing, if nobody was told
// within the week.
func (s *Scheduler) tellNoNotice(tx Tx) error {
	year, missing := noNotice(s.Calendar, tx.Now())
	if !missing {
		return nil
	}
	cause := "notice:" + strconv.Itoa(year)
	recent, err := tx.OccurredSince(duban.NoNoticeSent, cause, tx.Now().Add(-everyWeek))
	if err != nil || recent {
		return err
	}
	admins, err := tx.Admins()
	if err != nil {
		return err
	}
	for _, p := range admins {
		if !p.Started || !p.Reachable {
			continue
		}
		first, err := tx.Occur(duban.Occurrence{Person: p.ID, Kind: duban.NoNoticeSent, Cause: cause, Step: int(tx.Now().Unix())})
		if err != nil {
			return err
		}
		if first {
			v := chat.View{Kind: chat.NoNotice, Person: int64(p.ID), Filter: strconv.Itoa(year)}
			tx.Post(chat.Post{Chat: p.User, View: &v, About: &v, Lane: chat.Notice, Unasked: true})
		}
	}
	return nil
}

// mindedNotice notes that a notice was looked for today.
func (s *Scheduler) mindedNotice(now time.Time) {
	if !s.Calendar.Working(now) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.minded = s.Calendar.Day(now)
}
