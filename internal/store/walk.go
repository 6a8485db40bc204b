package store

import (
	"encoding/json"

	"duban/internal/duban"
)

type walkRow struct {
	PersonID     int64
	TaskID       int64
	Skipped      string
	DepartmentID int64
	HeardAt      int64
}

func (walkRow) TableName() string { return "walk" }

// Walk returns where a person is; found is false when he is not walking.
func (tx *Tx) Walk(p duban.PersonID) (w duban.Walk, found bool, err error) {
	row, found, err := one[walkRow](tx, "SELECT * FROM walk WHERE person_id = ?", p)
	if err != nil || !found {
		return duban.Walk{}, false, err
	}
	w = duban.Walk{Person: duban.PersonID(row.PersonID), Task: duban.TaskID(row.TaskID), Department: duban.DepartmentID(row.DepartmentID), Heard: instant(row.HeardAt)}
	if row.Skipped != "" {
		err = json.Unmarshal([]byte(row.Skipped), &w.Skipped)
	}
	return w, true, err
}

// SetWalk keeps where a person is.
func (tx *Tx) SetWalk(w duban.Walk) error {
	skipped, err := json.Marshal(w.Skipped)
	if err != nil {
		return err
	}
	return tx.exec(`
		INSERT INTO walk (person_id, task_id, skipped, department_id, heard_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (person_id) DO UPDATE SET
			task_id = excluded.task_id, skipped = excluded.skipped, department_id = excluded.department_id, heard_at = excluded.heard_at`,
		w.Person, w.Task, string(skipped), w.Department, millis(w.Heard))
}

// RestWalk ends that words belong to a person's walk.
func (tx *Tx) RestWalk(p duban.PersonID) error {
	return tx.exec("UPDATE walk SET heard_at = 0 WHERE person_id = ? AND heard_at > 0", p)
}

// EndWalk forgets where a person was.
func (tx *Tx) EndWalk(p duban.PersonID) error {
	return tx.exec("DELETE FROM walk WHERE person_id = ?", p)
}

type uploadRow struct {
	ID       int64
	PersonID int64
	Name     string
	Body     []byte
	At       int64
}

func (uploadRow) TableName() string { return "upload" }

// KeepUpload keeps a file until its sender confirms what was read from it.
func (tx *Tx) KeepUpload(p duban.PersonID, name string, body []byte) (id int64, err error) {
	row := uploadRow{PersonID: int64(p), Name: name, Body: body, At: millis(tx.now)}
	err = tx.insert(&row)
	return row.ID, err
}

// Upload returns a file kept earlier; found is false once it was dropped.
func (tx *Tx) Upload(id int64) (name string, body []byte, found bool, err error) {
	row, found, err := one[uploadRow](tx, "SELECT * FROM upload WHERE id = ?", id)
	return row.Name, row.Body, found, err
}

// SetUpload puts something else in a kept file's place.
func (tx *Tx) SetUpload(id int64, body []byte) error {
	return tx.exec("UPDATE upload SET body = ? WHERE id = ?", body, id)
}

// UploadedBy returns who sent a file kept earlier; found is false once it was
// dropped.
func (tx *Tx) UploadedBy(id int64) (p duban.PersonID, found bool, err error) {
	row, found, err := one[struct{ PersonID int64 }](tx, "SELECT person_id FROM upload WHERE id = ?", id)
	return duban.PersonID(row.PersonID), found, err
}

// DropUpload forgets a file.
func (tx *Tx) DropUpload(id int64) error {
	_, err := tx.erase("DELETE FROM upload WHERE id = ?", id)
	return err
}
