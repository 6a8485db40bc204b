package sandbox

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"path"
	"slices"
	"time"
)

// pagePulse is how often a page looks again without being told: the app's
// panels and the tour can change by themselves.
const pagePulse = 10 * time.Second

// events tells the page, as server-sent events, that it should look again.
func (p *page) events(w http.ResponseWriter, r *http.Request) {
	server, stop := p.s.Subscribe()
	defer stop()
	own, cancel := p.watch()
	defer cancel()
	pulse := time.NewTicker(pagePulse)
	defer pulse.Stop()
	out := http.NewResponseController(w)
	if err := out.SetWriteDeadline(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	for {
		if _, err := fmt.Fprint(w, "event: change\ndata:\n\n"); err != nil || out.Flush() != nil {
			return
		}
		select {
		case <-server:
		case <-own:
		case <-pulse.C:
		case <-r.Context().Done():
			return
		case <-p.s.ctx.Done():
			return
		}
	}
}

// asset serves the page's own script and style.
func (p *page) asset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	kind := map[string]string{".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}[path.Ext(name)]
	data, err := pageFiles.ReadFile("page/" + name)
	if err != nil || kind == "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(data) // the reader went away: nothing to do about it
}

// media serves a photo or file of a chat. Only pictures are shown; everything
// else is saved, so that no file becomes a part of the page.
func (p *page) media(w http.ResponseWriter, r *http.Request) {
	f, data, ok := p.s.File(r.PathValue("id"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	kind, how := http.DetectContentType(data), "inline"
	if !slices.Contains([]string{"image/jpeg", "image/png", "image/gif", "image/webp"}, kind) || r.FormValue("save") != "" {
		kind, how = "application/octet-stream", "attachment"
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": f.Name}))
	h.Set("Cache-Control", "private, max-age=3600")
	_, _ = w.Write(data) // the reader went away: nothing to do about it
}
