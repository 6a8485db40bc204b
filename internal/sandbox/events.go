package sandbox

import "time"

// What an [Event] can report.
const (
	EventRequest      = "request"             // the bot called a method; getUpdates too
	EventDelivered    = "delivered"           // a message of the bot reached a chat
	EventEdited       = "edited"              // a message of the bot was changed
	EventDeleted      = "deleted"             // the bot deleted a message
	EventPinned       = "pinned"              // the bot pinned a message
	EventAnswered     = "answered"            // the bot answered a button press
	EventRefused      = "refused"             // a call failed; Code and Description say how
	EventFault        = "fault"               // a fault asked for with Fail was played
	EventQueued       = "update queued"       // the bot has something to fetch
	EventAcknowledged = "update acknowledged" // the bot will not be given it again
	EventExpired      = "update expired"      // Telegram no longer keeps it
)

// Event is one line of the server's log, which holds what really happened,
// whatever the bot was told.
type Event struct {
	Time        time.Time
	Kind        string
	Method      string // as Telegram spells it
	Chat        int64
	Message     int
	Update      int64
	Code        int
	Description string
	Text        string
}

// Requests returns the log since the server was made, oldest first.
func (s *Server) Requests() []Event { return s.RequestsFrom(0) }

// RequestsFrom returns the log without its first n events, for a reader that
// has seen them and follows a long log.
func (s *Server) RequestsFrom(n int) []Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Event(nil), s.events[min(n, len(s.events)):]...)
}

// Happened is how many events the log holds.
func (s *Server) Happened() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.events)
}

// Subscribe returns a channel that has a value whenever something a person or
// the bot can see has changed since it was last read. Call cancel when done.
func (s *Server) Subscribe() (events <-chan struct{}, cancel func()) {
	ch := make(chan struct{}, 1)
	s.mu.Lock()
	s.watchers[ch] = true
	s.mu.Unlock()
	return ch, func() {
		s.mu.Lock()
		delete(s.watchers, ch)
		s.mu.Unlock()
	}
}

// Count is how many lines of a kind the log has. It costs nothing, however long
// the log is.
func (s *Server) Count(kind string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts[kind]
}

func (s *Server) record(e Event) {
	e.Time = s.now()
	s.counts[e.Kind]++
	s.events = append(s.events, e)
}

func (s *Server) changed() {
	for ch := range s.watchers {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}
