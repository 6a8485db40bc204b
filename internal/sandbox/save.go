package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Save writes the people, chats, files and waiting updates as JSON. The event
// log, faults and rate limits are not part of it.
func (s *Server) Save(w io.Writer) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := json.NewEncoder(w).Encode(s.world); err != nil {
		return fmt.Errorf("save the sandbox: %w", err)
	}
	return nil
}

// Load replaces what the server knows by what Save has written, and changes
// nothing if it cannot read it. The bot stays who the options said.
func (s *Server) Load(r io.Reader) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := newWorld(s.world.Bot)
	if err := json.NewDecoder(r).Decode(&w); err != nil {
		return fmt.Errorf("load the sandbox: %w", err)
	}
	if !w.whole() {
		return errors.New("load the sandbox: a part of the state is missing")
	}
	w.Bot = s.world.Bot
	s.unhookAll()
	s.world = w
	s.rehook()
	s.changed()
	return nil
}

// leap is more than anybody can say between two saves.
const leap = 10000

// Leap moves the numbers of updates, messages, files and presses far on. A server
// that was loaded from a state which may be older than the bot has seen must not
// give a number a second time: the bot takes such an update for one that it has.
func (s *Server) Leap() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.LastUpdate += leap
	s.world.LastMessage += leap
	s.world.LastFile += leap
	s.world.LastPress += leap
	for _, c := range s.world.Chats {
		c.LastMessage += leap
	}
}

// whole reports whether nothing is null that the server relies on.
func (w *world) whole() bool {
	if w.People == nil || w.Chats == nil || w.Files == nil || w.Presses == nil || w.Commands == nil {
		return false
	}
	for _, p := range w.People {
		if p == nil {
			return false
		}
	}
	for _, c := range w.Chats {
		if c == nil || slices.Contains(c.Messages, nil) {
			return false
		}
	}
	for _, f := range w.Files {
		if f == nil {
			return false
		}
	}
	for _, p := range w.Presses {
		if p == nil {
			return false
		}
	}
	return true
}
