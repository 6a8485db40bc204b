package text

import (
	"time"

	"duban/internal/duban"
)

// Messages to and from the office.
type (
	Note struct {
		Title           string
		Round           RoundName
		Empty, Unserved []duban.Department
	}
	CollectiveHasMembers struct{ Department duban.Department }

	AssignUsage   struct{}
	UnassignUsage struct{}
	NoRole        struct{ Said string }
	Assigned      struct {
		Task            duban.Task
		Department      duban.Department
		Role            duban.Role
		Removed         bool
		Leads, Supports []duban.Department
	}
	// RoleKept says which role a department has, RoleWanted asks for one.
	RoleKept struct {
		Task       duban.Task
		Department duban.Department
		Role       duban.Role
	}
	RoleWanted struct {
		Task       duban.Task
		Department duban.Department
	}
	// LeadHole asks before a task loses its lead, or whoever answers for it.
	LeadHole struct {
		Task       duban.Task
		Department duban.Department
		Removed    bool // it is to leave the task, not only to lead it no longer
		Lead       bool // it leads now
		Others     []duban.Department
	}
	// DueHole asks before a task is made overdue.
	DueHole     struct{ Task duban.Task }
	NotAssigned struct {
		Task            duban.Task
		Department, Via duban.Department
		Theirs          []duban.Department
	}
	AliasUsage struct{}
	AliasSet   struct{ Department duban.Department }
	NameTaken  struct {
		Name       string
		Department duban.Department
	}
	MembersUsage struct{}
	NoCollective struct{ Department duban.Department }
	// Members lists a collective's members by the day since when they belong to it.
	Members struct {
		Collective duban.Department
		Count      int
		Since      []MembersSince
		Former     []FormerMember
	}
	MembersSince struct {
		Day     duban.Date
		Members []duban.Department
	}
	FormerMember struct {
		Department   duban.Department
		Since, Until duban.Date
	}
	// MembersPlan shows what a change of members leads to before it is made.
	MembersPlan struct {
		Collective          duban.Department
		Before, After       int
		Added, Removed, New []duban.Department
		Change              duban.Change
		Whole               bool // all members were named, not those who come and go
		Waiting             bool // the list is not confirmed: there are no assignments yet
	}
	MembersSet struct {
		Collective               duban.Department
		Added, Removed, Unserved []duban.Department
		Change                   duban.Change
	}
	MembersSame struct {
		Collective duban.Department
		Members    []duban.Department
	}
	NotMember struct {
		Department, Collective duban.Department
		Members                []duban.Department
	}
	CollectiveInside struct{ Inside, Collective duban.Department }
	UnknownMembers   struct {
		Names, Nearest []string
		Collective     duban.Department
		Add, Drop      bool
	}

	DueUsage struct{}
	NoDate   struct {
		Said       string
		Impossible bool
	}
	DueSet struct {
		Task        duban.Task
		Due, Before duban.Date
		Past        bool
	}
	// DueIs shows what due date a task has.
	DueIs struct{ Task duban.Task }

	ScheduleUsage struct{}
	// ScheduleIs shows by what schedule a task or a department reports.
	ScheduleIs struct {
		Task       duban.Task
		Department duban.Department
		Own        bool
		Lines      []ScheduleLine
	}
	NoSchedule  struct{ Said, Reason string }
	ScheduleSet struct {
		Kind       duban.RoundKind
		Task       duban.Task
		Department duban.Department
		Schedule   string
		Moments    []Moment
		Asks       bool // to be confirmed
		Deadline   bool // it names when reports are due, not when they are asked for
		Removed    bool
	}
	Moment       struct{ Opens, Closes time.Time }
	Schedules    struct{ Lines []ScheduleLine }
	ScheduleLine struct {
		Kind         duban.RoundKind
		Task         duban.Task
		Department   duban.Department
		Schedule     string
		Next, Closes time.Time
	}
	RemindUsage    struct{}
	RemindedLately struct{}
	NobodyToRemind struct{ Departments []duban.Department }
	Reminded       struct {
		Told, Unserved []duban.Department
		Waits          bool
		At             time.Time
	}

	GroupUsage     struct{}
	GroupAllowed   struct{}
	GroupForgotten struct{}
	Groups         struct{ Titles []string }
	AuditTrail     struct {
		No         int
		Department duban.Department
		Lines      []AuditLine
		Head       string
	}
	// AuditLine is one change. By is empty for whoever sits at the host.
	AuditLine struct {
		At                time.Time
		By, About, Action string
		Fields            map[string]string // what it says, in words
	}

	// LedgerLine is what a department said last, in a cell of the ledger.
	LedgerLine struct {
		Department duban.Department
		At         time.Time
		Words      string
	}
	// GroupLost tells an admin that the bot was put out of a group.
	GroupLost struct{ Group duban.Group }
	// Broken tells an admin that a message of ours could not be sent.
	Broken struct {
		Row  int64
		Why  string
		Kind string
	}
	// Quarantined tells an admin that an update could not be handled.
	Quarantined struct{ Update int64 }
)
