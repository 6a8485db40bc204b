package calendar

import (
	"maps"
	"slices"
	"time"
)

// HoursOn returns the working hours of d, and the zero Hours when it is a day off.
func (c *Calendar) HoursOn(d Day) Hours {
	c = c.now()
	if !c.WorkingDay(d) {
		return Hours{}
	}
	return c.hoursOf(d)
}

// Change is a day that two calendars see differently. Zero Hours are a day off.
type Change struct {
	Day     Day
	Was, Is Hours
}

// Changes returns in order the days on which other works more, less or at other
// hours than c.
func (c *Calendar) Changes(other *Calendar) []Change {
	c, other = c.now(), other.now()
	special := map[Day]bool{}
	for _, days := range []map[Day]YearDay{c.days, other.days} {
		for d := range days {
			special[d] = true
		}
	}
	var changes []Change
	for _, d := range slices.SortedFunc(maps.Keys(special), Day.Compare) {
		if was, is := c.HoursOn(d), other.HoursOn(d); was != is {
			changes = append(changes, Change{d, was, is})
		}
	}
	return changes
}

// Moved returns what becomes of m, a moment of s by the calendar from, where the
// calendar is to: the moment of the same day or working day of the same month. It
// is false when to leaves the day out. What is no moment by from stays as it is.
func (s Schedule) Moved(m Moment, from, to *Calendar) (Moment, bool) {
	if s.rule == nil {
		return m, true
	}
	from, to = from.now(), to.now()
	near := from.Day(m.Opens)
	for i := -lookBack; i <= lookOn; i++ {
		month := dayOfUTC(time.Date(near.Year, near.Month+time.Month(i), 1, 0, 0, 0, 0, time.UTC))
		before, after := s.rule.days(from, month.Year, month.Month), s.rule.days(to, month.Year, month.Month)
		for k, named := range before {
			opens, _, ok := s.span(from, named)
			if clock, names := s.clockOf(opens, m.Opens, from.zone); ok && names {
				return s.moved(to, clock, named, k, after, len(before) == len(after))
			}
		}
	}
	return m, true
}

// clockOf returns the opening time that makes a day an instant.
func (s Schedule) clockOf(opens Day, at time.Time, zone *time.Location) (Clock, bool) {
	for _, clock := range s.rule.opens() {
		if opens.At(clock, zone).Equal(at) {
			return clock, true
		}
	}
	return 0, false
}

// moved returns the moment of the day that was named as the kth: of that day where
// the rule still names it, otherwise of the kth, if there are as many.
func (s Schedule) moved(to *Calendar, clock Clock, named Day, k int, days []Day, as bool) (Moment, bool) {
	if !slices.Contains(days, named) {
		if !as {
			return Moment{}, false
		}
		named = days[k]
	}
	opens, closes, ok := s.span(to, named)
	return Moment{opens.At(clock, to.zone), closes.At(s.closing.at, to.zone)}, ok
}
