package telegram

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"duban/internal/chat"
)

const (
	defaultRetry = 30 * time.Second // a 429 that does not say how long
	maxRetry     = 24 * time.Hour
)

// envelope is Telegram's answer to any method. OK is a pointer so that JSON
// from something else, a gateway perhaps, is not taken for a refusal.
type envelope struct {
	tgbotapi.APIResponse
	OK *bool `json:"ok"`
}

// classify tells what an answer means, and the result if there is one.
func classify(a answer) (chat.Outcome, json.RawMessage) {
	switch {
	case a.broken != "" && !a.left:
		return chat.Outcome{Class: chat.NotSent, Description: a.broken}, nil
	case a.broken != "":
		return chat.Outcome{Class: chat.Ambiguous, Code: a.status, Description: a.broken}, nil
	}
	e, isAnswer := open(a.body)
	out := chat.Outcome{Code: a.status, Description: e.Description}
	if e.ErrorCode != 0 && a.status < 300 {
		out.Code = e.ErrorCode
	}
	switch {
	case out.Code >= 500:
		out.Class = chat.Ambiguous
		out.Description = orStrange(e.Description, a)
	// These two say by their number alone that nothing was done, also when a
	// gateway on the way says it.
	case out.Code == http.StatusTooManyRequests:
		out.Class = chat.Throttled
		out.RetryAfter = retryAfter(e, a)
	case out.Code == http.StatusRequestEntityTooLarge:
		out.Class = chat.Faulty
		out.Description = orStrange(e.Description, a)
	case !isAnswer, *e.OK && a.status >= 300:
		out.Class = chat.Ambiguous
		out.Description = strange(a)
	case *e.OK:
		return chat.Outcome{Class: chat.Sent, Message: messageID(e.Result)}, e.Result
	case e.Parameters != nil && e.Parameters.MigrateToChatID != 0:
		out.Class = chat.Moved
		out.NewChat = e.Parameters.MigrateToChatID
	default:
		out.Class = classOf(out.Code, e.Description)
	}
	return out, nil
}

// classOf reads a refusal that says nothing beside its code and words.
func classOf(code int, description string) chat.Class {
	switch code {
	case http.StatusUnauthorized, http.StatusNotFound:
		return chat.Rejected
	case http.StatusForbidden:
		return chat.Unreachable
	}
	description = strings.ToLower(description)
	for _, p := range phrases {
		if strings.Contains(description, p.says) {
			return p.class
		}
	}
	return chat.Faulty
}

// phrases are the words by which one 400 differs from another, lower case,
// the first that fits counts.
var phrases = []struct {
	says  string
	class chat.Class
}{
	{"message is not modified", chat.Sent},
	{"query is too old", chat.Sent},
	{"message to delete not found", chat.Sent},

	{"message to edit not found", chat.Lost},
	{"message can't be edited", chat.Lost},
	{"message_id_invalid", chat.Lost},
	{"there is no text in the message to edit", chat.Lost},
	{"message to pin not found", chat.Lost},

	{"can't parse entities", chat.BadMarkup},

	{"chat not found", chat.Unreachable},
	{"user is deactivated", chat.Unreachable},
	{"group chat was deactivated", chat.Unreachable},
	{"bot was kicked", chat.Unreachable},
	{"bot was blocked", chat.Unreachable},
	{"bot is not a member", chat.Unreachable},
	{"not enough rights to send", chat.Unreachable},
	{"have no rights to send", chat.Unreachable},
	{"chat_write_forbidden", chat.Unreachable},
	{"chat_restricted", chat.Unreachable},
	{"topic_closed", chat.Unreachable},
	{"peer_id_invalid", chat.Unreachable},
	{"can't initiate", chat.Unreachable},
}

func open(body []byte) (envelope, bool) {
	var e envelope
	err := json.Unmarshal(body, &e)
	// A parameter of an unknown type does not make the rest unreadable.
	var typed *json.UnmarshalTypeError
	if err != nil && !errors.As(err, &typed) {
		return openShallow(body)
	}
	return e, e.OK != nil
}

// openShallow reads an answer that encoding/json refuses whole: a success in
// whose result something cannot be read. Anything else is no answer.
func openShallow(body []byte) (envelope, bool) {
	var e envelope
	if string(member(body, "ok")) != "true" {
		return envelope{}, false
	}
	yes := true
	e.OK, e.Result = &yes, member(body, "result")
	return e, true
}

// retryAfter is how long a 429 asks to wait, at least a second.
func retryAfter(e envelope, a answer) time.Duration {
	seconds := 0
	if e.Parameters != nil {
		seconds = e.Parameters.RetryAfter
	}
	if seconds <= 0 {
		seconds, _ = strconv.Atoi(a.retry)
	}
	switch {
	case seconds <= 0:
		return defaultRetry
	case seconds > int(maxRetry/time.Second):
		return maxRetry
	}
	return time.Duration(seconds) * time.Second
}

// messageID is the id in a result that is a message, or 0.
func messageID(result json.RawMessage) int64 {
	var m struct {
		ID int64 `json:"message_id"`
	}
	_ = json.Unmarshal(result, &m) // some methods return true
	return m.ID
}

func orStrange(description string, a answer) string {
	if description != "" {
		return description
	}
	return strange(a)
}

// strange describes an answer that Telegram's methods do not give, without
// quoting it.
func strange(a answer) string {
	kind, _, err := mime.ParseMediaType(a.kind)
	if err != nil {
		kind = "no content type"
	}
	return fmt.Sprintf("not an answer of the Bot API: status %d, %s, %d bytes", a.status, kind, len(a.body))
}
