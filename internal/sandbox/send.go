package sandbox

import "strings"

func (s *Server) sendMessage(c *call) (any, *refusal) {
	if c.arg("text") == "" {
		return nil, bad("message text is empty")
	}
	f, no := s.readText(c, "text", "entities", false)
	if no != nil {
		return nil, no
	}
	m := &message{Text: f.text, Entities: f.entities}
	return s.deliver(c, m, func(in *chat) *refusal {
		if utf16Len(f.text) > maxText {
			return bad("message is too long")
		}
		return s.reachable(in)
	})
}

func (s *Server) sendDocument(c *call) (any, *refusal) {
	return s.sendFile(c, "document", "There is no document in the request", func(m *message, id string) { m.Document = id })
}

func (s *Server) sendPhoto(c *call) (any, *refusal) {
	return s.sendFile(c, "photo", "There is no photo in the request", func(m *message, id string) { m.Photo = id })
}

func (s *Server) sendFile(c *call, field, missing string, set func(*message, string)) (any, *refusal) {
	in, no := c.inputFile(field)
	if no == nil && in == nil {
		no = bad("%s", lowerFirst(missing))
	}
	if no != nil {
		return nil, no
	}
	f, no := s.readText(c, "caption", "caption_entities", true)
	if no != nil {
		return nil, no
	}
	m := &message{Text: f.text, Entities: f.entities}
	return s.deliver(c, m, func(to *chat) *refusal {
		if utf16Len(f.text) > maxCaption {
			return bad("message caption is too long")
		}
		if no := s.reachable(to); no != nil {
			return no
		}
		id, no := s.accept(in, field)
		set(m, id)
		return no
	})
}

// deliver puts a message of the bot into the chat the call names. check holds
// what Telegram looks at only after it has found the chat.
func (s *Server) deliver(c *call, m *message, check func(*chat) *refusal) (any, *refusal) {
	private := !strings.HasPrefix(c.arg("chat_id"), "-")
	k, no := c.readMarkup(private)
	if no != nil {
		return nil, no
	}
	answers, no := c.readReply()
	if no != nil {
		return nil, no
	}
	in, no := s.chatFor(c, toWrite)
	if no != nil {
		return nil, no
	}
	if m.ReplyTo, m.Quote, no = answers.resolve(in); no != nil {
		return nil, no
	}
	if no := check(in); no != nil {
		return nil, no
	}
	m.ID, m.From, m.Date, m.Markup = s.world.nextID(in), s.world.Bot.ID, s.now(), k
	in.Messages = append(in.Messages, m)
	s.record(Event{Kind: EventDelivered, Method: s.properName(c), Chat: in.ID, Message: m.ID, Text: m.Text})
	s.changed()
	return s.wireMessage(in, m, true), nil
}

// answering is what a call says about the message it replies to.
type answering struct {
	message  int
	optional bool
	quote    string
}

// readReply reads reply_parameters or the two names that came before it.
func (c *call) readReply() (answering, *refusal) {
	raw, given := c.args["reply_parameters"]
	if !given {
		return answering{message: int(max(c.number("reply_to_message_id"), 0)), optional: c.flag("allow_sending_without_reply")}, nil
	}
	if raw == "" {
		return answering{}, nil
	}
	v, err := decodeJSON(raw)
	if err != nil {
		return answering{}, bad("can't parse reply parameters JSON object")
	}
	fields, ok := v.(map[string]any)
	if !ok {
		return answering{}, bad("object expected as reply parameters")
	}
	if len(fields) == 0 {
		return answering{}, nil
	}
	o := &object{fields: fields}
	o.text("chat_id", false)
	a := answering{message: int(max(o.int("message_id", true, 0), 0)), optional: o.bool("allow_sending_without_reply"), quote: o.text("quote", false)}
	if o.err != nil {
		return a, bad("%s", lowerFirst(o.err.Error()))
	}
	return a, checkObject("ReplyParameters", v, "reply_parameters")
}

func (a answering) resolve(in *chat) (to int, quote string, no *refusal) {
	if a.message == 0 {
		return 0, "", nil
	}
	m := in.find(a.message)
	if m == nil && a.optional {
		return 0, "", nil
	}
	if m == nil {
		return 0, "", bad("message to be replied not found")
	}
	if a.quote != "" && !strings.Contains(m.Text, a.quote) {
		return 0, "", bad("QUOTE_TEXT_INVALID")
	}
	return m.ID, a.quote, nil
}
