package sandbox

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

func (p *page) addMessages(v *pageView, limit int) {
	tail, more, pinned := p.s.pageTail(v.Chat.ID, limit)
	if more {
		v.Earlier = pageAddress(v.Me.ID, v.Chat.ID, "") + "&n=" + strconv.Itoa(limit+2*pageMessages)
	}
	v.Pinned = pinned
	now := p.now()
	var before *Message
	for i := range tail {
		m := &tail[i]
		at := m.Date.In(p.o.Zone)
		if before == nil || before.Date.In(p.o.Zone).Format(time.DateOnly) != at.Format(time.DateOnly) {
			v.Entries = append(v.Entries, viewEntry{ID: "d" + at.Format("20060102"), Line: v.day(at, now)})
			before = nil
		}
		v.Entries = append(v.Entries, p.entry(v, *m, before))
		before = m
	}
	if n := len(tail); n > 0 && tail[n-1].ForceReply && tail[n-1].From.ID == v.Bot.ID {
		v.Force = tail[n-1].ID
	}
}

func (p *page) entry(v *pageView, m Message, before *Message) viewEntry {
	at := m.Date.In(p.o.Zone)
	e := viewEntry{
		ID: "m" + strconv.Itoa(m.ID), Message: m, Mine: m.From.ID == v.Me.ID, FromBot: m.From.ID == v.Bot.ID,
		First: before == nil || before.Service != "" || before.From.ID != m.From.ID || m.Date.Sub(before.Date) > pageGroupGap,
		HTML:  v.text(m), Time: at.Format("15:04"), Full: v.day(at, p.now()) + " " + at.Format("15:04:05"),
		Name: m.From.Name(), Keyboard: m.Keyboard,
	}
	if m.Service != "" {
		to, _ := p.s.Message(m.Chat, int(m.About))
		e.Line = v.service(m, v.Snippet(to.Text))
		return e
	}
	e.Who = e.Name
	if e.Mine {
		e.Who = v.T("me")
	}
	if m.Photo != nil {
		e.Width, e.Height = p.s.pageDimensions(m.Photo.ID)
	}
	e.Reactions = v.reactions(m)
	return e
}

func (v *pageView) reactions(m Message) (out []viewReaction) {
	for _, r := range m.Reactions {
		name := v.Person(r.From)
		at := slices.IndexFunc(out, func(have viewReaction) bool { return have.Emoji == r.Emoji })
		if at < 0 {
			out = append(out, viewReaction{Emoji: r.Emoji})
			at = len(out) - 1
		} else {
			name = out[at].Names + v.T("and") + name
		}
		out[at].Count++
		out[at].Names = name
		out[at].Mine = out[at].Mine || r.From == v.Me.ID
	}
	return out
}

// line is a message in one line, as the list of chats shows it.
func (v *pageView) line(c pageChat, m Message) string {
	if m.Service != "" {
		return v.service(m, v.Snippet(c.Pinned))
	}
	text := strings.Join(strings.Fields(m.Text), " ")
	if about := v.about(m); about != "" {
		text = strings.TrimSpace(about + " " + text)
	}
	switch {
	case m.From.ID == v.Me.ID:
		text = v.T("line-mine", text)
	case c.isGroup():
		text = v.T("line-of", m.From.Name(), text)
	}
	return cut(text, 80)
}

// about is what a message carries beside text.
func (v *pageView) about(m Message) string {
	switch {
	case m.Photo != nil:
		return v.T("photo")
	case m.Document != nil:
		return v.T("file-named", m.Document.Name)
	case m.Contact != 0:
		return v.T("contact")
	case len(m.Shared) > 0:
		return v.T("people-shared")
	}
	return ""
}

// service words a message that nobody wrote. pinned is the text of the message
// it is about, if it is about one.
func (v *pageView) service(m Message, pinned string) string {
	switch {
	case m.Service != MessagePinned:
		return v.T("service-"+m.Service, m.From.Name(), v.Person(m.About))
	case pinned == "":
		return v.T("service-pinned", m.From.Name())
	}
	return v.T("service-"+m.Service, m.From.Name(), cut(pinned, 30))
}
