package duban

import (
	"strings"
	"time"
)

// ListState says how far a list has come. The office moves it, once.
type ListState string

const (
	Unconfirmed ListState = "unconfirmed" // imported; no department has heard of it
	Confirmed   ListState = "confirmed"   // roles settled; rounds run
)

// List is one published document's tasks as they are kept.
type List struct {
	ID    ListID
	Title string
	State ListState
	Start Date // 印发日期 or, if unknown, the day of confirmation
	// Revision goes up with whatever changes who answers for what, or until when.
	Revision int
}

// ShortTitle is the list's topic for the head of a message: what stands between
// the city's name and the words of the paper's kind.
func (l List) ShortTitle() string {
	title := strings.TrimPrefix(strings.TrimPrefix(l.Title, "关于"), "进一步")
	if _, after, ok := strings.Cut(title, "推进"); ok && after != "" {
		title = after
	}
	for _, stop := range []string{"实用", "高质量", "发展", "主要任务", "工作", "任务"} {
		if before, _, ok := strings.Cut(title, stop); ok && before != "" {
			title = before
		}
	}
	if runes := []rune(title); len(runes) > 10 {
		title = string(runes[:cutAt(runes, 10, wholes(runes))])
	}
	return title
}

// TaskKind says when a task can move and whether it ends. The office settles it.
type TaskKind string

const (
	DatedTask    TaskKind = "dated"    // 限期: ends; its due date may not be known yet
	YearlyTask   TaskKind = "yearly"   // 年度: something happens in its months, year after year
	StandingTask TaskKind = "standing" // 长期: never ends
)

// Task is one numbered row of a list. No is printed and may change; ID may not.
type Task struct {
	ID       TaskID
	List     ListID
	No       int
	Section  string
	Content  string
	Kind     TaskKind
	Due      Date         // of a dated task, zero while none is settled
	Months   []time.Month // of a yearly task, in order
	ByHand   bool         // somebody settled its kind, due date or months
	Leader   string       // 责任领导, empty for none
	Named    Date         // a day its words name that waits for the office to say what it means, zero for none
	Done     time.Time    // the office said that it is done, before or beside any report; zero otherwise
	Archived time.Time    // zero while the task stands in the list
}

// Share is one name in one task's department column, as published or as an
// admin set it since.
type Share struct {
	Task       TaskID
	Department DepartmentID
	Printed    string // as the document prints the name; empty when an admin added it
	Role       Role
	Confirmed  bool
}
