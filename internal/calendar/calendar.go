package calendar

import (
	"slices"
	"sync/atomic"
	"time"
)

// Calendar tells working days from days off in one zone. It may be used by
// several goroutines, also while one of them calls Replace: each call sees the
// days of before or those of after, never some of both.
type Calendar struct {
	current atomic.Pointer[Calendar] // where the fields below are; nil in that one, which never changes

	zone    *time.Location
	hours   Hours
	days    map[Day]YearDay
	notices map[int]string // year to the source of its notice
}

// Replace makes c tell what other tells now, for everybody who holds c.
func (c *Calendar) Replace(other *Calendar) { c.current.Store(other.now()) }

// now returns the calendar whose days hold. Every exported method begins with it,
// so that a call sees one state throughout.
func (c *Calendar) now() *Calendar {
	if current := c.current.Load(); current != nil {
		return current
	}
	return c
}

// New returns the calendar of zone (nil: UTC) with the given usual working
// hours (zero or impossible ones: [DefaultHours]). Of two notices of one year
// the later argument replaces the earlier; local years are laid over whatever
// is known. A year without a notice is estimated, see [Calendar.Estimated].
func New(zone *time.Location, hours Hours, years ...Year) *Calendar {
	if zone == nil {
		zone = time.UTC
	}
	if !hours.valid() {
		hours = DefaultHours
	}
	c := &Calendar{zone: zone, hours: hours, days: map[Day]YearDay{}, notices: map[int]string{}}
	known, local := map[int][]YearDay{}, []YearDay(nil)
	for _, y := range years {
		if y.Local {
			local = append(local, y.Days...)
		} else {
			known[y.Year], c.notices[y.Year] = y.Days, y.Source
		}
	}
	// In order: a notice may begin in the December before its year.
	for year := firstYear; year <= lastYear; year++ {
		if days, ok := known[year]; ok {
			c.lay(days)
		} else {
			c.lay(statutory(year))
		}
	}
	c.lay(local)
	held := &Calendar{}
	held.Replace(c)
	return held
}

func (c *Calendar) lay(days []YearDay) {
	for _, d := range days {
		c.days[d.Date] = d
	}
}

// Load makes a calendar out of working hours such as 9:00-17:00 and years of days
// off as JSON. Its errors are those of [ParseHours] and [ParseYear].
func Load(zone *time.Location, hours string, years ...[]byte) (*Calendar, error) {
	h, err := ParseHours(hours)
	if err != nil {
		return nil, err
	}
	parsed := make([]Year, 0, len(years))
	for _, body := range years {
		y, err := ParseYear(body)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, y)
	}
	return New(zone, h, parsed...), nil
}

// Zone returns the zone in which the calendar's days and hours are meant.
func (c *Calendar) Zone() *time.Location { return c.now().zone }

// Hours returns the usual working hours.
func (c *Calendar) Hours() Hours { return c.now().hours }

// Day returns the civil date of t in the calendar's zone.
func (c *Calendar) Day(t time.Time) Day { return DayOf(t, c.Zone()) }

// Estimated reports whether no notice is known for year (推算). Its working
// days are then Monday to Friday without the statutory days off, those that
// follow the moon as far as they are tabled (2024–2035); make-up days nobody
// can foresee.
func (c *Calendar) Estimated(year int) bool {
	_, known := c.now().notices[year]
	return !known
}

// Source returns the notice that is the year's authority, or the empty string
// when the year is estimated.
func (c *Calendar) Source(year int) string { return c.now().notices[year] }

// Special returns what is known about d beyond its weekday: the festival of a
// day off or of a make-up day, or a local closure.
func (c *Calendar) Special(d Day) (YearDay, bool) {
	special, ok := c.now().days[d]
	return special, ok
}

// Specials returns the special days of a year in order.
func (c *Calendar) Specials(year int) []YearDay {
	var days []YearDay
	for _, d := range c.now().days {
		if d.Date.Year == year {
			days = append(days, d)
		}
	}
	slices.SortFunc(days, func(a, b YearDay) int { return a.Date.Compare(b.Date) })
	return days
}

// WorkingDay reports whether work is done on d; make-up days are working days.
func (c *Calendar) WorkingDay(d Day) bool {
	if special, ok := c.now().days[d]; ok {
		return !special.Off
	}
	weekday := d.Weekday()
	return weekday != time.Saturday && weekday != time.Sunday
}

// AddDays returns the nth working day after d, or before d for a negative n.
// Zero returns d itself, working or not.
func (c *Calendar) AddDays(d Day, n int) Day {
	c = c.now()
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		if d = d.Add(step); c.WorkingDay(d) {
			n--
		}
	}
	return d
}

// DaysBetween counts the working days after a up to and including b. When b is
// the earlier day it counts those before a down to and including b, negatively.
// So DaysBetween(a, AddDays(a, n)) is n.
func (c *Calendar) DaysBetween(a, b Day) int {
	c = c.now()
	step := 1
	if b.Before(a) {
		step = -1
	}
	n := 0
	for a != b {
		if a = a.Add(step); c.WorkingDay(a) {
			n += step
		}
	}
	return n
}
