package app

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"duban/internal/config"
	"duban/internal/duban"
	"duban/internal/sandbox"
	"duban/internal/store"
	"duban/seeds"
)

// office is a bot with the published list and many contacts of one department,
// on a database of its own, before it runs.
type benchOffice struct {
	*App
	sandbox *sandbox.Server
	users   []int64
}

func newBenchOffice(b *testing.B, contacts int) *benchOffice {
	b.Helper()
	s := sandbox.New(sandbox.Options{Bot: sandbox.User{FirstName: "督办", Username: "duban_bench_bot", IsBot: true}})
	server := httptest.NewServer(s)
	b.Cleanup(func() { server.CloseClientConnections(); server.Close(); s.Close() })
	c := config.Default()
	c.Database = filepath.Join(b.TempDir(), "duban.db")
	c.Telegram.Token, c.Telegram.API = config.Secret(s.Token()), server.URL
	a, err := New(b.Context(), c, Options{Log: slog.New(slog.DiscardHandler), Unpaced: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { a.Close() })
	o := &benchOffice{App: a, sandbox: s}
	for i := range contacts {
		o.users = append(o.users, int64(1000+i))
		s.AddUser(sandbox.User{ID: o.users[i], FirstName: fmt.Sprintf("联络员%d", i), LanguageCode: "zh-hans"})
	}
	err = a.Store.Write(b.Context(), func(tx *store.Tx) error {
		if err := tx.AddDepartments(a.Bot.Seed.Directory...); err != nil {
			return err
		}
		pub, err := seedPublication()
		if err != nil {
			return err
		}
		list, _, err := tx.ImportList(pub)
		if err != nil {
			return err
		}
		if err := tx.ConfirmList(list.ID, true, duban.DateOf(tx.Now(), a.Bot.Calendar.Zone())); err != nil {
			return err
		}
		dir, err := tx.Directory()
		if err != nil {
			return err
		}
		education, _ := dir.Find("教育局")
		for _, u := range o.users {
			p, err := tx.Meet(u, fmt.Sprintf("联络员%d", u), "zh")
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
	})
	if err != nil {
		b.Fatal(err)
	}
	return o
}

func BenchmarkReplies(b *testing.B) {
	o := newBenchOffice(b, 500)
	for i := range b.N {
		u := o.users[i%len(o.users)]
		if _, err := o.sandbox.Send(u, u, fmt.Sprintf("%d 第%d次填报，已培训300人次", 2+i%9, i)); err != nil {
			b.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(b.Context())
	done := make(chan error, 1)
	b.ResetTimer()
	go func() { done <- o.Run(ctx) }()
	for {
		time.Sleep(10 * time.Millisecond)
		if o.sandbox.Pending() > 0 {
			continue
		}
		var st store.Stats
		if err := o.Store.Read(ctx, func(tx *store.Tx) (err error) { st, err = tx.Stats(); return err }); err != nil {
			b.Fatal(err)
		}
		if st.Reports >= b.N && st.Pending == 0 {
			break
		}
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "replies/s")
	cancel()
	<-done
}

func seedPublication() (duban.Publication, error) {
	pub, _, err := seeds.Load()
	return pub, err
}
