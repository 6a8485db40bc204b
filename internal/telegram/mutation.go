//go:build mutation

package telegram

import (
	"context"
	"strconv"
	"strings"
	"sync/atomic"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Mistake is a way to send wrongly. Only this build knows any.
type Mistake string

// What a bot easily does wrong when it sends.
const (
	NoMistake   Mistake = ""
	LongPage    Mistake = "over-long page"
	LongData    Mistake = "callback data too long"
	BareBracket Mistake = "unescaped <"
	NotStarted  Mistake = "a person who never pressed Start" // whoever has the next id
	AnswerTwice Mistake = "answer sent twice"
	NullMarkup  Mistake = "null keyboard"
)

// waiting is the mistake that waits for its occasion.
var waiting atomic.Value

// Make has the next request that gives occasion for a mistake sent with it:
// that one alone, so that what the bot does about the refusal is its own.
func Make(m Mistake) { waiting.Store(m) }

// spoil makes the waiting mistake if this request gives occasion for it: a
// message with buttons, or the answer to a press.
func (c *Client) spoil(ctx context.Context, method string, params tgbotapi.Params) {
	m, _ := waiting.Load().(Mistake)
	occasion := strings.Contains(params["reply_markup"], `"callback_data"`)
	if m == AnswerTwice {
		occasion = method == "answerCallbackQuery"
	}
	if m == NoMistake || !occasion || !waiting.CompareAndSwap(m, NoMistake) {
		return
	}
	switch m {
	case LongPage:
		params["text"] += strings.Repeat("x", 4096)
	case LongData:
		params["reply_markup"] = strings.ReplaceAll(params["reply_markup"], `"callback_data":"`, `"callback_data":"`+strings.Repeat("x", 64))
	case BareBracket:
		params["text"] += " 5 < 6"
	case NotStarted:
		chat, _ := strconv.ParseInt(params["chat_id"], 10, 64)
		params["chat_id"] = decimal(chat + 1)
	case AnswerTwice:
		c.call(ctx, method, params)
	case NullMarkup:
		params["reply_markup"] = "null"
	}
}
