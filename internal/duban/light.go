package duban

import "time"

// Light is what a task shows at a glance.
type Light string

const (
	Done    Light = "done"    // ✅ 办结
	OnTrack Light = "ontrack" // 🟢 正常
	Behind  Light = "behind"  // 🟡 滞后
	Overdue Light = "overdue" // 🔴 逾期
	Unheard Light = "unheard" // ⚪ 待报: nothing heard yet, no judgement
)

// Lights is every light in the order of a summary.
var Lights = []Light{Done, OnTrack, Behind, Overdue, Unheard}

// Urgency orders lights for a list of things to look at: red first.
func (l Light) Urgency() int {
	switch l {
	case Overdue:
		return 0
	case Behind:
		return 1
	case Unheard:
		return 2
	case OnTrack:
		return 3
	default:
		return 4
	}
}

// Reason says why a light is not simply on track.
type Reason string

const (
	PastDue    Reason = "past-due"   // the due date has passed
	DueSoon    Reason = "due-soon"   // due within LightRule.Near
	Slow       Reason = "slow"       // what is reached is less than the time gone by asks for
	Unreported Reason = "unreported" // LightRule.Quiet closed rounds without any answer
	Quiet      Reason = "quiet"      // LightRule.Quiet closed rounds without news
)

// LightRule holds the settings of the lights.
type LightRule struct {
	Zone  *time.Location // civil dates are days of this zone
	Near  time.Duration  // working time before the due date in which a task turns yellow
	Quiet int            // closed rounds without news after which it turns yellow
}

// Pace is how far a task's numbers have come, to be held against the time that has
// gone by. The zero Pace is held against nothing.
type Pace struct {
	Start   Date // of the list
	Percent int  // reached of the target that lags most, in whole percent
	Known   bool // a lead has stated it
}

// Light tells how a stands at now, why, and when that will change if nobody
// does anything (zero: never by the clock alone). Spans are working time. It
// reads nothing but its arguments, so the whole rule is one table in
// light_test.go.
func (r LightRule) Light(a Assignment, p Pace, w WorkingTime, now time.Time) (Light, Reason, time.Time) {
	late, near, slow := r.lateAt(a, w), r.nearAt(a, w), r.slowAt(a, p, w)
	next := near
	if near.IsZero() {
		next = late
	}
	switch {
	case a.State == Completed:
		return Done, "", time.Time{}
	case !late.IsZero() && !now.Before(late):
		return Overdue, PastDue, time.Time{}
	case !near.IsZero() && !now.Before(near):
		return Behind, DueSoon, late
	case !slow.IsZero() && !now.Before(slow):
		return Behind, Slow, next
	}
	if !slow.IsZero() && slow.Before(next) {
		next = slow
	}
	switch {
	case r.Quiet > 0 && a.Missed >= r.Quiet:
		return Behind, Unreported, next
	case r.Quiet > 0 && a.Quiet >= r.Quiet:
		return Behind, Quiet, next
	case a.ReportedAt.IsZero():
		return Unheard, "", next
	default:
		return OnTrack, "", next
	}
}

// lateAt is the end of the due day's working hours, or of the day itself when
// it has none; zero without a due date.
func (r LightRule) lateAt(a Assignment, w WorkingTime) time.Time {
	if a.Due.IsZero() {
		return time.Time{}
	}
	start, end := a.Due.In(r.Zone), a.Due.Next().In(r.Zone)
	hours := w.Between(start, end)
	if hours == 0 {
		return end
	}
	return w.Add(start, hours)
}

// nearAt is the moment from which no more than Near of working time is left.
func (r LightRule) nearAt(a Assignment, w WorkingTime) time.Time {
	late := r.lateAt(a, w)
	if late.IsZero() || r.Near <= 0 {
		return time.Time{}
	}
	return w.Add(late, -r.Near)
}

// slowAt is the moment from which the time gone by asks for more than p has reached;
// zero where that means nothing.
func (r LightRule) slowAt(a Assignment, p Pace, w WorkingTime) time.Time {
	from, all, ok := r.term(p.Start, a.Due, w)
	if !ok || !p.Known || p.Percent >= 100 {
		return time.Time{}
	}
	wanted := (int64(p.Percent+1)*int64(all/time.Second) + 99) / 100
	return w.Add(from, time.Duration(wanted)*time.Second)
}

// term is the working time from a list's start to a due date. ok is false where a date
// is missing or the time has no length: then nothing is due in proportion.
func (r LightRule) term(start, due Date, w WorkingTime) (from time.Time, all time.Duration, ok bool) {
	if start.IsZero() || due.IsZero() || !start.Before(due) {
		return from, 0, false
	}
	from = start.In(r.Zone)
	all = w.Between(from, due.Next().In(r.Zone))
	return from, all, all >= time.Second
}

// Expected is how much of the working time from a list's start to a due date has
// passed at now, in whole percent from 0 to 100. ok is false where nothing is due in
// proportion.
func (r LightRule) Expected(start, due Date, w WorkingTime, now time.Time) (percent int, ok bool) {
	from, all, ok := r.term(start, due, w)
	if !ok {
		return 0, false
	}
	gone := max(0, w.Between(from, now))
	return int(min(100, int64(gone/time.Second)*100/int64(all/time.Second))), true
}
