package text

import (
	"math"
	"strconv"
	"strings"
	"time"

	"duban/internal/duban"
)

// Messages about targets and the figures that are stated for them.
type (
	// FigureLine is one figure as it was understood.
	FigureLine struct {
		Target      duban.Target
		Named       bool               // the task has other targets
		Departments []duban.Department // where others of the speaker's have reached something else
		Figure      duban.Figure
	}
	// TargetValue is what a target promises and what is stated for it.
	TargetValue struct {
		Target duban.Target
		Value  float64
		Known  bool // Value was stated
	}
	// CardTarget is a target on the card of its task. Sum is what the shares of
	// all departments add up to, for a lead who has stated something else.
	CardTarget struct {
		TargetValue
		Sum      float64
		Expected int // percent that the time gone by asks for, 0 where that means nothing
	}
	// DutyFigure is what one department has reached, beside what it said.
	DutyFigure struct {
		Target duban.Target
		Named  bool
		Whole  bool
		Value  float64
		More   int // figures left out behind it
	}
	// WalkTarget is a target at its step, with what the department has reached.
	WalkTarget struct {
		TargetValue
		Whole bool
	}
	// MarkedLine is a report that the office should look at.
	MarkedLine struct {
		No         int
		Department duban.Department
		Mark       duban.Mark
		Later      duban.Date
		Words      string
	}

	// Lower asks why a figure is lower than the one before it.
	Lower struct {
		No   int
		Line FigureLine
	}
	// Doubt asks what somebody's words leave open.
	Doubt struct {
		No      int
		Kind    string // target, any, increment, percent or state
		Words   string
		Value   float64
		Targets []duban.Target
	}
	// Settled tells what became of a Lower or a Doubt.
	Settled struct {
		No      int
		Lines   []FigureLine
		Still   []TargetValue // what holds where a figure was taken back
		State   duban.ReportState
		Percent float64
		Words   string // what was no figure, with nothing else
	}
	// Correct asks for the words that take the place of a report's, or that are
	// added to them.
	Correct struct {
		No      int
		Words   string
		Add     bool
		Example TargetValue
	}

	// TargetList is a page of all targets and how far they have come.
	TargetList struct {
		At             time.Time
		Tasks, Targets int
		Stated         int // of Targets
		Lines          []TargetListLine
		Page, Pages    int
	}
	TargetListLine struct {
		No     int
		Target TargetValue
	}
	// TaskTargets is one task's targets by number, as the command takes them.
	TaskTargets struct {
		Task  duban.Task
		Lines []TargetValue
		Admin bool
	}
	TargetSet struct {
		Task          duban.Task
		Target        duban.Target
		Before        duban.Target // what it was, without a name for a new one
		Removed, Same bool
	}
	// NoTarget refuses the number of a target that is not there.
	NoTarget struct {
		Task  duban.Task
		Said  string
		Count int
	}
	// NoGoal refuses words in which no target, or more than one, can be read.
	NoGoal struct {
		Task  duban.Task
		Said  string
		Place string // 1 or +
	}
)

// units are the English words for what is counted: one and several.
var units = map[string][2]string{
	"人次": {"person-time", "person-times"}, "人": {"person", "people"}, "名": {"person", "people"}, "个": {"", ""}, "项": {"", ""},
	"所": {"school", "schools"}, "家": {"body", "bodies"}, "门": {"course", "courses"}, "期": {"course", "courses"},
	"次": {"time", "times"}, "场": {"event", "events"}, "天": {"day", "days"}, "亩": {"mu", "mu"}, "元": {"yuan", "yuan"},
}

// Number is a value without more decimals than it has, six at most.
func (v Voice) Number(n float64) string {
	s := strconv.FormatFloat(math.Round(n*1e6)/1e6, 'f', -1, 64)
	if v.lang() != English {
		return s
	}
	whole, decimals, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if decimals != "" {
		return whole + "." + decimals
	}
	return whole
}

// Amount is a value with its unit: 1500人次, 85%.
func (v Voice) Amount(n float64, unit string) string {
	words, known := units[unit]
	switch {
	case unit == duban.Percent || unit == "" || v.lang() != English:
		return v.Number(n) + unit
	case unit == "万元":
		return v.Amount(n*10000, "元")
	case !known:
		return v.Number(n) + " " + unit
	}
	word := words[1]
	if n == 1 {
		word = words[0]
	}
	return strings.TrimSpace(v.Number(n) + " " + word)
}

// Change is by how much a value differs from another that was named with its
// unit, without a sign.
func (v Voice) Change(a, b float64, unit string) string {
	d := math.Round(math.Abs(a-b)*1e6) / 1e6
	switch {
	case unit == duban.Percent:
		return v.Label("points", v.Number(d))
	case v.lang() == English:
		return v.Number(d)
	}
	return v.Amount(d, unit)
}

// Goal is what a target promises, in the words of its relation: 10000人次左右.
func (v Voice) Goal(t duban.Target) string {
	amount := v.Amount(t.Value, t.Unit)
	if t.Max > t.Value {
		amount = v.Number(t.Value) + v.dash() + v.Amount(t.Max, t.Unit)
	}
	if name, known := goalNames[t.Relation]; known {
		return v.Label("goal."+name, amount)
	}
	return amount
}

var goalNames = map[duban.Relation]string{
	duban.Exactly: "exactly", duban.AtLeast: "least", duban.AtMost: "most", duban.About: "about", duban.RaisedTo: "raised",
}

// Progress is how far a target has come: 3500/10000人次（35%）. A level is said
// beside its goal.
func (v Voice) Progress(t TargetValue) string {
	name := "progress"
	if t.IsRatio() {
		name = "ratio"
	}
	return unescape(v.render(name, t))
}

// IsRatio reports whether a target is said as what is reached out of what was
// promised.
func (t TargetValue) IsRatio() bool {
	_, ok := t.ratio()
	return ok && t.Target.Unit != duban.Percent && t.Target.Max == 0
}

func (t TargetValue) ratio() (float64, bool) {
	return duban.Measure{Target: t.Target, Value: t.Value, Known: t.Known}.Ratio()
}

// Percent is how much of what was promised is reached, in whole percent.
func (t TargetValue) Percent() float64 {
	ratio, _ := t.ratio()
	return math.Floor(ratio*100 + 1e-9)
}

// Rate reports whether a figure is a level, as a share is, rather than a count.
func (v Voice) Rate(t duban.Target) bool { return t.Unit == duban.Percent }

// Example is a value that could be stated next.
func (t TargetValue) Example() TargetValue {
	step := max(1, math.Floor(t.Target.Value/20))
	next := TargetValue{Target: t.Target, Value: t.Value + step, Known: true}
	if t.Target.Unit == duban.Percent {
		next.Value = min(next.Value, 100)
	}
	return next
}

// Typed is a value as somebody types it.
func (t TargetValue) Typed() string { return Voice{}.Number(t.Value) }

// Mark is why the office should look at a report.
func (v Voice) Mark(m duban.Mark, later duban.Date) string {
	if m == duban.AsksLater && !later.IsZero() {
		return v.Label("mark.until", v.Date(later))
	}
	return v.Label("mark." + string(m))
}
