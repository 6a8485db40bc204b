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

// publishTargets makes a task's targets those that a document has: the one place
// where targets come in with a list.
func (tx *Tx) publishTargets(task int64, targets []duban.Target) error {
	return nil
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
	return mapped(tasks, func(r taskRow) duban.Kept {
		return duban.Kept{Task: r.task(), Term: r.PrintedTerm, By: r.PrintedLeader, Shares: shares[r.ID]}
	}), err
}

// latest adds what is known of a department's share in place of what was before.
func latest(all []duban.KeptShare, s duban.KeptShare) []duban.KeptShare {
	all = slices.DeleteFunc(all, func(o duban.KeptShare) bool { return o.Department == s.Department })
	return append(all, s)
}

func (r shareRow) kept() duban.KeptShare {
	return duban.KeptShare{Share: r.share(), Printed: duban.Role(r.PrintedRole), ByHand: r.ByHand, Removed: r.RemovedAt != 0}
}
