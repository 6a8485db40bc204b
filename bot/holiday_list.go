package bot

import (
	"time"

	"duban/internal/calendar"
	"duban/internal/duban"
	"duban/internal/text"
)

// describeYear lists a year's days off and make-up days, and the office's own.
func (b *Bot) describeYear(tx days, year int) (text.HolidayYear, error) {
	years, err := b.yearsIn(tx)
	var notices []calendar.Year
	own := map[calendar.Day]calendar.YearDay{}
	for _, y := range years {
		if !y.Local {
			notices = append(notices, y)
			continue
		}
		for _, d := range y.Days {
			if d.Date.Year == year {
				own[d.Date] = d
			}
		}
	}
	c := b.calendarOf(notices)
	m := text.HolidayYear{Year: year, Source: c.Source(year), Festivals: festivals(c.Specials(year))}
	for d := (calendar.Day{Year: year, Month: time.January, Day: 1}); d.Year == year; d = d.Add(1) {
		if special, ok := own[d]; ok {
			m.Local = joined(m.Local, localDay(calendar.Local{First: d, Last: d, Off: special.Off, Hours: special.Hours, Name: special.Name}))
		}
	}
	return m, err
}

// joined adds a day of the office's own to the one before where both are the same.
func joined(days []text.LocalDay, d text.LocalDay) []text.LocalDay {
	if n := len(days); n > 0 && days[n-1].Last.Next() == d.First {
		before := days[n-1]
		before.First, before.Last = d.First, d.Last
		if before == d {
			days[n-1].Last = d.Last
			return days
		}
	}
	return append(days, d)
}

func localDay(l calendar.Local) text.LocalDay {
	d := text.LocalDay{First: duban.Date(l.First), Last: duban.Date(l.Last), Off: l.Off, Name: l.Name}
	if !l.Hours.IsZero() {
		d.Hours = l.Hours.String()
	}
	return d
}

// festivals groups special days, given in order, by what they are for.
func festivals(days []calendar.YearDay) []text.Festival {
	var all []text.Festival
	at := map[string]int{}
	for _, d := range days {
		i, known := at[d.Name]
		if !known {
			i = len(all)
			at[d.Name] = i
			all = append(all, text.Festival{Name: d.Name})
		}
		if d.Off {
			all[i].Off = extended(all[i].Off, duban.Date(d.Date))
		} else {
			all[i].Work = append(all[i].Work, duban.Date(d.Date))
		}
	}
	return all
}

// extended adds a day to spans of days on end.
func extended(spans []text.Span, d duban.Date) []text.Span {
	if n := len(spans); n > 0 && spans[n-1].Last.Next() == d {
		spans[n-1].Last = d
		return spans
	}
	return append(spans, text.Span{First: d, Last: d})
}

// changed parts the days that change into those that are off from now on and those
// that are worked.
func changed(changes []calendar.Change) (off, work []text.Span) {
	for _, c := range changes {
		if c.Is.IsZero() {
			off = extended(off, duban.Date(c.Day))
		} else {
			work = extended(work, duban.Date(c.Day))
		}
	}
	return off, work
}
