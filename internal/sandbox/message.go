package sandbox

import "time"

// message is a message as the server keeps it. Text and Entities are the
// caption where there is a photo or a document.
type message struct {
	ID       int
	From     int64
	Date     time.Time
	EditDate time.Time
	Text     string
	Entities []Entity
	Markup   *markup

	ReplyTo   int
	Quote     string
	Pinned    bool
	Photo     string // file ids
	Document  string
	Album     string
	Forwarded bool
	Contact   int64
	Shared    *shared
	Service   string
	About     int64
	Reactions []Reaction
	Hidden    bool
}

// markup is what a message carries below it or below the input line.
type markup struct {
	Inline      [][]Button
	Keyboard    [][]Button
	Remove      bool
	ForceReply  bool
	Placeholder string
}

// shared is the answer of the people chooser.
type shared struct {
	Request int
	Users   []int64
	Names   bool
}

const snippet = 64

// view is m as a person sees it in c.
func (s *Server) view(c *chat, m *message) Message {
	v := Message{
		ID: m.ID, Chat: c.ID, From: s.user(m.From), Date: m.Date, EditDate: m.EditDate,
		Text: m.Text, HTML: renderHTML(m.Text, m.Entities), Entities: append([]Entity(nil), m.Entities...),
		Pinned: m.Pinned, Photo: s.file(m.Photo), Document: s.file(m.Document), Album: m.Album,
		Forwarded: m.Forwarded, Contact: m.Contact, Service: m.Service, About: m.About,
		Reactions: append([]Reaction(nil), m.Reactions...), Hidden: m.Hidden,
	}
	if m.Shared != nil {
		v.Shared = append(v.Shared, m.Shared.Users...)
	}
	if k := m.Markup; k != nil {
		v.Keyboard, v.ReplyKeyboard = copyRows(k.Inline), copyRows(k.Keyboard)
		v.RemoveKeyboard, v.ForceReply, v.Placeholder = k.Remove, k.ForceReply, k.Placeholder
	}
	if m.ReplyTo != 0 {
		v.ReplyTo = s.replyView(c, m)
	}
	return v
}

func (s *Server) replyView(c *chat, m *message) *Reply {
	r := &Reply{ID: m.ReplyTo, Quote: m.Quote}
	if to := c.find(m.ReplyTo); to != nil {
		r.From = s.user(to.From)
		r.Text = cut(to.Text, snippet)
	}
	return r
}

// cut returns at most n runes of text.
func cut(text string, n int) string {
	for i := range text {
		if n == 0 {
			return text[:i] + "…"
		}
		n--
	}
	return text
}

func copyRows(rows [][]Button) [][]Button {
	if len(rows) == 0 {
		return nil
	}
	out := make([][]Button, len(rows))
	for i, row := range rows {
		out[i] = append([]Button(nil), row...)
	}
	return out
}

// user returns who has this id, with an empty name if nobody has.
func (s *Server) user(id int64) User {
	if id == s.world.Bot.ID {
		return s.world.Bot
	}
	if p := s.world.People[id]; p != nil {
		return p.User
	}
	return User{ID: id}
}
