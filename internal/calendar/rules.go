package calendar

import (
	"strings"
	"time"
)

// dailyRule is every day, or every working day.
type dailyRule struct {
	workdays bool
	at       Clock
}

func (r dailyRule) days(c *Calendar, year int, month time.Month) []Day {
	return daysOf(year, month, func(d Day) bool { return !r.workdays || c.WorkingDay(d) })
}

func (r dailyRule) opens() []Clock { return []Clock{r.at} }

func (r dailyRule) text(deadline bool) string {
	if r.workdays {
		return "每个工作日" + clockText(r.at, deadline)
	}
	return "每天" + clockText(r.at, deadline)
}

// weeklyRule is the weekdays that are set; Sunday is the first.
type weeklyRule struct {
	on [7]bool
	at Clock
}

const weekdayNames = "日一二三四五六"

func (r weeklyRule) days(_ *Calendar, year int, month time.Month) []Day {
	return daysOf(year, month, func(d Day) bool { return r.on[d.Weekday()] })
}

func (r weeklyRule) opens() []Clock { return []Clock{r.at} }

func (r weeklyRule) text(deadline bool) string {
	var names []string
	for i := 1; i <= 7; i++ {
		if r.on[i%7] {
			names = append(names, string([]rune(weekdayNames)[i%7]))
		}
	}
	return "每周" + strings.Join(names, "、") + clockText(r.at, deadline)
}

// onceRule is a single day.
type onceRule struct {
	day Day
	at  Clock
}

func (r onceRule) days(_ *Calendar, year int, month time.Month) []Day {
	return daysOf(year, month, func(d Day) bool { return d == r.day })
}

func (r onceRule) opens() []Clock { return []Clock{r.at} }

func (r onceRule) text(deadline bool) string { return r.day.String() + clockText(r.at, deadline) }

func daysOf(year int, month time.Month, match func(Day) bool) []Day {
	var days []Day
	for n := 1; n <= lastOfMonth(year, month); n++ {
		if d := (Day{year, month, n}); match(d) {
			days = append(days, d)
		}
	}
	return days
}

func clockText(at Clock, deadline bool) string {
	if deadline {
		return ""
	}
	return " " + at.String()
}
