package calendar

import (
	"testing"
	"time"
)

func TestAtWhereClocksAreChanged(t *testing.T) {
	for _, v := range []struct {
		zone, day string
		clock     Clock
		want      string // in UTC
	}{
		{"Asia/Shanghai", "2026-11-24", 9 * 60, "2026-11-24 01:00"},
		{"Asia/Shanghai", "2026-11-24", midnight, "2026-11-24 16:00"},
		{"America/New_York", "2026-03-08", 2*60 + 30, "2026-03-08 07:00"}, // left out: 3:00
		{"America/New_York", "2026-03-08", 3 * 60, "2026-03-08 07:00"},
		{"America/New_York", "2026-03-08", 1*60 + 59, "2026-03-08 06:59"},
		{"America/New_York", "2026-11-01", 1*60 + 30, "2026-11-01 05:30"}, // twice: the first
		{"America/New_York", "2026-11-01", 2 * 60, "2026-11-01 07:00"},
		{"Europe/Berlin", "2026-03-29", 2*60 + 30, "2026-03-29 01:00"},
		{"Europe/Berlin", "2026-10-25", 2*60 + 30, "2026-10-25 00:30"},
		{"Australia/Lord_Howe", "2026-10-04", 2*60 + 15, "2026-10-03 15:30"}, // half an hour's gap
		{"Australia/Lord_Howe", "2026-04-05", 1*60 + 45, "2026-04-04 14:45"}, // half an hour twice
		{"America/Sao_Paulo", "2018-11-04", 0, "2018-11-04 03:00"},           // the day began at 1:00
		{"Pacific/Apia", "2011-12-30", 9 * 60, "2011-12-30 10:00"},           // the day was left out
		{"America/Havana", "2026-11-01", 0, "2026-11-01 04:00"},              // midnight twice
	} {
		got := day(t, v.day).At(v.clock, zone(t, v.zone)).UTC().Format("2006-01-02 15:04")
		if got != v.want {
			t.Errorf("%s %s %s: got %s, want %s", v.zone, v.day, v.clock, got, v.want)
		}
	}
}

// Later clocks are never earlier instants, in any zone, on any day.
func TestAtNeverGoesBack(t *testing.T) {
	for _, name := range []string{"America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "America/Havana"} {
		z := zone(t, name)
		last := time.Time{}
		for d := (Day{2026, 1, 1}); d.Year == 2026; d = d.Add(1) {
			for c := Clock(0); c < midnight; c += 15 {
				at := d.At(c, z)
				if at.Before(last) {
					t.Fatalf("%s %s %s: %s is before %s", name, d, c, at, last)
				}
				last = at
			}
		}
	}
}

func TestParseHours(t *testing.T) {
	for text, want := range map[string]string{
		"8:30-17:00": "8:30-17:00", "８：３０—１７：３０": "8:30-17:30", "上午9点至下午5点": "9:00-17:00", "0:00-24:00": "0:00-24:00", "9点半到17点": "9:30-17:00",
		"": "", "9:00": "", "17:00-9:00": "", "9:00-9:00": "", "9:00-25:00": "", "9:0-17:00": "", "9:00-17:60": "", "9:00-17:00-": "", "9-17": "",
	} {
		got, err := ParseHours(text)
		if want == "" {
			if reason(err) != BadTime {
				t.Errorf("%q: %s %v", text, got, err)
			}
		} else if err != nil || got.String() != want {
			t.Errorf("%q: %s %v", text, got, err)
		}
	}
}
