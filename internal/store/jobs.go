package store

import (
	"encoding/json"
	"fmt"
	"time"

	"duban/internal/duban"
)

type jobRow struct {
	ID         int64
	DedupKey   string
	Kind       string
	PersonID   int64
	Payload    string
	State      string
	Attempts   int
	LeaseUntil int64
	NotBefore  int64
	Note       string
	CreatedAt  int64
}

func (jobRow) TableName() string { return "job" }

func (r jobRow) job() (duban.Job, error) {
	j := duban.Job{ID: duban.JobID(r.ID), Kind: duban.JobKind(r.Kind), Person: duban.PersonID(r.PersonID)}
	var p jobPayload
	if err := json.Unmarshal([]byte(r.Payload), &p); err != nil {
		return j, fmt.Errorf("job %d: %w", r.ID, err)
	}
	j.File, j.Name, j.Source, j.Chat, j.Attempt = p.File, p.Name, p.Source, p.Chat, r.Attempts
	return j, nil
}

type jobPayload struct {
	File, Name, Source string
	Chat               int64
}

// Job states. A job waits, runs under a lease, and ends once.
const (
	jobPending = "pending"
	jobRunning = "running"
	jobDone    = "done"
	jobFailed  = "failed"
)

// StartJob puts work on the list of jobs. The same source starts it once.
func (tx *Tx) StartJob(j duban.Job) error {
	payload, err := json.Marshal(jobPayload{j.File, j.Name, j.Source, j.Chat})
	if err != nil {
		return err
	}
	return tx.exec(`
		INSERT INTO job (dedup_key, kind, person_id, payload, state, created_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (dedup_key) DO NOTHING`,
		string(j.Kind)+":"+j.Source, j.Kind, j.Person, string(payload), jobPending, millis(tx.now))
}

// ClaimJob takes the oldest job that may run and that no other process is just
// taking; found is false when there is none.
func (tx *Tx) ClaimJob() (j duban.Job, found bool, err error) {
	row, found, err := one[jobRow](tx, `
		UPDATE job SET state = ?, attempts = attempts + 1 WHERE id = (
			SELECT id FROM job WHERE state = ? AND not_before <= ? ORDER BY id LIMIT 1`+tx.skipLocked()+`) RETURNING *`,
		jobRunning, jobPending, millis(tx.now))
	if err != nil || !found {
		return duban.Job{}, false, err
	}
	j, err = row.job()
	return j, true, err
}

// EndJob ends a job; note says why it failed, empty when it did not.
func (tx *Tx) EndJob(id duban.JobID, note string) error {
	state := jobDone
	if note != "" {
		state = jobFailed
	}
	return tx.exec("UPDATE job SET state = ?, note = ? WHERE id = ?", state, note, id)
}

// RetryJob lets a job run again at a later time.
func (tx *Tx) RetryJob(id duban.JobID, notBefore time.Time) error {
	return tx.exec("UPDATE job SET state = ?, not_before = ? WHERE id = ?", jobPending, millis(notBefore), id)
}

// ReviveJobs lets every job run again that a crash interrupted. Only the process
// that holds the database may call it.
func (tx *Tx) ReviveJobs() error {
	return tx.exec("UPDATE job SET state = ? WHERE state = ?", jobPending, jobRunning)
}

// JobWaits reports whether a job may run now.
func (tx *Tx) JobWaits() (bool, error) {
	_, found, err := one[struct{ ID int64 }](tx, "SELECT id FROM job WHERE state = ? AND not_before <= ? LIMIT 1",
		jobPending, millis(tx.now))
	return found, err
}

// JobsUnderWay reports whether a job waits or runs.
func (tx *Tx) JobsUnderWay() (bool, error) {
	_, found, err := one[struct{ ID int64 }](tx, "SELECT id FROM job WHERE state IN (?, ?) LIMIT 1", jobPending, jobRunning)
	return found, err
}
