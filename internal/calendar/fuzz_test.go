package calendar

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// Whatever is read has a canonical text that reads the same and moments that go
// forward.
func FuzzParseSchedule(f *testing.F) {
	for _, text := range []string{
		"每天 9:00", "每周一、四 9:00", "每周一三五点", "每月23日 9:00，4天后17:00截止", "每月28日前最后一个工作日截止，提前4个工作日 8:30",
		"每季度末、第一个工作日，遇休提前", "每年6月、12月15日", "2026-12-15 9:00", "0 9 23 * *，遇休顺延", "*/7 * * * fri-sun/2", "TZ=0", "@every -1h",
		"每月15、末，三个工作日后24:00截止", "每年2月末和３月首个工作日截止，提前0天", "0 9 30 2 *", "每个工作日下午3点半",
	} {
		f.Add(text)
	}
	c := shanghai(f)
	dst := New(zone(f, "America/New_York"), DefaultHours)
	f.Fuzz(func(t *testing.T, text string) { checkSchedule(t, text, c, dst) })
}

func checkSchedule(t *testing.T, text string, calendars ...*Calendar) {
	t.Helper()
	s, err := ParseSchedule(text)
	if err != nil {
		if !s.IsZero() || strings.HasPrefix(reason(err), "untyped") {
			t.Fatalf("%q: %v %v", text, s, err)
		}
		return
	}
	canonical := s.String()
	again, err := ParseSchedule(canonical)
	if err != nil || again.String() != canonical {
		t.Fatalf("%q is %q, which reads %q %v", text, canonical, again, err)
	}
	for _, c := range calendars {
		after := time.Date(2026, 3, 7, 12, 0, 0, 0, time.UTC)
		for range 3 {
			m, ok := s.Next(c, after)
			if other, _ := again.Next(c, after); m != other {
				t.Fatalf("%q: %v, but %q: %v", text, m, canonical, other)
			}
			if !ok {
				break
			}
			if !m.Opens.After(after) || m.Closes.Before(m.Opens) {
				t.Fatalf("%q after %s: %v", text, after, m)
			}
			after = m.Opens
		}
	}
}

func checkDate(t *testing.T, text string, today Day, c *Calendar) {
	t.Helper()
	d, err := c.ParseDate(text, today)
	if err != nil {
		if d != (Day{}) || strings.HasPrefix(reason(err), "untyped") {
			t.Fatalf("%q on %s: %v %v", text, today, d, err)
		}
		return
	}
	if again, err := ParseDate(d.String(), today); err != nil || again != d {
		t.Fatalf("%q on %s: %s, which reads %s %v", text, today, d, again, err)
	}
}

// The grammars' own words in any order go deeper than a fuzzer's bytes.
func TestWordsInAnyOrder(t *testing.T) {
	words := strings.Fields(`每天 每周 每月 每季度 每年 每个工作日 首月 末月 6月 十二月 月 一 三 五 日 天 15日 31日 28 号 末 底 前 的 最后一个工作日 第3个工作日
		倒数第二个工作日 9:00 17:00 24:00 下午3点 十点 半 ， 、 和 至 4天后 三个工作日后 当天 次日 第二天 截止 提前 4个工作日 0天 遇休 顺延 跳过 2026-12-15
		半年 上半年 长期 持续推进 完成 第二周 2026年 明年 本月 下月 中旬 下周 周 季度 内 前 3个工作日 半年 12-31 今天 月底 * 0 9 1,15 MON-7/2 23 * * `)
	c, random := shanghai(t), rand.New(rand.NewPCG(3, 4))
	for range 30_000 {
		text := ""
		for range 1 + random.IntN(8) {
			text += words[random.IntN(len(words))]
			if random.IntN(4) == 0 {
				text += " "
			}
		}
		checkSchedule(t, text, c)
		today := Day{2026, 11, 24}.Add(random.IntN(1000))
		checkDate(t, text, today, c)
		checkDue(t, text, today, c)
	}
}

func checkDue(t *testing.T, text string, today Day, c *Calendar) {
	t.Helper()
	due, err := c.ParseDue(text, today)
	if err != nil {
		if due.Kind != "" || strings.HasPrefix(reason(err), "untyped") {
			t.Fatalf("%q on %s: %v %v", text, today, due, err)
		}
		return
	}
	again, err := ParseDue(due.String(), today)
	if err != nil || again.Kind != due.Kind || again.String() != due.String() {
		t.Fatalf("%q on %s: %s, which reads %s %v", text, today, due, again, err)
	}
	for i, m := range due.Months {
		if m < time.January || m > time.December || i > 0 && m <= due.Months[i-1] {
			t.Fatalf("%q on %s: months %v", text, today, due.Months)
		}
	}
}

// Whatever is read as a due text has a canonical text that reads the same.
func FuzzParseDue(f *testing.F) {
	for _, text := range []string{
		"2026年12月底前完成", "每年6月、12月", "每年5月第二周举办", "每年6-8月份", "每年底前", "每季度末", "长期坚持，持续推进", "3个工作日内", "每年一季度、下半年", "每年2月30日",
	} {
		f.Add(text, 9094)
	}
	c := shanghai(f)
	f.Fuzz(func(t *testing.T, text string, n int) {
		checkDue(t, text, Day{2026, 11, 24}.Add(n%10000), c)
	})
}

// Whatever is read is a date that exists and reads as itself.
func FuzzParseDate(f *testing.F) {
	for _, text := range []string{
		"2026-12-31", "十二月十五日", "明年3月底", "年底前", "下月中旬", "下周五", "本季度末", "3个工作日内", "2月30日", "半年内", "二〇二七年一月",
		"12/31", "9999天后", "廿五日", "月底前的最后一个工作日", "第四季度",
	} {
		f.Add(text, 9094)
	}
	c := shanghai(f)
	f.Fuzz(func(t *testing.T, text string, n int) {
		checkDate(t, text, Day{2026, 11, 24}.Add(n%10000), c)
	})
}

// A notice without a problem is a year that can be kept.
func FuzzReadNotice(f *testing.F) {
	for _, text := range []string{notice2024, notice2025, notice2026, "国务院办公厅关于2027年部分节假日安排的通知\n一、元旦:2026年12月31日至3日放假", "二、春节：13月40日(周八)放假9999天上班"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n := ReadNotice(text)
		if len(n.Problems) > 0 {
			return
		}
		if err := n.Year.check(); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if !IsNotice(text) {
			t.Fatalf("%q is read and is no notice", text)
		}
	})
}

// An office's own days are few, in order, and of hours there are.
func FuzzParseLocal(f *testing.F) {
	for _, text := range []string{"2026-12-01 停工 暴雪", "12月1日至3日 上午", "2026-12-01~2026-12-31 9:00-11:30", "12月31日—1月2日 上班", "2026-12-01 取消", "明天至31 放假"} {
		f.Add(text, 9094)
	}
	c := shanghai(f)
	f.Fuzz(func(t *testing.T, text string, n int) {
		l, err := c.ParseLocal(text, Day{2026, 11, 24}.Add(n%10000))
		if err != nil {
			if strings.HasPrefix(reason(err), "untyped") || !l.First.IsZero() {
				t.Fatalf("%q: %v %v", text, l, err)
			}
			return
		}
		days := l.Days()
		if len(days) < 1 || len(days) > longestLocal+1 || !l.Hours.IsZero() && !l.Hours.valid() || l.Off && !l.Hours.IsZero() {
			t.Fatalf("%q: %+v", text, l)
		}
	})
}
