package duban_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"duban/internal/calendar"
	"duban/internal/duban"
	"duban/seeds"
)

var shanghai = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	return zone
}()

// office is the real calendar: 9:00–17:00 in Shanghai, with the years of the seed.
var office = func() *calendar.Calendar {
	hours, err := calendar.ParseHours("9:00-17:00")
	if err != nil {
		panic(err)
	}
	var years []calendar.Year
	for _, body := range seeds.Holidays() {
		y, err := calendar.ParseYear(body)
		if err != nil {
			panic(err)
		}
		years = append(years, y)
	}
	return calendar.New(shanghai, hours, years...)
}()

const workday = 8 * time.Hour

// moment reads an instant of the office: 2026-11-27 17:00.
func moment(s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

func date(s string) duban.Date {
	d, err := duban.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// The whole rule of the lights. Yellow begins seven working days before the due
// date, or after two rounds without news.
func TestLight(t *testing.T) {
	rule := duban.LightRule{Zone: shanghai, Near: 7 * workday, Quiet: 2}
	for _, c := range []struct {
		name     string
		state    duban.State
		due      string
		reported bool
		quiet    int
		missed   int
		start    string // of the list
		reached  int    // percent of what is promised, with start
		now      string

		light  duban.Light
		reason duban.Reason
		until  string // when the light changes by itself
	}{
		{name: "nothing heard, no date", now: "2026-11-20 10:00", light: duban.Unheard},
		{name: "heard, no date", reported: true, now: "2026-11-20 10:00", light: duban.OnTrack},
		{name: "one quiet round is none", reported: true, quiet: 1, now: "2026-11-20 10:00", light: duban.OnTrack},
		{name: "two quiet rounds", reported: true, quiet: 2, now: "2026-11-20 10:00", light: duban.Behind, reason: duban.Quiet},
		{name: "quiet and never heard", quiet: 3, now: "2026-11-20 10:00", light: duban.Behind, reason: duban.Quiet},
		{name: "quiet, and a date far away", reported: true, quiet: 2, due: "2026-11-27", now: "2026-10-20 10:00",
			light: duban.Behind, reason: duban.Quiet, until: "2026-11-19 09:00"},

		// Rounds without any answer are told from rounds without news.
		{name: "two rounds not reported", reported: true, quiet: 2, missed: 2, now: "2026-11-20 10:00", light: duban.Behind, reason: duban.Unreported},
		{name: "never reported", quiet: 2, missed: 2, now: "2026-11-20 10:00", light: duban.Behind, reason: duban.Unreported},
		{name: "nothing new, and then nothing at all", reported: true, quiet: 2, missed: 1, now: "2026-11-20 10:00", light: duban.Behind, reason: duban.Quiet},
		{name: "one round not reported", reported: true, quiet: 1, missed: 1, now: "2026-11-20 10:00", light: duban.OnTrack},

		// From Monday the 2nd to Friday the 27th there are twenty working days: a
		// percent is a fifth of one, 96 minutes.
		{name: "as far as the time asks", reported: true, start: "2026-11-02", due: "2026-11-27", reached: 25, now: "2026-11-06 17:00",
			light: duban.OnTrack, until: "2026-11-09 10:36"},
		{name: "behind its numbers", reported: true, start: "2026-11-02", due: "2026-11-27", reached: 25, now: "2026-11-09 10:36",
			light: duban.Behind, reason: duban.Slow, until: "2026-11-19 09:00"},
		{name: "behind its numbers is said before quiet", reported: true, quiet: 5, start: "2026-11-02", due: "2026-11-27", reached: 15, now: "2026-11-12 10:00",
			light: duban.Behind, reason: duban.Slow, until: "2026-11-19 09:00"},
		{name: "quiet before it lags", reported: true, quiet: 2, start: "2026-11-02", due: "2026-11-27", reached: 25, now: "2026-11-06 17:00",
			light: duban.Behind, reason: duban.Quiet, until: "2026-11-09 10:36"},
		{name: "behind its numbers and near", reported: true, start: "2026-11-02", due: "2026-11-27", reached: 15, now: "2026-11-20 10:00",
			light: duban.Behind, reason: duban.DueSoon, until: "2026-11-27 17:00"},
		{name: "all is reached", reported: true, start: "2026-11-02", due: "2026-11-27", reached: 100, now: "2026-11-18 10:00",
			light: duban.OnTrack, until: "2026-11-19 09:00"},
		{name: "numbers without a due date", reported: true, start: "2026-11-02", reached: 1, now: "2026-11-18 10:00", light: duban.OnTrack},

		// Due on Friday the 27th: seven working days back is the 19th, 9:00.
		{name: "far from its date", due: "2026-11-27", now: "2026-11-18 17:00", light: duban.Unheard, until: "2026-11-19 09:00"},
		{name: "heard and far from its date", reported: true, due: "2026-11-27", now: "2026-11-01 00:00",
			light: duban.OnTrack, until: "2026-11-19 09:00"},
		{name: "a moment before it is near", reported: true, due: "2026-11-27", now: "2026-11-19 08:59",
			light: duban.OnTrack, until: "2026-11-19 09:00"},
		{name: "near", reported: true, due: "2026-11-27", now: "2026-11-19 09:00",
			light: duban.Behind, reason: duban.DueSoon, until: "2026-11-27 17:00"},
		{name: "near is said before quiet", reported: true, quiet: 5, due: "2026-11-27", now: "2026-11-20 09:00",
			light: duban.Behind, reason: duban.DueSoon, until: "2026-11-27 17:00"},
		{name: "near and never heard", due: "2026-11-27", now: "2026-11-20 09:00",
			light: duban.Behind, reason: duban.DueSoon, until: "2026-11-27 17:00"},
		{name: "the morning of the due day", reported: true, due: "2026-11-27", now: "2026-11-27 00:00",
			light: duban.Behind, reason: duban.DueSoon, until: "2026-11-27 17:00"},
		{name: "the last minute", reported: true, due: "2026-11-27", now: "2026-11-27 16:59",
			light: duban.Behind, reason: duban.DueSoon, until: "2026-11-27 17:00"},
		{name: "the end of the due day's hours", reported: true, due: "2026-11-27", now: "2026-11-27 17:00",
			light: duban.Overdue, reason: duban.PastDue},
		{name: "long past", due: "2025-12-31", now: "2026-11-20 10:00", light: duban.Overdue, reason: duban.PastDue},
		{name: "past and quiet", quiet: 9, due: "2025-12-31", now: "2026-11-20 10:00", light: duban.Overdue, reason: duban.PastDue},

		// A due date that is a day off is over when that day is.
		{name: "due on a Saturday, the evening before", reported: true, due: "2026-11-28", now: "2026-11-27 17:00",
			light: duban.Behind, reason: duban.DueSoon, until: "2026-11-29 00:00"},
		{name: "due on a Saturday, that night", reported: true, due: "2026-11-28", now: "2026-11-28 23:59",
			light: duban.Behind, reason: duban.DueSoon, until: "2026-11-29 00:00"},
		{name: "due on a Saturday, on Sunday", reported: true, due: "2026-11-28", now: "2026-11-29 00:00",
			light: duban.Overdue, reason: duban.PastDue},
		{name: "due in the National Day holiday", reported: true, due: "2026-10-03", now: "2026-10-02 12:00",
			light: duban.Behind, reason: duban.DueSoon, until: "2026-10-04 00:00"},
		// 10 October 2026 is a Saturday on which work is done; between it and its
		// yellow day lie two holidays.
		{name: "due on a make-up day, far", reported: true, due: "2026-10-10", now: "2026-09-24 08:59",
			light: duban.OnTrack, until: "2026-09-24 09:00"},
		{name: "due on a make-up day", reported: true, due: "2026-10-10", now: "2026-10-10 16:59",
			light: duban.Behind, reason: duban.DueSoon, until: "2026-10-10 17:00"},
		{name: "past a make-up day", reported: true, due: "2026-10-10", now: "2026-10-10 17:00",
			light: duban.Overdue, reason: duban.PastDue},

		{name: "completed", state: duban.Completed, now: "2026-11-20 10:00", light: duban.Done},
		{name: "completed outshines everything", state: duban.Completed, quiet: 9, due: "2025-12-31", now: "2026-11-20 10:00", light: duban.Done},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := duban.Assignment{State: c.state, Due: date(c.due), Quiet: c.quiet, Missed: c.missed}
			if c.state == "" {
				a.State = duban.Open
			}
			if c.reported {
				a.ReportedAt = moment("2026-08-01 10:00")
			}
			light, reason, until := rule.Light(a, duban.Pace{Start: date(c.start), Percent: c.reached, Known: c.start != ""}, office, moment(c.now))
			if light != c.light || reason != c.reason || !until.Equal(moment(c.until)) {
				t.Errorf("%s %q until %v, want %s %q until %s", light, reason, until.In(shanghai), c.light, c.reason, c.until)
			}
		})
	}
}

// The instant a light comes with is exact: up to it nothing changes, at it
// something does, and where there is none nothing ever does.
func TestALightChangesAtTheInstantItNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := func(name string, from, to int) time.Duration {
			return time.Duration(rapid.IntRange(from, to).Draw(t, name)) * 24 * time.Hour
		}
		rule := duban.LightRule{
			Zone: shanghai, Near: time.Duration(rapid.IntRange(0, 20*8*60).Draw(t, "near")) * time.Minute, Quiet: rapid.IntRange(0, 3).Draw(t, "rounds"),
		}
		a := duban.Assignment{State: duban.Open, Quiet: rapid.IntRange(0, 4).Draw(t, "quiet"), Missed: rapid.IntRange(0, 4).Draw(t, "missed")}
		begin := moment("2026-01-01 00:00")
		now := begin.Add(days("now", 0, 500) + time.Duration(rapid.IntRange(0, 24*60).Draw(t, "minute"))*time.Minute)
		if rapid.Bool().Draw(t, "dated") {
			a.Due = duban.DateOf(begin.Add(days("due", 0, 500)), shanghai)
		}
		if rapid.Bool().Draw(t, "reported") {
			a.ReportedAt = begin
		}
		pace := duban.Pace{Percent: rapid.IntRange(0, 110).Draw(t, "reached"), Known: rapid.Bool().Draw(t, "stated")}
		if rapid.Bool().Draw(t, "started") {
			pace.Start = duban.DateOf(begin.Add(days("start", 0, 500)), shanghai)
		}
		type shown struct {
			light  duban.Light
			reason duban.Reason
		}
		show := func(at time.Time) shown {
			light, reason, _ := rule.Light(a, pace, office, at)
			return shown{light, reason}
		}
		is := show(now)
		_, _, until := rule.Light(a, pace, office, now)
		if until.IsZero() {
			if later := show(now.Add(days("later", 1, 3000))); later != is {
				t.Fatalf("%v for ever, and then %v", is, later)
			}
			return
		}
		if !until.After(now) {
			t.Fatalf("changed at %v, before %v", until, now)
		}
		between := now.Add(time.Duration(rapid.Int64Range(0, int64(until.Sub(now))-1).Draw(t, "between")))
		for _, before := range []time.Time{until.Add(-1), between} {
			if got := show(before); got != is {
				t.Fatalf("%v at %v already, before %v", got, before, until)
			}
		}
		if got := show(until); got == is {
			t.Fatalf("still %v at %v", got, until)
		}
	})
}

func TestUrgencyPutsRedFirst(t *testing.T) {
	order := []duban.Light{duban.Overdue, duban.Behind, duban.Unheard, duban.OnTrack, duban.Done}
	for i := range order[1:] {
		if order[i].Urgency() >= order[i+1].Urgency() {
			t.Errorf("%s is not before %s", order[i], order[i+1])
		}
	}
	if len(duban.Lights) != len(order) {
		t.Errorf("a summary has %d lights, want %d", len(duban.Lights), len(order))
	}
}

// How much of the working time is gone, where a start and a due date are known.
func TestTimeIsGoneInProportionToWorkingHours(t *testing.T) {
	rule := duban.LightRule{Zone: shanghai}
	day := func(s string) duban.Date { d, _ := duban.ParseDate(s); return d }
	for _, c := range []struct {
		start, due, now string
		want            int
		ok              bool
	}{
		{"2026-11-23", "2026-11-27", "2026-11-23 09:00", 0, true},
		{"2026-11-23", "2026-11-27", "2026-11-25 13:00", 50, true},
		{"2026-11-23", "2026-11-27", "2026-11-27 17:00", 100, true},
		{"2026-11-23", "2026-11-27", "2026-11-20 17:00", 0, true},
		{"2026-11-23", "2026-11-27", "2026-12-20 09:00", 100, true},
		{"2026-11-23", "2026-11-29", "2026-11-28 12:00", 100, true}, // the weekend asks for nothing
		{"", "2026-11-27", "2026-11-25 13:00", 0, false},
		{"2026-11-23", "", "2026-11-25 13:00", 0, false},
		{"2026-11-27", "2026-11-23", "2026-11-25 13:00", 0, false},
		{"2026-11-28", "2026-11-29", "2026-11-28 13:00", 0, false}, // no working time at all
	} {
		got, ok := rule.Expected(day(c.start), day(c.due), office, moment(c.now))
		if got != c.want || ok != c.ok {
			t.Errorf("from %s to %s at %s: %v %v, want %v %v", c.start, c.due, c.now, got, ok, c.want, c.ok)
		}
	}
}
