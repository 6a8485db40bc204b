package calendar

import (
	"testing"
	"time"
)

func TestSchedulesInEnglish(t *testing.T) {
	for said, want := range map[string]string{
		"every day 9:00":                 "每天 9:00，4个工作日后17:00截止",
		"daily":                          "每天 9:00，4个工作日后17:00截止",
		"every working day at 4:30 pm":   "每个工作日 16:30，4个工作日后17:00截止",
		"every Friday 15:00":             "每周五 15:00，4个工作日后17:00截止",
		"Every Friday at 3 PM":           "每周五 15:00，4个工作日后17:00截止",
		"every Monday and Thursday 9:00": "每周一、四 9:00，4个工作日后17:00截止",
		"every Mon, Thu":                 "每周一、四 9:00，4个工作日后17:00截止",
		"weekly on Fridays":              "每周五 9:00，4个工作日后17:00截止",
		"every Monday to Friday 9:00":    "每周一、二、三、四、五 9:00，4个工作日后17:00截止",
		"every Friday 9:00, due 3 working days later at 12:00":                      "每周五 9:00，3个工作日后12:00截止",
		"every Friday 9:00, due the same day 17:00":                                 "每周五 9:00，当天17:00截止",
		"every Friday, due the next day":                                            "每周五 9:00，1天后17:00截止",
		"due every Friday 17:00":                                                    "每周五截止，提前4个工作日",
		"by every Friday 16:00":                                                     "每周五 16:00截止，提前4个工作日",
		"every Friday by 17:00":                                                     "每周五截止，提前4个工作日",
		"every Friday due 16:00, sent 2 working days ahead":                         "每周五 16:00截止，提前2个工作日",
		"every month on the 23rd 9:00":                                              "每月23日 9:00，4个工作日后17:00截止",
		"monthly on the 23rd":                                                       "每月23日 9:00，4个工作日后17:00截止",
		"every 23rd at 9:00":                                                        "每月23日 9:00，4个工作日后17:00截止",
		"the 23rd of every month 9:00, due 4 days later 17:00":                      "每月23日 9:00，4天后17:00截止",
		"every month on the 1st and 15th":                                           "每月1日、15日 9:00，4个工作日后17:00截止",
		"last working day of every month":                                           "每月最后一个工作日 9:00，4个工作日后17:00截止",
		"every month on the third working day":                                      "每月第3个工作日 9:00，4个工作日后17:00截止",
		"end of every quarter":                                                      "每季度末 9:00，4个工作日后17:00截止",
		"due end of every quarter, sent 4 working days ahead":                       "每季度末截止，提前4个工作日",
		"due every month on the last working day up to the 28th, sent 5 days ahead": "每月28日前最后一个工作日截止，提前5天",
		"every June and December":                                                   "每年6月1日、12月1日 9:00，4个工作日后17:00截止",
		"every year on 15 December, on days off the working day before":             "每年12月15日 9:00，4个工作日后17:00截止，遇休提前",
		"every Dec 15":                                                              "每年12月15日 9:00，4个工作日后17:00截止",
		"15 December 2026 9:00":                                                     "2026-12-15 9:00，4个工作日后17:00截止",
		"December 15, 2026 2 pm":                                                    "2026-12-15 14:00，4个工作日后17:00截止",
		"0 9 * * MON-FRI, due the same day 17:00":                                   "0 9 * * MON-FRI，当天17:00截止",
		"30 8 * 3-11/2 mon-fri":                                                     "30 8 * 3-11/2 MON-FRI，4个工作日后17:00截止",
	} {
		s, err := ParseSchedule(said)
		if err != nil || s.String() != want {
			t.Errorf("%s\n got %s %v\nwant %s", said, s, err, want)
		}
	}
	for _, said := range []string{"every", "every now and then", "every Friday 25:00", "soon", "every 32nd", "Friday maybe"} {
		if s, err := ParseSchedule(said); err == nil {
			t.Errorf("%s is read as %s", said, s)
		}
	}
}

func TestDatesInEnglish(t *testing.T) {
	c := New(time.UTC, Hours{})
	today := Day{2026, 11, 23} // a Monday
	for said, want := range map[string]string{
		"Dec 31": "2026-12-31", "31 Dec": "2026-12-31", "31st of December": "2026-12-31", "December 31, 2027": "2027-12-31", "31 December 2027": "2027-12-31",
		"tomorrow": "2026-11-24", "today": "2026-11-23", "the day after tomorrow": "2026-11-25", "Friday": "2026-11-27", "next Friday": "2026-12-04",
		"in 3 days": "2026-11-26", "3 days from now": "2026-11-26", "within two weeks": "2026-12-07", "in 3 working days": "2026-11-26", "end of the month": "2026-11-30",
		"end of next month": "2026-12-31", "end of the year": "2026-12-31", "end of December": "2026-12-31", "by 31 Dec": "2026-12-31", "June 2027": "2027-06-30",
		"the 30th": "2026-11-30", "Sept 30 2027": "2027-09-30",
	} {
		if d, err := c.ParseDate(said, today); err != nil || d.String() != want {
			t.Errorf("%s: %s %v, want %s", said, d, err, want)
		}
	}
	for _, said := range []string{"some day", "31 Feb", "Nov 31", "may be", "soon", "3 cats"} {
		if d, err := c.ParseDate(said, today); err == nil {
			t.Errorf("%s is read as %s", said, d)
		}
	}
}

func TestSpansInEnglish(t *testing.T) {
	c := New(time.UTC, Hours{})
	today := Day{2026, 11, 23}
	for said, want := range map[string][2]string{
		"9 Jan to 12 Jan": {"2027-01-09", "2027-01-12"}, "9-12 Jan": {"2027-01-09", "2027-01-12"}, "Jan 9-12": {"2027-01-09", "2027-01-12"},
		"from 9 January until 12 January": {"2027-01-09", "2027-01-12"}, "Jan 9 - Jan 12": {"2027-01-09", "2027-01-12"}, "9 to 12 January 2027": {"2027-01-09", "2027-01-12"},
		"tomorrow": {"2026-11-24", "2026-11-24"}, "tomorrow to next Friday": {"2026-11-24", "2026-12-04"}, "until 30 Nov": {"2026-11-23", "2026-11-30"},
		"3 days": {"2026-11-23", "2026-11-26"}, "for 3 days": {"2026-11-23", "2026-11-26"}, "a week": {"2026-11-23", "2026-11-30"}, "within 3 days": {"2026-11-23", "2026-11-26"},
		"until tomorrow": {"2026-11-23", "2026-11-24"},
	} {
		from, until, err := c.ParseSpan(said, today)
		if err != nil || from.String() != want[0] || until.String() != want[1] {
			t.Errorf("%s: %s to %s, %v, want %v", said, from, until, err, want)
		}
	}
	for said, want := range map[string]string{"every June and December": "[June December]", "each year in June, September": "[June September]"} {
		if m, err := ParseMonths(said); err != nil || len(m) != 2 || "["+m[0].String()+" "+m[1].String()+"]" != want {
			t.Errorf("%s: %v %v", said, m, err)
		}
	}
}
