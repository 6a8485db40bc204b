package secondclient

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"duban/internal/sandbox"
)

// The webhook brings updates to whoever knows the secret, a poller is told why
// it gets none, and after the webhook is deleted it gets them.
func TestAWebhookDeliversWithItsSecretAndKeepsPollersOut(t *testing.T) {
	l := newLine(t, sandbox.Options{})
	const secret = "s3cret_-"
	heard, refused := make(chan string, 1), make(chan error, 1)
	b := l.bot(bot.WithWebhookSecretToken(secret),
		bot.WithErrorsHandler(func(err error) { refused <- err }),
		bot.WithDefaultHandler(func(_ context.Context, _ *bot.Bot, u *models.Update) { heard <- u.Message.Text }))
	hook := httptest.NewServer(b.WebhookHandler())
	defer hook.Close()
	stop := l.run(b.StartWebhook)
	set := func(secret string) {
		t.Helper()
		if ok, err := b.SetWebhook(t.Context(), &bot.SetWebhookParams{URL: hook.URL, SecretToken: secret, AllowedUpdates: []string{"message"}, MaxConnections: 5}); err != nil || !ok {
			t.Fatal(err)
		}
	}

	l.says(wang, "设置前") // waits for the webhook
	set(secret)
	for _, words := range []string{"设置前", "设置后"} {
		if got := received(l, heard); got != words {
			t.Errorf("heard %q, want %q", got, words)
		}
		if words == "设置前" {
			l.says(wang, "设置后")
		}
	}
	info, err := b.GetWebhookInfo(t.Context())
	if err != nil || info.URL != hook.URL || info.MaxConnections != 5 || info.LastErrorMessage != "" {
		t.Errorf("the webhook is %+v, %v", info, err)
	}

	set("another")
	l.says(wang, "密钥不对")
	if err := received(l, refused); !strings.Contains(err.Error(), "secret token") {
		t.Errorf("with a wrong secret the client says %v", err)
	}
	l.until("the library takes it and drops it", func() bool { return l.Pending() == 0 })

	conflicts := make(chan error, 1)
	poller := l.bot(bot.WithErrorsHandler(func(err error) {
		select {
		case conflicts <- err:
		default: // it goes on trying
		}
	}))
	end := l.run(poller.Start)
	if err := received(l, conflicts); !errors.Is(err, bot.ErrorConflict) || !strings.Contains(err.Error(), "can't use getUpdates method while webhook is active") {
		t.Errorf("the poller is told %v", err)
	}
	end()

	stop()
	if ok, err := b.DeleteWebhook(t.Context(), &bot.DeleteWebhookParams{}); err != nil || !ok {
		t.Fatal(err)
	}
	l.says(wang, "轮询")
	l.run(b.Start)
	if got := received(l, heard); got != "轮询" {
		t.Errorf("after the webhook heard %q", got)
	}
}
