package sandbox

import "time"

// User is a person or the bot.
type User struct {
	ID           int64
	FirstName    string
	LastName     string
	Username     string
	LanguageCode string
	IsBot        bool
}

// Name is how Telegram shows a user.
func (u User) Name() string {
	if u.LastName == "" {
		return u.FirstName
	}
	return u.FirstName + " " + u.LastName
}

// Chat is a chat as a person sees it in the list.
type Chat struct {
	ID         int64
	Type       string // private, group or supergroup
	Title      string
	Members    []int64 // people, without the bot
	Opened     bool    // the bot may write here
	Blocked    bool    // private: the person blocked the bot
	BotIn      bool    // groups: the bot is a member
	BotAdmin   bool
	MigratedTo int64 // the supergroup this group became, 0 if none
}

// Message is a message as a person sees it.
type Message struct {
	ID       int
	Chat     int64
	From     User
	Date     time.Time
	EditDate time.Time // zero if never edited
	Text     string    // plain, after parsing; the caption of a photo or file
	HTML     string    // Text as safe HTML; line breaks stay "\n"
	Entities []Entity

	Keyboard       [][]Button // under the message
	ReplyKeyboard  [][]Button // below the input line, until replaced or removed
	RemoveKeyboard bool
	ForceReply     bool
	Placeholder    string // for the input line, with ReplyKeyboard or ForceReply

	ReplyTo   *Reply
	Pinned    bool
	Photo     *File
	Document  *File
	Album     string // messages of one album share it
	Forwarded bool
	Contact   int64 // the shared person
	Shared    []int64
	Service   string // what happened, for messages nobody wrote; see Service constants
	About     int64  // the user, chat or message a service message is about
	Reactions []Reaction
	Hidden    bool // privacy mode kept it from the bot
}

// What a service message reports.
const (
	GroupCreated  = "group_chat_created"
	MemberJoined  = "new_chat_members"
	MemberLeft    = "left_chat_member"
	MessagePinned = "pinned_message"
	MigratedTo    = "migrate_to_chat_id"
	MigratedFrom  = "migrate_from_chat_id"
)

// Reply says which message another one answers.
type Reply struct {
	ID    int
	From  User
	Text  string // the beginning of the message answered
	Quote string // the part quoted by hand, "" if none
}

// Reaction is one person's emoji on a message.
type Reaction struct {
	From  int64
	Emoji string
}

// File is a photo or a document.
type File struct {
	ID   string
	Name string
	MIME string
	Size int64
}

// Button is a button of an inline keyboard (Data or URL or Copy is set) or of
// a reply keyboard (which sends its text or asks for something).
type Button struct {
	Text string
	Data string
	URL  string
	Copy string

	RequestUsers   *UsersRequest
	RequestContact bool
}

// UsersRequest is a button that opens the people chooser.
type UsersRequest struct {
	ID        int
	Max       int
	Bots      *bool // nil: people and bots
	WithNames bool
}

// Command is an entry of the bot's menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// Entity is a part of a text that is more than plain; Offset and Length count
// UTF-16 units.
type Entity struct {
	Type     string
	Offset   int
	Length   int
	URL      string
	Language string
	User     int64
}
