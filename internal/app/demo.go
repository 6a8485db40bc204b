package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"duban/internal/config"
	"duban/internal/duban"
	"duban/internal/sandbox"
	"duban/internal/store"
	"duban/seeds"
)

// DemoOptions say how a demo runs.
type DemoOptions struct {
	Database string    // a file's path, or postgres://…, beside which no chats are kept; empty is a file that goes with the demo
	Listen   string    // address of page and Bot API; empty is a free port on loopback
	Start    time.Time // what the clock shows first
	Standing bool      // the clock moves only when it is put forward
	Empty    bool      // nobody and nothing is there but the bot
	Log      *slog.Logger
}

// saveEvery is how often the chats are saved at most.
const saveEvery = 500 * time.Millisecond

// Demo is the real bot talking HTTP to a sandbox in the same process, with a
// clock that can be put forward.
type Demo struct {
	*App
	Walker
	Sandbox *sandbox.Server
	Clock   *Clock
	Address string // host:port
	Cast    Cast

	options  DemoOptions
	invented seeds.Demo
	server   *http.Server
	listener net.Listener
	temp     string
	chats    string // file in which the chats are kept; empty when they are not
	zone     *time.Location
	shown    atomic.Pointer[http.Handler] // the page, once everybody is there
	stop     context.CancelFunc
	done     chan error
	keeping  chan error // nil until the chats are kept; gets what became of keeping the chats, once that has ended
}

// NewDemo makes a demo and starts its bot. Unless Empty is set, or the database
// has a list already, the published list is imported and confirmed, every
// department gets an invented contact and the leaders' group is allowed.
func NewDemo(ctx context.Context, o DemoOptions) (*Demo, error) {
	d := &Demo{
		options: o, Clock: NewClock(o.Start, !o.Standing), done: make(chan error, 1),
	}
	if err := d.build(ctx); err != nil {
		d.Close()
		return nil, err
	}
	if err := d.saveChats(); err != nil { // so that a demo that is killed at once goes on from here
		d.Close()
		return nil, err
	}
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	d.stop = stop
	d.keeping = make(chan error, 1)
	go func() { d.keeping <- d.keepChats(run) }()
	go func() { d.done <- d.App.Run(run) }()
	if err := d.populate(ctx); err != nil {
		d.Close()
		return nil, err
	}
	page := d.page()
	d.shown.Store(&page)
	return d, nil
}

func (d *Demo) build(ctx context.Context) (err error) {
	if d.invented, err = seeds.LoadDemo(); err != nil {
		return err
	}
	if d.options.Database == "" {
		if d.temp, err = os.MkdirTemp("", "duban-demo-"); err != nil {
			return err
		}
		d.options.Database = filepath.Join(d.temp, "duban.db")
	} else if !strings.Contains(d.options.Database, "://") {
		d.chats = d.options.Database + ".chats.json"
	}
	if d.options.Log == nil {
		d.options.Log = slog.New(slog.DiscardHandler)
	}
	if d.options.Listen == "" {
		d.options.Listen = "127.0.0.1:0"
	}
	d.Sandbox = sandbox.New(sandbox.Options{
		Bot: sandbox.User{FirstName: d.invented.Bot, Username: "duban_demo_bot", IsBot: true}, Now: d.Clock.Now, Limits: true, Log: d.options.Log,
	})
	if err := d.loadChats(); err != nil {
		return err
	}
	if d.listener, err = net.Listen("tcp", d.options.Listen); err != nil {
		return fmt.Errorf("%w; choose another address with --listen", err)
	}
	d.Address = d.listener.Addr().String()
	mux := http.NewServeMux()
	mux.Handle("/bot"+d.Sandbox.Token()+"/", d.Sandbox)
	mux.Handle("/file/", d.Sandbox)
	mux.Handle("/", d.pageLater())
	d.server = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := d.server.Serve(d.listener); !errors.Is(err, http.ErrServerClosed) {
			d.options.Log.Error("serve the page", "err", err)
		}
	}()

	c := config.Default()
	c.Database = config.Secret(d.options.Database)
	c.Telegram.Token, c.Telegram.API = config.Secret(d.Sandbox.Token()), "http://"+d.Address
	if d.zone, err = time.LoadLocation(c.Zone); err != nil {
		return err
	}
	d.App, err = New(ctx, c, Options{Now: d.Clock.Now, Log: d.options.Log, Create: true})
	d.Walker = Walker{App: d.App, Clock: d.Clock, Pending: d.Sandbox.Pending}
	return err
}

// pageLater serves the page as soon as the demo is filled.
func (d *Demo) pageLater() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page := d.shown.Load()
		if page == nil {
			w.Header().Set("Refresh", "1")
			http.Error(w, "…", http.StatusServiceUnavailable)
			return
		}
		(*page).ServeHTTP(w, r)
	})
}

// Close ends the bot, keeps the chats beside a database that stays, and removes
// one that does not.
func (d *Demo) Close() error {
	var errs []error
	if d.stop != nil {
		d.stop()
		errs = append(errs, <-d.done)
	}
	if d.keeping != nil {
		errs = append(errs, <-d.keeping)
	}
	if d.Sandbox != nil {
		d.Sandbox.Close() // ends the live connections of the page
	}
	if d.server != nil {
		errs = append(errs, d.server.Close())
	}
	if d.App != nil {
		errs = append(errs, d.saveChats(), d.App.Close())
	}
	if d.temp != "" {
		errs = append(errs, os.RemoveAll(d.temp))
	}
	return errors.Join(errs...)
}

// Stopped tells when the bot ended by itself, and why.
func (d *Demo) Stopped() <-chan error { return d.done }

// Invite makes a one-time code as the operator does on the host.
func (d *Demo) Invite(ctx context.Context, inv duban.Invitation) (code string, err error) {
	err = d.Store.Write(ctx, func(tx *store.Tx) (err error) {
		tx.Audit("operator", "invite", "operator", map[string]any{
			"admin": inv.Admin, "leader": inv.Leader, "department": inv.Department, "name": inv.Name,
		})
		code, err = tx.Invite(inv)
		return err
	})
	return code, err
}

// loadChats and saveChats keep the sandbox's chats beside the database, so that
// both survive a restart of the demo together.
func (d *Demo) loadChats() error {
	if d.chats == "" {
		return nil
	}
	f, err := os.Open(d.chats)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := os.Stat(d.options.Database); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("the chats of an earlier demo are there, and its database %s is not: remove %s, or name another --db", d.options.Database, d.chats)
	}
	if err := d.Sandbox.Load(f); err != nil {
		return fmt.Errorf("read the demo's chats: %w", err)
	}
	d.Sandbox.Leap() // it may have been killed before it saved the last
	for _, c := range d.Sandbox.Chats() {
		for _, m := range d.Sandbox.Messages(c.ID) {
			d.Clock.Set(m.Date) // time does not run backwards over a restart
		}
	}
	return nil
}

// keepChats saves the chats while they change, a little behind, until ctx is done.
func (d *Demo) keepChats(ctx context.Context) error {
	if d.chats == "" {
		return nil
	}
	changed, cancel := d.Sandbox.Subscribe()
	defer cancel()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-changed:
		}
		if err := d.saveChats(); err != nil {
			return fmt.Errorf("keep the demo's chats: %w", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(saveEvery):
		}
	}
}

func (d *Demo) saveChats() error {
	if d.chats == "" {
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(d.chats), "chats-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := d.Sandbox.Save(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), d.chats)
}
