package bot

import (
	"cmp"
	"slices"
	"strconv"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// asked reads what the viewer is asked for now, whichever round asks, by number.
func (r *render) asked() ([]duban.Debt, []duban.WalkStep, error) {
	list, _, err := r.CurrentList()
	if err != nil {
		return nil, nil, err
	}
	s, err := r.survey()
	if err != nil {
		return nil, nil, err
	}
	owed, err := r.CurrentOwed(list.ID, r.who.Departments...)
	debts := s.Debts(owed)
	slices.SortFunc(debts, func(a, b duban.Debt) int { return cmp.Compare(a.Task.No, b.Task.No) })
	return debts, duban.WalkSteps(owed), err
}

// renderWalk shows the step where the walk stands, or the check that closes it.
func (b *Bot) renderWalk(r *render) (chat.Outgoing, error) {
	if !r.who.IsContact() {
		return r.out(text.OldButton{}), nil
	}
	debts, steps, err := r.asked()
	if err != nil {
		return chat.Outgoing{}, err
	}
	note, err := r.walkNote()
	if err != nil {
		return chat.Outgoing{}, err
	}
	walk, _, err := r.Walk(r.who.ID)
	if err != nil {
		return chat.Outgoing{}, err
	}
	_, place := walk.At(steps)
	i := slices.IndexFunc(debts, func(d duban.Debt) bool { return d.Task.ID == walk.Task })
	if place == 0 || i < 0 {
		return b.renderCheck(r, note, debts)
	}
	m := text.Walk{Note: note, Step: place, Steps: len(steps)}
	if err := r.walkStep(&m, debts[i], walk); err != nil {
		return chat.Outgoing{}, err
	}
	return r.out(m, walkButtons(r, walk, debts[i], m, walk.Next(steps).Task != 0)...), nil
}

// walkStep says what a step asks.
func (r *render) walkStep(m *text.Walk, d duban.Debt, w duban.Walk) error {
	duty := d.Duty()
	m.Task, m.Role, m.Answered = shortened(d.Task), duty.Role, d.Answered()
	for _, own := range d.Duties {
		if own.Department == w.Department {
			duty, m.Role, m.Apart = own, own.Role, true
			m.Answered = !slices.Contains(d.Open, own.Department)
		}
	}
	if m.Apart {
		m.Departments = r.named([]duban.DepartmentID{w.Department})
	} else if len(d.Duties) > 1 {
		for _, own := range d.Duties {
			m.Departments = append(m.Departments, r.named([]duban.DepartmentID{own.Department})...)
		}
	}
	last, found, err := r.LastReport(duty.ID)
	if err != nil {
		return err
	}
	if found && last.IsAnswer() {
		m.Last, m.LastState, m.LastAt = brief(last.Words, 80), last.State, last.At
	}
	return r.walkTargets(m, duty)
}

// walkTargets says what a step's task promises and what the department has reached
// of it. Of one target alone a number will do.
func (r *render) walkTargets(m *text.Walk, duty duban.Standing) error {
	targets, err := r.TaskTargets(m.Task.ID)
	if err != nil || len(targets) == 0 {
		return err
	}
	reached, err := r.ReachedBefore(duty.ID)
	for _, t := range targets {
		line := text.WalkTarget{TargetValue: text.TargetValue{Target: t}, Whole: duty.Role == duban.Lead}
		if last, found := duban.LastOf(reached, duty.ID, t.ID, line.Whole); found {
			line.Value, line.Known = last.Value, true
		}
		m.Targets = append(m.Targets, line)
	}
	if len(targets) == 1 {
		m.Example = m.Targets[0].Example()
	}
	return err
}

// walkNote is what the step before stored, unless it was taken back meanwhile.
func (r *render) walkNote() (text.WalkNote, error) {
	id, err := strconv.ParseInt(r.view.Filter, 10, 64)
	if err != nil {
		return text.WalkNote{}, nil // nothing was stored
	}
	rep, found, err := r.ReportByID(duban.ReportID(id))
	if err != nil || !found || !rep.Withdrawn.IsZero() {
		return text.WalkNote{}, err
	}
	d, err := r.Assignment(rep.Assignment)
	if err != nil {
		return text.WalkNote{}, err
	}
	t, err := r.Task(d.Task)
	if err != nil {
		return text.WalkNote{}, err
	}
	note := text.WalkNote{No: t.No, State: rep.State, Words: brief(rep.Words, 40)}
	if len(rep.Figures) > 0 {
		targets, err := r.TaskTargets(t.ID)
		if err != nil {
			return text.WalkNote{}, err
		}
		note.Figures = figureLines(targets, filed{reports: []duban.Report{rep}})
	}
	note.Departments, err = r.alone(rep, t)
	return note, err
}

// alone are those of the viewer's departments for which a report counts, where it
// does not for others of his in the task.
func (r *render) alone(rep duban.Report, t duban.Task) ([]duban.Department, error) {
	if len(r.who.Departments) < 2 {
		return nil, nil
	}
	same, err := r.ReportsFrom(rep.Source)
	if err != nil {
		return nil, err
	}
	all, err := r.TaskAssignments(t.ID)
	var some, others []duban.DepartmentID
	for _, d := range all {
		switch {
		case !r.who.ServesFor(d.Department):
		case slices.ContainsFunc(same, func(x duban.Report) bool { return x.Assignment == d.ID }):
			some = append(some, d.Department)
		default:
			others = append(others, d.Department)
		}
	}
	if len(others) == 0 {
		return nil, err
	}
	return r.named(some), err
}

func walkButtons(r *render, w duban.Walk, d duban.Debt, m text.Walk, more bool) [][]chat.Button {
	button := func(name string, what int64) chat.Button {
		return chat.Button{Label: r.voice.Label(name), Data: data("walk", int64(w.Task), what)}
	}
	var rows [][]chat.Button
	if !m.Explain() {
		rows = append(rows, []chat.Button{button("button.none", walkNone), button("button.stuck", walkStuck)})
	}
	switch {
	case m.Apart && !d.Partly():
		rows = append(rows, []chat.Button{button("button.together", walkApart)})
	case !m.Apart && len(d.Open) > 1:
		rows = append(rows, []chat.Button{button("button.apart", walkApart)})
	}
	switch {
	case !d.Answered():
		return append(rows, []chat.Button{button("button.skip", walkSkip), button("button.stop", walkStop)})
	case more:
		return append(rows, []chat.Button{button("button.next", walkSkip), button("button.stop", walkStop)})
	default:
		return append(rows, []chat.Button{button("button.check", walkStop)})
	}
}

// renderCheck closes a walk with what was said.
func (b *Bot) renderCheck(r *render, note text.WalkNote, debts []duban.Debt) (chat.Outgoing, error) {
	m := text.Check{Note: note, Departments: r.named(r.who.Departments), Owed: len(debts)}
	reasons := map[string]bool{}
	for _, d := range debts {
		if !d.Answered() {
			m.Open = append(m.Open, d.Task.No)
			continue
		}
		last, _, err := r.LastReport(d.Duty().ID)
		if err != nil {
			return chat.Outgoing{}, err
		}
		switch last.State {
		case duban.NoNews:
			m.None = append(m.None, d.Task.No)
			m.Reason = brief(intake.NoNewsReason(last.Words), 40)
			reasons[m.Reason] = true
		case duban.Stuck:
			m.Stuck = append(m.Stuck, d.Task.No)
		default:
			m.News = append(m.News, d.Task.No)
		}
	}
	if len(reasons) != 1 {
		m.Reason = ""
	}
	var row []chat.Button
	if len(m.Open) > 0 {
		row = append(row, chat.Button{Label: r.voice.Label("button.goon"), Data: "fill"})
	}
	if len(m.Open) < len(debts) {
		row = append(row, chat.Button{Label: r.voice.Label("button.said"), Data: data("said", 0)})
	}
	return r.out(m, row), nil
}

// A page of what was said has room for saidRoom units; of each answer saidWords
// characters are shown.
const (
	saidRoom  = 3000
	saidWords = 400
)

func (b *Bot) pressSaid(a *ask) (Reply, error) {
	v := chat.View{Kind: chat.Said, Person: int64(a.who.ID), Page: int(a.ids[0])}
	about, _, err := a.About(a.in.Chat.ID, a.in.Message)
	if about.Kind == chat.Said {
		return a.show(v), err
	}
	return a.send(v), err // the check stays as it is
}

// renderSaid shows what the viewer's departments answered to what is asked now.
func (b *Bot) renderSaid(r *render) (chat.Outgoing, error) {
	if !r.who.IsContact() {
		return r.out(text.OldButton{}), nil
	}
	debts, _, err := r.asked()
	if err != nil {
		return chat.Outgoing{}, err
	}
	debts = slices.DeleteFunc(debts, func(d duban.Debt) bool { return len(d.Open) == len(d.Duties) })
	lines := map[duban.TaskID]text.SaidLine{}
	for _, d := range debts {
		if lines[d.Task.ID], err = r.saidLine(d); err != nil {
			return chat.Outgoing{}, err
		}
	}
	pages := duban.DebtPages(debts, perPage, saidRoom, func(d duban.Debt) int { return r.voice.SaidWidth(lines[d.Task.ID]) })
	page := min(max(r.view.Page, 0), len(pages)-1)
	m := text.Said{Departments: r.named(r.who.Departments), Count: len(debts)}
	for _, d := range pages[page] {
		m.Lines = append(m.Lines, lines[d.Task.ID])
	}
	return r.out(m, turner(page, len(pages), func(p int) string { return data("said", p) })...), nil
}

// saidLine is what was said on a task: once where all departments said the same.
func (r *render) saidLine(d duban.Debt) (text.SaidLine, error) {
	line := text.SaidLine{No: d.Task.No, Short: d.Task.Short(14)}
	for _, duty := range d.Duties {
		if slices.Contains(d.Open, duty.Department) {
			continue
		}
		last, _, err := r.LastReport(duty.ID)
		if err != nil {
			return line, err
		}
		part := text.SaidPart{State: last.State, Words: brief(last.Words, saidWords)}
		part.Department, _ = r.dir.ByID(duty.Department)
		line.Parts = append(line.Parts, part)
	}
	same := func(p text.SaidPart) bool { return p.Words == line.Parts[0].Words && p.State == line.Parts[0].State }
	if !d.Partly() && !slices.ContainsFunc(line.Parts, func(p text.SaidPart) bool { return !same(p) }) {
		line.Parts = line.Parts[:1]
		line.Parts[0].Department = duban.Department{}
	}
	return line, nil
}
