package app

import (
	"sync"
	"time"
)

// Clock is a clock that can be put forward: the one now of a demo or test, handed
// to the bot and to the sandbox alike. It never goes back.
type Clock struct {
	mu      sync.Mutex
	at      time.Time // what it showed
	since   time.Time // when, on the machine's clock
	running bool
}

// NewClock makes a clock that shows start; running, it goes on from there with
// the machine's clock, else it stands until it is put forward.
func NewClock(start time.Time, running bool) *Clock {
	return &Clock{at: start, since: time.Now(), running: running}
}

// Now is what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	if !c.running {
		return c.at
	}
	return c.at.Add(time.Since(c.since))
}

// Set puts the clock forward to t; a t in its past changes nothing.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.After(c.now()) {
		c.at, c.since = t, time.Now()
	}
}
