package telegram

import (
	"context"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Command is one line of the menu Telegram offers behind "/".
type Command struct {
	Name        string // lower-case ASCII, without the slash
	Description string
}

// Scope says in which chats a menu is shown. The zero value is wherever no
// narrower one is set.
type Scope struct {
	kind string
	chat int64
}

// PrivateChats is every private chat.
func PrivateChats() Scope { return Scope{kind: "all_private_chats"} }

// GroupChats is every group.
func GroupChats() Scope { return Scope{kind: "all_group_chats"} }

// OneChat is a single chat, private or group.
func OneChat(chatID int64) Scope { return Scope{kind: "chat", chat: chatID} }

// SetCommands replaces the menu of a scope for people whose app has the
// language lang (two letters; "" is everybody without a menu in his own).
// Its error is an [*Error].
func (c *Client) SetCommands(ctx context.Context, scope Scope, lang string, commands []Command) error {
	if scope.kind == "" {
		scope.kind = "default"
	}
	menu := make([]tgbotapi.BotCommand, 0, len(commands))
	for _, cmd := range commands {
		menu = append(menu, tgbotapi.BotCommand{Command: cmd.Name, Description: cmd.Description})
	}
	params := tgbotapi.Params{
		"commands": jsonOf(menu),
		"scope":    jsonOf(tgbotapi.BotCommandScope{Type: scope.kind, ChatID: scope.chat}),
	}
	params.AddNonEmpty("language_code", lang)
	return c.call(ctx, "setMyCommands", params).err()
}
