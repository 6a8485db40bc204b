package intake

import (
	"slices"
	"strings"

	"duban/internal/duban"
)

// Figures are read in three steps: which numbers of the words state something
// (statements.go), which target each is about (match.go), and, here, which of
// several numbers about one target is its value. Where any step is not sure, a
// doubt remains and no figure.

// figureReader gathers what the numbers of one item say.
type figureReader struct {
	item    *Item
	targets []duban.Target
	about   map[int][]stating // sure of their target
	shares  []stating         // percents of the task as a whole
}

// readFigures fills in Figures, Percent and the doubts about both.
func readFigures(i *Item, targets []duban.Target, today duban.Date) {
	s := i.stated()
	if !hasNumber(s) {
		return
	}
	r := figureReader{item: i, targets: targets, about: map[int][]stating{}}
	for _, st := range statements(s, i.Append, today) {
		r.place(st)
	}
	for n := range targets {
		r.settle(n, r.about[n])
	}
	r.settleShares()
}

// hasNumber spares words without any number the whole of the reading.
func hasNumber(s string) bool {
	return strings.ContainsAny(s, "0123456789０１２３４５６７８９一二两三四五六七八九十百千万亿半") || containsAny(s, []string{"half", "third", "quarter"})
}

// place finds what a number is about.
func (r *figureReader) place(st stating) {
	m := matchTargets(st, r.targets)
	if st.unit == duban.Percent && !(m.sure && len(m.targets) == 1) {
		r.share(st, m)
		return
	}
	switch {
	case len(m.targets) == 0:
	case !m.sure && len(m.targets) > 1 && m.named:
		r.doubt(WhichTarget, st, m.targets)
	case !m.sure, st.unclear():
		r.doubt(AnyTarget, st, m.targets)
	case len(m.targets) > 1:
		r.doubt(WhichTarget, st, m.targets)
	default:
		n := m.targets[0]
		if st.mode == ofEvent && m.strong {
			st.mode = plain
		}
		r.about[n] = append(r.about[n], st)
	}
}

// settle finds the value of target n among what was stated about it. A total wins
// over an addition and over a number that may be either; several numbers of one
// kind are parts, which are never added up.
func (r *figureReader) settle(n int, said []stating) {
	if len(said) == 0 {
		return
	}
	if i := lastIndex(said, func(s stating) bool { return s.mode == total }); i >= 0 {
		r.figure(n, said[i], false)
		return
	}
	if len(said) > 1 && slices.ContainsFunc(said, func(s stating) bool { return s.value != said[0].value }) {
		for _, s := range said {
			r.doubt(AnyTarget, s, []int{n})
		}
		return
	}
	switch s := said[0]; {
	case s.mode == either, s.mode == ofEvent, s.mode != plain && r.targets[n].Unit == duban.Percent,
		s.mode == added && s.grown && strings.HasPrefix(r.targets[n].Name, newly):
		r.doubt(TotalOrAdded, s, []int{n})
	default:
		r.figure(n, s, s.mode == added)
	}
}

func lastIndex(said []stating, is func(stating) bool) int {
	for i := len(said) - 1; i >= 0; i-- {
		if is(said[i]) {
			return i
		}
	}
	return -1
}

func (r *figureReader) figure(n int, s stating, increment bool) {
	r.item.Figures = append(r.item.Figures, Stated{Target: n, Value: s.value, Increment: increment})
}

func (r *figureReader) doubt(kind DoubtKind, s stating, targets []int) {
	r.item.Doubts = append(r.item.Doubts, Doubt{Kind: kind, Words: s.words, Value: s.value, Targets: targets})
}

// share takes a percent that is no target's: the task's, if the words say no more
// than how far it is.
func (r *figureReader) share(st stating, m match) {
	switch left := st.besidesCompletion(r.targets); {
	case len(m.targets) > 0 && left == "" && !st.completes:
		r.doubt(AnyTarget, st, m.targets)
	case st.mode == added || st.mode >= ofEvent && left == "":
	case left == "" && !st.unclear() && st.value <= 100:
		r.shares = append(r.shares, st)
	case left == "" || st.completes:
		r.doubt(HowFar, st, nil)
	}
}

// settleShares takes the only percent; of several none is known to be the task's.
func (r *figureReader) settleShares() {
	for _, s := range r.shares {
		if s.value != r.shares[0].value {
			for _, s := range r.shares {
				r.doubt(HowFar, s, nil)
			}
			return
		}
	}
	if len(r.shares) > 0 {
		v := r.shares[0].value
		r.item.Percent = &v
	}
}
