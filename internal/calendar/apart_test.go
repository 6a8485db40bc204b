package calendar

import (
	"testing"
	"time"
)

// A month in which both close belongs to the other one, wherever its opening lies.
func TestNextApartLeavesMonthsToTheOther(t *testing.T) {
	for _, c := range []struct {
		name, schedule, other string
		want                  []string
	}{
		{
			"quarters", "每月28日前最后一个工作日截止，提前4个工作日", "每季度最后一个工作日截止，提前4个工作日",
			[]string{"2026-10-22", "2026-11-23", "2027-01-22", "2027-02-22"},
		},
		{"one that opens the month before", "每月28日 9:00，当天17:00截止", "2026-10-30 9:00，5天后截止", []string{"2026-10-28", "2026-12-28", "2027-01-28", "2027-03-01"}},
		{"no other", "每月1日", "", []string{"2026-10-05", "2026-11-02", "2026-12-01", "2027-01-04"}},
		{"always the other", "每月28日前最后一个工作日截止", "每月1日", nil},
		{"every week gives up a month", "每周一", "2026-10-08 9:00", []string{"2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23"}},
	} {
		s, err := ParseSchedule(c.schedule)
		if err != nil {
			t.Fatal(err)
		}
		var other Schedule
		if c.other != "" {
			if other, err = ParseSchedule(c.other); err != nil {
				t.Fatal(err)
			}
		}
		after := time.Date(2026, 9, 30, 23, 0, 0, 0, time.UTC)
		for i, want := range c.want {
			m, ok := s.NextApart(New(time.UTC, Hours{}), after, other)
			if got := m.Opens.Format(time.DateOnly); !ok || got != want {
				t.Errorf("%s: moment %d opens %s, want %s", c.name, i+1, got, want)
			}
			after = m.Opens
		}
		if m, ok := s.NextApart(New(time.UTC, Hours{}), after, other); c.want == nil && ok {
			t.Errorf("%s: opens %v", c.name, m.Opens)
		}
	}
}
