package app

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"duban/internal/postgrestest"
	"duban/internal/sandbox"
	"duban/internal/telegram"
)

// The whole of the product's promise on the real list: fifteen departments come
// with codes, the round opens, is answered in every way, closes, the silent are
// asked again, the group gets its summary, and an opening over which the bot was
// down is made up for once.
func TestARoundFromItsOpeningToTheNext(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { aRound(t, filepath.Join(t.TempDir(), "duban.db")) })
	t.Run("postgres", func(t *testing.T) { aRound(t, postgrestest.Empty(t)) })
}

func aRound(t *testing.T, where string) {
	w := newWorldOn(t, where, at(11, 23, 8, 0))
	w.office()
	users := w.bindAll()
	group, other := w.group("领导小组"), w.group("别的群")
	w.expect(w.say(adminID, group, "/group"), "已授权", "57项任务")
	edu := users["教育局"]

	w.walk(at(11, 23, 9, 0))
	w.step("exactly one digest each", func() {
		for dep, user := range users {
			if n := w.count(user, "进展报送"); n != 1 {
				t.Errorf("%s got %d digests, want 1", dep, n)
			}
		}
	})
	w.step("one note to the admin about the empty collectives", func() {
		if n := w.count(adminID, "4个集体单位尚无成员"); n != 1 {
			t.Errorf("%d notes, want 1", n)
		}
	})
	digest := w.newest(edu, "进展报送")
	w.step("the pages hold each task once", func() {
		nos := w.listed(edu, digest)
		if slices.Sort(nos); len(nos) != 55 || len(slices.Compact(slices.Clone(nos))) != 55 {
			t.Errorf("%d lines: %v, want 55 different ones", len(nos), nos)
		}
		for _, m := range w.Sandbox.Messages(edu) {
			if n := len(utf16.Encode([]rune(m.Text))); n > 4096 {
				t.Errorf("a message has %d units", n)
			}
		}
	})

	w.step("answers in every form", func() {
		w.expect(w.tell(edu, "3 已遴选试点学校1所\n28 又办两期电工班，累计1500人次\n30 有困难：无牵头企业", sandbox.ReplyTo(digest.ID)), "已登记3项", "还有52项")
		card := w.tell(edu, "第5项")
		w.expect(w.press(edu, card[0], "本期无新进展"), "已登记 第5项")
		w.expect(w.tell(edu, "/report 6 社团参与率82%"), "已登记 第6项")
		if n := w.reports(); n != 5 {
			t.Errorf("%d reports, want 5", n)
		}
		if r := w.filed(28, "教育局"); r.Words != "又办两期电工班，累计1500人次" {
			t.Errorf("task 28: %q", r.Words)
		}
	})
	w.step("the same update twice counts once", func() {
		message := w.Sandbox.Messages(edu)[0]
		raw := fmt.Appendf(nil, `{"update_id":%d,"message":{"message_id":%d,"date":%d,"chat":{"id":%d,"type":"private","first_name":"王"},
			"from":{"id":%d,"is_bot":false,"first_name":"王"},"text":"7 达标工程开工"}}`, 900000001, message.ID+100000, at(11, 23, 9, 0).Unix(), edu, edu)
		again := strings.Replace(string(raw), "900000001", "900000002", 1)
		for _, update := range []struct {
			id  int64
			raw string
		}{{900000001, string(raw)}, {900000001, string(raw)}, {900000002, again}} {
			err := w.App.inbox.take(t.Context(), []telegram.Update{{ID: update.id, Data: json.RawMessage(update.raw)}})
			if err != nil {
				t.Fatal(err)
			}
		}
		w.settle()
		if n := w.reports(); n != 6 {
			t.Errorf("%d reports, want 6", n)
		}
	})
	w.step("a stranger stores nothing and is told why", func() {
		w.expect(w.tell(strangerID, "28 我也办了班"), "未受理", "还没有登记")
		if n := w.reports(); n != 6 {
			t.Errorf("%d reports, want 6", n)
		}
	})
	w.step("the group sees exactly these, another group nothing", func() {
		w.expect(w.say(leaderID, group, "/status"), "🟢 正常6", "🟡 滞后0", "⚪ 待报51", "本期应报165家次，已报6，未报159", "30 推进职业教育集团化办学，市教育局，需协调")
		pinned, _ := w.Sandbox.Pinned(group)
		w.expect([]sandbox.Message{pinned}, "已报6")
		if said := w.say(leaderID, other, "/status"); len(said) != 0 {
			t.Errorf("said in a group that is not allowed: %s", texts(said))
		}
		w.expect(w.say(leaderID, group, "教育局", sandbox.ReplyTo(pinned.ID)), "市教育局", "牵头44项", "已报6项")
		w.expect(w.say(leaderID, group, "谁没报", sandbox.ReplyTo(pinned.ID)), "未报情况", "未到截止", "11月进展", "应报165家次，已报6，未报159")
		if said := w.newest(group, "未报情况"); strings.Contains(said.Text, "教育局") {
			t.Errorf("names before the deadline: %s", said.Text)
		}
		w.expect(w.tell(adminID, "谁没报"), "教育局49项、科工局")
		w.expect(w.say(leaderID, group, "第28项", sandbox.ReplyTo(pinned.ID)), "第28项", "累计1500人次")
	})
	echo := w.tell(adminID, "/schedule 28 每周五 15:00")
	w.expect(echo, "请确认", "第28项的报送安排", "11月27日（周五）15:00发出", "确认前不作改动")
	w.press(adminID, echo[0], "确认")
	w.newest(adminID, "已保存")
	w.expect(w.tell(users["税务局"], "其余无新进展：无新政策"), "已登记2项")
	w.expect(w.tell(users["应急局"], "27 基地已选址\n其余无新进展"), "已登记 第27项") // 28 has a schedule of its own by now

	w.walk(at(11, 27, 15, 0))
	w.step("a task with its own schedule is asked at its own hour", func() {
		for dep, want := range map[string]int{"教育局": 2, "人社局": 2, "总工会": 2, "应急局": 2, "退役军人事务局": 2, "财政局": 1} {
			if n := w.count(users[dep], "进展报送"); n != want {
				t.Errorf("%s has %d digests, want %d", dep, n, want)
			}
		}
		if nos := w.listed(edu, w.newest(edu, "请报第28项")); !slices.Equal(nos, []int{28}) {
			t.Errorf("asked for %v, want 28 alone", nos)
		}
	})

	w.step("what is owed is owed over all rounds, and an answer counts for all", func() {
		w.expect(w.tell(users["总工会"], "28 已办一期"), "已登记 第28项", "还有3项")
		w.expect(w.tell(users["总工会"], "/fill"), "逐项填报 1/4", "第4项")
	})

	w.walk(at(11, 27, 17, 0))
	for dep, user := range users {
		if n := w.count(user, "催办"); n != 0 {
			t.Errorf("%s was nudged before the next working day", dep)
		}
	}
	summaries := w.count(group, "周报")
	w.walk(at(11, 30, 9, 0))
	w.step("only the silent are asked again", func() {
		for dep, user := range users {
			want := 1
			if dep == "税务局" || dep == "应急局" || dep == "退役军人事务局" { // answered; or 28 alone, asked anew since
				want = 0
			}
			if n := w.count(user, "催办 · 职业教育11月进展"); n != want {
				t.Errorf("%s got %d nudges, want %d", dep, n, want)
			}
		}
	})
	if nudge := w.newest(users["总工会"], "催办"); strings.Contains(nudge.Text, "28") {
		t.Errorf("nudged for 28, which was answered in its own round: %s", nudge.Text)
	}
	if n := w.count(group, "周报"); n != summaries+1 {
		t.Errorf("%d summaries over the weekend, want one unasked", n-summaries)
	}

	w.step("two presses on one card a week apart are two reports", func() {
		before := w.reports()
		w.press(edu, w.newest(edu, "第5项 "), "本期无新进展")
		if n := w.reports(); n != before+1 {
			t.Errorf("%d new reports, want 1", n-before)
		}
	})

	w.walk(at(12, 24, 18, 0))
	before := map[string]int{}
	for dep, user := range users {
		before[dep] = w.count(user, "12月进展报送")
	}
	w.down()
	w.Demo.Clock.Set(at(12, 25, 14, 0))
	w.up()
	w.walk(at(12, 25, 14, 5))
	w.step("an opening missed over a restart is asked once and marked", func() {
		for dep, user := range users {
			want := 1
			if dep == "退役军人事务局" {
				want = 0 // its one task, 28, has a schedule of its own by now
			}
			if n := w.count(user, "12月进展报送（补发）"); n != want {
				t.Errorf("%s got %d made-up digests, want %d", dep, n, want)
			}
			if n := w.count(user, "12月进展报送"); n != before[dep]+want {
				t.Errorf("%s got %d digests, want %d", dep, n-before[dep], want)
			}
		}
	})
	w.down()
	w.up()
	w.walk(at(12, 25, 14, 10))
	if n := w.count(edu, "（补发）"); n != 1 {
		t.Errorf("after another restart: %d made-up digests, want 1", n)
	}
}
