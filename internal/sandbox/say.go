package sandbox

import "fmt"

// MessageOption adds to a message sent with Send.
type MessageOption func(*draft)

// draft is a message before it is sent.
type draft struct {
	message message
	file    *upload
	photo   bool
}

// ReplyTo makes the message a reply.
func ReplyTo(messageID int) MessageOption {
	return func(d *draft) { d.message.ReplyTo = messageID }
}

// Quote makes the message a reply to a part of the message it answers.
func Quote(messageID int, part string) MessageOption {
	return func(d *draft) { d.message.ReplyTo, d.message.Quote = messageID, part }
}

// Forwarded makes the message one that was written elsewhere, by the same person.
func Forwarded() MessageOption { return func(d *draft) { d.message.Forwarded = true } }

// Photo attaches a picture; the text becomes its caption.
func Photo(name string, bytes []byte) MessageOption {
	return func(d *draft) { d.file, d.photo = &upload{name, bytes}, true }
}

// Document attaches a file; the text becomes its caption.
func Document(name string, bytes []byte) MessageOption {
	return func(d *draft) { d.file, d.photo = &upload{name, bytes}, false }
}

// Caption is the text of a photo or document, for readers who look for it here.
func Caption(text string) MessageOption { return func(d *draft) { d.message.Text = text } }

// ContactShared shares a person's contact.
func ContactShared(user int64) MessageOption {
	return func(d *draft) { d.message.Contact = user }
}

// UsersShared answers the people chooser of the button with this request id,
// which the chat must show.
func UsersShared(requestID int, users ...int64) MessageOption {
	return func(d *draft) { d.message.Shared = &shared{Request: requestID, Users: users} }
}

// AlbumID puts the message into an album.
func AlbumID(id string) MessageOption { return func(d *draft) { d.message.Album = id } }

// Send sends a message as a person; chat is his own id or a group's. The first
// one to the bot opens the private chat.
func (s *Server) Send(from, chat int64, text string, opts ...MessageOption) (Message, error) {
	d := &draft{message: message{Text: text, From: from}}
	for _, opt := range opts {
		opt(d)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.seenBy(from, chat)
	if err != nil {
		return Message{}, err
	}
	m, err := s.write(c, d)
	if err != nil {
		return Message{}, fmt.Errorf("send as %d to %d: %w", from, chat, err)
	}
	return s.view(c, m), nil
}
