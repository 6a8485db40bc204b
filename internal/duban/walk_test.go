package duban_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"duban/internal/duban"
)

// owes is one assignment of a task that is asked for.
func owes(task duban.TaskID, dep duban.DepartmentID, answered bool) duban.Owed {
	return duban.Owed{Assignment: duban.Assignment{ID: duban.AssignmentID(10*int(task) + int(dep)), Task: task, Department: dep}, Answered: answered}
}

func TestWhereAWalkGoesNext(t *testing.T) {
	for _, c := range []struct {
		name    string
		owed    []duban.Owed
		skipped []duban.TaskID
		task    duban.TaskID
		dep     duban.DepartmentID
		place   int
	}{
		{"nothing is owed", nil, nil, 0, 0, 0},
		{"the first", []duban.Owed{owes(3, bureau, false), owes(7, bureau, false)}, nil, 3, 0, 1},
		{"past what is answered", []duban.Owed{owes(3, bureau, true), owes(7, bureau, false)}, nil, 7, 0, 2},
		{"past what is skipped", []duban.Owed{owes(3, bureau, false), owes(7, bureau, false)}, []duban.TaskID{3}, 7, 0, 2},
		{"all answered or skipped", []duban.Owed{owes(3, bureau, true), owes(7, bureau, false)}, []duban.TaskID{7}, 0, 0, 0},
		{"two departments are one step", []duban.Owed{owes(3, committee, false), owes(3, bureau, false)}, nil, 3, 0, 1},
		{"one of two departments answered on its own", []duban.Owed{owes(3, committee, true), owes(3, bureau, false)}, nil, 3, bureau, 1},
		{"both answered", []duban.Owed{owes(3, committee, true), owes(3, bureau, true), owes(9, committee, false)}, nil, 9, 0, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			steps := duban.WalkSteps(c.owed)
			w := duban.Walk{Person: 1, Task: 99, Department: union, Skipped: c.skipped}.Next(steps)
			if diff := cmp.Diff(duban.Walk{Person: 1, Task: c.task, Department: c.dep, Skipped: c.skipped}, w); diff != "" {
				t.Error(diff)
			}
			if _, place := w.At(steps); place != c.place {
				t.Errorf("place %d, want %d", place, c.place)
			}
		})
	}
}

// Who stops sees the check, and comes back to it from a correction.
func TestAStoppedWalkLeavesOutWhatIsOpen(t *testing.T) {
	steps := duban.WalkSteps([]duban.Owed{owes(3, bureau, true), owes(7, bureau, false), owes(8, bureau, false)})
	w := duban.Walk{Task: 7}.Stop(steps)
	if w.Task != 0 {
		t.Errorf("stopped at %d", w.Task)
	}
	w.Task = 3
	if w = w.Next(steps); w.Task != 0 {
		t.Errorf("after a correction at %d, want the check", w.Task)
	}
}

// 有困难 pressed and then put into words stays a difficulty; anything else is
// what its own words say.
func TestWordsExplainADifficultyStatedWithoutAny(t *testing.T) {
	pressed := duban.Report{State: duban.Stuck}
	for _, c := range []struct {
		name   string
		words  duban.Report
		stated duban.Report
		want   duban.ReportState
	}{
		{"words about it", duban.Report{Words: "场地未落实", State: duban.Progressing}, pressed, duban.Stuck},
		{"it is over", duban.Report{Words: "无新进展", State: duban.NoNews}, pressed, duban.NoNews},
		{"it is done", duban.Report{Words: "已完成", State: duban.Claimed}, pressed, duban.Claimed},
		{"a receipt", duban.Report{Words: "收到"}, pressed, duban.Said},
		{"it was in words already", duban.Report{Words: "又办一期", State: duban.Progressing}, duban.Report{State: duban.Stuck, Words: "无场地"}, duban.Progressing},
		{"nothing was stated", duban.Report{Words: "又办一期", State: duban.Progressing}, duban.Report{State: duban.NoNews}, duban.Progressing},
	} {
		if got := c.words.Explains(c.stated).State; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAWalkWaitsForWordsForAnHour(t *testing.T) {
	now := moment("2026-11-24 10:00")
	for _, c := range []struct {
		name  string
		heard time.Time
		waits bool
	}{
		{"just now", now, true},
		{"within the hour", now.Add(-59 * time.Minute), true},
		{"an hour ago", now.Add(-time.Hour), false},
		{"something else began", time.Time{}, false},
	} {
		if got := (duban.Walk{Task: 3, Heard: c.heard}).Waits(now); got != c.waits {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestAWalkGoesBack(t *testing.T) {
	steps := duban.WalkSteps([]duban.Owed{owes(3, bureau, true), owes(7, bureau, false), owes(9, bureau, false)})
	for at, want := range map[duban.TaskID]duban.TaskID{9: 7, 7: 3, 3: 3, 0: 9} {
		w := duban.Walk{Task: at, Skipped: []duban.TaskID{7, 9}}.Back(steps)
		if w.Task != want || w.Task != at && slices.Contains(w.Skipped, w.Task) {
			t.Errorf("from %d to %d, skipped %v", at, w.Task, w.Skipped)
		}
	}
}
