package bot

import (
	"duban/internal/calendar"
	"duban/internal/duban"
)

// days is the part of a transaction that says which days are special.
type days interface {
	CalendarRevision() (int64, error)
	Notices() ([]duban.Notice, error)
	LocalDays() ([]duban.SpecialDay, error)
}

// Follow makes the calendar in use tell what the database says at the beginning of
// tx. Every unit of work that needs the calendar begins with it, so that what
// another process has changed holds at once. It reads one row where nothing has
// changed. A reader that began before a change never takes the change back. Called after tx has changed days itself it would believe what may still
// be rolled back: for that there is CalendarIn.
func (b *Bot) Follow(tx days) error {
	revision, err := tx.CalendarRevision()
	if err != nil || b.revision.Load() >= revision {
		return err
	}
	c, err := b.CalendarIn(tx)
	if err != nil {
		return err
	}
	b.following.Lock()
	defer b.following.Unlock()
	if b.revision.Load() < revision { // else another reader was faster, and knows as much or more
		b.Calendar.Replace(c)
		b.revision.Store(revision)
	}
	return nil
}

// CalendarIn is the calendar as tx has it, with what it has changed itself.
func (b *Bot) CalendarIn(tx days) (*calendar.Calendar, error) {
	years, err := b.yearsIn(tx)
	return b.calendarOf(years), err
}

func (b *Bot) calendarOf(years []calendar.Year) *calendar.Calendar {
	return calendar.New(b.Calendar.Zone(), b.Calendar.Hours(), years...)
}

// yearsIn is every year there is, what counts more after what counts less: those
// the program starts with, the notices that were kept, the office's own days.
func (b *Bot) yearsIn(tx days) ([]calendar.Year, error) {
	notices, err := tx.Notices()
	if err != nil {
		return nil, err
	}
	local, err := tx.LocalDays()
	years := append([]calendar.Year(nil), b.Years...)
	for _, n := range notices {
		years = append(years, calendar.Year{Year: n.Year, Source: n.Source, Days: yearDays(n.Days)})
	}
	return append(years, calendar.Year{Local: true, Days: yearDays(local)}), err
}

func yearDays(days []duban.SpecialDay) []calendar.YearDay {
	all := make([]calendar.YearDay, len(days))
	for i, d := range days {
		hours := calendar.Hours{Start: calendar.Clock(d.Starts), End: calendar.Clock(d.Ends)}
		all[i] = calendar.YearDay{Date: calendar.Day(d.Date), Name: d.Name, Off: d.Off, Hours: hours}
	}
	return all
}

func specialDays(days []calendar.YearDay) []duban.SpecialDay {
	all := make([]duban.SpecialDay, len(days))
	for i, d := range days {
		all[i] = duban.SpecialDay{
			Date: duban.Date(d.Date), Name: d.Name, Off: d.Off, Starts: int(d.Hours.Start), Ends: int(d.Hours.End),
		}
	}
	return all
}

// KeepYear keeps a year that was read: a notice in place of the one there was, or
// days of the office's own, and records who did. Whoever calls it has what is
// planned moved, see CalendarIn.
func (b *Bot) KeepYear(tx Tx, actor string, y calendar.Year) error {
	subject := yearSubject(y.Year)
	tx.Audit(actor, "holidays", subject, map[string]any{"source": y.Source, "days": len(y.Days), "local": y.Local})
	if y.Local {
		return tx.SetLocalDays(specialDays(y.Days)...)
	}
	return tx.SetNotice(duban.Notice{Year: y.Year, Source: y.Source, Days: specialDays(y.Days)})
}

// With is the calendar as it would be if y were kept.
func (b *Bot) With(tx days, y calendar.Year) (*calendar.Calendar, error) {
	years, err := b.yearsIn(tx)
	return b.calendarOf(append(years, y)), err
}
