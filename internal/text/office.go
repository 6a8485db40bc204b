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
	Invited struct {
		Department    duban.Department
		Admin, Leader bool
		Name, Link    string
	}
	InviteUsage          struct{}
	CollectiveHasMembers struct{ Department duban.Department }

	ContactUsage struct{}
	ChoosePerson struct{ Department duban.Department }
	NeverMet     struct {
		Name       string
		Department duban.Department // without an id where none was named
	}
	WhichPerson struct {
		Name       string
		Department duban.Department
	}
	NotStarted struct {
		Name       string
		Department duban.Department
	}
	Offer struct {
		Name       string
		User       int64
		Department duban.Department
		Others     []duban.Department
		Head       bool
	}
	Bound struct {
		Name         string
		Department   duban.Department
		Head, Before bool
	}
	Contacts    struct{ Lines []ContactLine }
	ContactLine struct {
		Department duban.Department
		People     []ContactPerson
		Members    []duban.Department
	}
	ContactPerson struct {
		Name       string
		Head, Lost bool
		Away       duban.Date // until when, zero unless he is away now
	}
	UnbindUsage struct{}
	NobodyBound struct {
		Department duban.Department
		Name       string
	}
	Unbound struct {
		Name       string
		Department duban.Department
	}
	YouAreUnbound struct{ Department duban.Department }

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
	ScheduleUsage struct{}
	NoSchedule    struct{ Said, Reason string }
	ScheduleSet   struct {
		Kind       duban.RoundKind
		Task       duban.Task
		Department duban.Department
		Schedule   string
		Moments    []Moment
		Asks       bool // to be confirmed
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
	RoleUsage      struct{}
	SeveralPeople  struct {
		Name  string
		Count int
	}
	LastAdmin struct{}
	RoleSet   struct {
		Name          string
		User          int64
		Admin, Leader bool
	}
	Staff     struct{ People []StaffLine }
	StaffLine struct {
		Name               string
		Admin, Leader      bool
		Departments, Heads []duban.Department
	}
	AuditTrail struct {
		No         int
		Department duban.Department
		Lines      []AuditLine
		Head       string
	}
	AuditLine struct {
		ID                 int64
		At                 time.Time
		By, Action, Detail string
	}

	// LedgerLine is what a department said last, in a cell of the ledger.
	LedgerLine struct {
		Department duban.Department
		At         time.Time
		Words      string
	}
	// GroupLost tells an admin that the bot was put out of a group.
	GroupLost struct{ Title string }
	// Broken tells an admin that a message of ours could not be sent.
	Broken struct {
		Row  int64
		Why  string
		Kind string
	}
	// Quarantined tells an admin that an update could not be handled.
	Quarantined struct{ Update int64 }
)
