package intake

import (
	"duban/internal/duban"
)

// ReplyContext is what is known about a reply before it is read.
type ReplyContext struct {
	Task  int               // number of the task it answers, 0 if a digest or nothing
	Known func(no int) bool // whether the writer may answer for a number; nil: for all
	// Mine is the departments the writer answers for. If they are several, words
	// behind the name of one are that one's alone: 1 教育局：方案已印发.
	Mine duban.Directory
}

// Reply is what a reply says, by task. Each word of the text stands in one of
// its parts; only numbers, names in front, their separators and 其余 are taken off.
type Reply struct {
	Items   []Item // at most one for each number and department, in the order of the text
	Unknown []Item // the same for numbers the writer may not answer for
	Rest    *Item  // 其余无新进展: always NoNews, its number zero; nil if not said
	Loose   string // words without a number: 哪一项？
}

// Item is what was said about one task.
type Item struct {
	No         int
	Department duban.DepartmentID // the one of the writer's that was named, zero for all of them
	Words      string             // exactly as written, without the number; empty if only the number was
	State      duban.ReportState
	Append     bool // + in front: added to the last report, which it does not replace
}

// ReadReply reads text, one task a line.
func ReadReply(text string, ctx ReplyContext) Reply {
	if ctx.Known == nil {
		ctx.Known = func(int) bool { return true }
	}
	r := newReplyReader(text, ctx)
	r.read()
	return r.reply()
}
