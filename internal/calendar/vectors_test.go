package calendar

import (
	"fmt"
	"testing"
	"time"
)

// The vectors of the product, all in one place: each is what a clerk with the
// printed notices of 2025 and 2026 on the desk would say.
func TestTheVectors(t *testing.T) {
	c := shanghai(t)
	after := func(from string, n int) func() string {
		return func() string {
			d := c.AddDays(day(t, from), n)
			return d.String() + " " + d.Weekday().String()[:3]
		}
	}
	workingDays := func(year int) func() string {
		return func() string {
			return fmt.Sprint(c.DaysBetween(Day{year - 1, 12, 31}, Day{year, 12, 31}))
		}
	}
	for _, v := range []struct {
		name string
		got  func() string
		want string
	}{
		{"2026-09-18 +1", after("2026-09-18", 1), "2026-09-20 Sun"}, // make-up
		{"2026-09-18 +2", after("2026-09-18", 2), "2026-09-21 Mon"},
		{"2026-09-30 +3", after("2026-09-30", 3), "2026-10-10 Sat"}, // make-up
		{"2026-02-13 +2", after("2026-02-13", 2), "2026-02-24 Tue"},
		{"2026-04-30 +2", after("2026-04-30", 2), "2026-05-07 Thu"},
		{"2025-12-31 +1", after("2025-12-31", 1), "2026-01-04 Sun"}, // make-up
		{"working days of 2025", workingDays(2025), "248"},
		{"working days of 2026", workingDays(2026), "248"},
		{"November 2026's focus round", func() string {
			s, err := ParseSchedule("每月28日前最后一个工作日截止，提前4个工作日")
			if err != nil {
				t.Fatal(err)
			}
			m, _ := s.Next(c, at(t, c, "2026-11-01 00:00"))
			const layout = "Mon 2006-01-02 15:04"
			return m.Opens.Format(layout) + " to " + m.Closes.Format(layout)
		}, "Mon 2026-11-23 09:00 to Fri 2026-11-27 17:00"},
	} {
		if got := v.got(); got != v.want {
			t.Errorf("%s is %s, want %s", v.name, got, v.want)
		}
	}
}

// A round opens in working hours whatever the year: nobody is asked on a day off.
func TestTheFocusRoundOfEveryMonthLiesInWorkingHours(t *testing.T) {
	c := shanghai(t)
	s, err := ParseSchedule("每月28日前最后一个工作日截止，提前4个工作日")
	if err != nil {
		t.Fatal(err)
	}
	months := s.NextN(c, at(t, c, "2023-12-31 00:00"), 48)
	if len(months) != 48 {
		t.Fatalf("%d rounds in four years, want 48", len(months))
	}
	for i, m := range months {
		opens, closes := c.Day(m.Opens), c.Day(m.Closes)
		if !c.Working(m.Opens) || !c.Working(m.Closes.Add(-time.Minute)) || c.DaysBetween(opens, closes) != 4 {
			t.Errorf("%s to %s", opens, closes)
		}
		if month := time.Month(i%12 + 1); closes.Month != month || closes.Day > 28 || c.DaysBetween(closes, Day{closes.Year, month, 28}) != 0 {
			t.Errorf("closes on %s, which is not the last working day up to the 28th of month %d", closes, month)
		}
	}
}
