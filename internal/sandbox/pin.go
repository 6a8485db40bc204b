package sandbox

func (s *Server) pinChatMessage(c *call) (any, *refusal) {
	in, m, no := s.messageFor(c, toWrite, "message to pin")
	if no != nil {
		return nil, no
	}
	if no := mayPin(in); no != nil {
		return nil, no
	}
	if m.Service != "" {
		return nil, bad("service messages can't be pinned")
	}
	if no := s.reachable(in); no != nil {
		return nil, no
	}
	if m.Pinned {
		return true, nil
	}
	m.Pinned = true
	s.record(Event{Kind: EventPinned, Method: "pinChatMessage", Chat: in.ID, Message: m.ID, Text: m.Text})
	s.service(in, message{From: s.world.Bot.ID, Service: MessagePinned, About: int64(m.ID)})
	return true, nil
}

// mayPin: in groups a bot pins only as an appointed administrator.
func mayPin(c *chat) *refusal {
	if c.isGroup() && !c.BotAdmin {
		return bad("not enough rights to manage pinned messages in the chat")
	}
	return nil
}

func (s *Server) unpinChatMessage(c *call) (any, *refusal) {
	in, no := s.chatFor(c, toWrite)
	if no != nil {
		return nil, no
	}
	m := in.pinned()
	if id := int(c.number("message_id")); id > 0 {
		m = in.find(id)
	}
	if m == nil {
		return nil, bad("message to unpin not found")
	}
	if no := mayPin(in); no != nil {
		return nil, no
	}
	m.Pinned = false
	s.changed()
	return true, nil
}
