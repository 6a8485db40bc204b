package text

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"duban/internal/duban"
)

var weekdays = map[string][7]string{
	Chinese: {"周日", "周一", "周二", "周三", "周四", "周五", "周六"},
	English: {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
}

// Day is a date with its weekday, the year only when it is not this year:
// 11月27日（周五）.
func (v Voice) Day(d duban.Date) string {
	wd := weekdays[v.lang()][d.In(time.UTC).Weekday()]
	if v.lang() == English {
		return wd + " " + v.Date(d)
	}
	return v.Date(d) + "（" + wd + "）"
}

// Date is a date without its weekday, the year only when it is not this year.
func (v Voice) Date(d duban.Date) string {
	other := d.Year != v.Now.In(v.Zone).Year()
	if v.lang() == English {
		s := fmt.Sprintf("%d %s", d.Day, d.Month.String()[:3])
		if other {
			s += fmt.Sprintf(" %d", d.Year)
		}
		return s
	}
	s := fmt.Sprintf("%d月%d日", d.Month, d.Day)
	if other {
		s = fmt.Sprintf("%d年%s", d.Year, s)
	}
	return s
}

// Ahead is the day some days from today, for examples that work.
func (v Voice) Ahead(days int) duban.Date { return v.DateOf(v.Now.AddDate(0, 0, days)) }

// YearEnd is the last day of the year that goes on for a month more at least.
func (v Voice) YearEnd() duban.Date {
	return duban.Date{Year: v.Ahead(31).Year, Month: time.December, Day: 31}
}

// SomeDays is a span of days that is to come, as one is written: 9月25日至30日.
func (v Voice) SomeDays() string {
	from, until := v.Ahead(3), v.Ahead(8)
	switch {
	case v.lang() == English:
		return fmt.Sprintf("%d %s to %d %s", from.Day, from.Month.String()[:3], until.Day, until.Month.String()[:3])
	case from.Month == until.Month:
		return fmt.Sprintf("%d月%d日至%d日", from.Month, from.Day, until.Day)
	}
	return fmt.Sprintf("%d月%d日至%d月%d日", from.Month, from.Day, until.Month, until.Day)
}

// Moment is a day and a time of day: 11月27日（周五）17:00.
func (v Voice) Moment(t time.Time) string {
	sep := ""
	if v.lang() == English {
		sep = ", "
	}
	return v.Day(v.DateOf(t)) + sep + v.Clock(t)
}

// Clock is a time of day: 9:00, 17:30.
func (v Voice) Clock(t time.Time) string {
	t = t.In(v.Zone)
	return fmt.Sprintf("%d:%02d", t.Hour(), t.Minute())
}

// DateOf is the civil date of an instant.
func (v Voice) DateOf(t time.Time) duban.Date { return duban.DateOf(t, v.Zone) }

// Month is the month of a round: 11月.
func (v Voice) Month(t time.Time) string {
	if v.lang() == English {
		return t.In(v.Zone).Month().String()
	}
	return strconv.Itoa(int(t.In(v.Zone).Month())) + "月"
}

// Light is a light with its word: 🔴 逾期. It is empty for none.
func (v Voice) Light(l duban.Light) string {
	if l == "" {
		return ""
	}
	return v.Icon(l) + " " + v.Word(l)
}

// Word is a light's word alone, empty for none.
func (v Voice) Word(l duban.Light) string {
	if l == "" {
		return ""
	}
	return v.Label("light." + string(l))
}

// Icon is the light alone.
func (v Voice) Icon(l duban.Light) string {
	return map[duban.Light]string{
		duban.Done: "✅", duban.OnTrack: "🟢", duban.Behind: "🟡", duban.Overdue: "🔴", duban.Unheard: "⚪",
	}[l]
}

// Role is 牵头 or 配合, empty for none.
func (v Voice) Role(r duban.Role) string {
	if r == "" {
		return ""
	}
	return v.Label("role." + string(r))
}

// Name is a department's name: short in Chinese lists, English in English.
func (v Voice) Name(d duban.Department) string {
	if v.lang() == English && d.English != "" {
		return d.English
	}
	return d.Name
}

// Formal is a department's name at first mention: 市教育局.
func (v Voice) Formal(d duban.Department) string {
	if v.lang() == English && d.English != "" {
		return d.English
	}
	return d.Formal
}

// Names joins departments as a list does.
func (v Voice) Names(deps []duban.Department) string {
	s := ""
	for i, d := range deps {
		if i > 0 {
			s += v.comma()
		}
		s += v.Name(d)
	}
	return s
}

// Numbers joins task numbers as a list does.
func (v Voice) Numbers(nos []int) string {
	s := ""
	for i, n := range nos {
		if i > 0 {
			s += v.comma()
		}
		s += strconv.Itoa(n)
	}
	return s
}

func (v Voice) comma() string {
	if v.lang() == English {
		return ", "
	}
	return "、"
}

func (v Voice) lang() string {
	if v.Lang == English {
		return English
	}
	return Chinese
}

// With gives a template the same voice for another message.
func (v Voice) With(message any) page { return page{v, message} }

// Minus is a number less another.
func (v Voice) Minus(a, b int) int { return a - b }

// Sum is how much is missing of some departments together.
func (v Voice) Sum(lines []MissingLine) (n int) {
	for _, l := range lines {
		n += l.Count
	}
	return n
}

// Counts is the line of all lights on a board.
func (v Voice) Counts(n duban.Count) string {
	var parts []string
	for _, l := range duban.Lights {
		parts = append(parts, v.Icon(l)+noBreakSpace+v.Pair(v.Word(l), n.By[l])+v.onTrack(l, n))
	}
	return strings.Join(parts, "　")
}

// Brief is the lights there are, in words: 正常27（无新进展27）　逾期2.
func (v Voice) Brief(n duban.Count) string {
	var parts []string
	for _, l := range duban.Lights {
		switch {
		case n.By[l] == 0:
		case v.lang() == English:
			parts = append(parts, v.Pair(n.By[l], v.Word(l))+v.onTrack(l, n))
		default:
			parts = append(parts, v.Pair(v.Word(l), n.By[l])+v.onTrack(l, n))
		}
	}
	if v.lang() == English {
		return strings.Join(parts, ", ")
	}
	return strings.Join(parts, "　")
}

// onTrack parts those on track by what they told last: （有进展4，无新进展39）. It is empty
// for any other light, and where all of them told of progress.
func (v Voice) onTrack(l duban.Light, n duban.Count) string {
	if l != duban.OnTrack || n.Quiet+n.Hindered == 0 {
		return ""
	}
	var parts []string
	for _, c := range []struct {
		label string
		n     int
	}{{"moving", n.By[l] - n.Quiet - n.Hindered}, {"hindered", n.Hindered}, {"quiet", n.Quiet}} {
		if c.n == 0 {
			continue
		}
		word := v.Label("count." + c.label)
		if v.lang() == English {
			parts = append(parts, v.Pair(c.n, word))
		} else {
			parts = append(parts, v.Pair(word, c.n))
		}
	}
	if v.lang() == English {
		return " (" + strings.Join(parts, ", ") + ")"
	}
	return "（" + strings.Join(parts, "，") + "）"
}

// What a line is not broken at: a space that stays, and a joint that takes no room.
const (
	noBreakSpace = "\u00a0"
	wordJoiner   = "\u2060"
)

// Pair puts a word and its number, in either order, where no line is broken between
// them: 逾期0, 16家, 4 overdue.
func (v Voice) Pair(first, second any) string {
	if v.lang() == English {
		return fmt.Sprint(first) + noBreakSpace + fmt.Sprint(second)
	}
	return fmt.Sprint(first) + wordJoiner + fmt.Sprint(second)
}

// Toast is a message as plain text, short enough to be shown over a button.
func Toast(html string) string {
	const most = 190
	out := []rune(Plain(html))
	if len(out) > most {
		out = append(out[:most-1], '…')
	}
	return string(out)
}

// Plain is a message without its markup.
func Plain(html string) string {
	var out strings.Builder
	in := false
	for _, r := range html {
		switch {
		case r == '<':
			in = true
		case r == '>' && in:
			in = false
		case !in:
			out.WriteRune(r)
		}
	}
	return unescape(out.String())
}
