package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// gotUpdate is an update as a bot reads it.
type gotUpdate struct {
	ID       int64 `json:"update_id"`
	Message  *wireMessage
	Edited   *wireMessage `json:"edited_message"`
	Callback *struct {
		ID   string
		Data string
	} `json:"callback_query"`
	Member   map[string]any `json:"my_chat_member"`
	Reaction map[string]any `json:"message_reaction"`
}

func (b *testBot) updates(params ...any) []gotUpdate {
	b.t.Helper()
	return decoded[[]gotUpdate](b.t, b.ok("getUpdates", params...))
}

// next is the offset after what the bot has got.
func next(updates []gotUpdate) int64 { return updates[len(updates)-1].ID + 1 }

func withRealTime(o *Options) { o.Now = time.Now }

func TestOffsetDeletesWhatIsBelow(t *testing.T) {
	b := newTestBot(t)
	for range 150 {
		b.say(alice, alice, "hello")
	}
	first := b.updates()
	if len(first) != 100 {
		t.Fatalf("%d updates, want 100", len(first))
	}
	for i, u := range first {
		if u.ID != first[0].ID+int64(i) {
			t.Fatalf("update %d has id %d after %d", i, u.ID, first[0].ID)
		}
	}
	if again := b.updates("limit", 3); len(again) != 3 || again[0].ID != first[0].ID {
		t.Errorf("without an offset nothing is acknowledged: %v", again)
	}
	if rest := b.updates("offset", next(first)); len(rest) != 50 || b.Pending() != 50 {
		t.Errorf("%d updates left, %d pending", len(rest), b.Pending())
	}
	if last := b.updates("offset", -2); len(last) != 2 || b.Pending() != 2 {
		t.Errorf("a negative offset keeps the last: %d, %d pending", len(last), b.Pending())
	}
	if all := b.updates("offset", next(first)+1000); len(all) != 2 {
		t.Errorf("an offset from the future is ignored: %d", len(all))
	}
	if none := b.updates("offset", next(b.updates())); len(none) != 0 || b.Pending() != 0 {
		t.Errorf("%d left", len(none))
	}
}

func TestLimitIsBetween1And100(t *testing.T) {
	b := newTestBot(t)
	b.say(alice, alice, "1")
	b.say(alice, alice, "2")
	for limit, want := range map[int]int{-5: 1, 0: 1, 1: 1, 2: 2, 1000: 2} {
		if got := len(b.updates("limit", limit)); got != want {
			t.Errorf("limit %d: %d updates, want %d", limit, got, want)
		}
	}
}

func TestUpdatesExpire(t *testing.T) {
	b := newTestBot(t)
	card := decoded[wireMessage](t, b.ok("sendMessage", "chat_id", alice, "text", "x", "reply_markup", inlineRow(dataButton("ok", "ok"))))
	b.say(alice, alice, "kept a day")
	if _, err := b.Press(alice, alice, card.MessageID, "ok"); err != nil {
		t.Fatal(err)
	}
	b.clock.pass(150*time.Second - time.Nanosecond)
	if n := b.Pending(); n != 2 {
		t.Errorf("%d pending before 150 s", n)
	}
	b.clock.pass(time.Nanosecond)
	if got := b.updates(); len(got) != 1 || got[0].Message == nil {
		t.Errorf("after 150 s: %+v", got)
	}
	b.clock.pass(24 * time.Hour)
	if n := b.Pending(); n != 0 {
		t.Errorf("%d pending after a day", n)
	}
}

func TestLongPollWakesForAMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newTestBot(t, withRealTime)
		began := time.Now()
		done := make(chan []gotUpdate)
		go func() { done <- b.updates("timeout", 50) }()
		time.Sleep(20 * time.Second)
		b.say(alice, alice, "here")
		if got := <-done; len(got) != 1 || time.Since(began) != 20*time.Second {
			t.Errorf("%d updates after %v", len(got), time.Since(began))
		}
	})
}

func TestLongPollEndsEmpty(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newTestBot(t, withRealTime)
		for timeout, want := range map[int]time.Duration{7: 7 * time.Second, 500: 50 * time.Second} {
			began := time.Now()
			if got := b.updates("timeout", timeout); len(got) != 0 || time.Since(began) != want {
				t.Errorf("timeout %d: %d updates after %v", timeout, len(got), time.Since(began))
			}
		}
	})
}

func TestLongPollHonoursTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newTestBot(t, withRealTime)
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		r, _ := http.NewRequestWithContext(ctx, http.MethodGet, "http://sandbox/bot"+b.Token()+"/getUpdates?timeout=50", nil)
		began := time.Now()
		if _, err := b.Do(r); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != 3*time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

func TestASecondPollerEndsTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newTestBot(t, withRealTime)
		first := make(chan result)
		go func() { first <- b.call("getUpdates", "timeout", 50) }()
		synctest.Wait()
		second := make(chan result)
		go func() { second <- b.call("getUpdates", "timeout", 50) }()
		r := <-first
		if r.Code != 409 || r.Description != "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running" {
			t.Errorf("first poller: %+v", r)
		}
		b.say(alice, alice, "for the second")
		if r := <-second; !r.OK || string(r.Result) == "[]" {
			t.Errorf("second poller: %+v", r)
		}
	})
}

func TestCloseEndsAPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newTestBot(t, withRealTime)
		done := make(chan result)
		go func() { done <- b.call("getUpdates", "timeout", 50) }()
		synctest.Wait()
		b.Close()
		if r := <-done; string(r.Result) != "[]" {
			t.Errorf("%+v", r)
		}
	})
}

func TestAllowedUpdatesAreRemembered(t *testing.T) {
	b := newTestBot(t)
	b.ok("getUpdates", "allowed_updates", []string{"callback_query", "no_such_type"})
	b.say(alice, alice, "not asked for")
	if n := b.Pending(); n != 0 {
		t.Errorf("%d pending", n)
	}
	b.ok("getUpdates")
	b.say(alice, alice, "still not")
	if n := b.Pending(); n != 0 {
		t.Errorf("%d pending: no list must change nothing", n)
	}
	b.ok("getUpdates", "allowed_updates", []string{})
	b.say(alice, alice, "yes")
	m := b.Messages(alice)[0]
	if err := b.React(alice, alice, m.ID, "👍"); err != nil {
		t.Fatal(err)
	}
	if n := b.Pending(); n != 1 {
		t.Errorf("%d pending: by default messages but no reactions", n)
	}
	b.ok("getUpdates", "allowed_updates", []string{"message_reaction"})
	if err := b.React(alice, alice, m.ID, ""); err != nil {
		t.Fatal(err)
	}
	if got := b.updates(); len(got) != 2 || got[1].Reaction == nil {
		t.Errorf("%+v", got)
	}
}

func TestUpdateIDsRestartLower(t *testing.T) {
	b := newTestBot(t)
	b.say(alice, alice, "before")
	before := b.updates()
	b.RestartUpdateIDs(7)
	b.say(alice, alice, "after")
	if got := b.updates("offset", next(before)); len(got) != 1 || got[0].ID != 8 {
		t.Errorf("an offset far above must be ignored: %+v", got)
	}
	if got := b.updates("offset", 9); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestUpdateIDsRestartLowerAfterAnIdleWeek(t *testing.T) {
	b := newTestBot(t)
	b.say(alice, alice, "before")
	before := b.updates()
	b.clock.pass(7*24*time.Hour - time.Second)
	b.say(alice, alice, "still in the week")
	within := b.updates("offset", next(before))
	if len(within) != 1 || within[0].ID != next(before) {
		t.Fatalf("within the week: %+v", within)
	}
	b.clock.pass(7 * 24 * time.Hour)
	b.say(alice, alice, "after")
	if got := b.updates("offset", next(within)); len(got) != 1 || got[0].ID >= within[0].ID {
		t.Errorf("after an idle week: %+v, want a lower id than %d", got, within[0].ID)
	}
}

func TestDeliverPassesAnythingOn(t *testing.T) {
	b := newTestBot(t)
	for _, raw := range []string{
		`{"message":{"message_id":"no number"}}`, `{"edited_channel_post":{}}`, `[1,2]`, `null`, `7`, `not json`,
		`{"update_id":5,"message":{}}`,
	} {
		b.Deliver(json.RawMessage(raw))
	}
	id := b.Deliver(json.RawMessage(`{"message":{"text":"fine"}}`))
	got := decoded[[]map[string]any](t, b.ok("getUpdates"))
	if len(got) != 8 || int64(got[7]["update_id"].(float64)) != id || got[7]["message"].(map[string]any)["text"] != "fine" {
		t.Errorf("%v", got)
	}
	if len(b.updates("offset", id+1)) != 0 {
		t.Error("hostile updates must be acknowledged like others")
	}
}

// The parameters of a call may come in the address, as a form or as JSON.
func TestParametersComeInManyForms(t *testing.T) {
	b := newTestBot(t)
	base := "http://sandbox/bot" + b.Token()
	get, _ := http.NewRequest(http.MethodGet, base+"/SendMessage?"+url.Values{"chat_id": {"11"}, "text": {"by address"}}.Encode(), nil)
	if r := b.do(get); !r.OK {
		t.Errorf("%+v", r)
	}
	post, _ := http.NewRequest(http.MethodPost, base+"/sendMessage", strings.NewReader(`{"chat_id":11,"text":"by JSON","protect_content":true,"reply_markup":{"inline_keyboard":[[{"text":"x","callback_data":"y"}]]}}`))
	post.Header.Set("Content-Type", "application/json; charset=utf-8")
	if r := b.do(post); !r.OK {
		t.Errorf("%+v", r)
	}
	for body, words := range map[string]string{
		`[]`: "Bad Request: JSON object expected",
		`{"chat_id":11,"text":"x","reply_markup":null}`: "Bad Request: object expected as reply markup",
		`{"chat_id":11,"text":"x","protect_content":5}`: `Bad Request: sandbox: protect_content of sendMessage is no Boolean: "5"`,
	} {
		r, _ := http.NewRequest(http.MethodPost, base+"/sendMessage", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		if got := b.do(r); got.Description != words {
			t.Errorf("%s: %q, want %q", body, got.Description, words)
		}
	}
}
