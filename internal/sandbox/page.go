package sandbox

import (
	"context"
	"embed"
	"html/template"
	"net/http"
	"sync"
	"time"
)

// PageOptions is all the chat page knows of the program around it. Everything
// but Title may be left empty.
type PageOptions struct {
	Title   string         // of the page
	TitleEn string         // "" is Title
	Lang    string         // "zh" (also "") or "en"; the reader can switch
	Zone    *time.Location // in which times are shown; nil is time.Local
	Hosts   []string       // names under which the page is served beside the loopback ones, without port

	// People is who the reader can be. It is asked whenever the page is drawn;
	// nil is everyone the server knows.
	People func() []PagePerson

	// Panels are boxes beside the chat, in the language asked for. They are
	// asked for whenever the page is drawn, every ten seconds at least.
	Panels func(lang string) []PagePanel

	// OnButton is called when a panel's button is pressed, never twice at a
	// time for one panel. It may take its time; ctx ends with the server, not
	// with the request. The reader is shown the error's text.
	OnButton func(ctx context.Context, panelID, buttonID string) error

	// OnLanguage is called when the reader changes the language of the page.
	OnLanguage func(ctx context.Context, lang string) error

	// Tour is shown to readers until they leave it.
	Tour []TourStep
}

// PagePerson is somebody the reader can be.
type PagePerson struct {
	User    int64
	Label   string // who he is, beside his name
	LabelEn string // "" is Label
	Group   string // under which he is listed
	GroupEn string // "" is Group
}

// PagePanel is a box of the app's own beside the chat.
type PagePanel struct {
	ID      string
	Title   string
	Text    string // plain; line breaks are kept
	Buttons []PageButton
}

// PageButton is a button of a panel.
type PageButton struct {
	ID    string
	Label string
	Busy  string // the label while OnButton runs, "" is Label
}

// TourStep is one step of the guided tour. The tour goes on by itself once
// the event has happened as often as it needs to, counted since the tour
// began or the step was taken up again.
type TourStep struct {
	ID                 string
	Title, TitleEn     string     // the English ones may be empty
	Text, TextEn       string     // plain; line breaks are kept
	Person             int64      // whom to be, 0 is anyone
	Chat               int64      // where to look, 0 is the person's chat with the bot
	Suggest, SuggestEn string     // what to write, taken over with a click; "" is nothing
	Reply              func() int // the message of the chat that Suggest answers, 0 for none; nil is none
	Panel, Button      string     // a panel's button that stands in the step itself
	Happened           func() int // how often the event has happened, ever; nil is never
	Need               int        // how often it must, 0 is once
}

//go:embed page
var pageFiles embed.FS

// page is the chat page and what it remembers of its readers.
type page struct {
	s     *Server
	o     PageOptions
	words map[string]*pageWords
	html  *template.Template

	mu       sync.Mutex
	seen     map[[2]int64]int  // person and chat: the last message read
	busy     map[string]string // panel: the button at work
	done     map[string]bool   // tour steps
	since    map[string]int    // how often a step's event had happened when the step was taken up again
	watchers map[chan struct{}]bool
}

// Page returns a chat page on the server: a messenger in which the reader can
// be any of the people. It answers only to loopback names and o.Hosts, and
// never changes anything on a GET. It may be mounted under a prefix.
func (s *Server) Page(o PageOptions) http.Handler {
	if o.Zone == nil {
		o.Zone = time.Local
	}
	if o.TitleEn == "" {
		o.TitleEn = o.Title
	}
	p := &page{
		s: s, o: o, words: loadWords(),
		html:     template.Must(template.New("").ParseFS(pageFiles, "page/*.html")),
		seen:     map[[2]int64]int{},
		busy:     map[string]string{},
		done:     map[string]bool{},
		since:    map[string]int{},
		watchers: map[chan struct{}]bool{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.show)
	mux.HandleFunc("GET /events", p.events)
	mux.HandleFunc("GET /assets/{name}", p.asset)
	mux.HandleFunc("GET /media/{id}", p.media)
	for name, do := range map[string]action{
		"send": p.send, "press": p.press, "react": p.react, "read": p.read, "users": p.users,
		"contact": p.contact, "block": p.block, "panel": p.panel, "tour": p.tour, "language": p.setLanguage, "group": p.group,
	} {
		mux.HandleFunc("POST /"+name, p.post(do))
	}
	return p.guard(mux)
}

// watch returns a channel that has a value when the page's own state changed.
func (p *page) watch() (changes <-chan struct{}, cancel func()) {
	ch := make(chan struct{}, 1)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.watchers[ch] = true
	return ch, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.watchers, ch)
	}
}

// update changes the page's own state and tells the readers.
func (p *page) update(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
	for ch := range p.watchers {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}
