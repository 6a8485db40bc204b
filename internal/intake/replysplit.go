package intake

import (
	"regexp"
	"strings"

	"duban/internal/duban"
)

// split parts the last statement where its line goes on with another task or
// with the rest: 28无新进展；30已完成，其余没动.
func (r *replyReader) split() {
	for i := r.lineStart(); i < r.said[len(r.said)-1].to-1; i++ {
		mark := r.folded[i]
		if !strings.ContainsRune("。;!,.", mark) || mark == '.' && r.folded[i+1] != ' ' {
			continue
		}
		cur := &r.said[len(r.said)-1]
		from, to := r.trim(i+1, cur.to)
		if from >= to || i < cur.from {
			continue
		}
		if next, ok := r.inline(*cur, mark, from, to); ok {
			cur.to = i
			if mark != ',' && mark != ';' {
				cur.to = i + 1
			}
			r.said = append(r.said, next)
		}
	}
}

// lineStart is where the line begins that the last statement ends with.
func (r *replyReader) lineStart() int {
	i := r.said[len(r.said)-1].to
	for i > 0 && r.folded[i-1] != '\n' {
		i--
	}
	return i
}

// inline reads what follows mark in the middle of a line. It is stricter than
// at a line's head, for most numbers there are figures.
func (r *replyReader) inline(cur statement, mark rune, from, to int) (statement, bool) {
	text := r.folded[from:to]
	if cur.kind == aboutNothing {
		return statement{}, false
	}
	if skip, ok := restAt(text); ok && r.numbered && (mark != ',' || strings.HasPrefix(string(text), "其余") || text[0] < 0x80) {
		return statement{kind: aboutRest, from: from + skip, to: to}, true
	}
	if cur.kind == aboutRest || r.counted > 0 || !isDigit(text[0]) && text[0] != '第' {
		return statement{}, false
	}
	h, ok := readHead(text, r.ctx.Known)
	if !ok || h.han || h.end >= len(text) || isEnumeration(h) || !r.mayPart(h, text, mark) {
		return statement{}, false
	}
	for _, n := range h.nos {
		if !r.ctx.Known(n) || r.numbered && n <= cur.nos[len(cur.nos)-1] {
			return statement{}, false
		}
	}
	if mark == ',' && !isAnswer(text[h.end:]) && !isSettled(r.folded[cur.from:from]) {
		return statement{}, false // in 又办一期，30又办两期 the number may belong to the words
	}
	return statement{nos: h.nos, from: from + h.end, to: to, mark: h.mark}, true
}

// mayPart reports whether a number in the middle of a line may be a task's: where
// lines are numbered, where it says so, and in a reply to one card where the writer
// answers for it and an answer follows.
func (r *replyReader) mayPart(h head, text []rune, mark rune) bool {
	return r.numbered || mark != ',' && (h.named || r.owns(h) && isAnswer(text[h.end:]))
}

// isAnswer reports whether words begin with more than tells of any work.
func isAnswer(words []rune) bool {
	return isSettled(words) || ReadState(firstClause(words)) == duban.Stuck || onlyPercent.MatchString(string(words[:min(len(words), 10)]))
}

var onlyPercent = regexp.MustCompile(`^\d{1,3}(\.\d+)?%([,。;]|$)`)

// reply puts the statements together, one item for each number.
func (r *replyReader) reply() Reply {
	var out Reply
	for _, s := range r.joined() {
		a, b := r.trim(s.from, s.to)
		words := string(r.text[a:b])
		switch s.kind {
		case aboutNothing:
			out.Loose = strings.TrimPrefix(out.Loose+"\n"+words, "\n")
		case aboutRest:
			if out.Rest == nil {
				out.Rest = &Item{State: duban.NoNews}
			}
			out.Rest.Words = strings.TrimPrefix(out.Rest.Words+"\n"+words, "\n")
		default:
			r.items(&out, s.nos, words)
		}
	}
	for i := range out.Items {
		out.Items[i].understand(r.ctx)
	}
	out.Whose = r.whose
	return out
}

// joined is what was said, with each figure that stands on a line of its own
// given back to the words above it.
func (r *replyReader) joined() []statement {
	var all []statement
	for _, s := range r.said {
		if s.kind == aboutTasks && s.from >= s.to && len(s.nos) == 1 && len(all) > 0 {
			all[len(all)-1].to = s.to
			continue
		}
		all = append(all, s)
	}
	return all
}

func (r *replyReader) items(out *Reply, nos []int, words string) {
	for _, part := range partsOf(words, r.ctx.Mine) {
		item := newItem(part.words)
		item.Department = part.of
		for _, no := range nos {
			item.No = no
			if no == r.ctx.Task || r.ctx.Known(no) {
				out.Items = merge(out.Items, item)
			} else {
				out.Unknown = merge(out.Unknown, item)
			}
		}
	}
}

func newItem(words string) Item {
	item := Item{Words: words}
	for _, plus := range []string{"+", "＋"} {
		if after, ok := strings.CutPrefix(words, plus); ok {
			item.Words, item.Append = trimBlank(after), true
		}
	}
	item.State = ReadState(item.Words)
	return item
}

// merge adds item to items. What is said about a number twice, for the same
// department, is one item: the
// words one under the other, the later state unless the earlier one asked for
// help.
func merge(items []Item, item Item) []Item {
	for i := range items {
		old := &items[i]
		if old.No != item.No || old.Department != item.Department {
			continue
		}
		old.Words = trimBlank(old.Words + "\n" + item.Words)
		old.Append = old.Append && item.Append
		if item.State != duban.Said && old.State != duban.Stuck {
			old.State = item.State
		}
		return items
	}
	return append(items, item)
}
