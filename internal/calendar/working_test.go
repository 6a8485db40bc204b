package calendar

import (
	"math/rand/v2"
	"testing"
	"time"
)

// What the domain declares as its WorkingTime.
var _ interface {
	Add(time.Time, time.Duration) time.Time
	Between(a, b time.Time) time.Duration
} = (*Calendar)(nil)

func at(t testing.TB, c *Calendar, text string) time.Time {
	t.Helper()
	instant, err := time.ParseInLocation("2006-01-02 15:04", text, c.Zone())
	if err != nil {
		t.Fatal(err)
	}
	return instant
}

func TestAdd(t *testing.T) {
	c := shanghai(t)
	for _, v := range []struct {
		from  string
		hours float64
		want  string
	}{
		{"2026-11-23 10:00", 2, "2026-11-23 12:00"},
		{"2026-11-23 10:00", 7, "2026-11-23 17:00"}, // exactly up: this evening
		{"2026-11-23 10:00", 7.5, "2026-11-24 09:30"},
		{"2026-11-23 00:00", 8, "2026-11-23 17:00"}, // how the domain asks for the day's end
		{"2026-11-22 12:00", 1, "2026-11-23 10:00"}, // a Sunday
		{"2026-11-23 20:00", 1, "2026-11-24 10:00"},
		{"2026-09-18 16:00", 2, "2026-09-20 10:00"}, // a Sunday, make-up
		{"2026-09-30 16:00", 25, "2026-10-10 17:00"},
		{"2026-11-23 20:00", 0, "2026-11-23 20:00"},
		{"2026-11-23 10:00", -1, "2026-11-23 09:00"}, // exactly: this morning
		{"2026-11-23 10:00", -1.5, "2026-11-20 16:30"},
		{"2026-11-27 17:00", -56, "2026-11-19 09:00"},
		{"2026-11-22 12:00", -8, "2026-11-20 09:00"},
		{"2026-11-23 08:00", -1, "2026-11-20 16:00"},
	} {
		got := c.Add(at(t, c, v.from), time.Duration(v.hours*float64(time.Hour)))
		if want := at(t, c, v.want); !got.Equal(want) {
			t.Errorf("%s %+gh: got %s, want %s", v.from, v.hours, got.Format("2006-01-02 15:04"), v.want)
		}
	}
}

func TestBetween(t *testing.T) {
	c := shanghai(t)
	for _, v := range []struct {
		from, to string
		want     time.Duration
	}{
		{"2026-11-23 10:00", "2026-11-23 12:00", 2 * time.Hour},
		{"2026-11-23 00:00", "2026-11-24 00:00", 8 * time.Hour},
		{"2026-11-21 00:00", "2026-11-23 00:00", 0},
		{"2026-09-30 00:00", "2026-10-11 00:00", 32 * time.Hour},
		{"2026-11-23 12:00", "2026-11-23 10:00", 0},
		{"2026-11-23 12:00", "2026-11-20 10:00", 0},
	} {
		if got := c.Between(at(t, c, v.from), at(t, c, v.to)); got != v.want {
			t.Errorf("%s to %s: got %s, want %s", v.from, v.to, got, v.want)
		}
	}
}

// Whatever working time is added lies between; taken away again it leads back
// to working time, and nothing ends outside working hours.
func TestAddAndBetweenAgree(t *testing.T) {
	for _, z := range []string{"Asia/Shanghai", "America/New_York"} {
		c := New(zone(t, z), Hours{0, midnight}, seeded(t, 2026))
		if z == "Asia/Shanghai" {
			c = shanghai(t)
		}
		random := rand.New(rand.NewPCG(1, 2))
		start := time.Date(2025, 12, 1, 0, 0, 0, 0, c.Zone())
		for range 500 {
			from := start.Add(time.Duration(random.Int64N(int64(400 * 24 * time.Hour))))
			d := time.Duration(random.Int64N(int64(300*time.Hour))) + 1
			to := c.Add(from, d)
			if got := c.Between(from, to); got != d {
				t.Fatalf("%s + %s = %s, but between them is %s", from, d, to, got)
			}
			if back := c.Add(to, -d); c.Between(back, to) != d || c.Between(back, from) != 0 || c.Between(from, back) != 0 {
				t.Fatalf("%s + %s = %s, and back %s", from, d, to, back)
			}
			next := c.NextWorking(from)
			if !c.Working(next) || next.Before(from) || c.Between(from, next) != 0 || c.Working(from) != next.Equal(from) {
				t.Fatalf("next working after %s: %s", from, next)
			}
		}
	}
}

func TestNextWorking(t *testing.T) {
	c := shanghai(t)
	for from, want := range map[string]string{
		"2026-11-24 08:59": "2026-11-24 09:00",
		"2026-11-24 09:00": "2026-11-24 09:00",
		"2026-11-24 16:59": "2026-11-24 16:59",
		"2026-11-24 17:00": "2026-11-25 09:00",
		"2026-11-27 23:01": "2026-11-30 09:00",
		"2026-09-19 12:00": "2026-09-20 09:00", // Saturday to the make-up Sunday
		"2026-09-30 17:00": "2026-10-08 09:00",
	} {
		if got := c.NextWorking(at(t, c, from)); !got.Equal(at(t, c, want)) {
			t.Errorf("%s: got %s, want %s", from, got, want)
		}
	}
}

func TestHalfDays(t *testing.T) {
	eve := Day{2027, 2, 4}
	c := New(zone(t, "Asia/Shanghai"), DefaultHours, Year{Year: 2027, Local: true, Days: []YearDay{
		{Date: eve, Name: "半天", Hours: Hours{9 * 60, 12 * 60}},
	}})
	if got := c.EndOf(eve); !got.Equal(at(t, c, "2027-02-04 12:00")) {
		t.Errorf("ends %s", got)
	}
	if got := c.Add(at(t, c, "2027-02-04 11:00"), 2*time.Hour); !got.Equal(at(t, c, "2027-02-09 10:00")) {
		t.Errorf("two hours later it is %s", got)
	}
	if c.Working(at(t, c, "2027-02-04 12:00")) {
		t.Error("nobody works in the afternoon")
	}
	if got := c.StartOf(Day{2027, 2, 6}); !got.Equal(at(t, c, "2027-02-06 09:00")) {
		t.Errorf("a day off would begin at %s", got)
	}
}

func TestImpossibleHoursAreTheDefault(t *testing.T) {
	for _, h := range []Hours{{}, {17 * 60, 9 * 60}, {-1, 60}, {0, midnight + 1}} {
		if got := New(nil, h).Hours(); got != DefaultHours {
			t.Errorf("%v: got %s", h, got)
		}
	}
}
