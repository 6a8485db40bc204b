package duban

import (
	"fmt"
	"time"
)

// RoundKind tells what happens when a round opens.
type RoundKind string

const (
	Ask       RoundKind = "ask"     // 全量: departments are asked for every open assignment
	Focus     RoundKind = "focus"   // 重点: they are asked for what can have moved; a list's only
	Summarise RoundKind = "summary" // the leadership group gets the board; nobody is asked
)

// Round is a recurring asking (报送). Where Task or Department is set, it takes
// the place of the list's own rounds for these assignments. In a month in which
// both of a list's own rounds close, only the full one opens. Next is a round's only
// watermark: whoever opens what was due moves it past now in the same transaction.
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
	Closed     OpeningStep = "closed"     // until the climb has come to its end
	Over       OpeningStep = "over"       // nothing more happens by itself
)

// Opening is one time a round opened (一期). What it asks for is fixed when it
// opens and never computed again.
type Opening struct {
	ID    OpeningID
	Round RoundID
	List  ListID
	Opens time.Time // the cause: the instant the schedule named
	// OpenedAt is when it really did.
	OpenedAt time.Time
	Closes   time.Time // 报送截止
	Late     bool      // asked after the bot was down over Opens: 补发
	Step     OpeningStep
	Climbed  Rung      // the last rung of the climb that was taken
	NextAt   time.Time // when it is looked at next; zero: never
}

// LateAfter is how long after its moment an opening counts as made up for.
const LateAfter = 10 * time.Minute

// OccurrenceKind is what a person is sent because of a cause.
type OccurrenceKind string

const (
	DigestSent   OccurrenceKind = "digest"   // 应报清单
	ReminderSent OccurrenceKind = "reminder" // 提醒, before the deadline
	NudgeSent    OccurrenceKind = "nudge"    // 催办
	HeadSent     OccurrenceKind = "head"     // to the head: what his department owes
	OfficeSent   OccurrenceKind = "office"   // to an admin: who is missing
	NoteSent     OccurrenceKind = "note"     // to an admin: who could not be asked
	SummarySent  OccurrenceKind = "summary"  // to the leadership group, and its copy to an admin
	PublishSent  OccurrenceKind = "publish"  // to the leadership group, by an admin: who is missing
	RemindSent   OccurrenceKind = "remind"   // a person pressed 提醒

	NoNoticeSent OccurrenceKind = "no-notice" // to an admin: a year's notice on days off is missing
)

// Occurrence is the key under which something is sent once, whatever restarts,
// clocks or replicas do.
type Occurrence struct {
	Person  PersonID // zero for a group
	Group   GroupID
	Kind    OccurrenceKind
	Cause   string // names the round and the instant that led to it
	Step    int    // 0 the asking, otherwise the Rung
	Opening OpeningID
}

// Owed is one assignment that an opening asks for.
type Owed struct {
	Opening    OpeningID
	Assignment Assignment
	Own        bool // the opening is of a task's or department's own round
	Answered   bool // something that counts came in since the opening
	Again      bool // a later opening asks for the same, or a later round of the list passed it by
	Moved      bool // it has a schedule of its own by now, and this opening is not of that
}

// Counts reports whether the opening still stands for it: what another one asks for by
// now, or what has moved to a schedule of its own, is in no count of this one, neither
// among what is asked for nor among what was answered.
func (w Owed) Counts() bool { return !w.Again && !w.Moved && w.Assignment.State == Open }

// Silent reports whether the climb goes on for it: the opening stands for it, and
// nothing that counts came in.
func (w Owed) Silent() bool { return w.Counts() && !w.Answered }

// Asking is an Owed by its task and department alone.
type Asking struct {
	Opening    OpeningID
	Task       TaskID
	Department DepartmentID
	Answered   bool
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

// OfList reports whether r is one of its list's own rounds, in which a task's or a
// department's own round has no part.
func (r Round) OfList() bool { return r.Task == 0 && r.Department == 0 }

// Scope is the assignments that belong to a round, out of all open ones of its list.
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

// CauseFor names what one department is asked for after the opening, when it has
// somebody else to answer for it.
func (o Opening) CauseFor(d DepartmentID) string {
	return fmt.Sprintf("%s/department:%d", o.Cause(), d)
}

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
