package crashtest

import (
	"slices"

	"duban/internal/sandbox"
)

// follow reads on in the sandbox's log: it finds the update of what was said and
// returns the updates that were acknowledged since it was called last.
func (p *people) follow() (acked []int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	fresh := p.sandbox.RequestsFrom(len(p.events))
	p.events = append(p.events, fresh...)
	for _, e := range fresh {
		switch e.Kind {
		case sandbox.EventQueued:
			p.found(e)
		case sandbox.EventAcknowledged:
			acked = append(acked, e.Update)
			if s := p.byID[e.Update]; s != nil {
				s.acked = true
			}
		}
	}
	return acked
}

// found ties an update to what was said: the nth in a chat is the nth there.
func (p *people) found(e sandbox.Event) {
	n := p.heard[e.Chat]
	p.heard[e.Chat]++
	if n < len(p.inChat[e.Chat]) {
		s := p.inChat[e.Chat][n]
		s.update, p.byID[e.Update] = e.Update, s
	}
}

// saidIn are the things that came with some updates.
func (p *people) saidIn(updates []int64) (list []*said) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, id := range updates {
		if s := p.byID[id]; s != nil {
			list = append(list, s)
		}
	}
	return slices.Clip(list)
}
