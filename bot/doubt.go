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
	switch kind := intake.DoubtKind(doubt.Kind); {
	case kind == intake.WhichState, kind == intake.HowFar && a.ids[1] != noneOfThese:
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

// settleState files the same words anew in the state, or with the percent, that was
// meant. What was reported since is not touched.
func (b *Bot) settleState(a *ask, t duban.Task, doubt duban.Doubt, reports []duban.Report) (Reply, error) {
	m, ok := meant(doubt, a.ids[1])
	for _, r := range reports {
		last, _, err := a.LastReport(r.Assignment)
		if err != nil || last.ID != r.ID || !ok {
			return orNow(b, a, t, err)
		}
	}
	if err := a.settle(t, doubt, a.voice.Label(choiceLabels[a.ids[1]], a.voice.Amount(m.Percent, duban.Percent))); err != nil {
		return Reply{}, err
	}
	for _, r := range reports {
		if m.State != duban.Said {
			r.State = m.State
		} else {
			r.Percent = m.Percent
		}
		if err := a.revise(r, doubt); err != nil {
			return Reply{}, err
		}
	}
	m.No = t.No
	return b.settled(a, m)
}

var choiceLabels = map[int64]string{itIsDone: "button.isdone", itGoesOn: "button.goingon", thatFar: "button.thatfar"}

// meant is what a press says of a doubt about a state or a percent; ok is false for
// a choice that was not offered.
func meant(d duban.Doubt, choice int64) (m text.Settled, ok bool) {
	switch state := intake.DoubtKind(d.Kind) == intake.WhichState; {
	case state && choice == itIsDone:
		m.State = duban.Claimed
	case state && choice == itGoesOn:
		m.State = duban.Progressing
	case !state && choice == thatFar:
		m.Percent = d.Value
	default:
		return m, false
	}
	return m, true
}

// revise files a report anew in its own place, as it is now.
func (a *ask) revise(r duban.Report, d duban.Doubt) error {
	revised := r
	revised.Doubts, revised.Source = nil, revision(r.Source, d.ID)
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
	return fmt.Sprintf("%s%s%d", unrevised(source), settledMark, d)
}

// unrevised gives the source of a message as it was sent the revision it has none of.
func unrevised(source string) string {
	if strings.Count(source, ":") < 3 && (strings.HasPrefix(source, "m:") || strings.HasPrefix(source, "f:")) {
		return source + ":0"
	}
	return source
}
