package calendar

import (
	"slices"
	"strings"
)

// Local is what one office says about days of its own: that they are off, or on
// which hours of them it works, or that they are again as everybody's.
type Local struct {
	First, Last Day   // both included
	Take        bool  // 取消: nothing of its own any more
	Off         bool  // otherwise it works
	Hours       Hours // in which it works; zero: the usual ones
	Name        string
}

// The half days of an office.
const (
	noon     Clock = 12 * 60
	noonOver Clock = 13 * 60
)

// longestLocal is how many days may be named at once.
const longestLocal = 31

var localWords = []struct {
	says  string
	words []string
}{
	{"take", []string{"取消", "恢复", "无", "NONE", "CANCEL"}},
	{"off", []string{"停工", "放假", "休息", "关门", "不上班", "OFF", "CLOSED"}},
	{"morning", []string{"上午", "只上午", "仅上午", "上午上班", "下午放假", "下午休息", "MORNING"}},
	{"afternoon", []string{"下午", "只下午", "仅下午", "下午上班", "上午放假", "上午休息", "AFTERNOON"}},
	{"work", []string{"上班", "加班", "补班", "WORK"}},
}

// ParseLocal reads an office's own days: when, what, and a name if there is one.
//
//	2026-12-01 停工    12月1日至3日 放假 暴雪    2026-12-01 上午    12月31日 9:00-11:30
//	2026-12-05 上班    2026-12-01 取消
//
// 上午 and 下午 are the half in which it works: up to 12:00, or from 13:00 on. The
// reasons of its errors: those of [ParseDate], [BadTime] and [UnknownLocal].
func (c *Calendar) ParseLocal(text string, today Day) (Local, error) {
	c = c.now()
	fields := strings.Fields(text)
	for i, field := range fields {
		if i == 0 {
			continue
		}
		l, found, err := c.localWord(fold(field))
		if err != nil {
			return Local{}, err
		}
		if !found {
			continue
		}
		l.Name = strings.Join(fields[i+1:], " ")
		l.First, l.Last, err = c.parseSpan(strings.Join(fields[:i], ""), today)
		return l, err
	}
	return Local{}, refuse(UnknownLocal, "%q", text)
}

// localWord reads what is said about the days.
func (c *Calendar) localWord(word string) (l Local, found bool, err error) {
	if hours, err := ParseHours(word); err == nil {
		return Local{Hours: hours}, true, nil
	}
	for _, w := range localWords {
		if !slices.Contains(w.words, word) {
			continue
		}
		switch w.says {
		case "take":
			l.Take = true
		case "off":
			l.Off = true
		case "morning":
			l.Hours = Hours{c.hours.Start, noon}
		case "afternoon":
			l.Hours = Hours{noonOver, c.hours.End}
		}
		if !l.Hours.IsZero() && !l.Hours.valid() {
			return Local{}, false, refuse(BadTime, "no such half of %s", c.hours)
		}
		return l, true, nil
	}
	return Local{}, false, nil
}

// parseSpan reads a day or some days on end: 12月1日, 12月1日至3日, 2026-12-01至2026-12-03.
func (c *Calendar) parseSpan(text string, today Day) (first, last Day, err error) {
	from, to := text, ""
	for _, mark := range []string{"至", "到", "~", "～", "—"} {
		if a, b, ok := strings.Cut(text, mark); ok {
			from, to = a, strings.TrimLeft(b, mark)
			break
		}
	}
	if first, err = parseDate(from, today, c); err != nil || to == "" {
		return first, first, err
	}
	s := scanner{fold(to)}
	n, ok := s.number()
	if s.eat("日", "号"); ok && s.done() {
		last, err = NewDay(first.Year, first.Month, n)
	} else {
		last, err = parseDate(to, first, c)
	}
	switch {
	case err != nil:
		return Day{}, Day{}, err
	case last.Before(first) || first.Add(longestLocal).Before(last):
		return Day{}, Day{}, refuse(ImpossibleDate, "%s to %s", first, last)
	}
	return first, last, nil
}

// Days returns each day that l speaks of as it is meant.
func (l Local) Days() []YearDay {
	var days []YearDay
	for d := l.First; !l.Last.Before(d); d = d.Add(1) {
		days = append(days, YearDay{Date: d, Name: l.Name, Off: l.Off, Hours: l.Hours})
	}
	return days
}
