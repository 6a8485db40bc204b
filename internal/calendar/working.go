package calendar

import "time"

// StartOf returns when the working hours of d begin; on a day off, when they
// would.
func (c *Calendar) StartOf(d Day) time.Time {
	c = c.now()
	return d.At(c.hoursOf(d).Start, c.zone)
}

// EndOf returns when the working hours of d end; on a day off, when they would.
func (c *Calendar) EndOf(d Day) time.Time {
	c = c.now()
	return d.At(c.hoursOf(d).End, c.zone)
}

func (c *Calendar) hoursOf(d Day) Hours {
	if special, ok := c.days[d]; ok && special.Hours.valid() {
		return special.Hours
	}
	return c.hours
}

// Working reports whether t lies in working hours. Their last instant does not.
func (c *Calendar) Working(t time.Time) bool {
	c = c.now()
	d := c.Day(t)
	return c.WorkingDay(d) && !t.Before(c.StartOf(d)) && t.Before(c.EndOf(d))
}

// NextWorking returns t itself when it lies in working hours, and otherwise the
// next moment at which they begin.
func (c *Calendar) NextWorking(t time.Time) time.Time {
	c = c.now()
	for d := c.Day(t); ; d = d.Add(1) {
		switch {
		case !c.WorkingDay(d) || !t.Before(c.EndOf(d)):
		case t.Before(c.StartOf(d)):
			return c.StartOf(d)
		default:
			return t
		}
	}
}

// Add returns the instant at which d of working time has passed since t, or,
// for a negative d, since which it has passed until t. Working time that is
// used up exactly ends the day: adding a whole day's hours to its morning
// gives that evening, not the next morning.
func (c *Calendar) Add(t time.Time, d time.Duration) time.Time {
	c = c.now()
	if d < 0 {
		return c.subtract(t, d)
	}
	for day := c.Day(t); d > 0; day = day.Add(1) {
		if !c.WorkingDay(day) {
			continue
		}
		start, end := c.StartOf(day), c.EndOf(day)
		if start.Before(t) {
			start = t
		}
		left := end.Sub(start)
		if left >= d {
			return start.Add(d)
		}
		d -= max(left, 0)
	}
	return t
}

// subtract is Add for a negative d, which stays negative: the smallest duration
// has no positive counterpart.
func (c *Calendar) subtract(t time.Time, d time.Duration) time.Time {
	for day := c.Day(t); ; day = day.Add(-1) {
		if !c.WorkingDay(day) {
			continue
		}
		start, end := c.StartOf(day), c.EndOf(day)
		if t.Before(end) {
			end = t
		}
		left := end.Sub(start)
		if -left <= d {
			return end.Add(d)
		}
		d += max(left, 0)
	}
}

// Between returns the working time from a to b, zero when b is not after a.
func (c *Calendar) Between(a, b time.Time) time.Duration {
	c = c.now()
	var sum time.Duration
	last := c.Day(b)
	for day := c.Day(a); !last.Before(day); day = day.Add(1) {
		if !c.WorkingDay(day) {
			continue
		}
		start, end := c.StartOf(day), c.EndOf(day)
		if start.Before(a) {
			start = a
		}
		if b.Before(end) {
			end = b
		}
		sum += max(end.Sub(start), 0)
	}
	return sum
}
