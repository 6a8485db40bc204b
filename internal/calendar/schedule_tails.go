package calendar

import "strings"

// tails reads the deadline and what to do on days off, each once.
func (p *scheduleParser) tails() error {
	closed, policy := p.closing.deadline, false
	for p.separator(); !p.done(); p.separator() {
		var err error
		switch {
		case !policy && p.eat("遇法定节假日", "遇休息日", "遇节假日", "遇假日", "逢休息日", "逢节假日", "节假日", "休息日", "遇休"):
			policy = true
			err = p.policy()
		case !closed:
			closed = true
			err = p.deadline()
		default:
			err = refuse(UnknownSchedule, "what is %q", strings.TrimSpace(p.rest))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *scheduleParser) policy() error {
	switch {
	case p.eat("顺延", "推后", "延后"):
		p.off = nextDay
		p.eat("至下一个工作日", "到下一个工作日", "至下一工作日", "到下一工作日")
	case p.eat("提前"):
		p.off = priorDay
		p.eat("至上一个工作日", "到上一个工作日", "至前一个工作日", "到前一个工作日", "至上一工作日", "到上一工作日")
	case p.eat("跳过"):
		p.off = skipDay
	default:
		return refuse(UnknownSchedule, "顺延, 提前 or 跳过, not %q", strings.TrimSpace(p.rest))
	}
	return nil
}

// deadline reads a tail such as 4天后17:00截止.
func (p *scheduleParser) deadline() error {
	switch {
	case p.eat("当天", "当日"):
		p.closing.days, p.closing.working = 0, false
	case p.eat("次日", "第二天"):
		p.closing.days, p.closing.working = 1, false
	default:
		if err := p.span("后"); err != nil {
			return err
		}
	}
	at, given, err := p.clock()
	if err != nil {
		return err
	}
	if given {
		p.closing.at = at
	}
	if !p.eat("截止") {
		return refuse(UnknownSchedule, "截止 expected at %q", strings.TrimSpace(p.rest))
	}
	return nil
}

// check refuses what was read well and makes no sense.
func (p *scheduleParser) check() error {
	clocks := p.rule.opens()
	last := clocks[len(clocks)-1]
	switch {
	case last >= midnight:
		return refuse(BadTime, "nothing opens at 24:00")
	case p.closing.days == 0 && p.closing.at <= last:
		return refuse(BadTime, "closes at %s, opens at %s", p.closing.at, last)
	}
	return nil
}
