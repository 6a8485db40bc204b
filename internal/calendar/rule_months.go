package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// monthRule is some days of some months, January first.
type monthRule struct {
	picks [12][]pick
	at    Clock
}

// pick names a day of a month.
type pick struct {
	kind pickKind
	n    int
}

type pickKind int

const (
	dayPick     pickKind = iota // the nth day, or the last one of a shorter month
	upToPick                    // the last working day up to the nth day
	workdayPick                 // the nth working day, from the end for a negative n; there may be none
)

func (r monthRule) days(c *Calendar, year int, month time.Month) []Day {
	var days []Day
	for _, p := range r.picks[month-1] {
		if d, ok := p.in(c, year, month); ok {
			days = append(days, d)
		}
	}
	slices.SortFunc(days, Day.Compare)
	return days
}

func (p pick) in(c *Calendar, year int, month time.Month) (Day, bool) {
	if p.kind == workdayPick {
		from := Day{year, month, 1}.Add(-1)
		if p.n < 0 {
			from = monthEnd(year, month).Add(1)
		}
		d := c.AddDays(from, p.n)
		return d, d.Month == month
	}
	d := dayIn(year, month, p.n)
	if p.kind == upToPick && !c.WorkingDay(d) {
		d = c.AddDays(d, -1)
	}
	return d, true
}

func (r monthRule) opens() []Clock { return []Clock{r.at} }

// The months of 每月 and of 每季度首月, 次月 and 末月.
var (
	allMonths = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
	inQuarter = [3][]int{{1, 4, 7, 10}, {2, 5, 8, 11}, {3, 6, 9, 12}}
)

func (r monthRule) text(deadline bool) string { return r.dayText() + clockText(r.at, deadline) }

func (r monthRule) dayText() string {
	var months []int
	same := true
	for i, picks := range r.picks {
		if len(picks) > 0 {
			months = append(months, i+1)
			same = same && slices.Equal(picks, r.picks[months[0]-1])
		}
	}
	picks := r.picks[months[0]-1]
	first := func(p pick) bool { return p.kind == workdayPick && p.n > 0 }
	last := func(p pick) bool { return p.kind == workdayPick && p.n < 0 || p == pick{dayPick, 31} }
	switch {
	case same && slices.Equal(months, allMonths):
		return "每月" + picksText(picks, "", 31)
	case same && slices.Equal(months, inQuarter[0]) && allOf(picks, first),
		same && slices.Equal(months, inQuarter[2]) && allOf(picks, last):
		return "每季度" + picksText(picks, "", 31)
	}
	for i, name := range []string{"首月", "次月", "末月"} {
		if same && slices.Equal(months, inQuarter[i]) {
			return "每季度" + name + picksText(picks, "", 31)
		}
	}
	var each []string
	for _, m := range months {
		each = append(each, picksText(r.picks[m-1], fmt.Sprintf("%d月", m), longestMonth(m)))
	}
	return "每年" + strings.Join(each, "、")
}

// picksText joins the names of picks, each after prefix; longest is how many
// days the longest of their months has.
func picksText(picks []pick, prefix string, longest int) string {
	var names []string
	for _, p := range picks {
		names = append(names, prefix+p.text(prefix == "", longest))
	}
	return strings.Join(names, "、")
}

func (p pick) text(months bool, longest int) string {
	switch {
	case p.kind == dayPick && months && p.n == 31:
		return "末"
	case p.kind == dayPick:
		return fmt.Sprintf("%d日", min(p.n, longest))
	case p.kind == upToPick:
		return fmt.Sprintf("%d日前最后一个工作日", min(p.n, longest))
	case p.n == 1:
		return "第一个工作日"
	case p.n == -1:
		return "最后一个工作日"
	case p.n < 0:
		return fmt.Sprintf("倒数第%d个工作日", -p.n)
	default:
		return fmt.Sprintf("第%d个工作日", p.n)
	}
}

// longestMonth returns how many days the month has at most.
func longestMonth(month int) int { return lastOfMonth(2000, time.Month(month)) }

func allOf(picks []pick, is func(pick) bool) bool {
	return !slices.ContainsFunc(picks, func(p pick) bool { return !is(p) })
}
