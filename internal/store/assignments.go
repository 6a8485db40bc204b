package store

import (
	"slices"

	"duban/internal/duban"
)

type assignmentRow struct {
	ID           int64
	TaskID       int64
	DepartmentID int64
	Role         string
	ViaID        int64
	State        string
	ReportedAt   int64
	ReportID     int64
	Blocked      bool
	Said         string
	Quiet        int
	Missed       int
	AskedID      int64
	Passed       int
}

func (assignmentRow) TableName() string { return "assignment" }

// dueAssignmentRow is an assignment together with its task's due date.
type dueAssignmentRow struct {
	Assignment assignmentRow `gorm:"embedded"`
	Due        string
	OpeningID  int64 // the rest only where what an opening asks for is read
	AnsweredAt int64
	Own        int64
	Moved      int64
}

func (d dueAssignmentRow) owed() duban.Owed {
	return duban.Owed{
		Opening: duban.OpeningID(d.OpeningID), Assignment: d.assignment(), Answered: d.AnsweredAt != 0,
		Own: d.Own != 0, Again: d.Assignment.AskedID > d.OpeningID || d.Assignment.Passed > 0, Moved: d.Moved != 0,
	}
}

func (d dueAssignmentRow) assignment() duban.Assignment {
	r := d.Assignment
	due, _ := duban.ParseDate(d.Due)
	return duban.Assignment{
		ID: duban.AssignmentID(r.ID), Task: duban.TaskID(r.TaskID), Department: duban.DepartmentID(r.DepartmentID),
		Role: duban.Role(r.Role), Via: duban.DepartmentID(r.ViaID), State: duban.State(r.State), Due: due,
		ReportedAt: instant(r.ReportedAt), Blocked: r.Blocked, Said: duban.ReportState(r.Said), Quiet: r.Quiet, Missed: r.Missed, Asked: r.AskedID != 0, Passed: r.Passed,
	}
}

const selectAssignments = `
	SELECT a.*, t.due FROM assignment a
	JOIN task t ON t.id = a.task_id JOIN department d ON d.id = a.department_id `

func (tx *Tx) assignments(where string, args ...any) ([]duban.Assignment, error) {
	rows, err := query[dueAssignmentRow](tx, selectAssignments+where+" ORDER BY t.no, a.role, d.position, a.id", args...)
	return mapped(rows, dueAssignmentRow.assignment), err
}

// Assignments returns the assignments of the list's tasks that have not ended,
// by task number, leads first.
func (tx *Tx) Assignments(list duban.ListID) ([]duban.Assignment, error) {
	return tx.assignments("WHERE t.list_id = ? AND t.archived_at = 0 AND a.state <> ?", list, duban.Ended)
}

// TaskAssignments returns one task's assignments that have not ended, leads first.
func (tx *Tx) TaskAssignments(task duban.TaskID) ([]duban.Assignment, error) {
	if all, known := tx.known.duties[task]; known {
		return slices.Clone(all), nil
	}
	all, err := tx.assignments("WHERE a.task_id = ? AND a.state <> ?", task, duban.Ended)
	if err != nil {
		return nil, err
	}
	if tx.known.duties == nil {
		tx.known.duties = map[duban.TaskID][]duban.Assignment{}
	}
	tx.known.duties[task] = all
	return slices.Clone(all), nil
}

// Assignment returns one assignment in whatever state.
func (tx *Tx) Assignment(id duban.AssignmentID) (duban.Assignment, error) {
	for _, all := range tx.known.duties {
		for _, a := range all {
			if a.ID == id {
				return a, nil
			}
		}
	}
	all, err := tx.assignments("WHERE a.id = ?", id)
	if err == nil && len(all) == 0 {
		return duban.Assignment{}, notFound("assignment", id)
	}
	if err != nil {
		return duban.Assignment{}, err
	}
	return all[0], nil
}

// SyncAssignments makes the list's assignments what its shares and memberships
// say. An assignment that is no longer wanted ends and keeps its history; one
// that is wanted again goes on.
func (tx *Tx) SyncAssignments(list duban.ListID) error {
	tx.forget()
	shares, err := tx.Shares(list)
	if err != nil {
		return err
	}
	members, err := tx.Members()
	if err != nil {
		return err
	}
	dir, err := tx.Directory()
	if err != nil {
		return err
	}
	rows, err := query[assignmentRow](tx, `
		SELECT a.* FROM assignment a JOIN task t ON t.id = a.task_id WHERE t.list_id = ?`, list)
	if err != nil {
		return err
	}
	done, err := tx.doneTasks(list)
	if err != nil {
		return err
	}
	type key struct{ task, dep int64 }
	there := map[key]assignmentRow{}
	for _, r := range rows {
		there[key{r.TaskID, r.DepartmentID}] = r
	}
	var fresh []assignmentRow
	for _, d := range duban.Duties(shares, members, dir) {
		k := key{int64(d.Task), int64(d.Department)}
		old, exists := there[k]
		delete(there, k)
		want := assignmentRow{TaskID: k.task, DepartmentID: k.dep, Role: string(d.Role), ViaID: int64(d.Via), State: string(duban.Open)}
		if done[k.task] {
			want.State = string(duban.Completed)
		}
		switch {
		case !exists:
			fresh = append(fresh, want)
		default:
			if err := tx.adjust(old, want); err != nil {
				return err
			}
		}
	}
	for _, r := range there {
		if err := tx.end(r); err != nil {
			return err
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	return tx.insert(fresh)
}

// doneTasks are the tasks of which the office said that they are done.
func (tx *Tx) doneTasks(list duban.ListID) (map[int64]bool, error) {
	rows, err := query[struct{ ID int64 }](tx, "SELECT id FROM task WHERE list_id = ? AND done_at <> 0", list)
	done := map[int64]bool{}
	for _, r := range rows {
		done[r.ID] = true
	}
	return done, err
}

func (tx *Tx) adjust(old, want assignmentRow) error {
	if old.State == string(duban.Completed) {
		want.State = old.State
	}
	if old.Role == want.Role && old.ViaID == want.ViaID && old.State == want.State {
		return nil
	}
	return tx.exec("UPDATE assignment SET role = ?, via_id = ?, state = ? WHERE id = ?", want.Role, want.ViaID, want.State, old.ID)
}

// end ends an assignment. What an open round still asks of it is asked no more.
func (tx *Tx) end(r assignmentRow) error {
	tx.forget()
	if r.State == string(duban.Ended) {
		return nil
	}
	if err := tx.exec("UPDATE assignment SET state = ? WHERE id = ?", duban.Ended, r.ID); err != nil {
		return err
	}
	return tx.exec(`
		DELETE FROM owed WHERE assignment_id = ? AND answered_at = 0
		AND opening_id IN (SELECT id FROM opening WHERE step <> ?)`, r.ID, duban.Over)
}
