package bot

import (
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
)

// Tx is what the conversation reads and writes in one transaction.
type Tx interface {
	Now() time.Time
	Writes() int // how much was written so far
	Audit(actor, action, subject string, detail any)
	AuditOf(subject string, limit, skip int) ([]duban.Entry, error)
	AuditHead() (string, error)

	lists
	people
	reports
	figures
	rounds
	holidays

	Groups() ([]duban.Group, error)
	Group(chat int64) (duban.Group, bool, error)
	AllowGroup(duban.Group) (duban.Group, error)
	ForgetGroup(chat int64) (found bool, err error)
	MoveChat(from, to int64) error
	About(chatID, message int64) (chat.View, bool, error)
	NewestPosts(chatID int64, n int) (messages []int64, err error)
	Showing(chatID int64, kind string) ([]chat.Showing, error)
	Digests(duban.DepartmentID) ([]chat.Showing, error)
	Outdate(chat.View)
	Outdated() ([]chat.View, error)
	KeepUpload(p duban.PersonID, name string, body []byte) (id int64, err error)
	Upload(id int64) (name string, body []byte, found bool, err error)
	SetUpload(id int64, body []byte) error
	UploadedBy(id int64) (p duban.PersonID, found bool, err error)
	DropUpload(id int64) error
}

type lists interface {
	CurrentList() (duban.List, bool, error)
	ImportList(duban.Publication) (list duban.List, fresh bool, err error)
	Kept(duban.ListID) ([]duban.Kept, error)
	ApplyList(duban.List, duban.Publication, duban.Difference) error
	SetLead(duban.TaskID, duban.DepartmentID) error
	SetLeaderOf(task duban.TaskID, name string) error
	SettleNamed(task duban.TaskID, done bool) error
	CountMerge(from, into duban.DepartmentID) (duban.MergeCount, error)
	MergeDepartments(from, into duban.DepartmentID) error
	ConfirmList(id duban.ListID, lead bool, start duban.Date, rounds ...duban.Round) error
	Tasks(duban.ListID) ([]duban.Task, error)
	Task(duban.TaskID) (duban.Task, error)
	TaskByNo(list duban.ListID, no int) (duban.Task, bool, error)
	SetTerm(duban.Task) error
	Targets(duban.ListID) (map[duban.TaskID][]duban.Target, error)
	TaskTargets(duban.TaskID) ([]duban.Target, error)
	SetTarget(duban.TaskID, duban.Target) (stored duban.Target, found bool, err error)
	RemoveTarget(duban.TargetID) (found bool, err error)
	Shares(duban.ListID) ([]duban.Share, error)
	SetShare(duban.TaskID, duban.DepartmentID, duban.Role) error
	RemoveShare(duban.TaskID, duban.DepartmentID) (found bool, err error)
	Assignments(duban.ListID) ([]duban.Assignment, error)
	TaskAssignments(duban.TaskID) ([]duban.Assignment, error)
	Assignment(duban.AssignmentID) (duban.Assignment, error)
	SyncAssignments(duban.ListID) error
	TasksOf(duban.ListID, ...duban.DepartmentID) (map[duban.TaskID]bool, error)
	Directory() (duban.Directory, error)
	AddDepartments(...duban.Department) error
	AddAlias(duban.DepartmentID, string) error
	RemoveAlias(duban.DepartmentID, string) error
	Members() ([]duban.Membership, error)
	MembersOf(duban.DepartmentID) ([]duban.Membership, error)
	SetMembers(duban.DepartmentID, []duban.DepartmentID) error
}

type people interface {
	Meet(user int64, nick, lang string) (duban.Person, error)
	SetName(p duban.PersonID, name string) error
	Person(duban.PersonID) (duban.Person, error)
	PersonByUser(user int64) (duban.Person, bool, error)
	PeopleNamed(name string) ([]duban.Person, error)
	Admins() ([]duban.Person, error)
	Staff() ([]duban.Person, error)
	SetStarted(duban.PersonID) error
	SetReachable(user int64, reachable bool) (changed bool, err error)
	SetLang(duban.PersonID, string) error
	SetAway(duban.PersonID, duban.Span) error
	SetAdmin(duban.PersonID, bool) error
	SetLeader(duban.PersonID, bool) error
	Bind(p duban.PersonID, d duban.DepartmentID, head bool) (added bool, err error)
	Unbind(duban.PersonID, duban.DepartmentID) (found bool, err error)
	Contacts() ([]duban.Contact, error)
	Invite(duban.Invitation) (code string, err error)
	KnowsCode(code string) (bool, error)
	Redeem(code string, by duban.PersonID) (duban.Invitation, bool, error)
}

type reports interface {
	File(duban.Report) (stored duban.Report, added bool, err error)
	Withdraw(duban.Report) (changed bool, err error)
	ReportsFrom(source string) ([]duban.Report, error)
	ReportsBy(duban.PersonID) ([]duban.Report, error)
	ReportByID(duban.ReportID) (duban.Report, bool, error)
	LastReport(duban.AssignmentID) (duban.Report, bool, error)
	LastReports(duban.ListID) (map[duban.AssignmentID]duban.Report, error)
	Saying(list duban.ListID, words string) (map[duban.TaskID]duban.Report, error)
	ReportsSince(list duban.ListID, since time.Time) (reports, departments int, err error)
	ReportsOn(duban.TaskID) (int, error)
	KeepWords(p duban.PersonID, source, words string) (id int64, err error)
	KeptWords(id int64) (duban.Unplaced, bool, error)
	PlaceWords(id int64) error
	Walk(duban.PersonID) (duban.Walk, bool, error)
	SetWalk(duban.Walk) error
	EndWalk(duban.PersonID) error
	RestWalk(duban.PersonID) error
}

type figures interface {
	Reached(duban.ListID) ([]duban.Reached, error)
	TaskReached(duban.TaskID) ([]duban.Reached, error)
	ReachedBefore(a duban.AssignmentID, without ...duban.ReportID) ([]duban.Reached, error)
	Figure(duban.FigureID) (duban.Figure, duban.Report, bool, error)
	Amend(duban.ReportID, ...duban.Figure) ([]duban.Figure, error)
	Doubt(duban.DoubtID) (duban.Doubt, bool, error)
	SettleDoubt(duban.DoubtID) (first bool, err error)
	MoveDoubts(from, to duban.ReportID) error
	MarkedReports(list duban.ListID, since time.Time, limit int) ([]duban.Report, error)
}

type rounds interface {
	Rounds(duban.ListID) ([]duban.Round, error)
	SetRound(duban.Round) (duban.Round, error)
	RemoveRound(duban.Round) (found bool, err error)
	Opening(duban.OpeningID) (duban.Opening, error)
	Collecting(duban.DepartmentID) ([]duban.Opening, error)
	OpeningOf(duban.AssignmentID) (duban.Opening, bool, error)
	RoundOf(duban.Opening) (duban.Round, error)
	Owed(duban.OpeningID, ...duban.DepartmentID) ([]duban.Owed, error)
	CurrentOwed(duban.ListID, ...duban.DepartmentID) ([]duban.Owed, error)
	Asked(duban.ListID, ...duban.DepartmentID) ([]duban.Asking, error)
	Occur(duban.Occurrence) (first bool, err error)
	AskedSince(p duban.PersonID, since time.Time) (bool, error)
	OccurredSince(kind duban.OccurrenceKind, cause string, since time.Time) (bool, error)
	LastOpening(duban.Round) (duban.Opening, bool, error)
	NewestOpening(duban.ListID) (duban.Opening, bool, error)
	Told(o duban.OpeningID, kind duban.OccurrenceKind, by time.Time) ([]duban.PersonID, error)
	Supersede(duban.RoundID) error
}

type holidays interface {
	days
	SetNotice(duban.Notice) error
	RemoveNotice(year int) (found bool, err error)
	SetLocalDays(...duban.SpecialDay) error
	RemoveLocalDays(first, last duban.Date) (n int64, err error)
}
