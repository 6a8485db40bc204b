package sandbox

import (
	"reflect"
	"time"
)

const notModified = "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"

func (s *Server) editMessageText(c *call) (any, *refusal) {
	if c.arg("text") == "" {
		return nil, bad("message text is empty")
	}
	f, no := s.readText(c, "text", "entities", false)
	if no != nil {
		return nil, no
	}
	return s.edit(c, func(m *message) *refusal {
		if m.Photo != "" || m.Document != "" {
			return bad("there is no text in the message to edit")
		}
		if utf16Len(f.text) > maxText {
			return bad("message is too long")
		}
		m.Text, m.Entities = f.text, f.entities
		return nil
	})
}

func (s *Server) editMessageReplyMarkup(c *call) (any, *refusal) {
	return s.edit(c, func(*message) *refusal { return nil })
}

// edit changes a copy of the message the call names and keeps it if it differs.
func (s *Server) edit(c *call, change func(*message) *refusal) (any, *refusal) {
	k, no := c.readMarkup(false)
	if no != nil {
		return nil, no
	}
	if c.arg("chat_id") == "" && c.number("message_id") == 0 {
		return nil, bad("message identifier is not specified")
	}
	in, m, no := s.messageFor(c, toEdit, "message to edit")
	if no != nil {
		return nil, no
	}
	if m.From != s.world.Bot.ID || m.Service != "" || in.MigratedTo != 0 || m.keepsReplyKeyboard() {
		return nil, bad("message can't be edited")
	}
	edited := *m
	if no := change(&edited); no != nil {
		return nil, no
	}
	if k != nil && k.Inline == nil {
		return nil, bad("inline keyboard expected")
	}
	edited.Markup = k
	if no := s.reachable(in); no != nil {
		return nil, no
	}
	if edited.Text == m.Text && reflect.DeepEqual(edited.Entities, m.Entities) && sameKeyboard(edited.Markup, m.Markup) {
		return nil, bad(notModified)
	}
	if edited.Text != m.Text || !reflect.DeepEqual(edited.Entities, m.Entities) {
		edited.EditDate = s.now()
	}
	*m = edited
	s.record(Event{Kind: EventEdited, Method: s.properName(c), Chat: in.ID, Message: m.ID, Text: m.Text})
	s.changed()
	return s.wireMessage(in, m, true), nil
}

// keepsReplyKeyboard reports whether m brought something for the input line;
// such a message can't be edited.
func (m *message) keepsReplyKeyboard() bool { return m.Markup != nil && len(m.Markup.Inline) == 0 }

func sameKeyboard(a, b *markup) bool {
	if a == nil || b == nil {
		return a == b
	}
	return reflect.DeepEqual(a.Inline, b.Inline)
}

const deletable = 48 * time.Hour

func (s *Server) deleteMessage(c *call) (any, *refusal) {
	if c.arg("chat_id") == "" {
		return nil, bad("chat identifier is not specified")
	}
	if c.number("message_id") == 0 {
		return nil, bad("message identifier is not specified")
	}
	in, m, no := s.messageFor(c, toWrite, "message to delete")
	if no != nil {
		return nil, no
	}
	if in.isGroup() && m.From != s.world.Bot.ID && !in.BotAdmin {
		return nil, bad("message can't be deleted")
	}
	if !in.BotAdmin && s.now().Sub(m.Date) > deletable {
		return nil, bad("message can't be deleted for everyone")
	}
	in.remove(m)
	s.record(Event{Kind: EventDeleted, Method: "deleteMessage", Chat: in.ID, Message: m.ID, Text: m.Text})
	s.changed()
	return true, nil
}

func (c *chat) remove(m *message) {
	for i := range c.Messages {
		if c.Messages[i] == m {
			c.Messages = append(c.Messages[:i], c.Messages[i+1:]...)
			return
		}
	}
}
