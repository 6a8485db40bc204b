package sandbox

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// hook is where updates are sent instead of being fetched.
type hook struct {
	URL            string
	Secret         string
	IP             string
	MaxConnections int
	ErrorAt        time.Time
	Error          string
}

const (
	secretHeader = "X-Telegram-Bot-Api-Secret-Token"
	hookTimeout  = 60 * time.Second
	hookMaxWait  = 60 * time.Second
)

var secretToken = regexp.MustCompile(`^[A-Za-z0-9_-]*$`)

// described is a result that comes with a remark.
type described struct {
	result any
	text   string
}

func (s *Server) setWebhook(c *call) (any, *refusal) {
	raw := c.arg("url")
	if raw == "" {
		return s.deleteWebhook(c)
	}
	if no := checkHook(raw, c.arg("secret_token")); no != nil {
		return nil, no
	}
	if c.flag("drop_pending_updates") {
		s.drop(len(s.world.Queue), EventAcknowledged)
	}
	s.allow(c)
	h := hook{URL: raw, Secret: c.arg("secret_token"), IP: c.arg("ip_address"), MaxConnections: int(c.clamp("max_connections", 40, 1, 100))}
	old := s.world.Hook
	if h.URL == old.URL && h.Secret == old.Secret && h.MaxConnections == old.MaxConnections && !c.flag("drop_pending_updates") {
		return described{true, "Webhook is already set"}, nil
	}
	s.interrupt(conflict("terminated by setWebhook request"))
	s.unhookAll()
	s.world.Hook = h
	s.rehook()
	return described{true, "Webhook was set"}, nil
}

func (s *Server) deleteWebhook(c *call) (any, *refusal) {
	if c.flag("drop_pending_updates") {
		s.drop(len(s.world.Queue), EventAcknowledged)
	}
	if s.world.Hook.URL == "" {
		return described{true, "Webhook is already deleted"}, nil
	}
	s.unhookAll()
	s.world.Hook = hook{}
	return described{true, "Webhook was deleted"}, nil
}

func checkHook(raw, secret string) *refusal {
	if !strings.Contains(raw, "://") {
		raw = "https://" + raw
	}
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" {
		return bad("invalid webhook URL specified")
	}
	if len(secret) > 256 {
		return bad("secret token is too long")
	}
	if !secretToken.MatchString(secret) {
		return bad("secret token contains unallowed characters")
	}
	address, err := netip.ParseAddr(u.Hostname())
	if err == nil && address.IsLoopback() || u.Hostname() == "localhost" {
		return nil // as a Bot API server in local mode
	}
	if u.Scheme != "https" {
		return bad("bad webhook: An HTTPS URL must be provided for webhook")
	}
	if !slices.Contains([]string{"", "443", "80", "88", "8443"}, u.Port()) {
		return bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
	}
	return nil
}

func (s *Server) getWebhookInfo(*call) (any, *refusal) {
	s.expire()
	h := s.world.Hook
	info := wireHook{
		URL: h.URL, Pending: len(s.world.Queue), IP: h.IP, MaxConnections: h.MaxConnections,
		ErrorMessage: h.Error, Allowed: s.world.Allowed,
	}
	if h.URL != "" && h.IP == "" {
		info.IP = "<unknown>"
	}
	if !h.ErrorAt.IsZero() {
		info.ErrorDate = h.ErrorAt.Unix()
	}
	return info, nil
}

// unhookAll stops the delivery to a webhook, if there is one.
func (s *Server) unhookAll() {
	if s.unhook != nil {
		s.unhook()
		s.unhook = nil
	}
}

// rehook starts it.
func (s *Server) rehook() {
	if s.world.Hook.URL == "" || s.ctx.Err() != nil {
		return
	}
	ctx, stop := context.WithCancel(s.ctx)
	s.unhook = stop
	h := s.world.Hook
	s.workers.Go(func() { s.feed(ctx, h) })
}

// feed sends updates to the webhook one after another until ctx ends.
func (s *Server) feed(ctx context.Context, h hook) {
	wait := time.Second
	for ctx.Err() == nil {
		u, ok := s.next(ctx)
		if !ok {
			return
		}
		after, err := s.post(ctx, h, u)
		if ctx.Err() != nil {
			return
		}
		s.posted(u, err)
		switch {
		case err == nil:
			wait = time.Second
		case after > 0:
			s.sleep(ctx, after)
		default:
			s.sleep(ctx, wait)
			wait = min(2*wait, hookMaxWait)
		}
	}
}

// next waits for the first update of the queue.
func (s *Server) next(ctx context.Context) (update, bool) {
	for {
		s.mu.Lock()
		s.expire()
		arrived := s.arrived
		if len(s.world.Queue) > 0 {
			u := s.world.Queue[0]
			s.mu.Unlock()
			return u, true
		}
		s.mu.Unlock()
		select {
		case <-arrived:
		case <-ctx.Done():
			return update{}, false
		}
	}
}

// post sends one update; after is how long the bot asked to wait.
func (s *Server) post(ctx context.Context, h hook, u update) (after time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, hookTimeout)
	defer cancel()
	target := h.URL
	if !strings.Contains(target, "://") {
		target = "https://" + target
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(u.wire()))
	if err != nil {
		return 0, inWords("Wrong webhook URL: %v", err)
	}
	r.Header.Set("Content-Type", "application/json")
	if h.Secret != "" {
		r.Header.Set(secretHeader, h.Secret)
	}
	resp, err := s.carrier.RoundTrip(r)
	if err != nil {
		return 0, inWords("Webhook connection closed")
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, maxParameter))
	if resp.StatusCode >= 200 && resp.StatusCode <= 299 {
		return 0, nil
	}
	seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
	return time.Duration(min(max(seconds, 0), 3600)) * time.Second,
		inWords("Wrong response from the webhook: %d %s", resp.StatusCode, http.StatusText(resp.StatusCode))
}

// posted notes how the delivery of u ended.
func (s *Server) posted(u update, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.world.Hook.ErrorAt, s.world.Hook.Error = s.now(), err.Error()
		return
	}
	if len(s.world.Queue) > 0 && s.world.Queue[0].ID == u.ID {
		s.drop(1, EventAcknowledged)
	}
}
