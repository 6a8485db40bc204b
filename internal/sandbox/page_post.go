package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// pageAnswer is what the page does when something was asked for.
type pageAnswer struct {
	Error string `json:"error,omitempty"`
	Toast string `json:"toast,omitempty"`
	Alert bool   `json:"alert,omitempty"` // the toast has to be acknowledged
	Go    string `json:"go,omitempty"`    // address to open
}

// action does what a form asks for.
type action func(w http.ResponseWriter, r *http.Request, words *pageWords) pageAnswer

const (
	answerWait = 30 * time.Second // for the bot's answer to a press
	formMemory = 32 << 20
	maxTitle   = 255 // bytes of a group's name
)

// post answers with JSON, and sends a browser without scripts back to the page.
func (p *page) post(do action) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		words := p.language(w, r)
		if err := r.ParseMultipartForm(formMemory); err != nil && !errors.Is(err, http.ErrNotMultipart) {
			replyJSON(w, pageAnswer{Error: words.T("too-big")})
			return
		}
		if r.MultipartForm != nil {
			defer r.MultipartForm.RemoveAll()
		}
		a := do(w, r, words)
		if strings.Contains(r.Header.Get("Accept"), "application/json") {
			replyJSON(w, a)
			return
		}
		to := a.Go
		if to == "" {
			to = pageAddress(pageNumber(r, "as"), pageNumber(r, "chat"), "")
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
	}
}

func replyJSON(w http.ResponseWriter, a pageAnswer) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if a.Error != "" {
		w.WriteHeader(http.StatusConflict)
	}
	_ = json.NewEncoder(w).Encode(a) // the reader went away: nothing to do about it
}

// send sends, or edits, a message with its files.
func (p *page) send(_ http.ResponseWriter, r *http.Request, words *pageWords) pageAnswer {
	me, chat, text := pageNumber(r, "as"), pageNumber(r, "chat"), lines(r.FormValue("text"))
	if id := pageNumber(r, "edit"); id != 0 {
		return failed(words, "not-edited", p.s.Edit(me, chat, int(id), text))
	}
	var common []MessageOption
	if id := int(pageNumber(r, "reply")); id != 0 {
		common = append(common, ReplyTo(id))
		if to, ok := p.s.Message(chat, id); ok && r.FormValue("quote") != "" && strings.Contains(to.Text, lines(r.FormValue("quote"))) {
			common = append(common, Quote(id, lines(r.FormValue("quote"))))
		}
	}
	if r.FormValue("forward") != "" {
		common = append(common, Forwarded())
	}
	files, err := uploads(r)
	if err != nil {
		return failed(words, "not-sent", err)
	}
	if len(files) == 0 {
		_, err := p.s.Send(me, chat, text, common...)
		a := failed(words, "not-sent", err)
		if err == nil && r.FormValue("go") != "" {
			a.Go = pageAddress(me, chat, "")
		}
		return a
	}
	if len(files) > 1 {
		common = append(common, AlbumID("album-"+strconv.FormatInt(time.Now().UnixNano(), 36)))
	}
	for _, file := range files {
		if _, err := p.s.Send(me, chat, text, append(slices.Clone(common), file)...); err != nil {
			return failed(words, "not-sent", err)
		}
		text = "" // the caption stands under the first
	}
	return pageAnswer{}
}

// uploads reads the files of a form: pictures become photos unless they are
// too big for that or were sent as files.
func uploads(r *http.Request) (out []MessageOption, err error) {
	if r.MultipartForm == nil {
		return nil, nil
	}
	for _, h := range r.MultipartForm.File["file"] {
		if h.Filename == "" {
			continue
		}
		data, err := readUpload(h)
		if err != nil {
			return nil, err
		}
		kind := http.DetectContentType(data)
		picture := kind == "image/jpeg" || kind == "image/png" || kind == "image/gif"
		if picture && len(data) <= maxPhoto && checkPhoto(data) == nil && r.FormValue("as-file") == "" {
			out = append(out, Photo(h.Filename, data))
		} else {
			out = append(out, Document(h.Filename, data))
		}
	}
	return out, nil
}

func readUpload(h *multipart.FileHeader) ([]byte, error) {
	f, err := h.Open()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", h.Filename, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxDocument+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", h.Filename, err)
	}
	if len(data) == 0 || len(data) > maxDocument {
		return nil, fmt.Errorf("%s has %d bytes, not 1 to %d", h.Filename, len(data), maxDocument)
	}
	return data, nil
}

// lines undoes what forms do to line breaks.
func lines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

func failed(words *pageWords, key string, err error) pageAnswer {
	if err == nil {
		return pageAnswer{}
	}
	return pageAnswer{Error: words.T(key, err)}
}

// press presses a button and waits for the bot's answer, as the button does.
func (p *page) press(_ http.ResponseWriter, r *http.Request, words *pageWords) pageAnswer {
	id, data, _ := strings.Cut(r.FormValue("press"), "|")
	message, _ := strconv.Atoi(id) // what is no number is no message
	changes, cancel := p.s.Subscribe()
	defer cancel()
	pressed, err := p.s.Press(pageNumber(r, "as"), pageNumber(r, "chat"), message, lines(data))
	if err != nil {
		return failed(words, "not-pressed", err)
	}
	ctx, stop := context.WithTimeout(r.Context(), answerWait)
	defer stop()
	for {
		if text, alert, answered := p.s.Answer(pressed.ID); answered {
			return pageAnswer{Toast: text, Alert: alert}
		}
		select {
		case <-changes:
		case <-ctx.Done():
			return pageAnswer{}
		case <-p.s.ctx.Done():
			return pageAnswer{}
		}
	}
}

// react sets a reaction, or takes it back when it is there already.
func (p *page) react(_ http.ResponseWriter, r *http.Request, words *pageWords) pageAnswer {
	id, emoji, _ := strings.Cut(r.FormValue("react"), "|")
	message, _ := strconv.Atoi(id) // what is no number is no message
	me, chat := pageNumber(r, "as"), pageNumber(r, "chat")
	if m, ok := p.s.Message(chat, message); ok && slices.Contains(m.Reactions, Reaction{From: me, Emoji: emoji}) {
		emoji = ""
	}
	return failed(words, "failed", p.s.React(me, chat, message, emoji))
}

// read notes how far a person has read a chat.
func (p *page) read(_ http.ResponseWriter, r *http.Request, _ *pageWords) pageAnswer {
	key, id := [2]int64{pageNumber(r, "as"), pageNumber(r, "chat")}, int(pageNumber(r, "message"))
	p.update(func() { p.seen[key] = max(p.seen[key], id) })
	return pageAnswer{}
}

// users answers the button that asked for people.
func (p *page) users(_ http.ResponseWriter, r *http.Request, words *pageWords) pageAnswer {
	me := pageNumber(r, "as")
	_, err := p.s.Send(me, pageNumber(r, "chat"), "", UsersShared(int(pageNumber(r, "request")), chosen(r)...))
	return failed(words, "not-sent", err)
}

// group makes a group of the reader, the people chosen and the bot.
func (p *page) group(_ http.ResponseWriter, r *http.Request, words *pageWords) pageAnswer {
	me, title := pageNumber(r, "as"), strings.TrimSpace(r.FormValue("request"))
	if _, ok := p.s.pageUser(me); !ok || title == "" || len(title) > maxTitle {
		return pageAnswer{Error: words.T("no-group")}
	}
	members := []int64{me}
	for _, user := range chosen(r) {
		if _, ok := p.s.pageUser(user); ok && !slices.Contains(members, user) {
			members = append(members, user)
		}
	}
	return pageAnswer{Go: pageAddress(me, p.s.AddGroup(title, members...), "")}
}

// contact shares the contact of the people chosen, one message for each.
func (p *page) contact(_ http.ResponseWriter, r *http.Request, words *pageWords) pageAnswer {
	for _, user := range chosen(r) {
		if _, err := p.s.Send(pageNumber(r, "as"), pageNumber(r, "chat"), "", ContactShared(user)); err != nil {
			return failed(words, "not-sent", err)
		}
	}
	return pageAnswer{}
}

func chosen(r *http.Request) (out []int64) {
	for _, text := range r.Form["user"] {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			out = append(out, n)
		}
	}
	return out
}

// block blocks the bot, or lets it write again.
func (p *page) block(_ http.ResponseWriter, r *http.Request, _ *pageWords) pageAnswer {
	if r.FormValue("block") == "on" {
		p.s.Block(pageNumber(r, "as"))
	} else {
		p.s.Unblock(pageNumber(r, "as"))
	}
	return pageAnswer{}
}

// panel lets the app do what a panel's button says. Leaving the page does not
// stop it.
func (p *page) panel(_ http.ResponseWriter, r *http.Request, words *pageWords) pageAnswer {
	panel, button, _ := strings.Cut(r.FormValue("panel"), "|")
	if p.o.OnButton == nil || p.o.Panels == nil || !p.offers(words.Lang, panel, button) {
		return pageAnswer{Error: words.T("failed", "no such button")}
	}
	free := false
	p.update(func() {
		if free = p.busy[panel] == ""; free {
			p.busy[panel] = button
		}
	})
	if !free {
		return pageAnswer{Error: words.T("busy")}
	}
	defer p.update(func() { delete(p.busy, panel) })
	return failed(words, "failed", p.o.OnButton(p.s.ctx, panel, button))
}

func (p *page) offers(lang, panel, button string) bool {
	for _, one := range p.o.Panels(lang) {
		if one.ID == panel && slices.ContainsFunc(one.Buttons, func(b PageButton) bool { return b.ID == button }) {
			return true
		}
	}
	return false
}
