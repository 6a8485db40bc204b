package bot

import (
	"duban/internal/duban"
	"duban/internal/text"
)

// undo takes back what the speaker's last message filed.
func (b *Bot) undo(a *ask) (Reply, error) {
	last, err := a.ReportsBy(a.who.ID)
	if err != nil {
		return Reply{}, err
	}
	if len(last) == 0 {
		return refuse(text.NothingToUndo{})
	}
	return b.withdraw(a, last)
}

func (b *Bot) pressUndo(a *ask) (Reply, error) {
	r, found, err := a.ReportByID(duban.ReportID(a.ids[0]))
	if err != nil {
		return Reply{}, err
	}
	if !found {
		return b.oldButton(a)
	}
	d, err := a.Assignment(r.Assignment)
	if err != nil {
		return Reply{}, err
	}
	if !a.who.ServesFor(d.Department) {
		return refuse(text.Stranger{})
	}
	if r, err = a.current(r); err != nil {
		return Reply{}, err
	}
	if !r.Withdrawn.IsZero() {
		return refuse(text.NothingToUndo{})
	}
	same, err := a.ReportsFrom(r.Source)
	if err != nil {
		return Reply{}, err
	}
	return b.withdraw(a, same)
}

// withdraw takes reports back while their round collects, or else for a day.
func (b *Bot) withdraw(a *ask, reports []duban.Report) (Reply, error) {
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	m := text.Withdrawn{}
	for _, r := range reports {
		d, err := a.Assignment(r.Assignment)
		if err != nil {
			return Reply{}, err
		}
		o, found, err := a.OpeningOf(d.ID)
		if err != nil {
			return Reply{}, err
		}
		if limit := r.UndoUntil(o, found); a.Now().After(limit) {
			return refuse(text.TooLateToUndo{Until: limit})
		}
		if _, err := a.Withdraw(r); err != nil {
			return Reply{}, err
		}
		t, err := a.Task(d.Task)
		if err != nil {
			return Reply{}, err
		}
		dep, _ := dir.ByID(d.Department)
		line := text.WithdrawnLine{No: t.No, Short: t.Short(16), Department: dep}
		if last, found, err := a.LastReport(d.ID); err != nil {
			return Reply{}, err
		} else if found {
			line.Now, line.State = brief(last.Words, 40), last.State
		}
		m.Lines = append(m.Lines, line)
		a.changed("withdraw", taskSubject(t), map[string]any{"report": r.ID, "department": dep.Name})
	}
	a.refresh()
	return b.followWalk(a, a.say(m), nil)
}
