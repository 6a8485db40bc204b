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

// ClaimJob takes the oldest job that may run, or whose lease has run out, and that no
// other process is just taking; found is false when there is none. The attempt is
// counted before the work begins, so that one that ends the process counts too.
func (tx *Tx) ClaimJob(lease time.Duration) (j duban.Job, found bool, err error) {
	now := millis(tx.now)
	row, found, err := one[jobRow](tx, `
		UPDATE job SET state = ?, attempts = attempts + 1, lease_until = ? WHERE id = (
			SELECT id FROM job WHERE state = ? AND not_before <= ? OR state = ? AND lease_until <= ?
			ORDER BY id LIMIT 1`+tx.skipLocked()+`) RETURNING *`,
		jobRunning, millis(tx.now.Add(lease)), jobPending, now, jobRunning, now)
	if err != nil || !found {
		return duban.Job{}, false, err
	}
	j, err = row.job()
	return j, true, err
}

// RenewJob keeps a job that is worked on; held is false once another attempt was
// begun.
func (tx *Tx) RenewJob(j duban.Job, lease time.Duration) (held bool, err error) {
	return tx.moveJob(j, "lease_until = ?", millis(tx.now.Add(lease)))
}

// EndJob ends an attempt, and with it the job; note says why it failed, empty when it
// did not.
func (tx *Tx) EndJob(j duban.Job, note string) error {
	state := jobDone
	if note != "" {
		state = jobFailed
	}
	_, err := tx.moveJob(j, "state = ?, note = ?", state, note)
	return err
}

// RetryJob ends an attempt and lets the job run again at a later time.
func (tx *Tx) RetryJob(j duban.Job, notBefore time.Time) error {
	_, err := tx.moveJob(j, "state = ?, not_before = ?", jobPending, millis(notBefore))
	return err
}

// GiveBackJob lets a job wait as if this attempt had not begun.
func (tx *Tx) GiveBackJob(j duban.Job) error {
	_, err := tx.moveJob(j, "state = ?, attempts = attempts - 1", jobPending)
	return err
}

// moveJob changes a job while this attempt holds it.
func (tx *Tx) moveJob(j duban.Job, set string, args ...any) (held bool, err error) {
	n, err := tx.affected("UPDATE job SET "+set+" WHERE id = ? AND state = ? AND attempts = ?", append(args, j.ID, jobRunning, j.Attempt)...)
	return n > 0, err
}

// ReviveJobs lets every job run again that a crash interrupted, before its lease has
// run out. Only the process that holds the database may call it.
func (tx *Tx) ReviveJobs() error {
	return tx.exec("UPDATE job SET state = ? WHERE state = ?", jobPending, jobRunning)
}

// JobWaits reports whether a job may run now.
func (tx *Tx) JobWaits() (bool, error) {
	_, found, err := one[struct{ ID int64 }](tx,
		"SELECT id FROM job WHERE state = ? AND not_before <= ? OR state = ? AND lease_until <= ? LIMIT 1",
		jobPending, millis(tx.now), jobRunning, millis(tx.now))
	return found, err
}

// JobsUnderWay reports whether a job waits or runs.
func (tx *Tx) JobsUnderWay() (bool, error) {
	_, found, err := one[struct{ ID int64 }](tx, "SELECT id FROM job WHERE state IN (?, ?) LIMIT 1", jobPending, jobRunning)
	return found, err
}
