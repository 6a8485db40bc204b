package store

import (
	"duban/internal/duban"
)

// CountMerge counts what MergeDepartments would move from a department, and the
// tasks for which both answer.
func (tx *Tx) CountMerge(from, into duban.DepartmentID) (n duban.MergeCount, err error) {
	row, _, err := one[struct{ Tasks, Both, Contacts, Reports, Members int }](tx, `
		SELECT (SELECT COUNT(*) FROM assignment WHERE department_id = ? AND state <> ?) AS tasks,
		(SELECT COUNT(*) FROM assignment a JOIN assignment b ON a.task_id = b.task_id
			WHERE a.department_id = ? AND b.department_id = ? AND a.state <> ? AND b.state <> ?) AS "both",
		(SELECT COUNT(*) FROM contact WHERE department_id = ? AND until = 0) AS contacts,
		(SELECT COUNT(*) FROM report r JOIN assignment a ON a.id = r.assignment_id WHERE a.department_id = ? AND r.withdrawn_at = 0) AS reports,
		(SELECT COUNT(*) FROM membership WHERE member_id = ? AND until = 0) AS members`,
		from, duban.Ended, from, into, duban.Ended, duban.Ended, from, from, from)
	return duban.MergeCount{Tasks: row.Tasks, Both: row.Both, Contacts: row.Contacts, Reports: row.Reports, Members: row.Members}, err
}

// MergeDepartments makes one department part of another. Its names become names of
// the other; its contacts, memberships, shares and schedules go over. An
// assignment goes over as it is, with its reports and what is asked of it; where
// the other answers for the task too, the reports go over to the other's and the
// stronger role wins. No report is altered or lost; it cannot be undone.
func (tx *Tx) MergeDepartments(from, into duban.DepartmentID) error {
	if err := tx.touch("TRUE"); err != nil {
		return err
	}
	for _, step := range []func(from, into duban.DepartmentID) error{
		tx.mergeNames, tx.mergePeople, tx.mergeMemberships, tx.mergeRounds, tx.mergeShares, tx.mergeAssignments,
	} {
		if err := step(from, into); err != nil {
			return err
		}
	}
	tx.forget()
	lists, err := tx.Lists()
	for _, l := range lists {
		if err == nil && l.State == duban.Confirmed {
			err = tx.SyncAssignments(l.ID)
		}
	}
	return err
}

func (tx *Tx) mergeNames(from, into duban.DepartmentID) error {
	if err := tx.exec("UPDATE alias SET department_id = ? WHERE department_id = ?", into, from); err != nil {
		return err
	}
	return tx.exec("UPDATE department SET merged_into = ? WHERE id = ?", into, from)
}

// mergePeople moves contacts behind those the other department has. Who is there
// already stays what he is.
func (tx *Tx) mergePeople(from, into duban.DepartmentID) error {
	err := tx.exec(`UPDATE contact SET until = ? WHERE department_id = ? AND until = 0 AND EXISTS (SELECT 1 FROM contact c
		WHERE c.department_id = ? AND c.person_id = contact.person_id AND c.head = contact.head AND c.until = 0)`, millis(tx.now), from, into)
	if err == nil {
		err = tx.exec(`UPDATE contact SET department_id = ?, rank = rank + (SELECT COALESCE(MAX(c.rank), 0) FROM contact c
			WHERE c.department_id = ? AND c.until = 0) WHERE department_id = ? AND until = 0`, into, into, from)
	}
	if err == nil {
		err = tx.exec("UPDATE invitation SET department_id = ? WHERE department_id = ? AND used_at = 0", into, from)
	}
	if err == nil {
		err = tx.exec("UPDATE walk SET department_id = ? WHERE department_id = ?", into, from)
	}
	return err
}

func (tx *Tx) mergeMemberships(from, into duban.DepartmentID) error {
	err := tx.exec(`UPDATE membership SET until = ? WHERE member_id = ? AND until = 0 AND EXISTS (SELECT 1 FROM membership m
		WHERE m.collective_id = membership.collective_id AND m.member_id = ? AND m.until = 0)`, millis(tx.now), from, into)
	if err != nil {
		return err
	}
	return tx.exec("UPDATE membership SET member_id = ? WHERE member_id = ? AND until = 0", into, from)
}

func (tx *Tx) mergeRounds(from, into duban.DepartmentID) error {
	err := tx.exec(`UPDATE round SET removed_at = ?, next_at = 0 WHERE department_id = ? AND removed_at = 0 AND EXISTS (SELECT 1 FROM round r
		WHERE r.list_id = round.list_id AND r.kind = round.kind AND r.task_id = round.task_id AND r.department_id = ? AND r.removed_at = 0)`,
		millis(tx.now), from, into)
	if err != nil {
		return err
	}
	return tx.exec("UPDATE round SET department_id = ? WHERE department_id = ? AND removed_at = 0", into, from)
}

// mergeShares moves shares; of two in one task the stronger role stays.
func (tx *Tx) mergeShares(from, into duban.DepartmentID) error {
	const both = `EXISTS (SELECT 1 FROM share s WHERE s.task_id = share.task_id AND s.department_id = ? AND s.removed_at = 0`
	err := tx.exec("UPDATE share SET role = ? WHERE department_id = ? AND removed_at = 0 AND "+both+" AND s.role = ?)",
		duban.Lead, into, from, duban.Lead)
	if err == nil {
		err = tx.exec("UPDATE share SET printed_role = ? WHERE department_id = ? AND removed_at = 0 AND "+both+" AND s.printed_role = ?)",
			duban.Lead, into, from, duban.Lead)
	}
	if err == nil {
		err = tx.exec("UPDATE share SET removed_at = ?, by_hand = FALSE, printed_role = '' WHERE department_id = ? AND removed_at = 0 AND "+both+")",
			millis(tx.now), from, into)
	}
	if err != nil {
		return err
	}
	return tx.exec("UPDATE share SET department_id = ? WHERE department_id = ? AND removed_at = 0", into, from)
}

func (tx *Tx) mergeAssignments(from, into duban.DepartmentID) error {
	pairs, err := query[struct{ Old, New int64 }](tx, `
		SELECT a.id AS old, b.id AS new FROM assignment a JOIN assignment b ON a.task_id = b.task_id
		WHERE a.department_id = ? AND b.department_id = ?`, from, into)
	if err != nil {
		return err
	}
	for _, p := range pairs {
		if err := tx.mergeAssignment(p.Old, p.New); err != nil {
			return err
		}
	}
	return tx.exec(`UPDATE assignment SET department_id = ? WHERE department_id = ? AND NOT EXISTS (SELECT 1 FROM assignment b
		WHERE b.task_id = assignment.task_id AND b.department_id = ?)`, into, from, into)
}

// mergeAssignment moves one assignment's reports, and what is asked of it, to the
// other one. What was said to both in one message stays where it is too: it was
// said once.
func (tx *Tx) mergeAssignment(old, into int64) error {
	err := tx.exec(`UPDATE report SET assignment_id = ? WHERE assignment_id = ?
		AND source NOT IN (SELECT source FROM report WHERE assignment_id = ?)`, into, old, into)
	if err == nil {
		err = tx.exec(`UPDATE owed SET assignment_id = ? WHERE assignment_id = ?
			AND opening_id NOT IN (SELECT opening_id FROM owed WHERE assignment_id = ?)`, into, old, into)
	}
	if err == nil {
		err = tx.moveFigures(old, into)
	}
	if err == nil { // one of them has answered, and they are one
		err = tx.exec(`UPDATE owed SET answered_at = (SELECT o.answered_at FROM owed o WHERE o.opening_id = owed.opening_id AND o.assignment_id = ?)
			WHERE assignment_id = ? AND answered_at = 0 AND EXISTS (SELECT 1 FROM owed o
			WHERE o.opening_id = owed.opening_id AND o.assignment_id = ? AND o.answered_at <> 0)`, old, into, old)
	}
	if err == nil {
		err = tx.exec("DELETE FROM owed WHERE assignment_id = ?", old)
	}
	if err == nil {
		err = tx.exec(`UPDATE assignment SET asked_id = COALESCE((SELECT MAX(opening_id) FROM owed WHERE assignment_id = assignment.id), 0) WHERE id IN (?, ?)`, old, into)
	}
	if err == nil {
		err = tx.exec(`UPDATE assignment SET state = ? WHERE id = ? AND state = ? AND EXISTS (SELECT 1 FROM assignment o WHERE o.id = ? AND o.state <> ?)`,
			duban.Open, into, duban.Ended, old, duban.Ended)
	}
	if err == nil {
		err = tx.exec("UPDATE assignment SET state = ?, report_id = 0, reported_at = 0, blocked = FALSE WHERE id = ?", duban.Ended, old)
	}
	if err != nil {
		return err
	}
	return tx.restand(into)
}

// moveFigures lets figures follow their reports. What was stated last, be it by the
// one department or the other, is what they have reached: nothing is added up.
func (tx *Tx) moveFigures(old, into int64) error {
	err := tx.exec("UPDATE figure SET assignment_id = ? WHERE assignment_id = ? AND report_id IN (SELECT id FROM report WHERE assignment_id = ?)", into, old, into)
	if err == nil {
		err = tx.restate(old)
	}
	if err == nil {
		err = tx.restate(into)
	}
	return err
}

// restand brings an assignment up to date with reports that have come to it. What
// was answered stays answered.
func (tx *Tx) restand(assignment int64) error {
	tx.forget()
	rows, err := query[reportRow](tx,
		"SELECT * FROM report WHERE assignment_id = ? AND withdrawn_at = 0 ORDER BY id", assignment)
	if err != nil || len(rows) == 0 {
		return err
	}
	a, err := tx.Assignment(duban.AssignmentID(assignment))
	if err != nil {
		return err
	}
	quiet, missed := a.Quiet, a.Missed
	for _, r := range rows {
		a = a.Apply(r.report())
	}
	a.Quiet, a.Missed = quiet, missed
	return tx.stand(a, rows[len(rows)-1].ID)
}
