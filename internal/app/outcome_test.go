package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"sync"
	"testing"
	"time"

	"duban/internal/chat"
	"duban/internal/sandbox"
	"duban/internal/telegram"
)

// A send that Telegram never answers does not keep an operator waiting, and its
// outcome is on record: it may have arrived.
func TestStoppingDoesNotWaitForASendThatIsNeverAnswered(t *testing.T) {
	inBubble(t, func(w *world) {
		w.Sandbox.Fail(sandbox.Fault{Method: "sendMessage", Chat: wang, Kind: sandbox.Hang})
		w.until(at(11, 23, 9, 0).Add(2 * time.Second))
		began := w.Demo.Clock.Now()
		w.down()
		if took := w.Demo.Clock.Now().Sub(began); took > 5*time.Second {
			t.Errorf("it took %v to stop", took)
		}
		if n := w.row(`SELECT COUNT(*) FROM attempt WHERE outcome = ''`); n != 0 {
			t.Errorf("%d attempts without outcome", n)
		}
		w.start()
		w.pass(time.Minute)
		if n, marked := w.count(wang, "进展报送"), w.count(wang, "可能重复"); n != 1 || marked != 1 {
			t.Errorf("%d digests, %d marked, want one, marked", n, marked)
		}
		w.nothingLeft()
	})
}

// While the token is refused one post in thirty seconds is tried, not one for each
// sender.
func TestARefusedTokenIsProbedByOnePostAtATime(t *testing.T) {
	inBubble(t, func(w *world) {
		for i := range 8 {
			w.bind(int64(21+i), "某", []string{"人社局", "总工会", "应急局", "退役军人事务局", "财政局", "税务局", "商务局", "发改局"}[i])
		}
		var mu sync.Mutex
		sends := 0
		end := w.meddle(func(method string) *http.Response {
			<-time.After(300 * time.Millisecond) // as far as Telegram is
			mu.Lock()
			defer mu.Unlock()
			if method == "sendMessage" {
				sends++
			}
			return says(401, refusals["401"])
		})
		w.until(at(11, 23, 9, 5))
		mu.Lock()
		if sends > 9+10 { // what had left before the first answer found it out at once
			t.Errorf("%d sends in five minutes, want one in thirty seconds", sends)
		}
		mu.Unlock()
		end()
		w.pass(2 * time.Minute)
		if n := w.count(21, "进展报送"); n != 1 {
			t.Errorf("%d digests, want 1", n)
		}
		w.nothingLeft()
	})
}

// The group moved and its own messages about that are lost, or come after the bot
// has found out by a message it sent: rights, board and summary follow, once.
func TestAGroupThatMovedUnseenIsFoundByWhatIsSentToIt(t *testing.T) {
	for name, after := range map[string]func(w *world, from, to int64){
		"its messages are lost": func(*world, int64, int64) {},
		"only the bot's new standing is seen": func(w *world, _, to int64) {
			w.Sandbox.Promote(to, false)
			w.Sandbox.Promote(to, true)
			w.settle()
		},
		"its messages come later": func(w *world, from, to int64) {
			for i, way := range []string{"to", "from"} {
				chat := from
				other := to
				if way == "from" {
					chat, other = to, from
				}
				w.Sandbox.Deliver(json.RawMessage(fmt.Sprintf(`{"message":{"message_id":%d,"date":1795395300,"from":{"id":1,"first_name":"刘"},"chat":{"id":%d,"type":"group"},"migrate_%s_chat_id":%d}}`, 700+i, chat, way, other)))
			}
			w.settle()
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := withContact(t)
			group := w.group("领导小组")
			w.say(adminID, group, "/group")
			w.down()
			super := w.Sandbox.ToSupergroup(group)
			w.Sandbox.RestartUpdateIDs(1000)
			w.up()
			w.walk(at(11, 23, 8, 30))
			w.tell(wang, "27 选址")    // the board of the old group is refreshed, which fails
			w.walk(at(11, 23, 9, 1)) // and the summary is for it
			after(w, group, super)
			if pinned, ok := w.Sandbox.Pinned(super); !ok || !strings.Contains(broken(pinned.Text), "🟢 正常1") {
				t.Errorf("no board is pinned there: %q", pinned.Text)
			}
			w.tell(wang, "28 开班")
			if pinned, _ := w.Sandbox.Pinned(super); !strings.Contains(broken(pinned.Text), "🟢 正常2") {
				t.Errorf("the board does not follow: %s", pinned.Text)
			}
			if all, summaries := w.count(super, "57项任务"), w.count(super, "周报"); all != 2 || summaries != 1 {
				t.Errorf("%d boards and %d summaries, want one of each", all-summaries, summaries)
			}
			w.expect(w.say(leaderID, super, "/status"), "57项任务")
		})
	}
}

// A group threw the bot out and nobody said so: the first refusal does.
func TestAGroupThatIsLostUnseenIsToldOfOnce(t *testing.T) {
	w := withContact(t)
	group := w.group("领导小组")
	w.say(adminID, group, "/group")
	w.down()
	w.Sandbox.Kick(group)
	w.Sandbox.RestartUpdateIDs(1000)
	w.up()
	since := w.events()
	w.walk(at(11, 30, 10, 0))
	w.tell(wang, "28 开班")
	if n := w.count(adminID, "“领导小组”群已不能发言"); n != 1 {
		t.Errorf("the office was told %d times, want 1", n)
	}
	refused := 0
	for _, e := range w.Sandbox.Requests()[since:] {
		if e.Kind == sandbox.EventRefused && e.Chat == group {
			refused++
		}
	}
	if refused > 2 {
		t.Errorf("%d calls were refused in the group", refused)
	}
}

// A post whose outcome a crash hid while the clock was ahead is taken up at the next
// start and does not stop its chat for a year.
func TestWhatACrashHidWhileTheClockWasAheadIsTakenUp(t *testing.T) {
	inBubble(t, func(w *world) {
		w.until(at(11, 23, 9, 1))
		w.down()
		w.exec(`UPDATE outbox SET state = 'sending', lease_until = ? WHERE id = (SELECT MAX(id) FROM outbox WHERE payload LIKE '%"digest"%' AND op = 'send')`,
			at(11, 23, 9, 1).Add(365*day).UnixMilli())
		w.start()
		w.pass(30 * time.Second)
		if n := w.count(wang, "可能重复"); n != 1 {
			t.Errorf("%d marked, want 1", n)
		}
		w.answered("28 开班")
		w.nothingLeft()
	})
}

// An outcome that nobody tells is taken up also after the clock was set back by more
// than the time to the next look.
func TestAnOutcomeIsTakenUpAfterTheClockWasSetBack(t *testing.T) {
	inBubble(t, func(w *world) {
		w.until(at(11, 23, 9, 1))
		w.down()
		w.jump(365 * day)
		w.start()
		w.pass(5 * time.Second)
		w.jump(-365 * day)
		w.pass(5 * time.Second)
		w.exec(`UPDATE outbox SET state = 'sending', lease_until = ? WHERE id = (SELECT MAX(id) FROM outbox WHERE payload LIKE '%"digest"%' AND op = 'send')`,
			w.Demo.Clock.Now().UnixMilli())
		w.pass(4 * time.Minute)
		if n := w.count(wang, "可能重复"); n != 1 {
			t.Errorf("%d marked, want 1", n)
		}
	})
}

// The pinned board was deleted in the group: one new one is posted and pinned, and
// that one is kept up to date.
func TestABoardThatWasDeletedIsPostedOnce(t *testing.T) {
	w := withContact(t)
	group := w.group("领导小组")
	w.say(adminID, group, "/group")
	pinned, _ := w.Sandbox.Pinned(group)
	client, err := telegram.New(telegram.Options{API: "http://" + w.Address, Token: w.Sandbox.Token()})
	if err != nil {
		t.Fatal(err)
	}
	if o := client.Delete(t.Context(), group, int64(pinned.ID)); o.Class != chat.Sent {
		t.Fatal(o)
	}
	for i, words := range []string{"27 选址", "28 开班", "29 签约"} {
		w.walk(w.Demo.Clock.Now().Add(time.Minute))
		w.tell(wang, words)
		if board, _ := w.Sandbox.Pinned(group); !strings.Contains(broken(board.Text), fmt.Sprintf("🟢 正常%d", i+1)) {
			t.Errorf("after %q there is pinned: %s", words, board.Text)
		}
	}
	if n := w.count(group, "57项任务"); n != 1 {
		t.Errorf("%d boards, want 1", n)
	}
}
