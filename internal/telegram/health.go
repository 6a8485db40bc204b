package telegram

import (
	"time"

	"duban/internal/chat"
)

// health is what the polls so far say about the connection.
type health struct {
	last     time.Time // the last answered poll
	rejected bool      // the token was refused since
}

func (c *Client) polled(class chat.Class) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch class {
	case chat.Sent:
		c.health = health{last: c.now()}
	case chat.Rejected:
		c.health.rejected = true
	}
}

// LastPoll is when Telegram last answered a poll, by Options.Now; zero if it
// has not yet.
func (c *Client) LastPoll() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.health.last
}

// Healthy tells whether updates are being received: a poll was answered not
// longer ago than a long poll with a time-out and a few retries takes, and the
// token has not been refused since.
func (c *Client) Healthy(now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.health
	return !h.last.IsZero() && !h.rejected && now.Sub(h.last) <= 2*(c.hold+pollGrace)
}
