package sandbox

import (
	"context"
	"strings"
)

// method is a Bot API method as this server does it. do runs with the lock
// held and either refuses and changes nothing, or does all of it.
type method struct {
	name  string
	do    func(*Server, *call) (any, *refusal)
	paced bool // counts against the rate limits
}

// methodTable is everything the bot can call beside getUpdates.
func methodTable() []method {
	return []method{
		{name: "getMe", do: (*Server).getMe},
		{name: "sendMessage", do: (*Server).sendMessage, paced: true},
		{name: "sendDocument", do: (*Server).sendDocument, paced: true},
		{name: "sendPhoto", do: (*Server).sendPhoto, paced: true},
		{name: "editMessageText", do: (*Server).editMessageText, paced: true},
		{name: "editMessageReplyMarkup", do: (*Server).editMessageReplyMarkup, paced: true},
		{name: "deleteMessage", do: (*Server).deleteMessage},
		{name: "answerCallbackQuery", do: (*Server).answerCallbackQuery},
		{name: "pinChatMessage", do: (*Server).pinChatMessage},
		{name: "unpinChatMessage", do: (*Server).unpinChatMessage},
		{name: "sendChatAction", do: (*Server).sendChatAction},
		{name: "setMessageReaction", do: (*Server).setMessageReaction},
		{name: "getFile", do: (*Server).getFile},
		{name: "getChat", do: (*Server).getChat},
		{name: "getChatMember", do: (*Server).getChatMember},
		{name: "setMyCommands", do: (*Server).setMyCommands},
		{name: "getMyCommands", do: (*Server).getMyCommands},
		{name: "deleteMyCommands", do: (*Server).deleteMyCommands},
		{name: "setWebhook", do: (*Server).setWebhook},
		{name: "deleteWebhook", do: (*Server).deleteWebhook},
		{name: "getWebhookInfo", do: (*Server).getWebhookInfo},
	}
}

const getUpdates = "getUpdates"

// byLowerName is methodTable by the names callers are reduced to.
func byLowerName() map[string]method {
	out := map[string]method{}
	for _, m := range methodTable() {
		out[strings.ToLower(m.name)] = m
	}
	return out
}

// properName is the method's name as Telegram spells it.
func (s *Server) properName(c *call) string {
	if m, ok := s.methods[c.method]; ok {
		return m.name
	}
	if strings.EqualFold(c.method, getUpdates) {
		return getUpdates
	}
	return c.method
}

// perform does a call and logs it. It may block for a long poll, no longer
// than ctx.
func (s *Server) perform(ctx context.Context, c *call) reply {
	name := s.properName(c)
	s.log.Debug("bot api call", "method", name, "chat", c.number("chat_id"))
	s.mu.Lock()
	s.record(Event{Kind: EventRequest, Method: name, Chat: c.number("chat_id"), Message: int(c.number("message_id")), Text: c.arg("text")})
	s.mu.Unlock()
	result, no := s.execute(ctx, c)
	if no != nil {
		s.refuse(c, no)
	}
	return answer(result, no)
}

func (s *Server) execute(ctx context.Context, c *call) (any, *refusal) {
	if strings.EqualFold(c.method, getUpdates) {
		return s.getUpdates(ctx, c)
	}
	m, known := s.methods[c.method]
	if !known {
		return nil, notFound(": method not found")
	}
	if no := c.conforms(m.name); no != nil {
		return nil, no
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if m.paced {
		if no := s.checkPace(c); no != nil {
			return nil, no
		}
	}
	result, no := m.do(s, c)
	if no == nil && m.paced {
		s.pace.count(c.number("chat_id"), s.now())
	}
	return result, no
}

func (s *Server) getMe(*call) (any, *refusal) {
	return wireMe{wireUser: s.world.Bot.wire(), CanJoinGroups: true}, nil
}
