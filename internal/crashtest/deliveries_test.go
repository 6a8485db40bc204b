package crashtest

import (
	"slices"

	"duban/internal/sandbox"
)

// deliver ties every message of the bot in the log to the post it came of, and
// returns those that came of none. Whose outcome was told is known by the
// message's id. One that may or may not have arrived is known by the time: to a
// chat one attempt at most is under way, from its claim to its outcome.
func (e *evidence) deliver() (strays []int) {
	byMessage, unsure := e.attempted()
	for n, event := range e.events {
		if event.Kind != sandbox.EventDelivered {
			continue
		}
		p := byMessage[place{event.Chat, int64(event.Message)}]
		if p == nil {
			p = during(unsure[event.Chat], event.Time.UnixMilli())
		}
		if p == nil {
			strays = append(strays, n)
			continue
		}
		p.delivered = append(p.delivered, n)
	}
	return strays
}

// place is a message in a chat.
type place struct{ chat, message int64 }

// span is the time in which an attempt without a happy outcome was under way.
type span struct {
	post     *post
	at, till int64
}

func (e *evidence) attempted() (byMessage map[place]*post, unsure map[int64][]span) {
	byMessage, unsure = map[place]*post{}, map[int64][]span{}
	byID := map[int64]*post{}
	for _, p := range e.posts {
		p.delivered, byID[p.id] = nil, p
		if p.op == "send" && p.message != 0 {
			byMessage[place{p.chat, p.message}] = p
		}
	}
	for _, a := range e.attempts {
		p := byID[a.post]
		if p == nil || p.op != "send" || a.outcome == "sent" {
			continue
		}
		till := a.ended
		if till == 0 {
			till = e.now
		}
		unsure[p.chat] = append(unsure[p.chat], span{p, a.at, till})
	}
	return byMessage, unsure
}

// during is the post whose attempt was under way at an instant, the latest of
// several.
func during(spans []span, at int64) *post {
	var found span
	for _, s := range spans {
		if s.at <= at && at <= s.till && s.at >= found.at {
			found = s
		}
	}
	return found.post
}

// sends are the posts that are messages of their own, by chat and lane, in order.
func (e *evidence) sends() map[[2]int64][]*post {
	lanes := map[[2]int64][]*post{}
	for _, p := range e.posts {
		if p.op == "send" && len(p.delivered) > 0 {
			key := [2]int64{p.chat, int64(p.lane)}
			lanes[key] = append(lanes[key], p)
		}
	}
	for _, l := range lanes {
		slices.SortFunc(l, func(a, b *post) int { return int(a.id - b.id) })
	}
	return lanes
}
