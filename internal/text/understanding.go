package text

import "duban/internal/duban"

// Messages about how a reply was understood.
type (
	// Understanding tells a person at a terminal how a reply is read. It is plain
	// text; see [Voice.Plain].
	Understanding struct {
		Tasks  []UnderstoodTask
		Unsure []string // as [Unsure] says them
	}
	UnderstoodTask struct {
		No      int // 0: the words name none
		Rest    bool
		State   duban.ReportState
		Percent *float64
		Figures []UnderstoodFigure
		Asks    string // extend, object, complete or help; empty if nothing is asked
		Extend  duban.Date
		// Parts of the words, where they tell them apart.
		Progress, Trouble, Next string
		Words                   string
	}
	UnderstoodFigure struct {
		Name, Unit string
		Value      float64
		Increment  bool
	}
	// Unsure is one question that a reply leaves open.
	Unsure struct {
		No      int
		Kind    string // target, any, increment, state, date, percent, loose, missing or whose
		Words   string
		Value   float64
		Targets []string // the names it may be about
	}
)

// Plain renders a message for a terminal, without escapes. Its template must have
// no markup.
func (v Voice) Plain(message any) string { return unescape(v.Say(message)) }
