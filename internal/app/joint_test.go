package app

import (
	"strings"
	"testing"

	"duban/internal/duban"
	"duban/internal/sandbox"
)

// two binds one person to 教育工委 and 教育局, which stand together in 1, 2, 42, 43.
func two(t *testing.T) *world {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	w.bind(wang, "王芳", "教育局")
	w.bind(wang, "王芳", "教育工委")
	w.walk(at(11, 23, 9, 0))
	return w
}

// said fails unless the two departments said this about a task last.
func (w *world) said(no int, committee, bureau string) {
	w.t.Helper()
	for department, want := range map[string]string{"教育工委": committee, "教育局": bureau} {
		if r := w.filed(no, department); r.Words != want {
			w.t.Errorf("%s on %d: %q, want %q", department, no, r.Words, want)
		}
	}
}

// A task of both is one line, and one answer is stored for each; whoever wants to
// say something different for one names it.
func TestTwoDepartmentsOfOneTaskAreOneLineAndMayBeToldApart(t *testing.T) {
	w := two(t)
	digest := w.newest(wang, "进展报送")
	w.expect([]sandbox.Message{digest}, "本期请报55项", "第1、2项由教育工委、教育局合报，回复一次，各家都算", "1 教育工委：已印发")

	w.step("one answer for both", func() {
		w.expect(w.tell(wang, "1 已部署学习教育"), "已登记 第1项（市委教育工委、教育局，牵头）", "还有54项")
		w.said(1, "已部署学习教育", "已部署学习教育")
	})
	w.step("one of them by name, and the other is still owed", func() {
		w.expect(w.tell(wang, "2 教育局：思政课已排进课表"), "已登记 第2项（市教育局", "教育工委这一项还未报", "还有54项")
		w.said(2, "", "思政课已排进课表")
		now, _ := w.Sandbox.Message(wang, digest.ID)
		w.expect([]sandbox.Message{now}, "还差教育工委")
		w.expect(w.tell(wang, "2 教育工委：另行部署"), "已登记 第2项（市委教育工委", "还有53项")
		w.said(2, "另行部署", "思政课已排进课表")
	})
	w.step("each on a line of its own", func() {
		w.expect(w.tell(wang, "42 教育局：已起草\n教育工委：无新进展"), "已登记2项", "（教育局）：“已起草”", "（教育工委）：“无新进展”")
		if r := w.filed(42, "教育工委"); r.State != duban.NoNews {
			t.Errorf("教育工委 said %q", r.State)
		}
	})
	w.step("a department that has no part in a task", func() {
		before := w.reports()
		w.expect(w.tell(wang, "3 教育工委：已部署"), "未受理：第3项没有分给教育工委，由教育局")
		if w.reports() != before {
			t.Error("it was stored")
		}
	})
	w.step("the rest is only what has no answer", func() {
		w.expect(w.tell(wang, "43 教育局：已挂牌"), "教育工委这一项还未报")
		w.tell(wang, "其余无新进展")
		w.said(43, "无新进展", "已挂牌")
		w.said(1, "已部署学习教育", "已部署学习教育")
		now, _ := w.Sandbox.Message(wang, digest.ID)
		w.expect([]sandbox.Message{now}, "本期应报55项，已全部报完")
	})
	if nos := w.listed(wang, digest); len(nos) != 55 {
		t.Errorf("%d lines, want 55: 教育工委's four tasks are 教育局's too", len(nos))
	}
}

func TestApartByButtonsUnderAReceiptAndACard(t *testing.T) {
	w := two(t)
	receipt := w.tell(wang, "1 已部署学习教育")
	choice := w.press(wang, receipt[0], "分开报")
	w.expect(choice, "第1项 分开报", "市委教育工委（牵头）：11月23日“已部署学习教育”", "市教育局（配合）")
	w.press(wang, choice[0], "教育局")
	own, _ := w.Sandbox.Message(wang, choice[0].ID)
	w.expect([]sandbox.Message{own}, "第1项 只报市教育局", "内容只算教育局的")

	w.step("a reply counts for it alone", func() {
		w.expect(w.tell(wang, "专题培训2期", sandbox.ReplyTo(own.ID)), "已登记 第1项（市教育局")
		w.said(1, "已部署学习教育", "专题培训2期")
	})
	w.step("a press too, and what it is may follow", func() {
		said := w.press(wang, own, "有困难")
		w.expect(said, "已登记 第1项（市教育局", "请回复本消息，写明什么困难")
		w.tell(wang, "场地未落实", sandbox.ReplyTo(said[0].ID))
		if r := w.filed(1, "教育局"); r.State != duban.Stuck || r.Words != "场地未落实" {
			t.Errorf("教育局 is left with %q %q", r.State, r.Words)
		}
	})
	w.step("taken back for it alone", func() {
		w.tell(wang, "/undo")
		if r := w.filed(1, "教育工委"); r.Words != "已部署学习教育" {
			t.Errorf("教育工委 is left with %q", r.Words)
		}
	})
	card := w.tell(wang, "第2项")
	choice = w.press(wang, card[0], "分开报")
	w.press(wang, choice[0], "教育工委")
	own, _ = w.Sandbox.Message(wang, choice[0].ID)
	w.press(wang, own, "本期无新进展")
	if r := w.filed(2, "教育工委"); r.State != duban.NoNews || w.filed(2, "教育局").ID != 0 {
		t.Errorf("教育工委 %+v, 教育局 %+v", r, w.filed(2, "教育局"))
	}
	w.step("who serves one department is not offered it", func() {
		w.bind(12, "张建国", "人社局")
		if said := w.tell(12, "5 已开课"); hasButton(said[0], "分开报") || strings.Contains(said[0].Text, "还未报") && !strings.Contains(said[0].Text, "项未报") {
			t.Errorf("offered: %s %v", said[0].Text, said[0].Keyboard)
		}
	})
}

// In the walk a step of two departments is one step; told apart it becomes two,
// one after the other.
func TestAStepOfTwoDepartmentsMayBeToldApart(t *testing.T) {
	w := two(t)
	step := w.press(wang, w.newest(wang, "进展报送"), "逐项填报")
	w.expect(step, "逐项填报 1/55", "第1项（教育工委、教育局合报，牵头）")
	at := func(words ...string) {
		t.Helper()
		m, _ := w.Sandbox.Message(wang, step[0].ID)
		w.expect([]sandbox.Message{m}, words...)
	}
	w.press(wang, step[0], "分开报")
	at("逐项填报 1/55", "只报教育工委，牵头")
	step = w.tell(wang, "已部署")
	at("已登记 第1项（教育工委）：“已部署”", "逐项填报 1/55", "只报教育局，配合")
	w.press(wang, step[0], "本期无新进展")
	at("已登记 第1项（教育局）：无新进展", "逐项填报 2/55", "第2项（教育工委、教育局合报")
	w.said(1, "已部署", "")
	w.press(wang, step[0], "分开报")
	w.press(wang, step[0], "一起报")
	at("第2项（教育工委、教育局合报")
	step = w.tell(wang, "都已部署")
	w.said(2, "都已部署", "都已部署")
	at("逐项填报 3/55", "第3项")
}
