package sandbox

import (
	"context"
	"net"
	"net/http"
	"strings"
	"time"
)

// FaultKind is a way in which a call can go wrong on the way.
type FaultKind int

// The first word says whether the call took effect.
const (
	Before     FaultKind = iota // no effect; answered with Code and Description
	After                       // took effect; answered with Code and Description nevertheless
	Reset                       // no effect; the connection breaks
	ResetAfter                  // took effect; the connection breaks before the answer
	Hang                        // no effect, no answer until the bot gives up
	HangAfter                   // took effect, no answer until the bot gives up
	CutBody                     // took effect; the answer ends in its middle
	Status                      // no effect; answered with the status Code and Body as it stands
	Slow                        // took effect, rightly answered; only Delay matters
)

// Fault is something that will go wrong with the next calls that match.
type Fault struct {
	Method string // "" is any, "file" a download
	Chat   int64  // 0 is any
	Times  int    // 0 is once, negative for ever
	Kind   FaultKind

	Code        int    // 0 is 500, and 429 when RetryAfter is set
	Description string // "" is what the code is called
	RetryAfter  int    // seconds
	Body        string // for Status; HTML unless it begins with a brace
	Delay       time.Duration
}

// Fail asks for a fault. Faults are played in the order asked for.
func (s *Server) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	s.faults = append(s.faults, &f)
}

// Heal forgets all faults that have not been played.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// fault takes the next fault for c, nil if it is to go well.
func (s *Server) fault(c *call) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if f.Method != "" && !strings.EqualFold(f.Method, c.method) || f.Chat != 0 && f.Chat != c.number("chat_id") {
			continue
		}
		if f.Times--; f.Times == 0 {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
		}
		s.record(Event{Kind: EventFault, Method: s.properName(c), Chat: c.number("chat_id"), Code: f.refusal().code, Description: f.refusal().text})
		s.changed()
		once := *f
		return &once
	}
	return nil
}

func (f *Fault) refusal() *refusal {
	no := &refusal{code: f.Code, text: f.Description, retry: f.RetryAfter}
	switch {
	case no.code == 0 && f.RetryAfter > 0:
		no = tooMany(f.RetryAfter)
	case no.code == 0:
		no.code = http.StatusInternalServerError
	}
	if no.text == "" {
		no.text = http.StatusText(no.code)
	}
	if no.code == http.StatusTooManyRequests && f.Description == "" && f.RetryAfter > 0 {
		no.text = tooMany(f.RetryAfter).text
	}
	return no
}

// play does a call and writes the answer, unless a fault comes between.
func (s *Server) play(w http.ResponseWriter, r *http.Request, c *call) {
	s.playFile(w, r, c, func() reply { return s.perform(r.Context(), c) })
}

func (s *Server) playFile(w http.ResponseWriter, r *http.Request, c *call, do func() reply) {
	f := s.fault(c)
	if f == nil {
		write(w, do())
		return
	}
	if f.Delay > 0 && !s.sleep(r.Context(), f.Delay) {
		hangUp(w)
		return
	}
	switch f.Kind {
	case Before:
		write(w, f.refusal().reply())
	case After:
		do()
		write(w, f.refusal().reply())
	case Reset:
		hangUp(w)
	case ResetAfter:
		do()
		hangUp(w)
	case Hang, HangAfter:
		if f.Kind == HangAfter {
			do()
		}
		s.sleep(r.Context(), -1)
		hangUp(w)
	case CutBody:
		cutBody(w, do())
	case Status:
		write(w, f.raw())
	default:
		write(w, do())
	}
}

func (f *Fault) raw() reply {
	kind := "text/html"
	if strings.HasPrefix(f.Body, "{") {
		kind = "application/json"
	}
	return reply{status: f.refusal().code, header: http.Header{"Content-Type": {kind}}, body: []byte(f.Body)}
}

// sleep waits for d, or for ever if d is negative, and reports whether it
// could until the end.
func (s *Server) sleep(ctx context.Context, d time.Duration) bool {
	var over <-chan time.Time
	if d >= 0 {
		timer := time.NewTimer(d)
		defer timer.Stop()
		over = timer.C
	}
	select {
	case <-over:
		return true
	case <-ctx.Done():
	case <-s.ctx.Done():
	}
	return false
}

// cutBody writes half of an answer and breaks the connection.
func cutBody(w http.ResponseWriter, r reply) {
	whole := len(r.body)
	r.body = r.body[:whole/2]
	if m, ok := w.(*memory); ok {
		write(m, r)
		m.hangUp()
		return
	}
	for name, values := range r.header {
		w.Header()[name] = values
	}
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body)
	_ = http.NewResponseController(w).Flush()
	hangUp(w)
}

// hangUp breaks the connection without an answer.
func hangUp(w http.ResponseWriter) {
	if m, ok := w.(*memory); ok {
		m.hangUp()
		return
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // HTTP/2 and the like: the server's own way to say it
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // a reset, not an orderly end
	}
	_ = conn.Close()
}
