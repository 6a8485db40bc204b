package calendar

import "testing"

func TestParseDue(t *testing.T) {
	c := shanghai(t)
	today := day(t, "2026-11-24")
	for text, want := range map[string]string{
		"2026-12-31":      "dated 2026-12-31",
		"年底前":             "dated 2026-12-31",
		"全年":              "dated 2026-12-31",
		"下月中旬":            "dated 2026-12-20",
		"十二月十五日":          "dated 2026-12-15",
		"3个工作日内":          "dated 2026-11-27",
		"本季度末":            "dated 2026-12-31",
		"月底前":             "dated 2026-11-30",
		"下周五":             "dated 2026-12-04",
		"明年3月底":           "dated 2027-03-31",
		"2026年12月底前完成":    "dated 2026-12-31",
		"明年6月底前办结。":       "dated 2027-06-30",
		"每年6月、12月":        "yearly 每年6月、12月",
		"每年12月、6月":        "yearly 每年6月、12月",
		"每年6月和6月":         "yearly 每年6月",
		"每年5月第二周":         "yearly 每年5月",
		"每年5月第2个星期举办":     "yearly 每年5月",
		"每年五月的最后一周":       "yearly 每年5月",
		"每年11月上旬开展":       "yearly 每年11月",
		"每年3月15日前":        "yearly 每年3月",
		"每年6月底、12月底前完成":   "yearly 每年6月、12月",
		"每年6月至8月":         "yearly 每年6月、7月、8月",
		"每年6-8月份":         "yearly 每年6月、7月、8月",
		"每年年底":            "yearly 每年12月",
		"每年底前":            "yearly 每年12月",
		"每年上半年":           "yearly 每年6月",
		"每年一季度末、第三季度":     "yearly 每年3月、9月",
		"每年":              "yearly 每年",
		"每年开展一次":          "yearly 每年",
		"每年一次":            "yearly 每年",
		"逐年落实":            "yearly 每年",
		"每季度末":            "yearly 每年3月、6月、9月、12月",
		"每半年":             "yearly 每年6月、12月",
		"每月":              "yearly 每年1月、2月、3月、4月、5月、6月、7月、8月、9月、10月、11月、12月",
		"长期":              "standing 长期",
		"长期坚持":            "standing 长期",
		"长期，持续推进":         "standing 长期",
		"持续推进。":           "standing 长期",
		"常态化开展":           "standing 长期",
		"Ongoing":         "standing 长期",
		"2月30日":           "!impossible-date",
		"每年13月":           "!impossible-date",
		"每年2月30日":         "!impossible-date",
		"每年8月至6月":         "!impossible-date",
		"每年适时":            "!unknown-date",
		"每年5月第九周":         "!unknown-date",
		"每年6月、":           "yearly 每年6月",
		"6月、12月":          "!past",
		"11月20日":          "!past",
		"每周五":             "!unknown-date",
		"":                "!unknown-date",
		"尽快":              "!unknown-date",
		"持续推进到2027年":      "!unknown-date",
		"每年6月，12月及10月末完成": "yearly 每年6月、10月、12月",
	} {
		due, err := c.ParseDue(text, today)
		got := string(due.Kind) + " " + due.String()
		if err != nil {
			got = "!" + reason(err)
		}
		if got != want {
			t.Errorf("%s: got %s (%v), want %s", text, got, err, want)
		}
		if err == nil {
			if again, err := ParseDue(due.String(), today); err != nil || again.String() != due.String() || again.Kind != due.Kind {
				t.Errorf("%s is %s, which reads %s %v", text, due, again, err)
			}
		}
	}
	if _, err := ParseDue("3个工作日内", today); reason(err) != UnknownDate {
		t.Errorf("without a calendar: %v", err)
	}
	if (Due{}).String() != "" {
		t.Error("no due date has no text")
	}
}
