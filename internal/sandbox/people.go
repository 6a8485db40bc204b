package sandbox

import (
	"fmt"
	"strings"
)

// AddUser makes a person exist. The bot does not know him and may not write to
// him before he has written to it. Adding one again changes his names.
func (s *Server) AddUser(u User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.world.People[u.ID]; p != nil {
		p.User = u
	} else {
		s.world.People[u.ID] = &person{User: u}
	}
	s.changed()
}

// Deactivate deletes a person's account.
func (s *Server) Deactivate(user int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.world.People[user]; p != nil {
		p.Gone = true
		s.changed()
	}
}

// Block makes a person block the bot.
func (s *Server) Block(user int64) { s.setBlocked(user, true) }

// Unblock lets the bot write to a person again, if he had opened the chat.
func (s *Server) Unblock(user int64) { s.setBlocked(user, false) }

func (s *Server) setBlocked(user int64, blocked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.world.People[user]
	if p == nil || p.Blocked == blocked {
		return
	}
	p.Blocked = blocked
	was, is := "member", "kicked"
	if !blocked {
		was, is = is, was
	}
	if p.Met {
		s.memberUpdate(s.private(user), user, was, is)
	}
	s.changed()
}

// seenBy finds a chat for a person who wants to do something in it.
func (s *Server) seenBy(user, chat int64) (*chat, error) {
	p := s.world.People[user]
	if p == nil || p.Gone {
		return nil, fmt.Errorf("sandbox: nobody has the id %d", user)
	}
	if chat == user {
		if p.Blocked {
			return nil, fmt.Errorf("sandbox: %d has blocked the bot", user)
		}
		return s.private(user), nil
	}
	c := s.world.Chats[chat]
	if c == nil || !c.isGroup() || !c.has(user) {
		return nil, fmt.Errorf("sandbox: %d is in no chat %d", user, chat)
	}
	return c, nil
}

// Edit changes the text, or caption, of a message its author sent.
func (s *Server) Edit(from, chat int64, messageID int, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.seenBy(from, chat)
	if err != nil {
		return err
	}
	m := c.find(messageID)
	if m == nil || m.From != from || m.Service != "" {
		return fmt.Errorf("sandbox: %d has no message %d in %d to edit", from, messageID, chat)
	}
	f, no := formatted{text: strings.ToValidUTF8(text, "\ufffd")}.fix(m.Photo != "" || m.Document != "")
	if no != nil {
		return fmt.Errorf("sandbox: edit message %d: %s", messageID, no.text)
	}
	if utf16Len(f.text) > maxText {
		return fmt.Errorf("sandbox: edit message %d: the text is longer than %d", messageID, maxText)
	}
	m.Text, m.Entities, m.EditDate = f.text, f.entities, s.now()
	m.Hidden = m.Hidden && !s.reaches(c, m) // an edit can make it a command
	s.tell(c, m, "edited_message")
	s.changed()
	return nil
}

// Delete removes a message from a chat. The bot is not told.
func (s *Server) Delete(from, chat int64, messageID int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.seenBy(from, chat)
	if err != nil {
		return err
	}
	m := c.find(messageID)
	if m == nil || m.From != from && c.isGroup() {
		return fmt.Errorf("sandbox: %d has no message %d in %d to delete", from, messageID, chat)
	}
	c.remove(m)
	s.changed()
	return nil
}
