package duban_test

import (
	"testing"
	"time"

	"duban/internal/duban"
)

// The whole rule of what a focus round asks for. It closes on 2026-11-27; thirty
// working days before 2027-01-08 is 2026-11-27.
func TestFocus(t *testing.T) {
	rule := duban.FocusRule{Lights: duban.LightRule{Zone: shanghai, Near: 7 * workday, Quiet: 2}, Near: 30 * workday, Passed: 2}
	heard := duban.Assignment{State: duban.Open, Asked: true, ReportedAt: moment("2026-10-26 10:00")}
	with := func(change func(*duban.Chance)) duban.Chance {
		c := duban.Chance{Assignment: heard, Task: duban.Task{Kind: duban.DatedTask}}
		change(&c)
		return c
	}
	yearly := func(months ...time.Month) func(*duban.Chance) {
		return func(c *duban.Chance) { c.Task.Kind, c.Task.Months = duban.YearlyTask, months }
	}
	for _, c := range []struct {
		name   string
		change func(*duban.Chance)
		want   duban.FocusReason
	}{
		{"nothing has moved", func(*duban.Chance) {}, duban.NotAsked},
		{"passed by once", func(c *duban.Chance) { c.Passed = 1 }, duban.NotAsked},
		{"passed by twice", func(c *duban.Chance) { c.Passed = 2 }, duban.ForLongPause},
		{"never asked", func(c *duban.Chance) { c.Asked, c.ReportedAt = false, time.Time{} }, duban.ForLongPause},
		{"red", func(c *duban.Chance) { c.Due = date("2026-11-18") }, duban.ForLight},
		{"yellow: due soon", func(c *duban.Chance) { c.Due = date("2026-11-26") }, duban.ForLight},
		{"yellow: two quiet rounds", func(c *duban.Chance) { c.Quiet = 2 }, duban.ForLight},
		{"one quiet round", func(c *duban.Chance) { c.Quiet = 1 }, duban.NotAsked},
		{"due in just thirty working days", func(c *duban.Chance) { c.Due = date("2027-01-04") }, duban.ForDue},
		{"due in thirty-one", func(c *duban.Chance) { c.Due = date("2027-01-05") }, duban.NotAsked},
		{"an instruction is open", func(c *duban.Chance) { c.Instructed = true }, duban.ForOrder},
		{"the lead asks", func(c *duban.Chance) { c.Wanted = true }, duban.ForLead},
		{"numbers are promised", func(c *duban.Chance) { c.Targets = true }, duban.ForTarget},
		{"completed", func(c *duban.Chance) { c.State, c.Wanted, c.Passed = duban.Completed, true, 9 }, duban.NotAsked},
		{"standing, nothing has moved", func(c *duban.Chance) { c.Task.Kind = duban.StandingTask }, duban.NotAsked},
		{"standing, passed by twice", func(c *duban.Chance) { c.Task.Kind, c.Passed = duban.StandingTask, 2 }, duban.ForLongPause},
		{"standing, quiet", func(c *duban.Chance) { c.Task.Kind, c.Quiet = duban.StandingTask, 3 }, duban.ForLight},
		{"yearly, its month", yearly(time.June, time.November), duban.ForMonth},
		{"yearly, another month", yearly(time.June, time.December), duban.NotAsked},
		{"yearly, another month, quiet, never asked, with numbers", func(c *duban.Chance) {
			yearly(time.June)(c)
			c.Quiet, c.Passed, c.Asked, c.Targets = 4, 4, false, true
		}, duban.NotAsked},
		{"yearly, another month, an instruction", func(c *duban.Chance) { yearly(time.June)(c); c.Instructed = true }, duban.ForOrder},
	} {
		if got := rule.Asks(with(c.change), office, moment("2026-11-27 17:00"), moment("2026-11-23 09:00")); got != c.want {
			t.Errorf("%s: asked for %q, want %q", c.name, got, c.want)
		}
	}
}
