package calendar

import (
	"errors"
	"fmt"
	"os"
	"testing"
	"time"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func seeded(t testing.TB, year int) Year {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("../../seeds/holidays/%d.json", year))
	if err != nil {
		t.Fatal(err)
	}
	y, err := ParseYear(data)
	if err != nil {
		t.Fatalf("%d: %v", year, err)
	}
	return y
}

// shanghai is the calendar of the seed: 2024 to 2026 are known.
func shanghai(t testing.TB) *Calendar {
	return New(zone(t, "Asia/Shanghai"), DefaultHours, seeded(t, 2024), seeded(t, 2025), seeded(t, 2026))
}

func day(t testing.TB, text string) Day {
	t.Helper()
	d, err := ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func reason(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Reason
	}
	if err != nil {
		return "untyped: " + err.Error()
	}
	return ""
}

func TestAddDays(t *testing.T) {
	c := shanghai(t)
	for _, v := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-09-18", 1, "2026-09-20"}, // a Sunday, make-up
		{"2026-09-18", 2, "2026-09-21"},
		{"2026-09-30", 3, "2026-10-10"}, // a Saturday, make-up
		{"2026-02-13", 1, "2026-02-14"}, // a Saturday, make-up
		{"2026-02-13", 2, "2026-02-24"},
		{"2026-04-30", 2, "2026-05-07"},
		{"2025-12-31", 1, "2026-01-04"}, // a Sunday, make-up
		{"2026-09-20", -1, "2026-09-18"},
		{"2026-10-08", -1, "2026-09-30"},
		{"2026-10-03", 0, "2026-10-03"}, // a day off stays itself
		{"2026-10-03", 1, "2026-10-08"},
		{"2024-02-28", 2, "2024-03-01"},
		{"2026-12-31", 1, "2027-01-04"}, // estimated: 1 January is a Friday
	} {
		from, want := day(t, v.from), day(t, v.want)
		if got := c.AddDays(from, v.n); got != want {
			t.Errorf("%s %+d: got %s, want %s", v.from, v.n, got, v.want)
		}
		if got := c.DaysBetween(from, want); got != v.n {
			t.Errorf("DaysBetween(%s, %s) = %d, want %d", v.from, v.want, got, v.n)
		}
	}
}

func TestWorkingDaysOfAYear(t *testing.T) {
	c := shanghai(t)
	for year, want := range map[int]int{
		2025: 248, 2026: 248,
		// 261 weekdays; on weekdays fall 元旦 1, 春节 2 (Friday 5 and Monday 8
		// February), 清明 1, 端午 1, 中秋 1, 国庆 1.
		2027: 254,
	} {
		n := 0
		for d := (Day{year, 1, 1}); d.Year == year; d = d.Add(1) {
			if c.WorkingDay(d) {
				n++
			}
		}
		if n != want {
			t.Errorf("%d has %d working days, want %d", year, n, want)
		}
	}
}

func TestAYearWithoutNoticeIsEstimated(t *testing.T) {
	c := shanghai(t)
	if !c.Estimated(2027) || c.Estimated(2026) || c.Source(2026) != "国办发明电〔2025〕7号" || c.Source(2027) != "" {
		t.Error("2027 is the estimated one")
	}
	var off []string
	for _, d := range c.Specials(2027) {
		off = append(off, d.Date.String()[5:]+d.Name)
	}
	want := "[01-01元旦 02-05春节 02-06春节 02-07春节 02-08春节 04-05清明节 05-01劳动节 05-02劳动节 06-09端午节 09-15中秋节 10-01国庆节 10-02国庆节 10-03国庆节]"
	if fmt.Sprint(off) != want {
		t.Errorf("got  %v\nwant %s", off, want)
	}
	if c.WorkingDay(Day{2099, 10, 1}) || !c.WorkingDay(Day{2099, 9, 15}) || !c.WorkingDay(Day{2100, 10, 1}) {
		t.Error("beyond the table the days of the solar calendar are known until 2099")
	}
}

func TestALaterNoticeReplacesAndLocalDaysAreLaidOver(t *testing.T) {
	notice := func(days ...YearDay) Year { return Year{Year: 2027, Source: "x", Days: days} }
	monday, tuesday := Day{2027, 3, 1}, Day{2027, 3, 2}
	first := notice(YearDay{Date: monday, Name: "first", Off: true})
	second := notice(YearDay{Date: tuesday, Name: "second", Off: true})
	local := Year{Year: 2027, Local: true, Days: []YearDay{{Date: monday, Name: "消杀", Off: true}, {Date: tuesday, Name: "值班"}}}

	c := New(nil, Hours{}, first, second)
	if !c.WorkingDay(monday) || c.WorkingDay(tuesday) {
		t.Error("the second notice must stand alone")
	}
	c = New(nil, Hours{}, local, first, second)
	if c.WorkingDay(monday) || !c.WorkingDay(tuesday) || c.Estimated(2027) {
		t.Error("local days must lie over the notice wherever they stand among the arguments")
	}
	c = New(nil, Hours{}, local)
	if c.WorkingDay(monday) || c.WorkingDay(Day{2027, 10, 1}) || !c.Estimated(2027) {
		t.Error("local days are no notice: the estimate stays below them")
	}
	if special, ok := c.Special(monday); !ok || special.Name != "消杀" {
		t.Errorf("got %v", special)
	}
}

func TestANoticeMayBeginInTheDecemberBefore(t *testing.T) {
	eve := Day{2026, 12, 31}
	c := New(nil, Hours{}, Year{Year: 2027, Source: "x", Days: []YearDay{{Date: eve, Name: "元旦", Off: true}}}, seeded(t, 2026))
	if c.WorkingDay(eve) {
		t.Error("2026-12-31 is off because 2027's notice says so")
	}
}
