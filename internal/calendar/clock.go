package calendar

import (
	"fmt"
	"strings"
	"time"
)

// Clock is a time of day in minutes since midnight, 0 to 1440. 24:00 is the
// following midnight; only an end may stand there.
type Clock int

const midnight Clock = 24 * 60

// String returns the clock as 9:00 or 17:30.
func (c Clock) String() string { return fmt.Sprintf("%d:%02d", int(c)/60, int(c)%60) }

// At returns the instant at which the clocks of zone show c on day d. Where
// they are put forward over c it is the first instant after the gap, where they
// show c twice it is the first time.
func (d Day) At(c Clock, zone *time.Location) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, 0, int(c), 0, 0, zone)
	start, end := t.ZoneBounds()
	if want := d.utc().Add(time.Duration(c) * time.Minute); !sameWall(t, want) {
		// t stands on either side of the gap, as the time package likes.
		if wall(t).Before(want) {
			return end
		}
		return start
	}
	if start.IsZero() {
		return t
	}
	_, before := start.Add(-time.Nanosecond).Zone()
	_, now := t.Zone()
	if first := t.Add(time.Duration(now-before) * time.Second); first.Before(start) && sameWall(first, wall(t)) {
		return first
	}
	return t
}

// wall returns what the clocks show at t as if they were in UTC.
func wall(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

func sameWall(t, want time.Time) bool { return wall(t).Equal(want) }

// Hours is the span of the day in which work is done, from Start up to but
// without End.
type Hours struct {
	Start, End Clock
}

// DefaultHours is 9:00–17:00.
var DefaultHours = Hours{9 * 60, 17 * 60}

// ParseHours reads a span such as 8:30-17:00. The error's reason is [BadTime].
func ParseHours(text string) (Hours, error) {
	s := scanner{fold(text)}
	start, ok, err := s.clock()
	if err == nil && ok && s.eat("-", "~", "至", "到") {
		var end Clock
		if end, ok, err = s.clock(); err == nil && ok && s.done() {
			switch h := (Hours{start, end}); {
			case h.valid():
				return h, nil
			case end < start:
				return Hours{}, refuse(BadTime, "%q ends before it begins: write %s", strings.TrimSpace(text), Hours{end, start})
			}
		}
	}
	return Hours{}, refuse(BadTime, "%q is not a span such as 8:30-17:00", strings.TrimSpace(text))
}

// String returns the span as 9:00-17:00.
func (h Hours) String() string { return h.Start.String() + "-" + h.End.String() }

// IsZero reports whether h is the zero Hours, which stands for none.
func (h Hours) IsZero() bool { return h == Hours{} }

// MarshalText writes what String returns.
func (h Hours) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what [ParseHours] reads.
func (h *Hours) UnmarshalText(text []byte) (err error) {
	*h, err = ParseHours(string(text))
	return err
}

func (h Hours) valid() bool { return 0 <= h.Start && h.Start < h.End && h.End <= midnight }
