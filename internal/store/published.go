package store

import (
	"slices"

	"duban/internal/duban"
)

// published is a task's row as a document has it. A due date that waits to be
// settled is no due date yet.
func published(list int64, t duban.PublishedTask) taskRow {
	kind := t.Kind
	if kind == "" {
		kind = duban.DatedTask
	}
	due := t.Due
	if t.Named == due {
		due = duban.Date{}
	}
	return taskRow{
		ListID: list, No: t.No, Section: t.Section, Content: t.Content, Kind: string(kind), Due: due.String(), Months: joinMonths(t.Months),
		Leader: t.Leader, Named: t.Named.String(),
		PrintedLeader: t.Leader, PrintedTerm: duban.TermKey(kind, t.Due, t.Months),
	}
}

// insertTasks stores new tasks with their shares and targets. With confirmed their
// roles need no further word of the office.
func (tx *Tx) insertTasks(list int64, all []duban.PublishedTask, confirmed bool) error {
	dir, err := tx.Directory()
	if err != nil || len(all) == 0 {
		return err
	}
	tasks := make([]taskRow, len(all))
	for i, t := range all {
		tasks[i] = published(list, t)
	}
	if err := tx.insert(tasks); err != nil {
		return err
	}
	var shares []shareRow
	for i, t := range all {
		for _, s := range t.Shares {
			dep, ok := dir.Find(s.Name)
			if !ok {
				return notFound("department", s.Name)
			}
			shares = append(shares, shareRow{
				TaskID: tasks[i].ID, DepartmentID: int64(dep.ID), Printed: s.Printed,
				Role: string(s.Role), PrintedRole: string(s.Role), Confirmed: s.Confirmed || confirmed,
			})
		}
		if err := tx.publishTargets(tasks[i].ID, t.Targets); err != nil {
			return err
		}
	}
	if len(shares) == 0 {
		return nil
	}
	return tx.insert(shares)
}

// publishTargets makes a task's targets those that a document has, whatever was set
// by hand: the one place where targets come in with a list.
func (tx *Tx) publishTargets(task int64, targets []duban.Target) error {
	if err := tx.exec("UPDATE target SET by_hand = FALSE WHERE task_id = ?", task); err != nil {
		return err
	}
	return tx.SetTargets(duban.TaskID(task), targets)
}

// Kept returns all tasks of a list, archived ones too, as a new document is
// compared with them.
func (tx *Tx) Kept(list duban.ListID) ([]duban.Kept, error) {
	tasks, err := query[taskRow](tx, "SELECT * FROM task WHERE list_id = ? ORDER BY no, id", list)
	if err != nil {
		return nil, err
	}
	rows, err := query[shareRow](tx, `
		SELECT s.* FROM share s JOIN task t ON t.id = s.task_id WHERE t.list_id = ? ORDER BY s.id`, list)
	shares := map[int64][]duban.KeptShare{}
	for _, r := range rows {
		shares[r.TaskID] = latest(shares[r.TaskID], r.kept())
	}
	if err != nil {
		return nil, err
	}
	targets, byHand, err := tx.keptTargets(list)
	return mapped(tasks, func(r taskRow) duban.Kept {
		id := duban.TaskID(r.ID)
		return duban.Kept{
			Task: r.task(), Term: r.PrintedTerm, By: r.PrintedLeader, Shares: shares[r.ID], Targets: targets[id], TargetsByHand: byHand[id],
		}
	}), err
}

// keptTargets returns the targets of a list's tasks, archived ones too, and whether
// somebody set, or took away, some of a task's by hand.
func (tx *Tx) keptTargets(list duban.ListID) (targets map[duban.TaskID][]duban.Target, byHand map[duban.TaskID]bool, err error) {
	rows, err := query[targetRow](tx, `
		SELECT g.* FROM target g JOIN task t ON t.id = g.task_id WHERE t.list_id = ? ORDER BY g.task_id, g.position, g.id`, list)
	targets, byHand = map[duban.TaskID][]duban.Target{}, map[duban.TaskID]bool{}
	for _, r := range rows {
		id := duban.TaskID(r.TaskID)
		byHand[id] = byHand[id] || r.ByHand
		if r.RemovedAt == 0 {
			targets[id] = append(targets[id], r.target())
		}
	}
	return targets, byHand, err
}

// latest adds what is known of a department's share in place of what was before.
func latest(all []duban.KeptShare, s duban.KeptShare) []duban.KeptShare {
	all = slices.DeleteFunc(all, func(o duban.KeptShare) bool { return o.Department == s.Department })
	return append(all, s)
}

func (r shareRow) kept() duban.KeptShare {
	return duban.KeptShare{Share: r.share(), Printed: duban.Role(r.PrintedRole), ByHand: r.ByHand, Removed: r.RemovedAt != 0}
}
