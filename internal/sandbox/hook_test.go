package sandbox

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// hookEnd is a bot's webhook: it answers with the next of its statuses, and
// with 200 when they are used up.
type hookEnd struct {
	mu       sync.Mutex
	statuses []int
	after    string // Retry-After of refusals
	got      []string
	secrets  []string
}

func (h *hookEnd) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	var u gotUpdate
	_ = json.Unmarshal(body, &u)
	h.got = append(h.got, time.Now().Format("04:05 ")+u.Message.Text)
	h.secrets = append(h.secrets, r.Header.Get("X-Telegram-Bot-Api-Secret-Token"))
	status := http.StatusOK
	if len(h.statuses) > 0 {
		status, h.statuses = h.statuses[0], h.statuses[1:]
	}
	if status == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	out := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(""))}
	if status != http.StatusOK && h.after != "" {
		out.Header.Set("Retry-After", h.after)
	}
	return out, nil
}

func (h *hookEnd) seen() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Join(h.got, ", ")
}

func TestWebhook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		end := &hookEnd{statuses: []int{500, 0, 404}}
		b := newTestBot(t, withRealTime, func(o *Options) { o.Webhook = end })
		b.say(alice, alice, "waiting")
		b.ok("setWebhook", "url", "https://bot.example.com/hook", "secret_token", "s3cret_-", "allowed_updates", []string{"message"})
		if r := b.call("getUpdates"); r.Code != 409 || r.Description != "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first" {
			t.Errorf("%+v", r)
		}
		synctest.Wait()
		info := decoded[wireHook](t, b.ok("getWebhookInfo"))
		if info.Pending != 1 || info.ErrorMessage != "Wrong response from the webhook: 500 Internal Server Error" || info.MaxConnections != 40 || len(info.Allowed) != 1 {
			t.Errorf("%+v", info)
		}
		time.Sleep(10 * time.Second) // tried again after 1, 2 and 4 seconds
		b.say(alice, alice, "at once")
		synctest.Wait()
		if got := end.seen(); got != "00:00 waiting, 00:01 waiting, 00:03 waiting, 00:07 waiting, 00:10 at once" {
			t.Errorf("webhook got %s", got)
		}
		if end.secrets[0] != "s3cret_-" || b.Pending() != 0 {
			t.Errorf("secret %q, %d pending", end.secrets[0], b.Pending())
		}
		b.ok("deleteWebhook")
		b.say(alice, alice, "fetched")
		if got := b.updates(); len(got) != 1 {
			t.Errorf("%+v", got)
		}
	})
}

func TestWebhookThatAsksForPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		end := &hookEnd{statuses: []int{429}, after: "30"}
		b := newTestBot(t, withRealTime, func(o *Options) { o.Webhook = end })
		b.ok("setWebhook", "url", "http://127.0.0.1:9/hook")
		b.say(alice, alice, "x")
		time.Sleep(time.Minute)
		if got := end.seen(); got != "00:00 x, 00:30 x" {
			t.Errorf("webhook got %s", got)
		}
	})
}

func TestWebhookEndsAWaitingPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newTestBot(t, withRealTime, func(o *Options) { o.Webhook = &hookEnd{} })
		poll := make(chan result)
		go func() { poll <- b.call("getUpdates", "timeout", 50) }()
		synctest.Wait()
		b.say(alice, alice, "before") // wakes the poll
		<-poll
		b.ok("getUpdates", "offset", -1)
		b.ok("setWebhook", "url", "https://bot.example.com/", "drop_pending_updates", true)
		if b.Pending() != 0 {
			t.Error("pending updates were not dropped")
		}
		if got := string(b.ok("setWebhook", "url", "https://bot.example.com/")); got != "true" {
			t.Errorf("%s", got)
		}
		b.ok("setWebhook", "url", "")
		go func() { poll <- b.call("getUpdates", "timeout", 50) }()
		synctest.Wait()
		b.ok("setWebhook", "url", "https://bot.example.com/other")
		if r := <-poll; r.Code != 409 || r.Description != "Conflict: terminated by setWebhook request" {
			t.Errorf("%+v", r)
		}
	})
}
