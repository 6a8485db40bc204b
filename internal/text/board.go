package text

import (
	"slices"
	"time"

	"duban/internal/duban"
)

// Messages to the leadership.
type (
	Board struct {
		Title                    string
		Sections, Tasks          int
		Lights                   duban.Count
		At                       time.Time
		Owed, Answered, Missing  int         // of the list's own round
		Apart                    []RoundLine // rounds of single tasks and departments
		ApartMore                int         // left out
		Concerns                 []Concern
		More                     int  // concerns left out
		Weekly                   bool // the Monday summary
		Never, Unreported, Quiet int  // of the weekly: tasks that have not moved
		Reports, From            int  // over the last week: reports, departments
		AuditHead                string
	}
	Concern struct {
		No          int
		Short       string
		Department  duban.Department
		Role        duban.Role
		Light       duban.Light
		Reason      duban.Reason
		Days, Quiet int // Quiet of rounds without news or, as Reason tells, without any answer
		Due         duban.Date
		Target      TargetValue // the one that lags, where Reason is Slow
		Expected    int         // percent the time gone by asks for then
		Blocked     bool
		Words       string
	}
	// Concerns is what is overdue.
	Concerns struct {
		At       time.Time
		Lines    []Concern
		More     int              // left out
		Unstated []TargetListLine // targets whose day has passed and that nobody has reported
	}
	// Still is a page of what has not moved.
	Still struct {
		At     time.Time
		Groups []StillGroup
		Page   int // from 1
	}
	StillGroup struct {
		Why   duban.Stillness
		Count int // over all pages
		Least int // rounds, but where it was never heard of
		More  bool
		Lines []StillLine
	}
	StillLine struct {
		No             int
		Short          string
		Light          duban.Light
		Role           duban.Role
		Department     duban.Department // without an id before any deadline has passed
		Others         int              // departments beside it
		Rounds, Missed int
	}
	ByDepartment struct {
		At    time.Time
		Lines []DepartmentLine
		More  int // left out
	}
	DepartmentLine struct {
		Department duban.Department
		Tasks      int
		Light      duban.Count
		Tally      duban.Tally
	}
	BySection struct {
		At    time.Time
		Lines []SectionLine
	}
	SectionLine struct {
		Section            string
		Tasks, First, Last int
		Light              duban.Count
	}
	Department struct {
		Department      duban.Department
		At              time.Time
		Leads, Supports int
		Lead, Support   duban.Count
		Tally           duban.Tally
		Apart           []RoundLine
		Concerns        []Concern
		Latest          []LatestLine // news, the newest first
		NoNews          []int        // tasks of which nothing new was said last
	}
	LatestLine struct {
		No    int
		Words string
		State duban.ReportState
		At    time.Time
	}
	// RoundLine is how one round stands.
	RoundLine struct {
		Round          RoundName
		Owed, Answered int
	}
	Missing struct {
		At        time.Time
		Due, Open []MissingRound // past their deadline, and before it
		More      int            // rounds left out
		Marked    []MarkedLine   // what the office should look at, for it alone
	}
	// MissingRound is who has not answered a round, as far as the reader may know.
	MissingRound struct {
		Round          RoundName
		Closes         time.Time
		Owed, Answered int
		Lines, Unasked []MissingLine // Unasked are those that nobody could ask
	}
	MissingLine struct {
		Department duban.Department
		Count      int
	}
	NoQuery struct{}
)

// Newest keeps the n newest lines.
func Newest(lines []LatestLine, n int) []LatestLine {
	slices.SortStableFunc(lines, func(a, b LatestLine) int { return b.At.Compare(a.At) })
	return lines[:min(n, len(lines))]
}
