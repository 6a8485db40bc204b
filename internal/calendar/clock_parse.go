package calendar

import "strings"

// clock takes a time of day: 9:00, 9点, 9点半, 9点30分, 15时, 下午3点. The error, of
// a time that was meant but does not exist, is [BadTime].
func (s *scanner) clock() (Clock, bool, error) {
	ahead := *s
	half := ""
	for _, word := range []string{"上午", "早上", "凌晨", "中午", "下午", "晚上"} {
		if ahead.eat(word) {
			half = word
			break
		}
	}
	hour, ok := ahead.numberBefore(":", "点", "时")
	if !ok {
		if half != "" {
			return 0, false, refuse(BadTime, "%s without a time", half)
		}
		return 0, false, nil
	}
	minute, ok := ahead.minute(strings.HasSuffix(strings.TrimSuffix(s.rest, ahead.rest), ":"))
	if !ok {
		return 0, false, refuse(BadTime, "%q", strings.TrimSpace(s.rest))
	}
	hour, ok = inHalf(half, hour)
	at := Clock(hour*60 + minute)
	if !ok || minute > 59 || at > midnight {
		return 0, false, refuse(BadTime, "%q", strings.TrimSpace(strings.TrimSuffix(s.rest, ahead.rest)))
	}
	*s = ahead
	return at, true, nil
}

// inHalf returns the hour of 24 that is meant, false when the half of the day has
// no such hour.
func inHalf(half string, hour int) (int, bool) {
	switch half {
	case "上午", "早上":
		return hour, hour <= 12
	case "凌晨":
		return hour % 12, hour <= 12
	case "中午":
		if hour < 3 {
			hour += 12
		}
		return hour, hour >= 11 && hour <= 14
	case "下午":
		if hour < 12 {
			hour += 12
		}
		return hour, hour <= 19
	case "晚上":
		if hour <= 12 {
			hour += 12
		}
		return hour, hour >= 17
	default:
		return hour, true
	}
}

// minute takes what follows the hour; after a colon it must be there, in two
// digits.
func (s *scanner) minute(colon bool) (int, bool) {
	if colon {
		before := s.rest
		n, ok := s.number()
		return n, ok && len(before)-len(s.rest) == 2
	}
	switch {
	case s.eat("半"):
		return 30, true
	case s.eat("整"):
		return 0, true
	case s.eat("一刻"):
		return 15, true
	case s.eat("三刻"):
		return 45, true
	}
	if n, ok := s.numberBefore("分"); ok {
		return n, true
	}
	ahead := *s // 9点30
	n, ok := ahead.number()
	if !ok || len(s.rest)-len(ahead.rest) != 2 || !digitFirst(s.rest) || ahead.next("天", "日", "个") {
		return 0, true
	}
	*s = ahead
	return n, true
}
