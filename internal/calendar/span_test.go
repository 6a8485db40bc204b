package calendar

import (
	"errors"
	"testing"
	"time"
)

func TestParseSpan(t *testing.T) {
	c := New(time.UTC, Hours{})
	today := Day{2026, 9, 23} // a Wednesday
	for said, want := range map[string][2]string{
		"9月25日至30日": {"2026-09-25", "2026-09-30"}, "9月25日—10月8日": {"2026-09-25", "2026-10-08"}, "9月25日": {"2026-09-25", "2026-09-25"},
		"2026-09-25 to 2026-09-30": {"2026-09-25", "2026-09-30"}, "明天到下周五": {"2026-09-24", "2026-10-02"}, "到9月30日": {"2026-09-23", "2026-09-30"},
		"3天": {"2026-09-23", "2026-09-26"}, "3天内": {"2026-09-23", "2026-09-26"}, "今天": {"2026-09-23", "2026-09-23"}, " 30日 ": {"2026-09-30", "2026-09-30"},
	} {
		from, until, err := c.ParseSpan(said, today)
		if err != nil || from.String() != want[0] || until.String() != want[1] {
			t.Errorf("%s: %s to %s, %v, want %v", said, from, until, err, want)
		}
	}
	for said, reason := range map[string]string{
		"": UnknownDate, "过两天吧": UnknownDate, "2026-09-30至2026-09-25": ImpossibleDate, "9月31日": ImpossibleDate, "某天至某天": UnknownDate,
	} {
		var e *Error
		if from, until, err := c.ParseSpan(said, today); !errors.As(err, &e) || e.Reason != reason {
			t.Errorf("%q: %s to %s, %v, want %s", said, from, until, err, reason)
		}
	}
}
