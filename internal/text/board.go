package text

import (
	"slices"
	"time"

	"duban/internal/duban"
)

// Messages to the leadership.
type (
	Board struct {
		Title                   string
		Sections, Tasks         int
		Lights                  duban.Count
		At                      time.Time
		Owed, Answered, Missing int         // of the list's own round
		Apart                   []RoundLine // rounds of single tasks and departments
		ApartMore               int         // left out
		Concerns                []Concern
		Weekly                  bool // the Monday summary
		Reports, From           int  // over the last week: reports, departments
		AuditHead               string
	}
	Concern struct {
		No          int
		Short       string
		Department  duban.Department
		Role        duban.Role
		Light       duban.Light
		Reason      duban.Reason
		Days, Quiet int
		Due         duban.Date
		Blocked     bool
		Words       string
	}
	Concerns struct {
		At     time.Time
		Silent bool
		Lines  []Concern
		More   int // left out
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
		Latest          []LatestLine
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
