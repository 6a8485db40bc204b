package sandbox

import "fmt"

// AddGroup makes a group of these people and the bot. The first one created it
// and is its administrator. The bot hears of it as Telegram tells it: by
// my_chat_member and by the service message of the creation.
func (s *Server) AddGroup(title string, members ...int64) (chatID int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.LastChat++
	c := &chat{ID: -s.world.LastChat, Type: "group", Title: title, Members: append([]int64(nil), members...), Admins: map[int64]bool{}}
	s.world.Chats[c.ID] = c
	if len(members) == 0 {
		return c.ID
	}
	c.Admins[members[0]] = true
	for _, id := range members {
		if p := s.world.People[id]; p != nil {
			p.Met = true
		}
	}
	s.memberUpdate(c, members[0], "left", "member")
	s.service(c, message{From: members[0], Service: GroupCreated})
	return c.ID
}

// service puts a message that nobody wrote into c.
func (s *Server) service(c *chat, m message) *message {
	m.ID, m.Date = s.world.nextID(c), s.now()
	c.Messages = append(c.Messages, &m)
	if m.From != s.world.Bot.ID { // a bot is not told of what it did itself
		s.tell(c, &m, "message")
	}
	s.changed()
	return &m
}

// memberUpdate tells the bot how its own membership changed.
func (s *Server) memberUpdate(c *chat, by int64, was, is string) {
	s.queue("my_chat_member", wireMemberUpdate{
		Chat: s.wireChat(c), From: s.user(by).wire(), Date: s.now().Unix(),
		Old: s.wireMember(s.world.Bot.ID, was), New: s.wireMember(s.world.Bot.ID, is),
	}, messageLife, Event{Chat: c.ID, Text: is})
}

// Join adds a person to a group.
func (s *Server) Join(group, user int64) error {
	return s.change(group, user, func(c *chat) {
		if !c.has(user) {
			c.Members = append(c.Members, user)
			s.world.People[user].Met = true
			s.service(c, message{From: user, Service: MemberJoined, About: user})
		}
	})
}

// Leave takes a person out of a group.
func (s *Server) Leave(group, user int64) error {
	return s.change(group, user, func(c *chat) {
		for i, id := range c.Members {
			if id == user {
				c.Members = append(c.Members[:i:i], c.Members[i+1:]...)
				s.service(c, message{From: user, Service: MemberLeft, About: user})
				return
			}
		}
	})
}

func (s *Server) change(id, user int64, do func(*chat)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.world.Chats[id]
	if c == nil || !c.isGroup() {
		return fmt.Errorf("sandbox: no group %d", id)
	}
	if user != 0 && s.world.People[user] == nil {
		return fmt.Errorf("sandbox: nobody has the id %d", user)
	}
	do(c)
	s.changed()
	return nil
}

// Kick takes the bot out of a group for good; AddBot brings it back.
func (s *Server) Kick(group int64) error {
	return s.change(group, 0, func(c *chat) {
		if c.BotLeft == "" {
			c.BotLeft, c.BotAdmin = "kicked", false
			s.memberUpdate(c, c.owner(), "member", "kicked")
		}
	})
}

// AddBot puts the bot into a group that it was kicked from.
func (s *Server) AddBot(group int64) error {
	return s.change(group, 0, func(c *chat) {
		if was := c.BotLeft; was != "" {
			c.BotLeft = ""
			s.memberUpdate(c, c.owner(), was, "member")
			s.service(c, message{From: c.owner(), Service: MemberJoined, About: s.world.Bot.ID})
		}
	})
}

// Promote makes the bot an administrator of a group or takes that back. An
// administrator sees every message and may delete those of others.
func (s *Server) Promote(group int64, admin bool) error {
	return s.change(group, 0, func(c *chat) {
		if c.BotAdmin == admin {
			return
		}
		c.BotAdmin = admin
		was, is := "member", "administrator"
		if !admin {
			was, is = is, was
		}
		s.memberUpdate(c, c.owner(), was, is)
	})
}

func (c *chat) owner() int64 {
	for _, id := range c.Members {
		if c.Admins[id] {
			return id
		}
	}
	if len(c.Members) > 0 {
		return c.Members[0]
	}
	return 0
}

// ToSupergroup turns a group into a supergroup, which has another id. What was
// said stays in the old one. It returns 0 if it is no basic group.
func (s *Server) ToSupergroup(group int64) (newID int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.world.Chats[group]
	if old == nil || old.Type != "group" || old.MigratedTo != 0 {
		return 0
	}
	c := &chat{
		ID: -1000000000000 + old.ID - 1000000000, Type: "supergroup", Title: old.Title, BotLeft: old.BotLeft, BotAdmin: old.BotAdmin,
		Members: append([]int64(nil), old.Members...), Admins: map[int64]bool{},
	}
	for id := range old.Admins {
		c.Admins[id] = true
	}
	s.world.Chats[c.ID] = c
	s.service(old, message{From: old.owner(), Service: MigratedTo, About: c.ID})
	old.MigratedTo = c.ID
	s.service(c, message{From: old.owner(), Service: MigratedFrom, About: old.ID})
	return c.ID
}
