package calendar

import (
	"fmt"
	"testing"
	"time"

	"github.com/robfig/cron/v3"
)

// library is what the library alone makes of a spec: the moments after an instant,
// or how it fails.
func library(spec string, after time.Time) (text string) {
	defer func() {
		if p := recover(); p != nil {
			text = "panic"
		}
	}()
	s, err := cron.ParseStandard(spec)
	if err != nil {
		return "error"
	}
	for range 3 {
		after = s.Next(after)
		text += after.UTC().Format("01-02 15:04:05 ")
		if after.IsZero() {
			return "never"
		}
	}
	return text
}

// Each trap of the library is sprung first, so that a guard against nothing is
// noticed, and then what stands in front of it is asked the same.
func TestEveryTrapOfTheCronLibraryIsGuarded(t *testing.T) {
	c := New(nil, DefaultHours)
	after := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC) // a Saturday
	for _, v := range []struct{ trap, spec, theirs, ours string }{
		{"a zone alone panics", "CRON_TZ=Asia/Shanghai", "panic", "!" + UnknownSchedule},
		{"a typo panics", "TZ=0", "panic", "!" + UnknownSchedule},
		{"an interval that goes back fires every second", "@every -1h", "01-31 12:00:01 01-31 12:00:02 01-31 12:00:03 ", "!" + UnknownSchedule},
		{"a day that never comes is no error", "0 9 30 2 *", "never", "!" + NeverHappens},
		{"nor is one of no named month", "0 9 31 4,6,9,11 *", "never", "!" + NeverHappens},
		{"day of month and weekday are either", "0 9 13 * 5", "02-06 09:00:00 02-13 09:00:00 02-20 09:00:00 ", "!" + AmbiguousDays},
		{"weekday 7 is unknown", "0 9 * * 7", "error", "02-02 09:00 02-09 09:00 02-20 09:00"},
		{"and no end of a range", "0 9 * * 5-7", "error", "02-02 09:00 02-06 09:00 02-09 09:00"},
		{"short months are passed over", "0 9 31 * *", "03-31 09:00:00 05-31 09:00:00 07-31 09:00:00 ", "02-02 09:00 03-31 09:00 06-01 09:00"}, // as cron means it
		{"there is no last day", "0 9 L * *", "error", "!" + UnknownSchedule},
		{"but Chinese has one", "每月末 9:00", "error", "02-02 09:00 03-02 09:00 03-31 09:00"},
		{"nor a working day", "0 9 W * *", "error", "!" + UnknownSchedule},
		{"but Chinese has one too", "每月最后一个工作日 9:00", "error", "02-27 09:00 03-31 09:00 04-30 09:00"},
	} {
		if got := library(v.spec, after); got != v.theirs {
			t.Errorf("%s: the library makes %q of %s, not %q: is the guard still needed?", v.trap, got, v.spec, v.theirs)
		}
		got := ""
		s, err := ParseSchedule(v.spec)
		if err != nil {
			got = "!" + reason(err)
		}
		for i, m := range s.NextN(c, after, 3) {
			if i > 0 {
				got += " "
			}
			got += fmt.Sprint(m.Opens.Format("01-02 15:04"))
		}
		if got != v.ours {
			t.Errorf("%s: %s is %q, want %q", v.trap, v.spec, got, v.ours)
		}
	}
}
