package app

import (
	"math/rand/v2"
	"net/http"
	"time"

	"duban/internal/chat"
	"duban/internal/store"
	"duban/internal/text"
)

// conclude records what an attempt ended as and says how the post goes on: the
// class table of the delivery design, one case a class.
func (s *sender) conclude(tx *store.Tx, a attempt) error {
	q, o := a.post, a.outcome
	if open, err := tx.EndAttempt(q.ID, q.Attempts, o); err != nil || !open {
		return err
	}
	now := tx.Now()
	switch o.Class {
	case chat.Sent:
		return s.sent(tx, q, o.Message)
	case chat.NotSent:
		return tx.Requeue(q, now.Add(backoff(q.Attempts)))
	case chat.Lost:
		return s.lost(tx, q)
	case chat.Unreachable:
		return s.unreachable(tx, q, o)
	case chat.Moved:
		return s.moved(tx, q, o.NewChat)
	case chat.Throttled:
		if err := s.throttled(tx, q.Chat, now.Add(o.RetryAfter)); err != nil {
			return err
		}
		return tx.Requeue(q, now)
	case chat.Rejected:
		if err := tx.CloseGate(0, now.Add(probe)); err != nil {
			return err
		}
		return tx.Requeue(q, now)
	case chat.BadMarkup:
		if !q.Plain {
			q.Plain = true
			return tx.Requeue(q, now)
		}
		return s.dead(tx, q, o)
	case chat.Ambiguous:
		return s.ambiguous(tx, q)
	default:
		return s.dead(tx, q, o)
	}
}

// crowd is how many chats must be throttled at the same time for it to be the
// bot that is, and not they.
const crowd = 3

// throttled holds back the chat that was written to too fast, or the whole bot
// when it is not the first.
func (s *sender) throttled(tx *store.Tx, chatID int64, until time.Time) error {
	if err := tx.CloseGate(chatID, until); err != nil {
		return err
	}
	n, err := tx.Gated()
	if err != nil || n < crowd {
		return err
	}
	return tx.CloseGate(0, until)
}

// sent ends a post that arrived, and does what was to follow it.
func (s *sender) sent(tx *store.Tx, q store.Queued, message int64) error {
	if err := tx.EndPost(q, store.PostSent, message, ""); err != nil {
		return err
	}
	if q.About != nil && message != 0 && q.Op != store.OpPin {
		if err := tx.Remember(q.Chat, message, *q.About); err != nil {
			return err
		}
	}
	if q.Pin && message != 0 {
		tx.PostPin(q.Chat, message)
		return tx.SetBoard(q.Chat, message)
	}
	return nil
}

// lost sends a view anew whose message is gone; nothing else is left to change.
func (s *sender) lost(tx *store.Tx, q store.Queued) error {
	if q.Op != store.OpEdit {
		return tx.EndPost(q, store.PostSent, 0, "the message is gone")
	}
	g, found, err := tx.Group(q.Chat)
	if err != nil {
		return err
	}
	if found && isBoard(q) && g.Board == q.Edit { // else each change would send one more
		tx.Post(chat.Post{Chat: q.Chat, View: q.View, About: q.About, Lane: q.Lane, Pin: true})
		return tx.EndPost(q, store.PostSkipped, 0, "the board is gone")
	}
	q.Op, q.Edit = store.OpSend, 0
	return tx.Requeue(q, tx.Now())
}

func isBoard(q store.Queued) bool { return q.View != nil && q.View.Kind == chat.Board }

// moved follows a group to its new identity. Its messages have stayed behind: what
// was to change one of them is over, and the new board is not this one.
func (s *sender) moved(tx *store.Tx, q store.Queued, to int64) error {
	reply, err := s.bot.Moved(tx, q.Chat, to)
	if err != nil {
		return err
	}
	for _, p := range reply.Say {
		tx.Post(p)
	}
	if q.Op != store.OpSend || isBoard(q) {
		return tx.EndPost(q, store.PostSkipped, 0, "stayed behind")
	}
	q.Chat = to
	return tx.Requeue(q, tx.Now())
}

// unreachable remembers that somebody cannot be written to.
func (s *sender) unreachable(tx *store.Tx, q store.Queued, o chat.Outcome) error {
	if err := tx.EndPost(q, store.PostRefused, 0, o.Description); err != nil {
		return err
	}
	if q.Chat < 0 && o.Code != http.StatusForbidden {
		return nil // in a group a 400 may be about this message alone
	}
	reply, err := s.bot.Reachable(tx, q.Chat, false)
	for _, p := range reply.Say {
		tx.Post(p)
	}
	return err
}

// ambiguous tries again what does no harm twice: changes of a message, and
// reminders, which are then marked. An answer only while somebody waits for it.
func (s *sender) ambiguous(tx *store.Tx, q store.Queued) error {
	if q.Op == store.OpSend && q.Lane == chat.Answer && tx.Now().Sub(q.Created) > staleAt {
		return tx.EndPost(q, store.PostSkipped, 0, "may have arrived, too old to repeat")
	}
	return tx.Requeue(q, tx.Now().Add(backoff(q.Attempts)))
}

// dead ends a post that is our own mistake. The person it was for has done
// nothing wrong; the admins hear of it.
func (s *sender) dead(tx *store.Tx, q store.Queued, o chat.Outcome) error {
	s.log.Error("a post is our own mistake", "post", q.ID, "code", o.Code, "description", o.Description)
	return s.bury(tx, q, o.Description)
}

// bury ends a post that can never leave, and tells the admins. That such a
// notice could not leave either is only logged, or one would beget the next.
func (s *sender) bury(tx *store.Tx, q store.Queued, why string) error {
	if err := tx.EndPost(q, store.PostDead, 0, why); err != nil || isNotice(q) {
		return err
	}
	return tellAdmins(tx, s.bot, text.Broken{Row: q.ID, Why: why, Kind: kindOf(q)})
}

// isNotice reports whether a post is one of those to the admins: the only
// literal texts in the lane of notices.
func isNotice(q store.Queued) bool { return q.Text != nil && q.Lane == chat.Notice }

// backoff is how long to wait after the nth attempt: about 1, 2, 4 … 60 seconds,
// not in step with others.
func backoff(n int) time.Duration {
	d := min(time.Second<<min(n-1, 6), time.Minute)
	return d/2 + rand.N(d/2+1)
}

func kindOf(q store.Queued) string {
	if q.View != nil {
		return q.View.Kind
	}
	return q.Op
}
