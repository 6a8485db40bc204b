package bot

import (
	"fmt"
	"maps"
	"slices"

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
// answers it in other words reports on the task. asks is what asksOf says.
func (a *ask) question(t duban.Task, asks string, message any, rows ...[]chat.Button) chat.Post {
	p := a.post(message, rows...)
	p.About = &chat.View{Kind: chat.Receipt, Task: int64(t.ID), Filter: asks}
	return p
}

// asksOf tells in the filter of a view what its question is about.
func asksOf(verb string, id int64) string { return fmt.Sprintf("%s %d", verb, id) }

// readAsks reads what asksOf says.
func readAsks(filter string) (verb string, id int64, ok bool) {
	_, err := fmt.Sscanf(filter, "%s %d", &verb, &id)
	return verb, id, err == nil && (verb == "lower" || verb == "doubt")
}

// settlers are the buttons under questions. What also answers a step of the walk, or
// a card, settles a question only where it replies to it.
var settlers = []string{
	"button.mistaken", "button.rebased", "button.reduced", "button.total", "button.added", "button.goingon", "button.thatfar", "button.is",
	"button.isnot", "button.noneofthese", "button.isdone",
}

// settling finds the question that words settle as one of its buttons would: the one
// they reply to or, replying to nothing, the newest that stands. The words of a
// button are never filed.
func (b *Bot) settling(a *ask) (reply Reply, is bool, err error) {
	asks := a.about.Filter
	said, ok := text.Pressed(a.in.Text, settlers...)
	switch {
	case !ok || a.about.Kind != "" && a.about.Kind != chat.Receipt || a.about.Kind == "" && said == "button.isdone":
		return Reply{}, false, nil
	case a.about.Kind == "":
		shown, err := a.Showing(a.in.Chat.ID, chat.Receipt)
		if err != nil || len(shown) == 0 {
			return Reply{}, false, err
		}
		asks = shown[0].View.Filter
	}
	verb, id, ok := readAsks(asks)
	if !ok {
		return Reply{}, false, nil
	}
	do, choices := (*Bot).pressLower, lowerChoices
	if verb == "doubt" {
		doubt, _, err := a.Doubt(duban.DoubtID(id))
		if err != nil {
			return Reply{}, false, err
		}
		do, choices = (*Bot).pressDoubt, doubtChoices(doubt)
	}
	label, ok := text.Pressed(a.in.Text, slices.Sorted(maps.Keys(choices))...)
	if !ok {
		return Reply{}, false, nil
	}
	a.ids = []int64{id, choices[label]}
	reply, err = do(b, a)
	return reply, true, err
}

// lowerChoices are the buttons under the question why a figure is lower.
var lowerChoices = func() map[string]int64 {
	choices := map[string]int64{}
	for i, why := range duban.Explanations {
		choices["button."+string(why)] = int64(i)
	}
	return choices
}()

// doubtChoices are the buttons under the question what words left open. Of several
// targets each has a button with its own name, which words of a report may begin
// with: that is pressed.
func doubtChoices(d duban.Doubt) map[string]int64 {
	switch intake.DoubtKind(d.Kind) {
	case intake.WhichState:
		return map[string]int64{"button.isdone": itIsDone, "button.goingon": itGoesOn}
	case intake.HowFar:
		return map[string]int64{"button.thatfar": thatFar, "button.isnot": noneOfThese}
	case intake.TotalOrAdded:
		return map[string]int64{"button.total": theTotal, "button.added": theAddition}
	}
	if len(d.Targets) == 1 {
		return map[string]int64{"button.is": int64(d.Targets[0]), "button.isnot": noneOfThese}
	}
	return map[string]int64{"button.noneofthese": noneOfThese}
}

func (a *ask) askLower(t duban.Task, line text.FigureLine) chat.Post {
	var row []chat.Button
	for i, why := range duban.Explanations {
		row = append(row, chat.Button{Label: a.voice.Label("button." + string(why)), Data: data("lower", int64(line.Figure.ID), int64(i))})
	}
	return a.question(t, asksOf("lower", int64(line.Figure.ID)), text.Lower{No: t.No, Line: line}, row)
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
		return a.question(t, asksOf("doubt", int64(d.ID)), m, []chat.Button{button(itIsDone, "button.isdone"), button(itGoesOn, "button.goingon")})
	case intake.HowFar:
		far := a.voice.Amount(d.Value, duban.Percent)
		return a.question(t, asksOf("doubt", int64(d.ID)), m, []chat.Button{button(thatFar, "button.thatfar", far), button(noneOfThese, "button.isnot")})
	case intake.TotalOrAdded:
		amount := a.voice.Amount(d.Value, m.Targets[0].Unit)
		return a.question(t, asksOf("doubt", int64(d.ID)), m, []chat.Button{button(theTotal, "button.total", amount), button(theAddition, "button.added", amount)})
	}
	none := button(noneOfThese, "button.noneofthese")
	if len(m.Targets) == 1 {
		yes := button(int64(m.Targets[0].ID), "button.is")
		return a.question(t, asksOf("doubt", int64(d.ID)), m, []chat.Button{yes, button(noneOfThese, "button.isnot")})
	}
	var row []chat.Button
	for _, target := range m.Targets {
		b := button(int64(target.ID), "button.noneofthese")
		b.Label = brief(target.Name, 24)
		row = append(row, b)
	}
	return a.question(t, asksOf("doubt", int64(d.ID)), m, append(inRows(row, 2), []chat.Button{none})...)
}
