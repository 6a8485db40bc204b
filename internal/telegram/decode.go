package telegram

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"duban/internal/chat"
)

// anonymousAdmin is the account in whose name Telegram shows the messages of
// group admins who hide theirs.
const anonymousAdmin = 1087968824

// Update is one thing Telegram reports, still undecoded.
type Update struct {
	ID   int64
	Data json.RawMessage
}

// Decode translates u, whose reader is bot. It looks at nothing else and never
// panics; an error means that this update cannot be read, whatever its
// neighbours are. What the bot has no use for is of kind Other;
// content that it does not read is Unread, so that its writer gets an answer.
//
// Source is m:chat:message for a message, m:chat:message:edit_date for an
// edit, c:id for a press, s:chat:date:status for the bot's own standing, and
// u:update for Other. A press has no At, for Telegram does not tell when it
// was. A migration has the old group in Chat, whichever of the two reports it.
// Who speaks in the name of a chat, as anonymous admins do, is a Person with
// Bot set and that chat's ID: nobody's identity. A message that answers
// something in another chat has no Reply.
func Decode(u Update, bot Identity) (chat.Incoming, error) {
	in, err := decode(u, bot)
	if err != nil {
		return chat.Incoming{}, fmt.Errorf("decode update %d: %w", u.ID, err)
	}
	return in, nil
}

func decode(u Update, bot Identity) (chat.Incoming, error) {
	var w wireUpdate
	if err := json.Unmarshal(u.Data, &w); err != nil {
		return chat.Incoming{}, withoutValues(err)
	}
	switch {
	case w.Message != nil:
		return w.Message.incoming(u.ID, chat.Message)
	case w.Edited != nil:
		return w.Edited.incoming(u.ID, chat.Edited)
	case w.Press != nil:
		return w.Press.incoming()
	case w.Member != nil && (bot.ID == 0 || w.Member.New.User.ID == bot.ID):
		return w.Member.incoming()
	}
	return other(chat.Incoming{}, u.ID), nil
}

// withoutValues says why JSON cannot be read and nothing of what stands in it: whatever
// is wrong with an update, its words and numbers stay out of the log.
func withoutValues(err error) error {
	var typed *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &typed):
		kind, _, _ := strings.Cut(typed.Value, " ") // behind it stands the number itself
		return fmt.Errorf("json: %s is a %s that does not fit", typed.Field, kind)
	case errors.As(err, &syntax):
		return fmt.Errorf("json: wrong at byte %d", syntax.Offset)
	}
	return errors.New("json: it cannot be read")
}

func (m *wireMessage) incoming(update int64, kind chat.Kind) (chat.Incoming, error) {
	if m.ID == 0 || m.Chat.ID == 0 {
		return chat.Incoming{}, errors.New("message without ids")
	}
	in := chat.Incoming{
		Kind: kind, Source: fmt.Sprintf("m:%d:%d", m.Chat.ID, m.ID),
		Chat: m.Chat.chat(), From: sender(m.From, m.Sender), Message: m.ID, At: moment(m.Date),
		Text: firstOf(m.Text, m.Caption), Reply: m.Reply.reply(), Album: m.Album,
		File: m.file(), Shared: m.shared(), Chosen: m.chosen(),
		Forwarded: m.Origin != nil || m.ForwardDate != 0 || m.Automatic,
	}
	if in.From.ID == anonymousAdmin {
		in.From.ID = in.Chat.ID
	}
	if kind == chat.Edited {
		in.Source += fmt.Sprintf(":%d", m.EditDate)
		in.At = moment(m.EditDate)
	}
	switch {
	case m.MigrateTo != 0:
		in.Kind, in.NewChat = chat.Migrated, m.MigrateTo
	case m.MigrateFrom != 0:
		in.Kind, in.NewChat, in.Chat.ID = chat.Migrated, m.Chat.ID, m.MigrateFrom
	case in.Text == "" && in.File == nil && in.Shared == nil && in.Chosen == nil:
		if in.Unread = m.wireUnread != (wireUnread{}); !in.Unread {
			return other(in, update), nil
		}
	}
	return in, nil
}

func (p *wirePress) incoming() (chat.Incoming, error) {
	if p.ID == "" || p.From.ID == 0 {
		return chat.Incoming{}, errors.New("press without ids")
	}
	in := chat.Incoming{
		Kind: chat.Press, Source: "c:" + p.ID, From: sender(&p.From, nil), Button: clean(p.Data), PressID: p.ID,
	}
	if p.Message != nil {
		in.Chat = p.Message.Chat.chat()
		in.Message = p.Message.ID
	}
	return in, nil
}

func (m *wireMember) incoming() (chat.Incoming, error) {
	if m.Chat.ID == 0 || m.New.Status == "" {
		return chat.Incoming{}, errors.New("member without chat or status")
	}
	standing := chat.CanWrite
	switch m.New.Status {
	case "left", "kicked":
		standing = chat.Gone
	case "restricted":
		if !m.New.Speak {
			standing = chat.Gone
		}
	}
	return chat.Incoming{
		Kind: chat.Member, Source: fmt.Sprintf("s:%d:%d:%s", m.Chat.ID, m.Date, m.New.Status),
		Chat: m.Chat.chat(), From: sender(&m.From, nil), At: moment(m.Date), Standing: standing,
	}, nil
}

func other(in chat.Incoming, update int64) chat.Incoming {
	in.Kind = chat.Other
	in.Source = fmt.Sprintf("u:%d", update)
	return in
}

func (c wireChat) chat() chat.Chat {
	return chat.Chat{ID: c.ID, Private: c.Type == "private", Title: clean(c.Title)}
}

// sender is who speaks: the chat in whose name it is said, if there is one.
func sender(from *wireUser, inTheNameOf *wireChat) chat.Person {
	switch {
	case inTheNameOf != nil:
		return chat.Person{ID: inTheNameOf.ID, Name: clean(inTheNameOf.Title), Bot: true}
	case from == nil:
		return chat.Person{}
	}
	return chat.Person{
		ID: from.ID, Name: fullName(from.First, from.Last), Lang: from.Lang,
		Bot: from.Bot || from.ID == anonymousAdmin,
	}
}

func (r *wireReplied) reply() *chat.Reply {
	if r == nil || r.ID == 0 || r.Topic != nil {
		return nil
	}
	return &chat.Reply{Message: r.ID, From: sender(r.From, r.Sender), Text: firstOf(r.Text, r.Caption)}
}

// file is the one file of a message; of a picture the largest size.
func (f *wireFiles) file() *chat.File {
	for _, one := range []*wireFile{f.Document, f.Video, f.Animation, f.Audio, f.Voice, f.Round} {
		if one != nil && one.ID != "" {
			return &chat.File{ID: one.ID, Name: clean(one.Name), Size: one.Size}
		}
	}
	var largest wireFile
	for _, p := range f.Photo {
		if p.ID != "" && p.W*p.H >= largest.W*largest.H {
			largest = p
		}
	}
	if largest.ID == "" {
		return nil
	}
	return &chat.File{ID: largest.ID, Size: largest.Size, Photo: true}
}

func (m *wireMessage) shared() *chat.SharedContact {
	if m.Contact == nil {
		return nil
	}
	return &chat.SharedContact{User: m.Contact.UserID, Name: fullName(m.Contact.FirstName, m.Contact.LastName)}
}

func (m *wireMessage) chosen() *chat.Chosen {
	shared := m.UsersShared
	if shared == nil {
		shared = m.UserShared
	}
	if shared == nil {
		return nil
	}
	out := &chat.Chosen{Request: shared.Request}
	for _, u := range shared.Users {
		out.Users = append(out.Users, chat.Person{ID: u.ID, Name: fullName(u.First, u.Last)})
	}
	if len(out.Users) > 0 {
		return out
	}
	for _, id := range append(shared.IDs, shared.ID) {
		if id != 0 {
			out.Users = append(out.Users, chat.Person{ID: id})
		}
	}
	return out
}

func moment(unix int64) time.Time {
	if unix == 0 {
		return time.Time{}
	}
	return time.Unix(unix, 0).UTC()
}

func fullName(first, last string) string { return strings.TrimSpace(clean(first) + " " + clean(last)) }

func firstOf(a, b string) string {
	if a != "" {
		return clean(a)
	}
	return clean(b)
}

// clean leaves out the NUL character, which no keyboard has and not every database
// keeps. encoding/json has made everything else valid UTF-8.
func clean(s string) string { return strings.ReplaceAll(s, "\x00", "") }
