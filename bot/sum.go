package bot

import (
	"math"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// sumScale makes a sum a whole number for a button.
const sumScale = 1e4

// sumData is the button that takes a sum as it is shown.
func sumData(t duban.TaskID, m duban.Measure) string {
	return data("sum", int64(t), int64(m.ID), int64(math.Round(m.Sum*sumScale)))
}

// pressSum states for the lead what the shares of all departments add up to. A sum
// that has changed since it was shown is not taken.
func (b *Bot) pressSum(a *ask) (Reply, error) {
	f, err := a.filing(a.in.Source)
	if err != nil {
		return Reply{}, err
	}
	t, err := a.Task(duban.TaskID(a.ids[0]))
	if err != nil || f.tasks[t.No].ID != t.ID {
		return b.oldButton(a)
	}
	s, err := b.Survey(a.Tx, f.list)
	if err != nil {
		return Reply{}, err
	}
	standing, _ := s.Task(t.ID)
	for _, m := range standing.Targets {
		if int64(m.ID) != a.ids[1] || !m.Proposed() || int64(math.Round(m.Sum*sumScale)) != a.ids[2] {
			continue
		}
		return b.takeSum(a, f, t, m)
	}
	return b.now(a, t)
}

func (b *Bot) takeSum(a *ask, f *filing, t duban.Task, m duban.Measure) (Reply, error) {
	duties, err := f.duties(t)
	if err != nil {
		return Reply{}, err
	}
	amount, done := a.voice.Amount(m.Sum, m.Unit), filed{task: t, all: len(duties)}
	for _, d := range duties {
		if d.Role != duban.Lead {
			continue
		}
		reached, err := a.ReachedBefore(d.ID)
		if err != nil {
			return Reply{}, err
		}
		rep := duban.Report{
			Assignment: d.ID, Person: a.who.ID, Source: a.in.Source, State: duban.Progressing,
			Words:   a.voice.Label("sumwords", amount),
			Figures: []duban.Figure{after(duban.Figure{Target: m.ID, Value: m.Sum, Whole: true}, m.Target, d.ID, reached)},
		}
		if err := f.store(&done, d, rep); err != nil {
			return Reply{}, err
		}
	}
	f.add(done)
	if len(f.filed) == 0 {
		return b.now(a, t) // he leads it no more, or pressed twice
	}
	reply, err := b.receipt(f, "")
	if err != nil {
		return Reply{}, err
	}
	v := a.card(t)
	reply.Say = append(reply.Say, chat.Post{Chat: a.in.Chat.ID, Edit: a.in.Message, View: &v, About: &v})
	reply.Toast = a.voice.Label("toast.sum", amount)
	return b.followWalk(a, reply, f.filed)
}

// What a card has room for: so many targets, and so many lines of what all
// departments have reached, but one for each.
const (
	maxCardTargets = 4
	maxCardFigures = 15
)

// measures says on a card how far its targets have come. Sums are a lead's to take.
func (r *render) measures(m *text.Card, t duban.TaskStanding, start duban.Date) (rows [][]chat.Button) {
	leads := false
	for _, d := range t.Leads() {
		leads = leads || r.who.ServesFor(d.Department) && d.State == duban.Open
	}
	expected, _ := r.rule.Lights.Expected(start, t.Task.Due, r.rule.Calendar, r.Now())
	m.Others = max(0, len(t.Targets)-maxCardTargets)
	for _, x := range t.Targets[:len(t.Targets)-m.Others] {
		line := text.CardTarget{TargetValue: text.TargetValue{Target: x.Target, Value: x.Value, Known: x.Known}}
		if _, judged := x.InProportion(); judged && t.Light != duban.Done {
			line.Expected = expected
		}
		if leads && x.Proposed() {
			line.Sum, m.Sums = x.Sum, true
			b := chat.Button{Label: r.voice.Label("button.takesum"), Data: sumData(t.Task.ID, x)}
			if len(t.Targets) > 1 {
				b.Label = r.voice.Label("button.takesumof", brief(x.Name, 12)+" "+r.voice.Amount(x.Sum, x.Unit))
			}
			rows = append(rows, []chat.Button{b})
		}
		m.Targets = append(m.Targets, line)
	}
	return rows
}

// reachedBy are the figures of one duty, as its line on a card shows them. What
// nobody could add up, a lead's figure of the whole, stands there too.
func reachedBy(t duban.TaskStanding, d duban.Standing, all []duban.Reached) (figures []text.DutyFigure) {
	for _, x := range t.Targets {
		for _, whole := range []bool{true, false} {
			if r, found := duban.LastOf(all, d.ID, x.ID, whole); found {
				figures = append(figures, text.DutyFigure{Target: x.Target, Named: len(t.Targets) > 1, Whole: whole, Value: r.Value})
			}
		}
	}
	room := max(1, maxCardFigures/len(t.Duties))
	if more := len(figures) - room; more > 0 {
		figures = figures[:room]
		figures[room-1].More = more
	}
	return figures
}
