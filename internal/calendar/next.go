package calendar

import "time"

// How far Next looks, in months: back, because a day may be moved forward and
// a deadline's month may begin before its opening; on after the first find,
// because a later month's opening may lie before it; and at most, because
// 29 February on one weekday may be forty years away.
const (
	lookBack  = 2
	lookOn    = 6
	lookAhead = 50 * 12
)

// Next returns the first moment that opens strictly after the given instant, in
// the zone of c, and false when there is none: a single date that has passed,
// or days that are all skipped. It depends on nothing but its arguments. Days
// that are moved onto each other make one moment. An opening time that the zone's
// clocks leave out is the first instant after the gap; one that they show twice
// is the first of the two.
func (s Schedule) Next(c *Calendar, after time.Time) (Moment, bool) {
	if s.rule == nil {
		return Moment{}, false
	}
	c = c.now()
	today := c.Day(after)
	// A gap at midnight may put an opening into the following day.
	from := today.Add(-1)
	first := Day{today.Year, today.Month, 1}
	if once, ok := s.rule.(onceRule); ok {
		first = Day{once.day.Year, once.day.Month, 1}
	}
	var best Moment
	var bestDay Day
	for i, last := -lookBack, lookAhead; i <= last; i++ {
		month := dayOfUTC(time.Date(first.Year, first.Month+time.Month(i), 1, 0, 0, 0, 0, time.UTC))
		for _, named := range s.rule.days(c, month.Year, month.Month) {
			opens, closes, ok := s.span(c, named)
			if !ok || opens.Before(from) || !bestDay.IsZero() && !opens.Before(bestDay) {
				continue
			}
			if m, ok := s.on(c, opens, closes, after); ok {
				best, bestDay = m, opens
			}
		}
		if !bestDay.IsZero() && last == lookAhead {
			last = i + lookOn
		}
	}
	return best, !bestDay.IsZero()
}

// NextN returns the next n moments after the given instant, fewer when there
// are no more: what is echoed before a schedule is saved.
func (s Schedule) NextN(c *Calendar, after time.Time, n int) []Moment {
	c = c.now()
	var moments []Moment
	for len(moments) < n {
		m, ok := s.Next(c, after)
		if !ok {
			break
		}
		moments = append(moments, m)
		after = m.Opens
	}
	return moments
}

// span returns the days of opening and deadline that belong to a day the rule
// names; false when that day is skipped.
func (s Schedule) span(c *Calendar, named Day) (opens, closes Day, ok bool) {
	if !c.WorkingDay(named) {
		switch s.off {
		case nextDay:
			named = c.AddDays(named, 1)
		case priorDay:
			named = c.AddDays(named, -1)
		case skipDay:
			return Day{}, Day{}, false
		}
	}
	away := s.closing.days
	if s.closing.deadline {
		away = -away
	}
	other := named.Add(away)
	if s.closing.working {
		other = c.AddDays(named, away)
	}
	if s.closing.deadline {
		return other, named, true
	}
	return named, other, true
}

// on returns the first moment of an opening day that lies after the instant.
func (s Schedule) on(c *Calendar, opens, closes Day, after time.Time) (Moment, bool) {
	for _, clock := range s.rule.opens() {
		if at := opens.At(clock, c.zone); at.After(after) {
			return Moment{at, closes.At(s.closing.at, c.zone)}, true
		}
	}
	return Moment{}, false
}
