package store

// Posted counts the messages that show a view of a kind, in one chat or with 0
// in all.
func (tx *Tx) Posted(kind string, chatID int64) (int, error) {
	return tx.count("SELECT COUNT(*) AS n FROM posted WHERE kind = ? AND (chat_id = ? OR CAST(? AS BIGINT) = 0)", kind, chatID, chatID)
}

// Audited counts the changes of a kind that people made.
func (tx *Tx) Audited(action string) (int, error) {
	return tx.count("SELECT COUNT(*) AS n FROM audit WHERE action = ?", action)
}

// Occurrences counts what was sent unasked.
func (tx *Tx) Occurrences() (int, error) { return tx.count("SELECT COUNT(*) AS n FROM occurrence") }

func (tx *Tx) count(sql string, args ...any) (int, error) {
	row, _, err := one[struct{ N int }](tx, sql, args...)
	return row.N, err
}
