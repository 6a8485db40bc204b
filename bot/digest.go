package bot

import (
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

func (b *Bot) turnDigest(a *ask) (Reply, error) {
	v := chat.View{Kind: chat.Digest, Person: int64(a.who.ID), Opening: a.ids[0], Page: int(a.ids[1])}
	if _, err := a.Opening(duban.OpeningID(a.ids[0])); err != nil {
		return b.oldButton(a)
	}
	return a.show(v), nil
}

// debt is what one opening asks of one person: a task once, whatever number of
// his departments answers for it.
type debt struct {
	task     duban.TaskStanding
	duty     duban.Standing
	answered bool
}

// debts returns what is asked of the viewer: what is open first, the most urgent
// of it first. A task is answered when each of his departments answered.
func (r *render) debts(s duban.Survey, owed []duban.Owed) (open, answered []debt) {
	asked, done := map[duban.TaskID]bool{}, map[duban.TaskID]bool{}
	for _, w := range owed {
		t := w.Assignment.Task
		done[t] = w.Answered && (done[t] || !asked[t])
		asked[t] = true
	}
	for _, t := range s.ForDepartments(r.who.Departments...) {
		id := t.Task.ID
		switch d := (debt{t, r.mine(t), done[id]}); {
		case !asked[id]:
		case d.answered:
			answered = append(answered, d)
		default:
			open = append(open, d)
		}
	}
	return open, answered
}

// opening reads the opening the view is about, and what it asks of the viewer.
func (r *render) opening() (o duban.Opening, s duban.Survey, open, answered []debt, err error) {
	if o, err = r.Opening(duban.OpeningID(r.view.Opening)); err != nil {
		return
	}
	if s, err = r.survey(); err != nil || !r.who.IsContact() {
		return
	}
	owed, err := r.Owed(o.ID, r.who.Departments...)
	open, answered = r.debts(s, owed)
	return o, s, open, answered, err
}

// renderDigest shows what one opening asks of one person. A page never holds
// more than fits; every owed task stands on exactly one.
func (b *Bot) renderDigest(r *render) (chat.Outgoing, error) {
	o, s, open, answered, err := r.opening()
	if err != nil {
		return chat.Outgoing{}, err
	}
	if len(open)+len(answered) == 0 {
		return chat.Outgoing{}, ErrNothing
	}
	list, _, err := r.CurrentList()
	if err != nil {
		return chat.Outgoing{}, err
	}
	page, from, to := pageOf(len(open), r.view.Page, perPage)
	m := text.Digest{
		Title: list.ShortTitle(), Name: r.who.Name, Departments: r.named(r.who.Departments), Opens: o.Opens, Closes: o.Closes,
		Late: o.Late, Closed: !r.Now().Before(o.Closes), Owed: len(open) + len(answered), Open: len(open),
		Rest: len(s.ForDepartments(r.who.Departments...)) - len(open) - len(answered),
	}
	for _, d := range answered {
		m.Answered = append(m.Answered, d.task.Task.No)
	}
	if m.Groups, err = b.digestGroups(r, open, from, to); err != nil {
		return chat.Outgoing{}, err
	}
	if len(open) > 0 {
		m.Example = open[from].task.Task.No
	}
	rows := pager(len(open), page, perPage, func(p int) string { return data("page", int64(o.ID), int64(p)) })
	if len(open) > 0 {
		rows = append([][]chat.Button{{{Label: r.voice.Label("button.fill"), Data: "fill"}}}, rows...)
	}
	return r.out(m, rows...), nil
}

// digestGroups lays a page out: a heading for each light with its count over all
// pages, and under it the lines of this page.
func (b *Bot) digestGroups(r *render, open []debt, from, to int) ([]text.DigestGroup, error) {
	counts := map[duban.Light]int{}
	for _, d := range open {
		counts[d.duty.Light]++
	}
	var groups []text.DigestGroup
	section := ""
	for _, d := range open[from:to] {
		l := d.duty.Light
		if len(groups) == 0 || groups[len(groups)-1].Light != l {
			groups, section = append(groups, text.DigestGroup{Light: l, Count: counts[l]}), ""
		}
		line := text.DigestLine{
			No: d.task.Task.No, Short: d.task.Task.Short(20), Role: d.duty.Role, Due: d.task.Task.Due,
			Days: b.days(d.duty, r.Now()), Reason: d.duty.Reason, Quiet: d.duty.Quiet,
		}
		if d.task.Task.Section != section {
			section = d.task.Task.Section
			line.Section = section
		}
		last, found, err := r.LastReport(d.duty.ID)
		if err != nil {
			return nil, err
		}
		if found {
			line.Last, line.LastState = brief(last.Words, 16), last.State
		}
		g := &groups[len(groups)-1]
		g.Lines = append(g.Lines, line)
	}
	return groups, nil
}

// renderNudge asks the silent once more after the deadline; there is nothing to
// say to somebody who answered meanwhile.
func (b *Bot) renderNudge(r *render) (chat.Outgoing, error) {
	o, _, open, _, err := r.opening()
	if err != nil {
		return chat.Outgoing{}, err
	}
	if len(open) == 0 {
		return chat.Outgoing{}, ErrNothing
	}
	list, _, err := r.CurrentList()
	if err != nil {
		return chat.Outgoing{}, err
	}
	m := text.Nudge{
		Title: list.ShortTitle(), Opens: o.Opens, Closes: o.Closes, Departments: r.named(r.who.Departments), Open: len(open),
	}
	for _, d := range open {
		m.Numbers = append(m.Numbers, d.task.Task.No)
	}
	m.Example = m.Numbers[0]
	return r.out(m, []chat.Button{{Label: r.voice.Label("button.fill"), Data: "fill"}}), nil
}

// renderNote tells an admin once a round whom the round could not ask.
func (b *Bot) renderNote(r *render) (chat.Outgoing, error) {
	if !r.who.Admin {
		return chat.Outgoing{}, ErrNothing
	}
	list, _, err := r.CurrentList()
	if err != nil {
		return chat.Outgoing{}, err
	}
	o, err := r.Opening(duban.OpeningID(r.view.Opening))
	if err != nil {
		return chat.Outgoing{}, err
	}
	m := text.Note{Title: list.ShortTitle(), Opens: o.Opens}
	if m.Empty, err = emptyCollectives(r, r.dir, list); err != nil {
		return chat.Outgoing{}, err
	}
	if m.Unserved, err = unserved(r, r.dir, o); err != nil {
		return chat.Outgoing{}, err
	}
	if len(m.Empty)+len(m.Unserved) == 0 {
		return chat.Outgoing{}, ErrNothing
	}
	return r.out(m), nil
}

// emptyCollectives returns the collectives that answer for tasks of the list and
// have no members.
func emptyCollectives(tx Tx, dir duban.Directory, list duban.List) ([]duban.Department, error) {
	members, err := tx.Members()
	if err != nil {
		return nil, err
	}
	shares, err := tx.Shares(list.ID)
	if err != nil {
		return nil, err
	}
	return duban.EmptyCollectives(dir, shares, members), nil
}

// unserved returns the departments an opening asks that have no contact who can
// be written to.
func unserved(tx Tx, dir duban.Directory, o duban.Opening) ([]duban.Department, error) {
	owed, err := tx.Owed(o.ID)
	if err != nil {
		return nil, err
	}
	contacts, err := tx.Contacts()
	if err != nil {
		return nil, err
	}
	served := map[duban.DepartmentID]bool{}
	for _, c := range contacts {
		p, err := tx.Person(c.Person)
		if err != nil {
			return nil, err
		}
		if !c.Head && p.Started && p.Reachable {
			served[c.Department] = true
		}
	}
	asked := map[duban.DepartmentID]bool{}
	for _, w := range owed {
		asked[w.Assignment.Department] = true
	}
	var missing []duban.Department
	for _, d := range dir {
		if asked[d.ID] && !served[d.ID] {
			missing = append(missing, d)
		}
	}
	return missing, nil
}
