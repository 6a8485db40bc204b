package secondclient

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"duban/internal/sandbox"
)

// The fourth message at once is refused, and taken after as long as the client
// was told to wait. The clock is the test's.
func TestTheClientIsToldHowLongToWait(t *testing.T) {
	var clock atomic.Int64
	clock.Store(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC).Unix())
	l := newLine(t, sandbox.Options{Limits: true, Now: func() time.Time { return time.Unix(clock.Load(), 0) }})
	b := l.bot()
	l.says(wang, "你好")
	send := func() error {
		_, err := b.SendMessage(t.Context(), &bot.SendMessageParams{ChatID: wang, Text: "提醒"})
		return err
	}
	for range 3 {
		if err := send(); err != nil {
			t.Fatal(err)
		}
	}
	var wait *bot.TooManyRequestsError
	if err := send(); !errors.As(err, &wait) || wait.RetryAfter != 1 || !strings.Contains(err.Error(), "Too Many Requests: retry after 1") {
		t.Fatalf("the fourth at once ends as %v", err)
	}
	clock.Add(int64(wait.RetryAfter))
	if err := send(); err != nil {
		t.Errorf("after the wait: %v", err)
	}
}

// The library knows the kinds of refusals it was written for.
func TestTheClientRecognisesRefusals(t *testing.T) {
	l := newLine(t, sandbox.Options{})
	b := l.bot()
	send := func(chat int64, text string, markup models.ReplyMarkup) error {
		_, err := b.SendMessage(t.Context(), &bot.SendMessageParams{ChatID: chat, Text: text, ParseMode: models.ParseModeHTML, ReplyMarkup: markup})
		return err
	}
	l.says(wang, "你好")
	said := func(err, kind error, words string) {
		t.Helper()
		if !errors.Is(err, kind) || !strings.Contains(err.Error(), words) {
			t.Errorf("%v, want %v with %q", err, kind, words)
		}
	}
	said(send(li, "您好", nil), bot.ErrorBadRequest, "chat not found")
	said(send(wang, strings.Repeat("长", 4097), nil), bot.ErrorBadRequest, "message is too long")
	said(send(wang, "完成率<六成", nil), bot.ErrorBadRequest, "can't parse entities")
	said(send(wang, "空", &models.InlineKeyboardMarkup{}), bot.ErrorBadRequest, `field "inline_keyboard" must be of type Array`)
	long := [][]models.InlineKeyboardButton{{{Text: "长", CallbackData: strings.Repeat("x", 65)}}}
	said(send(wang, "长", &models.InlineKeyboardMarkup{InlineKeyboard: long}), bot.ErrorBadRequest, "BUTTON_DATA_INVALID")
	bare := [][]models.InlineKeyboardButton{{{Text: "无"}}} // the library sends an empty text to copy with it
	said(send(wang, "无", &models.InlineKeyboardMarkup{InlineKeyboard: bare}), bot.ErrorBadRequest, "BUTTON_COPY_TEXT_INVALID")
	l.Block(wang)
	said(send(wang, "在吗", nil), bot.ErrorForbidden, "bot was blocked by the user")

	_, err := bot.New("7000000001:AAwrong", bot.WithServerURL(l.url))
	said(err, bot.ErrorUnauthorized, "Unauthorized")

	group := l.AddGroup("领导小组", wang)
	super := l.ToSupergroup(group)
	var moved *bot.MigrateError
	if err := send(group, "周报", nil); !errors.As(err, &moved) || int64(moved.MigrateToChatID) != super {
		t.Errorf("to a group that moved to %d: %v", super, err)
	}
}

// Of two pollers the first is told that another has come.
func TestTheSecondPollerEndsTheFirst(t *testing.T) {
	l := newLine(t, sandbox.Options{})
	told := make(chan error, 1)
	first := l.bot(bot.WithErrorsHandler(func(err error) {
		select {
		case told <- err:
		default: // the two take turns from now on
		}
	}))
	stop := l.run(first.Start)
	quiet := bot.WithErrorsHandler(func(error) {})
	l.run(l.bot(quiet).Start)
	if err := received(l, told); !errors.Is(err, bot.ErrorConflict) || !strings.Contains(err.Error(), "terminated by other getUpdates request") {
		t.Errorf("told %v", err)
	}
	stop()
}
