package app

import (
	"strings"
	"testing"

	"duban/internal/sandbox"
)

// A contact looks for tasks in his own words, turns the pages in place and opens
// what he found: by a button, and by its number.
func TestAContactFindsTasksAndOpensThem(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	const tax = 31
	w.bind(tax, "赵税", "税务局")
	w.bind(wang, "王芳", "教育局")

	w.step("by words, with the own task first", func() {
		found := w.tell(tax, "/find 实训")
		w.expect(found, "查“实训”：6项，本单位1项在前", "⚪ 34 打造具瓦房店市特色的产教融合企业，市教育局（本单位配合）")
		inOrder(t, texts(found), "⚪ 34", "⚪ 22", "⚪ 23", "⚪ 24", "⚪ 27", "⚪ 38", "回复项号看全文，如：34")
		w.expect(w.press(tax, found[0], "看第27项"), "支持职业院校建设安全生产技能实训基地", "牵头 市教育局")
		w.expect(w.tell(tax, "38", sandbox.ReplyTo(found[0].ID)), "建立健全职业院校实训教师培训机制")
		w.expect(w.tell(tax, "第22项", sandbox.ReplyTo(found[0].ID)), "搭建职业教育在线学习平台")
	})
	w.step("without a slash, by initials, and by what was reported", func() {
		w.expect(w.tell(tax, "查 实训"), "6项")
		w.expect(w.tell(tax, "找　sxjd"), "3项", "27 ")
		w.tell(wang, "28 与轴承厂合办两期电工班")
		w.expect(w.tell(tax, "/find 电工班"), "查“电工班”：1项", "28 打造优质培训项目，市教育局：“与轴承厂合办两期电工班”")
	})
	w.step("page by page, in the same message", func() {
		found := w.tell(wang, "/find rsj")
		w.expect(found, "46项，都是本单位的")
		more := w.press(wang, found[0], "›")
		now, _ := w.Sandbox.Message(wang, found[0].ID)
		if len(more) != 0 || !hasButton(now, "2/4") || strings.Contains(now.Text, "\n⚪ 1 ") {
			t.Errorf("after ›: %d new messages and\n%s", len(more), now.Text)
		}
	})
	w.step("one task by its words", func() {
		w.expect(w.tell(wang, "/task 老年教育"), "第14项")
		w.expect(w.tell(wang, "/task 双师"), "查“双师”：4项")
		w.expect(w.tell(wang, "/task 双狮"), "是不是：/find 双师")
		w.expect(w.tell(wang, "/task 99"), "没有“99”这一项")
		listed := w.newest(wang, "查“双师”")
		w.expect(w.tell(wang, "37 已遴选名师4人", sandbox.ReplyTo(listed.ID)), "已登记 第37项") // still a report
	})
	w.step("nothing that can be looked for is said so", func() {
		for said, says := range map[string]string{
			"/find": "请写要查的词", "/find　": "请写要查的词", "/find %_": "没有可查的字", "/find .*": "没有可查的字",
			"/find ？？": "没有可查的字", "/task ！": "没有可查的字", "/find " + strings.Repeat("长", 500): "最多查8个词、100个字",
			"/find a b c d e f g h i": "最多查8个词", "/find 宇宙飞船": "没有找到“宇宙飞船”", "/find [实训": "6项", "/find \\": "没有可查的字",
		} {
			if got := w.tell(tax, said); len(got) != 1 || !strings.Contains(got[0].Text, says) {
				t.Errorf("%.20q: %s", said, texts(got))
			}
		}
	})
	w.expect(w.tell(strangerID, "/find 实训"), "还没有登记")
	if n := w.reports(); n != 2 {
		t.Errorf("%d reports: a search was taken for one", n)
	}
}

// The leadership looks for tasks and departments in its group, where nobody's own
// tasks are marked; whoever only looks need not write a name out.
func TestTheLeadershipFindsTasksAndDepartments(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	w.bind(wang, "王芳", "教育局")
	group := w.group("领导小组")
	w.say(adminID, group, "/group")

	found := w.say(leaderID, group, "/find 活动周")
	w.expect(found, "查“活动周”：3项", "⚪ 55 办好职业教育活动周，市教育局")
	if strings.Contains(texts(found), "本单位") {
		t.Errorf("a group has a department of its own:\n%s", texts(found))
	}
	w.expect(w.press(leaderID, found[0], "看第56项"), "办好全民终身学习活动周")
	w.expect(w.say(leaderID, group, "55", sandbox.ReplyTo(found[0].ID)), "办好职业教育活动周")
	board := w.newest(group, "14个方面57项任务")
	w.expect(w.say(leaderID, group, "查 税务", sandbox.ReplyTo(board.ID)), "2项", "49 ")
	w.expect(w.say(leaderID, group, "jyj", sandbox.ReplyTo(board.ID)), "市教育局 · 截至")
	for said, says := range map[string]string{
		"/dept jyj": "市教育局 · 截至", "/dept 教育": "市教育局 · 截至", "/dept 财政": "市财政局 · 截至",
		"/dept swj": "是不是：商务局、税务局？", "/dept 环保局": "没有“环保局”这个单位",
	} {
		w.expect(w.say(leaderID, group, said), says)
	}
	other := w.group("别的群")
	if said := w.say(leaderID, other, "/find 实训"); len(said) > 0 {
		t.Errorf("said in a group that is not allowed: %s", texts(said))
	}

	w.step("what changes something wants the whole name", func() {
		before := w.audited()
		for _, said := range []string{"/invite jyj 王芳", "/invite 教育 王芳", "/assign 49 jyj", "/unbind jyj", "/alias jyj = 教委", "/contact jyj"} {
			w.expect(w.tell(adminID, said), "是不是：教育局")
		}
		if after := w.audited(); after != before {
			t.Errorf("%d audit entries, were %d", after, before)
		}
		w.expect(w.tell(adminID, "/audit jyj"), "教育局")
	})
}
