package text

import (
	"time"

	"duban/internal/duban"
)

// Messages of the climb, and about when somebody is asked.
type (
	// Reminder is what a contact has not reported before the deadline.
	Reminder struct {
		Title         string
		Opens, Closes time.Time
		Departments   []duban.Department
		Numbers       []int
	}
	// Head is what a head's departments have not reported after it.
	Head struct {
		Name, Title       string
		Opens, Closes, By time.Time
		Lines             []HeadLine
	}
	HeadLine struct {
		Department  duban.Department
		Owed        int
		Open, Leads []int // task numbers
		Nudged      bool  // a contact was asked again
	}
	// Office is who is missing, before the group sees it.
	Office struct {
		Opens, Closes time.Time
		Lines         []MissingLine
		Count         int
		Unasked       []duban.Department // could not be asked, and are not told of
		Group         bool               // there is a group to show it to
	}
	// Publication is who is missing, for the group.
	Publication struct {
		Title     string
		Opens, At time.Time
		Asked     int // departments
		Lines     []MissingLine
		Count     int
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
		Span   duban.Span // zero: he is back
		Stands []Stand
	}
	Stand struct {
		Department duban.Department
		Name       string // of who is asked instead, empty for nobody else
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
		Name        string // a person's or a group's
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
