package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"duban/internal/duban"
)

type listRow struct {
	ID        int64
	Title     string
	State     string
	Start     string
	Digest    string
	CreatedAt int64
}

func (listRow) TableName() string { return "list" }

func (r listRow) list() duban.List {
	start, _ := duban.ParseDate(r.Start)
	return duban.List{ID: duban.ListID(r.ID), Title: r.Title, State: duban.ListState(r.State), Start: start}
}

type taskRow struct {
	ID         int64
	ListID     int64
	No         int
	Section    string
	Content    string
	Due        string
	ArchivedAt int64
	Kind       string
	Months     string // 6,12
}

func (taskRow) TableName() string { return "task" }

func (r taskRow) task() duban.Task {
	due, _ := duban.ParseDate(r.Due)
	return duban.Task{
		ID: duban.TaskID(r.ID), List: duban.ListID(r.ListID), No: r.No, Section: r.Section, Content: r.Content,
		Kind: duban.TaskKind(r.Kind), Due: due, Months: months(r.Months), Archived: instant(r.ArchivedAt),
	}
}

// months reads 6,12.
func months(s string) (all []time.Month) {
	for part := range strings.SplitSeq(s, ",") {
		if n, err := strconv.Atoi(part); err == nil {
			all = append(all, time.Month(n))
		}
	}
	return all
}

type shareRow struct {
	ID           int64
	TaskID       int64
	DepartmentID int64
	Printed      string
	Role         string
	Confirmed    bool
	RemovedAt    int64
}

func (shareRow) TableName() string { return "share" }

func (r shareRow) share() duban.Share {
	return duban.Share{
		Task: duban.TaskID(r.TaskID), Department: duban.DepartmentID(r.DepartmentID), Printed: r.Printed,
		Role: duban.Role(r.Role), Confirmed: r.Confirmed,
	}
}

// Lists returns all lists, oldest first.
func (tx *Tx) Lists() ([]duban.List, error) {
	rows, err := query[listRow](tx, "SELECT * FROM list ORDER BY id")
	return mapped(rows, listRow.list), err
}

// CurrentList returns the list that is worked on: the confirmed one, or else the
// one that waits for confirmation. found is false in an empty installation.
func (tx *Tx) CurrentList() (list duban.List, found bool, err error) {
	if tx.known.list == nil {
		rows, err := query[listRow](tx, "SELECT * FROM list ORDER BY state = 'confirmed' DESC, id LIMIT 1")
		if err != nil {
			return duban.List{}, false, err
		}
		tx.known.list = mapped(rows, listRow.list)
	}
	if len(tx.known.list) == 0 {
		return duban.List{}, false, nil
	}
	return tx.known.list[0], true, nil
}

// ImportList stores a publication. A document that is there already changes
// nothing: fresh is false. Another document than the one there is a Conflict with the reason
// "other-list" or, under the same title, "list-changed".
func (tx *Tx) ImportList(pub duban.Publication) (list duban.List, fresh bool, err error) {
	sum := publicationDigest(pub)
	old, found, err := tx.CurrentList()
	if err != nil {
		return duban.List{}, false, err
	}
	if found {
		return tx.importAgain(old, pub, sum)
	}
	tx.forget()
	row := listRow{Title: pub.Title, State: string(duban.Unconfirmed), Digest: sum, CreatedAt: millis(tx.now)}
	if err := tx.insert(&row); err != nil {
		return duban.List{}, false, err
	}
	if err := tx.insertTasks(row.ID, pub); err != nil {
		return duban.List{}, false, err
	}
	return row.list(), true, nil
}

func (tx *Tx) importAgain(old duban.List, pub duban.Publication, sum string) (list duban.List, fresh bool, err error) {
	row, _, err := one[listRow](tx, "SELECT * FROM list WHERE id = ?", old.ID)
	switch {
	case err != nil:
		return duban.List{}, false, err
	case row.Digest == sum:
		return old, false, nil
	case row.Title == pub.Title:
		return duban.List{}, false, &duban.Error{Kind: duban.Conflict, Reason: "list-changed", Detail: pub.Title}
	default:
		return duban.List{}, false, &duban.Error{Kind: duban.Conflict, Reason: "other-list", Detail: old.Title}
	}
}

func (tx *Tx) insertTasks(list int64, pub duban.Publication) error {
	dir, err := tx.Directory()
	if err != nil {
		return err
	}
	tasks := make([]taskRow, len(pub.Tasks))
	for i, t := range pub.Tasks {
		tasks[i] = taskRow{ListID: list, No: t.No, Section: t.Section, Content: t.Content, Due: t.Due.String(), Kind: string(duban.DatedTask)}
	}
	if err := tx.insert(tasks); err != nil {
		return err
	}
	var shares []shareRow
	for i, t := range pub.Tasks {
		for _, s := range t.Shares {
			dep, ok := dir.Find(s.Name)
			if !ok {
				return notFound("department", s.Name)
			}
			shares = append(shares, shareRow{
				TaskID: tasks[i].ID, DepartmentID: int64(dep.ID), Printed: s.Printed,
				Role: string(s.Role), Confirmed: s.Confirmed,
			})
		}
	}
	if err := tx.insert(shares); err != nil {
		return err
	}
	for i, t := range pub.Tasks {
		if len(t.Targets) == 0 {
			continue
		}
		if err := tx.SetTargets(duban.TaskID(tasks[i].ID), t.Targets); err != nil {
			return err
		}
	}
	return nil
}

// ConfirmList settles the roles of a list, makes the assignments and lets its
// rounds run. With lead false nobody leads: every department supports. Rounds
// are those that begin with the list; a list confirmed before is a Conflict.
func (tx *Tx) ConfirmList(id duban.ListID, lead bool, start duban.Date, rounds ...duban.Round) error {
	tx.forget()
	n, err := tx.affected("UPDATE list SET state = ?, start = ? WHERE id = ? AND state = ?",
		duban.Confirmed, start.String(), id, duban.Unconfirmed)
	if err != nil {
		return err
	}
	if n == 0 {
		return &duban.Error{Kind: duban.Conflict, Reason: "list-confirmed"}
	}
	if !lead {
		err = tx.exec("UPDATE share SET role = ? WHERE task_id IN (SELECT id FROM task WHERE list_id = ?)", duban.Support, id)
	}
	if err == nil {
		err = tx.exec("UPDATE share SET confirmed = TRUE WHERE task_id IN (SELECT id FROM task WHERE list_id = ?)", id)
	}
	if err != nil {
		return err
	}
	for _, r := range rounds {
		r.List = id
		if _, err := tx.SetRound(r); err != nil {
			return err
		}
	}
	return tx.SyncAssignments(id)
}

// Tasks returns the tasks that stand in the list, by number.
func (tx *Tx) Tasks(list duban.ListID) ([]duban.Task, error) {
	if tasks, known := tx.known.tasks[list]; known {
		return slices.Clone(tasks), nil
	}
	rows, err := query[taskRow](tx, "SELECT * FROM task WHERE list_id = ? AND archived_at = 0 ORDER BY no", list)
	if err != nil {
		return nil, err
	}
	if tx.known.tasks == nil {
		tx.known.tasks = map[duban.ListID][]duban.Task{}
	}
	tasks := mapped(rows, taskRow.task)
	tx.known.tasks[list] = tasks
	return slices.Clone(tasks), nil
}

// Task returns one task, archived or not.
func (tx *Tx) Task(id duban.TaskID) (duban.Task, error) {
	row, found, err := one[taskRow](tx, "SELECT * FROM task WHERE id = ?", id)
	if err == nil && !found {
		err = notFound("task", id)
	}
	return row.task(), err
}

// TaskByNo returns the task that bears the printed number no in the list.
func (tx *Tx) TaskByNo(list duban.ListID, no int) (duban.Task, bool, error) {
	row, found, err := one[taskRow](tx, "SELECT * FROM task WHERE list_id = ? AND no = ? AND archived_at = 0", list, no)
	return row.task(), found, err
}

// SetTerm stores when a task can move: its kind, due date and months.
func (tx *Tx) SetTerm(t duban.Task) error {
	tx.forget()
	parts := make([]string, len(t.Months))
	for i, m := range t.Months {
		parts[i] = strconv.Itoa(int(m))
	}
	return tx.exec("UPDATE task SET kind = ?, due = ?, months = ? WHERE id = ?", t.Kind, t.Due.String(), strings.Join(parts, ","), t.ID)
}

// Shares returns the shares of a list's tasks, in the order they were printed.
func (tx *Tx) Shares(list duban.ListID) ([]duban.Share, error) {
	rows, err := query[shareRow](tx, `
		SELECT s.* FROM share s JOIN task t ON t.id = s.task_id
		WHERE t.list_id = ? AND t.archived_at = 0 AND s.removed_at = 0 ORDER BY t.no, s.id`, list)
	return mapped(rows, shareRow.share), err
}

// SetShare makes a department answer for a task in a role an admin chose.
func (tx *Tx) SetShare(task duban.TaskID, dep duban.DepartmentID, role duban.Role) error {
	n, err := tx.affected("UPDATE share SET role = ?, confirmed = TRUE WHERE task_id = ? AND department_id = ? AND removed_at = 0",
		role, task, dep)
	if err != nil || n > 0 {
		return err
	}
	return tx.insert(&shareRow{TaskID: int64(task), DepartmentID: int64(dep), Role: string(role), Confirmed: true})
}

// RemoveShare ends a department's share in a task; found is false when it has none.
func (tx *Tx) RemoveShare(task duban.TaskID, dep duban.DepartmentID) (found bool, err error) {
	n, err := tx.affected("UPDATE share SET removed_at = ? WHERE task_id = ? AND department_id = ? AND removed_at = 0",
		millis(tx.now), task, dep)
	return n > 0, err
}

func publicationDigest(pub duban.Publication) string {
	// The line a row stood on is not part of what the document says, and targets are
	// only what was made of its words.
	tasks := make([]duban.PublishedTask, len(pub.Tasks))
	copy(tasks, pub.Tasks)
	for i := range tasks {
		tasks[i].Line, tasks[i].Targets = 0, nil
	}
	text, err := json.Marshal(duban.Publication{Title: pub.Title, Tasks: tasks})
	if err != nil {
		panic(fmt.Sprintf("marshal a publication: %v", err)) // plain values only
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
