package app

import (
	"net/http"
	"testing"
	"time"
)

const day = 24 * time.Hour

// jumps are how far clocks are wrong: an hour of summer time, a day or a year of a
// board without a battery; and how often a contact is asked because of it while
// that lasts. A clock that is right asks him once, at 9:00.
var jumps = map[string]struct {
	by   time.Duration
	then int
}{
	"an hour ahead":            {time.Hour, 1}, // too early, and not again
	"a day ahead":              {day, 0},       // that is before working hours
	"a day and an hour ahead":  {day + time.Hour, 1},
	"a year ahead":             {365 * day, 0},
	"an hour behind":           {-time.Hour, 0},
	"a day behind":             {-day, 0},
	"a year behind":            {-365 * day, 0},
	"a year and a half behind": {-547 * day, 0},
}

// The clock is wrong for a minute, just before the round opens, and then right
// again, with or without a restart between. What was asked while it was wrong is
// not asked again; the round is asked once; answers are given at once all the time.
func TestAClockThatJumpsAsksNothingTwiceAndLosesNothing(t *testing.T) {
	t.Parallel()
	for name, c := range jumps {
		for _, restart := range []bool{false, true} {
			label := name
			if restart {
				label += ", restarted after it"
			}
			t.Run(label, func(t *testing.T) {
				inBubble(t, func(w *world) {
					since := w.events()
					w.jump(c.by)
					w.pass(20 * time.Second)
					then := w.count(wang, "进展报送")
					w.answered("28 钟不准时")
					if restart {
						w.down()
						w.jump(-c.by)
						w.up()
					} else {
						w.jump(-c.by)
					}
					w.pass(10 * time.Second)
					w.answered("29 钟准了")
					w.until(at(11, 23, 9, 3))
					w.answered("30 开了期")
					if asked := w.count(wang, "进展报送"); then != c.then || asked != 1 {
						t.Errorf("asked %d times while the clock was wrong, want %d, and %d times in all, want 1", then, c.then, asked)
					}
					if n := w.reports(); n != 3 {
						t.Errorf("%d reports, want 3", n)
					}
					if n := w.calls("", since); n > 150 {
						t.Errorf("%d calls in six minutes", n)
					}
					w.nothingLeft()
					// The rounds to come have kept their days.
					if n := w.row(`SELECT COUNT(*) FROM round WHERE next_at > ?`, at(12, 31, 0, 0).AddDate(0, 1, 0).UnixMilli()); n != 0 {
						t.Errorf("%d rounds wait for a time that is too far", n)
					}
				})
			})
		}
	}
}

// answered fails unless what the contact writes is answered within seconds.
func (w *world) answered(words string) {
	w.t.Helper()
	before := w.count(wang, "已登记 第")
	w.send(wang, words)
	w.pass(5 * time.Second)
	if n := w.count(wang, "已登记 第") - before; n != 1 {
		w.t.Errorf("%q was answered %d times in five seconds", words, n)
	}
}

// What waits when the clock is set back does not wait for a time that was never
// right: a chat that is held back, a post to be tried again.
func TestWhatWaitsWhenTheClockIsSetBackGoesOn(t *testing.T) {
	for name, d := range map[string]time.Duration{"an hour": time.Hour, "a year": 365 * day} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(w *world) {
				w.until(at(11, 23, 9, 1))
				w.jump(d)
				w.pass(5 * time.Second)
				end := w.meddle(func(method string) *http.Response {
					if method != "sendMessage" {
						return nil
					}
					return says(429, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 20","parameters":{"retry_after":20}}`)
				})
				w.send(wang, "28 开班")
				w.pass(5 * time.Second)
				end()
				w.jump(-d)
				w.pass(time.Minute)
				if n := w.count(wang, "已登记 第28项"); n != 1 {
					t.Errorf("answered %d times within a minute, want 1", n)
				}
				w.nothingLeft()
			})
		})
	}
}
