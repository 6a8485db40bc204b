package app

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"duban/internal/sandbox"
)

// wrongs are the ways in which a call goes wrong on the wire.
var wrongs = []struct {
	name   string
	fault  sandbox.Fault
	effect bool // it took effect all the same
}{
	{"reset before it took effect", sandbox.Fault{Kind: sandbox.Reset}, false},
	{"reset after it took effect", sandbox.Fault{Kind: sandbox.ResetAfter}, true},
	{"502 with a page", sandbox.Fault{Kind: sandbox.Status, Code: 502, Body: "<html>Bad Gateway</html>"}, false},
	{"500 after it took effect", sandbox.Fault{Kind: sandbox.After, Code: 500}, true},
	{"a page of somebody else's", sandbox.Fault{Kind: sandbox.Status, Code: 200, Body: "<html>Log in to the hotel's network</html>"}, false},
	{"an answer cut in the middle", sandbox.Fault{Kind: sandbox.CutBody}, true},
	{"a body without end", sandbox.Fault{Kind: sandbox.Status, Code: 200, Body: `{"ok":true,"result":[` + strings.Repeat(" ", 33<<20) + `]}`}, false},
	{"no answer", sandbox.Fault{Kind: sandbox.Hang}, false},
	{"no answer after it took effect", sandbox.Fault{Kind: sandbox.HangAfter}, true},
}

// Every method the bot uses goes wrong once in each way, and all that was to
// happen has happened: once, or twice with a mark.
func TestWhateverGoesWrongOnTheWireIsMadeGood(t *testing.T) {
	for _, wrong := range wrongs {
		t.Run(wrong.name, func(t *testing.T) {
			inBubble(t, func(w *world) {
				once := func(method string, chat int64) {
					f := wrong.fault
					f.Method, f.Chat = method, chat
					w.Sandbox.Fail(f)
				}
				once("getUpdates", 0)
				once("sendMessage", wang)
				w.until(at(11, 23, 9, 2))
				marked, digests := w.count(wang, "可能重复"), w.count(wang, "进展报送")
				if digests-1 != marked && wrong.effect || digests != 1 && !wrong.effect {
					t.Errorf("%d digests, %d of them marked", digests, marked)
				}

				once("sendMessage", wang) // now it is an answer
				w.send(wang, "28 开班")
				w.pass(time.Minute)
				if n := w.reports(); n != 1 {
					t.Errorf("%d reports, want 1", n)
				}
				if n := w.count(wang, "已登记 第28项"); n == 0 || n > 2 || n == 2 && !wrong.effect {
					t.Errorf("answered %d times", n)
				}

				once("answerCallbackQuery", 0)
				once("editMessageText", wang)
				if _, err := w.Sandbox.PressLabel(wang, wang, w.newest(wang, "进展报送").ID, "›"); err != nil {
					t.Fatal(err)
				}
				w.pass(time.Minute)
				if page := w.newest(wang, "进展报送"); !hasButton(page, "2/") {
					t.Errorf("the page was not turned: %v", page.Keyboard)
				}

				group := w.group("领导小组")
				once("pinChatMessage", group)
				if _, err := w.Sandbox.Send(adminID, group, "/group"); err != nil {
					t.Fatal(err)
				}
				w.pass(time.Minute)
				if pinned, found := w.Sandbox.Pinned(group); !found || !strings.Contains(pinned.Text, "57项任务") {
					t.Error("no board is pinned")
				}
				if n := w.faults(); n != 6 {
					t.Errorf("%d faults were played, want 6", n)
				}
				w.nothingLeft()
			})
		})
	}
}

// A menu that cannot be set, or a call for it that is never answered, keeps the
// bot from nothing.
func TestAMenuThatHangsKeepsTheBotFromNothing(t *testing.T) {
	inBubble(t, func(w *world) {
		w.down()
		w.Sandbox.Fail(sandbox.Fault{Method: "setMyCommands", Kind: sandbox.Hang, Times: -1})
		w.start()
		w.send(wang, "28 开班")
		w.pass(2 * time.Second)
		if w.reports() != 1 || w.count(wang, "已登记 第28项") != 1 {
			t.Error("the answer waits for the menu")
		}
	})
}

// For five minutes every second call is refused for a while.
func TestAStormOfRefusalsDelaysAndLosesNothing(t *testing.T) {
	inBubble(t, func(w *world) {
		const mei, zhang = 12, 13
		w.bind(mei, "李梅", "总工会")
		w.bind(zhang, "张建国", "人社局")
		var n atomic.Int64
		end := w.meddle(func(string) *http.Response {
			if n.Add(1)%2 == 0 {
				return says(429, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 3","parameters":{"retry_after":3}}`)
			}
			return nil
		})
		w.until(at(11, 23, 9, 0))
		for i, user := range []int64{wang, mei, zhang} {
			w.send(user, []string{"28 开班", "28 已办一期", "28 焊工班"}[i])
		}
		w.until(at(11, 23, 9, 5))
		end()
		w.until(at(11, 23, 9, 6))
		for _, user := range []int64{wang, mei, zhang} {
			if digests, answers := w.count(user, "进展报送"), w.count(user, "已登记 第28项"); digests != 1 || answers != 1 {
				t.Errorf("user %d: %d digests, %d answers", user, digests, answers)
			}
		}
		if n := w.reports(); n != 3 {
			t.Errorf("%d reports, want 3", n)
		}
		if n := w.count(wang, "可能重复"); n != 0 {
			t.Errorf("%d marked: a refusal is no doubt", n)
		}
		w.nothingLeft()
	})
}

// One chat is refused for ten minutes; nobody else waits for it.
func TestARefusedChatDelaysNoOther(t *testing.T) {
	inBubble(t, func(w *world) {
		const mei = 12
		w.bind(mei, "李梅", "总工会")
		w.Sandbox.Fail(sandbox.Fault{Method: "sendMessage", Chat: wang, Kind: sandbox.Before, RetryAfter: 600})
		since := w.events()
		w.until(at(11, 23, 9, 1))
		w.newest(mei, "进展报送")
		w.until(at(11, 23, 9, 9))
		if n := w.count(wang, "进展报送"); n != 0 {
			t.Errorf("%d digests before the ten minutes are over", n)
		}
		w.until(at(11, 23, 9, 11))
		w.newest(wang, "进展报送")
		if n := w.calls("getUpdates", since); n > 60 {
			t.Errorf("%d polls", n)
		}
		w.nothingLeft()
	})
}

// Whatever a 429 says, the chat is written to again: at once would be a loop, and
// never a loss.
func TestAnAbsurdWaitIsNeitherALoopNorALoss(t *testing.T) {
	for asked, low := range map[string]time.Duration{
		`{"retry_after":0}`: 20 * time.Second, `{"retry_after":-7}`: 20 * time.Second, `{"retry_after":"soon"}`: 20 * time.Second, `{}`: 20 * time.Second,
	} {
		t.Run(asked, func(t *testing.T) {
			inBubble(t, func(w *world) {
				w.Sandbox.Fail(sandbox.Fault{
					Method: "sendMessage", Chat: wang, Kind: sandbox.Status, Code: 429,
					Body: `{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":` + asked + `}`,
				})
				w.until(at(11, 23, 9, 0).Add(low))
				if n := w.count(wang, "进展报送"); n != 0 {
					t.Errorf("%d digests, want none yet", n)
				}
				w.until(at(11, 23, 9, 1))
				if n := w.count(wang, "进展报送"); n != 1 {
					t.Errorf("%d digests, want 1", n)
				}
			})
		})
	}
	t.Run("thirty years", func(t *testing.T) {
		w := withContact(t)
		w.Sandbox.Fail(sandbox.Fault{Method: "sendMessage", Chat: wang, Kind: sandbox.Before, RetryAfter: 1e9})
		w.walk(at(11, 23, 17, 0))
		w.walk(at(11, 24, 9, 1))
		if n := w.count(wang, "进展报送"); n != 1 {
			t.Errorf("%d digests a day later, want 1", n)
		}
	})
}
