package sandbox

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// world is everything that Save writes and Load reads.
type world struct {
	Bot      User
	People   map[int64]*person
	Chats    map[int64]*chat
	Files    map[string]*storedFile
	Presses  map[string]*press
	Commands map[string][]Command // by scope and language, see commandKey
	Queue    []update
	Allowed  []string // update types asked for; nil is Telegram's default
	Hook     hook

	LastUpdate  int64
	LastQueued  time.Time
	LastMessage int // private chats and basic groups share one sequence
	LastChat    int64
	LastFile    int
	LastPress   int64
}

// person is what the server knows of a user beside his name.
type person struct {
	User    User
	Met     bool // the bot has seen him: otherwise his chat is "not found"
	Opened  bool // he wrote to the bot, so it may write to him
	Blocked bool
	Gone    bool // deleted his account
}

// chat is a private chat (its id is the person's) or a group.
type chat struct {
	ID          int64
	Type        string // private, group, supergroup
	Title       string
	Members     []int64 // people only
	Admins      map[int64]bool
	Messages    []*message
	LastMessage int // supergroups count for themselves
	MigratedTo  int64
	BotLeft     string // "", left or kicked
	BotAdmin    bool
}

// update waits until the bot has acknowledged it or it has expired.
type update struct {
	ID      int64
	Kind    string
	Body    json.RawMessage
	Expires time.Time
	Raw     bool // came from Deliver
}

func newWorld(bot User) world {
	return world{
		Bot:      bot,
		People:   map[int64]*person{},
		Chats:    map[int64]*chat{},
		Files:    map[string]*storedFile{},
		Presses:  map[string]*press{},
		Commands: map[string][]Command{},

		LastUpdate: 100000000,
		LastPress:  4000000000000,
		LastChat:   4000000,
	}
}

// botUser completes what the options say about the bot.
func botUser(u User, token string) User {
	id, _, _ := strings.Cut(token, ":")
	if n, err := strconv.ParseInt(id, 10, 64); err == nil && u.ID == 0 {
		u.ID = n
	}
	if u.FirstName == "" {
		u.FirstName = "Sandbox bot"
	}
	if u.Username == "" {
		u.Username = "sandbox_bot"
	}
	u.IsBot = true
	return u
}

// find returns the message with this id, nil if it does not exist or was deleted.
func (c *chat) find(id int) *message {
	for i := len(c.Messages) - 1; i >= 0; i-- {
		if c.Messages[i].ID == id {
			return c.Messages[i]
		}
	}
	return nil
}

// nextID returns the id of the next message in c.
func (w *world) nextID(c *chat) int {
	if c.Type == "supergroup" {
		c.LastMessage++
		return c.LastMessage
	}
	w.LastMessage++
	return w.LastMessage
}

func (c *chat) isGroup() bool { return c.Type != "private" }

func (c *chat) has(user int64) bool { return slices.Contains(c.Members, user) }
