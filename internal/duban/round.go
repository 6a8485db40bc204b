package duban

import (
	"fmt"
	"time"
)

// RoundKind tells what happens when a round opens.
type RoundKind string

const (
	Ask       RoundKind = "ask"     // departments are asked for reports
	Summarise RoundKind = "summary" // the leadership group gets the board; nobody is asked
)

// Round is a recurring asking (报送). Where Task or Department is set, it takes
// the place of the list's own round for these assignments. Next is its only
// watermark: whoever opens what was due moves it past now in the same
// transaction.
type Round struct {
	ID         RoundID
	List       ListID
	Task       TaskID       // zero unless it is this task's own
	Department DepartmentID // zero unless it is this department's own
	Kind       RoundKind
	Schedule   string // canonical, as the calendar writes it
	Next       time.Time
	NextCloses time.Time // the deadline that belongs to Next
	Revision   int       // raised by each edit of the schedule
}

// OpeningStep says what an opening waits for. The scheduler moves it.
type OpeningStep string

const (
	Collecting OpeningStep = "collecting" // until Closes: answers come in
	Closed     OpeningStep = "closed"     // until the nudge is due
	Nudged     OpeningStep = "nudged"     // nothing more happens by itself
)

// Opening is one time a round opened (一期). What it asks for is fixed when it
// opens and never computed again.
type Opening struct {
	ID     OpeningID
	Round  RoundID
	List   ListID
	Opens  time.Time // the cause: the instant the schedule named
	Closes time.Time // 报送截止
	Late   bool      // asked after the bot was down over Opens: 补发
	Step   OpeningStep
	NextAt time.Time // when Step ends; zero: never
}

// LateAfter is how long after its moment an opening counts as made up for.
const LateAfter = 10 * time.Minute

// OccurrenceKind is what a person is sent because of a cause.
type OccurrenceKind string

const (
	DigestSent  OccurrenceKind = "digest"  // 应报清单
	NudgeSent   OccurrenceKind = "nudge"   // 催办
	NoteSent    OccurrenceKind = "note"    // to an admin: who could not be asked
	SummarySent OccurrenceKind = "summary" // to the leadership group
	RemindSent  OccurrenceKind = "remind"  // a person pressed 提醒

	NoNoticeSent OccurrenceKind = "no-notice" // to an admin: a year's notice on days off is missing
)

// Occurrence is the key under which something is sent once, whatever restarts,
// clocks or replicas do.
type Occurrence struct {
	Person  PersonID // zero for a group
	Group   GroupID
	Kind    OccurrenceKind
	Cause   string // names the round and the instant that led to it
	Step    int    // 0 the asking, +1 the first nudge
	Opening OpeningID
}

// Owed is one assignment that an opening asks for.
type Owed struct {
	Opening    OpeningID
	Assignment Assignment
	Answered   bool // something that counts came in since the opening
}

// Asking is an Owed by its task alone.
type Asking struct {
	Opening  OpeningID
	Task     TaskID
	Answered bool
}

// OpenTasks counts the tasks that are not answered for every department asked.
func OpenTasks(asked []Asking) int {
	open := map[TaskID]bool{}
	for _, q := range asked {
		if !q.Answered {
			open[q.Task] = true
		}
	}
	return len(open)
}

// Scope is the assignments a round asks for, out of all open ones of its list.
// A task's own round comes before a department's, and that before the list's.
func (r Round) Scope(all []Assignment, others []Round) []Assignment {
	ownTask, ownDep := map[TaskID]bool{}, map[DepartmentID]bool{}
	for _, o := range others {
		if o.Kind == Ask && o.List == r.List {
			if o.Task != 0 {
				ownTask[o.Task] = true
			} else if o.Department != 0 {
				ownDep[o.Department] = true
			}
		}
	}
	var scope []Assignment
	for _, a := range all {
		if a.State == Open && r.covers(a, ownTask, ownDep) {
			scope = append(scope, a)
		}
	}
	return scope
}

func (r Round) covers(a Assignment, ownTask map[TaskID]bool, ownDep map[DepartmentID]bool) bool {
	switch {
	case r.Task != 0:
		return a.Task == r.Task
	case ownTask[a.Task]:
		return false
	case r.Department != 0:
		return a.Department == r.Department
	default:
		return !ownDep[a.Department]
	}
}

// Cause names what an opening's messages are sent for.
func (o Opening) Cause() string { return fmt.Sprintf("round:%d@%d", o.Round, o.Opens.Unix()) }

// Subject names what the round is of, in the audit chain.
func (r Round) Subject() string {
	switch {
	case r.Task != 0:
		return fmt.Sprintf("task:%d", r.Task)
	case r.Department != 0:
		return fmt.Sprintf("department:%d", r.Department)
	default:
		return fmt.Sprintf("list:%d", r.List)
	}
}
