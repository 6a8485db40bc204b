package sandbox

import (
	"strconv"
	"strings"
)

// access is what a call wants of a chat. Telegram asks for more the more the
// call changes.
type access int

const (
	toRead access = iota
	toEdit
	toWrite
)

// chatFor finds the chat a call names and checks that the bot may do this there.
func (s *Server) chatFor(c *call, want access) (*chat, *refusal) {
	id := c.arg("chat_id")
	if id == "" {
		return nil, bad("chat_id is empty")
	}
	if strings.HasPrefix(id, "@") { // only channels and groups have such a name, and here they have none
		return nil, bad("chat not found")
	}
	n, _ := strconv.ParseInt(strings.TrimSpace(id), 10, 64)
	if p := s.world.People[n]; p != nil {
		return s.privateFor(p, want)
	}
	found := s.world.Chats[n]
	if found == nil || !found.isGroup() {
		return nil, bad("chat not found")
	}
	return found, groupFor(found, want)
}

func (s *Server) privateFor(p *person, want access) (*chat, *refusal) {
	if !p.Met {
		return nil, bad("chat not found")
	}
	if p.Gone && want >= toEdit {
		return nil, forbidden("user is deactivated")
	}
	return s.private(p.User.ID), nil
}

func groupFor(c *chat, want access) *refusal {
	kind := c.Type + " chat"
	switch {
	case c.MigratedTo != 0 && want == toWrite:
		no := bad("group chat was upgraded to a supergroup chat")
		no.migrate = c.MigratedTo
		return no
	case c.MigratedTo != 0 || c.BotLeft == "":
		return nil
	case want == toRead && c.Type == "group":
		return nil
	case c.BotLeft == "kicked":
		return forbidden("bot was kicked from the " + kind)
	}
	return forbidden("bot is not a member of the " + kind)
}

// reachable refuses what a person has not allowed the bot, or no longer. It is
// what Telegram looks at last, when everything else about a call is right.
func (s *Server) reachable(c *chat) *refusal {
	p := s.world.People[c.ID]
	switch {
	case p == nil:
		return nil // a group
	case p.User.IsBot:
		return forbidden("the bot can't send messages to the bot")
	case p.Blocked:
		return forbidden("bot was blocked by the user")
	case !p.Opened:
		return forbidden("bot can't initiate conversation with a user")
	}
	return nil
}

// private is the chat with a person, made when it is first needed.
func (s *Server) private(user int64) *chat {
	c := s.world.Chats[user]
	if c == nil {
		c = &chat{ID: user, Type: "private", Members: []int64{user}}
		s.world.Chats[user] = c
	}
	return c
}

// messageFor finds the message a call names; what names its purpose.
func (s *Server) messageFor(c *call, want access, what string) (*chat, *message, *refusal) {
	in, no := s.chatFor(c, want)
	if no != nil {
		return nil, nil, no
	}
	m := in.find(int(c.number("message_id")))
	if m == nil || m.Hidden && in.Type == "group" {
		return nil, nil, bad("%s not found", what)
	}
	return in, m, nil
}
