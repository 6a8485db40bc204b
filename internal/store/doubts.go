package store

import (
	"strconv"
	"strings"
	"time"

	"duban/internal/duban"
)

type doubtRow struct {
	ID        int64
	ReportID  int64
	Kind      string
	Words     string
	Value     float64
	Targets   string // 3,4
	SettledAt int64
}

func (doubtRow) TableName() string { return "doubt" }

func (r doubtRow) doubt() duban.Doubt {
	d := duban.Doubt{
		ID: duban.DoubtID(r.ID), Report: duban.ReportID(r.ReportID), Kind: r.Kind, Words: r.Words, Value: r.Value, Settled: instant(r.SettledAt),
	}
	for part := range strings.SplitSeq(r.Targets, ",") {
		if n, err := strconv.ParseInt(part, 10, 64); err == nil {
			d.Targets = append(d.Targets, duban.TargetID(n))
		}
	}
	return d
}

// doubt keeps what a report leaves open.
func (tx *Tx) doubt(report int64, doubts []duban.Doubt) ([]duban.Doubt, error) {
	var stored []duban.Doubt
	for _, d := range doubts {
		ids := make([]string, len(d.Targets))
		for i, t := range d.Targets {
			ids[i] = strconv.FormatInt(int64(t), 10)
		}
		row := doubtRow{ReportID: report, Kind: d.Kind, Words: d.Words, Value: d.Value, Targets: strings.Join(ids, ",")}
		if err := tx.insert(&row); err != nil {
			return nil, err
		}
		stored = append(stored, row.doubt())
	}
	return stored, nil
}

// Doubt returns what a report leaves open, or left open until it was settled.
func (tx *Tx) Doubt(id duban.DoubtID) (duban.Doubt, bool, error) {
	row, found, err := one[doubtRow](tx, "SELECT * FROM doubt WHERE id = ?", id)
	return row.doubt(), found, err
}

// SettleDoubt marks a doubt as settled; first is false if it was settled before.
func (tx *Tx) SettleDoubt(id duban.DoubtID) (first bool, err error) {
	n, err := tx.affected("UPDATE doubt SET settled_at = ? WHERE id = ? AND settled_at = 0", millis(tx.now), id)
	return n > 0, err
}

// MoveDoubts hands what an old revision of a report leaves open on to the new one.
func (tx *Tx) MoveDoubts(from, to duban.ReportID) error {
	return tx.exec("UPDATE doubt SET report_id = ? WHERE report_id = ? AND settled_at = 0", to, from)
}

// MarkedReports returns the standing reports on a list that the office should look
// at, made since an instant, newest first.
func (tx *Tx) MarkedReports(list duban.ListID, since time.Time, limit int) ([]duban.Report, error) {
	rows, err := query[reportRow](tx, `
		SELECT r.* FROM report r JOIN assignment a ON a.id = r.assignment_id JOIN task t ON t.id = a.task_id
		WHERE r.mark <> '' AND r.at >= ? AND r.withdrawn_at = 0 AND t.list_id = ? AND t.archived_at = 0
		ORDER BY r.id DESC LIMIT ?`, millis(since), list, limit)
	return mapped(rows, reportRow.report), err
}
