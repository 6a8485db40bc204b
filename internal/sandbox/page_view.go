package sandbox

import (
	"bytes"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// pageView is everything the template shows.
type pageView struct {
	*pageWords
	Title   string
	Bot     User
	Me      User
	MeLabel string
	Picked  bool // the address names a chat: on a phone it is shown alone

	People []viewGroup
	Users  []viewUser // for the people chooser
	Chats  []viewChat
	Others int // unread messages of everyone else

	Chat     viewChat
	Entries  []viewEntry
	Earlier  string // address with more of the chat, "" if it is all there
	Pinned   *Message
	Force    int // message the bot wants a reply to, 0 for none
	Foot     string
	Start    string // code of a link that was followed
	Keys     [][]Button
	Hint     string
	Commands []Command

	Panels   []viewPanel
	Tour     *viewTour
	TourBack bool // the reader has left the tour
}

// What stands below the messages.
const (
	footCompose = "compose" // the input line
	footStart   = "start"
	footBlocked = "blocked"
	footGone    = "gone" // the bot is not in this group
)

type (
	viewGroup struct {
		Name   string
		People []viewPerson
	}
	viewPerson struct {
		viewUser
		Unread int
		Me     bool
		Go     string
	}
	viewUser struct {
		User
		Label string
	}
	viewChat struct {
		pageChat
		Title   string
		Private bool
		Current bool
		Line    string // of the last message
		Stamp   string
		Go      string
	}
	// viewEntry is a message, or a date or service line between messages.
	viewEntry struct {
		ID            string
		Line          string
		Message       Message
		Mine, FromBot bool
		First         bool // of several by the same person
		Name          string
		Who           string // for screen readers
		HTML          template.HTML
		Time, Full    string
		Keyboard      [][]Button
		Reactions     []viewReaction
		Width, Height int
	}
	viewReaction struct {
		Emoji string
		Count int
		Mine  bool
		Names string
	}
	viewPanel struct {
		PagePanel
		Busy string // the button at work
	}
	viewTour struct {
		Steps       []viewStep
		Step        *viewStep // nil when all are done
		Number, All int
		Passed      int
		Go          string // to be the right person in the right place
		Person      string
	}
	viewStep struct {
		ID, Title, Text, Suggest string
		Done                     bool
	}
)

const (
	pageMessages = 120 // shown at first, and more on request
	pageGroupGap = 10 * time.Minute
)

func (p *page) show(w http.ResponseWriter, r *http.Request) {
	words := p.language(w, r)
	v, ok := p.view(words, r)
	if !ok {
		http.Error(w, words.T("nobody"), http.StatusNotFound)
		return
	}
	var out bytes.Buffer
	if err := p.html.ExecuteTemplate(&out, "page.html", v); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(out.Bytes()) // the reader went away: nothing to do about it
}

// view is the page for the person and chat in the address; false if there is
// nobody one could be.
func (p *page) view(words *pageWords, r *http.Request) (*pageView, bool) {
	people := p.people()
	me, ok := p.reader(r, people)
	if !ok {
		return nil, false
	}
	read := p.s.readFor(me.ID, p.marks())
	v := &pageView{pageWords: words, Title: words.pick(p.o.Title, p.o.TitleEn), Bot: p.s.Bot(), Me: me}
	if code := r.FormValue("start"); startCode.MatchString(code) {
		v.Start = code
	}
	v.addPeople(people, read)
	v.addChats(read, pageNumber(r, "chat"), p.now())
	v.Picked = r.FormValue("chat") != ""
	limit := max(int(pageNumber(r, "n")), pageMessages)
	p.addMessages(v, limit)
	p.addFoot(v)
	p.addPanels(v)
	p.addTour(v, r)
	return v, true
}

func (p *page) now() time.Time { return p.s.now().In(p.o.Zone) }

// people is who the reader can be.
func (p *page) people() []PagePerson {
	if p.o.People != nil {
		return p.o.People()
	}
	var out []PagePerson
	for _, u := range p.s.Users() {
		out = append(out, PagePerson{User: u.ID})
	}
	return out
}

// reader is who the address says, or else the first person.
func (p *page) reader(r *http.Request, people []PagePerson) (User, bool) {
	if u, ok := p.s.pageUser(pageNumber(r, "as")); ok {
		return u, true
	}
	for _, one := range people {
		if u, ok := p.s.pageUser(one.User); ok {
			return u, true
		}
	}
	return User{}, false
}

func pageNumber(r *http.Request, name string) int64 {
	n, _ := strconv.ParseInt(r.FormValue(name), 10, 64) // what is no number is nobody and nothing
	return n
}

func (v *pageView) addPeople(people []PagePerson, read pageRead) {
	labels := map[int64]string{}
	for _, one := range people {
		labels[one.User] = v.pick(one.Label, one.LabelEn)
		at := slices.IndexFunc(read.users, func(u User) bool { return u.ID == one.User })
		if at < 0 {
			continue
		}
		person := viewPerson{
			viewUser: viewUser{read.users[at], labels[one.User]}, Unread: read.unread[one.User],
			Me: one.User == v.Me.ID, Go: pageAddress(one.User, 0, ""),
		}
		if v.Start != "" {
			person.Go = pageAddress(one.User, one.User, v.Start)
		}
		if !person.Me {
			v.Others += person.Unread
		}
		v.group(v.pick(one.Group, one.GroupEn)).add(person)
	}
	v.MeLabel = labels[v.Me.ID]
	for _, u := range read.users {
		v.Users = append(v.Users, viewUser{u, labels[u.ID]})
	}
}

func (v *pageView) group(name string) *viewGroup {
	for i := range v.People {
		if v.People[i].Name == name {
			return &v.People[i]
		}
	}
	v.People = append(v.People, viewGroup{Name: name})
	return &v.People[len(v.People)-1]
}

func (g *viewGroup) add(p viewPerson) { g.People = append(g.People, p) }

// addChats lists the person's chats and opens the one asked for.
func (v *pageView) addChats(read pageRead, open int64, now time.Time) {
	if !slices.ContainsFunc(read.chats, func(c pageChat) bool { return c.ID == open }) {
		open = v.Me.ID
	}
	for _, c := range read.chats {
		one := viewChat{pageChat: c, Title: c.Title, Private: !c.isGroup(), Current: c.ID == open, Go: pageAddress(v.Me.ID, c.ID, "")}
		if one.Private {
			one.Title = v.Bot.Name()
		}
		if c.Last != nil {
			one.Line = v.line(c, *c.Last)
			one.Stamp = v.stamp(c.Last.Date.In(now.Location()), now)
		}
		v.Chats = append(v.Chats, one)
		if one.Current {
			v.Chat = one
		}
	}
}

// line is a message in one line, as the list of chats shows it.
func (v *pageView) line(c pageChat, m Message) string {
	if m.Service != "" {
		return v.service(m, "")
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

func (p *page) addFoot(v *pageView) {
	v.Foot = footCompose
	switch {
	case v.Chat.Private && v.Chat.Blocked:
		v.Foot = footBlocked
	case v.Chat.Private && (v.Start != "" || !v.Chat.Opened):
		v.Foot = footStart
	case !v.Chat.Opened:
		v.Foot = footGone
	}
	v.Keys, v.Hint = p.s.pageKeyboard(v.Chat.ID)
	v.Commands = p.s.Menu(v.Chat.ID, v.Me.ID)
}

func (p *page) addPanels(v *pageView) {
	if p.o.Panels == nil {
		return
	}
	for _, one := range p.o.Panels(v.Lang) {
		p.mu.Lock()
		busy := p.busy[one.ID]
		p.mu.Unlock()
		v.Panels = append(v.Panels, viewPanel{one, busy})
	}
}

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
