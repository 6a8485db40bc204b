package sandbox

import (
	"bytes"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"time"
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
		Reply       int // message that Suggest answers, 0 for none
	}
	viewStep struct {
		ID, Title, Text, Suggest string
		Press                    *viewPress
		Done                     bool
	}
	// viewPress is a panel's button that stands elsewhere.
	viewPress struct {
		Value, Label, Working string
		Busy                  bool // a button of that panel is at work
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
