package store

import (
	"slices"

	"duban/internal/duban"
)

type groupRow struct {
	ID     int64
	ChatID int64
	Title  string
	ListID int64
	Role   string
	Board  int64
}

func (groupRow) TableName() string { return "chat_group" }

func (r groupRow) group() duban.Group {
	return duban.Group{
		ID: duban.GroupID(r.ID), Chat: r.ChatID, Title: r.Title, List: duban.ListID(r.ListID),
		Role: duban.GroupRole(r.Role), Board: r.Board,
	}
}

// Groups returns the groups on the allow-list.
func (tx *Tx) Groups() ([]duban.Group, error) {
	if tx.known.groups == nil {
		rows, err := query[groupRow](tx, "SELECT * FROM chat_group ORDER BY id")
		if err != nil {
			return nil, err
		}
		tx.known.groups = mapped(rows, groupRow.group)
	}
	return slices.Clone(tx.known.groups), nil
}

// Group returns the group of a chat, if it is on the allow-list.
func (tx *Tx) Group(chat int64) (duban.Group, bool, error) {
	row, found, err := one[groupRow](tx, "SELECT * FROM chat_group WHERE chat_id = ?", chat)
	return row.group(), found, err
}

// AllowGroup puts a group on the allow-list; one that is there keeps its board.
func (tx *Tx) AllowGroup(g duban.Group) (duban.Group, error) {
	tx.forget()
	row, _, err := one[groupRow](tx, `
		INSERT INTO chat_group (chat_id, title, list_id, role) VALUES (?, ?, ?, ?)
		ON CONFLICT (chat_id) DO UPDATE SET title = excluded.title, list_id = excluded.list_id, role = excluded.role
		RETURNING *`, g.Chat, g.Title, g.List, g.Role)
	return row.group(), err
}

// ForgetGroup takes a group off the allow-list; found is false when it was not on it.
func (tx *Tx) ForgetGroup(chat int64) (found bool, err error) {
	tx.forget()
	n, err := tx.affected("DELETE FROM chat_group WHERE chat_id = ?", chat)
	return n > 0, err
}

// SetBoard records which message of a group is its pinned board.
func (tx *Tx) SetBoard(chat, message int64) error {
	tx.forget()
	return tx.exec("UPDATE chat_group SET board = ? WHERE chat_id = ?", message, chat)
}

// MoveChat gives everything that belongs to a chat its new identity, what waits
// to be sent included. Messages stay behind, so what was to change one of them is
// dropped, and so is a board that was to be pinned: the new chat gets its own. Done a
// second time it changes nothing.
func (tx *Tx) MoveChat(from, to int64) error {
	tx.forget()
	err := tx.exec(`UPDATE outbox SET state = ?, note = 'stayed behind', ended_at = ?
		WHERE chat_id = ? AND state = ? AND (target_id <> 0 OR payload LIKE '%"pin":true%')`, PostSkipped, millis(tx.now), from, postPending)
	if err != nil {
		return err
	}
	for _, sql := range []string{
		"UPDATE chat_group SET chat_id = ?, board = 0 WHERE chat_id = ?", // its messages have new ids
		"UPDATE outbox SET chat_id = ? WHERE chat_id = ? AND state IN ('pending', 'sending')",
	} {
		if err := tx.exec(sql, to, from); err != nil {
			return err
		}
	}
	return tx.exec("DELETE FROM gate WHERE chat_id = ?", from)
}
