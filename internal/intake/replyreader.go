package intake

import (
	"slices"
	"strings"
)

// kind is what a statement is about.
type kind int

const (
	aboutTasks kind = iota
	aboutRest
	aboutNothing
)

// statement is a stretch of the reply about the same tasks.
type statement struct {
	kind     kind
	nos      []int
	from, to int  // the words
	mark     rune // what stood after the number
}

// replyReader gathers statements line by line.
type replyReader struct {
	ctx      ReplyContext
	text     []rune // as written
	folded   []rune
	said     []statement
	numbered bool // numbers at the head of a line are tasks
	counted  int  // last number of an enumeration inside an answer
	counter  rune // and the mark behind it
	whose    int  // a number that may be a task's or belong to the words
}

func newReplyReader(text string, ctx ReplyContext) *replyReader {
	r := &replyReader{ctx: ctx, text: []rune(strings.ReplaceAll(text, "\r\n", "\n")), numbered: ctx.Task == 0}
	for i, c := range r.text {
		if c == '\r' || c == '\u2028' || c == '\u2029' {
			r.text[i] = '\n'
		}
	}
	r.folded = fold(r.text)
	return r
}

func (r *replyReader) read() {
	for from := 0; from <= len(r.folded); {
		to := from
		for to < len(r.folded) && r.folded[to] != '\n' {
			to++
		}
		if a, b := r.trim(from, to); a < b {
			r.line(a, b)
		}
		from = to + 1
	}
}

// trim narrows a stretch to what is not blank.
func (r *replyReader) trim(from, to int) (int, int) {
	for from < to && isBlank(r.text[from]) {
		from++
	}
	for to > from && isBlank(r.text[to-1]) {
		to--
	}
	return from, to
}

// line reads the line from a to b: a new statement, or more of the last one.
func (r *replyReader) line(a, b int) {
	line := r.folded[a:b]
	if h, ok := readHead(line, r.ctx.Known); ok && r.isTask(h, line) {
		r.start(h, a, b)
	} else if skip, ok := restAt(line); ok && r.mayBeRest(line) {
		r.said = append(r.said, statement{kind: aboutRest, from: a + skip, to: b})
	} else if skip, ok := allAt(line); ok && r.ctx.Task == 0 && len(r.said) == 0 {
		r.said = append(r.said, statement{kind: aboutRest, from: a + skip, to: b})
	} else {
		r.goOn(a, b)
	}
	r.split()
}

// start begins a statement about the tasks of h.
func (r *replyReader) start(h head, a, b int) {
	r.numbered = r.numbered || len(r.said) == 0 && !h.named
	r.said = append(r.said, statement{nos: h.nos, from: a + h.end, to: b, mark: h.mark})
	if point, ok := readHead(r.folded[a+h.end:b], r.ctx.Known); ok && isEnumeration(point) && point.nos[0] == 1 {
		r.counted, r.counter = 1, point.mark // 28 1.进展：…
	}
}

// goOn adds a line without a number to what was said before it.
func (r *replyReader) goOn(a, b int) {
	last := len(r.said) - 1
	switch {
	case last < 0 && r.ctx.Task != 0:
		r.said = append(r.said, statement{nos: []int{r.ctx.Task}, from: a, to: b})
	case last < 0, r.ctx.Task == 0 && restWork.MatchString(string(r.folded[a:b])):
		r.said = append(r.said, statement{kind: aboutNothing, from: a, to: b})
	default:
		r.said[last].to = b
	}
}

// isTask reports whether the number at the head of a line is a task's, given
// what the reply answers and what was said before.
func (r *replyReader) isTask(h head, line []rune) bool {
	bare := h.end >= len(line)
	switch {
	case h.named && !bare:
		return true
	case r.numbered:
		return !r.enumerates(h)
	case bare:
		return h.named && len(r.said) > 0 || len(r.said) == 0 && r.isCard(h)
	}
	return r.namesTask(h, line)
}

// enumerates reports whether h counts points of the answer above it: it begins
// with 1 after a higher task, in another style or after a colon, and goes on.
func (r *replyReader) enumerates(h head) bool {
	if !isEnumeration(h) || len(r.said) == 0 {
		r.counted = 0
		return false
	}
	above := r.said[len(r.said)-1]
	switch {
	case r.counted > 0 && h.nos[0] == r.counted+1 && h.mark == r.counter:
	case h.nos[0] == 1 && above.kind == aboutTasks && slices.Min(above.nos) > 1 &&
		(h.mark != above.mark || r.opens(above)):
	default:
		r.counted = 0
		return false
	}
	r.counted, r.counter = h.nos[0], h.mark
	return true
}

// opens reports whether a statement announces points: it is empty or ends in a
// colon.
func (r *replyReader) opens(s statement) bool {
	_, to := r.trim(s.from, s.to)
	return to <= s.from || r.folded[to-1] == ':'
}

func isEnumeration(h head) bool {
	return len(h.nos) == 1 && !h.named && strings.ContainsRune("、.)", h.mark) && h.mark != 0
}

// mayBeRest reports whether 其余 at the head of a line speaks of other tasks. In
// a reply to one card 其他 may be its other parts.
func (r *replyReader) mayBeRest(line []rune) bool {
	return r.ctx.Task == 0 || r.numbered || strings.HasPrefix(string(line), "其余")
}
