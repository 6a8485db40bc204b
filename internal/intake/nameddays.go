package intake

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"duban/internal/duban"
)

// deadline is a year or month by which a text wants something done: 到2025年,
// 2026年底前, 至2026年6月底, 2026年12月31日前. A year that merely stands in a text is none.
var deadline = regexp.MustCompile(`(截止到|截至|到|至|在)?(20\d\d)年(?:(\d{1,2})月)?(?:(\d{1,2})日)?(年?[底末])?(之?前|以前|为止)?`)

// NameDays notes the days that the words of a publication's tasks name, where no
// column gives a due date, and due dates that had passed on a day: neither makes a
// light before the office has said what it means.
func NameDays(pub *duban.Publication, today duban.Date) {
	for i := range pub.Tasks {
		t := &pub.Tasks[i]
		switch {
		case t.Kind != duban.DatedTask && t.Kind != "" || t.DueText != "" && t.Due.IsZero():
		case t.Due.IsZero():
			t.Named = namedDay(*t)
		case t.Due.Before(today):
			t.Named = t.Due
		}
	}
}

// namedDay is the latest day a task's targets or its words name, zero for none.
func namedDay(t duban.PublishedTask) (day duban.Date) {
	for _, g := range t.Targets {
		if day.Before(g.By) {
			day = g.By
		}
	}
	if day.IsZero() {
		day = DayNamed(t.Content)
	}
	return day
}

// DayNamed is the latest day by which a text wants something done, zero for none.
func DayNamed(text string) (day duban.Date) {
	for _, m := range deadline.FindAllStringSubmatch(string(fold([]rune(text))), -1) {
		if d := wanted(m); day.Before(d) {
			day = d
		}
	}
	return day
}

// deadlineAt is the day by which a text begins by wanting something done, and where
// the words about it end.
func deadlineAt(text []rune) (duban.Date, int) {
	m := deadline.FindStringSubmatch(string(text[:min(len(text), 24)]))
	if m == nil || !strings.HasPrefix(string(text), m[0]) {
		return duban.Date{}, 0
	}
	day := wanted(m)
	if day.IsZero() {
		return duban.Date{}, 0
	}
	return day, utf8.RuneCountInString(m[0])
}

// wanted is the day that a match of deadline means, zero where it only names a year.
func wanted(m []string) duban.Date {
	if (m[1] == "" || m[1] == "在") && m[5] == "" && m[6] == "" {
		return duban.Date{}
	}
	return endOf(m[2], m[3], m[4])
}

// endOf is the last day of a year, of a month, or the day itself; zero where there
// is none such.
func endOf(year, month, day string) duban.Date {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if month == "" {
		return duban.Date{Year: y, Month: 12, Day: 31}
	}
	last := time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	if m < 1 || m > 12 || d > last {
		return duban.Date{}
	}
	if day == "" {
		d = last
	}
	return duban.Date{Year: y, Month: time.Month(m), Day: d}
}
