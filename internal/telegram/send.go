package telegram

import (
	"context"
	"math"
	"strconv"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"duban/internal/chat"
)

// maxToast is how much Telegram shows in answer to a press, in characters.
const maxToast = 200

// Send sends out to a chat once and says what that ended as. It never tries
// again by itself and does not pin. HTML, Buttons, ReplyTo and either Choose
// (private chats only) or File are used; Choose and Unchoose take the place of Buttons.
//
//	Sent         Message is its id
//	NotSent      no connection was made, so nothing left
//	Ambiguous    the connection broke, a server failed, or no whole answer came
//	Throttled    nothing was sent; RetryAfter is set
//	Rejected     the token is refused
//	Unreachable, Moved (NewChat is set), Lost, BadMarkup, Faulty: nothing was sent
func (c *Client) Send(ctx context.Context, chatID int64, out chat.Outgoing) chat.Outcome {
	if out.Choose != nil && (out.Choose.Request < math.MinInt32 || out.Choose.Request > math.MaxInt32) {
		return faulty("the chooser's request does not fit into 32 bits")
	}
	params := tgbotapi.Params{"chat_id": decimal(chatID)}
	params.AddNonEmpty("reply_markup", markup(out))
	if out.ReplyTo != 0 {
		params["reply_parameters"] = jsonOf(replyParameters{Message: out.ReplyTo, Without: true})
	}
	if out.File != nil {
		return c.sendFile(ctx, params, out)
	}
	addText(params, out.HTML)
	return c.call(ctx, "sendMessage", params).outcome
}

func (c *Client) sendFile(ctx context.Context, params tgbotapi.Params, out chat.Outgoing) chat.Outcome {
	if out.HTML != "" {
		params["caption"] = out.HTML
		params["parse_mode"] = tgbotapi.ModeHTML
	}
	file := tgbotapi.RequestFile{
		Name: "document",
		Data: tgbotapi.FileBytes{Name: out.File.Name, Bytes: out.File.Data},
	}
	return c.call(ctx, "sendDocument", params, file).outcome
}

// Edit replaces text and buttons of a message of the bot. A message that
// already reads so counts as Sent; one that is gone is Lost. With Sent,
// Message is messageID.
func (c *Client) Edit(ctx context.Context, chatID, messageID int64, out chat.Outgoing) chat.Outcome {
	params := tgbotapi.Params{
		"chat_id":      decimal(chatID),
		"message_id":   decimal(messageID),
		"reply_markup": jsonOf(inlineKeyboard(out.Buttons)),
	}
	addText(params, out.HTML)
	return about(messageID, c.call(ctx, "editMessageText", params).outcome)
}

// Pin pins a message without telling anybody. Missing rights are Faulty, for
// the chat can still be written to.
func (c *Client) Pin(ctx context.Context, chatID, messageID int64) chat.Outcome {
	return about(messageID, c.call(ctx, "pinChatMessage", tgbotapi.Params{
		"chat_id":              decimal(chatID),
		"message_id":           decimal(messageID),
		"disable_notification": "true",
	}).outcome)
}

// Delete takes a message away for everybody. One that is gone already, or that
// Telegram does not let go, needs nothing more: both end as Sent.
func (c *Client) Delete(ctx context.Context, chatID, messageID int64) chat.Outcome {
	o := about(messageID, c.call(ctx, "deleteMessage", tgbotapi.Params{
		"chat_id": decimal(chatID), "message_id": decimal(messageID),
	}).outcome)
	if o.Class == chat.Faulty {
		o.Class = chat.Sent
	}
	return o
}

// AnswerPress ends the waiting sign on a pressed button. The toast is cut at
// 200 characters; "" shows nothing. A press too old to answer is no error.
// Its error is an [*Error].
func (c *Client) AnswerPress(ctx context.Context, pressID, toast string, alert bool) error {
	params := tgbotapi.Params{"callback_query_id": pressID}
	params.AddNonEmpty("text", cut(toast, maxToast))
	params.AddBool("show_alert", alert)
	return c.call(ctx, "answerCallbackQuery", params).err()
}

// Typing shows for a few seconds that an answer is being written. Its error is
// an [*Error].
func (c *Client) Typing(ctx context.Context, chatID int64) error {
	return c.call(ctx, "sendChatAction", tgbotapi.Params{
		"chat_id": decimal(chatID), "action": tgbotapi.ChatTyping,
	}).err()
}

func addText(params tgbotapi.Params, html string) {
	params["text"] = html
	params["parse_mode"] = tgbotapi.ModeHTML
	params["link_preview_options"] = `{"is_disabled":true}`
}

func about(messageID int64, o chat.Outcome) chat.Outcome {
	if o.Class == chat.Sent {
		o.Message = messageID
	}
	return o
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// cut shortens text to n UTF-16 units, the way Telegram counts.
func cut(text string, n int) string {
	units := 0
	end := 0 // where the text ends if an ellipsis must follow
	for i, r := range text {
		size := 1
		if r > 0xFFFF {
			size = 2
		}
		if units <= n-1 {
			end = i
		}
		if units += size; units > n {
			return text[:end] + "…"
		}
	}
	return text
}
