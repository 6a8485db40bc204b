package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// DueKind says what a task's due text makes of the task.
type DueKind string

const (
	Dated    DueKind = "dated"    // 限期: done by a day
	Yearly   DueKind = "yearly"   // 年度: comes round each year, in some of its months
	Standing DueKind = "standing" // 长期: never done
)

// Due is when a task is due, as an office says it.
type Due struct {
	Kind   DueKind
	Day    Day          // of a dated one
	Months []time.Month // of a yearly one, in order, each once; none where no month was named (每年)
}

// ParseDue reads a task's due text: a date as [ParseDate] reads it, the months of
// a yearly task, or that it is a standing one:
//
//	2026年12月底前完成  年底前  下月中旬  十二月十五日
//	每年6月、12月  每年5月第二周  每年6月至8月  每年年底  每年上半年  每季度末  每半年  每月  每年
//	长期  长期坚持  持续推进  常态化开展
//
// The reasons of its errors are those of [ParseDate]. Working days need
// [Calendar.ParseDue].
func ParseDue(text string, today Day) (Due, error) { return parseDue(text, today, nil) }

// ParseDue is [ParseDue] for texts that also count working days: 3个工作日内.
func (c *Calendar) ParseDue(text string, today Day) (Due, error) {
	return parseDue(text, today, c.now())
}

func parseDue(text string, today Day, c *Calendar) (Due, error) {
	p := yearParser{scanner: scanner{fold(text)}}
	if p.standing() {
		return Due{Kind: Standing}, nil
	}
	if found, err := p.yearly(); found || err != nil {
		if err != nil {
			return Due{}, err
		}
		return Due{Kind: Yearly, Months: p.sorted()}, nil
	}
	d, err := parseDate(text, today, c)
	if err != nil {
		return Due{}, err
	}
	return Due{Kind: Dated, Day: d}, nil
}

// String returns the canonical text, which parses back to the same value; the
// zero Due gives the empty string.
func (d Due) String() string {
	switch d.Kind {
	case Standing:
		return "长期"
	case Yearly:
		var months []string
		for _, m := range d.Months {
			months = append(months, fmt.Sprintf("%d月", m))
		}
		return "每年" + strings.Join(months, "、")
	default:
		return d.Day.String()
	}
}

// standing takes a whole text that names no end.
func (s *scanner) standing() bool {
	ahead := *s
	if !ahead.eat(endless...) {
		return false
	}
	for ahead.separator() || ahead.eat(endless...) || ahead.eat("坚持", "推进", "推动", "开展", "落实", "实施", "抓好", "任务", "工作") {
	}
	return ahead.done()
}

var endless = []string{"长期", "持续", "常态化", "常年", "STANDING", "ONGOING"}

// yearParser reads the months of a yearly task.
type yearParser struct {
	scanner
	months []time.Month
}

// yearly takes a whole text that begins with 每; found is false when it does not.
func (p *yearParser) yearly() (found bool, err error) {
	switch {
	case p.eat("每年度", "每年", "逐年"):
		err = p.parts()
	case p.eat("每个季度", "每季度", "每季", "按季度", "按季"):
		p.add(inQuarter[2]...)
		p.eat("末", "底")
	case p.eat("每半年"):
		p.add(6, 12)
		p.eat("末", "底")
	case p.eat("每个月", "每月", "按月"):
		p.add(allMonths...)
		p.eat("末", "底")
	default:
		return false, nil
	}
	if err != nil {
		return true, err
	}
	p.eat("之前", "以前", "前")
	for p.eat("一次", "1次") || p.eat(fulfilled...) {
	}
	if !p.done() {
		return true, refuse(UnknownDate, "what is %q", strings.TrimSpace(p.rest))
	}
	return true, nil
}

// fulfilled are the words that may stand behind a due date and say nothing more.
var fulfilled = []string{"完成", "办结", "开展", "举办", "举行", "报送", "落实", "进行"}

// parts reads 6月、12月, or nothing at all.
func (p *yearParser) parts() error {
	for {
		found, err := p.part()
		if err != nil || !found {
			return err
		}
		ahead := *p
		if !ahead.separator() && !ahead.eat("和", "及") {
			return nil
		}
		*p = ahead
	}
}

// part reads a month, some of them, or a part of the year, which stands for its
// last month.
func (p *yearParser) part() (bool, error) {
	switch {
	case p.eat("上半年", "年中"):
		p.add(6)
	case p.eat("下半年", "年底", "年末", "底", "末"):
		p.add(12)
	default:
		ahead := *p
		ahead.eat("第")
		if n, ok := ahead.numberBefore("季度"); ok && n >= 1 && n <= 4 {
			*p = ahead
			p.add(3 * n)
			p.eat("末", "底")
			return true, nil
		}
		return p.span()
	}
	return true, nil
}

// span reads 6月, 6月至8月 or 6-8月, and what is said of the day.
func (p *yearParser) span() (bool, error) {
	first, last := 0, 0
	ahead := *p
	if n, ok := ahead.numberBefore("-", "~", "至", "到"); ok {
		first = n
		*p = ahead
	}
	n, ok := p.numberBefore("月份", "月")
	if !ok {
		if first == 0 {
			return false, nil
		}
		return false, refuse(UnknownDate, "which month is %q", strings.TrimSpace(p.rest))
	}
	last = n
	if first == 0 {
		first = n
		if ahead := *p; ahead.eat("-", "~", "至", "到") {
			if n, ok := ahead.numberBefore("月份", "月"); ok {
				last, *p = n, ahead
			}
		}
	}
	if first < 1 || first > 12 || last < first || last > 12 {
		return false, refuse(ImpossibleDate, "%d月 to %d月", first, last)
	}
	for n := first; n <= last; n++ {
		p.add(n)
	}
	return true, p.within(last)
}

// within reads what is said of the day in a month: the month is what counts.
func (p *yearParser) within(month int) error {
	p.eat("的")
	switch {
	case p.eat("上旬", "中旬", "下旬", "初", "底", "末"):
		return nil
	case p.eat("最后一周", "最后1周"):
		return nil
	}
	ahead := *p
	if n, ok := ahead.numberBefore("日", "号"); ok {
		if n < 1 || n > longestMonth(month) {
			return refuse(ImpossibleDate, "%d月%d日", month, n)
		}
		*p = ahead
		return nil
	}
	if ahead.eat("第") {
		if n, ok := ahead.numberBefore("个星期", "周", "星期"); ok && n >= 1 && n <= 5 {
			*p = ahead
		}
	}
	return nil
}

func (p *yearParser) add(months ...int) {
	for _, m := range months {
		p.months = append(p.months, time.Month(m))
	}
}

func (p *yearParser) sorted() []time.Month {
	slices.Sort(p.months)
	return slices.Compact(p.months)
}
