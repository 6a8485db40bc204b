package duban_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"duban/internal/duban"
)

var rule = duban.LightRule{Zone: shanghai, Near: 7 * workday, Quiet: 2}

// A Monday morning. What was due on Friday the 27th of November is late.
var now = moment("2026-11-30 10:00")

// surveyed is a list of seven tasks of which each is in another plight.
func surveyed() duban.Survey {
	heard := moment("2026-11-24 10:00")
	var tasks []duban.Task
	for no := 1; no <= 7; no++ {
		tasks = append(tasks, duban.Task{ID: duban.TaskID(no), No: no})
	}
	a := func(task duban.TaskID, dep duban.DepartmentID, role duban.Role) duban.Assignment {
		return duban.Assignment{ID: duban.AssignmentID(10*task) + duban.AssignmentID(dep), Task: task, Department: dep, Role: role, State: duban.Open, ReportedAt: heard}
	}
	fine := a(1, education, lead)
	silentSupport := a(1, human, support)
	silentSupport.Quiet = 4
	lateShort := a(2, education, lead)
	lateShort.Due = date("2026-11-27")
	lateLong := a(3, human, lead)
	lateLong.Due = date("2026-11-20")
	blocked := a(4, education, lead)
	blocked.Blocked = true
	quiet := a(5, human, lead)
	quiet.Quiet = 2
	quietSupport := a(5, education, support)
	quietSupport.ReportedAt = time.Time{}
	done := a(6, education, lead)
	done.State, done.Blocked, done.Quiet = duban.Completed, true, 9
	return rule.Survey(duban.Facts{
		Tasks: tasks, Assignments: []duban.Assignment{fine, silentSupport, lateShort, lateLong, blocked, quiet, quietSupport, done},
	}, office, now)
}

func numbers(concerns []duban.Concern) []int {
	nos := []int{}
	for _, c := range concerns {
		nos = append(nos, c.Task.No)
	}
	return nos
}

func TestATasksLightIsItsLeads(t *testing.T) {
	s := surveyed()
	want := []duban.Light{duban.OnTrack, duban.Overdue, duban.Overdue, duban.OnTrack, duban.Behind, duban.Done, duban.Unheard}
	for i, ts := range s.Tasks {
		if ts.Light != want[i] {
			t.Errorf("task %d is %s, want %s", ts.Task.No, ts.Light, want[i])
		}
	}
	wantCount := duban.Count{By: map[duban.Light]int{duban.OnTrack: 2, duban.Overdue: 2, duban.Behind: 1, duban.Done: 1, duban.Unheard: 1}, Hindered: 1}
	if diff := cmp.Diff(wantCount, s.Lights()); diff != "" {
		t.Error(diff)
	}
}

func TestATaskWithoutALeadShowsItsWorstDuty(t *testing.T) {
	a := func(dep duban.DepartmentID, role duban.Role, quiet int) duban.Assignment {
		return duban.Assignment{Task: 1, Department: dep, Role: role, State: duban.Open, ReportedAt: now, Quiet: quiet}
	}
	for _, c := range []struct {
		name string
		all  []duban.Assignment
		want duban.Light
	}{
		{"nobody leads", []duban.Assignment{a(education, support, 0), a(human, support, 5)}, duban.Behind},
		{"two lead, the worse counts", []duban.Assignment{a(education, lead, 0), a(human, lead, 5)}, duban.Behind},
		{"a support does not count", []duban.Assignment{a(education, lead, 0), a(human, support, 5)}, duban.OnTrack},
		{"nobody at all", nil, duban.Unheard},
	} {
		s := rule.Survey(duban.Facts{Tasks: []duban.Task{{ID: 1, No: 1}}, Assignments: c.all}, office, now)
		if got := s.Tasks[0].Light; got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestConcernsAreRedThenBlockedThenYellow(t *testing.T) {
	s := surveyed()
	concerns := s.Concerns()
	if diff := cmp.Diff([]int{3, 2, 4, 5}, numbers(concerns)); diff != "" {
		t.Errorf("the longest overdue first, then blocked, then yellow: %s", diff)
	}
	if first, second := concerns[0].Duty.LateAt, concerns[1].Duty.LateAt; !first.Before(second) || !concerns[2].Duty.LateAt.IsZero() {
		t.Errorf("late since %v, %v and %v", first, second, concerns[2].Duty.LateAt)
	}
	if concerns[0].Duty.Department != human || concerns[3].Duty.Reason != duban.Quiet {
		t.Errorf("%+v", concerns)
	}
	if diff := cmp.Diff([]int{3, 2}, numbers(s.Overdue())); diff != "" {
		t.Error(diff)
	}
	s = rule.Survey(duban.Facts{Tasks: []duban.Task{{ID: 1, No: 1}}, Assignments: []duban.Assignment{
		{Task: 1, Department: education, Role: lead, State: duban.Open, ReportedAt: now},
		{Task: 1, Department: human, Role: support, State: duban.Open, ReportedAt: now, Blocked: true},
	}}, office, now)
	if c := s.Concerns(); len(c) != 1 || c[0].Duty.Department != human || c[0].Light != duban.OnTrack {
		t.Errorf("a department that supports asks for help: %+v", c)
	}
}

func TestADepartmentSeesItsOwnMostUrgentFirst(t *testing.T) {
	s := surveyed()
	nos := func(deps ...duban.DepartmentID) []int {
		nos := []int{}
		for _, ts := range s.ForDepartments(deps...) {
			nos = append(nos, ts.Task.No)
		}
		return nos
	}
	for _, c := range []struct {
		deps []duban.DepartmentID
		want []int
	}{
		// In task 5 it supports and was never heard; in 1 and 4 it is on track; 6 is done.
		{[]duban.DepartmentID{education}, []int{2, 5, 1, 4, 6}},
		{[]duban.DepartmentID{human}, []int{3, 1, 5}},
		// A task once, in the more urgent of the two lights.
		{[]duban.DepartmentID{education, human}, []int{2, 3, 1, 5, 4, 6}},
		{[]duban.DepartmentID{jia}, []int{}},
		{nil, []int{}},
	} {
		if diff := cmp.Diff(c.want, nos(c.deps...)); diff != "" {
			t.Errorf("%v: %s", c.deps, diff)
		}
	}
}

func TestFindingInASurvey(t *testing.T) {
	s := surveyed()
	ts, ok := s.Task(1)
	if !ok || ts.Task.No != 1 {
		t.Fatalf("%+v", ts)
	}
	if own, ok := ts.Of(human); !ok || own.Quiet != 4 {
		t.Errorf("%+v", own)
	}
	if _, ok := ts.Of(jia); ok {
		t.Error("a stranger has a standing")
	}
	if leads := ts.Leads(); len(leads) != 1 || leads[0].Department != education {
		t.Errorf("leads %v", leads)
	}
	if _, ok := s.Task(99); ok {
		t.Error("there is no task 99")
	}
}

func TestTally(t *testing.T) {
	owed := func(dep duban.DepartmentID, answered bool) duban.Owed {
		return duban.Owed{Assignment: duban.Assignment{Department: dep, State: duban.Open}, Answered: answered}
	}
	s := duban.Survey{Owed: []duban.Owed{
		owed(education, true), owed(education, false), owed(human, false), owed(human, false), owed(jia, true), owed(yi, false),
	}}
	want := duban.Tally{
		Owed: 6, Answered: 2, Departments: 4, Missing: []duban.DepartmentID{education, human, yi},
		MissingOf: map[duban.DepartmentID]int{human: 2, education: 1, yi: 1},
	}
	if diff := cmp.Diff(want, s.Tally(0)); diff != "" {
		t.Errorf("of all: %s", diff)
	}
	want = duban.Tally{Owed: 2, Answered: 1, Departments: 1, Missing: []duban.DepartmentID{education}, MissingOf: map[duban.DepartmentID]int{education: 1}}
	if diff := cmp.Diff(want, s.Tally(education)); diff != "" {
		t.Errorf("of one: %s", diff)
	}
	if got := (duban.Survey{}).Tally(0); got.Owed != 0 || len(got.Missing) != 0 {
		t.Errorf("of nothing: %+v", got)
	}
}

// A task's or department's own round has a count of its own; what has left a round is
// in no count of it, neither above nor below the line.
func TestWhatLeavesARoundLeavesItsCounts(t *testing.T) {
	owed := func(o duban.OpeningID, dep duban.DepartmentID, change func(*duban.Owed)) duban.Owed {
		w := duban.Owed{Opening: o, Assignment: duban.Assignment{Department: dep, State: duban.Open}, Answered: true}
		change(&w)
		return w
	}
	own := func(w *duban.Owed) { w.Own = true }
	s := duban.Survey{Owed: []duban.Owed{
		owed(1, education, func(*duban.Owed) {}),
		owed(1, education, func(w *duban.Owed) { w.Answered = false }),
		owed(1, human, func(w *duban.Owed) { w.Moved = true }),
		owed(1, human, func(w *duban.Owed) { w.Again, w.Answered = true, false }),
		owed(1, jia, func(w *duban.Owed) { w.Assignment.State = duban.Ended }),
		owed(2, human, own), owed(2, education, own), owed(3, jia, own),
	}}
	if got := s.Tally(0); got.Owed != 2 || got.Answered != 1 || got.Departments != 1 {
		t.Errorf("of the list's round: %+v", got)
	}
	var apart []string
	for _, o := range s.Apart(0) {
		apart = append(apart, fmt.Sprintf("%d: %d of %d", o.Opening, o.Answered, o.Owed))
	}
	if want := []string{"2: 2 of 2", "3: 1 of 1"}; !slices.Equal(apart, want) {
		t.Errorf("apart: %v, want %v", apart, want)
	}
	if of := s.Apart(education); len(of) != 1 || of[0].Owed != 1 {
		t.Errorf("apart, of one department: %+v", of)
	}
}

// The counts of a board add up, and what is named on it is in order.
func TestASurveyAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 12).Draw(t, "tasks")
		var tasks []duban.Task
		var all []duban.Assignment
		var owed []duban.Owed
		for no := 1; no <= n; no++ {
			tasks = append(tasks, duban.Task{ID: duban.TaskID(no), No: no})
			for dep := education; dep <= yi; dep++ {
				if rapid.Bool().Draw(t, "answers for it") {
					a := duban.Assignment{
						Task: duban.TaskID(no), Department: dep, Role: rapid.SampledFrom([]duban.Role{lead, support}).Draw(t, "role"),
						State: rapid.SampledFrom([]duban.State{duban.Open, duban.Open, duban.Completed}).Draw(t, "state"),
						Quiet: rapid.IntRange(0, 3).Draw(t, "quiet"), Blocked: rapid.Bool().Draw(t, "blocked"),
					}
					if rapid.Bool().Draw(t, "dated") {
						a.Due = duban.DateOf(now.AddDate(0, 0, rapid.IntRange(-40, 40).Draw(t, "due")), shanghai)
					}
					if rapid.Bool().Draw(t, "heard") {
						a.ReportedAt = now
					}
					all = append(all, a)
					owed = append(owed, duban.Owed{Assignment: a, Answered: rapid.Bool().Draw(t, "answered")})
				}
			}
		}
		s := rule.Survey(duban.Facts{Tasks: tasks, Assignments: all, Owed: owed}, office, now)
		sum := 0
		for l, count := range s.Lights().By {
			if !slices.Contains(duban.Lights, l) {
				t.Fatalf("light %q", l)
			}
			sum += count
		}
		if sum != n {
			t.Fatalf("%d lights of %d tasks", sum, n)
		}
		tally, missing := s.Tally(0), 0
		for _, d := range tally.Missing {
			missing += tally.MissingOf[d]
		}
		open := 0
		for _, a := range all {
			if a.State == duban.Open {
				open++
			}
		}
		if tally.Owed != open || missing != tally.Owed-tally.Answered || len(tally.Missing) != len(tally.MissingOf) {
			t.Fatalf("%+v", tally)
		}
		concerns := s.Concerns()
		for i, c := range concerns {
			if c.Light == duban.Done || c.Light != duban.Overdue && c.Light != duban.Behind && !c.Duty.Blocked {
				t.Fatalf("%d is no concern: %+v", c.Task.No, c)
			}
			if i > 0 && (c.Light == duban.Overdue && concerns[i-1].Light != duban.Overdue || c.Duty.Blocked && !concerns[i-1].Duty.Blocked && concerns[i-1].Light != duban.Overdue) {
				t.Fatalf("out of order: %v", numbers(concerns))
			}
		}
		for dep := education; dep <= yi; dep++ {
			mine := 0
			for _, a := range all {
				if a.Department == dep {
					mine++
				}
			}
			tasks := s.ForDepartments(dep)
			if len(tasks) != mine {
				t.Fatalf("department %d has %d tasks, want %d", dep, len(tasks), mine)
			}
			for i := range tasks[min(1, len(tasks)):] {
				a, _ := tasks[i].Of(dep)
				b, _ := tasks[i+1].Of(dep)
				if a.Light.Urgency() > b.Light.Urgency() {
					t.Fatalf("department %d: %s before %s", dep, a.Light, b.Light)
				}
			}
		}
	})
}
