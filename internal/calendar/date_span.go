package calendar

import "time"

// inMonth reads what is said of this month or one after it: 下月中旬, 本月底, 下月5日,
// 月底, and 15日, which is the next 15th.
func (p *dateParser) inMonth() (Day, bool, error) {
	ahead := *p
	months := 0
	switch {
	case ahead.eat("下下个月", "下下月"):
		months = 2
	case ahead.eat("下个月", "下月"):
		months = 1
	case ahead.eat("本月", "这个月", "当月"):
	case ahead.eat("月底", "月末", "月内"):
		*p = ahead
		return monthEnd(p.today.Year, p.today.Month), true, nil
	default:
		return p.dayAlone()
	}
	*p = ahead
	end := monthEnd(p.today.Year, p.today.Month+time.Month(months))
	d, err := p.partOfMonth(end.Year, end.Month)
	return d, err == nil, err
}

func (p *dateParser) dayAlone() (Day, bool, error) {
	n, ok := p.numberBefore("日", "号")
	if !ok {
		return Day{}, false, nil
	}
	month := monthEnd(p.today.Year, p.today.Month)
	if n < p.today.Day {
		month = monthEnd(p.today.Year, p.today.Month+1)
	}
	d, err := NewDay(month.Year, month.Month, n)
	return d, err == nil, err
}

// partOfMonth reads what follows a month: a day, a third, its end, or nothing.
func (p *dateParser) partOfMonth(year int, month time.Month) (Day, error) {
	switch {
	case p.eat("上旬"):
		return NewDay(year, month, 10)
	case p.eat("中旬"):
		return NewDay(year, month, 20)
	case p.eat("下旬", "底", "末", "内"):
		return endOf(year, month)
	}
	if n, ok := p.numberBefore("日", "号"); ok {
		return NewDay(year, month, n)
	}
	if _, number := p.number(); number {
		return Day{}, refuse(UnknownDate, "a number that is no day")
	}
	return endOf(year, month)
}

func endOf(year int, month time.Month) (Day, error) {
	if _, err := NewDay(year, month, 1); err != nil {
		return Day{}, err
	}
	return monthEnd(year, month), nil
}

// inYear reads what is said of a year that is named: 2027年6月, 明年3月底, 今年底, 到2025年.
func (p *dateParser) inYear() (Day, bool, error) {
	ahead := *p
	year := p.today.Year
	switch {
	case ahead.eat("今年", "本年"):
	case ahead.eat("明年", "次年", "来年"):
		year++
	case ahead.eat("后年"):
		year += 2
	case ahead.eat("去年"):
		year--
	default:
		n, ok := ahead.numberBefore("年")
		if !ok || n < 1000 {
			return Day{}, false, nil
		}
		year = n
	}
	ahead.eat("的")
	d, ok, err := ahead.partOfYear(year)
	if err != nil {
		return Day{}, false, err
	}
	if !ok { // the year alone
		ahead.eat("年底", "年末", "年内", "底", "末", "内")
		if d, err = endOf(year, time.December); err != nil {
			return Day{}, false, err
		}
	}
	*p = ahead
	return d, true, nil
}

// withoutYear reads 12月31日, 12-31, 3月底, 四季度 and 上半年 of the nearest year, and the
// quarter and the year of today.
func (p *dateParser) withoutYear() (Day, bool, error) {
	switch {
	case p.eat("年底", "年末", "年内", "全年"):
		return Day{p.today.Year, time.December, 31}, true, nil
	case p.eat("下季度", "下个季度"):
		p.eat("末", "底", "内")
		return monthEnd(p.today.Year, (p.today.Month+2)/3*3+3), true, nil
	case p.eat("本季度", "这个季度", "本季", "季度", "季"):
		p.eat("末", "底", "内")
		return monthEnd(p.today.Year, (p.today.Month+2)/3*3), true, nil
	}
	then := *p
	d, ok, err := p.partOfYear(p.today.Year)
	if !ok || err != nil || !d.Before(p.today) {
		return d, ok, err
	}
	next, _, err := then.partOfYear(p.today.Year + 1)
	if err != nil {
		return Day{}, false, err
	}
	if p.today.utc().Sub(d.utc()) <= next.utc().Sub(p.today.utc()) {
		return Day{}, false, refuse(Past, "%s", d)
	}
	return next, true, nil
}

// partOfYear reads a month with what follows it, a quarter or a half.
func (p *dateParser) partOfYear(year int) (Day, bool, error) {
	ahead := *p
	var d Day
	var err error
	month, isMonth := ahead.numberBefore("月份", "月")
	switch {
	case isMonth:
		d, err = ahead.partOfMonth(year, time.Month(month))
	case ahead.eat("上半年", "年中"):
		d, err = endOf(year, time.June)
	case ahead.eat("下半年"):
		d, err = endOf(year, time.December)
	default:
		ahead.eat("第")
		if quarter, ok := ahead.numberBefore("季度"); ok && quarter >= 1 && quarter <= 4 {
			ahead.eat("末", "底", "内")
			d, err = endOf(year, time.Month(3*quarter))
			break
		}
		ahead = *p
		month, ok := ahead.numberBefore("-", "/", ".")
		day, dayOK := ahead.number()
		if !ok || !dayOK || month > 99 {
			return Day{}, false, nil
		}
		d, err = NewDay(year, time.Month(month), day)
	}
	if err != nil {
		return Day{}, false, err
	}
	*p = ahead
	return d, true, nil
}
