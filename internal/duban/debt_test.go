package duban_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"duban/internal/duban"
)

const (
	committee duban.DepartmentID = iota + 1
	bureau
	union
)

// standing is a department's open duty that shows a light.
func standing(id duban.AssignmentID, dep duban.DepartmentID, role duban.Role, light duban.Light) duban.Standing {
	return duban.Standing{
		Assignment: duban.Assignment{ID: id, Task: 1, Department: dep, Role: role, State: duban.Open}, Light: light,
	}
}

func asks(answered bool, ids ...duban.AssignmentID) (owed []duban.Owed) {
	for _, id := range ids {
		owed = append(owed, duban.Owed{Assignment: duban.Assignment{ID: id}, Answered: answered})
	}
	return owed
}

// What is grouped where, one case a rule.
func TestWhereADigestPutsATask(t *testing.T) {
	lead, support := duban.Lead, duban.Support
	help := func(s duban.Standing) duban.Standing { s.Blocked = true; return s }
	for _, c := range []struct {
		name   string
		duties []duban.Standing
		owed   []duban.Owed
		pile   duban.Pile
		shown  duban.Standing // its role is the strongest
		open   []duban.DepartmentID
	}{
		{"late", []duban.Standing{standing(1, bureau, lead, duban.Overdue)}, asks(false, 1), duban.Late, standing(1, bureau, lead, duban.Overdue), []duban.DepartmentID{bureau}},
		{"behind", []duban.Standing{standing(1, bureau, lead, duban.Behind)}, asks(false, 1), duban.Lagging, standing(1, bureau, lead, duban.Behind), []duban.DepartmentID{bureau}},
		{"asks for help though it is on track", []duban.Standing{help(standing(1, bureau, lead, duban.OnTrack))}, asks(false, 1), duban.Hindered, help(standing(1, bureau, lead, duban.OnTrack)), []duban.DepartmentID{bureau}},
		{"asks for help and is behind", []duban.Standing{help(standing(1, bureau, lead, duban.Behind))}, asks(false, 1), duban.Lagging, help(standing(1, bureau, lead, duban.Behind)), []duban.DepartmentID{bureau}},
		{"asks for help and is late", []duban.Standing{help(standing(1, bureau, lead, duban.Overdue))}, asks(false, 1), duban.Late, help(standing(1, bureau, lead, duban.Overdue)), []duban.DepartmentID{bureau}},
		{"nothing heard yet", []duban.Standing{standing(1, bureau, lead, duban.Unheard)}, asks(false, 1), duban.Waiting, standing(1, bureau, lead, duban.Unheard), []duban.DepartmentID{bureau}},
		{"on track", []duban.Standing{standing(1, bureau, lead, duban.OnTrack)}, asks(false, 1), duban.Fine, standing(1, bureau, lead, duban.OnTrack), []duban.DepartmentID{bureau}},
		{"answered, late as it is", []duban.Standing{standing(1, bureau, lead, duban.Overdue)}, asks(true, 1), duban.Delivered, standing(1, bureau, lead, duban.Overdue), nil},
		{
			"the worse of two departments shows, with the stronger role", []duban.Standing{standing(1, committee, lead, duban.OnTrack), standing(2, bureau, support, duban.Behind)},
			asks(false, 1, 2), duban.Lagging, standing(2, bureau, lead, duban.Behind), []duban.DepartmentID{committee, bureau},
		},
		{
			"of two departments the one that answered does not count", []duban.Standing{standing(1, committee, lead, duban.Overdue), standing(2, bureau, support, duban.OnTrack)},
			append(asks(true, 1), asks(false, 2)...), duban.Fine, standing(2, bureau, lead, duban.OnTrack), []duban.DepartmentID{bureau},
		},
		{
			"a department that is not asked does not count", []duban.Standing{standing(1, committee, lead, duban.Overdue), standing(2, bureau, support, duban.OnTrack)},
			asks(false, 2), duban.Fine, standing(2, bureau, support, duban.OnTrack), []duban.DepartmentID{bureau},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := duban.Survey{Tasks: []duban.TaskStanding{{Task: duban.Task{ID: 1, No: 1}, Duties: c.duties}}}
			debts := s.Debts(c.owed)
			if len(debts) != 1 {
				t.Fatalf("%d debts, want one", len(debts))
			}
			d := debts[0]
			if d.Pile() != c.pile {
				t.Errorf("pile %s, want %s", d.Pile(), c.pile)
			}
			if diff := cmp.Diff(c.shown, d.Duty()); diff != "" {
				t.Errorf("shown: %s", diff)
			}
			if !slices.Equal(d.Open, c.open) || d.Answered() != (c.open == nil) {
				t.Errorf("open %v, want %v", d.Open, c.open)
			}
		})
	}
}

func TestNothingIsAskedOfATaskThatWasTakenOff(t *testing.T) {
	s := duban.Survey{Tasks: []duban.TaskStanding{{Task: duban.Task{ID: 1}, Duties: []duban.Standing{standing(2, bureau, duban.Lead, duban.Unheard)}}}}
	if debts := s.Debts(asks(true, 1)); len(debts) != 0 {
		t.Errorf("%v", debts)
	}
}

// 其余: what a contact answers for, is open, and is not asked for this time.
func TestTheRestIsWhatIsOpenAndNotAskedFor(t *testing.T) {
	task := func(id duban.TaskID, duties ...duban.Standing) duban.TaskStanding {
		return duban.TaskStanding{Task: duban.Task{ID: id, No: int(id)}, Duties: duties}
	}
	done := standing(5, bureau, duban.Lead, duban.Done)
	done.State = duban.Completed
	s := duban.Survey{Tasks: []duban.TaskStanding{
		task(1, standing(1, bureau, duban.Lead, duban.Unheard)),                                                       // asked for
		task(2, standing(2, bureau, duban.Lead, duban.Unheard)),                                                       // the rest
		task(3, standing(3, committee, duban.Lead, duban.Unheard), standing(4, bureau, duban.Support, duban.Unheard)), // the rest, once
		task(4, done), // nothing to report any more
		task(5, standing(6, union, duban.Lead, duban.Unheard)),  // somebody else's
		task(6, standing(7, bureau, duban.Lead, duban.Unheard)), // another round asks for it
	}}
	s.Owed = []duban.Owed{
		{Opening: 2, Assignment: duban.Assignment{ID: 7, Task: 6, Department: bureau, State: duban.Open}},
		{Opening: 1, Assignment: duban.Assignment{ID: 2, Task: 2, Department: bureau, State: duban.Open}, Again: true},
	}
	debts := s.Debts(asks(false, 1))
	if n := s.Rest(debts, committee, bureau); n != 2 {
		t.Errorf("the rest is %d, want 2", n)
	}
}

// lateness draws the standings of up to 200 tasks of one or two departments.
func lateness(t *rapid.T) (s duban.Survey, owed []duban.Owed) {
	lights := rapid.SampledFrom(duban.Lights)
	for i := range rapid.IntRange(0, 200).Draw(t, "tasks") {
		ts := duban.TaskStanding{Task: duban.Task{ID: duban.TaskID(i + 1), No: i + 1}}
		for j := range rapid.IntRange(1, 2).Draw(t, "departments") {
			d := standing(duban.AssignmentID(2*i+j+1), duban.DepartmentID(j+1), duban.Lead, lights.Draw(t, "light"))
			d.Blocked = rapid.Bool().Draw(t, "blocked")
			ts.Duties = append(ts.Duties, d)
			if rapid.IntRange(0, 9).Draw(t, "asked") > 0 {
				owed = append(owed, asks(rapid.Bool().Draw(t, "answered"), d.ID)...)
			}
		}
		s.Tasks = append(s.Tasks, ts)
	}
	return s, owed
}

// Whatever is owed stands on exactly one page; no page holds or weighs too much;
// piles come in their order; a late task is on a later page only because the
// first has no room for it.
func TestPagesHoldEveryDebtOnceAndBuryNoLateOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, owed := lateness(t)
		debts := s.Debts(owed)
		lines, room := rapid.IntRange(1, 20).Draw(t, "lines"), rapid.IntRange(60, 3000).Draw(t, "room")
		weights := map[duban.TaskID]int{}
		for _, d := range debts {
			weights[d.Task.ID] = rapid.IntRange(10, 60).Draw(t, "weight")
		}
		weight := func(d duban.Debt) int { return weights[d.Task.ID] }
		pages := duban.DebtPages(debts, lines, room, weight)

		want, got := map[duban.TaskID]int{}, map[duban.TaskID]int{}
		for _, w := range owed {
			want[duban.TaskID((w.Assignment.ID+1)/2)] = 1
		}
		before, free := duban.Late, 0
		for i, page := range pages {
			heavy := 0
			for j, d := range page {
				got[d.Task.ID]++
				heavy += weight(d)
				if d.Pile().Urgency() < before.Urgency() {
					t.Errorf("page %d: pile %s after %s", i, d.Pile(), before)
				}
				before = d.Pile()
				switch {
				case d.Pile() == duban.Late && i > 0 && j == 0 && free >= weight(d):
					t.Errorf("page %d begins with a late task that page %d has room for", i, i-1)
				case d.Pile() != duban.Late && j >= lines || i > 0 && j >= lines:
					t.Errorf("page %d has more than %d lines", i, lines)
				}
			}
			if heavy > room {
				t.Errorf("page %d weighs %d of %d", i, heavy, room)
			}
			if free = 0; i == 0 {
				free = room - heavy
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("on the pages: %s", diff)
		}
		total := 0
		for _, n := range duban.CountDebts(debts) {
			total += n
		}
		if total != len(debts) || len(pages) == 0 {
			t.Errorf("%d counted of %d, %d pages", total, len(debts), len(pages))
		}
	})
}

func ExampleDebtPages() {
	s := duban.Survey{}
	var owed []duban.Owed
	for i := range 5 {
		light := duban.Overdue
		if i > 2 {
			light = duban.Unheard
		}
		id := duban.AssignmentID(i + 1)
		s.Tasks = append(s.Tasks, duban.TaskStanding{Task: duban.Task{ID: duban.TaskID(i), No: i + 1}, Duties: []duban.Standing{standing(id, bureau, duban.Lead, light)}})
		owed = append(owed, asks(false, id)...)
	}
	for _, page := range duban.DebtPages(s.Debts(owed), 2, 100, func(duban.Debt) int { return 10 }) {
		var nos []int
		for _, d := range page {
			nos = append(nos, d.Task.No)
		}
		fmt.Println(nos)
	}
	// Output:
	// [1 2 3]
	// [4 5]
}
