package sandbox

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Press is a press of a button by a person.
type Press struct {
	ID      string
	From    int64
	Chat    int64
	Message int
	Data    string
}

// press is a Press and what became of it.
type press struct {
	Press    Press
	At       time.Time
	Text     string
	Alert    bool
	Answered bool
}

const (
	pressLife   = 150 * time.Second
	messageLife = 24 * time.Hour
	maxToast    = 200 // UTF-16 units
)

// Press presses the button with this callback data. It is an error if the
// message does not show such a button now.
func (s *Server) Press(from, chat int64, messageID int, data string) (Press, error) {
	return s.press(from, chat, messageID, func(b Button) bool { return b.Data == data }, data)
}

// PressLabel presses the first button whose label contains label.
func (s *Server) PressLabel(from, chat int64, messageID int, label string) (Press, error) {
	return s.press(from, chat, messageID, func(b Button) bool { return strings.Contains(b.Text, label) }, label)
}

func (s *Server) press(from, in int64, id int, is func(Button) bool, what string) (Press, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.seenBy(from, in)
	if err != nil {
		return Press{}, err
	}
	m := c.find(id)
	if m == nil {
		return Press{}, fmt.Errorf("press %q: no message %d in chat %d", what, id, in)
	}
	b := m.button(is)
	if b == nil || b.Data == "" {
		return Press{}, fmt.Errorf("press %q: message %d in chat %d has no such button", what, id, in)
	}
	s.world.LastPress += 7919
	p := Press{ID: strconv.FormatInt(s.world.LastPress, 10), From: from, Chat: in, Message: id, Data: b.Data}
	s.world.Presses[p.ID] = &press{Press: p, At: s.now()}
	s.world.People[from].Met = true
	s.queue("callback_query", wireCallback{
		ID: p.ID, From: s.user(from).wire(), Message: s.wireMessage(c, m, true),
		ChatInstance: strconv.FormatInt(in*31+17, 10), Data: b.Data,
	}, pressLife, Event{Chat: in, Message: id, Text: b.Data})
	return p, nil
}

func (m *message) button(is func(Button) bool) *Button {
	if m.Markup == nil {
		return nil
	}
	for _, row := range m.Markup.Inline {
		for i := range row {
			if is(row[i]) {
				return &row[i]
			}
		}
	}
	return nil
}

// Answer returns what the bot answered to a press.
func (s *Server) Answer(pressID string) (text string, alert, answered bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.world.Presses[pressID]
	if p == nil {
		return "", false, false
	}
	return p.Text, p.Alert, p.Answered
}

func (s *Server) answerCallbackQuery(c *call) (any, *refusal) {
	p := s.world.Presses[c.arg("callback_query_id")]
	if p == nil || p.Answered || s.now().Sub(p.At) > pressLife {
		return nil, bad("query is too old and response timeout expired or query ID is invalid")
	}
	if utf16Len(c.arg("text")) > maxToast {
		return nil, bad("MESSAGE_TOO_LONG")
	}
	p.Text, p.Alert, p.Answered = c.arg("text"), c.flag("show_alert"), true
	s.record(Event{Kind: EventAnswered, Method: "answerCallbackQuery", Chat: p.Press.Chat, Message: p.Press.Message, Text: p.Text})
	s.changed()
	return true, nil
}
