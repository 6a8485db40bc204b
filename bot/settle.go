package bot

import (
	"fmt"
	"slices"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// figureRoutes are the ways to put right what was understood.
func figureRoutes() []route {
	return []route{
		{button: "lower", ids: 2, who: contact, private: true, do: (*Bot).pressLower},
		{button: "doubt", ids: 2, who: contact, private: true, do: (*Bot).pressDoubt},
		{button: "correct", ids: 2, who: contact, private: true, do: (*Bot).pressCorrect},
		{button: "targets", ids: 1, who: leader, do: (*Bot).turnTargets},
		{button: "sum", ids: 3, who: contact, private: true, do: (*Bot).pressSum},
		{reply: chat.Correct, who: contact, private: true, do: (*Bot).replyCorrect},
	}
}

// together are the standing reports that were filed with one by the same words on
// the same task: one for each department. None is left once it was taken back.
func (a *ask) together(r duban.Report) (t duban.Task, reports []duban.Report, err error) {
	d, err := a.Assignment(r.Assignment)
	if err != nil {
		return duban.Task{}, nil, err
	}
	if t, err = a.Task(d.Task); err != nil || !r.Withdrawn.IsZero() {
		return t, nil, err
	}
	if !a.who.ServesFor(d.Department) {
		return t, nil, refusal{text.Stranger{}}
	}
	same, err := a.ReportsFrom(r.Source)
	for _, s := range same {
		of, err := a.Assignment(s.Assignment)
		if err != nil {
			return t, nil, err
		}
		if of.Task == d.Task && s.Source == r.Source && a.who.ServesFor(of.Department) {
			reports = append(reports, s)
		}
	}
	return t, reports, err
}

// now answers a button whose question is over with the task as it is.
func (b *Bot) now(a *ask, t duban.Task) (Reply, error) {
	reply := a.show(a.card(t))
	reply.Toast = text.Toast(a.voice.Say(text.OldButton{}))
	return reply, nil
}

// settled shows what became of a question in its place, and whatever else shows
// the task.
func (b *Bot) settled(a *ask, m text.Settled, more ...chat.Post) (Reply, error) {
	asked, err := a.asked()
	if err != nil {
		return Reply{}, err
	}
	reply := a.say(m)
	reply.Say[0].Edit = a.in.Message
	reply.Say = append(reply.Say, more...)
	if reply, err = b.refresh(a, reply, asked); err != nil {
		return Reply{}, err
	}
	return b.followWalk(a, reply, nil)
}

// overtaken reports whether something newer than a report has been stated for a
// target.
func (a *ask) overtaken(r duban.Report, target duban.TargetID) (bool, error) {
	reached, err := a.ReachedBefore(r.Assignment)
	return slices.ContainsFunc(reached, func(o duban.Reached) bool { return o.Target == target && o.Report > r.ID }), err
}

// pressLower says why a figure is lower than the one before: only then it counts,
// or is taken back.
func (b *Bot) pressLower(a *ask) (Reply, error) {
	figure, rep, found, err := a.Figure(duban.FigureID(a.ids[0]))
	if err != nil {
		return Reply{}, err
	}
	if !found || a.ids[1] < 0 || int(a.ids[1]) >= len(duban.Explanations) {
		return b.oldButton(a)
	}
	t, reports, err := a.together(rep)
	if err != nil {
		return Reply{}, err
	}
	late, err := a.overtaken(rep, figure.Target)
	if err != nil {
		return Reply{}, err
	}
	holds := slices.ContainsFunc(rep.Figures, func(f duban.Figure) bool { return f.ID == figure.ID })
	if late || len(reports) == 0 || !holds || figure.Why != duban.Unexplained {
		return b.now(a, t)
	}
	targets, err := a.TaskTargets(t.ID)
	if err != nil {
		return Reply{}, err
	}
	why := duban.Explanations[a.ids[1]]
	m := text.Settled{No: t.No}
	for _, r := range reports {
		for _, f := range r.Figures {
			if f.Target != figure.Target || f.Why != duban.Unexplained {
				continue
			}
			if _, err := a.Amend(r.ID, f.Explained(why)); err != nil {
				return Reply{}, err
			}
			a.changed("figure", taskSubject(t), map[string]any{"report": r.ID, "figure": f.ID, "why": why})
		}
	}
	target := targetOf(targets, figure.Target)
	if why == duban.Mistaken {
		m.Still = []text.TargetValue{{Target: target, Value: figure.Previous, Known: true}}
	} else {
		m.Lines = []text.FigureLine{{Target: target, Named: len(targets) > 1, Figure: figure.Explained(why)}}
	}
	return b.settled(a, m)
}

// pressDoubt settles what words left open. What it adds to a report is added to
// those of all departments for which they count.
func (b *Bot) pressDoubt(a *ask) (Reply, error) {
	doubt, found, err := a.Doubt(duban.DoubtID(a.ids[0]))
	if err != nil {
		return Reply{}, err
	}
	rep, there, err := a.ReportByID(doubt.Report)
	if err != nil {
		return Reply{}, err
	}
	if !found || !there {
		return b.oldButton(a)
	}
	t, reports, err := a.together(rep)
	if err != nil {
		return Reply{}, err
	}
	if len(reports) == 0 || !doubt.Settled.IsZero() {
		return b.now(a, t)
	}
	if intake.DoubtKind(doubt.Kind) == intake.WhichState {
		return b.settleState(a, t, doubt, reports)
	}
	return b.settleFigure(a, t, doubt, reports)
}

// settle marks a doubt as settled, once.
func (a *ask) settle(t duban.Task, d duban.Doubt, choice any) error {
	_, err := a.SettleDoubt(d.ID)
	a.changed("settle", taskSubject(t), map[string]any{"report": d.Report, "words": d.Words, "as": choice})
	return err
}

func (b *Bot) settleFigure(a *ask, t duban.Task, doubt duban.Doubt, reports []duban.Report) (Reply, error) {
	targets, err := a.TaskTargets(t.ID)
	if err != nil {
		return Reply{}, err
	}
	if a.ids[1] == noneOfThese && intake.DoubtKind(doubt.Kind) != intake.TotalOrAdded {
		if err := a.settle(t, doubt, ""); err != nil {
			return Reply{}, err
		}
		return b.settled(a, text.Settled{No: t.No, Words: doubt.Words})
	}
	figure, ok := chosen(doubt, a.ids[1])
	target := targetOf(targets, figure.Target)
	if !ok || target.ID == 0 {
		return b.now(a, t)
	}
	for _, r := range reports {
		if late, err := a.overtaken(r, target.ID); err != nil || late {
			return orNow(b, a, t, err)
		}
	}
	if err := a.settle(t, doubt, target.Name); err != nil {
		return Reply{}, err
	}
	done, err := a.amend(t, target, figure, doubt, reports)
	if err != nil {
		return Reply{}, err
	}
	m, more := text.Settled{No: t.No, Lines: figureLines(targets, done)}, []chat.Post(nil)
	for _, line := range m.Lines {
		if line.Figure.Why == duban.Unexplained {
			more = append(more, a.askLower(t, line))
		}
	}
	return b.settled(a, m, more...)
}

func orNow(b *Bot, a *ask, t duban.Task, err error) (Reply, error) {
	if err != nil {
		return Reply{}, err
	}
	return b.now(a, t)
}

// chosen is the figure that a press makes of a doubt; ok is false for a choice
// that was not offered.
func chosen(d duban.Doubt, choice int64) (f duban.Figure, ok bool) {
	f.Value = d.Value
	if intake.DoubtKind(d.Kind) == intake.TotalOrAdded {
		f.Target, f.Increment = d.Targets[0], choice == theAddition
		return f, choice == theTotal || choice == theAddition
	}
	f.Target = duban.TargetID(choice)
	return f, slices.Contains(d.Targets, f.Target)
}

// amend adds a figure to reports and returns them with it alone.
func (a *ask) amend(t duban.Task, target duban.Target, f duban.Figure, d duban.Doubt, reports []duban.Report) (done filed, err error) {
	dir, err := a.Directory()
	if err != nil {
		return filed{}, err
	}
	done.task = t
	for _, r := range reports {
		duty, err := a.Assignment(r.Assignment)
		if err != nil {
			return filed{}, err
		}
		reached, err := a.ReachedBefore(duty.ID)
		if err != nil {
			return filed{}, err
		}
		f.Whole = speaksForAll(duty, r.Words)
		if r.Figures, err = a.Amend(r.ID, after(f, target, duty.ID, reached)); err != nil {
			return filed{}, err
		}
		dep, _ := dir.ByID(duty.Department)
		done.reports, done.deps = append(done.reports, r), append(done.deps, dep)
	}
	return done, nil
}

// settledMark stands in the source of a revision that a press has made, behind the
// source of what it revises.
const settledMark = "+"

// settleState files the same words anew in the state that was meant. What was
// reported since is not touched.
func (b *Bot) settleState(a *ask, t duban.Task, doubt duban.Doubt, reports []duban.Report) (Reply, error) {
	state := map[int64]duban.ReportState{itIsDone: duban.Claimed, itGoesOn: duban.Progressing}[a.ids[1]]
	for _, r := range reports {
		last, _, err := a.LastReport(r.Assignment)
		if err != nil || last.ID != r.ID || state == duban.Said {
			return orNow(b, a, t, err)
		}
	}
	if err := a.settle(t, doubt, state); err != nil {
		return Reply{}, err
	}
	for _, r := range reports {
		if err := a.revise(r, doubt, state); err != nil {
			return Reply{}, err
		}
	}
	return b.settled(a, text.Settled{No: t.No, State: state})
}

func (a *ask) revise(r duban.Report, d duban.Doubt, state duban.ReportState) error {
	revised := r
	revised.State, revised.Doubts = state, nil
	revised.Source = revision(r.Source, d.ID)
	stored, _, err := a.File(revised)
	if err != nil {
		return err
	}
	if err := a.MoveDoubts(r.ID, stored.ID); err != nil {
		return err
	}
	_, err = a.Withdraw(r)
	return err
}

// revision is the source of what a press makes of a message: of the same message,
// at the same revision of it.
func revision(source string, d duban.DoubtID) string {
	if strings.Count(source, ":") < 3 && (strings.HasPrefix(source, "m:") || strings.HasPrefix(source, "f:")) {
		source += ":0"
	}
	return fmt.Sprintf("%s%s%d", source, settledMark, d)
}
