package calendar

import (
	"strings"
	"unicode"
)

// scheduleParser reads a folded schedule. What it finds out about days stays in
// build until the opening time is known.
type scheduleParser struct {
	scanner
	build   func(at Clock) rule
	rule    rule
	closing closing
	off     offDays
}

func (p *scheduleParser) parse() error {
	err := p.days()
	if err == nil && p.rule == nil { // a cron spec has its opening time already
		err = p.times()
	}
	if err != nil {
		return err
	}
	return p.tails()
}

// days reads which days the schedule names.
func (p *scheduleParser) days() error {
	switch {
	case p.eat("每天", "每日"):
		p.build = func(at Clock) rule { return dailyRule{false, at} }
	case p.eat("每个工作日", "每工作日"):
		p.build = func(at Clock) rule { return dailyRule{true, at} }
	case p.eat("每周", "每个星期", "每星期", "每个礼拜", "每礼拜", "周", "星期"):
		return p.weekdays()
	case p.eat("每个月", "每月"):
		return p.monthly()
	case p.eat("每个季度", "每季度", "每季"):
		return p.quarterly()
	case p.eat("每年"):
		return p.yearly()
	default:
		day, ok, err := p.fullDate()
		if err != nil {
			return err
		}
		if !ok {
			return p.cron()
		}
		p.build = func(at Clock) rule { return onceRule{day, at} }
	}
	return nil
}

// cron takes everything up to the last separator before the first Chinese
// character: the tails begin there, perhaps with a number.
func (p *scheduleParser) cron() error {
	head := p.rest
	if i := strings.IndexFunc(p.rest, func(r rune) bool { return unicode.Is(unicode.Han, r) }); i >= 0 {
		cut := strings.LastIndexAny(p.rest[:i], " ,，;")
		if cut < 0 {
			return refuse(UnknownSchedule, "what is %q", p.rest)
		}
		head = p.rest[:cut]
	}
	p.rest = p.rest[len(head):]
	rule, err := parseCron(strings.TrimRight(head, " ,，;"))
	p.rule = rule
	return err
}

// times reads the opening time, or, where the days are deadlines, that of the
// deadline and then when it opens.
func (p *scheduleParser) times() error {
	at, given, err := p.clock()
	if err != nil {
		return err
	}
	if !p.eat(deadlineWords...) {
		if !given {
			at = opensAt
		}
		p.rule = p.build(at)
		return nil
	}
	p.closing = closing{closesAt, openDays, true, true}
	if given {
		p.closing.at = at
	}
	at = opensAt
	ahead := *p
	if ahead.separator(); ahead.eat("提前") {
		*p = ahead
		if at, err = p.lead(); err != nil {
			return err
		}
	}
	p.rule = p.build(at)
	return nil
}

// deadlineWords stand behind a day or an hour by which something is due.
var deadlineWords = []string{
	"截止", "之前报送", "前报送", "以前报送", "之前上报", "前上报", "以前上报", "之前报", "前报", "以前报", "前截止",
}

// lead reads how long before the deadline it opens, and at what time.
func (p *scheduleParser) lead() (Clock, error) {
	if err := p.span(""); err != nil {
		return 0, err
	}
	at, given, err := p.clock()
	if !given {
		at = opensAt
	}
	p.eat("开始", "开放")
	return at, err
}

// span reads a number of days or working days, and what must follow it, into
// the closing.
func (p *scheduleParser) span(after string) error {
	n, ok := p.numberBefore("个工作日" + after)
	p.closing.working = ok
	if !ok {
		n, ok = p.numberBefore("天"+after, "日"+after)
	}
	if !ok || n > maxDays {
		return refuse(UnknownSchedule, "how many days is %q", strings.TrimSpace(p.rest))
	}
	p.closing.days = n
	if n == 0 {
		p.closing.working = false
	}
	return nil
}
