package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"duban/internal/app"
	"duban/internal/config"
	"duban/internal/duban"
	"duban/internal/sandbox"
	"duban/internal/store"
	"duban/seeds"
)

// host is a machine with a Bot API server that counts nothing, and a database.
type host struct {
	sandbox  *sandbox.Server
	api      string
	database string
	contacts []int64
	spent    time.Duration // processor time of the last child, once it has ended
}

var noSandbox = sandbox.New(sandbox.Options{})

// newHost has the published list confirmed and contacts of 教育局, who have
// pressed Start.
func newHost(b *testing.B, contacts int) *host {
	b.Helper()
	s := sandbox.New(sandbox.Options{Bot: sandbox.User{FirstName: "督办", Username: "duban_bench_bot", IsBot: true}})
	server := httptest.NewServer(s)
	b.Cleanup(func() { server.CloseClientConnections(); server.Close(); s.Close() })
	h := &host{sandbox: s, api: server.URL, database: filepath.Join(b.TempDir(), "duban.db")}
	for i := range contacts {
		h.contacts = append(h.contacts, int64(1000+i))
		s.AddUser(sandbox.User{ID: h.contacts[i], FirstName: fmt.Sprintf("联络员%d", i), LanguageCode: "zh-hans"})
	}
	h.write(b, h.staff)
	return h
}

func (h *host) write(b *testing.B, do func(tx *store.Tx) error) {
	b.Helper()
	if _, err := store.Make(b.Context(), h.database, time.Now); err != nil {
		b.Fatal(err)
	}
	s, err := store.Open(b.Context(), h.database, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if err := s.Write(b.Context(), do); err != nil {
		b.Fatal(err)
	}
}

func (h *host) staff(tx *store.Tx) error {
	pub, dir, err := seeds.Load()
	if err != nil {
		return err
	}
	if err := tx.AddDepartments(dir...); err != nil {
		return err
	}
	list, _, err := tx.ImportList(pub)
	if err != nil {
		return err
	}
	bot, err := app.NewBot(config.Default())
	if err != nil {
		return err
	}
	if err := tx.ConfirmList(list.ID, true, duban.DateOf(tx.Now(), bot.Calendar.Zone())); err != nil {
		return err
	}
	all, err := tx.Directory()
	if err != nil {
		return err
	}
	education, _ := all.Find("教育局")
	for i, user := range h.contacts {
		p, err := tx.Meet(user, fmt.Sprintf("联络员%d", i), "zh")
		if err != nil {
			return err
		}
		if err := tx.SetStarted(p.ID); err != nil {
			return err
		}
		if _, err := tx.Bind(p.ID, education.ID, false); err != nil {
			return err
		}
	}
	return nil
}

// reply queues the nth reply, of one contact after the other.
func (h *host) reply(b *testing.B, n int) {
	b.Helper()
	user := h.contacts[n%len(h.contacts)]
	if _, err := h.sandbox.Send(user, user, fmt.Sprintf("%d 第%d次填报，已培训300人次", 2+n%9, n)); err != nil {
		b.Fatal(err)
	}
}

// until waits for a condition of the sandbox.
func (h *host) until(b *testing.B, what string, limit time.Duration, done func() bool) {
	b.Helper()
	changed, cancel := h.sandbox.Subscribe()
	defer cancel()
	ctx, stop := context.WithTimeout(b.Context(), limit)
	defer stop()
	for !done() {
		select {
		case <-changed:
		case <-time.After(time.Millisecond): // what only the database tells
		case <-ctx.Done():
			b.Fatalf("never: %s", what)
		}
	}
}

// idle tells whether the bot waits for updates and has recorded all it did.
func (h *host) idle(b *testing.B) func() bool {
	b.Helper()
	s, err := store.Open(b.Context(), h.database, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return func() (rests bool) {
		err := s.Read(b.Context(), func(tx *store.Tx) error {
			busy, err := tx.UnderWay()
			rests = !busy
			return err
		})
		return rests && err == nil && h.sandbox.Polling()
	}
}

// roundTrip is how long a call to the sandbox takes, the median of many.
func (h *host) roundTrip(b *testing.B) time.Duration {
	b.Helper()
	took := make([]time.Duration, 201)
	for i := range took {
		began := time.Now()
		answer, err := http.Post(h.api+"/bot"+h.sandbox.Token()+"/getMe", "application/json", nil)
		if err != nil {
			b.Fatal(err)
		}
		_, err = io.Copy(io.Discard, answer.Body)
		if err := errors.Join(err, answer.Body.Close()); err != nil {
			b.Fatal(err)
		}
		took[i] = time.Since(began)
	}
	slices.Sort(took)
	return took[len(took)/2]
}
