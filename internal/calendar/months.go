package calendar

import (
	"slices"
	"strings"
	"time"
)

// ParseMonths reads months of the year, 6月、12月 or 每年6月和12月, in order and each
// once. The reasons of its errors: [UnknownDate], [ImpossibleDate].
func ParseMonths(text string) ([]time.Month, error) {
	s := scanner{englishMonths(fold(text))}
	s.eat("每年", "每一年")
	var months []time.Month
	for {
		n, ok := s.numberBefore("月份", "月")
		switch {
		case !ok:
			return nil, refuse(UnknownDate, "which month is %q", strings.TrimSpace(s.rest))
		case n < 1 || n > 12:
			return nil, refuse(ImpossibleDate, "%d月", n)
		}
		months = append(months, time.Month(n))
		if s.done() {
			slices.Sort(months)
			return slices.Compact(months), nil
		}
		if !s.separator() && !s.eat("和", "及") {
			return nil, refuse(UnknownDate, "what is %q", strings.TrimSpace(s.rest))
		}
	}
}
