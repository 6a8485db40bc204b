package sandbox

import (
	"net/http"
	"strconv"
	"strings"
)

// ServeHTTP answers /bot<token>/<method> and /file/bot<token>/<path>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if path, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		s.serveFile(w, r, path)
		return
	}
	path, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, method, slash := strings.Cut(path, "/")
	if !ok || !slash {
		write(w, notFound("").reply())
		return
	}
	c := &call{method: strings.ToLower(method)}
	if no := c.read(r); no != nil {
		write(w, no.reply())
		return
	}
	if no := s.checkToken(token); no != nil {
		s.refuse(c, no)
		write(w, no.reply())
		return
	}
	s.play(w, r, c)
}

// checkToken tells a token nobody could have from one that is merely not ours.
func (s *Server) checkToken(token string) *refusal {
	if token == s.token {
		return nil
	}
	id, _, colon := strings.Cut(token, ":")
	n, err := strconv.ParseInt(id, 10, 64)
	if token == "" || token[0] == '0' || len(token) > 80 || !colon || err != nil || n <= 0 || n >= 1<<54 {
		return unauthorized(": invalid token specified")
	}
	return unauthorized("")
}

func write(w http.ResponseWriter, r reply) {
	for name, values := range r.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(r.body)))
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body) // the bot hung up: nothing to do about it
}

func (s *Server) refuse(c *call, no *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.record(Event{
		Kind: EventRefused, Method: s.properName(c), Chat: c.number("chat_id"),
		Message: int(c.number("message_id")), Code: no.code, Description: no.text,
	})
}
