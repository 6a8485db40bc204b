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
	Revision  int
}

func (listRow) TableName() string { return "list" }

func (r listRow) list() duban.List {
	start, _ := duban.ParseDate(r.Start)
	return duban.List{ID: duban.ListID(r.ID), Title: r.Title, State: duban.ListState(r.State), Start: start, Revision: r.Revision}
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

	Leader        string
	PrintedLeader string
	PrintedTerm   string
	ByHand        bool
	Named         string
	DoneAt        int64
}

func (taskRow) TableName() string { return "task" }

func (r taskRow) task() duban.Task {
	due, _ := duban.ParseDate(r.Due)
	named, _ := duban.ParseDate(r.Named)
	return duban.Task{
		ID: duban.TaskID(r.ID), List: duban.ListID(r.ListID), No: r.No, Section: r.Section, Content: r.Content,
		Kind: duban.TaskKind(r.Kind), Due: due, Months: months(r.Months), Archived: instant(r.ArchivedAt),
		ByHand: r.ByHand, Leader: r.Leader, Named: named, Done: instant(r.DoneAt),
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
	PrintedRole  string
	ByHand       bool
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
	if err := tx.insertTasks(row.ID, pub.Tasks, false); err != nil {
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

// ConfirmList settles the roles of a list, makes the assignments and lets its
// rounds run. With lead false whoever does not lead for certain supports. Rounds
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
		err = tx.exec("UPDATE share SET role = ? WHERE confirmed = FALSE AND task_id IN (SELECT id FROM task WHERE list_id = ?)", duban.Support, id)
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

// SetTerm stores when a task can move, as somebody settled it: its kind, due date
// and months. A task that was said to be done goes on.
func (tx *Tx) SetTerm(t duban.Task) error {
	if err := tx.touch("id IN (SELECT list_id FROM task WHERE id = ?)", t.ID); err != nil {
		return err
	}
	err := tx.exec("UPDATE assignment SET state = ? WHERE state = ? AND task_id IN (SELECT id FROM task WHERE id = ? AND done_at <> 0)",
		duban.Open, duban.Completed, t.ID)
	if err != nil {
		return err
	}
	return tx.exec("UPDATE task SET kind = ?, due = ?, months = ?, by_hand = TRUE, named = '', done_at = 0 WHERE id = ?",
		t.Kind, t.Due.String(), joinMonths(t.Months), t.ID)
}

func joinMonths(months []time.Month) string {
	parts := make([]string, len(months))
	for i, m := range months {
		parts[i] = strconv.Itoa(int(m))
	}
	return strings.Join(parts, ",")
}

// touch raises the revision of some lists: who was shown a change of one is shown
// it anew.
func (tx *Tx) touch(where string, args ...any) error {
	tx.forget()
	return tx.exec("UPDATE list SET revision = revision + 1 WHERE "+where, args...)
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
	if err := tx.touch("id IN (SELECT list_id FROM task WHERE id = ?)", task); err != nil {
		return err
	}
	n, err := tx.affected("UPDATE share SET role = ?, confirmed = TRUE, by_hand = TRUE WHERE task_id = ? AND department_id = ? AND removed_at = 0",
		role, task, dep)
	if err != nil || n > 0 {
		return err
	}
	return tx.insert(&shareRow{TaskID: int64(task), DepartmentID: int64(dep), Role: string(role), Confirmed: true, ByHand: true})
}

// RemoveShare ends a department's share in a task; found is false when it has none.
func (tx *Tx) RemoveShare(task duban.TaskID, dep duban.DepartmentID) (found bool, err error) {
	n, err := tx.affected("UPDATE share SET removed_at = ?, by_hand = TRUE WHERE task_id = ? AND department_id = ? AND removed_at = 0",
		millis(tx.now), task, dep)
	if err != nil || n == 0 {
		return false, err
	}
	return true, tx.touch("id IN (SELECT list_id FROM task WHERE id = ?)", task)
}

func publicationDigest(pub duban.Publication) string {
	// The line a row stood on is not part of what the document says; targets are only
	// what was made of its words, and whether a day has passed depends on when it is
	// read.
	tasks := make([]duban.PublishedTask, len(pub.Tasks))
	copy(tasks, pub.Tasks)
	for i := range tasks {
		tasks[i].Line, tasks[i].Named, tasks[i].Targets = 0, duban.Date{}, nil
	}
	text, err := json.Marshal(duban.Publication{Title: pub.Title, Tasks: tasks})
	if err != nil {
		panic(fmt.Sprintf("marshal a publication: %v", err)) // plain values only
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
