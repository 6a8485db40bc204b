package app

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"duban/internal/sandbox"
)

// refusals are the two answers by which Telegram says that a token is none.
var refusals = map[string]string{
	"401": `{"ok":false,"error_code":401,"description":"Unauthorized"}`,
	"404": `{"ok":false,"error_code":404,"description":"Not Found"}`,
}

// The token is refused for ten minutes: nothing is lost, nothing loops, readiness
// is off, and all goes on by itself.
func TestARefusedTokenStopsEverythingAndLosesNothing(t *testing.T) {
	for code, body := range refusals {
		t.Run(code, func(t *testing.T) {
			inBubble(t, func(w *world) {
				var mu sync.Mutex
				asked := map[string]int{}
				end := w.meddle(func(method string) *http.Response {
					mu.Lock()
					defer mu.Unlock()
					asked[method]++
					return says(int(code[0]-'0')*100+int(code[2]-'0'), body)
				})
				w.Sandbox.Send(wang, wang, "28 开班") // ends the poll that waits, which brings it
				w.pass(10 * time.Second)
				if w.App.telegram.Healthy(w.Demo.Clock.Now()) {
					t.Error("it says that it is ready")
				}
				w.until(at(11, 23, 9, 10))
				mu.Lock()
				for method, n := range asked {
					if limit := int(w.Demo.Clock.Now().Sub(at(11, 23, 8, 57))/probe) + 2; n > limit {
						t.Errorf("%d calls of %s in thirteen minutes, want at most %d", n, method, limit)
					}
				}
				mu.Unlock()
				w.send(wang, "29 签约两家")
				end()
				w.pass(2 * time.Minute)
				if n := w.reports(); n != 2 {
					t.Errorf("%d reports, want 2", n)
				}
				if n := w.count(wang, "进展报送"); n != 1 || w.count(wang, "可能重复") != 0 {
					t.Errorf("%d digests afterwards, want 1 without a mark", n)
				}
				if !w.App.telegram.Healthy(w.Demo.Clock.Now()) {
					t.Error("it does not say that it is ready again")
				}
				w.nothingLeft()
			})
		})
	}
}

// A bot that is started with such a token asks every half minute and begins when it
// is let in.
func TestABotStartedWithARefusedTokenWaits(t *testing.T) {
	for code, body := range refusals {
		t.Run(code, func(t *testing.T) {
			inBubble(t, func(w *world) {
				w.down()
				asked := 0
				end := w.meddle(func(string) *http.Response { asked++; return says(int(code[0]-'0')*100+int(code[2]-'0'), body) })
				w.start()
				w.send(wang, "28 开班")
				w.pass(5 * time.Minute)
				if asked < 9 || asked > 11 {
					t.Errorf("asked %d times in five minutes, want ten", asked)
				}
				end()
				w.pass(time.Minute)
				if n := w.reports(); n != 1 {
					t.Errorf("%d reports, want 1", n)
				}
			})
		})
	}
}

// Somebody else polls with the same token, or left a webhook behind. The bot does
// not fight for the updates, and has them all when the other is gone.
func TestAnotherPollerOrAWebhookIsWaitedOut(t *testing.T) {
	call := func(w *world, method, params string) {
		r, err := http.NewRequest(http.MethodPost, "http://sandbox.invalid/bot"+w.Sandbox.Token()+"/"+method, strings.NewReader(params))
		if err != nil {
			t.Error(err)
			return
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if response, err := w.Sandbox.Do(r); err == nil {
			response.Body.Close()
		}
	}
	for name, c := range map[string]struct{ begin, end func(w *world) }{
		"a poller": {
			func(w *world) {
				for range 60 { // it takes nothing: its offset stands
					call(w, "getUpdates", "timeout=5")
				}
			},
			func(*world) {},
		},
		"a webhook": {
			func(w *world) {
				call(w, "setWebhook", "url=http://127.0.0.1:9/hook")
				w.pass(5 * time.Minute)
			},
			func(w *world) { call(w, "deleteWebhook", "") },
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(w *world) {
				since := w.events()
				c.begin(w)
				w.send(wang, "28 开班")
				// Two pollers throw out each other: half of these are the other's.
				if n := w.conflicts(since); n == 0 || n > 42 {
					t.Errorf("%d conflicts in five minutes, want one of ours in fifteen seconds", n)
				}
				c.end(w)
				w.pass(time.Minute)
				if n := w.reports(); n != 1 {
					t.Errorf("%d reports, want 1", n)
				}
				if n := w.count(wang, "进展报送"); n != 1 {
					t.Errorf("%d digests, want 1: what goes out does not wait", n)
				}
				w.nothingLeft()
			})
		})
	}
}

func (w *world) conflicts(since int) (n int) {
	for _, e := range w.Sandbox.Requests()[since:] {
		if e.Kind == sandbox.EventRefused && e.Code == http.StatusConflict {
			n++
		}
	}
	return n
}
