package store

import (
	"strings"
	"time"

	"duban/internal/duban"
)

type reportRow struct {
	ID           int64
	AssignmentID int64
	PersonID     int64
	Source       string
	Origin       string
	Words        string
	State        string
	At           int64
	WithdrawnAt  int64
	Percent      float64
	Mark         string
	Later        string
	Figures      int // how many were stated; most reports have none
}

func (reportRow) TableName() string { return "report" }

func (r reportRow) report() duban.Report {
	later, _ := duban.ParseDate(r.Later)
	return duban.Report{
		ID: duban.ReportID(r.ID), Assignment: duban.AssignmentID(r.AssignmentID), Person: duban.PersonID(r.PersonID),
		Source: r.Source, Words: r.Words, State: duban.ReportState(r.State), At: instant(r.At), Withdrawn: instant(r.WithdrawnAt),
		Percent: r.Percent, Mark: duban.Mark(r.Mark), Later: later,
	}
}

// File adds a report and brings its assignment up to date. The same source
// counts once for an assignment: added is false the second time, and nothing
// changes. A report with At counts from then, and answers what was asked then.
func (tx *Tx) File(r duban.Report) (stored duban.Report, added bool, err error) {
	late := !r.At.IsZero()
	if !late {
		r.At = tx.now
	}
	row := reportRow{
		AssignmentID: int64(r.Assignment), PersonID: int64(r.Person), Source: r.Source, Origin: origin(r.Source),
		Words: r.Words, State: string(r.State), At: millis(r.At),
		Percent: r.Percent, Mark: string(r.Mark), Later: r.Later.String(), Figures: len(r.Figures),
	}
	row, added, err = one[reportRow](tx, `
		INSERT INTO report (assignment_id, person_id, source, origin, words, state, at, percent, mark, later, figures)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, assignment_id) DO NOTHING RETURNING *`,
		row.AssignmentID, row.PersonID, row.Source, row.Origin, row.Words, row.State, row.At, row.Percent, row.Mark, row.Later, row.Figures)
	if err != nil || !added {
		return duban.Report{}, false, err
	}
	stored = row.report()
	if stored.Figures, err = tx.state(row, r.Figures); err != nil {
		return duban.Report{}, false, err
	}
	if stored.Doubts, err = tx.doubt(row.ID, r.Doubts); err != nil {
		return duban.Report{}, false, err
	}
	if late && stored.IsAnswer() {
		if err := tx.answerThen(row.AssignmentID, row.At); err != nil {
			return duban.Report{}, false, err
		}
	}
	return stored, true, tx.apply(stored)
}

// apply brings an assignment up to date with its newest report. Talk changes nothing.
func (tx *Tx) apply(r duban.Report) error {
	if !r.IsAnswer() {
		return nil
	}
	a, err := tx.Assignment(r.Assignment)
	if err != nil {
		return err
	}
	a = a.Apply(r)
	if err := tx.stand(a, int64(r.ID)); err != nil {
		return err
	}
	return tx.answer(int64(a.ID), millis(r.At))
}

// stand writes onto an assignment what its reports say, so that nothing has to
// search them later.
func (tx *Tx) stand(a duban.Assignment, newest int64) error {
	for i, d := range tx.known.duties[a.Task] {
		if d.ID == a.ID {
			tx.known.duties[a.Task][i] = a
		}
	}
	return tx.exec("UPDATE assignment SET reported_at = ?, report_id = ?, blocked = ?, said = ?, quiet = ?, missed = ? WHERE id = ?",
		millis(a.ReportedAt), newest, a.Blocked, a.Said, a.Quiet, a.Missed, a.ID)
}

// ReportsFrom returns the reports that stand and came with a message, whatever
// revision of it.
func (tx *Tx) ReportsFrom(source string) ([]duban.Report, error) {
	rows, err := query[reportRow](tx, "SELECT * FROM report WHERE origin = ? AND withdrawn_at = 0 ORDER BY id", origin(source))
	if err != nil {
		return nil, err
	}
	return tx.figured(rows)
}

// LastReport returns the newest answer on an assignment that stands; talk is none.
func (tx *Tx) LastReport(a duban.AssignmentID) (duban.Report, bool, error) {
	row, found, err := one[reportRow](tx,
		"SELECT * FROM report WHERE assignment_id = ? AND withdrawn_at = 0 AND state <> ? ORDER BY id DESC LIMIT 1", a, duban.Said)
	return tx.onlyReport(row, found, err)
}

// onlyReport is one report with its figures, as one found its row.
func (tx *Tx) onlyReport(row reportRow, found bool, err error) (duban.Report, bool, error) {
	if err != nil || !found {
		return duban.Report{}, false, err
	}
	reports, err := tx.figured([]reportRow{row})
	if err != nil {
		return duban.Report{}, false, err
	}
	return reports[0], true, nil
}

// LastReports returns the newest standing answer of each of the list's
// assignments that has one.
func (tx *Tx) LastReports(list duban.ListID) (map[duban.AssignmentID]duban.Report, error) {
	rows, err := query[reportRow](tx, `
		SELECT r.* FROM assignment a JOIN task t ON t.id = a.task_id JOIN report r ON r.id = a.report_id
		WHERE t.list_id = ?`, list)
	if err != nil {
		return nil, err
	}
	reports, err := tx.figured(rows)
	last := make(map[duban.AssignmentID]duban.Report, len(reports))
	for _, r := range reports {
		last[r.Assignment] = r
	}
	return last, err
}

// ReportsBy returns the reports of the newest message of a person that stands,
// which is what he can take back.
func (tx *Tx) ReportsBy(p duban.PersonID) ([]duban.Report, error) {
	row, found, err := one[reportRow](tx,
		"SELECT * FROM report WHERE person_id = ? AND withdrawn_at = 0 ORDER BY id DESC LIMIT 1", p)
	if err != nil || !found {
		return nil, err
	}
	return tx.ReportsFrom(row.Source)
}

// Withdraw takes a report back. It stays in the table, and the assignment
// stands as if it had not been made; changed is false if it was taken back before.
func (tx *Tx) Withdraw(r duban.Report) (changed bool, err error) {
	n, err := tx.affected("UPDATE report SET withdrawn_at = ? WHERE id = ? AND withdrawn_at = 0", millis(tx.now), r.ID)
	if err != nil || n == 0 {
		return false, err
	}
	if err := tx.restate(int64(r.Assignment)); err != nil {
		return false, err
	}
	return true, tx.settle(int64(r.Assignment))
}

// settle brings an assignment up to date with all the reports that stand, after
// one of them was taken back.
func (tx *Tx) settle(assignment int64) error {
	tx.forget()
	a, err := tx.Assignment(duban.AssignmentID(assignment))
	if err != nil {
		return err
	}
	answer, _, err := tx.LastReport(a.ID)
	if err != nil {
		return err
	}
	a.ReportedAt, a.Blocked, a.Said = answer.At, false, duban.Said
	if answer.ID != 0 {
		a = a.Apply(answer)
	}
	if err := tx.stand(a, int64(answer.ID)); err != nil {
		return err
	}
	if err := tx.answer(assignment, millis(a.ReportedAt)); err != nil {
		return err
	}
	// What was asked after the report that stands now is not answered.
	err = tx.exec(`
		UPDATE owed SET answered_at = 0 WHERE assignment_id = ?
		AND opening_id IN (SELECT id FROM opening WHERE opens_at > ?)`, assignment, millis(a.ReportedAt))
	if err != nil {
		return err
	}
	return tx.countMissed(assignment)
}

// countMissed counts anew the closed rounds since an assignment's last answer.
func (tx *Tx) countMissed(assignment int64) error {
	err := tx.exec(`
		UPDATE assignment SET missed = (SELECT COUNT(*) FROM owed w JOIN opening o ON o.id = w.opening_id
			WHERE w.assignment_id = assignment.id AND w.answered_at = 0 AND o.step <> ? AND o.closes_at > assignment.reported_at)
		WHERE id = ?`, duban.Collecting, assignment)
	if err != nil {
		return err
	}
	return tx.exec("UPDATE assignment SET quiet = missed WHERE id = ? AND quiet < missed", assignment)
}

// answer marks what the newest report answers: every asking of the assignment
// that is still under way, and its newest in any case.
func (tx *Tx) answer(assignment, reportedAt int64) error {
	for _, asked := range tx.known.asked {
		for i := range asked {
			if asked[i].AssignmentID == assignment && asked[i].AnsweredAt == 0 {
				asked[i].AnsweredAt = reportedAt
			}
		}
	}
	return tx.exec(`
		UPDATE owed SET answered_at = ? WHERE assignment_id = ? AND answered_at = 0
		AND EXISTS (SELECT 1 FROM opening o WHERE o.id = owed.opening_id AND o.opens_at <= ? AND (o.step <> ?
			OR o.id = (SELECT asked_id FROM assignment WHERE id = owed.assignment_id)))`,
		reportedAt, assignment, reportedAt, duban.Over)
}

// answerThen marks what a report answered when it was said: the newest asking there
// was then, which may be over by now.
func (tx *Tx) answerThen(assignment, at int64) error {
	tx.forget()
	return tx.exec(`
		UPDATE owed SET answered_at = ? WHERE assignment_id = ? AND answered_at = 0 AND opening_id = (
			SELECT o.id FROM opening o JOIN owed w ON w.opening_id = o.id
			WHERE w.assignment_id = ? AND o.opens_at <= ? ORDER BY o.opens_at DESC, o.id DESC LIMIT 1)`,
		at, assignment, assignment, at)
}

// origin is the message behind a source: m:chat:message[:edit] or f:chat:message
// without its revision. A press is its own origin.
func origin(source string) string {
	parts := strings.SplitN(source, ":", 4)
	if (parts[0] == "m" || parts[0] == "f") && len(parts) > 2 {
		return "m:" + strings.Join(parts[1:3], ":")
	}
	return source
}

type unplacedRow struct {
	ID       int64
	PersonID int64
	Source   string
	Words    string
	At       int64
	PlacedAt int64
}

func (unplacedRow) TableName() string { return "unplaced" }

// KeepWords keeps words until their author says which task they are about. The
// same source is kept once.
func (tx *Tx) KeepWords(p duban.PersonID, source, words string) (id int64, err error) {
	row, _, err := one[unplacedRow](tx, `
		INSERT INTO unplaced (person_id, source, words, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (source) DO UPDATE SET words = excluded.words RETURNING *`, p, source, words, millis(tx.now))
	return row.ID, err
}

// KeptWords returns words kept earlier that nobody has placed yet.
func (tx *Tx) KeptWords(id int64) (duban.Unplaced, bool, error) {
	row, found, err := one[unplacedRow](tx, "SELECT * FROM unplaced WHERE id = ? AND placed_at = 0", id)
	return duban.Unplaced{
		ID: row.ID, Person: duban.PersonID(row.PersonID), Source: row.Source, Words: row.Words,
	}, found, err
}

// PlaceWords marks kept words as placed.
func (tx *Tx) PlaceWords(id int64) error {
	return tx.exec("UPDATE unplaced SET placed_at = ? WHERE id = ?", millis(tx.now), id)
}

// ReportByID returns one report, taken back or not.
func (tx *Tx) ReportByID(id duban.ReportID) (duban.Report, bool, error) {
	row, found, err := one[reportRow](tx, "SELECT * FROM report WHERE id = ?", id)
	return tx.onlyReport(row, found, err)
}

// ReportsSince counts the standing reports on a list since an instant, and the
// departments they came from.
func (tx *Tx) ReportsSince(list duban.ListID, since time.Time) (reports, departments int, err error) {
	row, _, err := one[struct{ Reports, Departments int }](tx, `
		SELECT COUNT(*) AS reports, COUNT(DISTINCT a.department_id) AS departments
		FROM report r JOIN assignment a ON a.id = r.assignment_id JOIN task t ON t.id = a.task_id
		WHERE t.list_id = ? AND r.withdrawn_at = 0 AND r.state <> ? AND r.at >= ?`, list, duban.Said, millis(since))
	return row.Reports, row.Departments, err
}

// ReportsOn counts the standing reports on a task.
func (tx *Tx) ReportsOn(task duban.TaskID) (int, error) {
	row, _, err := one[struct{ N int }](tx, `
		SELECT COUNT(*) AS n FROM report r JOIN assignment a ON a.id = r.assignment_id WHERE a.task_id = ? AND r.withdrawn_at = 0`, task)
	return row.N, err
}
