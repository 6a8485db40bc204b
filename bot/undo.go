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

// withdraw takes reports back while their round collects, or else for a day: all of
// them or none.
func (b *Bot) withdraw(a *ask, reports []duban.Report) (Reply, error) {
	for _, r := range reports {
		if err := a.undoable(r); err != nil {
			return Reply{}, err
		}
	}
	m := text.Withdrawn{}
	for _, r := range reports {
		line, err := a.takeBack(r)
		if err != nil {
			return Reply{}, err
		}
		m.Lines = append(m.Lines, line)
	}
	a.refresh()
	return b.followWalk(a, a.say(m), nil)
}

// undoable refuses a report that is too old to be taken back.
func (a *ask) undoable(r duban.Report) error {
	o, found, err := a.OpeningOf(r.Assignment)
	if err != nil {
		return err
	}
	if limit := r.UndoUntil(o, found); a.Now().After(limit) {
		return refusal{text.TooLateToUndo{Until: limit}}
	}
	return nil
}

// takeBack takes one report back and tells what stands now.
func (a *ask) takeBack(r duban.Report) (line text.WithdrawnLine, err error) {
	if _, err := a.Withdraw(r); err != nil {
		return line, err
	}
	d, err := a.Assignment(r.Assignment)
	if err != nil {
		return line, err
	}
	t, err := a.Task(d.Task)
	if err != nil {
		return line, err
	}
	dir, err := a.Directory()
	if err != nil {
		return line, err
	}
	line.No, line.Short = t.No, t.Short(16)
	line.Department, _ = dir.ByID(d.Department)
	last, found, err := a.LastReport(d.ID)
	if found {
		line.Now, line.State = brief(last.Words, 40), last.State
	}
	a.changed("withdraw", taskSubject(t), map[string]any{"report": r.ID, "department": line.Department.Name})
	return line, err
}
