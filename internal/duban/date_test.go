package duban_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"duban/internal/duban"
)

func TestParseDate(t *testing.T) {
	for _, c := range []struct {
		text string
		want duban.Date
		bad  bool
	}{
		{"", duban.Date{}, false},
		{"2026-12-31", duban.Date{Year: 2026, Month: 12, Day: 31}, false},
		{"2024-02-29", duban.Date{Year: 2024, Month: 2, Day: 29}, false},
		{"2026-02-29", duban.Date{}, true},
		{"2026-13-01", duban.Date{}, true},
		{"2026-1-1", duban.Date{}, true},
		{"12月31日", duban.Date{}, true},
		{"2026-12-31 ", duban.Date{}, true},
	} {
		if got, err := duban.ParseDate(c.text); got != c.want || (err != nil) != c.bad {
			t.Errorf("%q: %v, %v", c.text, got, err)
		}
	}
}

func TestADateIsACivilDayOfItsZone(t *testing.T) {
	at := time.Date(2026, 12, 31, 16, 30, 0, 0, time.UTC) // half past midnight in Shanghai
	if got := duban.DateOf(at, shanghai); got != (duban.Date{Year: 2027, Month: 1, Day: 1}) {
		t.Errorf("in Shanghai: %v", got)
	}
	if got := duban.DateOf(at, time.UTC); got.String() != "2026-12-31" {
		t.Errorf("in UTC: %v", got)
	}
	if got := (duban.Date{Year: 2027, Month: 1, Day: 1}).In(shanghai); !got.Equal(moment("2027-01-01 00:00")) {
		t.Errorf("begins at %v", got)
	}
	if d := (duban.Date{}); !d.IsZero() || d.String() != "" {
		t.Errorf("no date is %q", d)
	}
}

func TestDates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := duban.DateOf(time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "at"), 0), shanghai)
		if again, err := duban.ParseDate(d.String()); err != nil || again != d {
			t.Fatalf("%v is read as %v, %v", d, again, err)
		}
		next := d.Next()
		if !d.Before(next) || next.Before(d) || d.Before(d) {
			t.Fatalf("%v and %v are in no order", d, next)
		}
		if got := next.In(shanghai).Sub(d.In(shanghai)); got < 23*time.Hour || got > 25*time.Hour {
			t.Fatalf("%v lasts %v", d, got)
		}
		if got := duban.DateOf(d.In(shanghai), shanghai); got != d {
			t.Fatalf("%v begins on %v", d, got)
		}
	})
}
