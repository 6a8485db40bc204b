package store

import (
	"encoding/json"
	"fmt"

	"duban/internal/duban"
)

type auditRow struct {
	ID      int64
	At      int64
	Actor   string
	Action  string
	Subject string
	Detail  string
	Hash    string
}

func (auditRow) TableName() string { return "audit" }

func (r auditRow) entry() duban.Entry {
	return duban.Entry{
		ID: r.ID, At: instant(r.At), Actor: r.Actor, Action: r.Action, Subject: r.Subject, Detail: r.Detail, Hash: r.Hash,
	}
}

// Audit records a change somebody made. detail must be plain values; it is kept
// as JSON.
func (tx *Tx) Audit(actor, action, subject string, detail any) {
	text, err := json.Marshal(detail)
	if err != nil {
		panic(fmt.Sprintf("audit detail of %s: %v", action, err)) // a bug, found by the first test that comes this way
	}
	tx.writes++
	tx.audit = append(tx.audit, auditRow{
		At: millis(tx.now), Actor: storable(actor), Action: action, Subject: storable(subject), Detail: string(text), // what is hashed is what is kept
	})
}

// flushAudit chains and writes the collected entries. The head it reads is the
// head it extends: SQLite lets one writer in at a time, and PostgreSQL commits
// only one of two transactions that extended the same head.
func (tx *Tx) flushAudit() error {
	if len(tx.audit) == 0 {
		return nil
	}
	head, err := tx.auditHead()
	if err != nil {
		return err
	}
	id, hash := head.ID, head.Hash
	for i := range tx.audit {
		id++
		tx.audit[i].ID = id
		hash = duban.ChainHash(hash, tx.audit[i].entry())
		tx.audit[i].Hash = hash
	}
	return tx.insert(tx.audit)
}

func (tx *Tx) auditHead() (auditRow, error) {
	row, _, err := one[auditRow](tx, "SELECT * FROM audit ORDER BY id DESC LIMIT 1")
	return row, err
}

// AuditHead returns the hash of the newest entry, empty when there is none.
func (tx *Tx) AuditHead() (string, error) {
	row, err := tx.auditHead()
	return row.Hash, err
}

// AuditOf returns up to limit entries about subject, or about anything where it is
// empty, newest first, without the newest skip.
func (tx *Tx) AuditOf(subject string, limit, skip int) ([]duban.Entry, error) {
	sql, args := "SELECT * FROM audit", []any{}
	if subject != "" {
		sql, args = sql+" WHERE subject = ?", append(args, subject)
	}
	rows, err := query[auditRow](tx, sql+" ORDER BY id DESC LIMIT ? OFFSET ?", append(args, limit, skip)...)
	return mapped(rows, auditRow.entry), err
}

// VerifyAudit walks the whole chain. It returns the head, how many entries there
// are, and the first one that does not fit, nil when all do.
func (tx *Tx) VerifyAudit() (head string, n int, broken *duban.Entry, err error) {
	const step = 1000
	last := int64(0)
	for {
		rows, err := query[auditRow](tx, "SELECT * FROM audit WHERE id > ? ORDER BY id LIMIT ?", last, step)
		if err != nil || len(rows) == 0 {
			return head, n, nil, err
		}
		for _, r := range rows {
			if r.ID != last+1 {
				e := r.entry()
				return head, n, &e, nil
			}
			last = r.ID
		}
		if head, broken = duban.VerifyChain(head, mapped(rows, auditRow.entry)); broken != nil {
			return head, n, broken, nil
		}
		n += len(rows)
	}
}

// AuditHas reports whether an entry's hash begins with prefix, of which at least
// eight characters are asked.
func (tx *Tx) AuditHas(prefix string) (bool, error) {
	if len(prefix) < 8 {
		return false, nil
	}
	_, found, err := one[auditRow](tx, "SELECT * FROM audit WHERE substr(hash, 1, ?) = ? LIMIT 1", len(prefix), prefix)
	return found, err
}
