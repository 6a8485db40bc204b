package text

import (
	"slices"
	"strings"
	"time"

	"duban/internal/duban"
)

// Messages to and from the contact of a department.
type (
	Nudge struct {
		Title       string
		Round       RoundName
		Closes      time.Time
		By          time.Time // the end of the working day on which it is sent
		Departments []duban.Department
		Open        int
		Numbers     []int
		Example     int
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

		Targets []CardTarget
		Others  int          // targets left out
		Sums    bool         // the viewer is offered a sum
		Marked  []MarkedLine // what the office should look at, for it alone
	}
	CardDuty struct {
		Department, Via duban.Department
		Role            duban.Role
		Light           duban.Light
		Reason          duban.Reason
		Days, Quiet     int // Quiet as Reason tells: rounds without news, or without any answer
		Expected        int // percent that the time gone by asks for, where Reason is Slow
		Blocked         bool
		Words           string
		State           duban.ReportState
		At              time.Time
		Figures         []DutyFigure
	}
	// CardWords is a page of a task's words, where its card has no room for them.
	CardWords struct {
		Task  duban.Task
		Words string
	}
	TaskGone struct{}

	Filed struct {
		Lines  []FiledLine
		Rest   []int  // numbers of all that was left, of which one thing was said: nothing new
		Reason string // why, as far as it was said
		// RestNone: the same was said of all that was left, and nothing was.
		RestNone bool
		Loose    string       // words that belonged to no task
		Unfiled  []Unfiled    // what was not taken beside what was
		File     bool         // a file came with them and was not kept
		Open     int          // still owed
		Fallen   []FallenLine // what the words told of before they were changed, and do not now
	}
	// FallenLine is a task that stands again as it did before.
	FallenLine struct {
		No    int
		Words string
		State duban.ReportState // Said: it is not reported
	}
	// Facts are what is asked most about a task.
	Facts struct {
		Leads, Supports []duban.Department
		Due             duban.Date
		Closes          time.Time // of what is asked now; zero for nothing
	}
	// Unfiled is a number that is no task's, or a task that others answer for.
	Unfiled struct {
		No         int
		Exists     bool
		Department duban.Department // the one of theirs that was named and has no part in it
		Theirs     []duban.Department
	}
	FiledLine struct {
		No          int
		Short       string
		Departments []duban.Department
		Role        duban.Role
		State       duban.ReportState
		Words       string
		Counts      bool
		Facts       *Facts             // an answer, where Words only ask
		Part        bool               // it counts for Departments alone, not for his others
		Missing     []duban.Department // of those others, whose answer is missing

		Figures []FigureLine
		Adds    []duban.Department // who states the figure of the whole task, where that is somebody else
		Percent float64            // of the task as the words say it, 0 for none
		Stands  []TargetValue      // what still holds, where words without a number leave the task's targets as they were
		Known   bool               // one of Stands was stated before
		Example TargetValue
		Asks    bool // the words ask for what cannot be decided here
	}
	Withdrawn     struct{ Lines []WithdrawnLine }
	WithdrawnLine struct {
		No         int
		Short      string
		Department duban.Department
		Now        string // what stands now
		State      duban.ReportState
	}
	Which struct {
		Words string
		More  bool
	}
	// AllNone asks whether words that say that nothing is new are about everything owed.
	AllNone struct {
		Words string
		Open  int
	}
	// Whose asks what a number in front of words means that answer a card.
	Whose struct {
		Words  string
		No     int
		Exists bool // it is a task's
		Own    bool // of one the speaker answers for
		Task   int  // the card's
	}
	OnlyReceipt struct {
		Open     int
		Question bool
		Closes   time.Time // of what is asked now; zero for nothing
	}
	NotYours struct {
		Task   duban.Task
		Theirs []duban.Department
		Yours  []duban.Department
		Others bool // nothing else of the words was taken either
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

// manyNumbers is how many task numbers a message lists; more are told by where they
// stand.
const manyNumbers = 15

// Few reports whether numbers are few enough to be listed.
func (v Voice) Few(nos []int) bool { return len(nos) <= manyNumbers }

// saidStates are words that say their state themselves.
var saidStates = map[duban.ReportState][]string{
	duban.Stuck: {"有困难", "困难", "blocked"}, duban.NoNews: {"无新进展", "本期无新进展", "暂无进展", "no news"}, duban.Claimed: {"已完成", "完成", "已办结", "done"},
}

// Says reports whether words begin by saying their state, so that it need not be
// said beside them.
func (v Voice) Says(state duban.ReportState, words string) bool {
	return slices.ContainsFunc(saidStates[state], func(s string) bool { return strings.HasPrefix(strings.ToLower(words), s) })
}

// listedWithdrawn is how many lines are told one by one of what was taken back.
const listedWithdrawn = 5

// Many reports whether the lines are too many to be told one by one.
func (m Withdrawn) Many() bool { return len(m.Lines) > listedWithdrawn }

// Numbers are the tasks of all lines, each once.
func (m Withdrawn) Numbers() []int { return m.numbers(func(WithdrawnLine) bool { return true }) }

// Silent are the tasks that are not reported now.
func (m Withdrawn) Silent() []int { return m.numbers(WithdrawnLine.silent) }

// Told are the lines that are told one by one.
func (m Withdrawn) Told() []WithdrawnLine {
	if !m.Many() {
		return m.Lines
	}
	return slices.DeleteFunc(slices.Clone(m.Lines), WithdrawnLine.silent)
}

// FallenTold are the tasks that stand again as before and are told one by one;
// FallenSilent those that are not reported now, where they are many.
func (m Filed) FallenTold() []FallenLine {
	if len(m.Fallen) <= listedWithdrawn {
		return m.Fallen
	}
	return slices.DeleteFunc(slices.Clone(m.Fallen), FallenLine.silent)
}

func (m Filed) FallenSilent() (nos []int) {
	for _, l := range m.Fallen {
		if len(m.Fallen) > listedWithdrawn && l.silent() {
			nos = append(nos, l.No)
		}
	}
	slices.Sort(nos)
	return nos
}

func (l FallenLine) silent() bool { return l.Words == "" && l.State == duban.Said }

func (l WithdrawnLine) silent() bool { return l.Now == "" && l.State == duban.Said }

func (m Withdrawn) numbers(which func(WithdrawnLine) bool) (nos []int) {
	for _, l := range m.Lines {
		if which(l) {
			nos = append(nos, l.No)
		}
	}
	slices.Sort(nos)
	return slices.Compact(nos)
}
