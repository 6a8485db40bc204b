package sandbox

import (
	"fmt"
	"strings"
)

// write finishes a person's message, puts it into c and tells the bot.
func (s *Server) write(c *chat, d *draft) (*message, error) {
	m := d.message
	f, no := formatted{text: strings.ToValidUTF8(m.Text, "\ufffd")}.fix(true)
	if no != nil {
		return nil, fmt.Errorf("%s", no.text)
	}
	m.Text, m.Entities = f.text, f.entities
	if err := s.checkDraft(c, d, &m); err != nil {
		return nil, err
	}
	if d.file != nil && d.photo {
		m.Photo = s.storePhoto(*d.file).ID
	} else if d.file != nil {
		m.Document = s.store(*d.file, "").ID
	}
	m.ID, m.Date = s.world.nextID(c), s.now()
	m.Hidden = c.isGroup() && !s.reaches(c, &m)
	c.Messages = append(c.Messages, &m)
	s.meet(c, &m)
	s.tell(c, &m, "message")
	s.changed()
	return &m, nil
}

func (s *Server) checkDraft(c *chat, d *draft, m *message) error {
	limit := maxText
	if d.file != nil {
		limit = maxCaption
	}
	switch {
	case c.MigratedTo != 0:
		return fmt.Errorf("the group is now %d", c.MigratedTo)
	case m.Text == "" && d.file == nil && m.Contact == 0 && m.Shared == nil:
		return fmt.Errorf("the message is empty")
	case utf16Len(m.Text) > limit:
		return fmt.Errorf("the text is longer than %d", limit)
	case m.ReplyTo != 0 && c.find(m.ReplyTo) == nil:
		return fmt.Errorf("no message %d to reply to", m.ReplyTo)
	case m.Quote != "" && !strings.Contains(c.find(m.ReplyTo).Text, m.Quote):
		return fmt.Errorf("message %d does not contain %q", m.ReplyTo, m.Quote)
	case m.Shared != nil:
		return c.checkShared(m.Shared)
	}
	return nil
}

// checkShared finds the button that asked for people.
func (c *chat) checkShared(sh *shared) error {
	k := c.replyKeyboard()
	if k == nil {
		return fmt.Errorf("the chat shows no button that asks for people")
	}
	for _, row := range k.Keyboard {
		for _, b := range row {
			if b.RequestUsers == nil || b.RequestUsers.ID != sh.Request {
				continue
			}
			if len(sh.Users) == 0 || len(sh.Users) > b.RequestUsers.Max {
				return fmt.Errorf("the button takes 1 to %d people", b.RequestUsers.Max)
			}
			sh.Names = b.RequestUsers.WithNames
			return nil
		}
	}
	return fmt.Errorf("no button asks for people with request id %d", sh.Request)
}

// replyKeyboard is what the input line of c shows, nil for the plain one.
func (c *chat) replyKeyboard() *markup {
	for i := len(c.Messages) - 1; i >= 0; i-- {
		if k := c.Messages[i].Markup; k != nil && len(k.Inline) == 0 && !k.ForceReply {
			if k.Remove {
				return nil
			}
			return k
		}
	}
	return nil
}

// meet notes what the bot learns from a message it gets.
func (s *Server) meet(c *chat, m *message) {
	p := s.world.People[m.From]
	if !c.isGroup() {
		p.Opened = true
	}
	if !m.Hidden {
		p.Met = true
	}
}

// reaches is privacy mode: of what people write in a group, the bot gets
// commands to it or to nobody and replies to what it wrote.
func (s *Server) reaches(c *chat, m *message) bool {
	if m.Service != "" || c.BotAdmin {
		return true
	}
	if name, bot := command(m.Text, m.Entities); name != "" {
		return bot == "" || strings.EqualFold(bot, s.world.Bot.Username)
	}
	to := c.find(m.ReplyTo)
	return to != nil && to.From == s.world.Bot.ID
}

// tell queues an update about a message the bot may see.
func (s *Server) tell(c *chat, m *message, kind string) {
	if m.Hidden || c.BotLeft != "" {
		return
	}
	s.queue(kind, s.wireMessage(c, m, true), messageLife, Event{Chat: c.ID, Message: m.ID, Text: m.Text})
}
