package text

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"duban/internal/duban"
)

// Messages that ask a contact, and take him through what he is asked.
type (
	// Digest is what one opening asks of one person; a page of it.
	Digest struct {
		Title, Name      string
		Departments      []duban.Department
		Round            RoundName
		Closes           time.Time
		Late, Closed     bool
		Owed, Open       int
		Rest             int // tasks of his that are not asked for
		Page, Pages      int // from 1
		Counts           []PileCount
		Groups           []DigestGroup
		Example          int                // number of a task that is open, on this page if there is one
		Joint            []int              // those of this page that several of his departments answer for together
		JointDepartments []duban.Department // of the first of them
	}
	// PileCount is how many tasks of all pages are in a pile.
	PileCount struct {
		Pile  duban.Pile
		Count int
	}
	DigestGroup struct {
		Pile  duban.Pile
		Count int  // over all pages
		More  bool // it began on an earlier page
		Lines []DigestLine
	}
	DigestLine struct {
		No             int
		Section, Short string // Section is set where a new one begins
		Role           duban.Role
		Due            duban.Date
		Days, Left     int  // working days late, or left after today where the date is near
		LastDay        bool // near, and none is left
		Quiet, Missed  int  // rounds without news, or without any answer, where that is why it is yellow
		Expected       int  // percent that the time gone by asks for, where that is why
		Blocked        bool
		Missing        []duban.Department // whose answer is missing where others of his have answered
		Answered       bool
		Last           string // what was said last; with Answered to this opening, else before
		LastState      duban.ReportState
		Figures        []DutyFigure // what was reached last: one at most, where the task promises a number
	}

	// Walk is a step of 逐项填报.
	Walk struct {
		Note        WalkNote // what the step before stored, without a number for none
		Step, Steps int
		Task        duban.Task
		Role        duban.Role
		Departments []duban.Department // the viewer's in this task where they are several
		Apart       bool               // the answer counts for Departments alone, not for his others
		Last        string
		LastState   duban.ReportState
		LastAt      time.Time
		Answered    bool // Last is what he said this time: he corrects it
		Targets     []WalkTarget
		Example     TargetValue // what a number alone may look like, where one alone will do
	}
	WalkNote struct {
		No          int
		Departments []duban.Department // where it counts for some of his alone
		State       duban.ReportState
		Words       string
		Figures     []FigureLine
	}
	Check struct {
		Note                    WalkNote
		Departments             []duban.Department
		Owed                    int
		News, None, Stuck, Open []int
		Reason                  string // the one reason of those without news
	}
	// Said is a page of what was answered, in full.
	Said struct {
		Departments []duban.Department
		Count       int
		Lines       []SaidLine
	}
	SaidLine struct {
		No    int
		Short string
		Parts []SaidPart
	}
	// SaidPart is what was said for one department, or for all where they said
	// the same.
	SaidPart struct {
		Department duban.Department // without an id for all
		State      duban.ReportState
		Words      string
	}

	// Apart lets somebody who serves several departments of one task say something
	// different for one of them.
	Apart struct {
		Task  duban.Task
		Only  duban.Department // the one chosen, without an id before
		Lines []ApartLine
	}
	ApartLine struct {
		Department duban.Department
		Role       duban.Role
		State      duban.ReportState
		Words      string
		At         time.Time
	}
	// NotTheirs refuses words for a department that has no part in the task.
	NotTheirs struct {
		Task       duban.Task
		Department duban.Department
		Theirs     []duban.Department
		Others     bool // nothing else of the words was taken either
	}
)

// Explain reports whether the step asks for the words to a difficulty that was
// stated without any.
func (w Walk) Explain() bool { return w.Answered && w.Last == "" && w.LastState == duban.Stuck }

// Spans joins task numbers as Numbers does, three or more that follow one another
// as a span: 4—8、10.
func (v Voice) Spans(nos []int) string {
	var parts []string
	for i := 0; i < len(nos); {
		j := i
		for j+1 < len(nos) && nos[j+1] == nos[j]+1 {
			j++
		}
		if j < i+2 {
			parts = append(parts, strconv.Itoa(nos[i]))
			i++
			continue
		}
		parts = append(parts, strconv.Itoa(nos[i])+v.dash()+strconv.Itoa(nos[j]))
		i = j + 1
	}
	return strings.Join(parts, v.comma())
}

// dash stands between the ends of a span.
func (v Voice) dash() string {
	if v.lang() == English {
		return "–"
	}
	return "—"
}

// Pile is the heading of a pile: 🔴 逾期.
func (v Voice) Pile(p duban.Pile) string { return v.Label("pile." + string(p)) }

// PileWord is a pile's word alone.
func (v Voice) PileWord(p duban.Pile) string { return v.Label("pileword." + string(p)) }

// Width is how many UTF-16 units a line of a digest takes, its section and the
// end of the line included.
func (v Voice) Width(line DigestLine) int { return Units16(v.render("digestline", line)) + 1 }

// SaidWidth is Width of a line of what was said.
func (v Voice) SaidWidth(line SaidLine) int { return Units16(v.render("saidline", line)) + 2 }

// Units16 is the length of a message as Telegram counts it: UTF-16 units of what
// is read, without the markup.
func Units16(html string) int { return len(utf16.Encode([]rune(Plain(html)))) }
