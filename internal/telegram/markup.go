package telegram

import (
	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"duban/internal/chat"
)

// replyParameters are newer than the library.
type replyParameters struct {
	Message int64 `json:"message_id"`
	Without bool  `json:"allow_sending_without_reply"`
}

// chooser is a reply keyboard of one button that opens the people chooser,
// newer than the library.
type chooser struct {
	Keyboard [][]chooserButton `json:"keyboard"`
	Resize   bool              `json:"resize_keyboard"`
	OneTime  bool              `json:"one_time_keyboard"`
}

type chooserButton struct {
	Text  string       `json:"text"`
	Users requestUsers `json:"request_users"`
}

type requestUsers struct {
	Request int64 `json:"request_id"`
	Bot     bool  `json:"user_is_bot"`
	Most    int   `json:"max_quantity"`
	Name    bool  `json:"request_name"`
}

// markup is the reply_markup of a new message, "" for none.
func markup(out chat.Outgoing) string {
	switch {
	case out.Choose != nil:
		button := chooserButton{
			Text:  out.Choose.Label,
			Users: requestUsers{Request: out.Choose.Request, Most: 1, Name: true},
		}
		return jsonOf(chooser{Keyboard: [][]chooserButton{{button}}, Resize: true, OneTime: true})
	case out.Unchoose:
		return `{"remove_keyboard":true}`
	case len(out.Buttons) > 0:
		return jsonOf(inlineKeyboard(out.Buttons))
	}
	return ""
}

// inlineKeyboard never holds a nil slice: Telegram refuses null where it wants
// an array. Empty rows are left out.
func inlineKeyboard(rows [][]chat.Button) tgbotapi.InlineKeyboardMarkup {
	keyboard := make([][]tgbotapi.InlineKeyboardButton, 0, len(rows))
	for _, row := range rows {
		if len(row) == 0 {
			continue
		}
		line := make([]tgbotapi.InlineKeyboardButton, 0, len(row))
		for _, b := range row {
			line = append(line, inlineButton(b))
		}
		keyboard = append(keyboard, line)
	}
	return tgbotapi.InlineKeyboardMarkup{InlineKeyboard: keyboard}
}

func inlineButton(b chat.Button) tgbotapi.InlineKeyboardButton {
	if b.URL != "" {
		return tgbotapi.NewInlineKeyboardButtonURL(b.Label, b.URL)
	}
	return tgbotapi.NewInlineKeyboardButtonData(b.Label, b.Data)
}
