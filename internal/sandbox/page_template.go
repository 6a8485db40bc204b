package sandbox

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// With is an entry together with the page, for the template of one message.
func (v *pageView) With(e viewEntry) struct {
	View  *pageView
	Entry viewEntry
} {
	return struct {
		View  *pageView
		Entry viewEntry
	}{v, e}
}

// About is what a message carries beside text.
func (v *pageView) About(m *Message) string { return v.about(*m) }

// Emoji are the reactions one can choose from.
func (v *pageView) Emoji() []string { return []string{"👍", "❤", "👏", "🎉", "🤔", "👀"} }

// Here is the page's address without the code of a link that was followed.
func (v *pageView) Here() string { return pageAddress(v.Me.ID, v.Chat.ID, "") }

// List is the address of the list of chats.
func (v *pageView) List() string { return pageAddress(v.Me.ID, 0, "") }

// Addressed is a command of the menu as it is sent here.
func (v *pageView) Addressed(command string) string { return v.addressed("/" + command) }

// OtherLang is the language one can switch to.
func (v *pageView) OtherLang() string {
	if v.Lang == "en" {
		return "zh"
	}
	return "en"
}

// Inside is where a button's link leads on this page, "" if it leads away.
func (v *pageView) Inside(href string) string { return v.inside(href) }

// Size is how large a file is.
func (v *pageView) Size(bytes int64) string { return v.size(bytes) }

// Lower is what a search field looks in.
func (v *pageView) Lower(texts ...string) string { return strings.ToLower(strings.Join(texts, " ")) }

// Snippet is the beginning of a text in one line.
func (v *pageView) Snippet(text string) string {
	return cut(strings.Join(strings.Fields(text), " "), 80)
}

// Initial is what stands in for a picture.
func (v *pageView) Initial(name string) string {
	r, _ := utf8.DecodeRuneInString(strings.TrimSpace(name))
	if r == utf8.RuneError {
		return "?"
	}
	return strings.ToUpper(string(r))
}

// Colour is one of seven, always the same for an id.
func (v *pageView) Colour(id int64) int64 { return (id%7 + 7) % 7 }

// Members names the first of a chat's people.
func (v *pageView) Members() string {
	names := v.Chat.Names
	if len(names) > 12 {
		names = append(slices.Clone(names[:12]), "…")
	}
	return strings.Join(names, v.T("and"))
}

// Person is the name of somebody, the bot included.
func (v *pageView) Person(id int64) string {
	if id == v.Bot.ID {
		return v.Bot.Name()
	}
	for _, u := range v.Users {
		if u.ID == id {
			return u.Name()
		}
	}
	return strconv.FormatInt(id, 10)
}
