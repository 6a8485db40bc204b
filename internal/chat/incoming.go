package chat

import (
	"slices"
	"time"
)

// Kind tells what an Incoming is.
type Kind string

const (
	Message  Kind = "message"  // somebody wrote, or sent a file or a contact
	Edited   Kind = "edited"   // somebody changed what he had written
	Press    Kind = "press"    // somebody pressed a button under a message
	Member   Kind = "member"   // the bot's own standing in a chat changed
	Migrated Kind = "migrated" // a group got a new identity
	Arrived  Kind = "arrived"  // a job brought what it was to find
	Other    Kind = "other"    // nothing the bot reads; acknowledged and dropped
)

// Incoming is one thing that reached the bot.
type Incoming struct {
	Kind    Kind
	Source  string // unique for what was done, however often it is delivered: m:chat:message[:edit], c:press, f:chat:message
	Chat    Chat
	From    Person
	Message int64 // the message written, edited or pressed under
	At      time.Time
	Text    string // text or caption
	Reply   *Reply // what it answers
	Album   string // identity shared by the messages of one album

	Button  string // data of the button pressed
	PressID string // to answer the press with

	File      *File
	Shared    *SharedContact
	Chosen    *Chosen
	Forwarded bool
	Unread    bool // it holds something that is not read here: a sticker, a place, a poll
	Late      bool // it was said At an earlier time and could not be taken then

	Standing Standing // of the bot, with Member
	NewChat  int64    // with Migrated

	Work string // with Arrived: the kind of the job
	Data []byte // with Arrived: what it brought, nothing when it failed
	// Broke tells that it failed because it breaks whatever works on it.
	Broke bool
}

// Renamed is the same with each name that people or groups gave themselves replaced by
// what becomes of it.
func (in Incoming) Renamed(name func(string) string) Incoming {
	in.From.Name, in.Chat.Title = name(in.From.Name), name(in.Chat.Title)
	if in.Reply != nil {
		reply := *in.Reply
		reply.From.Name = name(reply.From.Name)
		in.Reply = &reply
	}
	if in.Shared != nil {
		shared := *in.Shared
		shared.Name = name(shared.Name)
		in.Shared = &shared
	}
	if in.Chosen != nil {
		chosen := *in.Chosen
		chosen.Users = slices.Clone(chosen.Users)
		for i, p := range chosen.Users {
			chosen.Users[i].Name = name(p.Name)
		}
		in.Chosen = &chosen
	}
	return in
}

// Chat is where something was said.
type Chat struct {
	ID      int64
	Private bool
	Title   string
}

// Person is who said it, as the platform names him.
type Person struct {
	ID   int64
	Name string
	Lang string // the language of his app, as a BCP 47 tag
	Bot  bool
}

// Reply is the message that was answered.
type Reply struct {
	Message int64
	From    Person
	Text    string
}

// File is something that came with a message.
type File struct {
	ID    string
	Name  string
	Size  int64
	Photo bool
}

// SharedContact is a person sent as a contact card. User is zero when the card
// is of nobody the platform knows.
type SharedContact struct {
	User int64
	Name string
}

// Chosen is the answer of the platform's people chooser.
type Chosen struct {
	Request int64
	Users   []Person
}

// Standing is what the bot may do in a chat.
type Standing string

const (
	CanWrite Standing = "can-write"
	Gone     Standing = "gone" // blocked by the person, or put out of the group
)
