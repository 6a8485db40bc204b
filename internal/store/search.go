package store

import (
	"strings"

	"duban/internal/duban"
)

// TasksOf returns the tasks of the list for which one of the departments
// answers, by itself, for a collective, or as one.
func (tx *Tx) TasksOf(list duban.ListID, deps ...duban.DepartmentID) (map[duban.TaskID]bool, error) {
	if len(deps) == 0 {
		return nil, nil
	}
	found, err := query[duban.TaskID](tx, `
		SELECT t.id FROM task t WHERE t.list_id = ? AND t.archived_at = 0 AND (
			t.id IN (SELECT task_id FROM share WHERE `+tx.among("department_id")+` AND removed_at = 0)
			OR t.id IN (SELECT task_id FROM assignment WHERE `+tx.among("department_id")+` AND state <> ?))`, list, ids(deps), ids(deps), duban.Ended)
	tasks := make(map[duban.TaskID]bool, len(found))
	for _, id := range found {
		tasks[id] = true
	}
	return tasks, err
}

// maxSaying is how many reports a search of their words reads.
const maxSaying = 500

// Saying returns, by task, the newest of the last reports on the list's tasks
// that say words, whether Latin letters are small or capital; up to 500 reports
// are looked at.
func (tx *Tx) Saying(list duban.ListID, words string) (map[duban.TaskID]duban.Report, error) {
	rows, err := query[struct {
		Report reportRow `gorm:"embedded"`
		TaskID duban.TaskID
	}](tx, `
		SELECT r.*, a.task_id FROM assignment a JOIN task t ON t.id = a.task_id JOIN report r ON r.id = a.report_id
		WHERE t.list_id = ? AND t.archived_at = 0 AND a.state <> ? AND LOWER(r.words) LIKE LOWER(?) ESCAPE '\'
		ORDER BY r.id DESC LIMIT ?`, list, duban.Ended, containing(words), maxSaying)
	said := make(map[duban.TaskID]duban.Report, len(rows))
	for _, r := range rows {
		if _, newer := said[r.TaskID]; !newer {
			said[r.TaskID] = r.Report.report()
		}
	}
	return said, err
}

// containing is the pattern of LIKE ? ESCAPE '\' for texts that contain words as
// they are.
func containing(words string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(words) + "%"
}
