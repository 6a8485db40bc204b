package bot

import (
	"slices"

	"duban/internal/duban"
	"duban/internal/text"
)

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
	if err != nil || late {
		return orNow(b, a, t, err)
	}
	why := duban.Explanations[a.ids[1]]
	explained, err := a.explain(t, reports, figure, why)
	if err != nil || !explained {
		return orNow(b, a, t, err)
	}
	targets, err := a.TaskTargets(t.ID)
	if err != nil {
		return Reply{}, err
	}
	m, target := text.Settled{No: t.No}, targetOf(targets, figure.Target)
	if why == duban.Mistaken {
		m.Still = []text.TargetValue{{Target: target, Value: figure.Previous, Known: true}}
	} else {
		m.Lines = []text.FigureLine{{Target: target, Named: len(targets) > 1, Figure: figure.Explained(why)}}
	}
	return b.settled(a, m)
}

// explain adds to reports why a figure is lower, wherever it waits for that;
// explained is false where it waits nowhere.
func (a *ask) explain(t duban.Task, reports []duban.Report, figure duban.Figure, why duban.Explanation) (explained bool, err error) {
	for _, r := range reports {
		i := slices.IndexFunc(r.Figures, func(f duban.Figure) bool {
			return f.Target == figure.Target && f.Total == figure.Total && f.Why == duban.Unexplained
		})
		if i < 0 {
			continue
		}
		if _, err := a.Amend(r.ID, r.Figures[i].Explained(why)); err != nil {
			return false, err
		}
		a.changed("figure", taskSubject(t), map[string]any{"report": r.ID, "figure": r.Figures[i].ID, "why": why})
		explained = true
	}
	return explained, nil
}
