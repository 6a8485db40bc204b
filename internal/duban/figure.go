package duban

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Figure is a value that a report states for a target. What departments state is
// cumulative since the list began; Increment tells that the speaker added to his
// own last value (又培训300人) and Value is then what he added.
type Figure struct {
	ID        FigureID // zero until the store keeps it
	Target    TargetID
	Whole     bool // 全项数, which the lead states; else 本单位数
	Value     float64
	Increment bool
	Previous  float64 // the speaker's own last value, zero for none
	Total     float64 // what is reached by it
	Why       Explanation
}

// Explanation says why a figure stands although it is lower than the one before
// it, or that it does not.
type Explanation string

const (
	Plain       Explanation = ""         // not lower: it counts
	Unexplained Explanation = "lower"    // lower, and nobody has said why: it does not count yet
	Mistaken    Explanation = "mistaken" // 填错了: it does not count
	Rebased     Explanation = "rebased"  // 口径调整: counted differently from now on
	Reduced     Explanation = "reduced"  // 核减: checked, and taken off
)

// Explanations is what somebody may say about a lower figure, in the order in
// which he is asked.
var Explanations = []Explanation{Mistaken, Rebased, Reduced}

// Counts reports whether the department stands by f.
func (f Figure) Counts() bool { return f.Why != Unexplained && f.Why != Mistaken }

// After returns f with what is reached by it after the speaker's own last value,
// zero for none. A total that is lower waits for an explanation, except where less is
// better.
func (f Figure) After(last float64, t Target) Figure {
	f.Previous, f.Total, f.Why = last, f.Value, Plain
	if f.Increment {
		f.Total = tidy(last + f.Value)
	}
	if f.Total < last && t.Relation != AtMost {
		f.Why = Unexplained
	}
	return f
}

// Explained returns f as it stands once somebody has said why it is lower.
func (f Figure) Explained(why Explanation) Figure {
	f.Why = why
	return f
}

// Reached is the newest figure of a department for a target that counts.
type Reached struct {
	Assignment AssignmentID
	Target     TargetID
	Whole      bool
	Value      float64
	At         time.Time
	Report     ReportID
	Source     string // of the report: what was said once for two departments counts once in a sum
}

func (r Reached) newer(than Reached) bool {
	return cmp.Or(r.At.Compare(than.At), cmp.Compare(r.Report, than.Report)) > 0
}

// LastOf is the value an assignment has reached for a target, of the whole task
// or of its own share.
func LastOf(all []Reached, a AssignmentID, t TargetID, whole bool) (r Reached, found bool) {
	i := slices.IndexFunc(all, func(r Reached) bool { return r.Assignment == a && r.Target == t && r.Whole == whole })
	if i < 0 {
		return Reached{}, false
	}
	return all[i], true
}

// Measure is one target of a task and how far it has come. Value is what a lead
// states; Sum is only ever a proposal.
type Measure struct {
	Target
	Value  float64 // 全项数
	Known  bool    // a lead has stated Value
	At     time.Time
	Shares []Reached // 本单位数, in the order of the duties
	Sum    float64   // of Shares; zero for a rate, which is never made of parts
	All    bool      // every duty has stated its share
}

// MeasureOf reads one target of a task out of what its departments have reached.
func MeasureOf(t Target, duties []Standing, all []Reached) Measure {
	m, newest := Measure{Target: t, All: true}, Reached{}
	for _, r := range all {
		if r.Target == t.ID && r.Whole && (!m.Known || r.newer(newest)) {
			m.Value, m.Known, m.At, newest = r.Value, true, r.At, r
		}
	}
	said := map[string]bool{}
	for _, d := range duties {
		r, found := LastOf(all, d.ID, t.ID, false)
		if !found {
			m.All = false
			continue
		}
		m.Shares = append(m.Shares, r)
		if !said[r.Source] && t.Unit != Percent {
			m.Sum = tidy(m.Sum + r.Value)
		}
		said[r.Source] = true
	}
	return m
}

// InProportion is how much of a promised count is reached, in whole percent, to be held
// against the time gone by; ok is false for what no time asks a part of: a level, a wish,
// what nobody has stated.
func (m Measure) InProportion() (percent int, ok bool) {
	ratio, ok := m.Ratio()
	if !ok || m.Unit == Percent || m.Max != 0 || m.Stretch {
		return 0, false
	}
	return int(ratio*100 + 1e-9), true
}

// Slowest is the one of some measures that has come least far, as InProportion tells.
func Slowest(all []Measure) (slowest Measure, percent int, ok bool) {
	for _, m := range all {
		if p, counts := m.InProportion(); counts && (!ok || p < percent) {
			slowest, percent, ok = m, p, true
		}
	}
	return slowest, percent, ok
}

// Proposed reports whether Sum is something to put before the lead: it is more than
// what he stated, or all have stated their shares and it is something else.
func (m Measure) Proposed() bool {
	return m.Sum > 0 && (!m.Known || m.Sum > m.Value || m.All && m.Sum != m.Value)
}

// Ratio is how much of what was promised is reached, 1 being all of it; ok is
// false where that means nothing: nothing is stated, or less is better.
func (m Measure) Ratio() (ratio float64, ok bool) {
	if !m.Known || m.Target.Value <= 0 || m.Relation == AtMost {
		return 0, false
	}
	return m.Value / m.Target.Value, true
}

// tidy keeps sums of decimals free of what binary fractions add to them.
func tidy(v float64) float64 { return math.Round(v*1e6) / 1e6 }
