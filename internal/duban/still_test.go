package duban_test

import (
	"fmt"
	"strings"
	"testing"

	"duban/internal/duban"
)

// Silence is news: what was never heard of comes first, then what was not reported, then
// what told nothing new; each by its own name, each task once, leads before supports.
func TestWhatHasNotMoved(t *testing.T) {
	heard := moment("2026-11-24 10:00")
	duty := func(dep duban.DepartmentID, role duban.Role, quiet, missed int) duban.Assignment {
		return duban.Assignment{Department: dep, Role: role, State: duban.Open, ReportedAt: heard, Quiet: quiet, Missed: missed}
	}
	never := func(dep duban.DepartmentID, role duban.Role, missed int) duban.Assignment {
		return duban.Assignment{Department: dep, Role: role, State: duban.Open, Quiet: missed, Missed: missed}
	}
	done := never(education, lead, 9)
	done.State = duban.Completed
	for _, c := range []struct {
		name   string
		duties []duban.Assignment
		want   string // why, role, departments, rounds and how many of them missed; empty for a task that moved
	}{
		{"never, before any deadline", []duban.Assignment{never(education, lead, 0)}, "never lead 1 0/0"},
		{"never, after one", []duban.Assignment{never(education, lead, 1), duty(human, support, 0, 0)}, "never lead 1 1/1"},
		{"the lead told something once, and nothing since", []duban.Assignment{duty(education, lead, 2, 2)}, "unreported lead 1 2/2"},
		{"the lead said that nothing is new", []duban.Assignment{duty(education, lead, 3, 0)}, "quiet lead 1 3/0"},
		{"nothing new, and once nothing at all", []duban.Assignment{duty(education, lead, 3, 1)}, "quiet lead 1 3/1"},
		{"one round is none", []duban.Assignment{duty(education, lead, 1, 1)}, ""},
		{"a support alone", []duban.Assignment{duty(education, lead, 0, 0), never(human, support, 2), never(jia, support, 3)}, "unreported support 2 3/3"},
		{"a support that says nothing new", []duban.Assignment{duty(education, lead, 0, 0), duty(human, support, 2, 0)}, "quiet support 1 2/0"},
		{"the lead before a support that is silent longer", []duban.Assignment{duty(education, lead, 2, 0), never(human, support, 9)}, "quiet lead 1 2/0"},
		{"nobody leads", []duban.Assignment{never(human, support, 1), never(jia, support, 1)}, "never support 2 1/1"},
		{"one of two leads was heard", []duban.Assignment{never(education, lead, 1), duty(human, lead, 0, 0)}, ""},
		{"done", []duban.Assignment{done}, ""},
		{"nobody answers for it", nil, ""},
	} {
		s := rule.Survey(duban.Facts{Tasks: []duban.Task{{ID: 1, No: 1}}, Assignments: taskOne(c.duties)}, office, now)
		got := ""
		for _, still := range s.Still(2) {
			got += fmt.Sprintf("%s %s %d %d/%d", still.Why, still.Role, len(still.Duties), still.Rounds, still.Missed)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}

	var tasks []duban.Task
	var all []duban.Assignment
	for no, a := range []duban.Assignment{
		duty(education, lead, 2, 0), duty(education, lead, 2, 2), never(education, lead, 0), duty(education, lead, 0, 0),
		duty(education, lead, 3, 3), never(education, lead, 1),
	} {
		tasks = append(tasks, duban.Task{ID: duban.TaskID(no + 1), No: no + 1})
		a.Task = duban.TaskID(no + 1)
		all = append(all, a)
	}
	var order []string
	for _, still := range rule.Survey(duban.Facts{Tasks: tasks, Assignments: all}, office, now).Still(2) {
		order = append(order, fmt.Sprint(still.Task.No))
	}
	if got := strings.Join(order, " "); got != "6 3 5 2 1" {
		t.Errorf("in the order %s", got)
	}
}

func taskOne(all []duban.Assignment) []duban.Assignment {
	for i := range all {
		all[i].ID, all[i].Task = duban.AssignmentID(i+1), 1
	}
	return all
}

// A target whose own day has passed while nobody has stated a number is told, whatever
// light its task has.
func TestTargetsThatFellDueAndWereNotReported(t *testing.T) {
	target := func(id duban.TargetID, by string, stretch bool) duban.Target {
		return duban.Target{ID: id, Name: "职业院校", Value: 3, Unit: "所", By: date(by), Stretch: stretch}
	}
	facts := duban.Facts{
		Tasks:       []duban.Task{{ID: 1, No: 15}},
		Assignments: []duban.Assignment{{ID: 1, Task: 1, Department: education, Role: lead, State: duban.Open}},
		Targets: map[duban.TaskID][]duban.Target{1: {
			target(1, "2025-12-31", false), target(2, "2025-12-31", true), target(3, "", false), target(4, "2027-12-31", false), target(5, "2025-12-31", false),
		}},
		Reached: []duban.Reached{{Assignment: 1, Target: 5, Whole: true, Value: 1, Report: 1}},
	}
	s := rule.Survey(facts, office, now)
	if due := s.Unstated(date("2026-11-26")); len(due) != 1 || due[0].Target.Target.ID != 1 {
		t.Errorf("%+v", due)
	}
}
