package intake

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"duban/internal/duban"
)

// partKind is what a part of a report is about.
type partKind int

const (
	progressPart partKind = iota
	troublePart
	nextPart
)

// heading opens a part where it stands at the beginning of a sentence or line:
// 进展：, 【困难】, 二、存在问题, next:.
var heading = regexp.MustCompile(`^\s*((\d{1,2}|[一二三四五六])[.、)]\s*|\([\d一二三四五六]\)\s*)?\[?` +
	`(工作|目前|当前|本期|本月|主要|最大|存在|遇到|面临|需要?|协调|解决|补充|但|有|的|:)*` +
	`((进展|完成情况|progress)|(困难|问题|problems?|blocked|trouble)|(下一?步|下阶段|接下来|next( steps?)?))` +
	`(情况|[及和与](困难|问题|建议|需求)|工作|打算|计划|安排|措施)*\s*(\]:?|[:\n ]|是|在于|$)`)

// leadsOn opens what comes next without being a heading.
var leadsOn = regexp.MustCompile(`^\s*(下一?步|下阶段|接下来)((工作|打算|计划|安排|措施)*[:,])?`)

var partHints = strings.Fields("进展 完成情况 困难 问题 下步 下一步 下阶段 接下来 progress problem blocked trouble next")

// piece is a stretch of the words in one part.
type piece struct {
	kind     partKind
	from, to int
}

// tellApart fills in Progress, Trouble and Next where the words tell them apart: by
// headings, by a sentence about the next step, or by one that tells of trouble.
func (i *Item) tellApart() {
	text := []rune(i.Words)
	folded := fold(text)
	var pieces []piece
	if s := string(folded); containsAny(s, partHints) {
		pieces = piecesOf(folded)
	}
	if len(pieces) == 0 {
		if i.State != duban.Stuck {
			return
		}
		pieces = []piece{{progressPart, 0, len(text)}}
	}
	parts, denied := [3]string{}, false
	for _, p := range pieces {
		words := partWords(text[p.from:p.to])
		if p.kind == troublePart && nothing.MatchString(words) {
			denied = true
			continue
		}
		parts[p.kind] = strings.TrimPrefix(parts[p.kind]+"\n"+words, "\n")
	}
	i.Progress, i.Trouble, i.Next = parts[progressPart], parts[troublePart], parts[nextPart]
	if strings.Join(parts[:], "") == "" && !denied {
		return // 有困难 alone is a heading and all there is
	}
	i.partState(pieces)
	if i.Trouble == "" && i.State == duban.Stuck {
		i.Progress, i.Trouble = troubleIn(i.Progress)
	}
}

// piecesOf parts folded words at their headings; none are found where there are no
// headings.
func piecesOf(folded []rune) []piece {
	var all []piece
	cur := piece{kind: progressPart}
	found := false
	for i := 0; i < len(folded); i++ {
		if i > 0 && !strings.ContainsRune("。;\n,.[ ", folded[i-1]) && folded[i] != '[' {
			continue
		}
		kind, end, ok := headingAt(folded, i)
		if !ok {
			continue
		}
		cur.to = i
		if i > 0 && folded[i-1] == '[' {
			cur.to--
		}
		all, found = append(all, cur), true
		cur = piece{kind: kind, from: end}
		i = max(i, end-1)
	}
	if !found {
		return nil
	}
	cur.to = len(folded)
	return append(all, cur)
}

// headingAt reads a heading that begins at i and where the words behind it begin.
func headingAt(folded []rune, i int) (partKind, int, bool) {
	s := string(folded[i:min(len(folded), i+30)])
	mark := runeAt(folded, i-1)
	if m := heading.FindStringSubmatchIndex(s); m != nil {
		ends := strings.TrimSpace(s[m[len(m)-2]:m[len(m)-1]])
		alone := ends == "" && (mark == ',' || mark == ' ' && s[m[1]-min(1, m[1]):m[1]] == "\n")
		if kind, ok := kindOf(m); ok && !alone {
			return kind, i + utf8.RuneCountInString(s[:m[1]]), true
		}
	}
	if m := leadsOn.FindStringIndex(s); m != nil && mark != ' ' {
		return nextPart, i + utf8.RuneCountInString(s[:m[1]]), true
	}
	return 0, 0, false
}

// kindOf tells which of the three words of heading was matched.
func kindOf(m []int) (partKind, bool) {
	for kind, group := range []int{5, 6, 7} {
		if m[2*group] >= 0 {
			return partKind(kind), true
		}
	}
	return 0, false
}

var nothing = regexp.MustCompile(`^(暂?无|没有?|none|no)(困难|问题)?[。；;，,. ]*$`)

// partWords is a part's words without blanks and without the comma that leads on.
func partWords(text []rune) string {
	return strings.TrimRight(trimBlank(string(text)), "，,【[")
}

// partState gives the state that the parts make: what stands under 困难 is a
// difficulty whatever its words.
func (i *Item) partState(pieces []piece) {
	headed := false
	for _, p := range pieces {
		headed = headed || p.kind == troublePart
	}
	switch {
	case i.Trouble != "":
		i.State = duban.Stuck
	case headed && i.Progress != "":
		i.State = ReadState(i.Progress)
	case headed:
		i.State = duban.Progressing
	}
}

// troubleIn parts running text that tells of trouble: sentences that do, from 但 on,
// and the others.
func troubleIn(words string) (progress, trouble string) {
	text := []rune(words)
	folded := fold(text)
	var rest, stuck []rune
	for from := 0; from < len(text); {
		to := from
		for to < len(text) && !strings.ContainsRune("。;\n", folded[to]) {
			to++
		}
		to = min(to+1, len(text))
		cut := to
		if isStuck(string(folded[from:to])) {
			cut = turnIn(folded, from, to)
		}
		rest, stuck = append(rest, text[from:cut]...), append(stuck, text[cut:to]...)
		from = to
	}
	return partWords(rest), strings.TrimLeft(partWords(stuck), "但，, ")
}

// turnIn is where a sentence turns to its trouble: at 但, or at its beginning.
func turnIn(folded []rune, from, to int) int {
	for i := from; i < to; i++ {
		if folded[i] == ',' && runeAt(folded, i+1) == '但' {
			return i
		}
	}
	return from
}
