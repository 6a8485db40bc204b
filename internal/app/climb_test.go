package app

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"duban/internal/sandbox"
)

// quiet is an office in which nobody answers: 教育局 with a head, 总工会, and the
// leadership's group.
func quiet(t *testing.T) (w *world, group int64) {
	t.Helper()
	w = withContact(t)
	w.bind(12, "李梅", "总工会")
	w.headOf(13, "周局长", "教育局")
	group = w.group("领导小组")
	w.say(adminID, group, "/group")
	return w, group
}

// Silence climbs: the contact, his head, the office; the group learns who is missing
// only when an admin presses, and then no person's name.
func TestSilenceClimbsAndTheGroupSeesNamesOnlyWhenPressed(t *testing.T) {
	w, group := quiet(t)
	w.walk(at(11, 26, 9, 0))
	w.newest(wang, "提醒 · 职业教育11月进展")
	w.walk(at(11, 27, 16, 59))
	w.expect(w.tell(adminID, "/publish"), "未受理", "11月27日（周五）17:00截止")
	if said := texts(w.since(13, 0)) + texts(w.since(group, 0)); strings.Contains(said, "55项未报") || strings.Contains(said, "市教育局55") {
		t.Errorf("heard before the deadline: %s", said)
	}
	w.expect(w.tell(12, "其余无新进展"), "已登记4项") // any answer ends it
	w.walk(at(12, 1, 9, 0))
	w.newest(wang, "催办")
	w.expect(w.since(13, 0), "周局长同志", "市教育局应报55项，55项未报", "已催办联络员", "请安排12月2日（周三）17:00前报送")
	if n := w.count(12, "催办"); n != 0 {
		t.Errorf("who has answered was nudged %d times", n)
	}
	w.walk(at(12, 2, 9, 0))
	list := w.newest(adminID, "拟报领导小组")
	w.expect([]sandbox.Message{list}, "11月进展未报1家55项", "市教育局55", "未通知到的不点名：宣传部")
	before := w.lastID(group)
	w.expect(w.press(adminID, list, "发群"), "已发到“领导小组”")
	said := texts(w.since(group, before))
	if !strings.Contains(said, "职业教育11月进展报送情况") || !strings.Contains(said, "市教育局55") || strings.Contains(said, "王芳") || strings.Contains(said, "周局长") {
		t.Errorf("the group reads: %s", said)
	}
	w.press(adminID, list, "发群")
	if n := w.count(group, "进展报送情况"); n != 1 {
		t.Errorf("the group was told %d times in one day", n)
	}
	w.walk(at(12, 2, 20, 0))
	w.expect(w.tell(adminID, "/publish"), "拟报领导小组")
	w.expect(w.press(adminID, w.newest(adminID, "拟报领导小组"), "发群"), "今天已经发过")
	w.tell(wang, "其余无新进展")
	w.expect(w.tell(adminID, "/publish"), "没有可发群的")
}

// A press for a department says who pressed, and the same is not pressed again within
// four working hours, however many days off lie between.
func TestAPressSaysWhoPressedAndComesOnceInFourWorkingHours(t *testing.T) {
	w := withContact(t)
	w.walk(at(11, 27, 15, 0)) // Friday
	w.expect(w.tell(adminID, "/remind 教育局"), "已提醒")
	w.expect(w.since(wang, 0), "刘督办请市教育局报55项进展")
	for _, when := range []time.Time{at(11, 27, 16, 59), at(11, 28, 12, 0), at(11, 30, 10, 59)} {
		w.walk(when)
		w.expect(w.tell(adminID, "/remind 教育局"), "未受理")
	}
	w.walk(at(11, 30, 11, 0))
	w.expect(w.tell(adminID, "/remind 教育局"), "已提醒")
	if n := w.count(wang, "刘督办请"); n != 2 {
		t.Errorf("pressed %d times, want 2", n)
	}
}

// A contact says that he is away, by words or by a button; who comes after him is
// asked meanwhile, and afterwards he is again, by himself.
func TestSomebodyElseIsAskedWhileAContactIsAway(t *testing.T) {
	w := withContact(t)
	w.expect(w.tell(wang, "/away 11月23日至25日"), "没有别的联络员，仍会发给您", "/invite 教育局")
	w.expect(w.tell(wang, "/away 无"), "已恢复")
	const mei = 12
	w.bind(mei, "李梅", "教育局")
	for _, words := range []string{"/away 过阵子", "/away 2026-11-20", "/away 2026-11-30至2026-11-25", "/mute 明年底"} {
		w.expect(w.tell(wang, words), "未受理", "/away ")
	}
	w.expect(w.tell(wang, "/away 11月23日至25日"), "已登记11月23日至11月25日（周三）不在", "市教育局由李梅代报")
	w.expect(w.tell(adminID, "/contacts"), "王芳（外出至11月25日）")
	w.walk(at(11, 23, 10, 0))
	if a, b := w.count(wang, "进展报送"), w.count(mei, "进展报送"); a != 0 || b != 1 {
		t.Errorf("asked %d and %d times, want the second alone", a, b)
	}
	w.walk(at(11, 26, 9, 0))
	if a, b := w.count(wang, "进展报送"), w.count(mei, "提醒 · "); a != 1 || b != 0 {
		t.Errorf("back again he has %d digests, and the other %d reminders", a, b)
	}
	w.expect(w.tell(wang, "/away 12月10日至12日"), "已登记12月10日")
	offer := w.tell(wang, "/mute")
	w.expect(w.press(wang, offer[0], "3个工作日"), "已登记11月26日至11月30日（周一）不在", "原登记的12月10日至12月12日（周六）由此替代")
	w.walk(at(11, 30, 9, 0))
	if a, b := w.count(wang, "催办"), w.count(mei, "催办"); a != 0 || b != 1 {
		t.Errorf("nudged %d and %d times, want the second alone", a, b)
	}
	w.expect(w.press(wang, w.tell(wang, "/away")[0], "我回来了"), "已恢复")
}

// A contact is replaced in mid-round: the new one is asked once for what is open, the
// old one for nothing more.
func TestAContactReplacedInMidRound(t *testing.T) {
	w := withContact(t)
	w.walk(at(11, 24, 10, 0))
	w.expect(w.tell(wang, "28 办了一期"), "已登记")
	w.press(adminID, w.tell(adminID, "/unbind 教育局")[0], "仍要解除")
	w.newest(adminID, "不再是市教育局联络员")
	w.bind(12, "李梅", "教育局")
	w.expect([]sandbox.Message{w.newest(12, "进展报送")}, "本期请报55项", "待报54", "已报1")
	w.walk(at(12, 3, 9, 0))
	for words, want := range map[string]int{"进展报送": 1, "提醒 · ": 1, "催办 · ": 1} {
		if n := w.count(12, words); n != want {
			t.Errorf("%s to the new contact: %d, want %d", words, n, want)
		}
	}
	if n := w.count(wang, "提醒 · ") + w.count(wang, "催办 · "); n != 0 {
		t.Errorf("the old contact was asked %d times more", n)
	}
}

// What a schedule had opened in the night and nobody was sent yet gives way to the
// schedule it was changed to.
func TestWhatWasNotSentYetGivesWayToTheNewSchedule(t *testing.T) {
	w := withContact(t)
	w.expect(w.tell(adminID, "/schedule 每月23日 20:00 确认"), "11月23日（周一）20:00发出")
	w.walk(at(11, 23, 20, 30))
	echo := w.tell(adminID, "/schedule 每月25日 9:00，2个工作日后截止")
	w.expect(echo, "确认前不作改动")
	w.press(adminID, echo[0], "取消")
	w.newest(adminID, "没有改动")
	w.expect(w.tell(adminID, "/schedule 每月25日 9:00，2个工作日后截止 确认"), "11月25日（周三）9:00发出，11月27日（周五）17:00截止")
	w.walk(at(11, 24, 18, 0))
	if n := w.count(wang, "进展报送"); n != 0 {
		t.Errorf("%d digests of the old schedule", n)
	}
	w.walk(at(11, 30, 9, 0))
	if a, b := w.count(wang, "进展报送"), w.count(wang, "催办"); a != 1 || b != 1 {
		t.Errorf("%d digests and %d nudges of the new one, want 1 and 1", a, b)
	}
	w.expect([]sandbox.Message{w.newest(wang, "进展报送")}, "本期请报55项")
}

// A yearly task rests between its months, a standing one is never late.
func TestWhatKindATaskIs(t *testing.T) {
	w := withContact(t)
	w.expect(w.tell(adminID, "/due 28 每年6月、12月"), "第28项定为年度任务：每年6月、12月报")
	w.expect(w.tell(adminID, "/due 35 长期"), "第35项定为长期任务，不设时限")
	w.expect(w.tell(adminID, "/due 28 每年13月"), "未受理", "每年6月、12月")
	w.walk(at(11, 23, 9, 0))
	w.expect([]sandbox.Message{w.newest(wang, "进展报送")}, "本期请报54项", "其余1项本期不用报")
}

// Telegram is not to be reached from before the opening until late in the evening:
// digests arrive next working morning, once; whoever asks at night is answered.
func TestTelegramIsAwayForAWorkingDay(t *testing.T) {
	t.Parallel()
	inBubble(t, func(w *world) {
		w.until(at(11, 23, 8, 57).Add(30 * time.Second))
		end := w.meddle(func(string) *http.Response { return says(http.StatusBadGateway, "gone") })
		evening := at(11, 23, 23, 0)
		if raced { // each second of the office's takes ten times as long
			evening = at(11, 23, 17, 30)
		}
		w.until(evening)
		end()
		before := w.count(adminID, "57项任务")
		w.send(adminID, "/status")
		w.pass(time.Minute)
		if n := w.count(adminID, "57项任务") - before; n != 1 {
			t.Errorf("/status was answered %d times within a minute", n)
		}
		if n := w.count(wang, "进展报送"); n != 0 {
			t.Errorf("%d digests at night", n)
		}
		if raced {
			return
		}
		w.until(at(11, 24, 8, 59))
		if n := w.count(wang, "进展报送"); n != 0 {
			t.Errorf("%d digests before the office opens", n)
		}
		w.until(at(11, 24, 9, 2))
		if n := w.count(wang, "进展报送"); n != 1 {
			t.Errorf("%d digests in the morning, want 1", n)
		}
		w.nothingLeft()
	})
}
