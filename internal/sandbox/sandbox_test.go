package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

const alice, bob, stranger = 11, 12, 13

var testStart = time.Date(2026, 11, 23, 0, 55, 0, 0, time.UTC)

// bot calls the sandbox as a bot would and fails the test on a broken answer.
type testBot struct {
	t testing.TB
	*Server
	clock *testClock
}

// clock is moved by hand.
type testClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// world0 is a sandbox in which alice has written to the bot, bob has not, and
// nobody has met the stranger.
func newTestBot(t testing.TB, change ...func(*Options)) *testBot {
	c := &testClock{now: testStart}
	o := Options{Now: c.Now}
	for _, f := range change {
		f(&o)
	}
	s := New(o)
	t.Cleanup(s.Close)
	s.AddUser(User{ID: alice, FirstName: "Alice"})
	s.AddUser(User{ID: bob, FirstName: "Bob"})
	s.AddUser(User{ID: stranger, FirstName: "Stranger"})
	b := &testBot{t, s, c}
	b.say(alice, alice, "/start")
	b.Join(b.AddGroup("Office", alice, bob), bob)
	b.ok("getUpdates", "offset", -1)
	b.ok("getUpdates", "offset", s.world.LastUpdate+1)
	return b
}

func (b *testBot) group() int64 { return b.Chats()[0].ID }

func (b *testBot) say(from, chat int64, text string, opts ...MessageOption) Message {
	b.t.Helper()
	m, err := b.Send(from, chat, text, opts...)
	if err != nil {
		b.t.Fatal(err)
	}
	return m
}

// result is the body of an answer.
type result struct {
	OK          bool
	Result      json.RawMessage
	Code        int `json:"error_code"`
	Description string
	Parameters  struct {
		Migrate int64 `json:"migrate_to_chat_id"`
		Retry   int   `json:"retry_after"`
	}
	status int
}

// call sends parameters as an urlencoded form; values that are neither text
// nor number go as JSON.
func (b *testBot) call(method string, params ...any) result {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(params); i += 2 {
		form.Set(params[i].(string), paramText(params[i+1]))
	}
	r, _ := http.NewRequest(http.MethodPost, "http://sandbox/bot"+b.Token()+"/"+method, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r)
}

func paramText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int, int64, bool:
		return fmt.Sprint(v)
	}
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(data)
}

func (b *testBot) do(r *http.Request) result {
	b.t.Helper()
	resp, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	out := result{status: resp.StatusCode}
	if err := json.Unmarshal(data, &out); err != nil {
		b.t.Fatalf("%s: %v", data, err)
	}
	return out
}

func (b *testBot) ok(method string, params ...any) json.RawMessage {
	b.t.Helper()
	r := b.call(method, params...)
	if !r.OK {
		b.t.Fatalf("%s %v: %d %s", method, params, r.Code, r.Description)
	}
	return r.Result
}

// into decodes a result.
func decoded[T any](t testing.TB, raw json.RawMessage) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return v
}

func inlineRow(buttons ...map[string]any) map[string]any {
	return map[string]any{"inline_keyboard": [][]map[string]any{buttons}}
}

func dataButton(text, data string) map[string]any {
	return map[string]any{"text": text, "callback_data": data}
}

// One whole conversation: start, a card with a button, press, answer, edit.
func TestConversation(t *testing.T) {
	b := newTestBot(t)
	b.say(alice, alice, "/start abc")
	updates := decoded[[]map[string]any](t, b.ok("getUpdates"))
	if len(updates) != 1 || updates[0]["message"].(map[string]any)["text"] != "/start abc" {
		t.Fatalf("updates: %v", updates)
	}
	sent := decoded[wireMessage](t, b.ok("sendMessage", "chat_id", alice, "text", "<b>第28项</b> & more", "parse_mode", "HTML",
		"reply_markup", inlineRow(dataButton("已办结", "done:28"))))
	card, ok := b.Message(alice, sent.MessageID)
	if !ok || card.HTML != "<b>第28项</b> &amp; more" || card.Keyboard[0][0].Text != "已办结" {
		t.Fatalf("card: %+v", card)
	}
	press, err := b.PressLabel(alice, alice, card.ID, "办结")
	if err != nil {
		t.Fatal(err)
	}
	b.ok("getUpdates", "offset", int64(updates[0]["update_id"].(float64))+1)
	b.ok("answerCallbackQuery", "callback_query_id", press.ID, "text", "收到")
	if text, alert, answered := b.Answer(press.ID); text != "收到" || alert || !answered {
		t.Errorf("answer: %q %v %v", text, alert, answered)
	}
	b.clock.pass(time.Minute)
	b.ok("editMessageText", "chat_id", alice, "message_id", card.ID, "text", "done")
	if m, _ := b.Message(alice, card.ID); m.Text != "done" || m.EditDate.IsZero() || m.Keyboard != nil {
		t.Errorf("edited: %+v", m)
	}
	if _, err := b.Press(alice, alice, card.ID, "done:28"); err == nil {
		t.Error("pressed a button that is gone")
	}
}
