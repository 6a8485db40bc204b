package duban

import "time"

// Rung is a step of the climb, in the order in which they are taken. What is sent
// is known by its rung, whatever day the settings give it.
type Rung int

const (
	Ground      Rung = iota
	ReminderDue      // 提醒 to the contact, before the deadline
	NudgeDue         // 催办 to the contact
	HeadDue          // the department's head hears of it
	OfficeDue        // the office gets the list of who is missing
)

// Rungs is every rung in order.
var Rungs = []Rung{ReminderDue, NudgeDue, HeadDue, OfficeDue}

// Climb is on which working day after the deadline each rung is taken, at the
// beginning of the working hours. Remind counts back from the deadline. Zero leaves
// a rung out.
type Climb struct {
	Remind, Nudge, Head, Office int
}

// DefaultClimb is what holds where nothing is set.
var DefaultClimb = Climb{Remind: 1, Nudge: 1, Head: 2, Office: 3}

// Days is the working day of a rung, counted from the deadline; ok is false when it
// is left out.
func (c Climb) Days(r Rung) (days int, ok bool) {
	switch r {
	case ReminderDue:
		days = -c.Remind
	case NudgeDue:
		days = c.Nudge
	case HeadDue:
		days = c.Head
	case OfficeDue:
		days = c.Office
	}
	return days, days != 0
}

// Valid reports whether nobody hears of a silence before those below him.
func (c Climb) Valid() bool {
	last := 0
	for _, days := range []int{c.Nudge, c.Head, c.Office} {
		if days < 0 || days > maxClimb || days != 0 && days < last {
			return false
		}
		last = max(last, days)
	}
	return c.Remind >= 0 && c.Remind <= maxClimb
}

const maxClimb = 30 // working days

// Takes tells whether a rung is still to be taken that was due at due: one that was
// passed over is not made up for, a reminder not after the deadline, nor on the day
// on which the round opened.
func (o Opening) Takes(r Rung, due time.Time, zone *time.Location) bool {
	if r <= o.Climbed {
		return false
	}
	return r != ReminderDue || o.Step == Collecting && DateOf(o.OpenedAt, zone).Before(DateOf(due, zone))
}
