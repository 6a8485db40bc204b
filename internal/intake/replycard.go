package intake

import (
	"regexp"
	"slices"
	"strings"

	"duban/internal/duban"
)

// namesTask reports whether the number at the head of a line in a reply to one
// card is a task's, and not a part of the words about the card's. Where neither is
// sure the number is kept in whose: it has to be asked.
func (r *replyReader) namesTask(h head, line []rune) bool {
	words := line[h.end:]
	switch {
	case r.isPoint(h):
		return false
	case slices.Contains(h.nos, r.ctx.Task):
		return true
	case r.countsTargets(words), someOf.MatchString(string(words)):
		return false
	case r.owns(h):
		return h.mark != 0 || h.closed || told.MatchString(string(words)) || isAnswer(words)
	case !isEnumeration(h) && r.knows(h) && ReadState(string(words)) == duban.NoNews:
		return true
	case h.mark == 0 || h.mark == ',' && len(r.targets()) > 0: // 300，其中线上100
		return false
	}
	r.doubt(h)
	return false
}

// told is how words begin that tell of work, where a number stands right before
// them: 28累计2700人次, but not 20多家企业.
var told = regexp.MustCompile(`^(累计|已|又|再|新增|完成|正在|召开|开展|启动|推进|印发|有困难|困难|无|没|未|暂)`)

// someOf is how words begin that the number before them counts: 12 of our 19.
var someOf = regexp.MustCompile(`^(out )?of\b`)

// isPoint reports whether h counts a point of the answer: it goes on from the point
// before, or it is the first and another follows or a colon announces it. A single
// first point may be the first task.
func (r *replyReader) isPoint(h head) bool {
	marked := isEnumeration(h)
	if !marked && (h.named || len(h.nos) > 1 || len(r.said) == 0) { // the rows of a table have no mark
		return false
	}
	n := h.nos[0]
	switch {
	case r.counted > 0 && n == r.counted+1 && h.mark == r.counter:
	case n != 1:
		return false
	case !marked && !strings.Contains(string(r.folded), "\n2"):
		return false
	case r.ctx.Task == 1, !marked, strings.Contains(string(r.folded), "2"+string(h.mark)), len(r.said) > 0 && r.opens(r.said[len(r.said)-1]):
	case r.owns(h):
		r.doubt(h)
		return true
	}
	r.counted, r.counter = n, h.mark
	return true
}

// countsTargets reports whether words begin with the unit of one of the card's
// targets: the number before them is what was reached of it.
func (r *replyReader) countsTargets(words []rune) bool {
	s := string(words)
	return slices.ContainsFunc(r.targets(), func(t duban.Target) bool { return t.Unit != "" && strings.HasPrefix(s, t.Unit) })
}

// targets are those of the card's task.
func (r *replyReader) targets() []duban.Target {
	if r.ctx.Targets == nil || r.ctx.Task == 0 {
		return nil
	}
	return r.ctx.Targets(r.ctx.Task)
}

// isCard reports whether a number that stands alone asks for its task: the card's
// own task promises no number that it could be.
func (r *replyReader) isCard(h head) bool {
	return r.ctx.Targets != nil && len(r.targets()) == 0 && len(h.nos) == 1 && r.owns(h)
}

func (r *replyReader) owns(h head) bool {
	return !slices.ContainsFunc(h.nos, func(n int) bool { return !r.ctx.Own(n) })
}

func (r *replyReader) knows(h head) bool {
	return !slices.ContainsFunc(h.nos, func(n int) bool { return !r.ctx.Known(n) })
}

// doubt keeps the first number of which it has to be asked whose it is, unless the
// writer has said so.
func (r *replyReader) doubt(h head) {
	if r.whose == 0 && !r.ctx.Sure {
		r.whose = h.nos[0]
	}
}
