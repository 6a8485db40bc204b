package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

const maxPoll = 50 // seconds

// undelivered are the update types a bot gets only when it asks for them.
var undelivered = []string{"chat_member", "message_reaction", "message_reaction_count"}

var updateTypes = []string{
	"message", "edited_message", "channel_post", "edited_channel_post", "inline_query", "chosen_inline_result",
	"callback_query", "shipping_query", "pre_checkout_query", "poll", "poll_answer", "my_chat_member", "chat_member",
	"chat_join_request", "message_reaction", "message_reaction_count", "chat_boost", "removed_chat_boost",
	"business_connection", "business_message", "edited_business_message", "deleted_business_messages", "purchased_paid_media",
}

// poller is a long poll that waits. Closing gone answers it with why.
type poller struct {
	gone chan struct{}
	why  *refusal
}

// queue adds an update if the bot asked for its kind. e says what it is about.
func (s *Server) queue(kind string, body any, life time.Duration, e Event) {
	if !s.allowed(kind) {
		return
	}
	raw, err := json.Marshal(body)
	if err != nil {
		panic(fmt.Sprintf("sandbox: update %s cannot be written: %v", kind, err)) // our own types: a bug
	}
	s.push(update{Kind: kind, Body: raw, Expires: s.now().Add(life)}, e)
}

// idleWeek is how long without updates makes Telegram choose the next id anew.
const idleWeek = 7 * 24 * time.Hour

func (s *Server) push(u update, e Event) int64 {
	now := s.now()
	if last := s.world.LastQueued; !last.IsZero() && now.Sub(last) >= idleWeek {
		s.expire() // nothing is kept that long
		s.world.LastUpdate /= 2
	}
	s.world.LastQueued = now
	s.world.LastUpdate++
	u.ID = s.world.LastUpdate
	s.world.Queue = append(s.world.Queue, u)
	e.Kind, e.Update, e.Description = EventQueued, u.ID, u.Kind
	s.record(e)
	close(s.arrived)
	s.arrived = make(chan struct{})
	s.changed()
	return u.ID
}

func (s *Server) allowed(kind string) bool {
	if s.world.Allowed == nil {
		return !slices.Contains(undelivered, kind)
	}
	return slices.Contains(s.world.Allowed, kind)
}

// Pending is the number of updates the bot has not acknowledged and Telegram
// still keeps.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	return len(s.world.Queue)
}

// Polling reports whether a long poll of the bot waits for updates.
func (s *Server) Polling() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.poller != nil
}

// Deliver queues an update as it stands, with the next id, which it returns.
// raw is an object without "update_id", or anything at all to be hostile: what
// is no object is wrapped as the message of one, what is no JSON as a string.
func (s *Server) Deliver(raw json.RawMessage) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !json.Valid(raw) {
		raw, _ = json.Marshal(string(raw)) // a string: cannot fail
	}
	return s.push(update{Kind: "raw", Body: raw, Expires: s.now().Add(messageLife), Raw: true}, Event{})
}

// RestartUpdateIDs makes the next update have the id lower+1, as happens by
// itself after a week without updates. Updates still waiting are dropped, as they
// have long expired.
func (s *Server) RestartUpdateIDs(lower int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(len(s.world.Queue), EventExpired)
	s.world.LastUpdate = int64(lower)
}

// expire drops what Telegram no longer keeps.
func (s *Server) expire() {
	now := s.now()
	kept := s.world.Queue[:0]
	for _, u := range s.world.Queue {
		if now.Before(u.Expires) {
			kept = append(kept, u)
		} else {
			s.record(Event{Kind: EventExpired, Update: u.ID, Description: u.Kind})
		}
	}
	clear(s.world.Queue[len(kept):])
	s.world.Queue = kept
}

// drop removes the first n updates.
func (s *Server) drop(n int, kind string) {
	for _, u := range s.world.Queue[:n] {
		s.record(Event{Kind: kind, Update: u.ID, Description: u.Kind})
	}
	if n > 0 {
		s.world.Queue = append([]update(nil), s.world.Queue[n:]...)
		s.changed()
	}
}

func (s *Server) getUpdates(ctx context.Context, c *call) (any, *refusal) {
	if no := c.conforms(getUpdates); no != nil {
		return nil, no
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.world.Hook.URL != "" {
		return nil, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	s.allow(c)
	limit := int(c.clamp("limit", 100, 1, 100))
	timeout := time.Duration(c.clamp("timeout", 0, 0, maxPoll)) * time.Second
	s.interrupt(conflict("terminated by other getUpdates request; make sure that only one bot instance is running"))
	s.acknowledge(c.number("offset"))
	if len(s.world.Queue) == 0 && timeout > 0 {
		if no := s.wait(ctx, timeout); no != nil {
			return nil, no
		}
	}
	return s.batch(limit), nil
}

// acknowledge forgets all updates below offset, or all but the last -offset.
// An offset far beyond the last update is taken for a mistake and ignored.
func (s *Server) acknowledge(offset int64) {
	s.expire()
	n := 0
	switch {
	case offset < 0:
		n = max(len(s.world.Queue)+int(max(offset, -1<<30)), 0)
	case offset <= s.world.LastUpdate+11:
		for n < len(s.world.Queue) && s.world.Queue[n].ID < offset {
			n++
		}
	}
	s.drop(n, EventAcknowledged)
}

// interrupt ends the waiting poll, if there is one.
func (s *Server) interrupt(why *refusal) {
	if s.poller != nil {
		s.poller.why = why
		close(s.poller.gone)
		s.poller = nil
	}
}

// wait lets go of the lock until there is an update or the time is over.
func (s *Server) wait(ctx context.Context, timeout time.Duration) *refusal {
	me := &poller{gone: make(chan struct{})}
	s.poller = me
	s.changed()
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	for done := false; !done && len(s.world.Queue) == 0; {
		arrived := s.arrived
		s.mu.Unlock()
		select {
		case <-arrived:
		case <-timer.C:
			done = true
		case <-ctx.Done():
			done = true
		case <-s.ctx.Done():
			done = true
		case <-me.gone:
			done = true
		}
		s.mu.Lock()
	}
	if s.poller == me {
		s.poller = nil
	}
	return me.why
}

// batch is the answer to getUpdates: at most limit updates, and at most 4 MB.
func (s *Server) batch(limit int) []json.RawMessage {
	s.expire()
	out := []json.RawMessage{}
	left := 4 << 20
	for _, u := range s.world.Queue {
		if left -= 50 + len(u.Body); left <= 0 || len(out) == limit {
			break
		}
		out = append(out, u.wire())
	}
	return out
}

// wire is the whole update object.
func (u update) wire() json.RawMessage {
	if !u.Raw {
		return fmt.Appendf(nil, `{"update_id":%d,%q:%s}`, u.ID, u.Kind, u.Body)
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(u.Body, &fields) != nil || fields == nil {
		return fmt.Appendf(nil, `{"update_id":%d,"message":%s}`, u.ID, u.Body)
	}
	if _, ok := fields["update_id"]; !ok {
		fields["update_id"] = fmt.Appendf(nil, "%d", u.ID)
	}
	body, _ := json.Marshal(fields) // came out of Unmarshal
	return body
}

// allow remembers allowed_updates. No list changes nothing, an empty one is
// the default, unknown names are skipped.
func (s *Server) allow(c *call) {
	var names []string
	if json.Unmarshal([]byte(c.arg("allowed_updates")), &names) != nil || names == nil {
		return
	}
	s.world.Allowed = nil
	for _, name := range names {
		if slices.Contains(updateTypes, name) && !slices.Contains(s.world.Allowed, name) {
			s.world.Allowed = append(s.world.Allowed, name)
		}
	}
}
