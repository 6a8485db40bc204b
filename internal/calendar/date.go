package calendar

import (
	"strings"
	"time"
)

// ParseDate reads one date as people write it, in Chinese or ISO, in full or
// relative to today:
//
//	2026-12-31  2026/12/31  2026年12月31日  12月31日  12-31  十二月十五日  15日
//	今天  明天  后天  下周五  3天后  两周内  下月中旬  本月底  月底前  明年3月底  2027年6月
//	年底前  本季度末  四季度  上半年  全年  明年  明年3月底前完成
//
// A span stands for its last day: 上旬 the 10th, 中旬 the 20th, 明年 31 December; so
// do 前 and 内, which include their day. A date without a year is the nearest one;
// when that has gone by the error's reason is [Past], since it may be a slip. A
// date that names its year or month may lie in the past. The other reasons:
// [UnknownDate] and [ImpossibleDate] (2月30日). Working days need
// [Calendar.ParseDate].
func ParseDate(text string, today Day) (Day, error) { return parseDate(text, today, nil) }

// ParseDate is [ParseDate] for texts that also count working days: 3个工作日内,
// 月底前最后一个工作日.
func (c *Calendar) ParseDate(text string, today Day) (Day, error) {
	return parseDate(text, today, c.now())
}

func parseDate(text string, today Day, c *Calendar) (Day, error) {
	p := dateParser{scanner{englishDate(fold(text))}, today, c}
	p.eat("不晚于", "最迟", "截至", "截止到", "截止", "于", "在", "到", "至")
	d, err := p.date()
	if err != nil {
		return Day{}, err
	}
	if p.lastWorkingDay() {
		if c == nil {
			return Day{}, refuse(UnknownDate, "working days need a calendar")
		}
		if !c.WorkingDay(d) {
			d = c.AddDays(d, -1)
		}
	}
	p.eat("之前", "以前", "前", "为止", "止")
	p.eat(fulfilled...)
	if !p.done() {
		return Day{}, refuse(UnknownDate, "what is %q", strings.TrimSpace(p.rest))
	}
	return NewDay(d.Year, d.Month, d.Day)
}

// lastWorkingDay takes the tail that means the last working day up to a date.
func (s *scanner) lastWorkingDay() bool {
	ahead := *s
	ahead.eat("之前", "以前", "前")
	ahead.eat("的")
	if !ahead.eat("最后一个工作日", "最后1个工作日") {
		return false
	}
	*s = ahead
	return true
}

// dateParser reads a folded date.
type dateParser struct {
	scanner
	today Day
	c     *Calendar // nil: working days are not understood
}

// date tries the kinds of dates in an order in which none hides another.
func (p *dateParser) date() (Day, error) {
	for _, try := range []func() (Day, bool, error){
		p.fullDate, p.byName, p.byCount, p.byWeekday, p.inMonth, p.inYear, p.withoutYear,
	} {
		if d, ok, err := try(); ok || err != nil {
			return d, err
		}
	}
	return Day{}, refuse(UnknownDate, "%q", strings.TrimSpace(p.rest))
}

var namedDays = []struct {
	name string
	away int
}{
	{"今天", 0}, {"今日", 0}, {"明天", 1}, {"明日", 1}, {"大后天", 3}, {"后天", 2},
	{"昨天", -1}, {"昨日", -1}, {"前天", -2},
}

func (p *dateParser) byName() (Day, bool, error) {
	for _, named := range namedDays {
		if p.eat(named.name) {
			return p.today.Add(named.away), true, nil
		}
	}
	return Day{}, false, nil
}

// byCount reads 3天后, 两周内, 3个月内, 半年内 and 3个工作日内.
func (p *dateParser) byCount() (Day, bool, error) {
	ahead := *p
	var n int
	var d Day
	var ok bool
	count := func(units ...string) bool {
		n, ok = ahead.numberBefore(units...)
		return ok
	}
	switch {
	case count("个工作日", "工作日"):
		if p.c == nil {
			return Day{}, false, refuse(UnknownDate, "working days need a calendar")
		}
		if n > 999 {
			return Day{}, false, refuse(ImpossibleDate, "%d working days", n)
		}
		d = p.c.AddDays(p.today, n)
	case count("天", "日"):
		d = p.today.Add(n)
	case count("个星期", "星期", "个礼拜", "周"):
		d = p.today.Add(7 * n)
	case ahead.eat("半个月", "半月"):
		d = p.today.Add(15)
	case ahead.eat("半年"):
		d = p.monthsOn(6)
	case count("个月"):
		d = p.monthsOn(n)
	case count("年"):
		d = p.monthsOn(12 * n)
	default:
		return Day{}, false, nil
	}
	if !ahead.eat("之内", "以内", "内", "之后", "以后", "后") {
		return Day{}, false, nil
	}
	*p = ahead
	return d, true, nil
}

// monthsOn returns the same day n months later, or the last one of that month.
func (p *dateParser) monthsOn(n int) Day {
	end := monthEnd(p.today.Year, p.today.Month+time.Month(n))
	return dayIn(end.Year, end.Month, p.today.Day)
}

// byWeekday reads 下周五, 本周五, 周五: the next Friday, today included.
func (p *dateParser) byWeekday() (Day, bool, error) {
	ahead := *p
	weeks, named := 0, true
	switch {
	case ahead.eat("下下"):
		weeks = 2
	case ahead.eat("下个", "下"):
		weeks = 1
	case ahead.eat("本", "这个", "这"):
	default:
		named = false
	}
	if !ahead.eat("周", "星期", "礼拜") {
		return Day{}, false, nil
	}
	weekday, ok := ahead.weekday()
	if !ok {
		return Day{}, false, nil
	}
	*p = ahead
	monday := p.today.Add(-(int(p.today.Weekday()) + 6) % 7)
	d := monday.Add(7*weeks + weekday - 1)
	if !named && d.Before(p.today) {
		d = d.Add(7)
	}
	return d, true, nil
}
