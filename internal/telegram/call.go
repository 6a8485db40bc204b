package telegram

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"duban/internal/chat"
)

// Error is a call that did not succeed. It never holds the token.
// errors.Is finds context.Canceled and context.DeadlineExceeded in it.
type Error struct {
	Method  string
	Outcome chat.Outcome
	cause   error
}

// Error says what was called and what came back.
func (e *Error) Error() string {
	if e.Outcome.Code == 0 {
		return fmt.Sprintf("telegram: %s: %s", e.Method, e.Outcome.Description)
	}
	return fmt.Sprintf("telegram: %s: %d %s", e.Method, e.Outcome.Code, e.Outcome.Description)
}

// Unwrap is the context's error when that ended the call.
func (e *Error) Unwrap() error { return e.cause }

// reply is the end of one call.
type reply struct {
	method  string
	result  json.RawMessage // with class Sent, unless a refusal counts as sent
	outcome chat.Outcome
	cause   error
}

func (r reply) err() error {
	if r.outcome.Class == chat.Sent {
		return nil
	}
	return &Error{Method: r.method, Outcome: r.outcome, cause: r.cause}
}

// into reads the result into v.
func (r reply) into(v any) error {
	if err := r.err(); err != nil {
		return err
	}
	if json.Unmarshal(r.result, v) != nil {
		unread := chat.Outcome{Class: chat.Ambiguous, Description: "the result is not what the method gives"}
		return &Error{Method: r.method, Outcome: unread}
	}
	return nil
}

// call makes one request and says what it ended as. spoil does something only
// in the build of the mutation check (mutation.go), which shows that the sandbox
// notices what is sent wrongly.
func (c *Client) call(ctx context.Context, method string, params tgbotapi.Params, files ...tgbotapi.RequestFile) reply {
	c.spoil(ctx, method, params)
	x := &exchange{client: c, ctx: ctx, timeout: c.timeout(method, files), limit: limit(method)}
	bot := &tgbotapi.BotAPI{Token: placeholder, Client: x, Buffer: 100}
	bot.SetAPIEndpoint(c.endpoint)
	var err error
	if len(files) > 0 {
		_, err = bot.UploadFiles(method, params, files)
	} else {
		_, err = bot.MakeRequest(method, params)
	}
	if !x.ran {
		return reply{method: method, outcome: faulty(c.words(fmt.Sprint(err)))}
	}
	outcome, result := classify(x.answer)
	outcome.Description = c.words(outcome.Description)
	return reply{method: method, result: result, outcome: outcome, cause: x.answer.cause}
}

func (c *Client) timeout(method string, files []tgbotapi.RequestFile) time.Duration {
	switch {
	case method == "getUpdates":
		return c.hold + pollGrace
	case len(files) > 0:
		return uploadTimeout
	}
	return callTimeout
}

func limit(method string) int64 {
	if method == "getUpdates" {
		return maxUpdates
	}
	return maxAnswer
}

// jsonOf is v as a parameter. Its callers pass values that always marshal.
func jsonOf(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("telegram: marshal a parameter: %v", err))
	}
	return string(data)
}

func faulty(words string) chat.Outcome {
	return chat.Outcome{Class: chat.Faulty, Description: words}
}
