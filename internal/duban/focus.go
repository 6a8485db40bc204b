package duban

import (
	"slices"
	"time"
)

// FocusRule says for what a focus round asks: for what can have moved. Spans are
// working time.
type FocusRule struct {
	Lights LightRule
	Near   time.Duration // before its due date a task is asked for each time
	Passed int           // so many rounds may pass an assignment by before it is asked for anyway
}

// Chance is an assignment and whatever may have moved it.
type Chance struct {
	Assignment
	Task       Task
	Instructed bool // a leader's order waits for its answer
	Targets    bool // the task promises numbers
	Wanted     bool // the lead asks the supports for it
}

// FocusReason says why a focus round asks for an assignment.
type FocusReason string

const (
	NotAsked     FocusReason = ""           // it does not
	ForLight     FocusReason = "light"      // it is yellow or red
	ForDue       FocusReason = "due"        // its due date is near
	ForMonth     FocusReason = "month"      // it is one of the task's months
	ForOrder     FocusReason = "instructed" // an instruction is open
	ForTarget    FocusReason = "target"     // numbers are promised
	ForLead      FocusReason = "wanted"     // the lead asks
	ForLongPause FocusReason = "pause"      // never asked for, or not for a while
)

// Asks tells why a focus round that closes at closes asks for c at now, or that it
// does not. It reads nothing but its arguments, so the whole rule is one table in
// focus_test.go.
func (r FocusRule) Asks(c Chance, w WorkingTime, closes, now time.Time) FocusReason {
	// A task whose numbers lag has targets, and is asked for these.
	light, why, _ := r.Lights.Light(c.Assignment, Pace{}, w, now)
	rests := c.Task.Kind == YearlyTask && !slices.Contains(c.Task.Months, closes.In(r.Lights.Zone).Month())
	switch {
	case light == Done:
		return NotAsked
	case c.Instructed:
		return ForOrder
	case c.Wanted:
		return ForLead
	case light == Overdue, light == Behind && why == DueSoon:
		return ForLight
	case r.near(c.Assignment, w, now):
		return ForDue
	case rests: // nothing moves it between its months
		return NotAsked
	case c.Task.Kind == YearlyTask:
		return ForMonth
	case light == Behind:
		return ForLight
	case c.Targets:
		return ForTarget
	case !c.Asked, c.Passed >= r.Passed:
		return ForLongPause
	default:
		return NotAsked
	}
}

// near reports whether no more than Near is left until the due date.
func (r FocusRule) near(a Assignment, w WorkingTime, now time.Time) bool {
	rule := r.Lights
	rule.Near = r.Near
	at := rule.nearAt(a, w)
	return !at.IsZero() && !now.Before(at)
}
