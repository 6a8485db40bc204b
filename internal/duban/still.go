package duban

import (
	"cmp"
	"slices"
)

// Stillness says in which way a task has not moved. Silence is not the same as having
// nothing new to say, which is a statement somebody made.
type Stillness string

const (
	NeverHeard  Stillness = "never"      // its leads have never reported
	NotReported Stillness = "unreported" // no answer at all in several closed rounds
	NothingNew  Stillness = "quiet"      // answers, but no news in several closed rounds
)

// Stillnesses is every one in the order of a summary.
var Stillnesses = []Stillness{NeverHeard, NotReported, NothingNew}

// Still is one task that has not moved, and whose duties are why: its leads', else its
// supports'.
type Still struct {
	Task   Task
	Light  Light
	Why    Stillness
	Role   Role
	Duties []Standing
	Rounds int // closed rounds without an answer or, of NothingNew, without news; the most of any duty
	Missed int // of these without any answer
}

// Still returns the tasks that have not moved, each once: what was never heard of
// first, then what was not reported for some rounds, then what told nothing new for as
// long; leads before supports, the longest first.
func (s Survey) Still(rounds int) []Still {
	var all []Still
	for _, t := range s.Tasks {
		if still, ok := t.still(rounds); ok {
			all = append(all, still)
		}
	}
	slices.SortStableFunc(all, func(a, b Still) int {
		return cmp.Or(
			cmp.Compare(slices.Index(Stillnesses, a.Why), slices.Index(Stillnesses, b.Why)),
			cmp.Compare(a.Role, b.Role), // lead, support
			cmp.Compare(b.Rounds, a.Rounds),
		)
	})
	return all
}

func (t TaskStanding) still(rounds int) (Still, bool) {
	var leads, others []Standing
	for _, d := range t.Duties {
		switch {
		case d.State != Open:
		case d.Role == Lead:
			leads = append(leads, d)
		default:
			others = append(others, d)
		}
	}
	first := leads
	if len(first) == 0 {
		first = others
	}
	heard := func(d Standing) bool { return !d.ReportedAt.IsZero() }
	missed := func(d Standing) bool { return d.Missed >= rounds }
	quiet := func(d Standing) bool { return d.Quiet >= rounds && d.Missed < rounds }
	switch {
	case len(first) == 0 || t.Light == Done:
		return Still{}, false
	case !slices.ContainsFunc(first, heard):
		return t.because(NeverHeard, first), true
	}
	for _, duties := range [][]Standing{leads, others} {
		if of := filter(duties, missed); len(of) > 0 {
			return t.because(NotReported, of), true
		}
		if of := filter(duties, quiet); len(of) > 0 {
			return t.because(NothingNew, of), true
		}
	}
	return Still{}, false
}

func (t TaskStanding) because(why Stillness, duties []Standing) Still {
	s := Still{Task: t.Task, Light: t.Light, Why: why, Role: duties[0].Role, Duties: duties}
	for _, d := range duties {
		s.Missed = max(s.Missed, d.Missed)
		s.Rounds = max(s.Rounds, d.Missed)
		if why == NothingNew {
			s.Rounds = max(s.Rounds, d.Quiet)
		}
	}
	return s
}

func filter(all []Standing, keep func(Standing) bool) (kept []Standing) {
	for _, d := range all {
		if keep(d) {
			kept = append(kept, d)
		}
	}
	return kept
}
