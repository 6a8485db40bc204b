package store

import (
	"duban/internal/duban"
)

// ApplyList makes of a list what a new document says, as a difference without
// doubts tells it. The list must stand as it did when the difference was found:
// another revision is a Conflict with the reason "list-moved", and nothing is
// changed.
//
// A task that is gone is archived with its reports, and what is still asked for it
// is asked no more; one that comes back goes on where it ended. What is new is
// asked for from the next round on.
func (tx *Tx) ApplyList(list duban.List, pub duban.Publication, d duban.Difference) error {
	tx.forget()
	n, err := tx.affected("UPDATE list SET revision = revision + 1, digest = ?, title = ? WHERE id = ? AND revision = ?",
		publicationDigest(pub), pub.Title, list.ID, list.Revision)
	if err == nil && n == 0 || len(d.Doubts) > 0 {
		return &duban.Error{Kind: duban.Conflict, Reason: "list-moved", Detail: list.Title}
	}
	if err != nil {
		return err
	}
	// Numbers are unique, and each may be on its way to another's: all step aside first.
	if err := tx.exec("UPDATE task SET no = -id WHERE list_id = ? AND archived_at = 0", list.ID); err != nil {
		return err
	}
	if err := tx.reviseTasks(list, d); err != nil || list.State != duban.Confirmed {
		return err
	}
	return tx.SyncAssignments(list.ID)
}

func (tx *Tx) reviseTasks(list duban.List, d duban.Difference) error {
	var fresh []duban.PublishedTask
	for _, r := range d.Rows {
		var err error
		switch {
		case r.Fresh():
			fresh = append(fresh, r.Now)
		case r.Gone():
			err = tx.archive(r.Task)
		default:
			err = tx.revise(r, list.State == duban.Confirmed)
		}
		if err != nil {
			return err
		}
	}
	return tx.insertTasks(int64(list.ID), fresh, list.State == duban.Confirmed)
}

// archive takes a task out of the list. Its own schedule ends with it.
func (tx *Tx) archive(t duban.Task) error {
	err := tx.exec("UPDATE task SET archived_at = ?, no = ? WHERE id = ?", millis(tx.now), t.No, t.ID)
	if err != nil {
		return err
	}
	return tx.exec("UPDATE round SET removed_at = ?, next_at = 0 WHERE task_id = ? AND removed_at = 0", millis(tx.now), t.ID)
}

// revise brings one task that stays, or comes back, up to date.
func (tx *Tx) revise(r duban.Row, confirmed bool) error {
	now := published(0, r.Now)
	err := tx.exec("UPDATE task SET no = ?, section = ?, content = ?, archived_at = 0 WHERE id = ?", now.No, now.Section, now.Content, r.Task.ID)
	if err == nil && r.Term {
		err = tx.exec("UPDATE task SET kind = ?, due = ?, months = ?, by_hand = FALSE, named = ? WHERE id = ?",
			now.Kind, now.Due, now.Months, now.Named, r.Task.ID)
	} else if err == nil && now.Named != "" {
		err = tx.exec("UPDATE task SET named = ? WHERE id = ? AND due = ''", now.Named, r.Task.ID)
	}
	if err == nil && now.PrintedTerm != "" {
		err = tx.exec("UPDATE task SET printed_term = ? WHERE id = ?", now.PrintedTerm, r.Task.ID)
	}
	if err == nil && r.Leader {
		err = tx.exec("UPDATE task SET leader = ?, printed_leader = ? WHERE id = ?", now.Leader, now.Leader, r.Task.ID)
	}
	if err == nil && r.Targets {
		err = tx.publishTargets(int64(r.Task.ID), r.Now.Targets)
	}
	if err != nil {
		return err
	}
	return tx.reviseShares(r, confirmed)
}

func (tx *Tx) reviseShares(r duban.Row, confirmed bool) error {
	dir, err := tx.Directory()
	if err != nil {
		return err
	}
	for _, c := range r.Shares {
		if err := tx.changeShare(r.Task.ID, c, confirmed); err != nil {
			return err
		}
	}
	var named []duban.DepartmentID
	for _, s := range r.Now.Shares {
		dep, ok := dir.Find(s.Name)
		if !ok {
			return notFound("department", s.Name)
		}
		named = append(named, dep.ID)
		if err := tx.exec(`UPDATE share SET printed = ?, printed_role = ? WHERE task_id = ? AND department_id = ?
			AND (removed_at = 0 OR by_hand = TRUE)`, s.Printed, s.Role, r.Task.ID, dep.ID); err != nil {
			return err
		}
	}
	return tx.exec("UPDATE share SET printed_role = '' WHERE task_id = ? AND NOT "+tx.among("department_id"), r.Task.ID, ids(named))
}

func (tx *Tx) changeShare(task duban.TaskID, c duban.ShareChange, confirmed bool) error {
	switch {
	case c.From == "":
		return tx.insert(&shareRow{TaskID: int64(task), DepartmentID: int64(c.Department), Role: string(c.To), Confirmed: confirmed})
	case c.To == "":
		return tx.exec("UPDATE share SET removed_at = ?, by_hand = FALSE WHERE task_id = ? AND department_id = ? AND removed_at = 0",
			millis(tx.now), task, c.Department)
	}
	return tx.exec("UPDATE share SET role = ?, by_hand = FALSE WHERE task_id = ? AND department_id = ? AND removed_at = 0", c.To, task, c.Department)
}
