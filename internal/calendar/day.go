package calendar

import (
	"fmt"
	"time"
)

// Day is a civil date without a zone. The zero value means "none".
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// The years a date may lie in; anything else is a slip of the finger.
const firstYear, lastYear = 2000, 2099

// NewDay returns the day, or an [ImpossibleDate] error when there is none such.
func NewDay(year int, month time.Month, day int) (Day, error) {
	d := Day{year, month, day}
	switch {
	case year < firstYear || year > lastYear:
		return Day{}, refuse(ImpossibleDate, "year %d", year)
	case month < time.January || month > time.December:
		return Day{}, refuse(ImpossibleDate, "month %d", month)
	case day < 1 || day > lastOfMonth(year, month):
		return Day{}, refuse(ImpossibleDate, "%d月%d日: %d年%d月 has %d days", month, day, year, month, lastOfMonth(year, month))
	}
	return d, nil
}

// ParseDay reads exactly YYYY-MM-DD. For what people write see [ParseDate].
func ParseDay(text string) (Day, error) {
	var year, month, day int
	if len(text) != len(time.DateOnly) || text[4] != '-' || text[7] != '-' {
		return Day{}, refuse(UnknownDate, "%q is not YYYY-MM-DD", text)
	}
	for i, n := range []*int{&year, &month, &day} {
		for _, c := range []byte([]string{text[:4], text[5:7], text[8:]}[i]) {
			if c < '0' || c > '9' {
				return Day{}, refuse(UnknownDate, "%q is not YYYY-MM-DD", text)
			}
			*n = *n*10 + int(c-'0')
		}
	}
	return NewDay(year, time.Month(month), day)
}

// DayOf returns the civil date of t in zone.
func DayOf(t time.Time, zone *time.Location) Day {
	year, month, day := t.In(zone).Date()
	return Day{year, month, day}
}

// IsZero reports whether d stands for no date.
func (d Day) IsZero() bool { return d == Day{} }

// String returns YYYY-MM-DD, or the empty string for no date.
func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText writes what String returns.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [ParseDay] reads.
func (d *Day) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDay(string(text))
	return err
}

// In returns the first instant of d in zone.
func (d Day) In(zone *time.Location) time.Time { return d.At(0, zone) }

// Add returns the day n days later, or earlier for a negative n.
func (d Day) Add(n int) Day {
	return dayOfUTC(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC))
}

// Compare returns -1, 0 or 1 as d is earlier than, the same as or later than e.
func (d Day) Compare(e Day) int { return d.utc().Compare(e.utc()) }

// Before reports whether d is earlier than e.
func (d Day) Before(e Day) bool { return d.Compare(e) < 0 }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

func (d Day) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

func dayOfUTC(t time.Time) Day { return DayOf(t, time.UTC) }

// lastOfMonth returns how many days the month has.
func lastOfMonth(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// monthEnd returns the last day of the month; months beyond December count on.
func monthEnd(year int, month time.Month) Day {
	return dayOfUTC(time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC))
}

// dayIn returns the day of the month, or its last one when it is shorter.
func dayIn(year int, month time.Month, day int) Day {
	return Day{year, month, min(day, lastOfMonth(year, month))}
}
