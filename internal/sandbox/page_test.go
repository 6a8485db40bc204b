package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// testPage is a page on a sandbox with a bot.
type testPage struct {
	*testBot
	h http.Handler
}

func newTestPage(t *testing.T, o PageOptions) *testPage {
	b := newTestBot(t)
	o.Title, o.Zone = "Demo", time.UTC
	return &testPage{b, b.Page(o)}
}

func (p *testPage) get(path string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	return p.serve(httptest.NewRequest(http.MethodGet, path, nil), change...)
}

// ask posts a form as the page's script does.
func (p *testPage) ask(path string, form url.Values, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Origin", "http://127.0.0.1:8080")
	return p.serve(r, change...)
}

func (p *testPage) serve(r *http.Request, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r.Host = "127.0.0.1:8080"
	for _, f := range change {
		f(r)
	}
	w := httptest.NewRecorder()
	p.h.ServeHTTP(w, r)
	return w
}

func (p *testPage) body(path string) string {
	p.t.Helper()
	w := p.get(path)
	if w.Code != http.StatusOK {
		p.t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

// did posts a form of alice's private chat and fails the test on a refusal.
func (p *testPage) did(path string, form ...string) pageAnswer {
	p.t.Helper()
	v := url.Values{"as": {strconv.Itoa(alice)}, "chat": {strconv.Itoa(alice)}}
	for i := 0; i+1 < len(form); i += 2 {
		v.Set(form[i], form[i+1])
	}
	w := p.ask(path, v)
	var a pageAnswer
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil || w.Code != http.StatusOK {
		p.t.Fatalf("%s %v: %d %s", path, form, w.Code, w.Body)
	}
	return a
}

func (p *testPage) last(chat int64) Message {
	p.t.Helper()
	list := p.Messages(chat)
	if len(list) == 0 {
		p.t.Fatalf("chat %d is empty", chat)
	}
	return list[len(list)-1]
}

func TestPageForbidsWhatItDoesNotNeed(t *testing.T) {
	p := newTestPage(t, PageOptions{})
	for _, path := range []string{"/", "/assets/page.js", "/assets/page.css", "/assets/icon.svg", "/nowhere"} {
		policy := p.get(path).Header().Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: policy %q lacks %s", path, policy, part)
			}
		}
	}
	body := p.body("/")
	if found := regexp.MustCompile(`(?i)<style|\sstyle=|\son\w+=|<script[^>]*>[^<]|(?:src|href)="(?:https?:)?//`).FindString(body); found != "" {
		t.Errorf("the page has %q in it", found)
	}
}

func TestPageRefusesForeignHostsAndOrigins(t *testing.T) {
	p := newTestPage(t, PageOptions{Hosts: []string{"demo.local"}})
	host := func(name string) func(*http.Request) { return func(r *http.Request) { r.Host = name } }
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Del("Origin")
			r.Header.Set(name, value)
		}
	}
	form := url.Values{"as": {"11"}, "chat": {"11"}, "text": {"hello"}}
	for _, c := range []struct {
		name string
		post bool
		set  func(*http.Request)
		code int
	}{
		{"loopback", false, host("127.0.0.1:1"), 200},
		{"loopback v6", false, host("[::1]:8080"), 200},
		{"localhost", false, host("localhost:8080"), 200},
		{"own host", false, host("demo.local:8080"), 200},
		{"foreign host", false, host("evil.example:8080"), 403},
		{"host that looks like ours", false, host("127.0.0.1.evil.example"), 403},
		{"no host", false, host(""), 403},
		{"foreign origin reads", false, header("Origin", "http://evil.example"), 403},
		{"foreign page embeds", false, header("Sec-Fetch-Site", "cross-site"), 403},
		{"own origin", true, header("Origin", "http://127.0.0.1:8080"), 200},
		{"same site", true, header("Sec-Fetch-Site", "same-origin"), 200},
		{"foreign origin", true, header("Origin", "http://evil.example"), 403},
		{"other port", true, header("Origin", "http://127.0.0.1:9090"), 403},
		{"null origin", true, header("Origin", "null"), 403},
		{"cross-site", true, header("Sec-Fetch-Site", "cross-site"), 403},
		{"no origin", true, header("X-Nothing", "1"), 403},
	} {
		var w *httptest.ResponseRecorder
		before := len(p.Messages(alice))
		if c.post {
			w = p.ask("/send", form, c.set)
		} else {
			w = p.get("/", c.set)
		}
		if w.Code != c.code {
			t.Errorf("%s: %d, want %d", c.name, w.Code, c.code)
		}
		if sent := len(p.Messages(alice)) - before; sent != 0 && c.code == 403 {
			t.Errorf("%s: the message was sent nevertheless", c.name)
		}
	}
}

func TestPageChangesNothingOnGet(t *testing.T) {
	p := newTestPage(t, PageOptions{})
	for _, path := range []string{"/send", "/press", "/react", "/read", "/users", "/contact", "/block", "/panel", "/tour", "/language", "/group"} {
		if w := p.get(path + "?as=11&chat=11&text=hello"); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("GET %s: %d", path, w.Code)
		}
	}
}

func TestPageShowsHostileTextAsText(t *testing.T) {
	const bad = `<script>alert(1)</script><img src=x onerror=alert(1)>"'&`
	p := newTestPage(t, PageOptions{
		People: func() []PagePerson { return []PagePerson{{User: alice, Label: bad, Group: bad}} },
		Panels: func(string) []PagePanel {
			return []PagePanel{{ID: "x", Title: bad, Text: bad, Buttons: []PageButton{{ID: bad, Label: bad}}}}
		},
		Tour: []TourStep{{ID: "a", Title: bad, Text: bad, Suggest: bad}},
	})
	p.AddUser(User{ID: alice, FirstName: bad})
	m := p.say(alice, alice, bad)
	p.say(alice, alice, bad, Quote(m.ID, bad), Document(bad, []byte("x")))
	p.ok("sendMessage", "chat_id", alice, "text", bad, "reply_markup", inlineRow(dataButton(bad, `"><b>`)))
	p.ok("sendMessage", "chat_id", alice, "text", "keys", "reply_markup", map[string]any{"keyboard": [][]any{{bad}}})
	p.AddGroup(bad, alice)
	body := p.body("/?as=11&start=" + url.QueryEscape(bad))
	if strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x") || strings.Contains(body, `"><b>`) {
		t.Error("hostile text became HTML")
	}
}

func TestPageDrawsMessagesAsTelegramDoes(t *testing.T) {
	p := newTestPage(t, PageOptions{})
	p.ok("sendMessage", "chat_id", alice, "parse_mode", "HTML",
		"text", `<b>bold</b> /status <a href="https://t.me/sandbox_bot?start=CODE-1">join</a> <a href="https://example.com/">away</a> <tg-spoiler>secret</tg-spoiler>`)
	body := p.body("/?as=11&chat=11")
	for _, want := range []string{
		"<b>bold</b>", `form="say" name="text" class="tg-command" value="/status"`, `<a data-go href="?as=11&amp;chat=11&amp;start=CODE-1">join</a>`,
		`<a href="https://example.com/" target="_blank" rel="noopener noreferrer nofollow">away</a>`, `class="tg-spoiler" data-toggle role="button"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	p.say(bob, p.group(), "see /status")
	if body := p.body("/?as=11&chat=" + strconv.FormatInt(p.group(), 10)); !strings.Contains(body, `value="/status@sandbox_bot"`) {
		t.Error("a command clicked in a group is not addressed to the bot")
	}
}

func TestPageSends(t *testing.T) {
	p := newTestPage(t, PageOptions{})
	p.did("/send", "text", "one\r\ntwo")
	first := p.last(alice)
	if first.Text != "one\ntwo" || first.From.ID != alice {
		t.Fatalf("sent %+v", first)
	}
	p.did("/send", "text", "answer", "reply", strconv.Itoa(first.ID), "quote", "two")
	if m := p.last(alice); m.ReplyTo == nil || m.ReplyTo.ID != first.ID || m.ReplyTo.Quote != "two" {
		t.Errorf("reply: %+v", m.ReplyTo)
	}
	p.did("/send", "text", "answer", "reply", strconv.Itoa(first.ID), "quote", "three")
	if m := p.last(alice); m.ReplyTo == nil || m.ReplyTo.Quote != "" {
		t.Errorf("a quote that is not there: %+v", m.ReplyTo)
	}
	p.did("/send", "text", "better", "edit", strconv.Itoa(first.ID))
	if m, _ := p.Message(alice, first.ID); m.Text != "better" || m.EditDate.IsZero() {
		t.Errorf("edited: %+v", m)
	}
	p.did("/react", "react", strconv.Itoa(first.ID)+"|👍")
	if m, _ := p.Message(alice, first.ID); len(m.Reactions) != 1 {
		t.Errorf("reactions: %v", m.Reactions)
	}
	p.did("/react", "react", strconv.Itoa(first.ID)+"|👍")
	if m, _ := p.Message(alice, first.ID); len(m.Reactions) != 0 {
		t.Errorf("reactions after taking it back: %v", m.Reactions)
	}
	if w := p.ask("/send", url.Values{"as": {"11"}, "chat": {"11"}, "text": {" "}}); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "没有发出") {
		t.Errorf("an empty message: %d %s", w.Code, w.Body)
	}
	if w := p.ask("/send", url.Values{"as": {"13"}, "chat": {strconv.FormatInt(p.group(), 10)}, "text": {"x"}}); w.Code != http.StatusConflict {
		t.Errorf("a stranger writes into the group: %d", w.Code)
	}
}

func TestPageSendsAndServesFiles(t *testing.T) {
	p := newTestPage(t, PageOptions{})
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range map[string]string{"as": "11", "chat": "11", "text": "caption"} {
		_ = form.WriteField(name, value)
	}
	for name, data := range map[string][]byte{"票.html": []byte("<script>alert(1)</script>"), "a.png": picture.Bytes()} {
		part, _ := form.CreateFormFile("file", name)
		_, _ = part.Write(data)
	}
	_ = form.Close()
	r := httptest.NewRequest(http.MethodPost, "/send", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if w := p.serve(r); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/?as=11&chat=11" {
		t.Fatalf("without a script: %d %v", w.Code, w.Header())
	}
	list := p.Messages(alice)
	list = list[len(list)-2:]
	if list[0].Album == "" || list[0].Album != list[1].Album || list[0].Text != "caption" || list[1].Text != "" {
		t.Errorf("album: %+v", list)
	}
	for _, m := range list {
		f, kind := m.Document, "attachment"
		if f == nil {
			f, kind = m.Photo, "inline"
		}
		w := p.get("/media/" + f.ID)
		if got := w.Header().Get("Content-Disposition"); !strings.HasPrefix(got, kind) {
			t.Errorf("%s: %s", f.Name, got)
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(w.Header().Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%s: %v", f.Name, w.Header())
		}
		if strings.Contains(w.Header().Get("Content-Type"), "html") {
			t.Errorf("%s is served as %s", f.Name, w.Header().Get("Content-Type"))
		}
	}
}

func TestPagePressWaitsForTheAnswer(t *testing.T) {
	p := newTestPage(t, PageOptions{})
	sent := decoded[wireMessage](t, p.ok("sendMessage", "chat_id", alice, "text", "?", "reply_markup", inlineRow(dataButton("Yes", "a|b"))))
	answered := make(chan result)
	go func() {
		answered <- p.call("answerCallbackQuery", "callback_query_id", p.nextCallback(), "text", "收到", "show_alert", true)
	}()
	if a := p.did("/press", "press", strconv.Itoa(sent.MessageID)+"|a|b"); a.Toast != "收到" || !a.Alert {
		t.Errorf("answer: %+v", a)
	}
	if r := <-answered; !r.OK {
		t.Errorf("the bot's answer: %+v", r)
	}
	if w := p.ask("/press", url.Values{"as": {"11"}, "chat": {"11"}, "press": {strconv.Itoa(sent.MessageID) + "|gone"}}); w.Code != http.StatusConflict {
		t.Errorf("a button that is not there: %d %s", w.Code, w.Body)
	}
}

// nextCallback fetches updates until there is a press, and returns its id.
func (b *testBot) nextCallback() string {
	for {
		for _, u := range decoded[[]struct {
			ID       int64         `json:"update_id"`
			Callback *wireCallback `json:"callback_query"`
		}](b.t, b.ok("getUpdates", "timeout", 20)) {
			b.ok("getUpdates", "offset", u.ID+1)
			if u.Callback != nil {
				return u.Callback.ID
			}
		}
	}
}

func TestPageChooserAnswersTheButtonThatAsked(t *testing.T) {
	p := newTestPage(t, PageOptions{})
	p.ok("sendMessage", "chat_id", alice, "text", "who?", "reply_markup", map[string]any{"keyboard": [][]any{{
		map[string]any{"text": "Choose", "request_users": map[string]any{"request_id": 7, "max_quantity": 2}},
		map[string]any{"text": "Mine", "request_contact": true}}}})
	body := p.body("/?as=11&chat=11")
	if !strings.Contains(body, `data-choose="7" data-max="2"`) || !strings.Contains(body, "data-own-contact") {
		t.Error("the reply keyboard does not ask for people")
	}
	if w := p.ask("/users", url.Values{"as": {"11"}, "chat": {"11"}, "request": {"7"}, "user": {"12", "13"}}); w.Code != 200 {
		t.Fatalf("users: %d %s", w.Code, w.Body)
	}
	if m := p.last(alice); len(m.Shared) != 2 || m.Shared[0] != bob {
		t.Errorf("shared: %v", m.Shared)
	}
	p.did("/contact", "user", "12")
	if m := p.last(alice); m.Contact != bob {
		t.Errorf("contact: %+v", m)
	}
}

func TestPageOffersTheCommandsOfTheChat(t *testing.T) {
	p := newTestPage(t, PageOptions{})
	p.ok("setMyCommands", "commands", []Command{{"tasks", "list of tasks"}}, "scope", map[string]string{"type": "all_private_chats"})
	p.ok("setMyCommands", "commands", []Command{{"status", "how it stands"}}, "scope", map[string]string{"type": "all_group_chats"})
	private, group := p.body("/?as=11&chat=11"), p.body("/?as=11&chat="+strconv.FormatInt(p.group(), 10))
	if !strings.Contains(private, `data-command="/tasks"`) || strings.Contains(private, `data-command="/status`) {
		t.Error("private menu")
	}
	if !strings.Contains(group, `data-command="/status@sandbox_bot"`) || strings.Contains(group, `data-command="/tasks`) {
		t.Error("group menu")
	}
}

func TestPageStartsAChatAndFollowsACode(t *testing.T) {
	p := newTestPage(t, PageOptions{})
	if body := p.body("/?as=13"); !strings.Contains(body, `value="/start"`) || strings.Contains(body, "<textarea") {
		t.Error("a chat that was never opened has no start button")
	}
	if body := p.body("/?as=11&chat=11&start=CODE-1"); !strings.Contains(body, `value="/start CODE-1"`) {
		t.Error("a link that was followed has no start button")
	}
	p.did("/send", "as", "13", "chat", "13", "text", "/start CODE-1", "go", "1")
	if m := p.last(stranger); m.Text != "/start CODE-1" {
		t.Errorf("sent %q", m.Text)
	}
	p.did("/block", "as", "13", "block", "on")
	if body := p.body("/?as=13"); !strings.Contains(body, `name="block" value="off"`) {
		t.Error("a blocked bot cannot be let back in")
	}
}

func TestPageCountsWhatIsUnread(t *testing.T) {
	p := newTestPage(t, PageOptions{})
	p.say(bob, bob, "/start")
	p.ok("sendMessage", "chat_id", bob, "text", "one")
	p.ok("sendMessage", "chat_id", bob, "text", "two")
	badge := regexp.MustCompile(`<li id="p12"[\s\S]*?</li>`)
	if got := badge.FindString(p.body("/?as=11")); !strings.Contains(got, `class="badge" aria-label="2条未读">2<`) {
		t.Errorf("bob's badge: %s", got)
	}
	p.did("/read", "as", "12", "chat", "12", "message", strconv.Itoa(p.last(bob).ID))
	if got := badge.FindString(p.body("/?as=11")); strings.Contains(got, "badge") {
		t.Errorf("bob's badge after reading: %s", got)
	}
}

func TestPagePanelsWorkOnceAtATime(t *testing.T) {
	started, release := make(chan struct{}), make(chan error)
	p := newTestPage(t, PageOptions{
		Panels: func(lang string) []PagePanel {
			return []PagePanel{{ID: "clock", Title: "Clock " + lang, Text: "08:55", Buttons: []PageButton{{ID: "next", Label: "Next", Busy: "Walking"}}}}
		},
		OnButton: func(_ context.Context, panel, button string) error {
			started <- struct{}{}
			return <-release
		},
	})
	form := url.Values{"as": {"11"}, "chat": {"11"}, "panel": {"clock|next"}}
	first := make(chan *httptest.ResponseRecorder)
	go func() { first <- p.ask("/panel", form) }()
	<-started
	if body := p.body("/"); !strings.Contains(body, "Walking") || !strings.Contains(body, `aria-busy="true"`) || !strings.Contains(body, "Clock zh") {
		t.Error("the page does not show that the panel is at work")
	}
	if w := p.ask("/panel", form); w.Code != http.StatusConflict {
		t.Errorf("a second press: %d", w.Code)
	}
	release <- errors.New("no such day")
	if w := <-first; !strings.Contains(w.Body.String(), "no such day") {
		t.Errorf("the error: %s", w.Body)
	}
	if body := p.body("/?lang=en"); strings.Contains(body, "Walking") || !strings.Contains(body, "Clock en") {
		t.Error("the panel is at work for ever, or speaks the wrong language")
	}
	form.Set("panel", "clock|other")
	if w := p.ask("/panel", form); w.Code != http.StatusConflict {
		t.Errorf("a button that is not there: %d", w.Code)
	}
}

func TestPageTourGoesOnWhenAStepIsDone(t *testing.T) {
	happened := 0
	p := newTestPage(t, PageOptions{Tour: []TourStep{
		{ID: "a", Title: "第一步", TitleEn: "Step one", Person: bob, Happened: func() int { return happened }},
		{ID: "b", Title: "第二步", TitleEn: "Step two"},
	}})
	heading := regexp.MustCompile(`<h2 id="tour-title">(.*?)</h2>`)
	at := func() string { return heading.FindString(p.body("/?as=11&lang=en")) }
	if !strings.Contains(at(), "Step one") || !strings.Contains(p.body("/?as=11"), `href="?as=12&amp;chat=12"`) {
		t.Errorf("at first: %s", at())
	}
	happened = 1
	if !strings.Contains(at(), "Step two") {
		t.Errorf("after the event: %s", at())
	}
	happened = 0
	if !strings.Contains(at(), "Step two") {
		t.Errorf("a step that was done came back: %s", at())
	}
	happened = 5
	for _, c := range []struct{ tour, at string }{
		{"again:a", "Step one"}, // what has happened before does not count
		{"skip:a", "Step two"}, {"skip:b", "Tour complete"}, {"skip:nothing", "Tour complete"}, {"all", "Step one"},
	} {
		if p.did("/tour", "tour", c.tour); !strings.Contains(at(), c.at) {
			t.Errorf("%s: at %s, want %s", c.tour, at(), c.at)
		}
	}
	happened = 6
	if !strings.Contains(at(), "Step two") {
		t.Errorf("a step that was done again: %s", at())
	}
	w := p.ask("/tour", url.Values{"tour": {"off"}})
	left := p.get("/?as=11", func(r *http.Request) { r.AddCookie(w.Result().Cookies()[0]) }).Body.String()
	if strings.Contains(left, `id="tour-title"`) || !strings.Contains(left, `name="tour" value="on"`) {
		t.Error("the tour cannot be left, or not taken up again")
	}
}

func TestPageRemembersTheLanguage(t *testing.T) {
	p := newTestPage(t, PageOptions{})
	w := p.get("/?lang=en")
	if !strings.Contains(w.Body.String(), `<html lang="en">`) {
		t.Error("lang=en is not English")
	}
	again := p.get("/", func(r *http.Request) { r.AddCookie(w.Result().Cookies()[0]) })
	if !strings.Contains(again.Body.String(), `<html lang="en">`) {
		t.Error("the language is forgotten")
	}
	if body := p.body("/"); !strings.Contains(body, `<html lang="zh-CN">`) {
		t.Error("the page is not Chinese by itself")
	}
}

// A browser that asks for another language than Chinese is answered in English
// until its reader chooses.
func TestPageSpeaksTheLanguageOfTheBrowser(t *testing.T) {
	var told []string
	p := newTestPage(t, PageOptions{OnLanguage: func(_ context.Context, lang string) error {
		told = append(told, lang)
		return nil
	}})
	for header, want := range map[string]string{
		"": "zh-CN", "zh-TW,zh;q=0.9,en;q=0.8": "zh-CN", "en-GB,en;q=0.9,zh;q=0.8": "en", "de": "en", "*": "zh-CN", ",": "zh-CN",
	} {
		w := p.get("/", func(r *http.Request) { r.Header.Set("Accept-Language", header) })
		if !strings.Contains(w.Body.String(), `<html lang="`+want+`">`) {
			t.Errorf("%q is not answered in %s", header, want)
		}
	}
	w := p.ask("/language", url.Values{"as": {"11"}, "chat": {"11"}, "language": {"zh"}})
	chosen := p.get("/", func(r *http.Request) {
		r.AddCookie(w.Result().Cookies()[0])
		r.Header.Set("Accept-Language", "en")
	})
	if !strings.Contains(chosen.Body.String(), `<html lang="zh-CN">`) || len(told) != 1 || told[0] != "zh" {
		t.Errorf("the reader's choice: told %v", told)
	}
	if w := p.ask("/language", url.Values{"language": {"fr"}}); w.Code != http.StatusConflict || len(told) != 1 {
		t.Errorf("a language there is not: %d, told %v", w.Code, told)
	}
}

// A group made on the page has the reader, those chosen and the bot in it.
func TestPageMakesAGroup(t *testing.T) {
	p := newTestPage(t, PageOptions{})
	a := p.did("/group", "request", " 领导小组 ", "user", "12")
	where, _ := url.Parse(a.Go)
	id, _ := strconv.ParseInt(where.Query().Get("chat"), 10, 64)
	if body := p.body("/" + a.Go); id >= 0 || !strings.Contains(body, "领导小组") {
		t.Errorf("went to %q", a.Go)
	}
	if m := p.say(bob, id, "/status@sandbox_bot"); m.From.ID != bob {
		t.Errorf("sent %+v", m)
	}
	for _, title := range []string{"", " ", strings.Repeat("长", 86)} {
		if w := p.ask("/group", url.Values{"as": {"11"}, "chat": {"11"}, "request": {title}}); w.Code != http.StatusConflict {
			t.Errorf("%q: %d", title, w.Code)
		}
	}
}

// Every word the page uses is in both languages, and none is there for nothing.
func TestPageWordsAreComplete(t *testing.T) {
	words := loadWords()
	for key := range words["zh"].texts {
		if _, ok := words["en"].texts[key]; !ok {
			t.Errorf("no English for %s", key)
		}
	}
	for key := range words["en"].texts {
		if _, ok := words["zh"].texts[key]; !ok {
			t.Errorf("no Chinese for %s", key)
		}
	}
	var source strings.Builder
	for _, name := range []string{"page.html", "chat.html", "side.html"} {
		data, err := pageFiles.ReadFile("page/" + name)
		if err != nil {
			t.Fatal(err)
		}
		source.Write(data)
	}
	for _, used := range regexp.MustCompile(`\.T "([^"]+)"`).FindAllStringSubmatch(source.String(), -1) {
		if _, ok := words["zh"].texts[used[1]]; !ok {
			t.Errorf("the templates use %s, which is no word", used[1])
		}
	}
	p := newTestPage(t, PageOptions{})
	for _, service := range []string{GroupCreated, MemberJoined, MemberLeft, MessagePinned, MigratedTo, MigratedFrom} {
		if _, ok := words["zh"].texts["service-"+service]; !ok {
			t.Errorf("no words for %s", service)
		}
	}
	for _, path := range []string{"/", "/?lang=en", "/?as=13", "/?as=11&chat=" + strconv.FormatInt(p.group(), 10)} {
		if found := regexp.MustCompile(`>\[[a-z-]+\]|%!`).FindString(p.body(path)); found != "" {
			t.Errorf("%s shows %s", path, found)
		}
	}
}

func TestPageEventsTellOfAChange(t *testing.T) {
	p := newTestPage(t, PageOptions{})
	server := httptest.NewServer(p.h)
	defer server.Close()
	defer p.Close() // or the stream keeps the server open
	resp, err := http.Get(server.URL + "/events")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if kind := resp.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Errorf("content type %q", kind)
	}
	event := make([]byte, len("event: change\ndata:\n\n"))
	for range 2 { // the first comes at once
		if _, err := io.ReadFull(resp.Body, event); err != nil || !strings.HasPrefix(string(event), "event: change\n") {
			t.Fatalf("%q %v", event, err)
		}
		p.say(alice, alice, "hello")
	}
}
