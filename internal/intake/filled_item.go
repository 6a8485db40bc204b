package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"duban/internal/duban"
)

// Item reads a row as a reply about the task with the number no, as ReadReply
// does: its columns become one text, a line each. The reason is empty unless the
// row cannot be taken; said is then the words it is about.
func (w FormRow) Item(no int, ctx ReplyContext) (item Item, reason FormReason, said string) {
	targets := firmTargets(no, ctx)
	figure, share, bare := bareTotal(w.Total)
	bare = bare && (!share || slices.ContainsFunc(targets, func(t target) bool { return t.Unit == duban.Percent }))
	switch {
	case bare && len(targets) > 1:
		return Item{}, FormWhichFigure, w.Total
	case w.Total != "" && len(targets) > 0 && !strings.ContainsFunc(w.Total, isAnyDigit):
		return Item{}, FormNotNumber, w.Total
	}
	words := w.words(targets, bare)
	own := ctx
	own.Task, own.Known, own.Sure = no, func(n int) bool { return n == no }, true
	read := ReadReply(words, own)
	switch {
	case len(read.Unknown) > 0:
		return Item{}, FormOtherTask, read.Unknown[0].Words
	case len(read.Items) == 1 && read.Rest == nil && read.Loose == "":
		item = read.Items[0]
	default: // 其余无新进展 in a row is said of that row
		item = Item{Words: words, State: ReadState(words)}
		if read.Rest != nil {
			item.State = read.Rest.State
		}
	}
	item.No, item.Department, item.Append = no, 0, false
	w.complete(&item, targets, figure, bare)
	return item, "", ""
}

// complete puts into an item what the columns say beyond doubt.
func (w FormRow) complete(item *Item, targets []target, figure float64, bare bool) {
	item.Next = meant(w.Next)
	if item.Trouble = meant(w.Trouble); item.Trouble != "" {
		item.State = duban.Stuck
	}
	if w.New != "" && (item.Trouble != "" || item.Next != "") {
		item.Progress = w.New
	}
	if !bare || len(targets) != 1 {
		return
	}
	at := targets[0].at
	item.Figures = slices.DeleteFunc(item.Figures, func(s Stated) bool { return s.Target == at })
	item.Figures = append(item.Figures, Stated{Target: at, Value: figure})
	item.Doubts = nil
	if item.State == duban.Said {
		item.State = duban.Progressing
	}
}

// words is the row as one text.
func (w FormRow) words(targets []target, bare bool) string {
	label := map[bool][3]string{true: {"累计", "困难：", "下步："}, false: {"in total ", "Difficulties: ", "Next: "}}[w.isChinese()]
	var lines []string
	if w.New != "" {
		lines = append(lines, w.New)
	}
	if total := w.Total; total != "" {
		if bare && len(targets) == 1 && !strings.HasSuffix(total, targets[0].Unit) {
			total += targets[0].Unit
		}
		if !strings.HasPrefix(total, "累计") {
			total = label[0] + total
		}
		lines = append(lines, total)
	}
	if s := meant(w.Trouble); s != "" {
		lines = append(lines, label[1]+s)
	}
	if s := meant(w.Next); s != "" {
		lines = append(lines, label[2]+s)
	}
	return strings.Join(lines, "\n")
}

func (w FormRow) isChinese() bool {
	words := w.New + w.Trouble + w.Next
	return words == "" || strings.ContainsFunc(words, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// target is a target of a task with its place among them.
type target struct {
	duban.Target
	at int
}

// firmTargets are the targets a bare total may be about: those that are promised,
// or where there are none, those that are wished for.
func firmTargets(no int, ctx ReplyContext) []target {
	if ctx.Targets == nil {
		return nil
	}
	var firm, all []target
	for i, t := range ctx.Targets(no) {
		all = append(all, target{t, i})
		if !t.Stretch {
			firm = append(firm, target{t, i})
		}
	}
	if len(firm) == 0 {
		return all
	}
	return firm
}

// notMeant is what people write into a column that does not apply.
var notMeant = regexp.MustCompile(`(?i)^(无|没有|暂无|无困难|没困难|-+|—+|/|\\|none|no|nil|n/?a)[。.]*$`)

func meant(s string) string {
	if notMeant.MatchString(s) {
		return ""
	}
	return s
}

var bareNumber = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?)([万亿]?)(%?)$`)

// bareTotal reads a total that is a number and nothing else: 1500, 1,500, 1.2万, and
// 35%, which is a share.
func bareTotal(s string) (n float64, share, ok bool) {
	m := bareNumber.FindStringSubmatch(strings.ReplaceAll(string(fold([]rune(s))), ",", ""))
	if m == nil {
		return 0, false, false
	}
	n, err := strconv.ParseFloat(m[1], 64)
	return n * map[string]float64{"": 1, "万": 1e4, "亿": 1e8}[m[2]], m[3] != "", err == nil
}

func isAnyDigit(r rune) bool {
	return unicode.IsDigit(r) || strings.ContainsRune("一二三四五六七八九十百千万两", r)
}
