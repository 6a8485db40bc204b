package sandbox

import (
	"strings"
	"sync"
)

// contract describes the methods this server does and the objects they take,
// as the Bot API's own description does: one line each, fields with their type
// after a colon (S String, I Integer, B Boolean, [] Array of, | or, ! required).
// Fields of the Bot API that are not listed are not simulated, and refused.
const contract = `
getMe
getUpdates offset:I limit:I timeout:I allowed_updates:[]S
sendMessage chat_id:I|S message_thread_id:I text:S parse_mode:S entities:[]MessageEntity link_preview_options:LinkPreviewOptions disable_notification:B protect_content:B reply_parameters:ReplyParameters reply_markup:ReplyMarkup
sendDocument chat_id:I|S message_thread_id:I document:InputFile|S thumbnail:InputFile|S caption:S parse_mode:S caption_entities:[]MessageEntity disable_content_type_detection:B disable_notification:B protect_content:B reply_parameters:ReplyParameters reply_markup:ReplyMarkup
sendPhoto chat_id:I|S message_thread_id:I photo:InputFile|S caption:S parse_mode:S caption_entities:[]MessageEntity show_caption_above_media:B has_spoiler:B disable_notification:B protect_content:B reply_parameters:ReplyParameters reply_markup:ReplyMarkup
editMessageText chat_id:I|S message_id:I text:S parse_mode:S entities:[]MessageEntity link_preview_options:LinkPreviewOptions reply_markup:InlineKeyboardMarkup
editMessageReplyMarkup chat_id:I|S message_id:I reply_markup:InlineKeyboardMarkup
deleteMessage chat_id:I|S message_id:I
answerCallbackQuery callback_query_id:S text:S show_alert:B url:S cache_time:I
pinChatMessage chat_id:I|S message_id:I disable_notification:B
unpinChatMessage chat_id:I|S message_id:I
sendChatAction chat_id:I|S message_thread_id:I action:S
setMessageReaction chat_id:I|S message_id:I reaction:[]ReactionType is_big:B
getFile file_id:S
getChat chat_id:I|S
getChatMember chat_id:I|S user_id:I
setMyCommands commands:[]BotCommand scope:BotCommandScope language_code:S
getMyCommands scope:BotCommandScope language_code:S
deleteMyCommands scope:BotCommandScope language_code:S
setWebhook url:S ip_address:S max_connections:I allowed_updates:[]S drop_pending_updates:B secret_token:S
deleteWebhook drop_pending_updates:B
getWebhookInfo

MessageEntity type:S! offset:I! length:I! url:S user:User language:S
User id:I! is_bot:B! first_name:S! last_name:S username:S language_code:S
LinkPreviewOptions is_disabled:B url:S prefer_small_media:B prefer_large_media:B show_above_text:B
ReplyParameters message_id:I! chat_id:I|S allow_sending_without_reply:B quote:S quote_parse_mode:S quote_entities:[]MessageEntity quote_position:I
InlineKeyboardMarkup inline_keyboard:[][]InlineKeyboardButton!
InlineKeyboardButton text:S! style:S url:S callback_data:S copy_text:CopyTextButton
CopyTextButton text:S!
ReplyKeyboardMarkup keyboard:[][]KeyboardButton! is_persistent:B resize_keyboard:B one_time_keyboard:B input_field_placeholder:S selective:B
KeyboardButton text:S! style:S request_users:KeyboardButtonRequestUsers request_contact:B
KeyboardButtonRequestUsers request_id:I! user_is_bot:B user_is_premium:B max_quantity:I request_name:B request_username:B request_photo:B
ReplyKeyboardRemove remove_keyboard:B! selective:B
ForceReply force_reply:B! input_field_placeholder:S selective:B
BotCommand command:S! description:S!
BotCommandScope type:S! chat_id:I|S user_id:I
ReactionType type:S! emoji:S!
`

// legacy are names telegram-bot-api v5.5.1 sends that the Bot API no longer
// documents but its server still takes.
const legacy = `
sendMessage reply_to_message_id:I allow_sending_without_reply:B disable_web_page_preview:B
sendDocument reply_to_message_id:I allow_sending_without_reply:B thumb:InputFile|S
sendPhoto reply_to_message_id:I allow_sending_without_reply:B
editMessageText disable_web_page_preview:B
`

// markups are the members of the union that reply_markup of a send may be.
var markups = []string{"InlineKeyboardMarkup", "ReplyKeyboardMarkup", "ReplyKeyboardRemove", "ForceReply"}

// parsedLater are the parameters whose readers first complain in Telegram's
// words and then call checkObject.
var parsedLater = []string{"reply_markup", "reply_parameters", "commands", "scope", "reaction"}

// shape maps the fields of a method or an object to their types.
type shape map[string]field

type field struct {
	kind     string
	required bool
}

// shapes reads both tables once; nothing changes them afterwards.
var shapes = sync.OnceValue(func() map[string]shape { return parseContract(contract + legacy) })

func parseContract(table string) map[string]shape {
	out := map[string]shape{}
	for line := range strings.Lines(table) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		fields := out[words[0]]
		if fields == nil {
			fields = shape{}
			out[words[0]] = fields
		}
		for _, word := range words[1:] {
			name, kind, _ := strings.Cut(word, ":")
			bare, required := strings.CutSuffix(kind, "!")
			fields[name] = field{bare, required}
		}
	}
	return out
}
