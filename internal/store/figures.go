package store

import (
	"slices"

	"duban/internal/duban"
)

type figureRow struct {
	ID           int64
	ReportID     int64
	AssignmentID int64
	TargetID     int64
	Whole        bool
	Value        float64
	Increment    bool
	Previous     float64
	Total        float64
	Why          string
	At           int64
}

func (figureRow) TableName() string { return "figure" }

func (r figureRow) figure() duban.Figure {
	return duban.Figure{
		ID: duban.FigureID(r.ID), Target: duban.TargetID(r.TargetID), Whole: r.Whole, Value: r.Value, Increment: r.Increment,
		Previous: r.Previous, Total: r.Total, Why: duban.Explanation(r.Why),
	}
}

type standingRow struct {
	AssignmentID int64
	TargetID     int64
	Whole        bool
	Value        float64
	At           int64
	ReportID     int64
	Source       string
}

func (standingRow) TableName() string { return "standing" }

func (r standingRow) reached() duban.Reached {
	return duban.Reached{
		Assignment: duban.AssignmentID(r.AssignmentID), Target: duban.TargetID(r.TargetID), Whole: r.Whole, Value: r.Value,
		At: instant(r.At), Report: duban.ReportID(r.ReportID), Source: r.Source,
	}
}

// Reached returns what the list's departments have reached for its targets,
// those included that answer no more.
func (tx *Tx) Reached(list duban.ListID) ([]duban.Reached, error) {
	rows, err := query[standingRow](tx, `
		SELECT s.* FROM standing s JOIN assignment a ON a.id = s.assignment_id JOIN task t ON t.id = a.task_id
		WHERE t.list_id = ? AND t.archived_at = 0 ORDER BY s.assignment_id, s.target_id, s.whole`, list)
	return mapped(rows, standingRow.reached), err
}

// TaskReached is Reached of one task.
func (tx *Tx) TaskReached(task duban.TaskID) ([]duban.Reached, error) {
	rows, err := query[standingRow](tx, `
		SELECT s.* FROM standing s JOIN assignment a ON a.id = s.assignment_id
		WHERE a.task_id = ? ORDER BY s.assignment_id, s.target_id, s.whole`, task)
	return mapped(rows, standingRow.reached), err
}

// ReachedBefore returns what an assignment has reached if some of its reports,
// which are about to be taken back, are left out.
func (tx *Tx) ReachedBefore(a duban.AssignmentID, without ...duban.ReportID) ([]duban.Reached, error) {
	if len(without) == 0 {
		rows, err := query[standingRow](tx, "SELECT * FROM standing WHERE assignment_id = ?", a)
		return mapped(rows, standingRow.reached), err
	}
	rows, err := query[standingRow](tx, newestFigures+` AND NOT `+tx.among("f.report_id")+newestOfEach, a, duban.Unexplained, duban.Mistaken, ids(without))
	return mapped(rows, standingRow.reached), err
}

// The figures of an assignment that count, the newest of each target.
const (
	newestFigures = `
		SELECT f.assignment_id, f.target_id, f.whole, f.total AS value, f.at, f.report_id, r.source
		FROM figure f JOIN report r ON r.id = f.report_id WHERE f.id IN (
			SELECT MAX(f.id) FROM figure f JOIN report r ON r.id = f.report_id
			WHERE f.assignment_id = ? AND r.withdrawn_at = 0 AND f.why NOT IN (?, ?)`
	newestOfEach = ` GROUP BY f.target_id, f.whole)`
)

// state adds a report's figures to the table and lets those that count stand.
func (tx *Tx) state(report reportRow, figures []duban.Figure) ([]duban.Figure, error) {
	stored := slices.Clone(figures)
	for i, f := range figures {
		row := figureRow{
			ReportID: report.ID, AssignmentID: report.AssignmentID, TargetID: int64(f.Target), Whole: f.Whole, Value: f.Value,
			Increment: f.Increment, Previous: f.Previous, Total: f.Total, Why: string(f.Why), At: millis(tx.now),
		}
		if err := tx.insert(&row); err != nil {
			return nil, err
		}
		stored[i].ID = duban.FigureID(row.ID)
		if !f.Counts() {
			continue
		}
		if err := tx.reach(standingRow{row.AssignmentID, row.TargetID, row.Whole, row.Total, row.At, row.ReportID, report.Source}); err != nil {
			return nil, err
		}
	}
	return stored, nil
}

func (tx *Tx) reach(r standingRow) error {
	return tx.exec(`
		INSERT INTO standing (assignment_id, target_id, whole, value, at, report_id, source) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (assignment_id, target_id, whole) DO UPDATE SET
			value = excluded.value, at = excluded.at, report_id = excluded.report_id, source = excluded.source`,
		r.AssignmentID, r.TargetID, r.Whole, r.Value, r.At, r.ReportID, r.Source)
}

// restate lets the newest figures that count stand, after a report was taken back.
func (tx *Tx) restate(assignment int64) error {
	if err := tx.exec("DELETE FROM standing WHERE assignment_id = ?", assignment); err != nil {
		return err
	}
	rows, err := query[standingRow](tx, newestFigures+newestOfEach, assignment, duban.Unexplained, duban.Mistaken)
	for _, r := range rows {
		if err := tx.reach(r); err != nil {
			return err
		}
	}
	return err
}

// Amend adds figures to a report that was filed before: what settles a doubt, or
// explains why one is lower. The newest for a target is the one that holds.
func (tx *Tx) Amend(id duban.ReportID, figures ...duban.Figure) ([]duban.Figure, error) {
	row, found, err := one[reportRow](tx, "SELECT * FROM report WHERE id = ?", id)
	if err != nil || !found {
		return nil, err
	}
	if err := tx.exec("UPDATE report SET figures = figures + ? WHERE id = ?", len(figures), id); err != nil {
		return nil, err
	}
	return tx.state(row, figures)
}

// Figure returns one figure and the report that states it. It holds only if the
// report has it among its figures.
func (tx *Tx) Figure(id duban.FigureID) (f duban.Figure, r duban.Report, found bool, err error) {
	row, found, err := one[figureRow](tx, "SELECT * FROM figure WHERE id = ?", id)
	if err != nil || !found {
		return duban.Figure{}, duban.Report{}, false, err
	}
	r, found, err = tx.ReportByID(duban.ReportID(row.ReportID))
	return row.figure(), r, found, err
}

// figured reads reports together with the figures that hold.
func (tx *Tx) figured(rows []reportRow) ([]duban.Report, error) {
	var stating []int64
	for _, r := range rows {
		if r.Figures > 0 {
			stating = append(stating, r.ID)
		}
	}
	reports := mapped(rows, reportRow.report)
	if len(stating) == 0 {
		return reports, nil
	}
	stated, err := query[figureRow](tx, "SELECT * FROM figure WHERE "+tx.among("report_id")+" ORDER BY id", ids(stating))
	of := map[duban.ReportID][]figureRow{}
	for _, f := range stated {
		of[duban.ReportID(f.ReportID)] = append(of[duban.ReportID(f.ReportID)], f)
	}
	for i := range reports {
		reports[i].Figures = holding(of[reports[i].ID])
	}
	return reports, err
}

// holding is the newest figure for each target, in the order in which the
// targets were named first.
func holding(rows []figureRow) (figures []duban.Figure) {
	for _, row := range rows {
		f := row.figure()
		i := slices.IndexFunc(figures, func(o duban.Figure) bool { return o.Target == f.Target && o.Whole == f.Whole })
		if i < 0 {
			figures = append(figures, f)
		} else {
			figures[i] = f
		}
	}
	return figures
}
