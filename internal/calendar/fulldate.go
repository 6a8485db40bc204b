package calendar

import "time"

// fullDate takes a date with its year: 2026-12-15, 2026/12/15, 2026年12月15日.
// The error, of a date that was meant but does not exist, is [ImpossibleDate].
func (s *scanner) fullDate() (Day, bool, error) {
	ahead := *s
	year, ok := ahead.number()
	if !ok || year < 1000 {
		return Day{}, false, nil
	}
	for _, marks := range [][3]string{{"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}, {"年", "月", "号"}} {
		rest := ahead
		if !rest.eat(marks[0]) {
			continue
		}
		month, monthOK := rest.numberBefore(marks[1])
		day, dayOK := rest.number()
		if !monthOK || !dayOK || !rest.eat(marks[2]) {
			continue
		}
		d, err := NewDay(year, time.Month(month), day)
		if err != nil {
			return Day{}, false, err
		}
		*s = rest
		return d, true, nil
	}
	return Day{}, false, nil
}
