package text

import (
	"fmt"
	"time"

	"duban/internal/duban"
)

// Messages about lists: what a file says, what the office settles before anything
// is sent, and what a new file changes.
type (
	ImportUsage  struct{}
	Fetching     struct{ Name string }
	FetchFailed  struct{ Name string }
	ListTooLarge struct {
		Name  string
		Limit int // MB
	}
	BadList struct {
		Name     string
		Problems []duban.Problem
		More     int
	}
	ListRead struct {
		Name, Title                          string
		Sections, Tasks, Shares, Departments int
		Collectives                          []string
		First                                []NameCount // who stands first how often
	}
	NameCount struct {
		Name  string
		Count int
	}
	ListThere    struct{ Title string }
	ListDropped  struct{}
	ListConflict struct{ Title string } // of the list that is there
	// NameUnknown asks what a name of a department column is.
	NameUnknown struct {
		Name  string
		Tasks []int
		Left  int // names to ask about after this one
	}

	// Confirm asks what only the office can know before anything is sent.
	Confirm struct {
		Title                                             string
		Sections, Tasks, Shares, Departments, Collectives int
		Leads                                             int // tasks whose lead is to be settled
		Day                                               NamedDay
		Days                                              int // with Day, zero for none
		Empty                                             []duban.Department
	}
	// LeadAsked is one step through the tasks whose lead is to be settled.
	LeadAsked struct {
		Task        duban.Task
		Departments []duban.Department // as printed
		Left        int
	}
	// DayAsked asks what a day means that a task's words name.
	DayAsked struct{ Day NamedDay }
	NamedDay struct {
		Task duban.Task
		Past bool
	}
	DayWanted   struct{ Task duban.Task } // asks for a new due date
	DaySettled  struct{ Task duban.Task }
	NobodyEmpty struct{}
	Confirmed   struct {
		Title         string
		Assignments   int
		Opens, Closes time.Time
	}

	// ListDoubt shows a task and a row that may be the same.
	ListDoubt struct {
		Title string
		Old   duban.Task
		No    int
		Now   string
		Left  int // doubts after this one
		Moved bool
	}
	// ListChange is a page of what a file changes.
	ListChange struct {
		Title, Was   string // Was: the title so far, where it is another one
		Counts       ListCounts
		Lines        []ListLine
		Shifts       []Shift // tasks of which only the number changes
		DocumentWins bool
		Moved        bool    // the list has changed since it was shown last
		Doubts       []Shift // tasks and rows that may be the same, where they are not asked one by one
		Beside       bool    // shown on the command line, where it cannot be taken
	}
	ListCounts struct{ New, Gone, Back, Reworded, Swapped, Moved, Shares, Terms, Others, Held int }
	// ListLine is one change of one task.
	ListLine struct {
		Kind       string // new, gone, back, reworded, swapped, moved, section, term, leader, targets, added, removed, role, held
		Before, No int
		Other      Shift // swapped: the other task
		Words, Old string
		Department duban.Department
		Role       duban.Role
		Leads      []duban.Department
		Supports   []duban.Department
		Reports    int
		Due        duban.Task // term: as it will be
	}
	// Shift is numbers that all go up or down by the same: 11 to 27 become 12 to 28.
	Shift       struct{ First, Last, To int }
	ListRevised struct {
		Title  string
		Counts ListCounts
		Change duban.Change
		Empty  []duban.Department
	}

	// ListMoved tells a contact what has become of his departments' tasks.
	ListMoved struct {
		Title               string
		Shifts              []Shift
		Reworded, New, Gone []int // by the numbers now; those that are gone by their last
	}

	LeaderSet struct {
		Task duban.Task
		Name string // empty: nobody
	}
	MergeUsage struct{}
	MergeSame  struct{ Department duban.Department }
	// MergePlan shows what it leads to that one department becomes part of another.
	MergePlan struct {
		From, Into duban.Department
		Count      duban.MergeCount
		Moved      bool
	}
	Merged struct {
		From, Into duban.Department
		Count      duban.MergeCount
	}
)

// Shift words numbers that change together: 11—27→12—28.
func (v Voice) Shift(s Shift) string {
	dash := "—"
	if v.lang() == English {
		dash = "–"
	}
	if s.First == s.Last {
		return fmt.Sprintf("%d→%d", s.First, s.To)
	}
	return fmt.Sprintf("%d%s%d→%d%s%d", s.First, dash, s.Last, s.To, dash, s.To+s.Last-s.First)
}

// Shifts joins them as a list does.
func (v Voice) Shifts(all []Shift) string { return listed(v, all, v.Shift) }

// Step is a task's number before and now where they differ: 28→29.
func (v Voice) Step(before, now int) string {
	if before == now || before == 0 || now == 0 {
		return fmt.Sprint(max(before, now))
	}
	return fmt.Sprintf("%d→%d", before, now)
}

// Term is when a task can move: a day, months, or that it does not end.
func (v Voice) Term(t duban.Task) string {
	switch {
	case t.Kind == duban.StandingTask:
		return v.Label("moves.standing")
	case t.Kind == duban.YearlyTask:
		return v.Label("moves.yearly", v.Months(t.Months))
	case t.Due.IsZero():
		return v.Label("moves.none")
	}
	return v.Date(t.Due)
}
