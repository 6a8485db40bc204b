package app

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"duban/internal/chat"
	"duban/internal/config"
	"duban/internal/duban"
	"duban/internal/sandbox"
	"duban/internal/store"
	"duban/seeds"
)

// bubble is the real bot and a sandbox that enforces Telegram's limits on the
// fake time of synctest: what takes a minute takes a minute by every clock, and
// a busy machine makes no difference.
type bubble struct {
	*testing.T
	*App
	sandbox *sandbox.Server
	contact int64
}

// travel is how long each call to Telegram takes.
const travel = 120 * time.Millisecond

// inBubble runs a test with the published list confirmed, one contact of 教育局
// and a running bot, from a Monday at half past eight on.
func inBubble(t *testing.T, test func(b *bubble)) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 23, 8, 30, 0, 0, beijing)))
		b := &bubble{T: t, contact: wang, sandbox: sandbox.New(sandbox.Options{
			Bot: sandbox.User{FirstName: "督办", Username: "duban_test_bot", IsBot: true}, Limits: true,
		})}
		b.sandbox.Fail(sandbox.Fault{Times: -1, Kind: sandbox.Slow, Delay: travel})
		c := config.Default()
		c.Database, c.Telegram.Token = config.Secret(filepath.Join(t.TempDir(), "duban.db")), config.Secret(b.sandbox.Token())
		var err error
		b.App, err = New(t.Context(), c, Options{HTTP: b.sandbox, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		b.staff()
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- b.App.Run(ctx) }()
		test(b)
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		b.sandbox.Close()
		if err := b.App.Close(); err != nil {
			t.Error(err)
		}
	})
}

// staff confirms the list and binds the contact.
func (b *bubble) staff() {
	b.Helper()
	pub, dir, err := seeds.Load()
	if err != nil {
		b.Fatal(err)
	}
	b.sandbox.AddUser(sandbox.User{ID: b.contact, FirstName: "王芳", LanguageCode: "zh-hans"})
	b.write(func(tx *store.Tx) error {
		if err := tx.AddDepartments(dir...); err != nil {
			return err
		}
		list, _, err := tx.ImportList(pub)
		if err != nil {
			return err
		}
		rounds, err := b.Bot.DefaultRounds(tx.Now())
		if err != nil {
			return err
		}
		if err := tx.ConfirmList(list.ID, true, duban.DateOf(tx.Now(), beijing), rounds...); err != nil {
			return err
		}
		all, err := tx.Directory()
		if err != nil {
			return err
		}
		education, _ := all.Find("教育局")
		committee, _ := all.Find("教育工委")
		p, err := tx.Meet(b.contact, "王芳", "zh")
		for _, d := range []duban.DepartmentID{education.ID, committee.ID} {
			if err == nil {
				_, err = tx.Bind(p.ID, d, false)
			}
		}
		return err
	})
	b.say(b.contact, "/whoami")
}

func (b *bubble) write(do func(tx *store.Tx) error) {
	b.Helper()
	if err := b.Store.Write(b.Context(), do); err != nil {
		b.Fatal(err)
	}
}

func (b *bubble) say(user int64, words string) {
	b.Helper()
	if _, err := b.sandbox.Send(user, user, words); err != nil {
		b.Fatal(err)
	}
}

// people are n who have pressed Start, and got their answers.
func (b *bubble) people(n int) (users []int64) {
	b.Helper()
	for i := range n {
		users = append(users, int64(5000+i))
		b.sandbox.AddUser(sandbox.User{ID: users[i], FirstName: fmt.Sprintf("第%d人", i)})
		b.say(users[i], "/start")
	}
	b.quiet()
	return users
}

// quiet lets time pass until nothing waits that may leave.
func (b *bubble) quiet() {
	b.Helper()
	for range 3600 {
		time.Sleep(time.Second)
		synctest.Wait()
		var waits time.Time
		if err := b.Store.Read(b.Context(), func(tx *store.Tx) (err error) { waits, err = tx.NextDue(); return err }); err != nil {
			b.Fatal(err)
		}
		if busy := len(b.sender.occupied(nil)) > 0; !busy && b.sandbox.Pending() == 0 && (waits.IsZero() || time.Until(waits) > time.Minute) {
			return
		}
	}
	b.Fatal("the bot does not come to rest")
}

// post puts the same words into the outbox for each chat.
func (b *bubble) post(lane chat.Lane, words string, chats ...int64) {
	b.Helper()
	b.write(func(tx *store.Tx) error {
		for _, c := range chats {
			tx.Post(chat.Post{Chat: c, Text: &chat.Outgoing{HTML: words}, Lane: lane})
		}
		return nil
	})
	b.sender.Wake()
}

// events are those of a kind since an instant.
func (b *bubble) events(kind string, since time.Time) (events []sandbox.Event) {
	for _, e := range b.sandbox.Requests() {
		if e.Kind == kind && !e.Time.Before(since) {
			events = append(events, e)
		}
	}
	return events
}

// newest is the contact's newest message from the bot that contains words.
func (b *bubble) newest(words string) sandbox.Message {
	b.Helper()
	for _, m := range slices.Backward(b.sandbox.Messages(b.contact)) {
		if m.From.IsBot && strings.Contains(m.Text, words) {
			return m
		}
	}
	b.Fatalf("no message with %q", words)
	return sandbox.Message{}
}
