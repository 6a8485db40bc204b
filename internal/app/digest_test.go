package app

import (
	"strings"
	"testing"

	"duban/internal/sandbox"
)

// human binds 人社局's first contact and a second, and lets the round open with a
// task in every light.
func human(t *testing.T) (w *world, first, second int64) {
	w = newWorld(t, at(11, 23, 8, 0))
	w.office()
	first, second = 21, 22
	w.bind(first, "张建国", "人社局")
	w.bind(second, "陈磊", "人社局")
	w.tell(adminID, "/due 35 2026-11-18 确认")
	w.tell(adminID, "/due 28 2026-11-24")
	w.tell(first, "35 征求意见稿已送市委编办")
	w.tell(first, "37 已组织名师遴选")
	w.tell(first, "48 有困难：待市财政局答复")
	w.walk(at(11, 23, 9, 0))
	return w, first, second
}

// Lights first, each with its count, what was said last in each line, and what is
// answered at the end under its own number; for everybody who looks.
func TestTheDigestPutsLightsFirstAndFollowsTheAnswers(t *testing.T) {
	w, first, second := human(t)
	digest := w.newest(first, "进展报送")
	lines := strings.Split(broken(digest.Text), "\n")
	if !strings.HasPrefix(lines[1], "张建国同志：市人社局本期请报46项，11月27日（周五）17:00截止。") || lines[2] != "逾期1　滞后1　正常、需协调1　待报42　正常1" {
		t.Errorf("it begins with:\n%s", strings.Join(lines[:3], "\n"))
	}
	// The third working day begins at nine, while the digest is being worded.
	inOrder(t, digest.Text, "🔴 逾期1项", "35 ", "时限11月18日，逾期", "个工作日）：上期“征求意见稿已送市委编办”",
		"🟡 滞后1项", "28 ", "时限11月24日，还有1个工作日）", "🟢 正常、需协调1项", "48 ", "需协调）：上期“有困难：待市财政局答复”", "⚪ 待报42项")
	if !hasButton(digest, "下载填报表") || hasButton(digest, "转科室") {
		t.Errorf("the buttons are %v", digest.Keyboard)
	}

	w.step("an answer of the second contact moves the line for the first", func() {
		w.expect(w.tell(second, "35 办法已印发"), "已登记 第35项")
		now, _ := w.Sandbox.Message(first, digest.ID)
		w.expect([]sandbox.Message{now}, "本期请报46项，还有45项未报", "滞后1　正常、需协调1　待报42　正常1　已报1")
		if strings.Contains(now.Text, "逾期1项") || strings.Contains(now.Text, "\n35 ") {
			t.Errorf("35 is still asked for:\n%s", now.Text)
		}
		if w.count(second, "进展报送") != 0 {
			t.Error("the second contact was sent a digest")
		}
	})
	w.step("a page shows what is true when it is turned", func() {
		for range 3 {
			w.press(first, digest, "›")
		}
		last, _ := w.Sandbox.Message(first, digest.ID)
		inOrder(t, last.Text, "🟢 正常1项", "37 ", "上期“已组织名师遴选”", "已报1项", "35 ", "“办法已印发”")
		if strings.Contains(last.Text, "不用报") || strings.Contains(last.Text, "张建国同志") {
			t.Errorf("a later page says again what the first said:\n%s", last.Text)
		}
	})
	w.step("after the deadline it says so", func() {
		w.walk(at(11, 27, 17, 1))
		w.press(first, digest, "‹")
		now, _ := w.Sandbox.Message(first, digest.ID)
		w.expect([]sandbox.Message{now}, "本期应报46项，还有45项未报，11月27日（周五）17:00已截止，请尽快补报")
	})
}

// inOrder fails unless the words stand in text one after another.
func inOrder(t *testing.T, text string, words ...string) {
	t.Helper()
	rest := text
	for _, w := range words {
		_, after, found := strings.Cut(rest, w)
		if !found {
			t.Errorf("%q does not follow in:\n%s", w, text)
			return
		}
		rest = after
	}
}

// What a department's own schedule does not ask for is said once, by number.
func TestTheRestIsSaidOnceByNumber(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	w.bind(21, "张建国", "人社局")
	w.tell(adminID, "/schedule 28 每年6月30日 9:00 确认")
	w.walk(at(11, 23, 9, 0))
	w.expect([]sandbox.Message{w.newest(21, "进展报送")}, "本期请报45项，11月27日（周五）17:00截止。其余1项本期不用报。")
}
