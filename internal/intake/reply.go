package intake

import (
	"duban/internal/duban"
)

// ReplyContext is what is known about a reply before it is read.
type ReplyContext struct {
	Task  int               // number of the task it answers, 0 if a digest or nothing
	Known func(no int) bool // whether a number is a task's; nil: all are
	Own   func(no int) bool // whether the writer answers for it; nil: for all that are known
	// Sure says that the writer has been asked: a number in front that may belong to
	// the words about Task does.
	Sure bool
	// Mine is the departments the writer answers for. If they are several, words
	// behind the name of one are that one's alone: 1 教育局：方案已印发.
	Mine duban.Directory
	// Targets are those of a task, in order, to which figures are matched by their
	// words; nil: of none.
	Targets func(no int) []duban.Target
	// Today is the writer's day, by which 年底 and 下周五 are read.
	Today duban.Date
}

// Reply is what a reply says, by task. Each word of the text stands in one of
// its parts; only numbers, names in front, their separators and 其余 are taken off.
type Reply struct {
	Items   []Item // at most one for each number and department, in the order of the text
	Unknown []Item // the same for numbers that are no task's
	Rest    *Item  // 其余无新进展: always NoNews, its number zero; nil if not said
	Loose   string // words without a number: 哪一项？
	// Whose is a number in front of words in a reply to one card, which may be
	// another task's or belong to them; 0 for none. Nothing should be filed before
	// that is asked.
	Whose int
}

// Item is what was said about one task.
type Item struct {
	No         int
	Department duban.DepartmentID // the one of the writer's that was named, zero for all of them
	Words      string             // exactly as written, without the number; empty if only the number was
	State      duban.ReportState
	Append     bool // + in front: added to the last report, which it does not replace

	Corrects bool // the figures take the place of those stated before, which were wrong

	Percent  *float64   // of the task as a whole; nil if none is stated
	Figures  []Stated   // values for the task's targets, each target at most once
	Extend   duban.Date // the later due date that the words ask for, zero for none
	Asks     Request    // what else they ask of the office
	Progress string     // the parts of the words, where they tell them apart; all empty where they do not
	Trouble  string     // 困难：…
	Next     string     // 下步：…
	Doubts   []Doubt    // what was not understood for sure; to be asked, never guessed
}

// Stated is a value that was stated for one target.
type Stated struct {
	Target    int     // index among the task's targets
	Value     float64 // in the target's unit
	Increment bool    // added to what the writer said before: 又培训300人
}

// Request is something a reply asks of the office besides reporting.
type Request string

const (
	NoRequest Request = ""
	Extension Request = "extend"   // 申请延期; Extend is zero if no date was named
	Objection Request = "object"   // 分工有误, 不属我局职责
	Close     Request = "complete" // 申请办结, 申请销号
	Help      Request = "help"     // 请协调: what is needed and from whom
)

// Doubt is one thing that a reply leaves open.
type Doubt struct {
	Kind    DoubtKind
	Words   string  // the words in doubt, as written
	Value   float64 // the number in doubt, if it is about one
	Targets []int   // the targets it may belong to; empty: none of them may be meant
}

// DoubtKind says what kind of question would settle a doubt.
type DoubtKind string

const (
	WhichTarget  DoubtKind = "target"    // 1500: which of several targets
	AnyTarget    DoubtKind = "any"       // a number that fits one target only by half: is it meant?
	TotalOrAdded DoubtKind = "increment" // a total or an addition
	WhichState   DoubtKind = "state"     // 应该差不多了: done or not
	WhichDate    DoubtKind = "date"      // 申请延期三个月: no day that can be read
	HowFar       DoubtKind = "percent"   // 接近80%, 智慧教室完成30%: is it of the task, and how much
)

// ReadReply reads text, one task a line.
func ReadReply(text string, ctx ReplyContext) Reply {
	if ctx.Known == nil {
		ctx.Known = func(int) bool { return true }
	}
	if ctx.Own == nil {
		ctx.Own = ctx.Known
	}
	r := newReplyReader(text, ctx)
	r.read()
	return r.reply()
}

// ReadWords reads words that are about one task whatever numbers stand in them, or
// about none; the item's number is ctx.Task.
func ReadWords(words string, ctx ReplyContext) Item {
	item := newItem(trimBlank(words))
	item.No = ctx.Task
	item.understand(ctx)
	return item
}
