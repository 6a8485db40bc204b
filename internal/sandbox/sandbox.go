// Package sandbox is a Telegram Bot API server that lives in this process.
//
// It is meant to be as strict as Telegram: what it accepts works there, and
// what Telegram refuses it refuses with the same code and words. People and
// groups are driven through the methods of [Server]; the bot talks to it over
// HTTP ([Server.ServeHTTP]) or, in tests, without a socket ([Server.Do]).
// A call that misspells a field or gives it a wrong type is refused with a
// description that begins with "Bad Request: sandbox:".
//
// Methods and fields of the Bot API that are not simulated are refused the same
// way; contract is the list of those that are.
//
// Knowing differences from Telegram: an ordinary command in a group is seen
// by the bot even when it was not the last to speak; a webhook may be plain
// HTTP on the loopback interface; updates reach a webhook one after another;
// what a bot answers to a webhook is not read as a call; the waits by which
// Telegram slows a poller that repeats itself are left out.
package sandbox

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// Options say who the bot is and how the world around it behaves. All of them
// may be left empty.
type Options struct {
	Token   string            // "" is [DefaultToken]
	Bot     User              // ID 0 is taken from the token, an empty name is "Sandbox bot"
	Now     func() time.Time  // the clock for dates, expiry and limits; nil is time.Now
	Limits  bool              // enforce the rate limits
	Log     *slog.Logger      // requests at debug level, never a text; nil is silent
	Webhook http.RoundTripper // carries updates to a webhook; nil is http.DefaultTransport
}

// DefaultToken is what a sandbox answers to when it is given no token.
const DefaultToken = "7000000001:AAsandbox-sandbox-sandbox-sandbox-0"

// Server is the Bot API server, the people who write to the bot, and what
// they see. All methods may be called from any goroutine.
type Server struct {
	token   string
	now     func() time.Time
	limits  bool
	log     *slog.Logger
	methods map[string]method // by lower-case name
	carrier http.RoundTripper
	ctx     context.Context
	stop    context.CancelFunc
	workers sync.WaitGroup

	mu       sync.Mutex
	world    world
	events   []Event
	counts   map[string]int // of events, by kind
	faults   []*Fault
	pace     pace
	watchers map[chan struct{}]bool
	poller   *poller       // the long poll that is waiting, if any
	arrived  chan struct{} // closed and replaced when an update is queued
	unhook   context.CancelFunc
}

// New returns a server on which nobody exists yet but the bot.
func New(o Options) *Server {
	if o.Token == "" {
		o.Token = DefaultToken
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Webhook == nil {
		o.Webhook = http.DefaultTransport
	}
	s := &Server{
		token: o.Token, now: o.Now, limits: o.Limits, log: o.Log, methods: byLowerName(), carrier: o.Webhook,
		world:    newWorld(botUser(o.Bot, o.Token)),
		watchers: map[chan struct{}]bool{},
		counts:   map[string]int{},
		arrived:  make(chan struct{}),
	}
	s.ctx, s.stop = context.WithCancel(context.Background())
	return s
}

// Close ends waiting polls and the delivery to a webhook. Nothing else runs
// in the background.
func (s *Server) Close() {
	s.stop()
	s.workers.Wait()
}

// Token is the token the server answers to.
func (s *Server) Token() string { return s.token }

// Bot is the bot's own account.
func (s *Server) Bot() User {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.world.Bot
}
