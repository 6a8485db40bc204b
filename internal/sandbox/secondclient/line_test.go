package secondclient

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"duban/internal/sandbox"
)

const wang, li = 11, 12 // people

// line is a sandbox behind a real socket.
type line struct {
	*sandbox.Server
	t   *testing.T
	url string
}

func newLine(t *testing.T, o sandbox.Options) *line {
	t.Helper()
	o.Bot.Username = "second_bot"
	l := &line{Server: sandbox.New(o), t: t}
	l.AddUser(sandbox.User{ID: wang, FirstName: "王芳", LanguageCode: "zh-hans"})
	l.AddUser(sandbox.User{ID: li, FirstName: "李梅"})
	server := httptest.NewServer(l.Server)
	l.url = server.URL
	t.Cleanup(func() {
		l.Close()
		server.Close()
	})
	return l
}

// bot is a client of the library on this line. Unless an option says otherwise,
// it fails the test when it meets an error or an update nobody handles.
func (l *line) bot(options ...bot.Option) *bot.Bot {
	l.t.Helper()
	b, err := bot.New(l.Token(), append([]bot.Option{
		bot.WithServerURL(l.url), bot.WithNotAsyncHandlers(),
		bot.WithErrorsHandler(func(err error) { l.t.Error(err) }),
		bot.WithDefaultHandler(func(_ context.Context, _ *bot.Bot, u *models.Update) { l.t.Errorf("nobody handles %+v", u) }),
	}, options...)...)
	if err != nil {
		l.t.Fatal(err)
	}
	return b
}

// run lets start work until the test ends, or stop is called.
func (l *line) run(start func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		start(ctx)
	}()
	stop = func() {
		cancel()
		<-done
	}
	l.t.Cleanup(stop)
	return stop
}

// until waits until something is so.
func (l *line) until(what string, so func() bool) {
	l.t.Helper()
	changed, cancel := l.Subscribe()
	defer cancel()
	tooLong := time.After(20 * time.Second)
	for !so() {
		select {
		case <-changed:
		case <-tooLong:
			l.t.Fatalf("never: %s; the log is %+v", what, l.Requests())
		}
	}
}

// says sends a message as a person in private.
func (l *line) says(from int64, words string, opts ...sandbox.MessageOption) sandbox.Message {
	l.t.Helper()
	m, err := l.Send(from, from, words, opts...)
	if err != nil {
		l.t.Fatal(err)
	}
	return m
}

// answer waits for the bot's first message in a private chat after another.
func (l *line) answer(to sandbox.Message) (answer sandbox.Message) {
	l.t.Helper()
	l.until("an answer to "+to.Text, func() bool {
		for _, m := range l.Messages(to.Chat) {
			if m.ID > to.ID && m.From.IsBot {
				answer = m
				return true
			}
		}
		return false
	})
	return answer
}

// received waits for what a handler hands over.
func received[T any](l *line, from <-chan T) (v T) {
	l.t.Helper()
	select {
	case v = <-from:
	case <-time.After(20 * time.Second):
		l.t.Fatalf("no %T came; the log is %+v", v, l.Requests())
	}
	return v
}
