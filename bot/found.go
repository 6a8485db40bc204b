package bot

import (
	"cmp"
	"slices"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// renderFound shows what a search finds now: the viewer's own tasks first, then
// where the words stand in the task itself.
func (b *Bot) renderFound(r *render) (chat.Outgoing, error) {
	list, _, err := r.CurrentList()
	if err != nil {
		return chat.Outgoing{}, err
	}
	m := intake.NewMatcher(r.view.Filter)
	hits, err := search(r, list, r.dir, m, true)
	if err != nil {
		return chat.Outgoing{}, err
	}
	if len(hits) == 0 {
		return r.notFound(list, m)
	}
	own, err := r.TasksOf(list.ID, r.who.Sees()...)
	if err != nil {
		return chat.Outgoing{}, err
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.place, b.place) })
	first, rest := parted(hits, own)
	hits = append(first, rest...)
	page, from, to := pageOf(len(hits), r.view.Page, perPage)
	found := text.Found{Words: r.view.Filter, Count: len(hits), Own: len(first)}
	for _, h := range hits[from:to] {
		t, err := b.look(r, h.task)
		if err != nil {
			return chat.Outgoing{}, err
		}
		found.Lines = append(found.Lines, r.foundLine(t, h))
	}
	rows := append(r.foundButtons(hits[from:to]), pager(len(hits), page, perPage, func(p int) string { return data("found", p) })...)
	return r.out(found, rows...), nil
}

// look is how one task stands now.
func (b *Bot) look(tx Tx, t duban.Task) (duban.TaskStanding, error) {
	duties, err := tx.TaskAssignments(t.ID)
	if err != nil {
		return duban.TaskStanding{}, err
	}
	list, _, err := tx.CurrentList()
	if err != nil {
		return duban.TaskStanding{}, err
	}
	targets, err := tx.TaskTargets(t.ID)
	if err != nil {
		return duban.TaskStanding{}, err
	}
	f := duban.Facts{Start: list.Start, Tasks: []duban.Task{t}, Assignments: duties, Targets: map[duban.TaskID][]duban.Target{t.ID: targets}}
	if len(targets) > 0 {
		f.Reached, err = tx.TaskReached(t.ID)
	}
	return b.Lights.Survey(f, b.Calendar, tx.Now()).Tasks[0], err
}

// parted puts the tasks of a set first; either part keeps its order.
func parted(hits []hit, set map[duban.TaskID]bool) (first, rest []hit) {
	for _, h := range hits {
		if set[h.task.ID] {
			first = append(first, h)
		} else {
			rest = append(rest, h)
		}
	}
	return first, rest
}

func (r *render) foundLine(t duban.TaskStanding, h hit) text.FoundLine {
	line := text.FoundLine{No: h.task.No, Short: h.task.Short(16), Light: t.Light, Own: r.mine(t).Role, Words: h.said}
	for i, d := range t.Leads() {
		if i == 0 {
			line.Lead, _ = r.dir.ByID(d.Department)
		}
		line.Leads++
	}
	return line
}

// opened is how many tasks of a page have a button of their own; the others are
// opened by their number.
const opened = 6

func (r *render) foundButtons(hits []hit) [][]chat.Button {
	var buttons []chat.Button
	for _, h := range hits[:min(len(hits), opened)] {
		buttons = append(buttons, chat.Button{Label: r.voice.Label("button.card", h.task.No), Data: data("card", h.task.ID)})
	}
	return slices.Collect(slices.Chunk(buttons, 3))
}

// notFound says that nothing matches, and what was probably meant.
func (r *render) notFound(list duban.List, m intake.Matcher) (chat.Outgoing, error) {
	texts, err := r.texts(list)
	if err != nil {
		return chat.Outgoing{}, err
	}
	none := text.NotFound{Words: r.view.Filter, Apart: true}
	var meant []string
	for _, w := range m.Words() {
		alone, err := search(r, list, r.dir, intake.NewMatcher(w.String()), true)
		if err != nil {
			return chat.Outgoing{}, err
		}
		word := w.String()
		if len(alone) == 0 {
			none.Apart = false
			if word = w.Nearest(slices.Values(texts)); word == "" {
				return r.out(none), nil
			}
		}
		meant = append(meant, word)
	}
	if !none.Apart {
		none.Nearest = strings.Join(meant, " ")
	}
	return r.out(none), nil
}

// texts are the words that can be found in a list without its reports.
func (r *render) texts(list duban.List) (texts []string, err error) {
	tasks, err := r.Tasks(list.ID)
	section := ""
	for _, t := range tasks {
		texts = append(texts, t.Content)
		if t.Section != section {
			section = t.Section
			texts = append(texts, section)
		}
	}
	for _, d := range r.dir {
		texts = append(texts, d.Name)
	}
	return texts, err
}
