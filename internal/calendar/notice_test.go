package calendar

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// The operative sentences of the notices, in the three forms of three years.
const notice2024 = `国务院办公厅关于2024年部分节假日安排的通知
国办发明电〔2023〕7号
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
国务院办公厅
2023年10月25日`

const notice2025 = `国办发明电〔2024〕12号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
按照上述原则，现将2025年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。`

const notice2026 = `国务院办公厅关于2026年部分节假日安排的通知
　　一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
　　二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
　　三、清明节：4月4日（周六）至6日（周一）放假，共3天。
　　四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
　　五、端午节：6月19日（周五）至21日（周日）放假，共3天。
　　六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
　　七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。`

func TestNoticesGiveTheSeededYears(t *testing.T) {
	for year, text := range map[int]string{2024: notice2024, 2025: notice2025, 2026: notice2026} {
		n := ReadNotice(text)
		if len(n.Problems) > 0 {
			t.Errorf("%d: %v", year, n.Problems)
			continue
		}
		read := n.Year
		if err := read.check(); err != nil {
			t.Errorf("%d: %v", year, err)
		}
		if want := seeded(t, year).Source; read.Source != want && year != 2026 || read.Year != year {
			t.Errorf("%d: read %d, source %s", year, read.Year, read.Source)
		}
		ours, theirs := New(nil, Hours{}, seeded(t, year)), New(nil, Hours{}, read)
		for d := (Day{year, 1, 1}); d.Year == year; d = d.Add(1) {
			if ours.WorkingDay(d) != theirs.WorkingDay(d) {
				t.Errorf("%s: seeded working %v", d, ours.WorkingDay(d))
			}
		}
	}
}

func TestANoticeMayNameTheYearBefore(t *testing.T) {
	text := strings.Replace(notice2026, "1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。",
		"2025年12月30日（周二）至2026年1月2日（周五）放假调休，共4天。2025年12月28日（周日）上班。", 1)
	n := ReadNotice(text)
	if len(n.Problems) > 0 {
		t.Fatal(n.Problems)
	}
	y := n.Year
	c := New(nil, Hours{}, seeded(t, 2025), y)
	if c.WorkingDay(Day{2025, 12, 30}) || !c.WorkingDay(Day{2025, 12, 28}) || c.WorkingDay(Day{2026, 1, 2}) || c.WorkingDay(Day{2026, 1, 3}) {
		t.Error(y.Days[:5])
	}
}

func TestNoticesThatContradictThemselves(t *testing.T) {
	for _, v := range []struct{ old, new, want string }{
		{"2026年部分", "某年部分", NoYear},
		{"五、端午节", "五、", Missing + "端午"},
		{"（周四）至3日", "（周五）至3日", WrongWeekday + "元旦"},
		{"共9天", "共8天", WrongCount + "春节"},
		{"至23日（农历正月初七、周一）", "至13日", WrongCount + "春节"},
		{"2月14日（周六）、", "2月13日（周五）、", NoWeekend + "春节"},
		{"10月10日（周六）", "10月3日（周六）", Twice + "国庆节"},
		{"6月19日（周五）", "6月31日（周五）", ImpossibleDate + "端午节"},
		{"9月20日（周日）、10月10日（周六）", "2027年10月10日（周日）", OutsideYear + "国庆节"},
		{"4月4日（周六）至6日（周一）放假，共3天。", "", NoDaysOff + "清明节"},
		{"4月4日（周六）至6日（周一）放假", "4月4日（周六）起休息", NoDaysOff + "清明节"},
	} {
		n := ReadNotice(strings.Replace(notice2026, v.old, v.new, 1))
		if len(n.Problems) != 1 || n.Problems[0].Reason+n.Problems[0].Festival != v.want {
			t.Errorf("%s for %s: %+v, want %s", v.new, v.old, n.Problems, v.want)
		}
	}
	if n := ReadNotice(""); len(n.Problems) != 1 || n.Problems[0].Reason != NoYear {
		t.Error(n)
	}
}

// One festival that is not understood does not hide the others.
func TestWhatIsUnderstoodOfANoticeIsShownBesideWhatIsNot(t *testing.T) {
	n := ReadNotice(strings.Replace(notice2026, "共9天", "共8天", 1))
	off := map[string]int{}
	for _, d := range n.Year.Days {
		if d.Off {
			off[d.Name]++
		}
	}
	if off["春节"] != 0 || off["国庆节"] != 7 || off["元旦"] != 3 || !strings.Contains(n.Problems[0].Said, "共8天") {
		t.Errorf("%v %+v", off, n.Problems)
	}
}

// However the sentences are cut, no make-up day is lost without a word.
func TestNoMakeUpDayIsLost(t *testing.T) {
	want := ReadNotice(notice2026).Year.Days
	for _, v := range []struct{ old, new string }{
		{"共3天。1月4日", "共3天，1月4日"},
		{"2月28日（周六）上班", "2月28日（周六）正常上班，不另通知"},
		{"\n　　二、", "二、"}, // pasted as one line
		{"\n", "\r\n"},
	} {
		n := ReadNotice(strings.ReplaceAll(notice2026, v.old, v.new))
		if len(n.Problems) > 0 || !slices.Equal(n.Year.Days, want) {
			t.Errorf("%q for %q: %v %v", v.new, v.old, n.Problems, n.Year.Days)
		}
	}
	if n := ReadNotice(notice2024); len(n.Unread) != 1 || !strings.Contains(n.Unread[0], "2月9日") {
		t.Errorf("2024 asks for 2月9日 in words that are no day off: unread %q", n.Unread)
	}
}

// A whole notice as it is copied from the page, its title on two lines, is read;
// what is around the seven sentences is not mistaken for one.
func TestAWholeNoticeIsRead(t *testing.T) {
	body, err := os.ReadFile("testdata/notice-2027.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := ReadNotice(string(body))
	if len(n.Problems) > 0 || len(n.Unread) > 0 || n.Year.Year != 2027 || n.Year.Source != "国办发明电〔2026〕99号" {
		t.Fatalf("%+v", n)
	}
	c := New(nil, Hours{}, n.Year)
	// 261 weekdays; off on weekdays 1+5+1+3+1+1+5 = 17, made up 6.
	if got := c.DaysBetween(Day{2026, 12, 31}, Day{2027, 12, 31}); got != 261-17+6 {
		t.Errorf("%d working days", got)
	}
}

func TestWhatIsANotice(t *testing.T) {
	for text, want := range map[string]bool{
		notice2024: true, notice2025: true, notice2026: true,
		"一、元旦：1月1日放假，与周末连休。":      true,
		"国务院办公厅关于2027年部分节假日安排的通知": true,
		"2026-12-01 停工":        false,
		"12月1日 放假":             false,
		"2026-12-01 放假 春节:放一天": false,
		"":                     false,
	} {
		if got := IsNotice(text); got != want {
			t.Errorf("%.20q: %v", text, got)
		}
	}
}
