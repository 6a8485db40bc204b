package duban_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"duban/internal/duban"
)

// Six open assignments: departments 1 and 2 in tasks 1, 2 and 3.
func open() (all []duban.Assignment) {
	for task := duban.TaskID(1); task <= 3; task++ {
		for dep := duban.DepartmentID(1); dep <= 2; dep++ {
			all = append(all, duban.Assignment{
				ID: duban.AssignmentID(10*task) + duban.AssignmentID(dep), Task: task, Department: dep, State: duban.Open,
			})
		}
	}
	return all
}

func ids(all []duban.Assignment) []duban.AssignmentID {
	ids := []duban.AssignmentID{}
	for _, a := range all {
		ids = append(ids, a.ID)
	}
	return ids
}

// A task's own round comes before a department's, and that before the list's.
func TestScope(t *testing.T) {
	list := duban.Round{ID: 1, List: 1, Kind: duban.Ask}
	task2 := duban.Round{ID: 2, List: 1, Kind: duban.Ask, Task: 2}
	dep1 := duban.Round{ID: 3, List: 1, Kind: duban.Ask, Department: 1}
	summary := duban.Round{ID: 4, List: 1, Kind: duban.Summarise, Task: 3}
	elsewhere := duban.Round{ID: 5, List: 2, Kind: duban.Ask, Task: 1}
	for _, c := range []struct {
		name   string
		round  duban.Round
		others []duban.Round
		want   []duban.AssignmentID
	}{
		{"the list alone", list, []duban.Round{list}, []duban.AssignmentID{11, 12, 21, 22, 31, 32}},
		{"a task leaves the list's", list, []duban.Round{list, task2}, []duban.AssignmentID{11, 12, 31, 32}},
		{"a department leaves the list's", list, []duban.Round{list, dep1}, []duban.AssignmentID{12, 22, 32}},
		{"both leave it", list, []duban.Round{list, task2, dep1}, []duban.AssignmentID{12, 32}},
		{"a task's own", task2, []duban.Round{list, task2, dep1}, []duban.AssignmentID{21, 22}},
		{"a department's own, without the task's", dep1, []duban.Round{list, task2, dep1}, []duban.AssignmentID{11, 31}},
		{"a summary asks for nothing", list, []duban.Round{list, summary}, []duban.AssignmentID{11, 12, 21, 22, 31, 32}},
		{"another list's does not count", list, []duban.Round{list, elsewhere}, []duban.AssignmentID{11, 12, 21, 22, 31, 32}},
	} {
		if diff := cmp.Diff(c.want, ids(c.round.Scope(open(), c.others))); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	all := open()
	all[0].State, all[1].State = duban.Completed, duban.Ended
	if got := ids(list.Scope(all, nil)); len(got) != 4 || slices.Contains(got, 11) || slices.Contains(got, 12) {
		t.Errorf("what is not open is asked for: %v", got)
	}
}

// Whatever schedules there are, an assignment is asked for by exactly one.
func TestEveryOpenAssignmentIsInOneScope(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rounds := []duban.Round{{List: 1, Kind: duban.Ask}}
		for id := 1; id <= 3; id++ {
			if rapid.Bool().Draw(t, "task's own") {
				rounds = append(rounds, duban.Round{List: 1, Kind: duban.Ask, Task: duban.TaskID(id)})
			}
			if rapid.Bool().Draw(t, "department's own") {
				rounds = append(rounds, duban.Round{List: 1, Kind: duban.Ask, Department: duban.DepartmentID(id)})
			}
		}
		var asked []duban.AssignmentID
		for _, r := range rounds {
			asked = append(asked, ids(r.Scope(open(), rounds))...)
		}
		slices.Sort(asked)
		if diff := cmp.Diff(ids(open()), asked); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestSubjectsAndCauses(t *testing.T) {
	for _, c := range []struct {
		round duban.Round
		want  string
	}{
		{duban.Round{List: 3}, "list:3"}, {duban.Round{List: 3, Task: 4}, "task:4"}, {duban.Round{List: 3, Department: 5}, "department:5"},
	} {
		if got := c.round.Subject(); got != c.want {
			t.Errorf("%+v: %s, want %s", c.round, got, c.want)
		}
	}
	o := duban.Opening{ID: 9, Round: 3, Opens: moment("2026-11-23 09:00")}
	moved := o
	moved.Opens, moved.ID = o.Opens.In(time.UTC), 10
	if o.Cause() != moved.Cause() {
		t.Errorf("one instant, two causes: %s, %s", o.Cause(), moved.Cause())
	}
	moved.Opens = o.Opens.Add(time.Second)
	if o.Cause() == moved.Cause() {
		t.Error("two instants, one cause")
	}
}

func TestApply(t *testing.T) {
	before, now := moment("2026-11-01 10:00"), moment("2026-11-24 10:00")
	quiet := duban.Assignment{ReportedAt: before, Blocked: true, Said: duban.Stuck, Quiet: 2, Missed: 1}
	for _, c := range []struct {
		name         string
		state        duban.ReportState
		words        string
		answer, news bool
		want         duban.Assignment
	}{
		{"progress", duban.Progressing, "开班三期", true, true, duban.Assignment{ReportedAt: now, Said: duban.Progressing}},
		{"a promise changes nothing", duban.Said, "马上报", false, false, quiet},
		{"a tick changes nothing", duban.Said, "√", false, false, quiet},
		{"done", duban.Claimed, "", true, true, duban.Assignment{ReportedAt: now, Said: duban.Claimed}},
		{"blocked", duban.Stuck, "没有场地", true, true, duban.Assignment{ReportedAt: now, Blocked: true, Said: duban.Stuck}},
		{"no news is an answer and no news", duban.NoNews, "", true, false, duban.Assignment{ReportedAt: now, Said: duban.NoNews, Quiet: 2}},
		{"no news with 收到 is an answer", duban.NoNews, "收到", true, false, duban.Assignment{ReportedAt: now, Said: duban.NoNews, Quiet: 2}},
		{"a receipt changes nothing", duban.Said, "收到", false, false, quiet},
		{"a question changes nothing", duban.Said, "这项归谁？", false, false, quiet},
		{"nothing changes nothing", duban.Said, "", false, false, quiet},
	} {
		r := duban.Report{State: c.state, Words: c.words, At: now}
		if r.IsAnswer() != c.answer || r.IsNews() != c.news {
			t.Errorf("%s: answer %v, news %v", c.name, r.IsAnswer(), r.IsNews())
		}
		if diff := cmp.Diff(c.want, quiet.Apply(r)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestUndoUntil(t *testing.T) {
	o := duban.Opening{Opens: moment("2026-11-23 09:00"), Closes: moment("2026-11-27 17:00")}
	for _, c := range []struct {
		name, at, want string
		asked          bool
	}{
		{"in its round: the deadline", "2026-11-24 10:00", "2026-11-27 17:00", true},
		{"at its opening", "2026-11-23 09:00", "2026-11-27 17:00", true},
		{"at its deadline", "2026-11-27 17:00", "2026-11-27 17:00", true},
		{"before it opened: a day", "2026-11-23 08:59", "2026-11-24 08:59", true},
		{"late: a day", "2026-11-27 17:01", "2026-11-28 17:01", true},
		{"not asked for: a day", "2026-11-24 10:00", "2026-11-25 10:00", false},
	} {
		if got := (duban.Report{At: moment(c.at)}).UndoUntil(o, c.asked); !got.Equal(moment(c.want)) {
			t.Errorf("%s: until %v, want %s", c.name, got.In(shanghai), c.want)
		}
	}
}

func TestPublicationCounts(t *testing.T) {
	pub := duban.Publication{Tasks: []duban.PublishedTask{
		{Section: "一", Shares: make([]duban.PublishedShare, 2)}, {Section: "一"}, {Section: "二", Shares: make([]duban.PublishedShare, 3)}, {Section: "一"},
	}}
	if n := pub.ShareCount(); n != 5 {
		t.Errorf("%d shares", n)
	}
	if diff := cmp.Diff([]string{"一", "二", "一"}, pub.Sections()); diff != "" {
		t.Error(diff)
	}
}
