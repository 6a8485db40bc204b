package app

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// How much of the bot's time those without a role may take. All together they
// share one bucket, and each has one beside it, so that no single account
// empties the common one.
const (
	strangersBurst = 20 // answers at once to all of them
	strangersRate  = 1  // and a second after that
	strangerBurst  = 5  // answers at once to one of them
	strangerEvery  = 10 * time.Minute
	codesBurst     = 5 // codes that one account may try at once
	codesEvery     = time.Hour / codesBurst
	maxStrangers   = 10_000 // accounts remembered
)

// door is the one through which people without a role are let in. It forgets
// over a restart, which costs nothing but a few answers.
type door struct {
	now   func() time.Time
	mu    sync.Mutex
	all   *rate.Limiter
	each  buckets
	codes buckets
}

func newDoor(now func() time.Time) *door {
	return &door{
		now: now, all: rate.NewLimiter(strangersRate, strangersBurst),
		each:  buckets{every: strangerEvery, burst: strangerBurst, most: maxStrangers},
		codes: buckets{every: codesEvery, burst: codesBurst, most: maxStrangers},
	}
}

// Hear reports whether somebody without a role is answered now. Only those who
// are answered are remembered.
func (d *door) Hear(user int64) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.now()
	if !d.each.left(user, now) || !d.all.AllowN(now, 1) {
		return false
	}
	return d.each.take(user, now)
}

// Try reports whether an account may try a code now.
func (d *door) Try(user int64) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.codes.take(user, d.now())
}

// buckets are one bucket for each account, full at first.
type buckets struct {
	every time.Duration // one token comes back
	burst int
	most  int // accounts remembered
	of    map[int64]*rate.Limiter
}

// left reports whether an account's bucket holds a token.
func (b *buckets) left(user int64, now time.Time) bool {
	l, known := b.of[user]
	return !known || l.TokensAt(now) >= 1
}

// take takes a token out of an account's bucket, if there is one.
func (b *buckets) take(user int64, now time.Time) bool {
	l, known := b.of[user]
	if !known {
		b.makeRoom(now)
		l = rate.NewLimiter(rate.Every(b.every), b.burst)
		b.of[user] = l
	}
	return l.AllowN(now, 1)
}

// makeRoom drops the buckets that are full again: new ones would be the same. If
// that is not enough, any one is dropped.
func (b *buckets) makeRoom(now time.Time) {
	if b.of == nil {
		b.of = map[int64]*rate.Limiter{}
	}
	if len(b.of) < b.most {
		return
	}
	for user, l := range b.of {
		if l.TokensAt(now) >= float64(b.burst) {
			delete(b.of, user)
		}
	}
	for user := range b.of {
		if len(b.of) < b.most {
			return
		}
		delete(b.of, user)
	}
}
