package app

import (
	"fmt"
	"strings"
	"testing"

	"duban/internal/duban"
	"duban/internal/sandbox"
)

const mei = 11

// union binds a contact of 总工会, who owes 4, 25, 28 and 55, and begins to walk.
func union(t *testing.T) (w *world, step sandbox.Message) {
	w = newWorld(t, at(11, 23, 8, 0))
	w.office()
	w.bind(mei, "李梅", "总工会")
	w.walk(at(11, 23, 9, 0))
	step = w.press(mei, w.newest(mei, "进展报送"), "逐项填报")[0]
	w.expect([]sandbox.Message{step}, "逐项填报 1/4", "第4项")
	return w, step
}

// shows fails unless a message of hers reads so now.
func (w *world) shows(id int, words ...string) {
	w.t.Helper()
	m, ok := w.Sandbox.Message(mei, id)
	if !ok {
		w.t.Fatalf("message %d is gone", id)
	}
	w.expect([]sandbox.Message{m}, words...)
}

// answerBelow says something to the walk, which is shown anew beneath it and nowhere
// else.
func (w *world) answerBelow(words string, how ...sandbox.MessageOption) sandbox.Message {
	w.t.Helper()
	said := w.tell(mei, words, how...)
	if len(said) != 1 {
		w.t.Fatalf("said to %s: %s", words, texts(said))
	}
	return said[0]
}

// From the first step to the corrected check, in one message and through a
// restart.
func TestTheWalkIsOneMessageAndClosesWithACheckThatCanBeCorrected(t *testing.T) {
	w, step := union(t)
	w.step("words are stored and said in the next step, below them", func() {
		step = w.answerBelow("劳模进校园两场")
		w.shows(step.ID, "已登记 第4项：“劳模进校园两场”", "逐项填报 2/4", "第25项")
	})
	w.step("a step is skipped", func() {
		w.press(mei, step, "跳过")
		w.shows(step.ID, "逐项填报 3/4", "第28项")
	})
	w.down()
	w.up()
	w.step("after a restart it goes on where it was", func() {
		w.press(mei, step, "本期无新进展")
		w.shows(step.ID, "已登记 第28项：无新进展", "逐项填报 4/4", "第55项")
	})
	w.step("a difficulty that was pressed is asked for in words", func() {
		w.press(mei, step, "有困难")
		w.shows(step.ID, "已登记 第55项：有困难", "请写明什么困难、需要谁协调")
		step = w.answerBelow("活动经费没有着落")
		if r := w.filed(55, "总工会"); r.State != duban.Stuck || r.Words != "活动经费没有着落" {
			t.Errorf("filed %q %q", r.State, r.Words)
		}
		w.shows(step.ID, "核对 · 市总工会本期4项", "有新进展1项：4", "无新进展1项：28", "有困难1项：55", "未报1项：25", "要改哪项，回复项号即可")
	})
	w.step("a number alone corrects, and leads back to the check", func() {
		step = w.answerBelow("28", sandbox.ReplyTo(step.ID))
		w.shows(step.ID, "逐项填报 3/4", "本期已报（11月23日）：无新进展", "要改，请直接发新内容")
		step = w.answerBelow("又培训300人次")
		w.shows(step.ID, "已登记 第28项：“又培训300人次”", "核对", "有新进展2项：4、28", "未报1项：25")
		step = w.answerBelow("4")
		w.shows(step.ID, "逐项填报 1/4", "本期已报（11月23日）：劳模进校园两场")
		w.press(mei, step, "回到核对")
		w.shows(step.ID, "核对")
	})
	w.step("the full text of what was said", func() {
		full := w.press(mei, step, "看全文")
		w.expect(full, "本期已报 · 市总工会3项", "劳模进校园两场", "又培训300人次", "活动经费没有着落")
		w.shows(step.ID, "核对")
	})
	w.step("what was left out is walked through again", func() {
		w.press(mei, step, "继续填报")
		w.shows(step.ID, "逐项填报 2/4", "第25项")
		step = w.answerBelow("培训班组长40人")
		w.shows(step.ID, "核对", "有新进展3项：4、25、28", "已全部报完")
	})
	if n := w.count(mei, "逐项填报") + w.count(mei, "核对"); n != 1 {
		t.Errorf("the walk is %d messages, want one", n)
	}
}

// What is said elsewhere moves the walk on, and taking back brings the check up
// to date.
func TestTheWalkFollowsWhatIsSaidElsewhere(t *testing.T) {
	w, step := union(t)
	digest := w.newest(mei, "进展报送")
	w.expect(w.tell(mei, "4 劳模进校园两场\n25 已办组长班", sandbox.ReplyTo(digest.ID)), "已登记2项")
	w.shows(step.ID, "逐项填报 3/4", "第28项")
	w.tell(mei, "其余无新进展：年后开展", sandbox.ReplyTo(digest.ID))
	w.shows(step.ID, "核对", "无新进展2项：28、55（理由：年后开展）", "已全部报完")
	w.tell(mei, "/undo")
	w.shows(step.ID, "未报2项：28、55")
}

// Each answer is shown beneath what was said, and the walk is still one message.
func TestTheWalkStaysInSightOfWhoeverWrites(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	w.bind(mei, "李梅", "教育局")
	w.walk(at(11, 23, 9, 0))
	w.tell(mei, "/fill")
	for i := range 12 {
		w.tell(mei, fmt.Sprintf("已办%d件", i+1))
		walk := w.newest(mei, "逐项填报")
		if n := w.count(mei, "逐项填报"); n != 1 || !strings.Contains(walk.Text, fmt.Sprintf("逐项填报 %d/55", i+2)) {
			t.Fatalf("after %d answers there are %d walks, the newest:\n%s", i+1, n, walk.Text)
		}
		if below := w.lastID(mei) - walk.ID; below > 0 {
			t.Errorf("after %d answers %d messages stand below the walk", i+1, below)
		}
	}
	if n := w.reports(); n != 12 {
		t.Errorf("%d reports, want 12", n)
	}
}

// A number that is no task of this round, or comes late, asks to see the task.
func TestANumberLongAfterTheCheckAsksToSeeTheTask(t *testing.T) {
	w, step := union(t)
	w.press(mei, step, "先到这里")
	w.shows(step.ID, "核对", "未报4项：4、25、28、55")
	w.expect(w.tell(mei, "3"), "第3项")
	for range 6 {
		w.tell(mei, "我的任务")
	}
	w.expect(w.tell(mei, "28"), "第28项 ", "牵头 市教育局")
}
