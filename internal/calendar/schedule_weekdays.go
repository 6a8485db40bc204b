package calendar

import "strings"

// weekdays reads 一, 一、四, 一三五, 一至五, 一和周四.
func (p *scheduleParser) weekdays() error {
	r := weeklyRule{}
	for {
		first, ok := p.weekday()
		if !ok {
			return refuse(UnknownSchedule, "which weekday is %q", strings.TrimSpace(p.rest))
		}
		last := first
		if p.eat("至", "到", "-", "~") {
			p.eat("周", "星期", "礼拜")
			if last, ok = p.weekday(); !ok || last < first {
				return refuse(UnknownSchedule, "weekdays up to %q", strings.TrimSpace(p.rest))
			}
		}
		for n := first; n <= last; n++ {
			r.on[n%7] = true
		}
		if !p.moreWeekdays() {
			break
		}
	}
	p.build = func(at Clock) rule { r.at = at; return r }
	return nil
}

// weekday takes one weekday, Monday is 1 and Sunday 7.
func (s *scanner) weekday() (int, bool) {
	ahead := *s
	for i, name := range []string{"一", "二", "三", "四", "五", "六", "日", "天"} {
		if ahead.eat(name) {
			*s = ahead
			return min(i+1, 7), true
		}
	}
	n, ok := ahead.number()
	if !ok || n < 1 || n > 7 || ahead.next(":", "点", "时") {
		return 0, false
	}
	*s = ahead
	return n, true
}

// moreWeekdays reports whether another weekday follows, and takes what stands
// before it. 一三点 is Monday at three; 一，三天后 is Monday and a deadline.
func (s *scanner) moreWeekdays() bool {
	ahead := *s
	joined := ahead.eat("、", "和", "及")
	comma := !joined && ahead.eat(",", "，")
	joined = ahead.eat("周", "星期", "礼拜") || joined
	here := ahead
	if _, ok := ahead.weekday(); !ok {
		return false
	}
	switch {
	case joined:
	case comma && ahead.next("天", "日", "个", "点", "时", "十"):
		return false
	case !comma && (strings.HasPrefix(here.rest, " ") || digitFirst(here.rest) || ahead.next("点", "时", ":", "十")):
		return false
	}
	*s = here
	return true
}

func digitFirst(text string) bool { return text != "" && text[0] >= '0' && text[0] <= '9' }
