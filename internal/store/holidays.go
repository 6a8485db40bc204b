package store

import "duban/internal/duban"

type noticeRow struct {
	Year   int
	Source string
}

func (noticeRow) TableName() string { return "notice" }

type specialDayRow struct {
	Notice int // 0: the office's own
	Date   string
	Name   string
	Off    bool
	Starts int
	Ends   int
}

func (specialDayRow) TableName() string { return "special_day" }

func (r specialDayRow) day() duban.SpecialDay {
	date, _ := duban.ParseDate(r.Date)
	return duban.SpecialDay{Date: date, Name: r.Name, Off: r.Off, Starts: r.Starts, Ends: r.Ends}
}

func specialDayRows(notice int, days []duban.SpecialDay) []specialDayRow {
	return mapped(days, func(d duban.SpecialDay) specialDayRow {
		return specialDayRow{notice, d.Date.String(), d.Name, d.Off, d.Starts, d.Ends}
	})
}

type calendarRow struct {
	ID       int64
	Revision int64
}

func (calendarRow) TableName() string { return "calendar" }

// CalendarRevision is raised by each change of the days below, whichever process
// makes it.
func (tx *Tx) CalendarRevision() (int64, error) {
	row, _, err := one[calendarRow](tx, "SELECT * FROM calendar WHERE id = 1")
	return row.Revision, err
}

// CalendarChanged reports whether this transaction has changed the days.
func (tx *Tx) CalendarChanged() bool { return tx.calendarChanged }

func (tx *Tx) changeCalendar() error {
	tx.calendarChanged = true
	return tx.exec("UPDATE calendar SET revision = revision + 1 WHERE id = 1")
}

// Notices returns the notices that were kept, by year, their days in order.
func (tx *Tx) Notices() ([]duban.Notice, error) {
	rows, err := query[noticeRow](tx, "SELECT * FROM notice ORDER BY year")
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	days, err := query[specialDayRow](tx, "SELECT * FROM special_day WHERE notice <> 0 ORDER BY notice, date")
	notices := mapped(rows, func(r noticeRow) duban.Notice { return duban.Notice{Year: r.Year, Source: r.Source} })
	for i := range notices {
		for _, d := range days {
			if d.Notice == notices[i].Year {
				notices[i].Days = append(notices[i].Days, d.day())
			}
		}
	}
	return notices, err
}

// SetNotice keeps a year's notice in place of the one that was kept before.
func (tx *Tx) SetNotice(n duban.Notice) error {
	if _, err := tx.RemoveNotice(n.Year); err != nil {
		return err
	}
	if err := tx.insert(noticeRow{n.Year, storable(n.Source)}); err != nil {
		return err
	}
	if err := tx.insert(specialDayRows(n.Year, n.Days)); err != nil {
		return err
	}
	return tx.changeCalendar()
}

// RemoveNotice forgets a year's notice; found is false when none was kept.
func (tx *Tx) RemoveNotice(year int) (found bool, err error) {
	n, err := tx.affected("DELETE FROM notice WHERE year = ?", year)
	if err != nil || n == 0 {
		return false, err
	}
	if err := tx.exec("DELETE FROM special_day WHERE notice = ?", year); err != nil {
		return false, err
	}
	return true, tx.changeCalendar()
}

// LocalDays returns the office's own days in order.
func (tx *Tx) LocalDays() ([]duban.SpecialDay, error) {
	rows, err := query[specialDayRow](tx, "SELECT * FROM special_day WHERE notice = 0 ORDER BY date")
	return mapped(rows, specialDayRow.day), err
}

// SetLocalDays keeps some of the office's own days, each in place of what was kept
// for its date.
func (tx *Tx) SetLocalDays(days ...duban.SpecialDay) error {
	for _, r := range specialDayRows(0, days) {
		err := tx.exec(`
			INSERT INTO special_day (notice, date, name, off, starts, ends) VALUES (0, ?, ?, ?, ?, ?)
			ON CONFLICT (notice, date) DO UPDATE SET
				name = excluded.name, off = excluded.off, starts = excluded.starts, ends = excluded.ends`,
			r.Date, storable(r.Name), r.Off, r.Starts, r.Ends)
		if err != nil {
			return err
		}
	}
	return tx.changeCalendar()
}

// RemoveLocalDays forgets the office's own days from first to last and returns how
// many there were.
func (tx *Tx) RemoveLocalDays(first, last duban.Date) (n int64, err error) {
	n, err = tx.affected("DELETE FROM special_day WHERE notice = 0 AND date BETWEEN ? AND ?", first.String(), last.String())
	if err != nil || n == 0 {
		return n, err
	}
	return n, tx.changeCalendar()
}
