package sandbox

import "sort"

// Messages returns what a chat shows, oldest first.
func (s *Server) Messages(chat int64) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.world.Chats[chat]
	if c == nil {
		return nil
	}
	out := make([]Message, 0, len(c.Messages))
	for _, m := range c.Messages {
		out = append(out, s.view(c, m))
	}
	return out
}

// Message returns one message, and whether the chat has it.
func (s *Server) Message(chat int64, id int) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.world.Chats[chat]; c != nil {
		if m := c.find(id); m != nil {
			return s.view(c, m), true
		}
	}
	return Message{}, false
}

// Pinned returns the pinned message a chat shows, the newest of several.
func (s *Server) Pinned(chat int64) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.world.Chats[chat]; c != nil {
		if m := c.pinned(); m != nil {
			return s.view(c, m), true
		}
	}
	return Message{}, false
}

func (c *chat) pinned() *message {
	for i := len(c.Messages) - 1; i >= 0; i-- {
		if c.Messages[i].Pinned {
			return c.Messages[i]
		}
	}
	return nil
}

// ReplyKeyboard returns the buttons below the input line of a chat, nil if
// there are none.
func (s *Server) ReplyKeyboard(chat int64) [][]Button {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.world.Chats[chat]; c != nil {
		if k := c.replyKeyboard(); k != nil {
			return copyRows(k.Keyboard)
		}
	}
	return nil
}

// Chats returns all groups and all private chats of people who exist, by id.
func (s *Server) Chats() []Chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Chat
	for id, p := range s.world.People {
		out = append(out, Chat{
			ID: id, Type: "private", Title: p.User.Name(), Members: []int64{id},
			Opened: p.Opened && !p.Gone, Blocked: p.Blocked, BotIn: true,
		})
	}
	for _, c := range s.world.Chats {
		if c.isGroup() {
			out = append(out, Chat{
				ID: c.ID, Type: c.Type, Title: c.Title, Members: append([]int64(nil), c.Members...),
				Opened: c.BotLeft == "" && c.MigratedTo == 0, BotIn: c.BotLeft == "", BotAdmin: c.BotAdmin, MigratedTo: c.MigratedTo,
			})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out
}

// Users returns the people who exist, by id.
func (s *Server) Users() []User {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]User, 0, len(s.world.People))
	for _, p := range s.world.People {
		out = append(out, p.User)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out
}
