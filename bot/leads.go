package bot

import (
	"slices"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// leadsOpen are the tasks whose lead the office has to settle: several departments
// share them, and the document does not say who leads.
func leadsOpen(tasks []duban.Task, shares []duban.Share) []duban.Task {
	return slices.DeleteFunc(slices.Clone(tasks), func(t duban.Task) bool {
		of := sharesOf(t, shares)
		return len(of) < 2 || !slices.ContainsFunc(of, func(s duban.Share) bool { return !s.Confirmed })
	})
}

func sharesOf(t duban.Task, shares []duban.Share) (of []duban.Share) {
	for _, s := range shares {
		if s.Task == t.ID {
			of = append(of, s)
		}
	}
	return of
}

// pressLeads walks through the tasks whose lead is to be settled, in one message
// that changes at each step. Where it is stands in the list itself.
func (b *Bot) pressLeads(a *ask) (Reply, error) {
	list, err := b.unconfirmed(a)
	if err != nil {
		return Reply{}, err
	}
	tasks, err := a.Tasks(list.ID)
	if err != nil {
		return Reply{}, err
	}
	shares, err := a.Shares(list.ID)
	if err != nil {
		return Reply{}, err
	}
	open := leadsOpen(tasks, shares)
	if len(open) == 0 {
		return b.askConfirmHere(a, list)
	}
	return b.askLead(a, list, open, sharesOf(open[0], shares))
}

func (b *Bot) askLead(a *ask, list duban.List, open []duban.Task, shares []duban.Share) (Reply, error) {
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	m := text.LeadAsked{Task: open[0], Left: len(open)}
	lead := func(label string, d duban.DepartmentID) chat.Button {
		return chat.Button{Label: label, Data: data("lead", int64(list.ID), int64(m.Task.ID), int64(d))}
	}
	var rows [][]chat.Button
	for _, s := range shares {
		d, _ := dir.ByID(s.Department)
		m.Departments = append(m.Departments, d)
		rows = append(rows, []chat.Button{lead(a.voice.Name(d), d.ID)})
	}
	rows = append(rows,
		[]chat.Button{lead(a.voice.Label("button.leadnobody"), 0), {Label: a.voice.Label("button.leadrest"), Data: data("confirm", int64(list.ID), leadFirst)}},
		[]chat.Button{{Label: a.voice.Label("button.return"), Data: data("settle", list.ID)}})
	return a.instead(m, rows...), nil
}

// pressLead settles who leads a task, or that nobody does, and goes on to the next.
func (b *Bot) pressLead(a *ask) (Reply, error) {
	if _, err := b.unconfirmed(a); err != nil {
		return Reply{}, err
	}
	t, err := a.Task(duban.TaskID(a.ids[1]))
	if duban.KindOf(err) == duban.NotFound || err == nil && (int64(t.List) != a.ids[0] || !t.Archived.IsZero()) {
		return b.oldButton(a)
	}
	if err != nil {
		return Reply{}, err
	}
	d := duban.DepartmentID(a.ids[2])
	shares, err := a.Shares(t.List)
	if err != nil {
		return Reply{}, err
	}
	if d != 0 && !slices.ContainsFunc(sharesOf(t, shares), func(s duban.Share) bool { return s.Department == d }) {
		return b.oldButton(a)
	}
	if err := a.SetLead(t.ID, d); err != nil {
		return Reply{}, err
	}
	a.changed("lead", taskSubject(t), map[string]any{"department": d})
	a.ids = a.ids[:1]
	return b.pressLeads(a)
}
