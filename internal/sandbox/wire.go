package sandbox

// The types below are what the bot reads: objects of the Bot API, with the
// fields this server fills. contract_test.go compares them with the official
// description.

type wireUser struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

type wireMe struct {
	wireUser
	CanJoinGroups   bool `json:"can_join_groups"`
	ReadsAll        bool `json:"can_read_all_group_messages"`
	InlineQueries   bool `json:"supports_inline_queries"`
	Business        bool `json:"can_connect_to_business"`
	HasMainWebApp   bool `json:"has_main_web_app"`
	HasTopics       bool `json:"has_topics_enabled"`
	UsersMakeTopics bool `json:"allows_users_to_create_topics"`
}

type wireChat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
}

type wireFullChat struct {
	wireChat
	AccentColor   int           `json:"accent_color_id"`
	MaxReactions  int           `json:"max_reaction_count"`
	GiftTypes     wireGiftTypes `json:"accepted_gift_types"`
	PinnedMessage *wireMessage  `json:"pinned_message,omitempty"`
}

type wireGiftTypes struct {
	Unlimited    bool `json:"unlimited_gifts"`
	Limited      bool `json:"limited_gifts"`
	Unique       bool `json:"unique_gifts"`
	Premium      bool `json:"premium_subscription"`
	FromChannels bool `json:"gifts_from_channels"`
}

type wireMessage struct {
	MessageID    int          `json:"message_id"`
	From         *wireUser    `json:"from,omitempty"`
	Chat         wireChat     `json:"chat"`
	Date         int64        `json:"date"`
	EditDate     int64        `json:"edit_date,omitempty"`
	Forward      *wireOrigin  `json:"forward_origin,omitempty"`
	ForwardFrom  *wireUser    `json:"forward_from,omitempty"` // legacy, and still sent
	ForwardDate  int64        `json:"forward_date,omitempty"`
	ReplyTo      *wireMessage `json:"reply_to_message,omitempty"`
	Quote        *wireQuote   `json:"quote,omitempty"`
	MediaGroupID string       `json:"media_group_id,omitempty"`

	Text            string       `json:"text,omitempty"`
	Entities        []wireEntity `json:"entities,omitempty"`
	Caption         string       `json:"caption,omitempty"`
	CaptionEntities []wireEntity `json:"caption_entities,omitempty"`
	Photo           []wirePhoto  `json:"photo,omitempty"`
	Document        *wireFile    `json:"document,omitempty"`
	Contact         *wireContact `json:"contact,omitempty"`
	UsersShared     *wireShared  `json:"users_shared,omitempty"`

	GroupCreated  bool         `json:"group_chat_created,omitempty"`
	NewMembers    []wireUser   `json:"new_chat_members,omitempty"`
	LeftMember    *wireUser    `json:"left_chat_member,omitempty"`
	MigrateTo     int64        `json:"migrate_to_chat_id,omitempty"`
	MigrateFrom   int64        `json:"migrate_from_chat_id,omitempty"`
	PinnedMessage *wireMessage `json:"pinned_message,omitempty"`

	ReplyMarkup *wireInline `json:"reply_markup,omitempty"`
}

type wireOrigin struct {
	Type   string   `json:"type"`
	Date   int64    `json:"date"`
	Sender wireUser `json:"sender_user"`
}

type wireQuote struct {
	Text     string `json:"text"`
	Position int    `json:"position"`
	Manual   bool   `json:"is_manual,omitempty"`
}

type wireEntity struct {
	Type     string    `json:"type"`
	Offset   int       `json:"offset"`
	Length   int       `json:"length"`
	URL      string    `json:"url,omitempty"`
	User     *wireUser `json:"user,omitempty"`
	Language string    `json:"language,omitempty"`
}

type wirePhoto struct {
	FileID   string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Width    int    `json:"width"`
	Height   int    `json:"height"`
	Size     int64  `json:"file_size,omitempty"`
}

type wireFile struct {
	FileID   string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Name     string `json:"file_name,omitempty"`
	MIME     string `json:"mime_type,omitempty"`
	Size     int64  `json:"file_size,omitempty"`
}

type wirePath struct {
	FileID   string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Size     int64  `json:"file_size,omitempty"`
	Path     string `json:"file_path,omitempty"`
}

type wireContact struct {
	Phone     string `json:"phone_number"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name,omitempty"`
	UserID    int64  `json:"user_id,omitempty"`
}

type wireShared struct {
	RequestID int              `json:"request_id"`
	Users     []wireSharedUser `json:"users"`
}

type wireSharedUser struct {
	UserID    int64  `json:"user_id"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	Username  string `json:"username,omitempty"`
}

type wireInline struct {
	Rows [][]wireButton `json:"inline_keyboard"`
}

type wireButton struct {
	Text string    `json:"text"`
	URL  string    `json:"url,omitempty"`
	Data string    `json:"callback_data,omitempty"`
	Copy *wireCopy `json:"copy_text,omitempty"`
}

type wireCopy struct {
	Text string `json:"text"`
}

type wireCallback struct {
	ID           string       `json:"id"`
	From         wireUser     `json:"from"`
	Message      *wireMessage `json:"message,omitempty"`
	ChatInstance string       `json:"chat_instance"`
	Data         string       `json:"data,omitempty"`
}

type wireMemberUpdate struct {
	Chat wireChat `json:"chat"`
	From wireUser `json:"from"`
	Date int64    `json:"date"`
	Old  any      `json:"old_chat_member"`
	New  any      `json:"new_chat_member"`
}

type wireReactionUpdate struct {
	Chat      wireChat       `json:"chat"`
	MessageID int            `json:"message_id"`
	User      *wireUser      `json:"user,omitempty"`
	Date      int64          `json:"date"`
	Old       []wireReaction `json:"old_reaction"`
	New       []wireReaction `json:"new_reaction"`
}

type wireReaction struct {
	Type  string `json:"type"`
	Emoji string `json:"emoji"`
}

type wireHook struct {
	URL            string   `json:"url"`
	Certificate    bool     `json:"has_custom_certificate"`
	Pending        int      `json:"pending_update_count"`
	IP             string   `json:"ip_address,omitempty"`
	ErrorDate      int64    `json:"last_error_date,omitempty"`
	ErrorMessage   string   `json:"last_error_message,omitempty"`
	MaxConnections int      `json:"max_connections,omitempty"`
	Allowed        []string `json:"allowed_updates,omitempty"`
}

// Members of the ChatMember union, each with all its required fields.
type (
	wireMember struct {
		Status string   `json:"status"`
		User   wireUser `json:"user"`
	}
	wireOwner struct {
		wireMember
		Anonymous bool `json:"is_anonymous"`
	}
	wireBanned struct {
		wireMember
		Until int64 `json:"until_date"`
	}
	wireAdmin struct {
		wireMember
		CanBeEdited     bool `json:"can_be_edited"`
		Anonymous       bool `json:"is_anonymous"`
		ManageChat      bool `json:"can_manage_chat"`
		DeleteMessages  bool `json:"can_delete_messages"`
		ManageVideo     bool `json:"can_manage_video_chats"`
		RestrictMembers bool `json:"can_restrict_members"`
		PromoteMembers  bool `json:"can_promote_members"`
		ChangeInfo      bool `json:"can_change_info"`
		InviteUsers     bool `json:"can_invite_users"`
		PostStories     bool `json:"can_post_stories"`
		EditStories     bool `json:"can_edit_stories"`
		DeleteStories   bool `json:"can_delete_stories"`
		PinMessages     bool `json:"can_pin_messages"`
	}
)
