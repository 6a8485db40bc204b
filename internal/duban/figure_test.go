package duban

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAFigureAfterTheOneBefore(t *testing.T) {
	people, cost := Target{Unit: "人次", Relation: About}, Target{Unit: "万元", Relation: AtMost}
	rate := Target{Unit: Percent, Relation: RaisedTo}
	for _, c := range []struct {
		name      string
		target    Target
		last      float64
		value     float64
		increment bool
		total     float64
		why       Explanation
	}{
		{"the first total", people, 0, 1500, false, 1500, Plain},
		{"the first addition counts from nothing", people, 0, 300, true, 300, Plain},
		{"a total takes the place of the last", people, 1200, 1500, false, 1500, Plain},
		{"an addition is added", people, 1500, 300, true, 1800, Plain},
		{"the same again", people, 1500, 1500, false, 1500, Plain},
		{"lower waits for its reason", people, 1200, 1100, false, 1100, Unexplained},
		{"nothing after something is lower", people, 1200, 0, false, 0, Unexplained},
		{"a negative addition is lower", people, 1200, -100, true, 1100, Unexplained},
		{"where less is better, lower is fine", cost, 300, 280, false, 280, Plain},
		{"a share that falls is lower", rate, 85, 80, false, 80, Unexplained},
		{"decimals stay short", people, 0.1, 0.2, true, 0.3, Plain},
	} {
		got := Figure{Value: c.value, Increment: c.increment}.After(c.last, c.target)
		if got.Total != c.total || got.Why != c.why || got.Previous != c.last {
			t.Errorf("%s: %+v, want %v %q", c.name, got, c.total, c.why)
		}
		if counts := got.Counts(); counts != (c.why == Plain) {
			t.Errorf("%s: counts %v", c.name, counts)
		}
	}
	lower := Figure{Value: 1100}.After(1200, people)
	for why, counts := range map[Explanation]bool{Mistaken: false, Rebased: true, Reduced: true} {
		if lower.Explained(why).Counts() != counts {
			t.Errorf("%s counts: %v", why, !counts)
		}
	}
}

func TestAMeasureIsWhatTheLeadStates(t *testing.T) {
	early, late := time.Unix(100, 0), time.Unix(200, 0)
	training := Target{ID: 1, Value: 10000, Unit: "人次", Relation: About}
	duties := []Standing{{Assignment: Assignment{ID: 1, Role: Lead}}, {Assignment: Assignment{ID: 2}}, {Assignment: Assignment{ID: 3}}}
	reached := func(a AssignmentID, whole bool, value float64, at time.Time, source string) Reached {
		return Reached{Assignment: a, Target: 1, Whole: whole, Value: value, At: at, Source: source}
	}
	for _, c := range []struct {
		name     string
		target   Target
		reached  []Reached
		value    float64
		known    bool
		sum      float64
		proposed bool
	}{
		{name: "nobody has said anything", target: training},
		{"only supports: their sum is a proposal and no value", training,
			[]Reached{reached(2, false, 1500, early, "a"), reached(3, false, 300, early, "b")}, 0, false, 1800, true},
		{"the lead's is the value, whatever the shares are", training,
			[]Reached{reached(1, true, 2800, early, "a"), reached(2, false, 1500, early, "b"), reached(3, false, 2000, late, "c")}, 2800, true, 3500, true},
		{"the lead's own share is added up too", training,
			[]Reached{reached(1, true, 2800, early, "a"), reached(1, false, 1700, early, "b"), reached(2, false, 1500, early, "c")}, 2800, true, 3200, true},
		{"less than is stated, of some alone", training,
			[]Reached{reached(1, true, 2600, early, "a"), reached(2, false, 1120, early, "b")}, 2600, true, 1120, false},
		{"less than is stated, of all", training, []Reached{
			reached(1, true, 2600, early, "a"), reached(1, false, 100, early, "b"), reached(2, false, 1000, early, "c"), reached(3, false, 20, early, "d"),
		}, 2600, true, 1120, true},
		{"a sum that the lead has taken is no proposal", training,
			[]Reached{reached(1, true, 1500, early, "a"), reached(2, false, 1500, early, "b")}, 1500, true, 1500, false},
		{"what was said once for two departments counts once", training,
			[]Reached{reached(2, false, 4, early, "m:1:2"), reached(3, false, 4, early, "m:1:2")}, 0, false, 4, true},
		{"of two leads the later", training,
			[]Reached{reached(1, true, 5, late, "a"), reached(2, true, 9, early, "b")}, 5, true, 0, false},
		{"who leads no more has said what holds until somebody else does", training,
			[]Reached{reached(9, true, 5, early, "a")}, 5, true, 0, false},
		{"a rate is never made of parts", Target{ID: 1, Value: 60, Unit: Percent},
			[]Reached{reached(2, false, 40, early, "a"), reached(3, false, 20, early, "b")}, 0, false, 0, false},
		{"another target's figures are not its own", Target{ID: 2, Unit: "人"}, []Reached{reached(1, true, 5, early, "a"), reached(2, false, 5, early, "b")}, 0, false, 0, false},
	} {
		got := MeasureOf(c.target, duties, c.reached)
		if got.Value != c.value || got.Known != c.known || got.Sum != c.sum || got.Proposed() != c.proposed {
			t.Errorf("%s: %v %v, sum %v, proposed %v", c.name, got.Value, got.Known, got.Sum, got.Proposed())
		}
	}
}

func TestARatioMeansSomethingOrIsNotShown(t *testing.T) {
	for _, c := range []struct {
		measure Measure
		want    float64
		ok      bool
	}{
		{Measure{Target: Target{Value: 10000}, Value: 3500, Known: true}, 0.35, true},
		{Measure{Target: Target{Value: 10}, Value: 12, Known: true}, 1.2, true},
		{Measure{Target: Target{Value: 10}, Value: 12}, 0, false},
		{Measure{Target: Target{Relation: AtLeast}, Value: 12, Known: true}, 0, false},
		{Measure{Target: Target{Value: 300, Relation: AtMost}, Value: 280, Known: true}, 0, false},
	} {
		if got, ok := c.measure.Ratio(); got != c.want || ok != c.ok {
			t.Errorf("%+v: %v %v", c.measure, got, ok)
		}
	}
}

func TestASurveyMeasuresEachTasksTargets(t *testing.T) {
	s := LightRule{}.Survey(Facts{
		Tasks: []Task{{ID: 1}, {ID: 2}}, Assignments: []Assignment{{ID: 7, Task: 2}},
		Targets: map[TaskID][]Target{2: {{ID: 5, Value: 10, Unit: "人"}, {ID: 6, Unit: "所"}}},
		Reached: []Reached{{Assignment: 7, Target: 5, Whole: true, Value: 4}, {Assignment: 7, Target: 6, Value: 1, Source: "a"}},
	}, nil, time.Time{})
	if len(s.Tasks[0].Targets) != 0 {
		t.Errorf("a task without targets has %+v", s.Tasks[0].Targets)
	}
	want := []Measure{
		{Target: Target{ID: 5, Value: 10, Unit: "人"}, Value: 4, Known: true},
		{Target: Target{ID: 6, Unit: "所"}, Shares: []Reached{{Assignment: 7, Target: 6, Value: 1, Source: "a"}}, Sum: 1, All: true},
	}
	if diff := cmp.Diff(want, s.Tasks[1].Targets); diff != "" {
		t.Error(diff)
	}
}
