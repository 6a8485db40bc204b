package bot

import (
	"slices"
	"time"

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

// opening reads the opening the view is about, and what it asks of the viewer.
func (r *render) opening() (o duban.Opening, s duban.Survey, debts []duban.Debt, err error) {
	if o, err = r.Opening(duban.OpeningID(r.view.Opening)); err != nil {
		return
	}
	if s, err = r.survey(); err != nil || !r.who.IsContact() {
		return
	}
	owed, err := r.Owed(o.ID, r.who.Departments...)
	owed = slices.DeleteFunc(owed, func(w duban.Owed) bool {
		return w.Moved || w.Again && r.view.Kind != chat.Digest // a newer asking has a digest of its own
	})
	return o, s, s.Debts(owed), err
}

// A page of a digest has room for its tasks beside the ask above them and the
// words below; a line's last report is reckoned with what it may take.
const (
	digestRoom = 2700
	lastWords  = 20
)

// renderDigest shows what one opening asks of one person. A page never holds
// more than fits; every owed task stands on exactly one.
func (b *Bot) renderDigest(r *render) (chat.Outgoing, error) {
	o, s, debts, err := r.opening()
	if err != nil {
		return chat.Outgoing{}, err
	}
	if len(debts) == 0 {
		return chat.Outgoing{}, ErrNothing
	}
	list, _, err := r.CurrentList()
	if err != nil {
		return chat.Outgoing{}, err
	}
	pages := duban.DebtPages(debts, perPage, digestRoom, func(d duban.Debt) int {
		return r.voice.Width(b.digestLine(r, d)) + 2*lastWords + sectionRoom
	})
	page := min(max(r.view.Page, 0), len(pages)-1)
	open := duban.OpenDebts(debts)
	name, err := r.roundName(o)
	if err != nil {
		return chat.Outgoing{}, err
	}
	m := text.Digest{
		Title: list.ShortTitle(), Name: r.who.Name, Departments: r.named(r.who.Departments), Round: name, Closes: o.Closes,
		Late: o.Late, Closed: !r.Now().Before(o.Closes), Owed: len(debts), Open: len(open),
		Page: page + 1, Pages: len(pages), Counts: pileCounts(debts),
	}
	if name.Task.ID == 0 && name.Department.ID == 0 { // what one task is asked for tells nothing of the others
		m.Rest = s.Rest(debts, r.who.Departments...)
	}
	if m.Groups, err = b.digestGroups(r, debts, pages, page); err != nil {
		return chat.Outgoing{}, err
	}
	m.Joint, m.JointDepartments = r.joint(pages[page])
	m.Example = example(pages[page], open)
	return r.out(m, b.digestButtons(r, o, page, pages)...), nil
}

func (b *Bot) digestButtons(r *render, o duban.Opening, page int, pages [][]duban.Debt) [][]chat.Button {
	rows := turner(page, len(pages), func(p int) string { return data("page", int64(o.ID), int64(p)) })
	for _, p := range pages {
		if len(duban.OpenDebts(p)) > 0 {
			return append([][]chat.Button{r.fillButtons()}, rows...)
		}
	}
	return rows
}

// fillButtons are the two ways to answer everything: one by one, or on paper.
func (r *render) fillButtons() []chat.Button {
	return []chat.Button{{Label: r.voice.Label("button.fill"), Data: "fill"}, {Label: r.voice.Label("button.form"), Data: "form"}}
}

func pileCounts(debts []duban.Debt) (counts []text.PileCount) {
	n := duban.CountDebts(debts)
	for _, p := range duban.Piles {
		if n[p] > 0 {
			counts = append(counts, text.PileCount{Pile: p, Count: n[p]})
		}
	}
	return counts
}

// joint returns the open tasks of a page for which several of the viewer's
// departments answer together, and the departments of the first of them.
func (r *render) joint(page []duban.Debt) (nos []int, deps []duban.Department) {
	for _, d := range page {
		if len(d.Open) < 2 {
			continue
		}
		nos = append(nos, d.Task.No)
		if deps == nil {
			deps = r.named(d.Open)
		}
	}
	return nos, deps
}

// example is the task that shows how to answer: an open one of this page, or of
// any.
func example(page, open []duban.Debt) int {
	for _, d := range append(duban.OpenDebts(page), open...) {
		return d.Task.No
	}
	return 0
}

// A pile with more tasks than sectioned is parted by section; sectionRoom is what
// such a heading may take.
const (
	sectioned   = 6
	sectionRoom = 25
)

// digestGroups lays a page out: a heading for each pile with its count over all
// pages, and under it the lines of this page.
func (b *Bot) digestGroups(r *render, debts []duban.Debt, pages [][]duban.Debt, page int) ([]text.DigestGroup, error) {
	counts := duban.CountDebts(debts)
	var groups []text.DigestGroup
	section := ""
	for _, d := range pages[page] {
		p := d.Pile()
		if len(groups) == 0 || groups[len(groups)-1].Pile != p {
			groups, section = append(groups, text.DigestGroup{Pile: p, Count: counts[p], More: begun(pages[:page], p)}), ""
		}
		line := b.digestLine(r, d)
		if d.Task.Section != section && counts[p] > sectioned {
			section = d.Task.Section
			line.Section = section
		}
		last, found, err := r.LastReport(d.Duty().ID)
		if err != nil {
			return nil, err
		}
		if found && last.IsAnswer() {
			line.Last, line.LastState = brief(last.Words, lastWords), last.State
		}
		if line.Figures, err = r.digestFigure(d); err != nil {
			return nil, err
		}
		g := &groups[len(groups)-1]
		g.Lines = append(g.Lines, line)
	}
	return groups, nil
}

// digestFigure is what a duty has reached of the first target for which it has
// reached anything.
func (r *render) digestFigure(d duban.Debt) ([]text.DutyFigure, error) {
	if err := r.measure(); err != nil {
		return nil, err
	}
	targets, duty := r.targets[d.Task.ID], d.Duty()
	for _, t := range targets {
		for _, whole := range []bool{true, false} {
			if last, found := duban.LastOf(r.reached, duty.ID, t.ID, whole); found {
				return []text.DutyFigure{{Target: t, Named: len(targets) > 1, Whole: whole, Value: last.Value}}, nil
			}
		}
	}
	return nil, nil
}

// begun reports whether a pile began on one of the pages.
func begun(pages [][]duban.Debt, p duban.Pile) bool {
	return slices.ContainsFunc(pages, func(page []duban.Debt) bool {
		return slices.ContainsFunc(page, func(d duban.Debt) bool { return d.Pile() == p })
	})
}

// soon is how near a due date is, in working days, when a digest says how many
// are left.
const soon = 30

// digestLine is what a digest says of a task, but for what was reported last.
func (b *Bot) digestLine(r *render, d duban.Debt) text.DigestLine {
	duty := d.Duty()
	line := text.DigestLine{
		No: d.Task.No, Short: d.Task.Short(14), Role: duty.Role, Due: d.Task.Due, Answered: d.Answered(),
		Days: b.days(duty, r.Now()), Blocked: duty.Blocked,
	}
	if line.Days == 0 {
		line.Left, line.LastDay = b.left(d.Task.Due, r.Now())
	}
	switch line.Expected = duty.Expected; duty.Reason {
	case duban.Quiet:
		line.Quiet = duty.Quiet
	case duban.Unreported:
		line.Missed = duty.Missed
	}
	if d.Partly() {
		line.Missing = r.named(d.Open)
	}
	return line
}

// left is how many working days there are after today until a due date, that day
// included; last tells that there are none. Both are zero where the date is far
// or past.
func (b *Bot) left(due duban.Date, now time.Time) (days int, last bool) {
	end := due.Next().In(b.zone())
	if due.IsZero() || !end.After(now) {
		return 0, false
	}
	tomorrow := duban.DateOf(now, b.zone()).Next().In(b.zone())
	days = int((b.Calendar.Between(tomorrow, end) + b.Day - 1) / b.Day)
	if days > soon {
		return 0, false
	}
	return days, days == 0
}

// renderNudge asks the silent once more after the deadline; there is nothing to
// say to somebody who answered meanwhile.
func (b *Bot) renderNudge(r *render) (chat.Outgoing, error) {
	o, _, debts, err := r.opening()
	if err != nil {
		return chat.Outgoing{}, err
	}
	open := duban.OpenDebts(debts)
	if len(open) == 0 {
		return chat.Outgoing{}, ErrNothing
	}
	list, _, err := r.CurrentList()
	if err != nil {
		return chat.Outgoing{}, err
	}
	name, err := r.roundName(o)
	if err != nil {
		return chat.Outgoing{}, err
	}
	m := text.Nudge{
		Title: list.ShortTitle(), Round: name, Closes: o.Closes, By: b.Calendar.EndOf(b.Calendar.Day(r.Now())),
		Departments: r.named(r.who.Departments), Open: len(open), Numbers: numbers(open), Example: open[0].Task.No,
	}
	return r.out(m, r.fillButtons()), nil
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
	m := text.Note{Title: list.ShortTitle()}
	if m.Round, err = r.roundName(o); err != nil {
		return chat.Outgoing{}, err
	}
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
