package calendar

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func TestParseMonths(t *testing.T) {
	for said, want := range map[string][]time.Month{
		"6月": {time.June}, "每年6月、12月": {time.June, time.December}, "每年12月和六月": {time.June, time.December},
		"每年５月，5月份": {time.May},
	} {
		if got, err := ParseMonths(said); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v, want %v", said, got, err, want)
		}
	}
	for said, reason := range map[string]string{
		"": UnknownDate, "每年": UnknownDate, "每年13月": ImpossibleDate, "每年6月15日": UnknownDate, "6月、": UnknownDate, "每月": UnknownDate,
	} {
		var e *Error
		if got, err := ParseMonths(said); !errors.As(err, &e) || e.Reason != reason {
			t.Errorf("%q: %v, %v, want %s", said, got, err, reason)
		}
	}
}
