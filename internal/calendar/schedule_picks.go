package calendar

import "strings"

// picks reads one or more days of a month: 15日、30日 or 15、30日 or 末 or
// 第3个工作日 or 28日前最后一个工作日.
func (p *scheduleParser) picks() ([]pick, error) {
	var picks []pick
	for more := true; more; more = p.morePicks() {
		each, err := p.pick()
		if err != nil {
			return nil, err
		}
		picks = append(picks, each)
	}
	return picks, nil
}

// anyPick reports whether a day of a month comes next.
func (p *scheduleParser) anyPick() bool {
	if p.next("末", "底", "最后", "首个", "倒数") {
		return true
	}
	ahead := p.scanner
	if ahead.eat("第") { // but 第二天 is a deadline
		_, ok := ahead.numberBefore("个工作日")
		return ok
	}
	if _, ok := ahead.numberBefore("日", "号"); ok {
		return !ahead.next("后", "内") // 3日后 is a deadline too
	}
	ahead = p.scanner
	if _, ok := ahead.numberBefore("、", ",", "，", "和"); !ok {
		return false
	}
	rest := scheduleParser{scanner: ahead}
	return rest.anyPick()
}

func (p *scheduleParser) morePicks() bool {
	ahead := *p
	if !ahead.separator() && !ahead.eat("和", "及") || !ahead.anyPick() {
		return false
	}
	*p = ahead
	return true
}

func (p *scheduleParser) pick() (pick, error) {
	switch {
	case p.eat("最后一个工作日", "最后1个工作日", "最后工作日"):
		return pick{workdayPick, -1}, nil
	case p.eat("首个工作日"):
		return pick{workdayPick, 1}, nil
	case p.eat("倒数第"):
		n, ok := p.numberBefore("个工作日")
		return nthWorkday(-n, ok, p.rest)
	case p.eat("第"):
		n, ok := p.numberBefore("个工作日")
		return nthWorkday(n, ok, p.rest)
	}
	n, err := p.dayNumber()
	if err != nil {
		return pick{}, err
	}
	ahead := *p
	if !ahead.eat("之前", "以前", "前") {
		return pick{dayPick, n}, nil
	}
	if ahead.next("截止", "报", "上报") { // 28日前截止, 28日前报送
		if !ahead.next("截止") {
			return pick{dayPick, n}, nil // 前报送 is read as one word
		}
		*p = ahead
		return pick{dayPick, n}, nil
	}
	ahead.eat("的")
	if !ahead.eat("最后一个工作日", "最后1个工作日") {
		return pick{}, refuse(UnknownSchedule, "before which day is %q", strings.TrimSpace(p.rest))
	}
	*p = ahead
	return pick{upToPick, n}, nil
}

// dayNumber reads 15日, 15 in front of more, or 末.
func (p *scheduleParser) dayNumber() (int, error) {
	if p.eat("末", "底", "最后一天") {
		return endOfMonth, nil
	}
	named := p.anyPick()
	n, ok := p.number()
	switch {
	case !named || !ok:
		return 0, refuse(UnknownSchedule, "which day is %q", strings.TrimSpace(p.rest))
	case n < 1 || n > 31:
		return 0, refuse(ImpossibleDate, "%d日", n)
	}
	p.eat("日", "号")
	return n, nil
}

// nthWorkday refuses the 24th working day of a month: none has so many.
func nthWorkday(n int, ok bool, rest string) (pick, error) {
	switch {
	case !ok || n == 0:
		return pick{}, refuse(UnknownSchedule, "which working day is %q", rest)
	case n > 23 || n < -23:
		return pick{}, refuse(NeverHappens, "no month has %d working days", max(n, -n))
	default:
		return pick{workdayPick, n}, nil
	}
}
