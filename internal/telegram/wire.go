package telegram

import tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

// The structs here hold what the bot reads of an update and nothing else, so
// that a field it has no use for can never make an update undecodable. The
// library's own Message knows none of the fields after Bot API 5.5.

type wireUpdate struct {
	Message *wireMessage `json:"message"`
	Edited  *wireMessage `json:"edited_message"`
	Press   *wirePress   `json:"callback_query"`
	Member  *wireMember  `json:"my_chat_member"`
}

type wireMessage struct {
	ID       int64        `json:"message_id"`
	From     *wireUser    `json:"from"`
	Sender   *wireChat    `json:"sender_chat"`
	Chat     wireChat     `json:"chat"`
	Date     int64        `json:"date"`
	EditDate int64        `json:"edit_date"`
	Reply    *wireReplied `json:"reply_to_message"`
	Album    string       `json:"media_group_id"`

	Text    string `json:"text"`
	Caption string `json:"caption"`

	wireFiles
	wireUnread

	Contact     *tgbotapi.Contact `json:"contact"`
	UsersShared *wireShared       `json:"users_shared"`
	UserShared  *wireShared       `json:"user_shared"` // Bot API 6.5 to 6.9

	MigrateTo   int64 `json:"migrate_to_chat_id"`
	MigrateFrom int64 `json:"migrate_from_chat_id"`

	Origin      *struct{} `json:"forward_origin"`
	ForwardDate int64     `json:"forward_date"` // before Bot API 7.0
	Automatic   bool      `json:"is_automatic_forward"`
}

// wireUnread are the kinds of content that are not read; only that they are there
// counts.
type wireUnread struct {
	Sticker   present `json:"sticker"`
	Location  present `json:"location"`
	Venue     present `json:"venue"`
	Poll      present `json:"poll"`
	Dice      present `json:"dice"`
	Game      present `json:"game"`
	Story     present `json:"story"`
	Paid      present `json:"paid_media"`
	Invoice   present `json:"invoice"`
	Checklist present `json:"checklist"`
	Giveaway  present `json:"giveaway"`
}

// present tells that a field is there, whatever it holds.
type present bool

func (p *present) UnmarshalJSON(data []byte) error {
	*p = string(data) != "null"
	return nil
}

// wireFiles are the kinds of files a message can come with.
type wireFiles struct {
	Document  *wireFile  `json:"document"`
	Photo     []wireFile `json:"photo"` // one picture in several sizes
	Video     *wireFile  `json:"video"`
	Animation *wireFile  `json:"animation"`
	Audio     *wireFile  `json:"audio"`
	Voice     *wireFile  `json:"voice"`
	Round     *wireFile  `json:"video_note"`
}

type wireFile struct {
	ID   string `json:"file_id"`
	Name string `json:"file_name"`
	Size int64  `json:"file_size"`
	W    int    `json:"width"`
	H    int    `json:"height"`
}

// wireReplied is the message that was answered.
type wireReplied struct {
	ID      int64     `json:"message_id"`
	From    *wireUser `json:"from"`
	Sender  *wireChat `json:"sender_chat"`
	Text    string    `json:"text"`
	Caption string    `json:"caption"`
	// Topic is set on the message that began a forum topic. Everything in the
	// topic claims to answer it.
	Topic *struct{} `json:"forum_topic_created"`
}

type wireUser struct {
	ID    int64  `json:"id"`
	Bot   bool   `json:"is_bot"`
	First string `json:"first_name"`
	Last  string `json:"last_name"`
	Lang  string `json:"language_code"`
}

type wireChat struct {
	ID    int64  `json:"id"`
	Type  string `json:"type"`
	Title string `json:"title"`
}

// wireShared is the answer of the people chooser in its three spellings.
type wireShared struct {
	Request int64 `json:"request_id"`
	Users   []struct {
		ID    int64  `json:"user_id"`
		First string `json:"first_name"`
		Last  string `json:"last_name"`
	} `json:"users"`
	IDs []int64 `json:"user_ids"` // Bot API 7.0 and 7.1
	ID  int64   `json:"user_id"`  // of user_shared
}

type wirePress struct {
	ID   string   `json:"id"`
	From wireUser `json:"from"`
	Data string   `json:"data"`
	// Message has a date of 0 and nothing but ids where it is too old to show.
	Message *struct {
		ID   int64    `json:"message_id"`
		Chat wireChat `json:"chat"`
	} `json:"message"`
}

type wireMember struct {
	Chat wireChat `json:"chat"`
	From wireUser `json:"from"`
	Date int64    `json:"date"`
	New  struct {
		User   wireUser `json:"user"`
		Status string   `json:"status"`
		// Speak counts for a restricted member only.
		Speak bool `json:"can_send_messages"`
	} `json:"new_chat_member"`
}
