package calendar

import "time"

// festivals holds, for each year, the days that follow the moon or the sun as
// month*100+day.
var festivals = map[int]struct{ spring, qingming, duanwu, midautumn int }{
	2024: {210, 404, 610, 917},
	2025: {129, 404, 531, 1006},
	2026: {217, 405, 619, 925},
	2027: {206, 405, 609, 915},
	2028: {126, 404, 528, 1003},
	2029: {213, 404, 616, 922},
	2030: {203, 405, 605, 912},
	2031: {123, 405, 624, 1001},
	2032: {211, 404, 612, 919},
	2033: {131, 404, 601, 908},
	2034: {219, 405, 620, 927},
	2035: {208, 405, 610, 916},
}

// statutory returns the statutory days off of a year as computed (since 2025:
// 元旦 1, 春节 from the eve to the third day 4, 清明 1, 劳动节 2, 端午 1, 中秋 1,
// 国庆 3). Outside the table only those of the solar calendar are known.
func statutory(year int) []YearDay {
	var days []YearDay
	add := func(first Day, n int, name string) {
		for i := range n {
			days = append(days, YearDay{Date: first.Add(i), Name: name, Off: true})
		}
	}
	on := func(monthDay int) Day { return Day{year, time.Month(monthDay / 100), monthDay % 100} }
	add(on(101), 1, "元旦")
	add(on(501), 2, "劳动节")
	add(on(1001), 3, "国庆节")
	if f, ok := festivals[year]; ok {
		add(on(f.spring).Add(-1), 4, "春节")
		add(on(f.qingming), 1, "清明节")
		add(on(f.duanwu), 1, "端午节")
		add(on(f.midautumn), 1, "中秋节")
	}
	return days
}
