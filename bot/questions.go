package bot

import (
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// maxQuestions is how many things one message may lead to a question about; the
// rest may be said again.
const maxQuestions = 6

// questions asks what the filed words leave open: why a figure is lower, which
// target is meant.
func (f *filing) questions() (posts []chat.Post) {
	for _, d := range f.filed {
		for _, line := range figureLines(f.targets(d.task.ID), d) {
			if line.Figure.Why == duban.Unexplained {
				posts = append(posts, f.askLower(d.task, line))
			}
		}
		for _, doubt := range d.report.Doubts {
			posts = append(posts, f.askDoubt(d.task, doubt, f.targets(d.task.ID)))
		}
	}
	return posts[:min(len(posts), maxQuestions)]
}

// question is a message about a task whose buttons settle something. Whoever
// answers it in words reports on the task.
func (a *ask) question(t duban.Task, message any, rows ...[]chat.Button) chat.Post {
	p := a.post(message, rows...)
	p.About = &chat.View{Kind: chat.Receipt, Task: int64(t.ID)}
	return p
}

func (a *ask) askLower(t duban.Task, line text.FigureLine) chat.Post {
	var row []chat.Button
	for i, why := range duban.Explanations {
		row = append(row, chat.Button{Label: a.voice.Label("button." + string(why)), Data: data("lower", int64(line.Figure.ID), int64(i))})
	}
	return a.question(t, text.Lower{No: t.No, Line: line}, row)
}

// What settles a doubt that is not about which target; the number travels in the
// button's data.
const (
	noneOfThese int64 = iota
	theTotal
	theAddition
	itIsDone
	itGoesOn
	thatFar
)

func (a *ask) askDoubt(t duban.Task, d duban.Doubt, targets []duban.Target) chat.Post {
	m := text.Doubt{No: t.No, Kind: d.Kind, Words: d.Words, Value: d.Value}
	for _, id := range d.Targets {
		m.Targets = append(m.Targets, targetOf(targets, id))
	}
	button := func(choice int64, label string, args ...any) chat.Button {
		return chat.Button{Label: a.voice.Label(label, args...), Data: data("doubt", int64(d.ID), choice)}
	}
	switch intake.DoubtKind(d.Kind) {
	case intake.WhichState:
		return a.question(t, m, []chat.Button{button(itIsDone, "button.isdone"), button(itGoesOn, "button.goingon")})
	case intake.HowFar:
		far := a.voice.Amount(d.Value, duban.Percent)
		return a.question(t, m, []chat.Button{button(thatFar, "button.thatfar", far), button(noneOfThese, "button.isnot")})
	case intake.TotalOrAdded:
		amount := a.voice.Amount(d.Value, m.Targets[0].Unit)
		return a.question(t, m, []chat.Button{button(theTotal, "button.total", amount), button(theAddition, "button.added", amount)})
	}
	none := button(noneOfThese, "button.noneofthese")
	if len(m.Targets) == 1 {
		yes := button(int64(m.Targets[0].ID), "button.is")
		return a.question(t, m, []chat.Button{yes, button(noneOfThese, "button.isnot")})
	}
	var row []chat.Button
	for _, target := range m.Targets {
		b := button(int64(target.ID), "button.noneofthese")
		b.Label = brief(target.Name, 24)
		row = append(row, b)
	}
	return a.question(t, m, append(inRows(row, 2), []chat.Button{none})...)
}
