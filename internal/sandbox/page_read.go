package sandbox

import (
	"maps"
	"sort"
)

// pageRead is what the page reads from the server at one moment.
type pageRead struct {
	chats  []pageChat    // of the person, newest first
	unread map[int64]int // by person, over all chats
	users  []User        // who still exist
}

// pageChat is one of a person's chats with what its line in the list shows.
type pageChat struct {
	chat
	Names   []string // of the members
	Opened  bool
	Blocked bool
	Last    *Message
	Pinned  string // text of the message that Last tells was pinned
	Unread  int
}

// readFor reads everything but the messages of the open chat. seen holds the
// last message each person has read in each chat.
func (s *Server) readFor(me int64, seen map[[2]int64]int) pageRead {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.world.Presses { // who pressed a button has seen its message
		key := [2]int64{p.Press.From, p.Press.Chat}
		seen[key] = max(seen[key], p.Press.Message)
	}
	out := pageRead{unread: map[int64]int{}}
	for _, p := range s.world.People {
		if !p.Gone {
			out.users = append(out.users, p.User)
		}
	}
	sort.Slice(out.users, func(i, j int) bool { return out.users[i].ID < out.users[j].ID })
	for _, c := range s.world.Chats {
		if c.MigratedTo != 0 {
			continue
		}
		for _, user := range c.Members {
			n := c.unread(user, seen[[2]int64{user, c.ID}])
			out.unread[user] += n
			if user == me {
				out.chats = append(out.chats, s.pageChat(c, n))
			}
		}
	}
	if s.world.Chats[me] == nil { // nothing was ever said there
		out.chats = append(out.chats, s.pageChat(&chat{ID: me, Type: "private", Members: []int64{me}}, 0))
	}
	sort.SliceStable(out.chats, func(i, j int) bool { return newer(out.chats[i], out.chats[j]) })
	return out
}

// newer puts the chat with the latest message first.
func newer(a, b pageChat) bool {
	switch {
	case a.Last == nil || b.Last == nil:
		return a.Last != nil || b.Last == nil && a.ID > b.ID
	case !a.Last.Date.Equal(b.Last.Date):
		return a.Last.Date.After(b.Last.Date)
	}
	return a.ID > b.ID
}

func (s *Server) pageChat(c *chat, unread int) pageChat {
	out := pageChat{chat: *c, Opened: c.BotLeft == "", Unread: unread}
	out.Messages = nil
	if p := s.world.People[c.ID]; p != nil {
		out.Opened, out.Blocked = p.Opened, p.Blocked
	}
	for _, id := range c.Members {
		out.Names = append(out.Names, s.user(id).Name())
	}
	if n := len(c.Messages); n > 0 {
		last := s.view(c, c.Messages[n-1])
		out.Last = &last
		if to := c.find(int(last.About)); to != nil && last.Service == MessagePinned {
			out.Pinned = to.Text
		}
	}
	return out
}

// unread counts what others wrote since the person last read or wrote here.
func (c *chat) unread(user int64, seen int) (n int) {
	for i := len(c.Messages) - 1; i >= 0; i-- {
		m := c.Messages[i]
		if m.ID <= seen || m.From == user {
			break
		}
		if m.Service == "" {
			n++
		}
	}
	return n
}

// pageTail returns the last messages of a chat, whether there are earlier
// ones, and the pinned message.
func (s *Server) pageTail(id int64, limit int) (tail []Message, more bool, pinned *Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.world.Chats[id]
	if c == nil {
		return nil, false, nil
	}
	from := max(len(c.Messages)-limit, 0)
	for _, m := range c.Messages[from:] {
		tail = append(tail, s.view(c, m))
	}
	if m := c.pinned(); m != nil {
		v := s.view(c, m)
		pinned = &v
	}
	return tail, from > 0, pinned
}

// pageKeyboard is what stands below the input line: buttons and a hint.
func (s *Server) pageKeyboard(id int64) (rows [][]Button, hint string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.world.Chats[id]
	if c == nil {
		return nil, ""
	}
	k := c.replyKeyboard()
	if k == nil {
		return nil, ""
	}
	return copyRows(k.Keyboard), k.Placeholder
}

// pageDimensions is the width and height of a photo, so that the page does
// not jump when it arrives.
func (s *Server) pageDimensions(id string) (width, height int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.world.Files[id]; f != nil {
		return f.Width, f.Height
	}
	return 0, 0
}

// pageUser returns a person who exists and has not gone.
func (s *Server) pageUser(id int64) (User, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.world.People[id]
	if p == nil || p.Gone {
		return User{}, false
	}
	return p.User, true
}

func (p *page) marks() map[[2]int64]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return maps.Clone(p.seen)
}
