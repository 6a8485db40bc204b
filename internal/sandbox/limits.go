package sandbox

import "time"

// Telegram publishes no exact limits; these are the project's reading of its
// advice. Only sends and edits that succeed are counted.
const (
	perSecond = 30 // in any second, all chats together
	perMinute = 20 // in any minute, one group
	burst     = 3  // one chat: one per second, but so many at once
)

// pace remembers the sends of the last minute.
type pace struct {
	all    []time.Time
	groups map[int64][]time.Time
	chats  map[int64]bucket
}

// bucket holds up to burst tokens and gains one per second.
type bucket struct {
	tokens float64
	at     time.Time
}

func (s *Server) checkPace(c *call) *refusal {
	if !s.limits {
		return nil
	}
	wait := s.pace.wait(c.number("chat_id"), s.now())
	if wait <= 0 {
		return nil
	}
	return tooMany(int((wait + time.Second - 1) / time.Second))
}

// wait is how long the bot must wait before it may write to chat.
func (p *pace) wait(chat int64, now time.Time) time.Duration {
	p.all = since(p.all, now.Add(-time.Second))
	wait := full(p.all, perSecond, time.Second, now)
	if chat < 0 {
		group := since(p.groups[chat], now.Add(-time.Minute))
		wait = max(wait, full(group, perMinute, time.Minute, now))
	}
	if b, ok := p.chats[chat]; ok {
		if tokens := b.fill(now).tokens; tokens < 1 {
			wait = max(wait, time.Duration((1-tokens)*float64(time.Second)))
		}
	}
	return wait
}

// full is the time until a window of this size has room.
func full(sent []time.Time, room int, size time.Duration, now time.Time) time.Duration {
	if len(sent) < room {
		return 0
	}
	return sent[len(sent)-room].Add(size).Sub(now)
}

// since drops what lies at or before start.
func since(sent []time.Time, start time.Time) []time.Time {
	for len(sent) > 0 && !sent[0].After(start) {
		sent = sent[1:]
	}
	return sent
}

func (b bucket) fill(now time.Time) bucket {
	b.tokens = min(b.tokens+now.Sub(b.at).Seconds(), burst)
	b.at = now
	return b
}

func (p *pace) count(chat int64, now time.Time) {
	if p.chats == nil {
		p.groups, p.chats = map[int64][]time.Time{}, map[int64]bucket{}
	}
	p.all = append(since(p.all, now.Add(-time.Second)), now)
	if chat < 0 {
		p.groups[chat] = append(since(p.groups[chat], now.Add(-time.Minute)), now)
	}
	b, ok := p.chats[chat]
	if !ok {
		b = bucket{tokens: burst, at: now}
	}
	b = b.fill(now)
	b.tokens--
	p.chats[chat] = b
}
