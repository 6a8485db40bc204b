package duban

import (
	"cmp"
	"slices"
)

// Pair says of a task and a row of a document, by its number there, that they are
// the same or are not.
type Pair struct {
	Task TaskID
	No   int
}

// DoubtfulPair is a task and a row that may be the same. Nothing is done with either
// before a person has said so.
type DoubtfulPair struct {
	Task Task
	Now  PublishedTask
}

// pairing finds which rows of a document are which tasks: what a person said
// first, then equal words, then similar words, those under the same number first.
type pairing struct {
	old     []Task
	now     []PublishedTask
	row     map[int]int // task → row, by index
	taken   map[int]bool
	doubts  []spot
	refused map[Pair]bool
}

// spot is a task and a row by index.
type spot struct{ old, now int }

func pairUp(old []Task, now []PublishedTask, same, different []Pair) *pairing {
	p := &pairing{old: old, now: now, row: map[int]int{}, taken: map[int]bool{}, refused: map[Pair]bool{}}
	for _, d := range different {
		p.refused[d] = true
	}
	for _, s := range same {
		i := slices.IndexFunc(old, func(t Task) bool { return t.ID == s.Task })
		j := slices.IndexFunc(now, func(t PublishedTask) bool { return t.No == s.No })
		if i >= 0 && j >= 0 {
			p.join(i, j)
		}
	}
	p.equal()
	p.similar()
	return p
}

func (p *pairing) join(i, j int) {
	if _, paired := p.row[i]; !paired && !p.taken[j] {
		p.row[i], p.taken[j] = j, true
	}
}

// equal pairs rows with tasks of the same words. Where several have the same
// words, those under the same number belong together, then they go by their order.
func (p *pairing) equal() {
	byWords := map[string][]int{}
	for i, t := range p.old {
		key := WordsKey(t.Content)
		byWords[key] = append(byWords[key], i)
	}
	for _, sameNo := range []bool{true, false} {
		for j, t := range p.now {
			for _, i := range byWords[WordsKey(t.Content)] {
				if (!sameNo || p.old[i].No == t.No) && !p.refused[Pair{p.old[i].ID, t.No}] {
					p.join(i, j)
				}
			}
		}
	}
}

// candidate is a task and a row whose words are alike.
type candidate struct {
	spot
	likeness float64
	sameNo   bool
}

// similar pairs what is left by likeness, the surest first. What is not sure
// becomes a doubt, at most one for each task and each row at a time.
func (p *pairing) similar() {
	all := p.candidates()
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.rank(), a.rank()), cmp.Compare(b.likeness, a.likeness))
	})
	doubted := map[spot]bool{}
	for _, c := range all {
		_, paired := p.row[c.old]
		if paired || p.taken[c.now] || doubted[spot{c.old, -1}] || doubted[spot{-1, c.now}] {
			continue
		}
		if c.likeness >= sameTask && !p.rivalled(c, all) {
			p.join(c.old, c.now)
			continue
		}
		p.doubts = append(p.doubts, c.spot)
		doubted[spot{c.old, -1}], doubted[spot{-1, c.now}] = true, true
	}
}

// rank puts what is sure before what is not, and of that the same number first.
func (c candidate) rank() int {
	switch {
	case c.likeness >= sameTask && c.sameNo:
		return 2
	case c.likeness >= sameTask:
		return 1
	}
	return 0
}

func (p *pairing) candidates() (all []candidate) {
	rows := make([]grams, len(p.now))
	for j, t := range p.now {
		if !p.taken[j] {
			rows[j] = gramsOf(t.Content)
		}
	}
	for i, t := range p.old {
		if _, paired := p.row[i]; paired {
			continue
		}
		words := gramsOf(t.Content)
		for j, now := range p.now {
			if p.taken[j] || p.refused[Pair{t.ID, now.No}] {
				continue
			}
			if l := words.likeness(rows[j]); l >= maybeTask {
				all = append(all, candidate{spot{i, j}, l, t.No == now.No})
			}
		}
	}
	return all
}

// rivalled tells whether the task or the row has another candidate about as good.
func (p *pairing) rivalled(c candidate, all []candidate) bool {
	return slices.ContainsFunc(all, func(r candidate) bool {
		_, paired := p.row[r.old]
		return !paired && !p.taken[r.now] && r.spot != c.spot && (r.old == c.old || r.now == c.now) && r.likeness > c.likeness-rivalTask
	})
}
