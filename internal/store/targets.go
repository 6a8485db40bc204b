package store

import (
	"cmp"
	"slices"

	"duban/internal/duban"
)

type targetRow struct {
	ID        int64
	TaskID    int64
	Position  int
	Printed   string
	Name      string
	Value     float64
	Max       float64
	Unit      string
	Relation  string
	Stretch   bool
	ByDay     string
	ByHand    bool
	RemovedAt int64
}

func (targetRow) TableName() string { return "target" }

func (r targetRow) target() duban.Target {
	by, _ := duban.ParseDate(r.ByDay)
	return duban.Target{
		ID: duban.TargetID(r.ID), Name: r.Name, Value: r.Value, Max: r.Max, Unit: r.Unit,
		Relation: duban.Relation(r.Relation), Stretch: r.Stretch, By: by,
	}
}

// with returns the row with what a target says, its identity and place kept.
func (r targetRow) with(t duban.Target) targetRow {
	r.Name, r.Value, r.Max, r.Unit = t.Name, t.Value, t.Max, t.Unit
	r.Relation, r.Stretch, r.ByDay = string(t.Relation), t.Stretch, t.By.String()
	return r
}

// printedAs is what a document calls a target. An admin may change all of it.
func printedAs(t duban.Target) string { return duban.NameKey(t.Name) + "/" + t.Unit }

// Targets returns the targets of a list's tasks, each task's in the order of its
// text.
func (tx *Tx) Targets(list duban.ListID) (map[duban.TaskID][]duban.Target, error) {
	if all, known := tx.known.targets[list]; known {
		return all, nil
	}
	rows, err := query[targetRow](tx, `
		SELECT g.* FROM target g JOIN task t ON t.id = g.task_id
		WHERE t.list_id = ? AND t.archived_at = 0 AND g.removed_at = 0 ORDER BY g.task_id, g.position, g.id`, list)
	if err != nil {
		return nil, err
	}
	all := map[duban.TaskID][]duban.Target{}
	for _, r := range rows {
		all[duban.TaskID(r.TaskID)] = append(all[duban.TaskID(r.TaskID)], r.target())
	}
	if tx.known.targets == nil {
		tx.known.targets = map[duban.ListID]map[duban.TaskID][]duban.Target{}
	}
	tx.known.targets[list] = all
	return all, nil
}

// TaskTargets returns one task's targets in the order of its text.
func (tx *Tx) TaskTargets(task duban.TaskID) ([]duban.Target, error) {
	if targets, known := tx.known.ofTask[task]; known {
		return targets, nil
	}
	rows, err := query[targetRow](tx, "SELECT * FROM target WHERE task_id = ? AND removed_at = 0 ORDER BY position, id", task)
	if err != nil {
		return nil, err
	}
	if tx.known.ofTask == nil {
		tx.known.ofTask = map[duban.TaskID][]duban.Target{}
	}
	tx.known.ofTask[task] = mapped(rows, targetRow.target)
	return tx.known.ofTask[task], nil
}

// SetTargets makes a task's targets those its document names. One that it named
// before keeps its identity and so its figures; what an admin set or took away by
// hand stays as he left it.
func (tx *Tx) SetTargets(task duban.TaskID, targets []duban.Target) error {
	tx.forget()
	rows, err := query[targetRow](tx, "SELECT * FROM target WHERE task_id = ? ORDER BY removed_at <> 0, position, id", task)
	if err != nil {
		return err
	}
	for i, t := range targets {
		at := slices.IndexFunc(rows, func(r targetRow) bool { return r.Printed == printedAs(t) })
		row := targetRow{TaskID: int64(task), Printed: printedAs(t)}
		if at >= 0 {
			row = rows[at]
			rows = slices.Delete(rows, at, at+1)
		}
		if !row.ByHand {
			row, row.RemovedAt = row.with(t), 0
		}
		row.Position = i + 1
		if err := tx.saveTarget(&row); err != nil {
			return err
		}
	}
	for _, r := range rows {
		if r.ByHand || r.RemovedAt != 0 {
			continue
		}
		r.RemovedAt = millis(tx.now)
		if err := tx.saveTarget(&r); err != nil {
			return err
		}
	}
	return nil
}

// SetTarget stores what an admin says of a target by hand: a new one, without an
// identity, stands behind the others of its task. found is false where the task
// has no such target.
func (tx *Tx) SetTarget(task duban.TaskID, t duban.Target) (stored duban.Target, found bool, err error) {
	tx.forget()
	rows, err := query[targetRow](tx, "SELECT * FROM target WHERE task_id = ?", task)
	if err != nil {
		return duban.Target{}, false, err
	}
	row := targetRow{TaskID: int64(task), Position: 1}
	if len(rows) > 0 {
		row.Position = slices.MaxFunc(rows, func(a, b targetRow) int { return cmp.Compare(a.Position, b.Position) }).Position + 1
	}
	if t.ID != 0 {
		at := slices.IndexFunc(rows, func(r targetRow) bool { return r.ID == int64(t.ID) && r.RemovedAt == 0 })
		if at < 0 {
			return duban.Target{}, false, nil
		}
		row = rows[at]
	}
	row = row.with(t)
	row.ByHand = true
	if err = tx.saveTarget(&row); err == nil {
		err = tx.touch("id IN (SELECT list_id FROM task WHERE id = ?)", task)
	}
	return row.target(), true, err
}

// RemoveTarget takes a target away by hand. Its figures stay in the table; found
// is false where it is not there.
func (tx *Tx) RemoveTarget(id duban.TargetID) (found bool, err error) {
	tx.forget()
	n, err := tx.affected("UPDATE target SET removed_at = ?, by_hand = TRUE WHERE id = ? AND removed_at = 0", millis(tx.now), id)
	if err != nil || n == 0 {
		return false, err
	}
	return true, tx.touch("id IN (SELECT t.list_id FROM task t JOIN target g ON g.task_id = t.id WHERE g.id = ?)", id)
}

func (tx *Tx) saveTarget(r *targetRow) error {
	if r.ID == 0 {
		return tx.insert(r)
	}
	return tx.exec(`
		UPDATE target SET position = ?, name = ?, value = ?, max = ?, unit = ?, relation = ?, stretch = ?, by_day = ?, by_hand = ?, removed_at = ?
		WHERE id = ?`,
		r.Position, r.Name, r.Value, r.Max, r.Unit, r.Relation, r.Stretch, r.ByDay, r.ByHand, r.RemovedAt, r.ID)
}
