package sandbox

import (
	"strconv"
	"unicode/utf16"
)

func (u User) wire() wireUser {
	return wireUser{
		ID: u.ID, IsBot: u.IsBot, FirstName: u.FirstName, LastName: u.LastName,
		Username: u.Username, LanguageCode: u.LanguageCode,
	}
}

func (s *Server) wireChat(c *chat) wireChat {
	if c.isGroup() {
		return wireChat{ID: c.ID, Type: c.Type, Title: c.Title}
	}
	u := s.user(c.ID)
	return wireChat{ID: c.ID, Type: c.Type, Username: u.Username, FirstName: u.FirstName, LastName: u.LastName}
}

// wireMessage is m as the bot reads it. The message it answers is included,
// but not what that one answers in turn.
func (s *Server) wireMessage(c *chat, m *message, withReply bool) *wireMessage {
	from := s.user(m.From).wire()
	w := &wireMessage{
		MessageID: m.ID, From: &from, Chat: s.wireChat(c), Date: m.Date.Unix(), MediaGroupID: m.Album,
	}
	if !m.EditDate.IsZero() {
		w.EditDate = m.EditDate.Unix()
	}
	if m.Forwarded {
		w.Forward = &wireOrigin{Type: "user", Date: m.Date.Unix(), Sender: from}
		w.ForwardFrom, w.ForwardDate = &from, m.Date.Unix()
	}
	s.wireContent(c, m, w)
	s.wireService(c, m, w)
	if m.Markup != nil && len(m.Markup.Inline) > 0 {
		w.ReplyMarkup = wireRows(m.Markup.Inline)
	}
	if to := c.find(m.ReplyTo); withReply && to != nil {
		w.ReplyTo = s.wireMessage(c, to, false)
		w.Quote = wireQuoteOf(to, m.Quote)
	}
	return w
}

func (s *Server) wireContent(c *chat, m *message, w *wireMessage) {
	entities := s.wireEntities(m.Entities)
	if m.Photo == "" && m.Document == "" {
		w.Text, w.Entities = m.Text, entities
	} else {
		w.Caption, w.CaptionEntities = m.Text, entities
	}
	if f := s.world.Files[m.Photo]; f != nil {
		w.Photo = s.sizes(f)
	}
	if f := s.world.Files[m.Document]; f != nil {
		w.Document = &wireFile{FileID: f.ID, UniqueID: f.Unique, Name: f.Name, MIME: f.MIME, Size: int64(len(f.Bytes))}
	}
	if m.Contact != 0 {
		u := s.user(m.Contact)
		w.Contact = &wireContact{Phone: phone(u.ID), FirstName: u.FirstName, LastName: u.LastName, UserID: u.ID}
	}
	if m.Shared != nil {
		w.UsersShared = s.wireShared(m.Shared)
	}
}

func (s *Server) wireService(c *chat, m *message, w *wireMessage) {
	switch m.Service {
	case GroupCreated:
		w.GroupCreated = true
	case MemberJoined:
		w.NewMembers = []wireUser{s.user(m.About).wire()}
	case MemberLeft:
		u := s.user(m.About).wire()
		w.LeftMember = &u
	case MigratedTo:
		w.MigrateTo = m.About
	case MigratedFrom:
		w.MigrateFrom = m.About
	case MessagePinned:
		if to := c.find(int(m.About)); to != nil {
			w.PinnedMessage = s.wireMessage(c, to, false)
		}
	}
}

func (s *Server) wireEntities(entities []Entity) []wireEntity {
	var out []wireEntity
	for _, e := range entities {
		w := wireEntity{Type: e.Type, Offset: e.Offset, Length: e.Length, URL: e.URL, Language: e.Language}
		if e.User != 0 {
			u := s.user(e.User).wire()
			w.User = &u
		}
		out = append(out, w)
	}
	return out
}

func (s *Server) wireShared(sh *shared) *wireShared {
	out := &wireShared{RequestID: sh.Request}
	for _, id := range sh.Users {
		w := wireSharedUser{UserID: id}
		if sh.Names {
			u := s.user(id)
			w.FirstName, w.LastName, w.Username = u.FirstName, u.LastName, u.Username
		}
		out.Users = append(out.Users, w)
	}
	return out
}

// phone is an invented number that no person can have.
func phone(user int64) string { return "999" + strconv.FormatInt(user, 10) }

func wireQuoteOf(to *message, quote string) *wireQuote {
	if quote == "" {
		return nil
	}
	position := max(indexUTF16(to.Text, quote), 0)
	return &wireQuote{Text: quote, Position: position, Manual: true}
}

func wireRows(rows [][]Button) *wireInline {
	out := &wireInline{Rows: make([][]wireButton, 0, len(rows))}
	for _, row := range rows {
		line := make([]wireButton, 0, len(row))
		for _, b := range row {
			w := wireButton{Text: b.Text, URL: b.URL, Data: b.Data}
			if b.Copy != "" {
				w.Copy = &wireCopy{b.Copy}
			}
			line = append(line, w)
		}
		out.Rows = append(out.Rows, line)
	}
	return out
}

// utf16Len is the length of text in the units Telegram counts.
func utf16Len(text string) int {
	n := 0
	for _, r := range text {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}
