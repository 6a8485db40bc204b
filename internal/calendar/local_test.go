package calendar

import (
	"fmt"
	"testing"
)

func TestParseLocal(t *testing.T) {
	c := shanghai(t)
	today := day(t, "2026-11-24")
	for text, want := range map[string]string{
		"2026-12-01 停工":              "2026-12-01 2026-12-01 off",
		"2026-12-01  放假  暴雪 停课":      "2026-12-01 2026-12-01 off 暴雪 停课",
		"12月1日 休息":                   "2026-12-01 2026-12-01 off",
		"明天 停工":                      "2026-11-25 2026-11-25 off",
		"2026-12-01 上午":              "2026-12-01 2026-12-01 9:00-12:00",
		"2026-12-01 下午放假":            "2026-12-01 2026-12-01 9:00-12:00",
		"2026-12-01 下午 体检":           "2026-12-01 2026-12-01 13:00-17:00 体检",
		"2026-12-01 上午休息":            "2026-12-01 2026-12-01 13:00-17:00",
		"2026-12-01 afternoon":       "2026-12-01 2026-12-01 13:00-17:00",
		"12月31日 9:00-11:30":          "2026-12-31 2026-12-31 9:00-11:30",
		"2026-12-05 上班":              "2026-12-05 2026-12-05 work",
		"2026-12-05 加班 年终决算":         "2026-12-05 2026-12-05 work 年终决算",
		"2026-12-01 取消":              "2026-12-01 2026-12-01 take",
		"12月1日至3日 停工":                "2026-12-01 2026-12-03 off",
		"12月1日 至 3日 停工":              "2026-12-01 2026-12-03 off",
		"12月30日到1月2日 停工":             "2026-12-30 2027-01-02 off",
		"2026-12-01～2026-12-02 停工 雪": "2026-12-01 2026-12-02 off 雪",
		"2026-12-01——3日 停工":          "2026-12-01 2026-12-03 off",

		"2026-12-01":               "!unknown-local",
		"停工":                       "!unknown-local",
		"2026-12-01 也许":            "!unknown-local",
		"":                         "!unknown-local",
		"2026-02-30 停工":            "!impossible-date",
		"那天 停工":                    "!unknown-date",
		"11月20日 停工":                "!past",
		"2026-12-03至1日 停工":         "!impossible-date",
		"2026-12-01至32日 停工":        "!impossible-date",
		"2026-12-01至2027-12-01 停工": "!impossible-date",
		"2026-12-01 25:00-26:00":   "!unknown-local",
	} {
		l, err := c.ParseLocal(text, today)
		what := "work"
		switch {
		case l.Take:
			what = "take"
		case l.Off:
			what = "off"
		case l.Hours != Hours{}:
			what = l.Hours.String()
		}
		got := fmt.Sprintf("%s %s %s", l.First, l.Last, what)
		if l.Name != "" {
			got += " " + l.Name
		}
		if err != nil {
			got = "!" + reason(err)
		}
		if got != want {
			t.Errorf("%s: got %s (%v), want %s", text, got, err, want)
		}
	}
	evening := New(c.Zone(), Hours{13 * 60, 21 * 60})
	if _, err := evening.ParseLocal("2026-12-01 上午", today); reason(err) != BadTime {
		t.Errorf("an office that opens at 13:00 has no morning: %v", err)
	}
}

func TestTheDaysOfALocalSpan(t *testing.T) {
	l := Local{First: Day{2026, 12, 30}, Last: Day{2027, 1, 2}, Off: true, Name: "雪"}
	days := l.Days()
	if len(days) != 4 || days[0] != (YearDay{Day{2026, 12, 30}, "雪", true, Hours{}}) || days[3].Date != (Day{2027, 1, 2}) {
		t.Error(days)
	}
}
