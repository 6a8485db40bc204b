package store

import "duban/internal/duban"

type quarantineRow struct {
	ID       int64
	Bot      string
	UpdateID int64
	UserID   int64
	ChatID   int64
	SaidAt   int64
	At       int64
	Why      string
	Raw      string
	Retry    bool
	Retries  int
}

func (quarantineRow) TableName() string { return "quarantine" }

func (r quarantineRow) quarantined() duban.Quarantined {
	return duban.Quarantined{
		ID: r.ID, Box: r.Bot, Update: r.UpdateID, User: r.UserID, Chat: r.ChatID, Said: instant(r.SaidAt), At: instant(r.At),
		Why: r.Why, Raw: []byte(r.Raw), Retry: r.Retry, Retries: r.Retries,
	}
}

// Quarantine keeps what could not be taken. Said anew, of the same update, it says
// only why.
func (tx *Tx) Quarantine(q duban.Quarantined) error {
	return tx.exec(`
		INSERT INTO quarantine (bot, update_id, user_id, chat_id, said_at, at, why, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (bot, update_id) DO UPDATE SET why = excluded.why`,
		q.Box, q.Update, q.User, q.Chat, millis(q.Said), millis(tx.now), storable(q.Why), string(q.Raw))
}

// Quarantined returns what is in quarantine, oldest first, with who said it.
func (tx *Tx) Quarantined() ([]duban.Quarantined, error) {
	rows, err := query[quarantineRow](tx, "SELECT * FROM quarantine ORDER BY id")
	all := mapped(rows, quarantineRow.quarantined)
	for i, q := range all {
		if err != nil || q.User == 0 {
			continue
		}
		all[i].Person, _, err = tx.PersonByUser(q.User)
	}
	return all, err
}

// MarkRetry asks for something in quarantine to be handled again; found is false where
// it is not there or nothing of it was kept.
func (tx *Tx) MarkRetry(id int64) (found bool, err error) {
	n, err := tx.affected("UPDATE quarantine SET retry = ? WHERE id = ? AND raw <> ''", true, id)
	return n > 0, err
}

// RetryWaits reports whether something in quarantine is to be handled again.
func (tx *Tx) RetryWaits() (bool, error) {
	_, found, err := one[struct{ ID int64 }](tx, "SELECT id FROM quarantine WHERE retry = ? LIMIT 1", true)
	return found, err
}

// ClaimRetry takes the next thing that is to be handled again. It is counted before,
// so that one that ends the process is not tried again at the next start.
func (tx *Tx) ClaimRetry() (q duban.Quarantined, found bool, err error) {
	row, found, err := one[quarantineRow](tx, `
		UPDATE quarantine SET retry = ?, retries = retries + 1 WHERE id = (
			SELECT id FROM quarantine WHERE retry = ? ORDER BY id LIMIT 1`+tx.skipLocked()+`) RETURNING *`, false, true)
	return row.quarantined(), found, err
}

// DropQuarantined forgets something in quarantine; found is false where it is not
// there.
func (tx *Tx) DropQuarantined(id int64) (found bool, err error) {
	n, err := tx.erase("DELETE FROM quarantine WHERE id = ?", id)
	return n > 0, err
}
