package calendar

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/6tail/lunar-go/HolidayUtil"
	lunar "github.com/6tail/lunar-go/calendar"
)

func TestSeededYearsAgreeWithLunarGo(t *testing.T) {
	for year, source := range map[int]string{
		2024: "国办发明电〔2023〕7号", 2025: "国办发明电〔2024〕12号", 2026: "国办发明电〔2025〕7号",
	} {
		y := seeded(t, year)
		if y.Source != source || y.Local {
			t.Errorf("%d: source %q, local %v", year, y.Source, y.Local)
		}
		off := map[string]bool{}
		for _, d := range y.Days {
			off[d.Date.String()] = d.Off
		}
		theirs := HolidayUtil.GetHolidaysByYear(year)
		for e := theirs.Front(); e != nil; e = e.Next() {
			h := e.Value.(*HolidayUtil.Holiday)
			if ours, ok := off[h.GetDay()]; !ok || ours == h.IsWork() {
				t.Errorf("%s: off %v (known %v), lunar-go says work %v", h.GetDay(), ours, ok, h.IsWork())
			}
		}
		if theirs.Len() != len(y.Days) {
			t.Errorf("%d: %d days, lunar-go has %d", year, len(y.Days), theirs.Len())
		}
	}
}

func TestFestivalsAgreeWithLunarGo(t *testing.T) {
	for year := 2024; year <= 2035; year++ {
		f := festivals[year]
		on := func(month, d int) int {
			solar := lunar.NewLunarFromYmd(year, month, d).GetSolar()
			return solar.GetMonth()*100 + solar.GetDay()
		}
		qingming := lunar.NewLunarFromYmd(year, 6, 1).GetJieQiTable()["清明"]
		if f.spring != on(1, 1) || f.duanwu != on(5, 5) || f.midautumn != on(8, 15) ||
			f.qingming != qingming.GetMonth()*100+qingming.GetDay() {
			t.Errorf("%d: %+v", year, f)
		}
	}
	if len(festivals) != 12 {
		t.Errorf("%d years are tabled", len(festivals))
	}
}

func TestParseYearIsStrict(t *testing.T) {
	good := `{"year":2026,"source":"x","days":[{"date":"2026-01-01","name":"元旦","off":true},{"date":"2026-01-04","name":"元旦","off":false}]}`
	y, err := ParseYear([]byte(good))
	if err != nil || len(y.Days) != 2 || y.Days[0].Date != (Day{2026, 1, 1}) || !y.Days[0].Off {
		t.Fatal(y, err)
	}
	for _, v := range []struct{ old, new string }{
		{`"year":2026`, `"year":1926`},
		{`"source":"x"`, `"source":""`},
		{`"source"`, `"sauce"`},
		{`"off":true`, `"on":true`},
		{`,"off":true`, ``},
		{`"off":true`, `"off":true,"hours":"9:00-12:00"`},
		{`"off":false`, `"off":false,"hours":"25:00"`},
		{`"name":"元旦","off":true`, `"name":"","off":true`},
		{`2026-01-01`, `2026-02-30`},
		{`2026-01-01`, `2027-01-01`},
		{`2026-01-01`, `2025-11-30`},
		{`2026-01-01`, `2026-1-1`},
		{`2026-01-01`, ``},
		{`"date":"2026-01-01",`, ``},
		{`2026-01-01`, `2026-01-04`},
		{`2026-01-04`, `2026-01-05`}, // a Monday needs no make-up
		{`]}`, `]} {}`},
		{`]}`, `]`},
	} {
		if _, err := ParseYear([]byte(strings.Replace(good, v.old, v.new, 1))); reason(err) != BadYear {
			t.Errorf("%s for %s: %v", v.new, v.old, err)
		}
	}
	if _, err := ParseYear([]byte(strings.NewReplacer(`"source":"x"`, `"source":"","local":true`, "01-04", "01-05").Replace(good))); err != nil {
		t.Errorf("local: %v", err)
	}
}

func TestAYearSurvivesJSON(t *testing.T) {
	y := Year{2027, "", true, []YearDay{{Day{2027, 2, 4}, "半天", false, Hours{9 * 60, 12*60 + 30}}, {Day{2027, 2, 5}, "关门", true, Hours{}}}}
	data, err := json.Marshal(y)
	if err != nil {
		t.Fatal(err)
	}
	back, err := ParseYear(data)
	if err != nil || !reflect.DeepEqual(back, y) {
		t.Errorf("%s\n%v %v", data, back, err)
	}
}

func TestDay(t *testing.T) {
	d := day(t, "2024-02-28")
	if d.Add(2).String() != "2024-03-01" || d.Add(-59).String() != "2023-12-31" || d.Weekday() != time.Wednesday ||
		!d.Before(d.Add(1)) || d.Before(d) || d.Compare(d.Add(-1)) != 1 || (Day{}).String() != "" || !(Day{}).IsZero() {
		t.Error(d)
	}
	z := zone(t, "Asia/Shanghai")
	if got := DayOf(time.Date(2024, 2, 28, 17, 0, 0, 0, time.UTC), z); got != d.Add(1) {
		t.Error(got)
	}
	if got := d.In(z); !got.Equal(time.Date(2024, 2, 27, 16, 0, 0, 0, time.UTC)) {
		t.Error(got)
	}
	for text, want := range map[string]string{
		"2024-2-28": UnknownDate, "": UnknownDate, "2024-02-2x": UnknownDate, "2024/02/28": UnknownDate, "+024-02-28": UnknownDate,
		"2023-02-29": ImpossibleDate, "2023-13-01": ImpossibleDate, "0000-00-00": ImpossibleDate, "2024-01-00": ImpossibleDate,
	} {
		if _, err := ParseDay(text); reason(err) != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}
