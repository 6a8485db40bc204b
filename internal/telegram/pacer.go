package telegram

import (
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Telegram counts in sliding windows: a bot may send 30 messages in a second
// and 20 a minute to one group. A bucket lets burst + rate × window through in
// the worst window, so each bucket is chosen to have that one below the limit.
const (
	// One message every 33.8 ms: 30 in the worst second, and 29.6 in the long
	// run. A larger burst would have to be paid for with a lower rate, and who
	// comes first in line waits no longer than one message's time.
	botRate  = 29.6
	botBurst = 1

	chatRate  = 0.9 // a second, below Telegram's 1
	chatBurst = 3

	groupRate  = 12.0 / 60 // a second, and 12 + 7 < 20 a minute
	groupBurst = 7
)

// Pacer says when a post may leave so that Telegram's limits are never
// reached: 30 a second for the bot, one a second to a chat with a burst of
// three, 20 a minute to a group. It knows only what Take told it. All its time
// is the caller's; its methods may be called from any goroutine.
//
// A nil Pacer paces nothing.
//
// Between waiting and Take of one post no other goroutine may take, or both may
// find the same room.
type Pacer struct {
	mu    sync.Mutex
	bot   *rate.Limiter
	chats map[int64]paced
	tidy  int // forget idle chats when there are so many
}

// paced are the buckets of one chat; group is nil for a person.
type paced struct{ chat, group *rate.Limiter }

// NewPacer returns a pacer on which nothing has been sent yet.
func NewPacer() *Pacer {
	return &Pacer{bot: rate.NewLimiter(botRate, botBurst), chats: map[int64]paced{}, tidy: minTidy}
}

const minTidy = 256

// Wait is how long from now until the bot may write to anybody, 0 if it may
// now. It takes nothing; if nothing is taken meanwhile, the answer after that
// time is 0.
func (p *Pacer) Wait(now time.Time) time.Duration { return p.WaitAfter(0, now) }

// WaitAfter is Wait as it will be once n more posts have left now: those that are
// about to, and of which Take does not know yet.
func (p *Pacer) WaitAfter(n int, now time.Time) time.Duration {
	if p == nil {
		return 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return until(p.bot, 1+n, now)
}

// WaitFor is Wait for one chat, whatever holds for the others.
func (p *Pacer) WaitFor(chatID int64, now time.Time) time.Duration {
	if p == nil {
		return 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	c, ok := p.chats[chatID]
	if !ok {
		return 0
	}
	wait := until(c.chat, 1, now)
	if c.group != nil {
		wait = max(wait, until(c.group, 1, now))
	}
	return wait
}

// Take notes that a post to chatID leaves now, whether or not it was ready; one
// that was not makes later ones wait longer.
func (p *Pacer) Take(chatID int64, now time.Time) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	c, ok := p.chats[chatID]
	if !ok {
		p.forget(now)
		c.chat = rate.NewLimiter(chatRate, chatBurst)
		if chatID < 0 {
			c.group = rate.NewLimiter(groupRate, groupBurst)
		}
		p.chats[chatID] = c
	}
	p.bot.ReserveN(now, 1)
	c.chat.ReserveN(now, 1)
	if c.group != nil {
		c.group.ReserveN(now, 1)
	}
}

// forget drops the chats whose buckets are full again: a new one would be the
// same.
func (p *Pacer) forget(now time.Time) {
	if len(p.chats) < p.tidy {
		return
	}
	for id, c := range p.chats {
		if full(c.chat, now) && (c.group == nil || full(c.group, now)) {
			delete(p.chats, id)
		}
	}
	p.tidy = max(minTidy, 2*len(p.chats))
}

func full(l *rate.Limiter, now time.Time) bool { return l.TokensAt(now) >= float64(l.Burst()) }

// until is how long l takes to hold n tokens, or to make up for those it has not
// room for, rounded up.
func until(l *rate.Limiter, n int, now time.Time) time.Duration {
	// Taking nothing moves the bucket's clock to now. Without it a clock that
	// is set back would stop the bucket until it has caught up.
	l.ReserveN(now, 0)
	missing := float64(n) - l.TokensAt(now)
	if missing <= 0 {
		return 0
	}
	return time.Duration(math.Ceil(missing/float64(l.Limit())*float64(time.Second))) + 1
}
