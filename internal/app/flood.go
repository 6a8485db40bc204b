package app

import (
	"fmt"
	"sync"
	"time"

	"duban/internal/chat"
	"duban/internal/store"
	"duban/internal/text"
)

const (
	floodBurst = 20                      // answers one person may cause at once
	floodEvery = 1111 * time.Millisecond // and one after each of these: as many as can be sent to their chat
	maxFloods  = 1000
)

// floods knows who writes faster than they can be answered. It forgets over a
// restart, which costs nothing but a few answers.
type floods struct {
	mu     sync.Mutex
	people buckets
}

func newFloods() *floods {
	return &floods{people: buckets{every: floodEvery, burst: floodBurst, most: maxFloods}}
}

// calm reports whether a person may be answered one more time, and counts it.
func (f *floods) calm(person int64, now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.people.take(person, now)
}

// condense puts one sentence a minute in place of the answers to somebody who
// writes faster than he can be answered. What he wrote is stored like any other
// words; what others are told, what changes messages that are there, and what
// tells him that words may not stay, is said all the same.
func (i *inbox) condense(tx *store.Tx, in chat.Incoming, say []chat.Post) ([]chat.Post, error) {
	if !answers(say, in.Chat.ID) || in.From.ID == 0 || i.floods.calm(in.From.ID, tx.Now()) {
		return say, nil
	}
	p, _, err := tx.PersonByUser(in.From.ID)
	if err != nil {
		return nil, err
	}
	var kept []chat.Post
	for _, post := range say {
		if post.Delete {
			return say, nil
		}
		if !isAnswer(post, in.Chat.ID) {
			kept = append(kept, post)
		}
	}
	voice := text.Voice{Lang: p.Lang, Zone: i.bot.Calendar.Zone(), Now: tx.Now()}
	return append(kept, chat.Post{
		Chat: in.Chat.ID, Text: &chat.Outgoing{HTML: voice.Say(text.Flood{})},
		Key: fmt.Sprintf("flood:%d:%d", in.Chat.ID, tx.Now().Unix()/60),
	}), nil
}

func answers(say []chat.Post, to int64) bool {
	for _, post := range say {
		if isAnswer(post, to) {
			return true
		}
	}
	return false
}

// isAnswer reports whether a post is a new message to a chat. What people
// without a role are told is counted at the door.
func isAnswer(post chat.Post, to int64) bool {
	return post.Chat == to && post.Edit == 0 && !post.Delete && post.Lane != chat.Stranger
}
