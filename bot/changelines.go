package bot

import (
	"context"
	"slices"

	"duban/internal/duban"
	"duban/internal/text"
)

// countChanges counts the changes of each kind. A swapped pair counts once, and
// targets change with the words that promise them.
func countChanges(d duban.Difference) (n text.ListCounts) {
	for _, r := range d.Rows {
		for _, c := range []struct {
			is    bool
			count *int
		}{
			{r.Fresh(), &n.New}, {r.Gone(), &n.Gone}, {r.Back, &n.Back}, {r.Reworded, &n.Reworded}, {firstOfSwap(r), &n.Swapped}, {r.Moved, &n.Moved},
			{r.Term, &n.Terms}, {r.Resectioned, &n.Others}, {r.Leader, &n.Others},
		} {
			if c.is {
				*c.count++
			}
		}
		n.Shares += len(r.Shares)
		n.Held += len(r.Held)
	}
	return n
}

func firstOfSwap(r duban.Row) bool { return r.Swaps != 0 && r.Task.ID < r.Swaps }

// changeLines are the changes one by one, in the document's order.
func (b *Bot) changeLines(a *ask, d duban.Difference) ([]text.ListLine, error) {
	dir, err := a.Directory()
	if err != nil {
		return nil, err
	}
	var lines []text.ListLine
	for _, r := range d.Rows {
		if lines, err = b.rowLines(a, lines, d, r, dir); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

func (b *Bot) rowLines(a *ask, lines []text.ListLine, d duban.Difference, r duban.Row, dir duban.Directory) ([]text.ListLine, error) {
	add := func(kind string, fill func(*text.ListLine)) {
		l := text.ListLine{Kind: kind, Before: r.Task.No, No: r.Now.No, Words: shortWords(r)}
		if fill != nil {
			fill(&l)
		}
		lines = append(lines, l)
	}
	switch {
	case r.Fresh():
		add("new", func(l *text.ListLine) { l.Leads, l.Supports = publishedNames(r.Now, dir) })
		return lines, nil
	case r.Gone():
		n, err := a.ReportsOn(r.Task.ID)
		add("gone", func(l *text.ListLine) { l.Reports = n })
		return lines, err
	}
	if r.Back {
		add("back", nil)
	}
	if r.Reworded {
		add("reworded", func(l *text.ListLine) { l.Old, l.Words = changedPart(r.Task.Content, r.Now.Content) })
	}
	if firstOfSwap(r) {
		i := slices.IndexFunc(d.Rows, func(o duban.Row) bool { return o.Task.ID == r.Swaps })
		add("swapped", func(l *text.ListLine) {
			l.Other = text.Shift{First: d.Rows[i].Task.No, Last: d.Rows[i].Task.No, To: d.Rows[i].Now.No}
		})
	}
	if r.Moved {
		add("moved", nil)
	}
	if r.Resectioned {
		add("section", func(l *text.ListLine) { l.Words = r.Now.Section })
	}
	if r.Term {
		add("term", func(l *text.ListLine) { l.Due = duban.Task{Kind: r.Now.Kind, Due: r.Now.Due, Months: r.Now.Months} })
	}
	if r.Leader {
		add("leader", func(l *text.ListLine) { l.Words = r.Now.Leader })
	}
	if r.Targets {
		add("targets", nil)
	}
	return append(lines, b.shareLines(a, r, dir)...), nil
}

// shareLines are the departments that come, go or change their role, and what
// stays as it was settled.
func (b *Bot) shareLines(a *ask, r duban.Row, dir duban.Directory) (lines []text.ListLine) {
	for _, s := range r.Shares {
		l := text.ListLine{Kind: "role", Before: r.Task.No, No: r.Now.No, Role: s.To}
		l.Department, _ = dir.ByID(s.Department)
		switch {
		case s.From == "":
			l.Kind = "added"
		case s.To == "":
			l.Kind = "removed"
		}
		lines = append(lines, l)
	}
	for _, h := range r.Held {
		l := text.ListLine{Kind: "held", Before: r.Task.No, No: r.Now.No, Role: h.Document, Words: a.voice.Label("held.targets")}
		l.Department, _ = dir.ByID(h.Department)
		if h.Term {
			l.Words = a.voice.Label("held.term")
		}
		lines = append(lines, l)
	}
	return lines
}

func shortWords(r duban.Row) string {
	if r.Gone() {
		return r.Task.Short(20)
	}
	return duban.Task{Content: r.Now.Content}.Short(20)
}

// publishedNames are the departments of a new task as they will answer for it.
func publishedNames(t duban.PublishedTask, dir duban.Directory) (leads, supports []duban.Department) {
	for _, s := range t.Shares {
		d, ok := dir.Find(s.Name)
		switch {
		case !ok:
		case s.Role == duban.Lead:
			leads = append(leads, d)
		default:
			supports = append(supports, d)
		}
	}
	return leads, supports
}

// changedPart is where two wordings differ, with a few characters around it.
func changedPart(before, after string) (old, now string) {
	const around, most = 6, 60
	x, y := []rune(before), []rune(after)
	from := 0
	for from < min(len(x), len(y)) && x[from] == y[from] {
		from++
	}
	end := 0
	for end < min(len(x), len(y))-from && x[len(x)-1-end] == y[len(y)-1-end] {
		end++
	}
	from, end = max(0, from-around), max(0, end-around)
	cut := func(r []rune) string {
		s := brief(string(r[from:len(r)-end]), most)
		if from > 0 {
			s = "…" + s
		}
		if end > 0 {
			s += "…"
		}
		return s
	}
	return cut(x), cut(y)
}

// shifts are the tasks of which the number alone changes, those next to each other
// together.
func shifts(d duban.Difference) (all []text.Shift) {
	for _, r := range d.Rows {
		if !r.Renumbered() || r.Back || r.Moved || r.Swaps != 0 || r.Reworded || len(r.Shares) > 0 {
			continue // their line has both numbers
		}
		if n := len(all); n > 0 && all[n-1].Last+1 == r.Task.No && r.Now.No-r.Task.No == all[n-1].To-all[n-1].First {
			all[n-1].Last++
			continue
		}
		all = append(all, text.Shift{First: r.Task.No, Last: r.Task.No, To: r.Now.No})
	}
	return all
}

// DescribeChange says in plain English what a publication would change in the list
// that is there, doubtful pairs undecided; it is empty where nothing would change.
func (b *Bot) DescribeChange(ctx context.Context, tx Tx, pub duban.Publication) (string, error) {
	a := &ask{Context: ctx, Tx: tx, voice: b.voice(text.English, tx.Now())}
	list, found, err := a.CurrentList()
	if err != nil || !found {
		return "", err
	}
	d, err := b.difference(a, list, pub, duban.Merge{})
	if err != nil || d.Empty() && list.Title == pub.Title {
		return "", err
	}
	lines, err := b.changeLines(a, d)
	m := changeShown(list, pub, d, lines)
	m.Beside = true
	for _, x := range d.Doubts {
		m.Doubts = append(m.Doubts, text.Shift{First: x.Task.No, Last: x.Task.No, To: x.Now.No})
	}
	return text.Plain(a.voice.Say(m)), err
}
