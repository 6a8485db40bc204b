package bot

import (
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// answerRoutes are the ways through 逐项填报, and to what was said for each
// department.
func answerRoutes() []route {
	return []route{
		{button: "fill", ids: 0, who: contact, private: true, do: (*Bot).fill},
		{button: "walk", ids: 2, who: contact, private: true, do: (*Bot).pressWalk},
		{button: "said", ids: 1, who: contact, private: true, do: (*Bot).pressSaid},
		{button: "apart", ids: 1, who: contact, private: true, do: (*Bot).pressApart},
		{button: "of", ids: 2, who: contact, private: true, do: (*Bot).pressOf},
		{button: "own", ids: 3, who: contact, private: true, do: (*Bot).pressOwn},
		{reply: chat.Walk, who: contact, private: true, do: (*Bot).words},
		{reply: chat.Said, who: contact, private: true, do: (*Bot).words},
		{reply: chat.Apart, who: contact, private: true, do: (*Bot).words},
	}
}

// apartView is where somebody says something different for one of his departments;
// with a zero department he has not chosen it yet.
func (a *ask) apartView(t duban.TaskID, d duban.DepartmentID) chat.View {
	return chat.View{Kind: chat.Apart, Person: int64(a.who.ID), Task: int64(t), Department: int64(d)}
}

// pressApart begins 分开报 under a card or a receipt.
func (b *Bot) pressApart(a *ask) (Reply, error) {
	return a.send(a.apartView(duban.TaskID(a.ids[0]), 0)), nil
}

// pressOf chooses the department, or none again.
func (b *Bot) pressOf(a *ask) (Reply, error) {
	return a.show(a.apartView(duban.TaskID(a.ids[0]), duban.DepartmentID(a.ids[1]))), nil
}

// pressOwn files a state for one department alone.
func (b *Bot) pressOwn(a *ask) (Reply, error) {
	state := map[int64]duban.ReportState{walkNone: duban.NoNews, walkStuck: duban.Stuck}[a.ids[2]]
	if state == duban.Said || a.ids[1] == 0 {
		return b.oldButton(a)
	}
	return b.pressState(a, duban.TaskID(a.ids[0]), state, duban.DepartmentID(a.ids[1]))
}

// renderApart shows what each of the viewer's departments said on a task and asks
// for which one he speaks, or, once that is chosen, for his words.
func (b *Bot) renderApart(r *render) (chat.Outgoing, error) {
	t, err := r.Task(duban.TaskID(r.view.Task))
	if duban.KindOf(err) == duban.NotFound {
		return r.out(text.TaskGone{}), nil
	}
	if err != nil {
		return chat.Outgoing{}, err
	}
	all, err := r.TaskAssignments(t.ID)
	if err != nil {
		return chat.Outgoing{}, err
	}
	m, only := text.Apart{Task: t}, duban.DepartmentID(r.view.Department)
	var row []chat.Button
	for _, d := range all { // leads first
		if !r.who.ServesFor(d.Department) || d.State != duban.Open || only != 0 && d.Department != only {
			continue
		}
		line, err := r.apartLine(d)
		if err != nil {
			return chat.Outgoing{}, err
		}
		m.Lines = append(m.Lines, line)
		row = append(row, chat.Button{Label: r.voice.Name(line.Department), Data: data("of", int64(t.ID), int64(d.Department))})
	}
	if len(m.Lines) == 0 {
		return r.out(text.NothingYours{}), nil
	}
	if only == 0 {
		return r.out(m, inRows(row, 2)...), nil
	}
	m.Only = m.Lines[0].Department
	own := func(label string, what int64) chat.Button {
		return chat.Button{Label: r.voice.Label(label), Data: data("own", int64(t.ID), int64(only), what)}
	}
	return r.out(m,
		[]chat.Button{own("button.none", walkNone), own("button.stuck", walkStuck)},
		[]chat.Button{{Label: r.voice.Label("button.another"), Data: data("of", int64(t.ID), 0)}},
	), nil
}

func (r *render) apartLine(d duban.Assignment) (text.ApartLine, error) {
	line := text.ApartLine{Role: d.Role}
	line.Department, _ = r.dir.ByID(d.Department)
	last, found, err := r.LastReport(d.ID)
	if found {
		line.State, line.Words, line.At = last.State, brief(last.Words, 40), last.At
	}
	return line, err
}

// inRows lays buttons out, so many in a row.
func inRows(buttons []chat.Button, n int) (rows [][]chat.Button) {
	for len(buttons) > 0 {
		k := min(n, len(buttons))
		rows, buttons = append(rows, buttons[:k]), buttons[k:]
	}
	return rows
}
