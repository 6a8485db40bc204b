package telegram

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// judge counts as Telegram is believed to: every window, both ends included.
type judge struct {
	all   []time.Time
	chats map[int64][]time.Time
}

func (j *judge) leaves(t rapid.TB, id int64, at time.Time) {
	j.all = append(j.all, at)
	j.chats[id] = append(j.chats[id], at)
	if n := within(j.all, at.Add(-time.Second)); n > 30 {
		t.Fatalf("%d posts in a second", n)
	}
	mine := j.chats[id]
	if n := within(mine, at.Add(-time.Minute)); id < 0 && n > 20 {
		t.Fatalf("%d posts to a group in a minute", n)
	}
	// A burst of three and one a second: in no span may be more than 3 + seconds.
	for i := len(mine) - 1; i >= 0 && i >= len(mine)-70; i-- {
		if n := len(mine) - i; float64(n) > 3+at.Sub(mine[i]).Seconds() {
			t.Fatalf("%d posts to a chat in %v", n, at.Sub(mine[i]))
		}
	}
}

func within(times []time.Time, from time.Time) int {
	n := 0
	for i := len(times) - 1; i >= 0 && !times[i].Before(from); i-- {
		n++
	}
	return n
}

func TestPacerStaysBelowTheLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, now := NewPacer(), noon
		j := &judge{chats: map[int64][]time.Time{}}
		// Few chats press hardest on a single bucket, so how many
		// there are is drawn first; so is how often nothing is sent for a while.
		many := rapid.SampledFrom([]int{1, 2, 20, 60}).Draw(t, "many")
		chats := rapid.SliceOfNDistinct(rapid.Int64Range(-40, 40), many, many, rapid.ID).Draw(t, "chats")
		idle := rapid.SampledFrom([]int{0, 2, 30}).Draw(t, "idle")
		for n := range rapid.IntRange(1, 400).Draw(t, "posts") {
			id := chats[n%len(chats)]
			if rapid.IntRange(1, 100).Draw(t, "rest") <= idle {
				now = now.Add(time.Duration(rapid.Int64Range(0, 90e9).Draw(t, "pause")))
			}
			wait := ready(p, id, now)
			if wait > time.Minute {
				t.Fatalf("has to wait %v", wait)
			}
			now = now.Add(wait)
			if again := ready(p, id, now); again != 0 {
				t.Fatalf("after waiting %v it is another %v", wait, again)
			}
			p.Take(id, now)
			j.leaves(t, id, now)
		}
	})
}

// ready is how long one post must wait.
func ready(p *Pacer, id int64, now time.Time) time.Duration {
	return max(p.Wait(now), p.WaitFor(id, now))
}

// Who comes first in line, an answer, waits for one message's time however many
// have left before.
func TestPacerLetsTheNextOneGoSoon(t *testing.T) {
	p, now := NewPacer(), noon
	for id := range int64(200) {
		now = now.Add(p.Wait(now))
		p.Take(id, now)
		if wait := p.Wait(now); wait > 35*time.Millisecond {
			t.Fatalf("after %d posts the next one waits %v", id+1, wait)
		}
	}
}

func TestNoPacerPacesNothing(t *testing.T) {
	var p *Pacer
	for range 100 {
		p.Take(1, noon)
	}
	if wait := ready(p, 1, noon); wait != 0 {
		t.Errorf("waits %v", wait)
	}
}

// How fast the pacer is where it has to be slow.
func TestPacerIsNotTooSlow(t *testing.T) {
	for _, row := range []struct {
		name  string
		chat  func(n int) int64
		posts int
		top   time.Duration
	}{
		{"500 digests", func(n int) int64 { return int64(n + 1) }, 500, 17 * time.Second},
		{"10 pages to one person", func(int) int64 { return 7 }, 10, 9 * time.Second},
		{"20 posts to a group", func(int) int64 { return -7 }, 20, 70 * time.Second},
	} {
		p, now := NewPacer(), noon
		for n := range row.posts {
			id := row.chat(n)
			now = now.Add(ready(p, id, now))
			p.Take(id, now)
		}
		if took := now.Sub(noon); took > row.top {
			t.Errorf("%s took %v", row.name, took)
		}
	}
}

func TestPacerForgetsIdleChats(t *testing.T) {
	p, now := NewPacer(), noon
	for id := range int64(20000) {
		now = now.Add(ready(p, -id-1, now))
		p.Take(-id-1, now)
	}
	if n := len(p.chats); n > 4*minTidy {
		t.Errorf("remembers %d chats", n)
	}
}

func TestPacerOutlivesAClockSetBack(t *testing.T) {
	p, now := NewPacer(), noon
	for range chatBurst {
		p.Take(1, now)
	}
	now = now.Add(-time.Hour)
	wait := ready(p, 1, now)
	if wait > 2*time.Second || ready(p, 1, now.Add(wait)) != 0 {
		t.Errorf("waits %v", wait)
	}
}
