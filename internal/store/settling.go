package store

import (
	"duban/internal/duban"
)

// SetLead settles who leads a task among the departments that share it; without
// one all support. It is a Conflict with the reason "no-share" when the department
// has none.
func (tx *Tx) SetLead(task duban.TaskID, dep duban.DepartmentID) error {
	if err := tx.touch("id IN (SELECT list_id FROM task WHERE id = ?)", task); err != nil {
		return err
	}
	if err := tx.exec("UPDATE share SET role = ?, confirmed = TRUE, by_hand = TRUE WHERE task_id = ? AND removed_at = 0", duban.Support, task); err != nil || dep == 0 {
		return err
	}
	n, err := tx.affected("UPDATE share SET role = ? WHERE task_id = ? AND department_id = ? AND removed_at = 0", duban.Lead, task, dep)
	if err == nil && n == 0 {
		err = &duban.Error{Kind: duban.Conflict, Reason: "no-share"}
	}
	return err
}

// SetLeaderOf sets who of the leadership stands behind a task; empty is nobody.
func (tx *Tx) SetLeaderOf(task duban.TaskID, name string) error {
	if err := tx.touch("id IN (SELECT list_id FROM task WHERE id = ?)", task); err != nil {
		return err
	}
	return tx.exec("UPDATE task SET leader = ? WHERE id = ?", name, task)
}

// SettleNamed settles the day a task's words name: with done the task is done,
// otherwise the day means nothing for its lights.
func (tx *Tx) SettleNamed(task duban.TaskID, done bool) error {
	if err := tx.touch("id IN (SELECT list_id FROM task WHERE id = ?)", task); err != nil {
		return err
	}
	if !done {
		return tx.exec("UPDATE task SET named = '' WHERE id = ?", task)
	}
	if err := tx.exec("UPDATE task SET named = '', done_at = ? WHERE id = ?", millis(tx.now), task); err != nil {
		return err
	}
	return tx.exec("UPDATE assignment SET state = ? WHERE task_id = ? AND state = ?", duban.Completed, task, duban.Open)
}
