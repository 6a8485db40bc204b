package app

import (
	"strings"
	"testing"

	"duban/internal/duban"
	"duban/internal/sandbox"
	"duban/internal/store"
)

const zhang = 12

// trained is an office with a contact of 教育局, which leads task 28, and one of
// 人社局, which supports it.
func trained(t *testing.T) *world {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	w.bind(wang, "王芳", "教育局")
	w.bind(zhang, "张伟", "人社局")
	w.walk(at(11, 23, 9, 0))
	return w
}

// reached fails unless a department has reached this for a target of a task, of the
// whole task or of its own share.
func (w *world) reached(no int, department, target string, whole bool, want float64) {
	w.t.Helper()
	err := w.Store.Read(w.t.Context(), func(tx *store.Tx) error {
		list, _, err := tx.CurrentList()
		if err != nil {
			return err
		}
		task, _, err := tx.TaskByNo(list.ID, no)
		if err != nil {
			return err
		}
		dir, err := tx.Directory()
		if err != nil {
			return err
		}
		dep, _ := dir.Find(department)
		all, err := tx.TaskAssignments(task.ID)
		if err != nil {
			return err
		}
		targets, err := tx.TaskTargets(task.ID)
		if err != nil {
			return err
		}
		reached, err := tx.TaskReached(task.ID)
		for _, a := range all {
			for _, goal := range targets {
				if a.Department != dep.ID || !strings.Contains(goal.Name, target) {
					continue
				}
				if got, _ := duban.LastOf(reached, a.ID, goal.ID, whole); got.Value != want {
					w.t.Errorf("%s has reached %v of %s in %d, want %v", department, got.Value, goal.Name, no, want)
				}
				return err
			}
		}
		w.t.Errorf("%s has no target %s in %d", department, target, no)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func TestFiguresAreCumulativeAndSaidBack(t *testing.T) {
	w := trained(t)
	w.step("a total", func() {
		receipt := w.tell(zhang, "28 又办两期电工班，累计1500人次")
		w.expect(receipt, "已登记 第28项（市人社局，配合）", "累计1500人次。全项数由市教育局汇总")
		for _, label := range []string{"更正", "补充", "撤回"} {
			if !hasButton(receipt[0], label) {
				t.Errorf("no button %s: %v", label, receipt[0].Keyboard)
			}
		}
	})
	w.down()
	w.up()
	w.step("an addition to the speaker's own last value, after a restart", func() {
		w.expect(w.tell(zhang, "28 又培训300人"), "累计1800人次，较上次增300人次")
		w.reached(28, "人社局", "培训", false, 1800)
	})
	w.step("two targets in one line", func() {
		w.expect(w.tell(wang, "37 名师4人，带头人2人"), "市级名师全项数4人", "市级专业带头人全项数2人")
		w.reached(37, "教育局", "市级名师", true, 4)
		w.reached(37, "教育局", "带头人", true, 2)
	})
	w.step("words only", func() {
		w.expect(w.tell(zhang, "28 准备开会研究"), "“准备开会研究”", "数字未变，仍为1800人次", "要更新数字，请回复如：2300人次")
		w.reached(28, "人社局", "培训", false, 1800)
	})
	w.step("no word of numbers where a task promises none", func() {
		if said := texts(w.tell(wang, "4 准备开会研究")); strings.Contains(said, "数字") {
			t.Errorf("said %s", said)
		}
	})
	w.step("nothing new is no question of numbers either", func() {
		if said := texts(w.tell(zhang, "28 无新进展")); strings.Contains(said, "数字") {
			t.Errorf("said %s", said)
		}
	})
	w.step("taken back, what was there before holds", func() {
		w.tell(zhang, "28 又培训200人")
		w.reached(28, "人社局", "培训", false, 2000)
		w.expect(w.tell(zhang, "/undo"), "已撤回")
		w.reached(28, "人社局", "培训", false, 1800)
	})
	w.step("a percent that somebody volunteers is kept", func() {
		w.expect(w.tell(zhang, "28 完成35%"), "完成35%")
		if r := w.filed(28, "人社局"); r.Percent != 35 {
			t.Errorf("kept %v", r.Percent)
		}
	})
}

func TestANumberAloneAnswersACardAndAStep(t *testing.T) {
	w := trained(t)
	card := w.tell(zhang, "第28项")
	w.expect(card, "指标 职业技能培训：目标10000人次左右，未报")
	w.expect(w.tell(zhang, "1500", sandbox.ReplyTo(card[0].ID)), "累计1500人次")
	w.reached(28, "人社局", "培训", false, 1500)

	digest := w.newest(zhang, "进展报送")
	step := w.press(zhang, digest, "逐项填报")[0]
	for range 46 {
		if m, _ := w.Sandbox.Message(zhang, step.ID); strings.Contains(m.Text, "第30项") || strings.Contains(m.Text, "第34项") {
			break
		}
		w.press(zhang, step, "跳过")
	}
	now, _ := w.Sandbox.Message(zhang, step.ID)
	if !strings.Contains(now.Text, "第34项") && !strings.Contains(now.Text, "第30项") {
		t.Fatalf("the walk never came to a task with targets: %s", now.Text)
	}
	w.expect([]sandbox.Message{now}, "指标 ")
}

// lowered is an office in which 人社局 has reported less than before.
func lowered(t *testing.T) (*world, sandbox.Message) {
	w := trained(t)
	w.tell(zhang, "28 累计1200人次")
	said := w.tell(zhang, "28 累计1100人次")
	w.expect(said, "少于上次1200人次，说明前不计", "第28项 本次1100人次，少于上次1200人次，请说明：")
	w.reached(28, "人社局", "培训", false, 1200)
	return w, w.newest(zhang, "请说明：")
}

func TestALowerFigureCountsOnceItIsExplained(t *testing.T) {
	for label, c := range map[string]struct {
		want float64
		said string
	}{
		"填错了":  {1200, "本次数字已取消，仍为1200人次"},
		"口径调整": {1100, "累计1100人次，较上次减100人次（口径调整）"},
		"核减":   {1100, "累计1100人次，较上次减100人次（核减）"},
	} {
		t.Run(label, func(t *testing.T) {
			w, question := lowered(t)
			w.press(zhang, question, label)
			now, _ := w.Sandbox.Message(zhang, question.ID)
			w.expect([]sandbox.Message{now}, c.said)
			w.reached(28, "人社局", "培训", false, c.want)
			if r := w.filed(28, "人社局"); r.Words != "累计1100人次" {
				t.Errorf("the words are %q", r.Words)
			}
			w.step("taken back altogether", func() {
				w.tell(zhang, "/undo")
				w.reached(28, "人社局", "培训", false, 1200)
			})
		})
	}
}

// A question about a figure that something newer took the place of is over.
func TestAnOldQuestionShowsTheCard(t *testing.T) {
	w, question := lowered(t)
	w.tell(zhang, "28 累计1600人次")
	w.press(zhang, question, "核减")
	now, _ := w.Sandbox.Message(zhang, question.ID)
	w.expect([]sandbox.Message{now}, "第28项 充分发挥职业院校培训优势", "本单位1600人次")
	w.reached(28, "人社局", "培训", false, 1600)
}

func TestWhatIsInDoubtIsAskedWithButtons(t *testing.T) {
	w := trained(t)
	w.step("which target", func() {
		w.expect(w.tell(wang, "37 4人"), "已登记 第37项", "“4人”是哪个指标的数？")
		w.reached(37, "教育局", "市级名师", true, 0)
		question := w.newest(wang, "哪个指标")
		w.down()
		w.up() // what was asked is in the database
		w.press(wang, question, "市级名师")
		now, _ := w.Sandbox.Message(wang, question.ID)
		w.expect([]sandbox.Message{now}, "已登记：市级名师全项数4人")
		w.reached(37, "教育局", "市级名师", true, 4)
	})
	w.step("none of these", func() {
		w.tell(wang, "37 3人")
		question := w.newest(wang, "哪个指标")
		w.press(wang, question, "都不是")
		now, _ := w.Sandbox.Message(wang, question.ID)
		w.expect([]sandbox.Message{now}, "“3人”不作指标数，原话保留")
		w.reached(37, "教育局", "市级名师", true, 4)
	})
	w.step("a total or an addition", func() {
		w.tell(zhang, "28 累计1500人次")
		w.expect(w.tell(zhang, "28 又办两期，培训300人次"), "累计数，还是本期新增？")
		w.reached(28, "人社局", "培训", false, 1500)
		w.press(zhang, w.newest(zhang, "本期新增？"), "新增300人次")
		w.reached(28, "人社局", "培训", false, 1800)
	})
	w.step("what was taken for a total may be lower", func() {
		w.tell(zhang, "28 又办一期，培训200人次")
		w.press(zhang, w.newest(zhang, "本期新增？"), "累计200人次")
		w.reached(28, "人社局", "培训", false, 1800)
		w.press(zhang, w.newest(zhang, "请说明："), "填错了")
		w.reached(28, "人社局", "培训", false, 1800)
	})
	w.step("done or not", func() {
		w.expect(w.tell(zhang, "28 应该差不多了"), "是否已办结？")
		question := w.newest(zhang, "是否已办结？")
		w.press(zhang, question, "已办结")
		if r := w.filed(28, "人社局"); r.State != duban.Claimed || r.Words != "应该差不多了" {
			t.Errorf("filed %q %q", r.State, r.Words)
		}
		now, _ := w.Sandbox.Message(zhang, question.ID)
		w.expect([]sandbox.Message{now}, "已记为：自报完成")
		w.expect(w.press(zhang, w.newest(zhang, "“应该差不多了”\n"), "撤回"), "已撤回")
		if r := w.filed(28, "人社局"); r.Words != "又办一期，培训200人次" {
			t.Errorf("after taking it back %q stands", r.Words)
		}
	})
}

// One message may leave two things open; each is settled on its own, in whatever
// order.
func TestTwoQuestionsOfOneMessageAreSettledApart(t *testing.T) {
	w := trained(t)
	w.tell(zhang, "28 累计1200人次")
	w.expect(w.tell(zhang, "28 累计1100人次，总体接近80%"), "请说明：", "是不是本项的完成比例？")
	w.press(zhang, w.newest(zhang, "完成比例？"), "完成80%")
	w.reached(28, "人社局", "培训", false, 1200)
	w.press(zhang, w.newest(zhang, "请说明："), "核减")
	w.reached(28, "人社局", "培训", false, 1100)
	if r := w.filed(28, "人社局"); r.Percent != 80 || len(r.Figures) != 1 || r.Figures[0].Why != duban.Reduced {
		t.Errorf("filed %v %+v", r.Percent, r.Figures)
	}
	w.tell(zhang, "/undo")
	w.reached(28, "人社局", "培训", false, 1200)
}

func TestTheLeadTakesTheSum(t *testing.T) {
	w := trained(t)
	w.bind(13, "李梅", "总工会")
	w.tell(wang, "28 全项数2800人次")
	w.tell(zhang, "28 累计1500人次")
	w.tell(13, "28 累计300人次")
	w.tell(wang, "28 本单位1700人次")
	w.reached(28, "教育局", "培训", true, 2800)
	w.reached(28, "教育局", "培训", false, 1700)

	w.step("a support is not offered it", func() {
		if card := w.tell(zhang, "第28项"); hasButton(card[0], "用合计数") || strings.Contains(card[0].Text, "各家合计") {
			t.Errorf("offered: %s", card[0].Text)
		}
	})
	card := w.tell(wang, "第28项")
	w.expect(card, "指标 职业技能培训 2800/10000人次（28%）", "各家合计3500人次，已报全项数2800人次", "本单位1500人次")
	w.step("not once it has changed", func() {
		w.tell(13, "28 又培训100人")
		before := w.reports()
		w.press(wang, card[0], "用合计数")
		if w.reports() != before {
			t.Error("a sum was taken that is not the one shown")
		}
		now, _ := w.Sandbox.Message(wang, card[0].ID)
		w.expect([]sandbox.Message{now}, "各家合计3600人次")
	})
	w.step("with one press", func() {
		w.expect(w.press(wang, card[0], "用合计数"), "已登记 第28项（市教育局，牵头）", "全项数3600人次，较上次增800人次")
		w.reached(28, "教育局", "培训", true, 3600)
		now, _ := w.Sandbox.Message(wang, card[0].ID)
		w.expect([]sandbox.Message{now}, "3600/10000人次（36%）")
		if hasButton(now, "用合计数") {
			t.Error("it is offered again")
		}
	})
}

// What the time gone by asks for is said only where a start, a due date and a
// number are there.
func TestWhatTheTimeAsksForIsSaidInWords(t *testing.T) {
	w := trained(t)
	w.tell(wang, "28 全项数3500人次")
	if said := texts(w.tell(wang, "第28项")); strings.Contains(said, "按时间应到") {
		t.Errorf("without a due date: %s", said)
	}
	w.tell(adminID, "/due 28 2026-12-04")
	w.walk(at(11, 27, 17, 0))
	w.expect(w.tell(wang, "第28项"), "3500/10000人次（35%），按时间应到50%")
}

// One person reports for two departments: the figures count for each, and the task
// has them once.
func TestOneAnswerForTwoDepartmentsIsNoDoubleFigure(t *testing.T) {
	w := trained(t)
	w.bind(wang, "王芳", "人社局")
	w.expect(w.tell(wang, "28 累计1500人次"), "已登记 第28项（市教育局、人社局，牵头）", "全项数1500人次")
	w.reached(28, "教育局", "培训", true, 1500)
	w.reached(28, "人社局", "培训", false, 1500)
	w.expect(w.tell(wang, "第28项"), "1500/10000人次（15%）")
	if said := texts(w.tell(wang, "第28项")); strings.Contains(said, "3000") {
		t.Errorf("doubled: %s", said)
	}
	w.step("and one press explains both", func() {
		w.tell(wang, "28 累计1400人次")
		if n := w.count(wang, "请说明："); n != 1 {
			t.Errorf("asked %d times", n)
		}
		w.press(wang, w.newest(wang, "请说明："), "核减")
		w.reached(28, "教育局", "培训", true, 1400)
		w.reached(28, "人社局", "培训", false, 1400)
	})
}

func TestAReportIsCorrectedAndSupplemented(t *testing.T) {
	w := trained(t)
	w.tell(zhang, "28 累计1200人次")
	receipt := w.tell(zhang, "28 又培训300人")
	w.step("in a reply to the question", func() {
		question := w.press(zhang, receipt[0], "更正")
		w.expect(question, "第28项 “又培训300人”", "请回复本消息，写正确的内容")
		w.expect(w.tell(zhang, "又培训400人", sandbox.ReplyTo(question[0].ID)), "累计1600人次，较上次增400人次")
		w.reached(28, "人社局", "培训", false, 1600)
	})
	w.step("or in the next message", func() {
		w.press(zhang, w.newest(zhang, "累计1600人次"), "更正")
		w.expect(w.tell(zhang, "又培训500人"), "累计1700人次，较上次增500人次")
		w.reached(28, "人社局", "培训", false, 1700)
	})
	w.step("a supplement keeps what was said", func() {
		question := w.press(zhang, w.newest(zhang, "累计1700人次"), "补充")
		w.expect(question, "写要补充的内容")
		w.tell(zhang, "学员已全部持证", sandbox.ReplyTo(question[0].ID))
		if r := w.filed(28, "人社局"); r.Words != "又培训500人\n学员已全部持证" {
			t.Errorf("filed %q", r.Words)
		}
		w.reached(28, "人社局", "培训", false, 1700)
	})
	w.step("a changed message is measured without itself", func() {
		w.tell(zhang, "28 又培训100人")
		w.reached(28, "人社局", "培训", false, 1800)
		last := w.Sandbox.Messages(zhang)
		for i := len(last) - 1; i >= 0; i-- {
			if last[i].Text == "28 又培训100人" {
				if err := w.Sandbox.Edit(zhang, zhang, last[i].ID, "28 又培训50人"); err != nil {
					t.Fatal(err)
				}
				break
			}
		}
		w.settle()
		w.reached(28, "人社局", "培训", false, 1750)
		if n := w.count(zhang, "请说明："); n != 0 {
			t.Error("a changed message is asked why it is lower than itself")
		}
	})
}

// Requests that have no way yet are kept, and the office sees them.
func TestARequestInAReplyIsShownToTheOffice(t *testing.T) {
	w := trained(t)
	w.expect(w.tell(zhang, "28 申请延期到年底"), "申请、异议尚不能在此办理：原话已留存，督办员能看到")
	w.tell(zhang, "25 正在推进中")
	w.expect(w.tell(adminID, "谁没报"), "请留意", "28 人社局：申请延期至12月31日", "25 人社局：没有状态、数字和理由")
	w.expect(w.tell(adminID, "第28项"), "请留意", "28 人社局：申请延期至12月31日")
	for _, m := range append(w.tell(zhang, "第28项"), w.tell(wang, "第28项")...) {
		if strings.Contains(m.Text, "请留意") {
			t.Errorf("a contact is shown it: %s", m.Text)
		}
	}
}

func TestTargetsAreShownAndCorrected(t *testing.T) {
	w := trained(t)
	w.tell(wang, "28 全项数3500人次")
	w.expect(w.tell(adminID, "指标"), "7项任务19个指标，1个已报数", "28 职业技能培训 3500/10000人次（35%）", "6 学生社团参与率：目标提高到100%，未报")
	g := w.group("领导小组")
	w.say(adminID, g, "/group")
	w.expect(w.say(leaderID, g, "/targets"), "28 职业技能培训 3500/10000人次（35%）")
	w.expect(w.say(leaderID, g, "/targets 28"), "1　职业技能培训 3500/10000人次（35%）")
	w.expect(w.say(leaderID, g, "/targets 28 1 -"), "只有督办员能做")
	w.expect(w.tell(adminID, "/targets 28"), "1　职业技能培训 3500/10000人次（35%）", "改：/targets 28 1 12000人次左右")

	w.step("changed", func() {
		said := w.tell(adminID, "/targets 28 1 12000人次左右")
		w.expect(said, "指标改为“职业技能培训”12000人次左右（原为10000人次左右）", "指标 职业技能培训 3500/12000人次（29%）")
		w.expect(w.tell(adminID, "/targets 28 1 12000人次左右"), "指标未变")
	})
	w.step("added", func() {
		w.expect(w.tell(adminID, "/targets 28 + 新增3个基地"), "已加指标", "3个")
		w.expect(w.tell(adminID, "/targets 28"), "2　")
	})
	w.step("removed", func() {
		w.expect(w.tell(adminID, "/targets 28 2 -"), "已删去指标")
		w.expect(w.tell(adminID, "/targets 28 2 -"), "第28项没有第“2”个指标，现有1到1")
	})
	w.step("said wrongly", func() {
		w.expect(w.tell(adminID, "/targets 28 1 很多"), "未受理：从“很多”里读不出一个指标", "/targets 28 1 12000人次左右")
		w.expect(w.tell(adminID, "/targets 28 +"), "读不出一个指标", "/targets 28 + 新增3个基地")
		w.expect(w.tell(adminID, "/targets 4 1 5人"), "第4项没有指标")
		w.expect(w.tell(adminID, "/targets 99"), "没有“99”这一项")
		w.expect(w.tell(adminID, "/targets 28"), "1　职业技能培训 3500/12000人次（29%）")
	})
	w.expect(w.tell(adminID, "/audit 28"), "留痕 · 第28项", "指标定为")
}
