package text

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"duban/internal/duban"
)

func TestDates(t *testing.T) {
	for _, c := range []struct {
		date           duban.Date
		zh, en         string
		zhDate, enDate string
	}{
		{duban.Date{Year: 2026, Month: 11, Day: 27}, "11月27日（周五）", "Fri 27 Nov", "11月27日", "27 Nov"},
		{duban.Date{Year: 2026, Month: 3, Day: 1}, "3月1日（周日）", "Sun 1 Mar", "3月1日", "1 Mar"},
		{duban.Date{Year: 2027, Month: 3, Day: 31}, "2027年3月31日（周三）", "Wed 31 Mar 2027", "2027年3月31日", "31 Mar 2027"},
		{duban.Date{Year: 2025, Month: 12, Day: 31}, "2025年12月31日（周三）", "Wed 31 Dec 2025", "2025年12月31日", "31 Dec 2025"},
	} {
		zh, en := voice(Chinese), voice(English)
		if zh.Day(c.date) != c.zh || en.Day(c.date) != c.en || zh.Date(c.date) != c.zhDate || en.Date(c.date) != c.enDate {
			t.Errorf("%v: %s, %s, %s, %s", c.date, zh.Day(c.date), en.Day(c.date), zh.Date(c.date), en.Date(c.date))
		}
	}
}

func TestMoments(t *testing.T) {
	for _, c := range []struct {
		at     time.Time
		zh, en string
	}{
		{at(11, 27, 17, 0), "11月27日（周五）17:00", "Fri 27 Nov, 17:00"},
		{at(11, 26, 9, 5), "11月26日（周四）9:05", "Thu 26 Nov, 9:05"},
		{at(1, 1, 0, 0), "1月1日（周四）0:00", "Thu 1 Jan, 0:00"},
		// In the office's zone, whatever zone the instant came in.
		{time.Date(2026, 12, 31, 18, 30, 0, 0, time.UTC), "2027年1月1日（周五）2:30", "Fri 1 Jan 2027, 2:30"},
	} {
		if zh, en := voice(Chinese).Moment(c.at), voice(English).Moment(c.at); zh != c.zh || en != c.en {
			t.Errorf("%v: %s, %s", c.at, zh, en)
		}
	}
	if zh, en := voice(Chinese).Month(at(11, 30, 23, 0)), voice(English).Month(at(11, 30, 23, 0)); zh != "11月" || en != "November" {
		t.Errorf("month: %s, %s", zh, en)
	}
}

func TestTheYearIsThatOfTheOffice(t *testing.T) {
	v := voice(Chinese)
	v.Now = time.Date(2026, 12, 31, 17, 0, 0, 0, time.UTC) // 1:00 of 2027 in Shanghai
	if got := v.Date(duban.Date{Year: 2027, Month: 1, Day: 4}); got != "1月4日" {
		t.Errorf("got %s", got)
	}
}

func TestLists(t *testing.T) {
	zh, en := voice(Chinese), voice(English)
	some := duban.Count{By: map[duban.Light]int{duban.OnTrack: 27, duban.Overdue: 2}}
	still := duban.Count{By: map[duban.Light]int{duban.OnTrack: 39}, Quiet: 39}
	for _, c := range []struct{ got, want string }{
		{zh.Units(deps(education, human, jia)), "市教育局、人社局、甲镇"},
		{en.Units(deps(education, human, jia)), "Education, Human Resources, 甲镇"},
		{zh.Names(deps(education, human)), "教育局、人社局"},
		{en.Names(deps(education, human)), "Education, Human Resources"},
		{zh.Units(nil) + en.Names(nil), ""},
		{zh.Numbers([]int{35, 7}), "35、7"},
		{en.Numbers([]int{35, 7}), "35, 7"},
		{zh.Counts(lights), "✅\u00a0办结\u20606　🟢\u00a0正常\u206034（有进展\u20604，需协调\u20602，无新进展\u206028）　🟡\u00a0滞后\u20608　🔴\u00a0逾期\u20604　⚪\u00a0待报\u20605"},
		{en.Counts(lights), "✅\u00a0done\u00a06　🟢\u00a0on track\u00a034 (4\u00a0moving, 2\u00a0in need of help, 28\u00a0without news)　🟡\u00a0behind\u00a08　🔴\u00a0overdue\u00a04　⚪\u00a0to report\u00a05"},
		{zh.Brief(some), "正常\u206027　逾期\u20602"},
		{en.Brief(some), "27\u00a0on track, 2\u00a0overdue"},
		{zh.Brief(still), "正常\u206039（无新进展\u206039）"},
		{en.Brief(still), "39\u00a0on track (39\u00a0without news)"},
		{zh.Brief(duban.Count{}), ""},
		{zh.Light(duban.Overdue), "🔴 逾期"},
		{en.Light(duban.Unheard), "⚪ to report"},
		{zh.Light("") + zh.Role("") + zh.Word(""), ""},
		{en.Plural(1, "task", "tasks"), "1 task"},
		{en.Plural(0, "task", "tasks"), "0 tasks"},
		{en.Plural(2, "task", "tasks"), "2 tasks"},
		{zh.Seal("9f86d081884c7d659a2f") + zh.Seal("9f"), "9f86d081884c7d659f"},
		{capital("on track") + capital("牵头") + capital(""), "On track牵头"},
		{cut(4, " 一二 三四五 "), "一二 …"},
		{cut(5, "一二 三四"), "一二 三四"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestAVoiceWithoutALanguageSpeaksChinese(t *testing.T) {
	for _, lang := range []string{"", "fr"} {
		v := voice(lang)
		if got := v.Say(LanguageSet{}) + v.Date(duban.DateOf(now, shanghai)) + v.Label("button.undo"); got != "已改用中文。11月26日撤回" {
			t.Errorf("%q: got %s", lang, got)
		}
	}
}

func TestLabelsArePlain(t *testing.T) {
	v := voice(English)
	for _, name := range defined(English) {
		label, ok := strings.CutPrefix(name, "label.")
		if !ok {
			continue
		}
		for _, lang := range languages {
			v.Lang = lang
			got := v.Label(label, 28)
			if strings.Contains(got, "&#") || strings.Contains(got, "<") || strings.HasPrefix(got, "[") || strings.Contains(got, "\n") {
				t.Errorf("%s: %s is %q", lang, label, got)
			}
			if got == "" && !strings.HasPrefix(label, "example.") {
				t.Errorf("%s: %s is empty", lang, label)
			}
		}
	}
	if got := voice(English).Label("command.alias"); got != "a department's other names" {
		t.Errorf("got %q", got)
	}
}

func TestToast(t *testing.T) {
	for _, c := range []struct{ html, want string }{
		{"未受理：<b>没有</b>", "未受理：没有"},
		{"没有“&lt;b&gt; &amp; 1 &lt; 2&#43;”", "没有“<b> & 1 < 2+”"},
		{"Science &amp; Industry&#39;s", "Science & Industry's"},
		{"&amp;lt;", "&lt;"},
		{"第一行\n第二行", "第一行\n第二行"},
		{"", ""},
	} {
		if got := Toast(c.html); got != c.want {
			t.Errorf("%q: got %q, want %q", c.html, got, c.want)
		}
	}
	if got := Toast(strings.Repeat("长", 400)); utf8.RuneCountInString(got) != 190 || !strings.HasSuffix(got, "…") {
		t.Errorf("a long toast has %d characters", utf8.RuneCountInString(got))
	}
}

func TestLanguageOf(t *testing.T) {
	for tag, want := range map[string]string{
		"": Chinese, "zh": Chinese, "zh-hans": Chinese, "zh-TW": Chinese, "ZH": Chinese,
		"en": English, "en-GB": English, "de": English, "ja": English,
	} {
		if got := LanguageOf(tag); got != want {
			t.Errorf("%q: got %s", tag, got)
		}
	}
}

func TestPhrases(t *testing.T) {
	for _, c := range []struct {
		said, command, args string
	}{
		{"我的任务", "tasks", ""}, {" 我的任务。", "tasks", ""}, {"哪些没动？", "silent", ""}, {"谁没报?", "missing", ""},
		{"第28项", "task", "28"}, {"第 28 项？", "task", "28"}, {"第二十八项", "task", "二十八"}, {"第２８项", "task", "２８"},
		{"Task 28", "task", "28"}, {"What has not moved?", "silent", ""}, {"who is missing", "missing", ""}, {"STATUS", "status", ""},
		// Reports, not questions.
		{"第三方评估事项", "", ""}, {"第项", "", ""}, {"task 28 is done", "", ""}, {"task force met", "", ""}, {"task ", "", ""},
		{"28 又办两期", "", ""}, {"第28项 又办两期", "", ""}, {"第28项\n又完成一项", "", ""}, {"", "", ""}, {"。", "", ""}, {"没动", "", ""},
	} {
		command, args, ok := Phrase(c.said)
		if command != c.command || args != c.args || ok != (c.command != "") {
			t.Errorf("%q: got %q %q %v", c.said, command, args, ok)
		}
	}
}

// Both languages offer phrases; what the texts tell people to ask is among them.
func TestWhatTheTextsOfferIsUnderstood(t *testing.T) {
	for _, said := range []string{"哪些没动", "谁没报", "第28项", "what has not moved", "who is missing", "task 28"} {
		if _, _, ok := Phrase(said); !ok {
			t.Errorf("%q is offered and not understood", said)
		}
	}
}

func TestNewest(t *testing.T) {
	lines := []LatestLine{{No: 1, At: at(11, 1, 0, 0)}, {No: 2, At: at(11, 3, 0, 0)}, {No: 3, At: at(11, 2, 0, 0)}}
	got := Newest(lines, 2)
	if len(got) != 2 || got[0].No != 2 || got[1].No != 3 {
		t.Errorf("got %v", got)
	}
	if got := Newest(nil, 2); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestTidy(t *testing.T) {
	for in, want := range map[string]string{
		"\n a \n\n\n b　\n": "a\n\n b",
		"a\r\nb":           "a\nb",
		"a\n \n\t\nb":      "a\n\nb",
		"a\n　下次b":          "a\n　下次b",
		"":                 "",
	} {
		if got := tidy(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// The tour of the demo names buttons by what stands on them.
func TestTheTourNamesRealButtons(t *testing.T) {
	quoted := regexp.MustCompile(`(?:按|点|Press )“([^”]+)”`)
	for _, lang := range languages {
		labels := map[string]bool{}
		for _, name := range defined(lang) {
			label := strings.TrimPrefix(name, "label.")
			labels[voice(lang).Label(label, 28)] = label != name && !strings.HasSuffix(label, ".text")
		}
		for _, name := range defined(lang) {
			if label, ok := strings.CutPrefix(name, "label.tour."); ok {
				for _, m := range quoted.FindAllStringSubmatch(voice(lang).Label("tour."+label), -1) {
					if !labels[m[1]] {
						t.Errorf("%s: tour.%s names a button %q", lang, label, m[1])
					}
				}
			}
		}
	}
}

func TestSpansOfTaskNumbers(t *testing.T) {
	for _, c := range []struct {
		nos    []int
		zh, en string
	}{
		{nil, "", ""},
		{[]int{4}, "4", "4"},
		{[]int{4, 5}, "4、5", "4, 5"},
		{[]int{4, 5, 6}, "4—6", "4–6"},
		{[]int{1, 3, 4, 5, 6, 8, 9, 57}, "1、3—6、8、9、57", "1, 3–6, 8, 9, 57"},
		{[]int{6, 5, 4}, "6、5、4", "6, 5, 4"},
	} {
		if zh, en := voice(Chinese).Spans(c.nos), voice(English).Spans(c.nos); zh != c.zh || en != c.en {
			t.Errorf("%v: %q and %q", c.nos, zh, en)
		}
	}
}
