package duban

import "time"

// ReportState is what a report says about the work, as far as its words show.
type ReportState string

const (
	Said        ReportState = ""            // talk: a receipt, a promise, a question; kept, and no report
	Progressing ReportState = "progressing" // something was done
	NoNews      ReportState = "none"        // 无新进展: an answer, but no progress
	Stuck       ReportState = "blocked"     // 有困难
	Claimed     ReportState = "done"        // the words say it is done; striking off is somebody else's decision
)

// Report is what a department said about one assignment. Reports are only ever
// added; an edit is a new one that replaces the one before.
type Report struct {
	ID         ReportID
	Assignment AssignmentID
	Person     PersonID
	Source     string // where it came from; unique with Assignment, so that nothing counts twice
	Words      string
	State      ReportState
	Percent    float64  // how much of the task is done by its words, to 100; zero where they do not say
	Figures    []Figure // what the words state for the task's targets, each target at most once
	Doubts     []Doubt  // what they leave open; only on the way into the store
	Mark       Mark     // why the office should look at it
	Later      Date     // the later due date the words ask for, zero for none
	At         time.Time
	Withdrawn  time.Time // zero unless taken back
}

// IsAnswer reports whether r answers a round. Talk does not, and never takes the
// place of what does.
func (r Report) IsAnswer() bool { return r.State != Said }

// IsNews reports whether r tells of progress, so that the task is not quiet.
func (r Report) IsNews() bool { return r.State != NoNews && r.IsAnswer() }

// Apply returns a as it stands after r.
func (a Assignment) Apply(r Report) Assignment {
	if !r.IsAnswer() {
		return a
	}
	a.ReportedAt = r.At
	a.Blocked = r.State == Stuck
	a.Said, a.Missed = r.State, 0
	if r.IsNews() {
		a.Quiet = 0
	}
	return a
}

// Explains returns r as the words that belong to a difficulty stated before
// without any: whoever pressed 有困难 and then writes what it is still has it.
func (r Report) Explains(stated Report) Report {
	if stated.State == Stuck && stated.Words == "" && r.State == Progressing {
		r.State = Stuck
	}
	return r
}

// undoLife is how long a report outside any round may be taken back.
const undoLife = 24 * time.Hour

// UndoUntil is the last instant at which r may be taken back: the deadline of
// the opening it answered, or a day after it was made.
func (r Report) UndoUntil(o Opening, asked bool) time.Time {
	if asked && !r.At.Before(o.Opens) && !r.At.After(o.Closes) {
		return o.Closes
	}
	return r.At.Add(undoLife)
}
