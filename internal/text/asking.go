package text

import (
	"time"

	"duban/internal/duban"
)

// RoundName tells one round from another: a list's by the month in which it opened, a
// task's or department's own by whose it is.
type RoundName struct {
	Opens      time.Time
	Task       duban.Task       // without an id unless it is this task's own
	Department duban.Department // without an id unless it is this department's own
}

// Round is what a round of reports is called: 11月进展, 第28项进展.
func (v Voice) Round(n RoundName) string { return unescape(v.render("roundname", n)) }

// Messages of the climb, and about when somebody is asked.
type (
	// Reminder is what a contact has not reported before the deadline.
	Reminder struct {
		Title       string
		Round       RoundName
		Closes      time.Time
		Departments []duban.Department
		Numbers     []int
	}
	// Head is what a head's departments have not reported after it.
	Head struct {
		Name, Title string
		Round       RoundName
		Closes, By  time.Time
		Lines       []HeadLine
	}
	HeadLine struct {
		Department  duban.Department
		Owed        int
		Open, Leads []int // task numbers
		Nudged      bool  // a contact was asked again
	}
	// Office is who is missing, before the group sees it.
	Office struct {
		Round   RoundName
		Closes  time.Time
		Lines   []MissingLine
		Count   int
		Unasked []MissingLine // could not be asked, and are not told of by name
		Group   bool          // there is a group to show it to
	}
	// Publication is who is missing, for the group.
	Publication struct {
		Title   string
		Round   RoundName
		At      time.Time
		Asked   int // departments
		Lines   []MissingLine
		Count   int
		Unasked []MissingLine // could not be asked; their number only
	}
	Published struct {
		Groups []string
		Waits  bool
		At     time.Time
	}
	PublishedBefore  struct{}
	NothingToPublish struct{}
	NotClosed        struct{ Closes time.Time }

	Away    struct{ Span duban.Span }
	AwaySet struct {
		Span   duban.Span // zero: they are back
		Before duban.Span // what was noted and no longer holds, zero for nothing
		Stands []Stand
	}
	Stand struct {
		Department duban.Department
		Person     duban.Person // who is asked instead, without an id for nobody else
	}
	NoSpan struct{ Said string }

	// Preview is who will be told what on a day.
	Preview struct {
		Day   duban.Date
		Off   bool // a day off
		Count int
		Lines []PreviewLine
	}
	PreviewLine struct {
		At            time.Time
		Kind          string // of the view; empty for a notice in words
		Opens, Closes time.Time
		Late          bool
		Who           []PreviewWho
	}
	PreviewWho struct {
		Person      duban.Person
		Group       string // instead of a person
		Departments []duban.Department
		Tasks       int
	}
	NoPreview     struct{ Day duban.Date }
	PreviewFailed struct{}

	NoMonths struct {
		Said       string
		Impossible bool
	}
	Unchanged struct{}
)
