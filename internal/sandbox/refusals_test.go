package sandbox

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"
)

// Sources of the words below. "bot-api" is github.com/tdlib/telegram-bot-api,
// "td" is github.com/tdlib/td, the library it stands on; "server" are errors
// that Telegram's servers return and both pass on, known from bug reports.
const (
	clientCpp  = "bot-api Client.cpp"
	managerCpp = "bot-api ClientManager.cpp"
	entityCpp  = "td MessageEntity.cpp parse_html"
	jsonCpp    = "td JsonBuilder.cpp"
	markupCpp  = "td ReplyMarkup.cpp"
	contentCpp = "td MessageContent.cpp"
	manageCpp  = "td MessagesManager.cpp"
	serverSide = "server"
	ours       = "sandbox" // the contract, no words of Telegram's
)

// refusalCase is one call that is refused. in prepares the world; the
// parameters may use the ids it returns: "card" (a text with a button), "pic"
// (a photo), "mine" (alice's message), "press", "group".
type refusalCase struct {
	name   string
	method string
	params func(w *fixture) []any
	code   int
	words  string
	source string
}

type fixture struct {
	*testBot
	card, pic, mine, groupCard, keyed int
	press                             string
	group                             int64
}

func newFixture(t testing.TB) *fixture {
	b := newTestBot(t)
	w := &fixture{testBot: b, group: b.group()}
	w.card = decoded[wireMessage](t, b.ok("sendMessage", "chat_id", alice, "text", "card", "reply_markup", inlineRow(dataButton("ok", "ok")))).MessageID
	w.groupCard = decoded[wireMessage](t, b.ok("sendMessage", "chat_id", w.group, "text", "board")).MessageID
	w.keyed = decoded[wireMessage](t, b.ok("sendMessage", "chat_id", alice, "text", "choose", "reply_markup",
		map[string]any{"keyboard": [][]any{{"yes"}}})).MessageID
	w.mine = b.say(alice, alice, "mine").ID
	w.pic = decoded[wireMessage](t, w.upload("sendPhoto", "photo", "p.png", testPicture(40, 30), "chat_id", alice).Result).MessageID
	p, err := b.Press(alice, alice, w.card, "ok")
	if err != nil {
		t.Fatal(err)
	}
	w.press = p.ID
	return w
}

// picture is a PNG of this size.
func testPicture(width, height int) []byte {
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// upload calls a method with a file as multipart form.
func (b *testBot) upload(method, field, name string, data []byte, params ...any) result {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(params); i += 2 {
		_ = form.WriteField(params[i].(string), paramText(params[i+1]))
	}
	part, _ := form.CreateFormFile(field, name)
	_, _ = part.Write(data)
	_ = form.Close()
	r, _ := http.NewRequest(http.MethodPost, "http://sandbox/bot"+b.Token()+"/"+method, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return b.do(r)
}

// send is a sendMessage to alice with more parameters.
func aliceGets(params ...any) func(*fixture) []any {
	return func(*fixture) []any { return append([]any{"chat_id", alice}, params...) }
}

// html is a sendMessage of HTML.
func inHTML(text string) func(*fixture) []any { return aliceGets("text", text, "parse_mode", "HTML") }

// markupOf is a sendMessage with this reply_markup.
func withMarkup(raw any) func(*fixture) []any { return aliceGets("text", "x", "reply_markup", raw) }

func toChat(chat any) func(*fixture) []any {
	return func(*fixture) []any { return []any{"chat_id", chat, "text", "x"} }
}

// edit is a call about a message of alice's chat.
func aboutMessage(id func(*fixture) int, params ...any) func(*fixture) []any {
	return func(w *fixture) []any { return append([]any{"chat_id", alice, "message_id", id(w)}, params...) }
}

func theCard(w *fixture) int         { return w.card }
func thePic(w *fixture) int          { return w.pic }
func ofAlice(w *fixture) int         { return w.mine }
func keyboardMessage(w *fixture) int { return w.keyed }
func noMessage(*fixture) int         { return 999999 }

var refusals = []refusalCase{
	// the call itself
	{"unknown method", "sendNothing", toChat(alice), 404, "Not Found: method not found", clientCpp},
	{"misspelt field", "sendMessage", aliceGets("txt", "x", "text", "x"), 400, `Bad Request: sandbox: sendMessage has no field "txt", or it is not simulated`, ours},
	{"field of another method", "getMe", aliceGets(), 400, `Bad Request: sandbox: getMe has no field "chat_id", or it is not simulated`, ours},
	{"no Integer", "editMessageText", aliceGets("message_id", "one", "text", "x"), 400, `Bad Request: sandbox: message_id of editMessageText is no Integer: "one"`, ours},
	{"no Boolean", "sendMessage", aliceGets("text", "x", "protect_content", "ja"), 400, `Bad Request: sandbox: protect_content of sendMessage is no Boolean: "ja"`, ours},
	{"misspelt field of an object", "sendMessage", aliceGets("text", "x", "link_preview_options", map[string]any{"disabled": true}), 400,
		`Bad Request: sandbox: link_preview_options of sendMessage LinkPreviewOptions has no field "disabled", or it is not simulated`, ours},
	{"wrong type in an object", "sendMessage", withMarkup(inlineRow(map[string]any{"text": "x", "callback_data": 5})), 400,
		"Bad Request: sandbox: reply_markup inline_keyboard of InlineKeyboardMarkup [0] [0] callback_data of InlineKeyboardButton is no String", ours},

	// chats
	{"no chat_id", "sendMessage", func(*fixture) []any { return []any{"text", "x"} }, 400, "Bad Request: chat_id is empty", clientCpp},
	{"chat_id of nobody", "sendMessage", toChat(999), 400, "Bad Request: chat not found", clientCpp},
	{"chat_id no number", "sendMessage", toChat("abc"), 400, "Bad Request: chat not found", clientCpp},
	{"name of a person", "sendMessage", toChat("@alice"), 400, "Bad Request: chat not found", clientCpp},
	{"person never met", "sendMessage", toChat(stranger), 400, "Bad Request: chat not found", clientCpp},
	{"person met in a group who never pressed Start", "sendMessage", toChat(bob), 403, "Forbidden: bot can't initiate conversation with a user", manageCpp},
	{"blocked", "sendMessage", func(w *fixture) []any { w.Block(alice); return toChat(alice)(w) }, 403, "Forbidden: bot was blocked by the user", clientCpp},
	{"blocked, editing", "editMessageText", func(w *fixture) []any { w.Block(alice); return aboutMessage(theCard, "text", "y")(w) }, 403, "Forbidden: bot was blocked by the user", serverSide},
	{"account deleted", "sendMessage", func(w *fixture) []any { w.Deactivate(alice); return toChat(alice)(w) }, 403, "Forbidden: user is deactivated", clientCpp},
	{"kicked from a group", "sendMessage", func(w *fixture) []any { _ = w.Kick(w.group); return toChat(w.group)(w) }, 403, "Forbidden: bot was kicked from the group chat", clientCpp},
	{"kicked from a supergroup", "sendMessage", func(w *fixture) []any {
		id := w.ToSupergroup(w.group)
		_ = w.Kick(id)
		return toChat(id)(w)
	}, 403, "Forbidden: bot was kicked from the supergroup chat", clientCpp},
	{"group that moved", "sendMessage", func(w *fixture) []any { w.ToSupergroup(w.group); return toChat(w.group)(w) }, 400, "Bad Request: group chat was upgraded to a supergroup chat", clientCpp},

	// texts
	{"no text", "sendMessage", aliceGets(), 400, "Bad Request: message text is empty", clientCpp},
	{"empty text", "sendMessage", aliceGets("text", ""), 400, "Bad Request: message text is empty", clientCpp},
	{"only blanks", "sendMessage", aliceGets("text", " \n\t "), 400, "Bad Request: text must be non-empty", entityCpp},
	{"nothing but tags", "sendMessage", inHTML("<b></b>"), 400, "Bad Request: text must be non-empty", entityCpp},
	{"4097 units", "sendMessage", aliceGets("text", strings.Repeat("字", 4097)), 400, "Bad Request: message is too long", contentCpp},
	{"2049 pairs", "sendMessage", aliceGets("text", strings.Repeat("😀", 2049)), 400, "Bad Request: message is too long", contentCpp},
	{"over 32 KiB", "sendMessage", aliceGets("text", strings.Repeat("字", 11000)), 400, "Bad Request: text is too long", clientCpp},
	{"not UTF-8", "sendMessage", aliceGets("text", "a\xff"), 400, "Bad Request: strings must be encoded in UTF-8", entityCpp},
	{"unknown parse_mode", "sendMessage", aliceGets("text", "x", "parse_mode", "Wiki"), 400, "Bad Request: unsupported parse_mode", clientCpp},
	{"caption of 1025 units", "sendPhoto", func(w *fixture) []any {
		return []any{"chat_id", alice, "photo", w.fileID(w.pic), "caption", strings.Repeat("x", 1025)}
	}, 400, "Bad Request: message caption is too long", contentCpp},

	// HTML
	{"unknown tag", "sendMessage", inHTML("a<br>b"), 400, `Bad Request: can't parse entities: Unsupported start tag "br" at byte offset 1`, entityCpp},
	{"bare <", "sendMessage", inHTML("1 < 2"), 400, `Bad Request: can't parse entities: Unsupported start tag "" at byte offset 2`, entityCpp},
	{"< at the end", "sendMessage", inHTML("x<b"), 400, "Bad Request: can't parse entities: Unclosed start tag at byte offset 1", entityCpp},
	{"never closed", "sendMessage", inHTML("<b>x"), 400, `Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`, entityCpp},
	{"closed twice", "sendMessage", inHTML("<b>x</b></b>"), 400, "Bad Request: can't parse entities: Unexpected end tag at byte offset 8", entityCpp},
	{"crossed", "sendMessage", inHTML("<b><i>x</b></i>"), 400, `Bad Request: can't parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`, entityCpp},
	{"end tag never ends", "sendMessage", inHTML("<b>第</b"), 400, "Bad Request: can't parse entities: Unclosed end tag at byte offset 6", entityCpp},
	{"span without its class", "sendMessage", inHTML(`<span class="x">x</span>`), 400, `Bad Request: can't parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0`, entityCpp},
	{"attribute without a name", "sendMessage", inHTML(`<a ="x">x</a>`), 400, `Bad Request: can't parse entities: Empty attribute name in the tag "a" at byte offset 0`, entityCpp},
	{"attribute without quotes", "sendMessage", inHTML(`<a href=http://x.cn>x</a>`), 400, "Bad Request: can't parse entities: Unexpected end of name token at byte offset 8", entityCpp},
	{"half a surrogate pair", "sendMessage", inHTML("&#xd83d;"), 400, "Bad Request: can't parse entities: Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units", entityCpp},

	// keyboards
	{"keyboard no JSON", "sendMessage", withMarkup("{"), 400, "Bad Request: can't parse reply keyboard markup JSON object", clientCpp},
	{"keyboard null", "sendMessage", withMarkup("null"), 400, "Bad Request: object expected as reply markup", clientCpp},
	{"rows null", "sendMessage", withMarkup(map[string]any{"inline_keyboard": nil}), 400, `Bad Request: field "inline_keyboard" must be of type Array`, jsonCpp},
	{"a row null", "sendMessage", withMarkup(map[string]any{"inline_keyboard": []any{nil}}), 400, `Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`, clientCpp},
	{"a button null", "sendMessage", withMarkup(map[string]any{"inline_keyboard": []any{[]any{nil}}}), 400, "Bad Request: can't parse inline keyboard button: InlineKeyboardButton must be an Object", clientCpp},
	{"a button without text", "sendMessage", withMarkup(inlineRow(map[string]any{"callback_data": "x"})), 400, `Bad Request: can't parse inline keyboard button: Can't find field "text"`, jsonCpp},
	{"a button that does nothing", "sendMessage", withMarkup(inlineRow(map[string]any{"text": "x"})), 400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard", clientCpp},
	{"callback data empty", "sendMessage", withMarkup(inlineRow(dataButton("x", ""))), 400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard", clientCpp},
	{"callback data of 65 bytes", "sendMessage", withMarkup(inlineRow(dataButton("x", strings.Repeat("x", 65)))), 400, "Bad Request: BUTTON_DATA_INVALID", serverSide},
	{"callback data of 22 characters in 66 bytes", "sendMessage", withMarkup(inlineRow(dataButton("x", strings.Repeat("字", 22)))), 400, "Bad Request: BUTTON_DATA_INVALID", serverSide},
	{"nothing to copy", "sendMessage", withMarkup(inlineRow(map[string]any{"text": "x", "copy_text": map[string]any{"text": ""}})), 400, "Bad Request: BUTTON_COPY_TEXT_INVALID", serverSide},
	{"257 characters to copy", "sendMessage", withMarkup(inlineRow(map[string]any{"text": "x", "copy_text": map[string]any{"text": strings.Repeat("字", 257)}})), 400, "Bad Request: BUTTON_COPY_TEXT_INVALID", serverSide},
	{"address without a dot", "sendMessage", withMarkup(inlineRow(map[string]any{"text": "x", "url": "http://localhost"})), 400, "Bad Request: inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL", "td LinkManager.cpp"},
	{"reply keyboard null", "sendMessage", withMarkup(map[string]any{"keyboard": nil}), 400, `Bad Request: field "keyboard" must be of type Array`, jsonCpp},
	{"people chooser in a group", "sendMessage", func(w *fixture) []any {
		return []any{"chat_id", w.group, "text", "x", "reply_markup", map[string]any{"keyboard": [][]any{{map[string]any{"text": "who", "request_users": map[string]any{"request_id": 1}}}}}}
	}, 400, "Bad Request: users can be requested in private chats only", markupCpp},
	{"people chooser without an id", "sendMessage", withMarkup(map[string]any{"keyboard": [][]any{{map[string]any{"text": "who", "request_users": map[string]any{}}}}}), 400, `Bad Request: can't parse keyboard button: Can't find field "request_id"`, jsonCpp},

	// replies
	{"reply to nothing", "sendMessage", aliceGets("text", "x", "reply_parameters", map[string]any{"message_id": 999999}), 400, "Bad Request: message to be replied not found", clientCpp},
	{"reply to nothing, old name", "sendMessage", aliceGets("text", "x", "reply_to_message_id", 999999), 400, "Bad Request: message to be replied not found", clientCpp},
	{"reply no JSON", "sendMessage", aliceGets("text", "x", "reply_parameters", "{"), 400, "Bad Request: can't parse reply parameters JSON object", clientCpp},
	{"reply no object", "sendMessage", aliceGets("text", "x", "reply_parameters", "7"), 400, "Bad Request: object expected as reply parameters", clientCpp},
	{"reply without an id", "sendMessage", aliceGets("text", "x", "reply_parameters", map[string]any{"quote": "x"}), 400, `Bad Request: can't find field "message_id"`, jsonCpp},
	{"quote that is not there", "sendMessage", func(w *fixture) []any {
		return []any{"chat_id", alice, "text", "x", "reply_parameters", map[string]any{"message_id": w.card, "quote": "nope"}}
	}, 400, "Bad Request: QUOTE_TEXT_INVALID", serverSide},

	// edits
	{"edit nothing", "editMessageText", aboutMessage(noMessage, "text", "x"), 400, "Bad Request: message to edit not found", clientCpp},
	{"edit without ids", "editMessageText", func(*fixture) []any { return []any{"text", "x"} }, 400, "Bad Request: message identifier is not specified", clientCpp},
	{"edit what a person wrote", "editMessageText", aboutMessage(ofAlice, "text", "x"), 400, "Bad Request: message can't be edited", manageCpp},
	{"edit a message with a reply keyboard", "editMessageText", aboutMessage(keyboardMessage, "text", "x"), 400, "Bad Request: message can't be edited", manageCpp},
	{"edit to empty", "editMessageText", aboutMessage(theCard), 400, "Bad Request: message text is empty", clientCpp},
	{"edit nothing in it", "editMessageText", aboutMessage(theCard, "text", "card", "reply_markup", inlineRow(dataButton("ok", "ok"))), 400, "Bad Request: " + notModified, clientCpp},
	{"edit the same buttons", "editMessageReplyMarkup", aboutMessage(theCard, "reply_markup", inlineRow(dataButton("ok", "ok"))), 400, "Bad Request: " + notModified, clientCpp},
	{"edit the text of a photo", "editMessageText", aboutMessage(thePic, "text", "x"), 400, "Bad Request: there is no text in the message to edit", manageCpp},
	{"edit to a reply keyboard", "editMessageReplyMarkup", aboutMessage(theCard, "reply_markup", map[string]any{"keyboard": [][]any{{"x"}}}), 400, "Bad Request: inline keyboard expected", markupCpp},

	// deleting, pinning, reacting
	{"delete nothing", "deleteMessage", aboutMessage(noMessage), 400, "Bad Request: message to delete not found", clientCpp},
	{"delete without an id", "deleteMessage", aliceGets(), 400, "Bad Request: message identifier is not specified", clientCpp},
	{"delete after two days", "deleteMessage", func(w *fixture) []any { w.clock.pass(49 * time.Hour); return aboutMessage(theCard)(w) }, 400, "Bad Request: message can't be deleted for everyone", manageCpp},
	{"delete another's in a group", "deleteMessage", func(w *fixture) []any {
		return []any{"chat_id", w.group, "message_id", w.say(alice, w.group, "/x").ID}
	}, 400, "Bad Request: message can't be deleted", clientCpp},
	{"pin nothing", "pinChatMessage", aboutMessage(noMessage), 400, "Bad Request: message to pin not found", clientCpp},
	{"pin in a group as a member", "pinChatMessage", func(w *fixture) []any { return []any{"chat_id", w.group, "message_id", w.groupCard} }, 400, "Bad Request: not enough rights to manage pinned messages in the chat", "td DialogManager.cpp"},
	{"unpin nothing", "unpinChatMessage", aliceGets(), 400, "Bad Request: message to unpin not found", clientCpp},
	{"react to nothing", "setMessageReaction", aboutMessage(noMessage), 400, "Bad Request: message to react not found", clientCpp},
	{"react with a word", "setMessageReaction", aboutMessage(ofAlice, "reaction", []any{map[string]any{"type": "emoji", "emoji": "ok"}}), 400, "Bad Request: REACTION_INVALID", serverSide},
	{"react with nothing", "setMessageReaction", aboutMessage(ofAlice, "reaction", []any{map[string]any{"type": "emoji"}}), 400, `Bad Request: can't parse ReactionType: Can't find field "emoji"`, clientCpp},
	{"do what", "sendChatAction", aliceGets("action", "dance"), 400, "Bad Request: wrong parameter action in request", clientCpp},

	// callback answers
	{"answer to nothing", "answerCallbackQuery", func(*fixture) []any { return []any{"callback_query_id", "1"} }, 400, "Bad Request: query is too old and response timeout expired or query ID is invalid", clientCpp},
	{"answer twice", "answerCallbackQuery", func(w *fixture) []any {
		w.ok("answerCallbackQuery", "callback_query_id", w.press)
		return []any{"callback_query_id", w.press}
	}, 400, "Bad Request: query is too old and response timeout expired or query ID is invalid", clientCpp},
	{"answer too late", "answerCallbackQuery", func(w *fixture) []any {
		w.clock.pass(151 * time.Second)
		return []any{"callback_query_id", w.press}
	}, 400, "Bad Request: query is too old and response timeout expired or query ID is invalid", clientCpp},
	{"answer with 201 letters", "answerCallbackQuery", func(w *fixture) []any {
		return []any{"callback_query_id", w.press, "text", strings.Repeat("x", 201)}
	}, 400, "Bad Request: MESSAGE_TOO_LONG", serverSide},

	// files
	{"no document", "sendDocument", aliceGets(), 400, "Bad Request: there is no document in the request", clientCpp},
	{"no photo", "sendPhoto", aliceGets(), 400, "Bad Request: there is no photo in the request", clientCpp},
	{"unknown file", "sendDocument", aliceGets("document", "zzz"), 400, "Bad Request: wrong file identifier/HTTP URL specified", manageCpp},
	{"photo as document", "sendDocument", func(w *fixture) []any { return []any{"chat_id", alice, "document", w.fileID(w.pic)} }, 400, "Bad Request: can't use file of type Photo as Document", "td FileManager.cpp"},
	{"getFile of nothing", "getFile", func(*fixture) []any { return nil }, 400, "Bad Request: file_id not specified", clientCpp},
	{"getFile of an unknown file", "getFile", func(*fixture) []any { return []any{"file_id", "zzz"} }, 400, "Bad Request: invalid file_id", clientCpp},

	// commands
	{"command in capitals", "setMyCommands", func(*fixture) []any { return []any{"commands", []Command{{"Status", "x"}}} }, 400, "Bad Request: BOT_COMMAND_INVALID", serverSide},
	{"Chinese command", "setMyCommands", func(*fixture) []any { return []any{"commands", []Command{{"完成", "x"}}} }, 400, "Bad Request: BOT_COMMAND_INVALID", serverSide},
	{"command without description", "setMyCommands", func(*fixture) []any { return []any{"commands", []Command{{"status", ""}}} }, 400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID", serverSide},
	{"commands no array", "setMyCommands", func(*fixture) []any { return []any{"commands", "{}"} }, 400, "Bad Request: expected an Array of BotCommand", clientCpp},
	{"a command without a name", "setMyCommands", func(*fixture) []any { return []any{"commands", `[{"description":"x"}]`} }, 400, `Bad Request: can't parse BotCommand: Can't find field "command"`, clientCpp},
	{"unknown scope", "setMyCommands", func(*fixture) []any { return []any{"commands", "[]", "scope", map[string]any{"type": "moon"}} }, 400, "Bad Request: can't parse BotCommandScope: Unsupported type specified", clientCpp},
	{"scope of an unknown chat", "setMyCommands", func(*fixture) []any {
		return []any{"commands", "[]", "scope", map[string]any{"type": "chat", "chat_id": 999}}
	}, 400, "Bad Request: chat not found", clientCpp},
	{"administrators of a private chat", "setMyCommands", func(*fixture) []any {
		return []any{"commands", "[]", "scope", map[string]any{"type": "chat_administrators", "chat_id": alice}}
	}, 400, "Bad Request: can't use specified scope in private chats", "td BotCommandScope.cpp"},

	// members
	{"member without an id", "getChatMember", aliceGets(), 400, "Bad Request: invalid user_id specified", clientCpp},
	{"stranger in a private chat", "getChatMember", aliceGets("user_id", stranger), 400, "Bad Request: member not found", "td DialogParticipantManager.cpp"},
	{"stranger in a supergroup", "getChatMember", func(w *fixture) []any {
		return []any{"chat_id", w.ToSupergroup(w.group), "user_id", stranger}
	}, 400, "Bad Request: PARTICIPANT_ID_INVALID", serverSide},

	// webhooks
	{"webhook without a host", "setWebhook", func(*fixture) []any { return []any{"url", "https://"} }, 400, "Bad Request: invalid webhook URL specified", clientCpp},
	{"webhook without TLS", "setWebhook", func(*fixture) []any { return []any{"url", "http://example.com/"} }, 400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook", "bot-api WebhookActor.cpp"},
	{"webhook on a strange port", "setWebhook", func(*fixture) []any { return []any{"url", "https://example.com:8080/"} }, 400, "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443", "bot-api WebhookActor.cpp"},
	{"secret with a space", "setWebhook", func(*fixture) []any { return []any{"url", "https://example.com/", "secret_token", "a b"} }, 400, "Bad Request: secret token contains unallowed characters", clientCpp},
	{"secret of 257 letters", "setWebhook", func(*fixture) []any {
		return []any{"url", "https://example.com/", "secret_token", strings.Repeat("x", 257)}
	}, 400, "Bad Request: secret token is too long", clientCpp},
}

// fileID is the file of the photo in a message.
func (w *fixture) fileID(message int) string {
	m, _ := w.Message(alice, message)
	return m.Photo.ID
}

func TestRefusals(t *testing.T) {
	if len(refusals) < 60 {
		t.Errorf("only %d refusals", len(refusals))
	}
	for _, c := range refusals {
		t.Run(c.name, func(t *testing.T) {
			w := newFixture(t)
			params := c.params(w)
			before := len(w.Messages(alice)) + len(w.Messages(w.group))
			r := w.call(c.method, params...)
			if r.OK || r.Code != c.code || r.status != c.code || r.Description != c.words {
				t.Errorf("%s %v\n got %d %s\nwant %d %s (%s)", c.method, params, r.Code, r.Description, c.code, c.words, c.source)
			}
			if after := len(w.Messages(alice)) + len(w.Messages(w.group)); after != before {
				t.Errorf("%d messages became %d", before, after)
			}
			events := w.Requests()
			if last := events[len(events)-1]; last.Kind != EventRefused || last.Description != c.words {
				t.Errorf("the log ends with %+v", last)
			}
		})
	}
}

func TestTokens(t *testing.T) {
	b := newTestBot(t)
	for _, c := range []struct {
		path, words string
		code        int
	}{
		{"/bot1:x/getMe", "Unauthorized", 401},
		{"/botx/getMe", "Unauthorized: invalid token specified", 401},
		{"/bot0:x/getMe", "Unauthorized: invalid token specified", 401},
		{"/bot1:" + strings.Repeat("x", 99) + "/getMe", "Unauthorized: invalid token specified", 401},
		{"/bot" + b.Token(), "Not Found", 404},
		{"/", "Not Found", 404},
		{"/file/bot" + b.Token() + "/documents/x", "Not Found", 404},
		{"/bot" + b.Token() + "/nothing", "Not Found: method not found", 404},
	} {
		r, _ := http.NewRequest(http.MethodGet, "http://sandbox"+c.path, nil)
		if got := b.do(r); got.Code != c.code || got.Description != c.words {
			t.Errorf("%s: %d %s, want %d %s", c.path, got.Code, got.Description, c.code, c.words)
		}
	}
}

func TestFileLimits(t *testing.T) {
	b := newTestBot(t)
	big := append(testPicture(40, 30), make([]byte, 10<<20)...)
	for _, c := range []struct {
		name, method, field string
		data                []byte
		code                int
		words               string
	}{
		{"photo over 10 MB", "sendPhoto", "photo", big, 400, "Bad Request: file of size 10485851 bytes is too big for a photo; the maximum size is 10485760 bytes"},
		{"photo that is none", "sendPhoto", "photo", []byte("text"), 400, "Bad Request: IMAGE_PROCESS_FAILED"},
		{"photo too narrow", "sendPhoto", "photo", testPicture(300, 10), 400, "Bad Request: PHOTO_INVALID_DIMENSIONS"},
		{"empty document", "sendDocument", "document", nil, 400, "Bad Request: file must be non-empty"},
	} {
		got := b.upload(c.method, c.field, "f.bin", c.data, "chat_id", alice)
		words := strings.Replace(c.words, "10485851", paramText(len(c.data)), 1)
		if got.Code != c.code || got.Description != words {
			t.Errorf("%s: %d %s, want %d %s", c.name, got.Code, got.Description, c.code, words)
		}
	}
	huge := input{upload: &upload{name: "x", bytes: make([]byte, 50<<20+1)}} // not through HTTP: the race detector reads slowly
	if _, no := b.accept(&huge, "document"); no == nil || no.code != 413 || no.text != "Request Entity Too Large" {
		t.Errorf("document over 50 MB: %+v", no)
	}
	r, _ := http.NewRequest(http.MethodPost, "http://sandbox/bot"+b.Token()+"/sendDocument", strings.NewReader("x"))
	r.ContentLength = 57 << 20
	if got := b.do(r); got.Code != 413 {
		t.Errorf("body over the limit: %+v", got)
	}
	m := b.say(alice, alice, "", Document("big.bin", make([]byte, 20<<20+1)))
	if got := b.call("getFile", "file_id", m.Document.ID); got.Description != "Bad Request: file is too big" {
		t.Errorf("getFile over 20 MB: %+v", got)
	}
}
