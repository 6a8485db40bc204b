package calendar

import "time"

// apartTries is how many moments in a row may be given up for those of the other
// schedule before there is none: two years of a daily one.
const apartTries = 800

// NextApart is Next, except that a moment is left out when other has a deadline in
// the month of its deadline: where both fall into one month, other alone takes
// place. Other may be zero.
func (s Schedule) NextApart(c *Calendar, after time.Time, other Schedule) (Moment, bool) {
	c = c.now()
	for range apartTries {
		m, ok := s.Next(c, after)
		if !ok || !other.closesIn(c, m.Closes) {
			return m, ok
		}
		after = m.Opens
	}
	return Moment{}, false
}

// closesIn reports whether s has a deadline in the month of an instant.
func (s Schedule) closesIn(c *Calendar, t time.Time) bool {
	day := c.Day(t)
	first := Day{day.Year, day.Month, 1}
	after, end := first.Add(-maxDays-1).In(c.zone), monthEnd(day.Year, day.Month).Add(1).In(c.zone)
	for {
		m, ok := s.Next(c, after)
		if !ok || !m.Opens.Before(end) {
			return false
		}
		if in := c.Day(m.Closes); in.Year == day.Year && in.Month == day.Month {
			return true
		}
		after = m.Opens
	}
}
