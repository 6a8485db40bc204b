package app

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"duban/internal/sandbox"
)

// A contact who cannot be written to, whatever Telegram calls it: the office hears
// of it once, he is not asked again, and is when he is back, whichever way he comes.
func TestAContactWhoCannotBeReachedIsToldOfOnceAndComesBack(t *testing.T) {
	refuse := func(code int, words string) func(*world) {
		return func(w *world) {
			w.Sandbox.Fail(sandbox.Fault{Method: "sendMessage", Chat: wang, Times: -1, Kind: sandbox.Before, Code: code, Description: words})
		}
	}
	for _, c := range []struct {
		name string
		lose func(*world)
		back func(*world)
	}{
		{"blocked, back by /start", func(w *world) { w.Sandbox.Block(wang) }, func(w *world) { w.Sandbox.Unblock(wang); w.tell(wang, "/start") }},
		{"blocked, back by my_chat_member", func(w *world) { w.Sandbox.Block(wang) }, func(w *world) { w.Sandbox.Unblock(wang); w.settle() }},
		{"403 at the send", refuse(403, "Forbidden: bot was blocked by the user"), func(w *world) { w.Sandbox.Heal(); w.tell(wang, "/start") }},
		{"chat not found", refuse(400, "Bad Request: chat not found"), func(w *world) { w.Sandbox.Heal(); w.tell(wang, "/start") }},
		{"user is deactivated", refuse(403, "Forbidden: user is deactivated"), func(w *world) { w.Sandbox.Heal(); w.tell(wang, "/start") }},
		{"PEER_ID_INVALID", refuse(400, "Bad Request: PEER_ID_INVALID"), func(w *world) { w.Sandbox.Heal(); w.tell(wang, "/start") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := withContact(t)
			w.expect(w.tell(adminID, "/schedule 28 每周五 15:00 确认"), "15:00")
			c.lose(w)
			w.walk(at(11, 23, 9, 5))
			w.walk(at(11, 27, 16, 0)) // another round meanwhile
			if n := w.count(adminID, "联系不上了"); n != 1 {
				t.Errorf("the office was told %d times, want 1", n)
			}
			if n := w.row(`SELECT COUNT(*) FROM attempt a JOIN outbox o ON o.id = a.outbox_id WHERE o.chat_id = ? AND o.created_at >= ?`, wang, at(11, 23, 9, 0).UnixMilli()); n > 1 {
				t.Errorf("%d attempts, want none after the first", n)
			}
			c.back(w)
			if n := w.row(`SELECT COUNT(*) FROM person WHERE reachable = TRUE AND user_id = ?`, wang); n != 1 {
				t.Error("he is back and still marked")
			}
			w.expect(w.tell(adminID, "/remind 教育局"), "已提醒")
			w.newest(wang, "请市教育局报")
		})
	}
}

// A group that throws the bot out loses its rights, the office hears of it once,
// and nothing is tried there again until an admin allows it anew.
func TestAGroupThatThrowsTheBotOutIsLostOnceAndCanComeBack(t *testing.T) {
	w := withContact(t)
	group := w.group("领导小组")
	w.expect(w.say(adminID, group, "/group"), "已授权")
	w.Sandbox.Kick(group)
	w.settle()
	since := w.events()
	w.walk(at(11, 23, 9, 0))
	w.tell(wang, "28 开班")
	w.walk(at(11, 30, 9, 30))
	if n := w.count(adminID, "“领导小组”群已不能发言"); n != 1 {
		t.Errorf("the office was told %d times, want 1", n)
	}
	for _, e := range w.Sandbox.Requests()[since:] {
		if e.Kind == sandbox.EventRefused && e.Chat == group {
			t.Errorf("%s was tried in the group", e.Method)
		}
	}
	w.Sandbox.AddBot(group)
	w.settle()
	if said := w.say(leaderID, group, "/status"); len(said) != 0 {
		t.Errorf("whoever adds the bot again has rights: %s", texts(said))
	}
	w.expect(w.say(adminID, group, "/group"), "已授权", "57项任务")
}

// The group's own two messages about its move come in either order, or twice.
func TestAGroupMovesOnceInWhateverOrderItSaysSo(t *testing.T) {
	for _, order := range [][]string{{"to", "from"}, {"from", "to"}, {"from"}, {"to", "to", "from", "from"}} {
		t.Run(strings.Join(order, " "), func(t *testing.T) {
			w := withContact(t)
			group := w.group("领导小组")
			w.say(adminID, group, "/group")
			w.down()
			before := w.count(group, "")
			super := w.Sandbox.ToSupergroup(group)
			w.Sandbox.RestartUpdateIDs(1000) // its own messages are lost
			for i, way := range order {
				raw := fmt.Sprintf(`{"message":{"message_id":%d,"date":1795395300,"from":{"id":1,"first_name":"刘"},"chat":{"id":%d,"type":"group"},"migrate_to_chat_id":%d}}`, 700+i, group, super)
				if way == "from" {
					raw = fmt.Sprintf(`{"message":{"message_id":%d,"date":1795395300,"from":{"id":1,"first_name":"刘"},"chat":{"id":%d,"type":"supergroup"},"migrate_from_chat_id":%d}}`, 700+i, super, group)
				}
				w.Sandbox.Deliver(json.RawMessage(raw))
			}
			w.up()
			w.moved(super)
			if n := w.count(group, ""); n != before {
				t.Errorf("%d messages were sent to where the group was", n-before)
			}
		})
	}
}

// moved fails unless everything of a group is where it moved to, once.
func (w *world) moved(to int64) {
	w.t.Helper()
	if pinned, ok := w.Sandbox.Pinned(to); !ok || !strings.Contains(broken(pinned.Text), "57项任务") {
		w.t.Errorf("no board is pinned there: %q", pinned.Text)
	}
	if n := w.count(to, "57项任务"); n != 1 {
		w.t.Errorf("%d boards, want 1", n)
	}
	w.tell(wang, "28 开班")
	if pinned, _ := w.Sandbox.Pinned(to); !strings.Contains(broken(pinned.Text), "🟢 正常1") {
		w.t.Errorf("the board does not follow: %s", pinned.Text)
	}
	w.expect(w.say(leaderID, to, "/status"), "57项任务")
	w.walk(at(11, 30, 9, 30))
	if n := w.count(to, "周报"); n != 2 {
		w.t.Errorf("%d summaries, want that of the 23rd and that of the 30th", n)
	}
}
