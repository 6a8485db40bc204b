package sandbox

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

type doer interface {
	Do(*http.Request) (*http.Response, error)
}

// try sends "x" to alice through client and says what came back.
func (b *testBot) try(ctx context.Context, client doer, base string) (status int, body string, err error) {
	r, _ := http.NewRequestWithContext(ctx, http.MethodGet, base+"/bot"+b.Token()+"/sendMessage?chat_id=11&text=x", nil)
	resp, err := client.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(data), err
}

type faultCase struct {
	name      string
	fault     Fault
	delivered int // how many messages really arrived
	status    int
	body      string
	broken    func(error) bool
}

var faultCases = []faultCase{
	{"before", Fault{Kind: Before}, 0, 500, "Internal Server Error", nil},
	{"before, 429", Fault{Kind: Before, RetryAfter: 90}, 0, 429, `"parameters":{"retry_after":90}`, nil},
	{"before, 403", Fault{Kind: Before, Code: 403, Description: "Forbidden: bot was blocked by the user"}, 0, 403, "blocked", nil},
	{"after", Fault{Kind: After, Code: 502}, 1, 502, "Bad Gateway", nil},
	{"page of a proxy", Fault{Kind: Status, Code: 502, Body: "<html>502</html>"}, 0, 502, "<html>502</html>", nil},
	{"reset", Fault{Kind: Reset}, 0, 0, "", isBroken},
	{"reset after", Fault{Kind: ResetAfter}, 1, 0, "", isBroken},
	{"cut body", Fault{Kind: CutBody}, 1, 200, "", isBroken},
	{"hang", Fault{Kind: Hang}, 0, 0, "", isLate},
	{"hang after", Fault{Kind: HangAfter}, 1, 0, "", isLate},
	{"slow", Fault{Kind: Slow, Delay: 50 * time.Millisecond}, 1, 200, `"ok":true`, nil},
	{"too slow", Fault{Kind: Slow, Delay: time.Hour}, 0, 0, "", isLate},
}

func isLate(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

func isBroken(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
}

func TestFaultsWithoutASocket(t *testing.T) {
	for _, c := range faultCases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newTestBot(t, withRealTime)
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				checkFault(ctx, b, c, b.Server, "http://sandbox")
			})
		})
	}
}

func TestFaultsOverHTTP(t *testing.T) {
	for _, c := range faultCases {
		t.Run(c.name, func(t *testing.T) {
			b := newTestBot(t)
			web := httptest.NewServer(b.Server)
			defer web.Close()
			transport := &http.Transport{DisableKeepAlives: true} // or the client itself tries again
			defer transport.CloseIdleConnections()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if strings.Contains(c.name, "hang") || c.fault.Delay == time.Hour {
				go func() { // give up as soon as everything has happened
					b.waitFor(func() bool { return b.count(EventFault) == 1 && b.count(EventDelivered) == c.delivered })
					cancel()
				}()
			}
			checkFault(ctx, b, c, &http.Client{Transport: transport}, web.URL)
		})
	}
}

// waitFor returns when something has changed and ok holds.
func (b *testBot) waitFor(ok func() bool) {
	events, cancel := b.Subscribe()
	defer cancel()
	for !ok() {
		<-events
	}
}

func checkFault(ctx context.Context, b *testBot, c faultCase, client doer, base string) {
	t, f := b.t, c.fault
	f.Method = "sendMessage"
	b.Fail(f)
	b.ok("getMe") // another method is not hit
	before := len(b.Messages(alice))
	status, body, err := b.try(ctx, client, base)
	if c.broken == nil && err != nil || c.broken != nil && !c.broken(err) {
		t.Errorf("error %v", err)
	}
	if status != c.status || !strings.Contains(body, c.body) {
		t.Errorf("%d %q, want %d %q", status, body, c.status, c.body)
	}
	if n := len(b.Messages(alice)) - before; n != c.delivered {
		t.Errorf("%d messages arrived, want %d", n, c.delivered)
	}
	if b.count(EventDelivered) != c.delivered || b.count(EventFault) != 1 {
		t.Errorf("log: %+v", b.Requests())
	}
	b.ok("sendMessage", "chat_id", alice, "text", "once is enough")
}

func (b *testBot) count(kind string) (n int) {
	for _, e := range b.Requests() {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

func TestFaultsPickTheirCalls(t *testing.T) {
	b := newTestBot(t)
	b.say(bob, bob, "/start")
	b.Fail(Fault{Chat: bob, Times: 2, Code: 500})
	b.ok("sendMessage", "chat_id", alice, "text", "x")
	for _, want := range []bool{false, false, true} {
		if r := b.call("sendMessage", "chat_id", bob, "text", "x"); r.OK != want {
			t.Errorf("%+v, want %v", r, want)
		}
	}
	b.Fail(Fault{Times: -1})
	for range 5 {
		if r := b.call("getMe"); r.Code != 500 {
			t.Errorf("%+v", r)
		}
	}
	b.Heal()
	b.ok("getMe")
}

func TestRateLimits(t *testing.T) {
	limited := func(o *Options) { o.Limits = true }
	t.Run("one chat", func(t *testing.T) {
		b := newTestBot(t, limited)
		card := decoded[wireMessage](t, b.ok("sendMessage", "chat_id", alice, "text", "1", "reply_markup", inlineRow(dataButton("ok", "ok"))))
		b.ok("sendMessage", "chat_id", alice, "text", "2")
		b.ok("editMessageText", "chat_id", alice, "message_id", card.MessageID, "text", "3")
		r := b.call("sendMessage", "chat_id", alice, "text", "4")
		if r.Code != 429 || r.Parameters.Retry != 1 || r.Description != "Too Many Requests: retry after 1" {
			t.Errorf("%+v", r)
		}
		b.ok("getChat", "chat_id", alice)
		b.clock.pass(time.Second)
		b.ok("sendMessage", "chat_id", alice, "text", "5")
		if r := b.call("sendMessage", "chat_id", alice, "text", "6"); r.Code != 429 {
			t.Errorf("%+v", r)
		}
	})
	t.Run("one group", func(t *testing.T) {
		b := newTestBot(t, limited)
		for range 20 {
			b.ok("sendMessage", "chat_id", b.group(), "text", "x")
			b.clock.pass(time.Second)
		}
		if r := b.call("sendMessage", "chat_id", b.group(), "text", "x"); r.Code != 429 || r.Parameters.Retry != 40 {
			t.Errorf("%+v", r)
		}
		b.clock.pass(40 * time.Second)
		b.ok("sendMessage", "chat_id", b.group(), "text", "x")
	})
	t.Run("one bot", func(t *testing.T) {
		b := newTestBot(t, limited)
		for id := int64(100); id < 131; id++ {
			b.AddUser(User{ID: id, FirstName: "x"})
			b.say(id, id, "/start")
			if r := b.call("sendMessage", "chat_id", id, "text", "x"); r.OK != (id < 130) {
				t.Errorf("message to %d: %+v", id, r)
			}
		}
		b.clock.pass(time.Second)
		b.ok("sendMessage", "chat_id", 130, "text", "x")
	})
	t.Run("refused calls are not counted", func(t *testing.T) {
		b := newTestBot(t, limited)
		for range 9 {
			b.call("sendMessage", "chat_id", alice, "text", "")
		}
		b.ok("sendMessage", "chat_id", alice, "text", "x")
	})
}
