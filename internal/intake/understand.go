package intake

import (
	"regexp"
	"strings"

	"duban/internal/duban"
)

// understand reads from an item's words what they say beside their state. What it
// is not sure of it leaves as a doubt.
func (i *Item) understand(ctx ReplyContext) {
	i.tellApart()
	i.ask(ctx.Today)
	var targets []duban.Target
	if ctx.Targets != nil {
		targets = ctx.Targets(i.No)
	}
	readFigures(i, targets, ctx.Today)
	i.Corrects = len(i.Figures) > 0 && wrong.MatchString(string(fold([]rune(i.Words))))
	i.doubtState()
}

// wrong says that what was stated before was a mistake.
var wrong = regexp.MustCompile(`(写|填|报|弄|打|输|算|数字?|数据|人数)[^,。;\n]{0,3}错|有误|^更正|\b(typo|wrong (number|figure)|my mistake)\b`)

// stated is the words in which figures are looked for: not those about what comes
// next.
func (i *Item) stated() string {
	if i.Next == "" {
		return i.Words
	}
	return i.Progress + "\n" + i.Trouble
}

var (
	unsure = regexp.MustCompile(`(应该|估计|可能|大概|差不多|好像|或许|也许|几乎)[^,。;\n]{0,8}(完成|办结|做完|好)|差不多了` +
		`|\b(probably|almost|nearly|maybe|perhaps|should be) (done|finished|completed?|closed)\b`)
	unsureHints = strings.Fields("应该 估计 可能 大概 差不多 好像 或许 也许 几乎 probably almost nearly maybe perhaps should")
	ahead       = regexp.MustCompile(`年底|月底|底前|预计|计划|将|明年|下月`)
)

// doubtState leaves it open whether a task is done of which it is only supposed.
func (i *Item) doubtState() {
	if i.State != duban.Claimed && i.State != duban.Progressing {
		return
	}
	s := string(fold([]rune(i.Words)))
	if !containsAny(s, unsureHints) {
		return
	}
	m := unsure.FindString(s)
	if m == "" || ahead.MatchString(s) || i.Percent != nil || len(i.Figures) > 0 {
		return
	}
	i.State = duban.Progressing
	i.Doubts = append(i.Doubts, Doubt{Kind: WhichState, Words: i.Words})
}
