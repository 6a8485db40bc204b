package text

import (
	"time"

	"duban/internal/duban"
)

// Messages to and from the contact of a department.
type (
	// Digest is what one opening asks of one person; a page of it.
	Digest struct {
		Title, Name   string
		Departments   []duban.Department
		Opens, Closes time.Time
		Late, Closed  bool
		Owed, Open    int
		Rest          int // tasks of his that are not asked for
		Answered      []int
		Groups        []DigestGroup
		Example       int
	}
	DigestGroup struct {
		Light duban.Light
		Count int // over all pages
		Lines []DigestLine
	}
	DigestLine struct {
		No             int
		Section, Short string // Section is set where a new one begins
		Role           duban.Role
		Due            duban.Date
		Days, Quiet    int
		Reason         duban.Reason
		Last           string
		LastState      duban.ReportState
	}
	Nudge struct {
		Title         string
		Opens, Closes time.Time
		Departments   []duban.Department
		Open          int
		Numbers       []int
		Example       int
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
	}
	TaskGone struct{}

	Walk struct {
		Step, Steps int
		Task        duban.Task
		Role        duban.Role
		Last        string
		LastState   duban.ReportState
		LastAt      time.Time
	}
	Check struct {
		Departments             []duban.Department
		Owed                    int
		News, None, Stuck, Open []int
	}

	Filed struct {
		Lines []FiledLine
		Loose string // words that belonged to no task
		File  bool   // a file came with them and was not kept
		Open  int    // still owed
	}
	FiledLine struct {
		No          int
		Short       string
		Departments []duban.Department
		Role        duban.Role
		State       duban.ReportState
		Words       string
		Counts      bool
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
