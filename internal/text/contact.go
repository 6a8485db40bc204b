package text

import (
	"time"

	"duban/internal/duban"
)

// Messages to and from the contact of a department.
type (
	Nudge struct {
		Title       string
		Round       RoundName
		Closes      time.Time
		By          time.Time // the end of the working day on which it is sent
		Departments []duban.Department
		Open        int
		Numbers     []int
		Example     int
	}
	// Remind asks out of turn and says who asks.
	Remind struct {
		By             string
		Departments    []duban.Department
		Lines          []TaskLine
		Count, Example int
	}
	Tasks struct {
		Departments  []duban.Department
		Count, Leads int
		Light        duban.Count
		Lines        []TaskLine
	}
	TaskLine struct {
		No    int
		Short string
		Role  duban.Role
		Light duban.Light
	}
	Card struct {
		Task   duban.Task
		Light  duban.Light
		Duties []CardDuty
		More   int  // departments left out
		Own    bool // the viewer may report on it

		Targets []CardTarget
		Others  int          // targets left out
		Sums    bool         // the viewer is offered a sum
		Marked  []MarkedLine // what the office should look at, for it alone
	}
	CardDuty struct {
		Department, Via duban.Department
		Role            duban.Role
		Light           duban.Light
		Reason          duban.Reason
		Days            int
		Blocked         bool
		Words           string
		State           duban.ReportState
		At              time.Time
		Figures         []DutyFigure
	}
	TaskGone struct{}

	Filed struct {
		Lines  []FiledLine
		Rest   []int  // numbers of all that was left, of which one thing was said: nothing new
		Reason string // why, as far as it was said
		Loose  string // words that belonged to no task
		File   bool   // a file came with them and was not kept
		Open   int    // still owed
	}
	FiledLine struct {
		No          int
		Short       string
		Departments []duban.Department
		Role        duban.Role
		State       duban.ReportState
		Words       string
		Counts      bool
		Part        bool               // it counts for Departments alone, not for his others
		Missing     []duban.Department // of those others, whose answer is missing

		Figures []FigureLine
		Adds    []duban.Department // who states the figure of the whole task, where that is somebody else
		Percent float64            // of the task as the words say it, 0 for none
		Stands  []TargetValue      // what still holds, where words without a number leave the task's targets as they were
		Known   bool               // one of Stands was stated before
		Example TargetValue
		Asks    bool // the words ask for what cannot be decided here
	}
	Withdrawn     struct{ Lines []WithdrawnLine }
	WithdrawnLine struct {
		No         int
		Short      string
		Department duban.Department
		Now        string // what stands now
	}
	Which struct {
		Words string
		More  bool
	}
	OnlyReceipt struct{ Open int }
	NotYours    struct {
		Task   duban.Task
		Theirs []duban.Department
		Yours  []duban.Department
	}
	NothingYours  struct{}
	NothingAsked  struct{}
	AllAnswered   struct{}
	NothingToUndo struct{}
	TooLateToUndo struct{ Until time.Time }
	EditedCommand struct{}
	NoFiles       struct{}
	ReportUsage   struct{}
	TaskUsage     struct{}
)
