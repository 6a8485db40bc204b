package store

import (
	"fmt"
	"math"
	"slices"
	"time"

	"duban/internal/duban"
	"duban/internal/failpoint"
)

type roundRow struct {
	ID           int64
	ListID       int64
	TaskID       int64
	DepartmentID int64
	Kind         string
	Schedule     string
	NextAt       int64
	NextCloses   int64
	Revision     int
	RemovedAt    int64
}

func (roundRow) TableName() string { return "round" }

func (r roundRow) round() duban.Round {
	return duban.Round{
		ID: duban.RoundID(r.ID), List: duban.ListID(r.ListID), Task: duban.TaskID(r.TaskID),
		Department: duban.DepartmentID(r.DepartmentID), Kind: duban.RoundKind(r.Kind), Schedule: r.Schedule,
		Next: instant(r.NextAt), NextCloses: instant(r.NextCloses), Revision: r.Revision,
	}
}

// SetRound sets the round of a list, task or department. Where it has one, the
// schedule is replaced and the revision raised; what was opened goes on.
func (tx *Tx) SetRound(r duban.Round) (duban.Round, error) {
	row, _, err := one[roundRow](tx, `
		INSERT INTO round (list_id, task_id, department_id, kind, schedule, next_at, next_closes) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (list_id, kind, task_id, department_id) WHERE removed_at = 0 DO UPDATE SET
			schedule = excluded.schedule, next_at = excluded.next_at, next_closes = excluded.next_closes,
			revision = round.revision + 1
		RETURNING *`, r.List, r.Task, r.Department, r.Kind, r.Schedule, millis(r.Next), millis(r.NextCloses))
	return row.round(), err
}

// RemoveRound ends a task's or department's own round; found is false when it has none.
func (tx *Tx) RemoveRound(r duban.Round) (found bool, err error) {
	n, err := tx.affected(`UPDATE round SET removed_at = ?, next_at = 0
		WHERE list_id = ? AND kind = ? AND task_id = ? AND department_id = ? AND removed_at = 0`,
		millis(tx.now), r.List, r.Kind, r.Task, r.Department)
	return n > 0, err
}

// Rounds returns the rounds of a list, its own first.
func (tx *Tx) Rounds(list duban.ListID) ([]duban.Round, error) {
	rows, err := query[roundRow](tx,
		"SELECT * FROM round WHERE list_id = ? AND removed_at = 0 ORDER BY task_id, department_id, kind = 'summary', kind", list)
	return mapped(rows, roundRow.round), err
}

// RoundsDue reports whether a round's moment has come or an opening is to be looked at.
func (tx *Tx) RoundsDue() (bool, error) {
	_, due, err := one[struct{ Due int64 }](tx, `
		SELECT 1 AS due FROM round WHERE next_at > 0 AND next_at <= ? AND removed_at = 0
		UNION ALL SELECT 1 FROM opening WHERE next_at > 0 AND next_at <= ? LIMIT 1`, millis(tx.now), millis(tx.now))
	return due, err
}

// DueRounds returns the rounds whose moment has come.
func (tx *Tx) DueRounds() ([]duban.Round, error) {
	rows, err := query[roundRow](tx,
		"SELECT * FROM round WHERE next_at > 0 AND next_at <= ? AND removed_at = 0 ORDER BY next_at, id", millis(tx.now))
	return mapped(rows, roundRow.round), err
}

// Advance moves a round's watermark.
func (tx *Tx) Advance(id duban.RoundID, next, closes time.Time) error {
	return tx.exec("UPDATE round SET next_at = ?, next_closes = ? WHERE id = ?", millis(next), millis(closes), id)
}

// NextRoundMoment returns the next instant at which a round opens or a step of an
// opening ends; found is false when there is none.
func (tx *Tx) NextRoundMoment() (at time.Time, found bool, err error) {
	return tx.earliest(`
		SELECT MIN(next_at) AS at FROM round WHERE next_at > 0 AND removed_at = 0
		UNION ALL SELECT MIN(next_at) FROM opening WHERE next_at > 0`)
}

// NextMoment returns the next instant at which anything is due, posts that wait
// for their time included.
func (tx *Tx) NextMoment() (at time.Time, found bool, err error) {
	return tx.earliest(`
		SELECT MIN(next_at) AS at FROM round WHERE next_at > 0 AND removed_at = 0
		UNION ALL SELECT MIN(next_at) FROM opening WHERE next_at > 0
		UNION ALL SELECT MIN(not_before) FROM outbox WHERE state = 'pending' AND not_before > ?`, millis(tx.now))
}

func (tx *Tx) earliest(moments string, args ...any) (time.Time, bool, error) {
	row, _, err := one[struct{ At int64 }](tx, "SELECT COALESCE(MIN(at), 0) AS at FROM ("+moments+") AS moments", args...)
	return instant(row.At), row.At != 0, err
}

type openingRow struct {
	ID       int64
	RoundID  int64
	ListID   int64
	OpensAt  int64
	ClosesAt int64
	OpenedAt int64
	Late     bool
	Step     string
	NextAt   int64
	Climbed  int
}

func (openingRow) TableName() string { return "opening" }

func (r openingRow) opening() duban.Opening {
	return duban.Opening{
		ID: duban.OpeningID(r.ID), Round: duban.RoundID(r.RoundID), List: duban.ListID(r.ListID), Opens: instant(r.OpensAt),
		OpenedAt: instant(r.OpenedAt), Closes: instant(r.ClosesAt), Late: r.Late, Step: duban.OpeningStep(r.Step),
		Climbed: duban.Rung(r.Climbed), NextAt: instant(r.NextAt),
	}
}

// OpenRound stores an opening and what it asks for; passed is what belongs to the
// round and is not asked for. A round opens once for one instant: opened is false
// when it did before.
func (tx *Tx) OpenRound(o duban.Opening, asked, passed []duban.Assignment) (stored duban.Opening, opened bool, err error) {
	row, opened, err := one[openingRow](tx, `
		INSERT INTO opening (round_id, list_id, opens_at, closes_at, opened_at, late, step, next_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (round_id, opens_at) DO NOTHING RETURNING *`,
		o.Round, o.List, millis(o.Opens), millis(o.Closes), millis(tx.now), o.Late, o.Step, millis(o.NextAt))
	if err == nil && opened {
		tx.forget()
		err = tx.passBy(passed)
	}
	if err == nil && opened {
		err = tx.owe(duban.OpeningID(row.ID), asked)
	}
	return row.opening(), opened, err
}

// passBy counts a round that does not ask for some assignments of its list.
func (tx *Tx) passBy(passed []duban.Assignment) error {
	if len(passed) == 0 {
		return nil
	}
	of := mapped(passed, func(a duban.Assignment) duban.AssignmentID { return a.ID })
	return tx.exec("UPDATE assignment SET passed = passed + 1 WHERE "+tx.among("id"), ids(of))
}

type owedRow struct {
	OpeningID    int64
	AssignmentID int64
	AnsweredAt   int64
}

func (owedRow) TableName() string { return "owed" }

func (tx *Tx) owe(o duban.OpeningID, scope []duban.Assignment) error {
	tx.forget()
	if len(scope) == 0 {
		return nil
	}
	rows := make([]owedRow, len(scope))
	for i, a := range scope {
		rows[i] = owedRow{OpeningID: int64(o), AssignmentID: int64(a.ID)}
	}
	if err := tx.insert(rows); err != nil {
		return err
	}
	return tx.exec("UPDATE assignment SET asked_id = ?, passed = 0 WHERE id IN (SELECT assignment_id FROM owed WHERE opening_id = ?)", o, o)
}

// Opening returns one opening.
func (tx *Tx) Opening(id duban.OpeningID) (duban.Opening, error) {
	row, found, err := one[openingRow](tx, "SELECT * FROM opening WHERE id = ?", id)
	if err == nil && !found {
		err = notFound("opening", id)
	}
	return row.opening(), err
}

// RoundOf returns the round that an opening belongs to, also one that was removed since.
func (tx *Tx) RoundOf(o duban.Opening) (duban.Round, error) {
	row, found, err := one[roundRow](tx, "SELECT * FROM round WHERE id = ?", o.Round)
	if err == nil && !found {
		err = notFound("round", o.Round)
	}
	return row.round(), err
}

// DueOpenings returns the openings whose step has run out.
func (tx *Tx) DueOpenings() ([]duban.Opening, error) {
	rows, err := query[openingRow](tx,
		"SELECT * FROM opening WHERE next_at > 0 AND next_at <= ? ORDER BY next_at, id", millis(tx.now))
	return mapped(rows, openingRow.opening), err
}

// LookAgain lets every opening that waits for something be looked at now.
func (tx *Tx) LookAgain() error {
	return tx.exec("UPDATE opening SET next_at = ? WHERE next_at > ?", millis(tx.now), millis(tx.now))
}

// StepOpening stores how far an opening has come and when it is looked at next.
func (tx *Tx) StepOpening(o duban.Opening) error {
	return tx.exec("UPDATE opening SET step = ?, climbed = ?, next_at = ? WHERE id = ?", o.Step, o.Climbed, millis(o.NextAt), o.ID)
}

// Told returns the people who were to be sent something of a kind about an opening,
// by an instant or, with the zero time, ever.
func (tx *Tx) Told(o duban.OpeningID, kind duban.OccurrenceKind, by time.Time) ([]duban.PersonID, error) {
	last := int64(math.MaxInt64)
	if !by.IsZero() {
		last = millis(by)
	}
	rows, err := query[struct{ PersonID int64 }](tx,
		"SELECT DISTINCT person_id FROM occurrence WHERE opening_id = ? AND kind = ? AND at <= ?", o, kind, last)
	return mapped(rows, func(r struct{ PersonID int64 }) duban.PersonID { return duban.PersonID(r.PersonID) }), err
}

// moved is the condition that an assignment a of a task t has a schedule of its own by
// now, and that the opening o was not of that one. A task's own comes before a
// department's.
const moved = `(o.task_id = 0 AND (
	EXISTS (SELECT 1 FROM round x WHERE x.list_id = t.list_id AND x.kind = 'ask' AND x.task_id = a.task_id AND x.department_id = 0 AND x.removed_at = 0)
	OR o.department_id = 0 AND
	EXISTS (SELECT 1 FROM round x WHERE x.list_id = t.list_id AND x.kind = 'ask' AND x.task_id = 0 AND x.department_id = a.department_id AND x.removed_at = 0)))`

// selectOwed reads what openings ask for; o is the round of the opening.
const selectOwed = `
	SELECT a.*, t.due, w.opening_id, w.answered_at, CASE WHEN o.task_id = 0 AND o.department_id = 0 THEN 0 ELSE 1 END AS own,
		CASE WHEN ` + moved + ` THEN 1 ELSE 0 END AS moved
	FROM owed w JOIN assignment a ON a.id = w.assignment_id
	JOIN opening p ON p.id = w.opening_id JOIN round o ON o.id = p.round_id
	JOIN task t ON t.id = a.task_id JOIN department d ON d.id = a.department_id`

// Owed returns what an opening asks for, by task number; of one person's
// departments, or of all when deps is empty.
func (tx *Tx) Owed(o duban.OpeningID, deps ...duban.DepartmentID) ([]duban.Owed, error) {
	sql := selectOwed + " WHERE w.opening_id = ? AND t.archived_at = 0"
	args := []any{o}
	if len(deps) > 0 {
		sql, args = sql+" AND "+tx.among("a.department_id"), append(args, ids(deps))
	}
	rows, err := query[dueAssignmentRow](tx, sql+" ORDER BY t.no, a.role, d.position", args...)
	return mapped(rows, dueAssignmentRow.owed), err
}

// Collecting returns the openings that collect answers and ask a department for
// something, oldest first.
func (tx *Tx) Collecting(dep duban.DepartmentID) ([]duban.Opening, error) {
	rows, err := query[openingRow](tx, `
		SELECT o.* FROM opening o WHERE o.step = ? AND EXISTS (
			SELECT 1 FROM owed w JOIN assignment a ON a.id = w.assignment_id
			WHERE w.opening_id = o.id AND a.department_id = ?) ORDER BY o.opens_at, o.id`, duban.Collecting, dep)
	return mapped(rows, openingRow.opening), err
}

// OpeningOf returns the newest opening that asks for an assignment.
func (tx *Tx) OpeningOf(a duban.AssignmentID) (o duban.Opening, found bool, err error) {
	row, found, err := one[openingRow](tx,
		"SELECT * FROM opening WHERE id = (SELECT asked_id FROM assignment WHERE id = ?)", a)
	return row.opening(), found, err
}

// newestOfList is the newest opening of the own rounds of reports of a list, which it
// takes as an argument.
const newestOfList = `(SELECT MAX(n.id) FROM opening n JOIN round y ON y.id = n.round_id
	WHERE y.list_id = ? AND y.task_id = 0 AND y.department_id = 0 AND y.kind <> 'summary')`

// CurrentOwed returns, for each open assignment that the newest round asks for, that
// asking; of some departments, or of all when deps is empty. What a later round of
// the list has passed by is asked for no more, nor what has moved to a schedule of its
// own that has not opened yet.
func (tx *Tx) CurrentOwed(list duban.ListID, deps ...duban.DepartmentID) ([]duban.Owed, error) {
	sql := selectOwed + `
		WHERE t.list_id = ? AND t.archived_at = 0 AND a.state = ? AND w.opening_id = a.asked_id AND a.passed = 0 AND NOT ` + moved + `
		AND (o.task_id <> 0 OR o.department_id <> 0 OR w.opening_id = ` + newestOfList + `)`
	args := []any{list, duban.Open, list}
	if len(deps) > 0 {
		sql, args = sql+" AND "+tx.among("a.department_id"), append(args, ids(deps))
	}
	rows, err := query[dueAssignmentRow](tx, sql+" ORDER BY t.no, a.role, d.position", args...)
	return mapped(rows, dueAssignmentRow.owed), err
}

// Asked is CurrentOwed of some departments, without what it says about the
// assignments: it is looked at with every reply.
func (tx *Tx) Asked(list duban.ListID, deps ...duban.DepartmentID) ([]duban.Asking, error) {
	key := fmt.Sprint(list, deps)
	rows, known := tx.known.asked[key]
	if !known {
		var err error
		if rows, err = tx.askings(list, deps); err != nil {
			return nil, err
		}
		if tx.known.asked == nil {
			tx.known.asked = map[string][]askingRow{}
		}
		tx.known.asked[key] = rows
	}
	return mapped(rows, func(r askingRow) duban.Asking {
		return duban.Asking{Opening: duban.OpeningID(r.OpeningID), Task: duban.TaskID(r.TaskID), Department: duban.DepartmentID(r.DepartmentID), Answered: r.AnsweredAt != 0}
	}), nil
}

type askingRow struct{ OpeningID, AssignmentID, TaskID, DepartmentID, AnsweredAt int64 }

func (tx *Tx) askings(list duban.ListID, deps []duban.DepartmentID) ([]askingRow, error) {
	// CROSS, so that SQLite begins with what is asked of these departments: mostly
	// little, at times nothing.
	return query[askingRow](tx, `
		SELECT w.opening_id, a.id AS assignment_id, a.task_id, a.department_id, w.answered_at FROM assignment a CROSS JOIN owed w CROSS JOIN opening p CROSS JOIN round o CROSS JOIN task t
		WHERE `+tx.among("a.department_id")+` AND a.asked_id > 0 AND a.passed = 0 AND a.state = ? AND w.opening_id = a.asked_id AND w.assignment_id = a.id
		AND p.id = w.opening_id AND o.id = p.round_id AND t.id = a.task_id AND t.list_id = ? AND t.archived_at = 0 AND NOT `+moved+`
		AND (o.task_id <> 0 OR o.department_id <> 0 OR w.opening_id = `+newestOfList+`)`, ids(deps), duban.Open, list, list)
}

// CountQuiet adds a round without news to every assignment of an opening that
// told nothing new since it opened, and a round that was missed to each that said
// nothing at all.
func (tx *Tx) CountQuiet(o duban.Opening) error {
	tx.forget()
	rows, err := query[reportRow](tx, `
		SELECT r.* FROM report r JOIN owed w ON w.assignment_id = r.assignment_id
		WHERE w.opening_id = ? AND r.withdrawn_at = 0 AND r.at >= ?`, o.ID, millis(o.Opens))
	if err != nil {
		return err
	}
	var told []int64
	for _, r := range rows {
		if r.report().IsNews() {
			told = append(told, r.AssignmentID)
		}
	}
	err = tx.exec(`
		UPDATE assignment SET quiet = quiet + 1 WHERE NOT `+tx.among("id")+`
		AND id IN (SELECT assignment_id FROM owed WHERE opening_id = ?)`, ids(told), o.ID)
	if err != nil {
		return err
	}
	return tx.exec(`
		UPDATE assignment SET missed = missed + 1
		WHERE id IN (SELECT assignment_id FROM owed WHERE opening_id = ? AND answered_at = 0)`, o.ID)
}

// Occur claims an occurrence; first is false when it exists already.
func (tx *Tx) Occur(o duban.Occurrence) (first bool, err error) {
	if failpoint.Broken(failpoint.KeyedByNow) && o.Opening != 0 {
		o.Cause = tx.now.String()
	}
	n, err := tx.affected(occur+"(?, ?, ?, ?, ?, ?, ?)"+occurOnce, tx.occurrence(o)...)
	return n > 0, err
}

const (
	occur     = "INSERT INTO occurrence (person_id, group_id, kind, cause, step, opening_id, at) VALUES "
	occurOnce = " ON CONFLICT (person_id, group_id, kind, cause, step) DO NOTHING"
)

func (tx *Tx) occurrence(o duban.Occurrence) []any {
	return []any{o.Person, o.Group, o.Kind, o.Cause, o.Step, o.Opening, millis(tx.now)}
}

// OccurEach claims one occurrence for each of some people and returns those for
// whom it did not exist, in their order.
func (tx *Tx) OccurEach(o duban.Occurrence, people []duban.PersonID) (fresh []duban.PersonID, err error) {
	const most = 100
	if failpoint.Broken(failpoint.KeyedByNow) && o.Opening != 0 {
		o.Cause = tx.now.String()
	}
	for some := range slices.Chunk(people, most) {
		sql, args := occur, []any{}
		for i, p := range some {
			if i > 0 {
				sql += ", "
			}
			o.Person = p
			sql, args = sql+"(?, ?, ?, ?, ?, ?, ?)", append(args, tx.occurrence(o)...)
		}
		rows, err := query[struct{ PersonID int64 }](tx, sql+occurOnce+" RETURNING person_id", args...)
		if err != nil {
			return nil, err
		}
		for _, p := range some {
			if slices.ContainsFunc(rows, func(r struct{ PersonID int64 }) bool { return r.PersonID == int64(p) }) {
				fresh = append(fresh, p)
			}
		}
	}
	return fresh, nil
}

// OccurredSince reports whether something of a kind and cause was sent since an
// instant.
func (tx *Tx) OccurredSince(kind duban.OccurrenceKind, cause string, since time.Time) (bool, error) {
	_, found, err := one[struct{ ID int64 }](tx,
		"SELECT id FROM occurrence WHERE kind = ? AND cause = ? AND at > ? LIMIT 1", kind, cause, millis(since))
	return found, err
}

// AskedSince reports whether a round asked a person for reports since an instant.
func (tx *Tx) AskedSince(p duban.PersonID, since time.Time) (bool, error) {
	_, found, err := one[struct{ ID int64 }](tx, "SELECT id FROM occurrence WHERE person_id = ? AND kind IN ? AND at > ? LIMIT 1",
		p, []duban.OccurrenceKind{duban.DigestSent, duban.ReminderSent, duban.NudgeSent}, millis(since))
	return found, err
}

// LastOpening returns the newest opening of the round of a list, task or
// department.
func (tx *Tx) LastOpening(r duban.Round) (o duban.Opening, found bool, err error) {
	row, found, err := one[openingRow](tx, `
		SELECT o.* FROM opening o JOIN round r ON r.id = o.round_id
		WHERE r.list_id = ? AND r.kind = ? AND r.task_id = ? AND r.department_id = ? ORDER BY o.opens_at DESC LIMIT 1`,
		r.List, r.Kind, r.Task, r.Department)
	return row.opening(), found, err
}

// NewestOpening returns the newest opening of a list's own rounds of reports.
func (tx *Tx) NewestOpening(list duban.ListID) (o duban.Opening, found bool, err error) {
	row, found, err := one[openingRow](tx, `
		SELECT o.* FROM opening o JOIN round r ON r.id = o.round_id
		WHERE r.list_id = ? AND r.task_id = 0 AND r.department_id = 0 AND r.kind <> ? ORDER BY o.opens_at DESC, o.id DESC LIMIT 1`,
		list, duban.Summarise)
	return row.opening(), found, err
}

// LastOpeningOf returns a round's newest opening.
func (tx *Tx) LastOpeningOf(id duban.RoundID) (o duban.Opening, found bool, err error) {
	row, found, err := one[openingRow](tx, "SELECT * FROM opening WHERE round_id = ? ORDER BY opens_at DESC LIMIT 1", id)
	return row.opening(), found, err
}
