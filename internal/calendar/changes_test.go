package calendar

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

func TestChangesAreTheDaysPeopleNotice(t *testing.T) {
	c := shanghai(t)
	local := Year{Year: 2026, Local: true, Days: []YearDay{
		{Date: Day{2026, 12, 1}, Off: true},
		{Date: Day{2026, 12, 2}, Hours: Hours{9 * 60, 12 * 60}},
		{Date: Day{2026, 12, 5}},            // a Saturday on which the office works
		{Date: Day{2026, 12, 6}, Off: true}, // a Sunday: nothing new
		{Date: Day{2026, 10, 10}, Off: true},
	}}
	other := New(c.Zone(), DefaultHours, seeded(t, 2024), seeded(t, 2025), seeded(t, 2026), local)
	want := "[{2026-10-10 9:00-17:00 0:00-0:00} {2026-12-01 9:00-17:00 0:00-0:00} {2026-12-02 9:00-17:00 9:00-12:00} {2026-12-05 0:00-0:00 9:00-17:00}]"
	if got := fmt.Sprint(c.Changes(other)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := c.Changes(shanghai(t)); len(got) != 0 {
		t.Errorf("the same calendar differs: %v", got)
	}
	// Without its notice 2026 has neither the 6 make-up days nor the 9 weekdays off
	// that they are for.
	if got := len(c.Changes(New(c.Zone(), DefaultHours, seeded(t, 2024), seeded(t, 2025)))); got != 15 {
		t.Errorf("%d days change without the notice of 2026", got)
	}
}

// Whoever holds a calendar sees what replaced it, by every method alike.
func TestAReplacedCalendarTellsTheNewDays(t *testing.T) {
	tuesday := Day{2026, 12, 1}
	closed := Year{Year: 2026, Local: true, Days: []YearDay{{Date: tuesday, Name: "雪", Off: true}}}
	half := Year{Year: 2026, Local: true, Days: []YearDay{{Date: tuesday, Hours: Hours{9 * 60, 12 * 60}}}}
	all := func(c *Calendar) string {
		noon, monday := at(t, c, "2026-12-01 12:00"), Day{2026, 11, 30}
		s, _ := ParseSchedule("每月第一个工作日")
		next, _ := s.Next(c, at(t, c, "2026-11-30 12:00"))
		d, _ := c.ParseDate("1个工作日内", monday)
		due, _ := c.ParseDue("1个工作日内", monday)
		special, _ := c.Special(tuesday)
		return fmt.Sprint(c.WorkingDay(tuesday), c.AddDays(monday, 1), c.DaysBetween(monday, tuesday), c.Working(noon), c.NextWorking(noon),
			c.Add(noon, time.Hour), c.Add(noon, -5*time.Hour), c.Between(at(t, c, "2026-11-30 12:00"), noon), c.StartOf(tuesday), c.EndOf(tuesday),
			c.HoursOn(tuesday), next, d, due, special, len(c.Specials(2026)), c.Estimated(2026), c.Source(2026), c.Zone(), c.Hours())
	}
	c := New(zone(t, "Asia/Shanghai"), DefaultHours)
	for _, y := range []Year{closed, half} {
		want := New(zone(t, "Asia/Shanghai"), DefaultHours, seeded(t, 2026), y)
		before := all(c)
		c.Replace(want)
		if got := all(c); got != all(want) || got == before {
			t.Errorf("got  %s\nwant %s", got, all(want))
		}
	}
}

func TestACalendarMayBeReplacedWhileOthersLookAtIt(t *testing.T) {
	c, other := shanghai(t), New(zone(t, "Asia/Shanghai"), DefaultHours)
	var looking sync.WaitGroup
	for range 4 {
		looking.Go(func() {
			for range 200 {
				// 2026 is either known whole or estimated whole.
				if n := c.DaysBetween(Day{2025, 12, 31}, Day{2026, 12, 31}); n != 248 && n != 251 {
					t.Errorf("%d working days", n)
				}
			}
		})
	}
	first := shanghai(t)
	for i := range 200 {
		c.Replace([]*Calendar{first, other}[i%2])
	}
	looking.Wait()
}

func TestMomentsMoveWithTheCalendar(t *testing.T) {
	from := shanghai(t)
	with := func(days ...YearDay) *Calendar {
		return New(from.Zone(), DefaultHours, seeded(t, 2024), seeded(t, 2025), seeded(t, 2026), Year{Year: 2026, Local: true, Days: days})
	}
	off := func(month time.Month, d int) YearDay { return YearDay{Date: Day{2026, month, d}, Off: true} }
	work := func(month time.Month, d int) YearDay { return YearDay{Date: Day{2026, month, d}} }
	const focus = "每月28日前最后一个工作日截止，提前4个工作日"
	for _, v := range []struct {
		schedule, after string
		to              *Calendar
		want            string
	}{
		{focus, "2026-11-20 18:00", with(off(11, 25)), "11-20 09:00→11-27 17:00"},        // opens a working day earlier, which is past
		{focus, "2026-11-20 18:00", with(work(11, 28)), "11-24 09:00→11-28 17:00"},       // the last working day is the 28th itself
		{focus, "2026-11-20 18:00", with(off(11, 27)), "11-20 09:00→11-26 17:00"},        //
		{focus, "2026-11-20 18:00", with(off(3, 3)), "11-23 09:00→11-27 17:00"},          // another month
		{"每月23日，遇休顺延", "2026-11-20 18:00", with(off(11, 23)), "11-24 09:00→11-30 17:00"}, //
		{"每月23日，遇休跳过", "2026-11-20 18:00", with(off(11, 23)), ""},                        // left out
		{"每月23日", "2026-11-20 18:00", with(off(11, 23)), "11-24 09:00→11-30 17:00"},      // the next working day, unless it says otherwise
		{"每个工作日 9:00", "2026-11-20 18:00", with(off(11, 24)), "11-23 09:00→11-30 17:00"}, // the same day
		{"每个工作日 9:00", "2026-11-20 18:00", with(off(11, 23)), ""},                        // the day is gone
		{"每月第一个工作日", "2026-11-20 18:00", with(off(12, 1)), "12-02 09:00→12-08 17:00"},    //
		{"每月第一个工作日、最后一个工作日", "2026-11-20 18:00", with(off(11, 30)), "11-27 09:00→12-04 17:00"},
		{"2026-12-15截止，提前60个工作日", "2026-09-01 00:00", with(off(10, 9)), "09-15 09:00→12-15 17:00"}, // a deadline months after the opening
		{"每周六、日，遇休顺延", "2026-11-20 18:00", with(off(11, 23)), "11-24 09:00→11-30 17:00"},           // two days that make one moment
		{"0 9,14 23 * *", "2026-11-23 10:00", with(off(3, 3)), "11-23 14:00→11-27 17:00"},          // the second time of the day
	} {
		s, err := ParseSchedule(v.schedule)
		if err != nil {
			t.Fatal(err)
		}
		m, ok := s.Next(from, at(t, from, v.after))
		if !ok {
			t.Fatalf("%s has no moment", v.schedule)
		}
		got := ""
		if moved, ok := s.Moved(m, from, v.to); ok {
			got = moments([]Moment{moved})
		}
		if got != v.want {
			t.Errorf("%s, %s: got %q, want %q", v.schedule, moments([]Moment{m}), got, v.want)
		}
	}
	s, _ := ParseSchedule(focus)
	none := Moment{Opens: at(t, from, "2026-11-22 09:00")}
	for _, s := range []Schedule{s, {}} {
		if got, ok := s.Moved(none, from, with(off(11, 25))); !ok || got != none {
			t.Errorf("%q moved what is no moment to %v", s, got)
		}
	}
}

// Where nothing changes nothing moves.
func TestAMomentStaysWhereTheCalendarIsTheSame(t *testing.T) {
	c := shanghai(t)
	for _, text := range []string{
		"每月28日前最后一个工作日截止，提前4个工作日", "每季度最后一个工作日截止，提前5个工作日", "每月30日，遇休顺延", "每周六、日，遇休提前", "每个工作日 16:00，当天17:00截止",
		"每月1日、末前最后一个工作日", "0 9,14 */3 * *，遇休顺延", "每季度首月5日，遇休顺延", "每年6月、12月", "每年10月3日，遇休提前", "2026-12-15截止，提前90个工作日",
	} {
		s, err := ParseSchedule(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range s.NextN(c, at(t, c, "2025-12-01 00:00"), 60) {
			if got, ok := s.Moved(m, c, c); !ok || got != m {
				t.Errorf("%s: %v became %v", text, m, got)
			}
		}
	}
}
