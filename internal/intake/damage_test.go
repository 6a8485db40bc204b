package intake_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duban/internal/duban"
	"duban/internal/intake"
	"duban/seeds"
)

// edit returns the published list's lines after change, which may use line
// numbers as an editor shows them.
func edit(change func(l *lines)) []byte {
	l := lines(strings.Split(string(seeds.List()), "\n"))
	change(&l)
	return []byte(strings.Join(l, "\n"))
}

type lines []string

func (l lines) set(no int, s string) { l[no-1] = s }
func (l *lines) drop(from, to int)   { *l = append((*l)[:from-1], (*l)[to:]...) }
func (l *lines) insert(no int, s ...string) {
	*l = append((*l)[:no-1], append(s, (*l)[no-1:]...)...)
}

// Row 28 stands on lines 143 to 146: number, section, content, departments.
func TestADamagedListIsRefusedWithItsLine(t *testing.T) {
	row := []string{"", "\t58", "\t", "\t又一项", "\t市教育局"}
	for name, c := range map[string]struct {
		data []byte
		line int
		says string
	}{
		"number's line missing":      {edit(func(l *lines) { l.drop(143, 143) }), 143, "缺序号"},
		"number empty":               {edit(func(l *lines) { l.set(143, "\t") }), 143, "缺序号"},
		"first number missing":       {edit(func(l *lines) { l.drop(8, 8) }), 8, "应为1"},
		"number in words":            {edit(func(l *lines) { l.set(143, "\t二十八") }), 143, "“二十八”不是数字"},
		"number twice":               {edit(func(l *lines) { l.set(148, "\t28") }), 148, "第143行已有第28项"},
		"numbers exchanged":          {edit(func(l *lines) { l.set(143, "\t29"); l.set(148, "\t28") }), 143, "应为28"},
		"a row missing":              {edit(func(l *lines) { l.drop(143, 147) }), 143, "应为28，写的是29"},
		"number zero":                {edit(func(l *lines) { l.set(8, "\t0") }), 8, "“0”不是数字"},
		"content empty":              {edit(func(l *lines) { l.set(145, "\t") }), 145, "第28项缺任务内容"},
		"content's line missing":     {edit(func(l *lines) { l.drop(145, 145) }), 143, "第28项缺任务内容"},
		"content under a section":    {edit(func(l *lines) { l.drop(150, 150) }), 148, "第29项缺任务内容或主要任务"},
		"departments empty":          {edit(func(l *lines) { l.set(146, "\t") }), 146, "第28项缺责任部门"},
		"departments' line missing":  {edit(func(l *lines) { l.drop(146, 146) }), 143, "第28项缺责任部门"},
		"departments without a tab":  {edit(func(l *lines) { l.set(146, "市教育局") }), 143, "第28项缺责任部门"},
		"only a number":              {edit(func(l *lines) { l.drop(144, 146) }), 143, "第28项只有1栏"},
		"a column too many":          {edit(func(l *lines) { l.insert(146, "\t多出一段") }), 143, "第28项有5栏"},
		"no first section":           {edit(func(l *lines) { l.set(9, "\t") }), 9, "第1项缺主要任务"},
		"department twice":           {edit(func(l *lines) { l.set(146, "\t市教育局、教育局") }), 146, "“教育局”出现两次"},
		"a stray line behind":        {edit(func(l *lines) { l.insert(293, "", "\t注：略") }), 294, "“注：略”单独一行"},
		"a stray line between":       {edit(func(l *lines) { l.insert(147, "", "\t第二页", "") }), 148, "“第二页”单独一行"},
		"no head":                    {edit(func(l *lines) { l.drop(3, 6) }), 1, "没有找到表头"},
		"another head":               {edit(func(l *lines) { l.set(6, "\t完成时限") }), 3, "表头是“序号、主要任务、任务内容、完成时限”"},
		"no title":                   {edit(func(l *lines) { l.drop(1, 2) }), 1, "没有清单标题"},
		"no tasks":                   {edit(func(l *lines) { l.drop(7, 292) }), 1, "没有读到任务"},
		"empty":                      {nil, 1, "没有读到任务"},
		"some words":                 {[]byte("请各单位抓紧落实"), 1, "没有读到任务"},
		"Word":                       {[]byte("PK\x03\x04\x14\x00\x06\x00"), 1, "纯文本"},
		"old Word":                   {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), 1, "纯文本"},
		"PDF":                        {[]byte("%PDF-1.7\n"), 1, "这是PDF"},
		"a picture":                  {[]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"), 1, "不是文本文件"},
		"zero bytes":                 {append(seeds.List(), 0, 1, 2), 1, "不是文本文件"},
		"an executable":              {bytes.Repeat([]byte("\x7fELF\x02\x01\x01\x00"), 100), 1, "不是文本文件"},
		"too large":                  {bytes.Repeat([]byte("任务"), 400_000), 1, "超过2MB"},
		"appended in the wrong form": {edit(func(l *lines) { l.insert(293, row[:4]...) }), 294, "第58项缺责任部门"},
	} {
		t.Run(name, func(t *testing.T) {
			pub, problems := intake.ReadList("list.docx", c.data, directory(t), today)
			if len(problems) == 0 {
				t.Fatal("it was accepted")
			}
			if len(pub.Tasks) != 0 || pub.Title != "" {
				t.Error("something of it was returned")
			}
			if p := problems[0]; p.Line != c.line || !strings.Contains(p.Text, c.says) {
				t.Errorf("line %d: %s\nwant line %d: …%s…", p.Line, p.Text, c.line, c.says)
			}
		})
	}
}

func TestEveryDamageIsNamedOnce(t *testing.T) {
	data := edit(func(l *lines) {
		l.set(146, "\t")
		l.set(150, "\t")
		l.set(158, "\t三十一")
	})
	_, problems := intake.ReadList(seeds.ListName, data, directory(t), today)
	var at []int
	for _, p := range problems {
		at = append(at, p.Line)
	}
	if len(at) != 3 || at[0] != 146 || at[1] != 150 || at[2] != 158 {
		t.Errorf("problems in lines %v, want 146, 150, 158", at)
	}
}

func TestProblemsAreBounded(t *testing.T) {
	data := edit(func(l *lines) {
		for range 300 {
			l.insert(293, "", "\t1")
		}
	})
	if _, problems := intake.ReadList("x.txt", data, directory(t), today); len(problems) > 60 {
		t.Errorf("%d problems", len(problems))
	}
}

func TestARowMayBeAppended(t *testing.T) {
	data := edit(func(l *lines) { l.insert(293, "", "\t58", "\t", "\t又一项", "\t市教育局") })
	pub := read(t, data)
	last := pub.Tasks[len(pub.Tasks)-1]
	if last.No != 58 || last.Shares[0].Name != "教育局" || last.Shares[0].Role != duban.Lead {
		t.Errorf("%+v", last)
	}
}

// A name nobody knows is no damage: somebody can say what it is.
func TestANameNobodyKnowsIsToldOnceAndIsNoDepartment(t *testing.T) {
	data := edit(func(l *lines) {
		l.set(146, "\t市教育局、市林业局")
		l.set(151, "\t大连市教育局、林 业局、市林业局")
	})
	pub, problems := intake.ReadList(seeds.ListName, data, directory(t), today)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := []duban.UnknownName{
		{Printed: "市林业局", Tasks: []int{28, 29}}, {Printed: "大连市教育局", Tasks: []int{29}, Nearest: []string{"教育局", "教育工委"}},
	}
	if diff := cmp.Diff(want, pub.Unknown, cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Nearest" }, cmp.Ignore())); diff != "" {
		t.Error(diff)
	}
}

// What is beyond the bounds of a list is refused whole, in every shape: nothing of
// it is cut off or runs into the task before.
func TestAListBeyondTheBoundsIsRefusedWhole(t *testing.T) {
	paragraphs := func(n int) []byte {
		var s strings.Builder
		s.WriteString("任务清单\n")
		for i := range n {
			fmt.Fprintf(&s, "%d.甲（责任单位：市教育局）\n", i+1)
		}
		return []byte(s.String())
	}
	rows := func(n int) []byte {
		var s strings.Builder
		s.WriteString("任务清单\n序号\t主要任务\t任务内容\t责任部门\n")
		for i := range n {
			fmt.Fprintf(&s, "%d\t甲\t乙\t市教育局\n", i+1)
		}
		return []byte(s.String())
	}
	row := func(section, content string) []byte {
		return fmt.Appendf(nil, "任务清单\n序号\t主要任务\t任务内容\t责任部门\n1\t%s\t%s\t市教育局\n", section, content)
	}
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"12,000 paragraphs":     {paragraphs(12_000), "超过9999项"},
		"10,000 paragraphs":     {paragraphs(10_000), "超过9999项"},
		"12,000 rows":           {rows(12_000), "超过1万行"},
		"words of a book":       {row("甲", strings.Repeat("字", 3_001)), "第1项的任务内容超过3000字"},
		"a section of a page":   {row(strings.Repeat("字", 301), "乙"), "第1项的主要任务超过300字"},
		"a title of a page":     {append([]byte(strings.Repeat("字", 201)+"\n"), rows(1)...), "标题超过200字"},
		"a paragraph of a book": {[]byte("清单\n1." + strings.Repeat("字", 3_001) + "（责任单位：市教育局）\n"), "第1项的任务内容超过3000字"},
	} {
		pub, problems := intake.ReadList("清单.txt", c.data, directory(t), today)
		if len(problems) != 1 || !strings.Contains(problems[0].Text, c.says) || len(pub.Tasks) > 0 {
			t.Errorf("%s: %d tasks, %+v", name, len(pub.Tasks), problems)
		}
	}
	for _, data := range [][]byte{paragraphs(9_999), rows(9_900), row("甲", strings.Repeat("字", 3_000))} {
		if _, problems := intake.ReadList("清单.txt", data, directory(t), today); len(problems) > 0 {
			t.Errorf("a list within the bounds: %+v", problems)
		}
	}
}
