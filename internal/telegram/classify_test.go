package telegram

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"duban/internal/chat"
)

func refusal(code int, words string) *carrier {
	return answers(code, "application/json", fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q}`, code, words))
}

// One row for each line of the class table in 03-delivery.md, and for each
// wording in which Telegram says it.
func TestClasses(t *testing.T) {
	rows := []struct {
		name string
		from *carrier
		want chat.Outcome // Description is not compared
	}{
		{"no address", fails(&net.DNSError{Err: "no such host", Name: "api.telegram.org"}), chat.Outcome{Class: chat.NotSent}},
		{"refused", fails(urlError(&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED})), chat.Outcome{Class: chat.NotSent}},
		{"no proxy", fails(urlError(&net.OpError{Op: "proxyconnect", Err: syscall.ECONNREFUSED})), chat.Outcome{Class: chat.NotSent}},

		{"ok", answers(200, "application/json", `{"ok":true,"result":{"message_id":42}}`), chat.Outcome{Class: chat.Sent, Message: 42}},
		{"ok, true", answers(200, "application/json", `{"ok":true,"result":true}`), chat.Outcome{Class: chat.Sent}},
		{"not modified", refusal(400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"), chat.Outcome{Class: chat.Sent, Code: 400}},
		{"too old", refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"), chat.Outcome{Class: chat.Sent, Code: 400}},
		{"nothing to delete", refusal(400, "Bad Request: message to delete not found"), chat.Outcome{Class: chat.Sent, Code: 400}},

		{"nothing to edit", refusal(400, "Bad Request: message to edit not found"), chat.Outcome{Class: chat.Lost, Code: 400}},
		{"cannot be edited", refusal(400, "Bad Request: message can't be edited"), chat.Outcome{Class: chat.Lost, Code: 400}},
		{"invalid id", refusal(400, "Bad Request: MESSAGE_ID_INVALID"), chat.Outcome{Class: chat.Lost, Code: 400}},

		{"403 blocked", refusal(403, "Forbidden: bot was blocked by the user"), chat.Outcome{Class: chat.Unreachable, Code: 403}},
		{"403 kicked", refusal(403, "Forbidden: bot was kicked from the supergroup chat"), chat.Outcome{Class: chat.Unreachable, Code: 403}},
		{"403 initiate", refusal(403, "Forbidden: bot can't initiate conversation with a user"), chat.Outcome{Class: chat.Unreachable, Code: 403}},
		{"no chat", refusal(400, "Bad Request: chat not found"), chat.Outcome{Class: chat.Unreachable, Code: 400}},
		{"deactivated", refusal(400, "Bad Request: user is deactivated"), chat.Outcome{Class: chat.Unreachable, Code: 400}},
		{"kicked", refusal(400, "Bad Request: bot was kicked from the group chat"), chat.Outcome{Class: chat.Unreachable, Code: 400}},
		{"no rights", refusal(400, "Bad Request: not enough rights to send text messages to the chat"), chat.Outcome{Class: chat.Unreachable, Code: 400}},
		{"peer", refusal(400, "Bad Request: PEER_ID_INVALID"), chat.Outcome{Class: chat.Unreachable, Code: 400}},
		{"initiate", refusal(400, "Bad Request: bot can't initiate conversation with a user"), chat.Outcome{Class: chat.Unreachable, Code: 400}},

		{"moved", answers(400, "application/json", `{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1001234567890}}`),
			chat.Outcome{Class: chat.Moved, Code: 400, NewChat: -1001234567890}},

		{"markup", refusal(400, `Bad Request: can't parse entities: Unsupported start tag "x" at byte offset 0`), chat.Outcome{Class: chat.BadMarkup, Code: 400}},
		{"other 400", refusal(400, "Bad Request: message is too long"), chat.Outcome{Class: chat.Faulty, Code: 400}},
		{"no right to pin", refusal(400, "Bad Request: not enough rights to manage pinned messages in the chat"), chat.Outcome{Class: chat.Faulty, Code: 400}},
		{"413", refusal(413, "Request Entity Too Large"), chat.Outcome{Class: chat.Faulty, Code: 413}},
		{"413 of a gateway", answers(413, "text/html", "<html>"), chat.Outcome{Class: chat.Faulty, Code: 413}},

		{"429", answers(429, "application/json", `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 90","parameters":{"retry_after":90}}`),
			chat.Outcome{Class: chat.Throttled, Code: 429, RetryAfter: 90 * time.Second}},
		{"429 without a time", refusal(429, "Too Many Requests"), chat.Outcome{Class: chat.Throttled, Code: 429, RetryAfter: defaultRetry}},
		{"429 of a gateway", answers(429, "text/html", "<html>"), chat.Outcome{Class: chat.Throttled, Code: 429, RetryAfter: defaultRetry}},
		{"429 for ever", answers(429, "application/json", `{"ok":false,"error_code":429,"parameters":{"retry_after":9000000000}}`),
			chat.Outcome{Class: chat.Throttled, Code: 429, RetryAfter: maxRetry}},

		{"401", refusal(401, "Unauthorized"), chat.Outcome{Class: chat.Rejected, Code: 401}},
		{"404", refusal(404, "Not Found"), chat.Outcome{Class: chat.Rejected, Code: 404}},

		{"broken", fails(urlError(&net.OpError{Op: "read", Err: syscall.ECONNRESET})), chat.Outcome{Class: chat.Ambiguous}},
		{"broken in writing", fails(&net.OpError{Op: "write", Err: syscall.EPIPE}), chat.Outcome{Class: chat.Ambiguous}},
		{"end of file", fails(urlError(io.EOF)), chat.Outcome{Class: chat.Ambiguous}},
		{"too slow", fails(urlError(context.DeadlineExceeded)), chat.Outcome{Class: chat.Ambiguous}},
		{"500", refusal(500, "Internal Server Error"), chat.Outcome{Class: chat.Ambiguous, Code: 500}},
		{"502 of a gateway", answers(502, "text/html", "<html>Bad Gateway</html>"), chat.Outcome{Class: chat.Ambiguous, Code: 502}},
		{"500 that says ok", answers(500, "application/json", `{"ok":true,"result":{"message_id":1}}`), chat.Outcome{Class: chat.Ambiguous, Code: 500}},
		{"5xx in the body alone", answers(200, "application/json", `{"ok":false,"error_code":502,"description":"Bad Gateway"}`), chat.Outcome{Class: chat.Ambiguous, Code: 502}},
		{"not JSON", answers(200, "text/html", "<html>log in to the hotel</html>"), chat.Outcome{Class: chat.Ambiguous, Code: 200}},
		{"403 not JSON", answers(403, "text/html", "<html>blocked by the proxy</html>"), chat.Outcome{Class: chat.Ambiguous, Code: 403}},
		{"404 not JSON", answers(404, "text/plain", "404 page not found"), chat.Outcome{Class: chat.Ambiguous, Code: 404}},
		{"302", answers(302, "text/html", ""), chat.Outcome{Class: chat.Ambiguous, Code: 302}},
		{"somebody else's JSON", answers(404, "application/json", `{"error":"no route"}`), chat.Outcome{Class: chat.Ambiguous, Code: 404}},
		{"null", answers(200, "application/json", `null`), chat.Outcome{Class: chat.Ambiguous, Code: 200}},
		{"cut JSON", answers(200, "application/json", `{"ok":true,"result":{"mess`), chat.Outcome{Class: chat.Ambiguous, Code: 200}},
		{"too much", answers(200, "application/json", `{"ok":true,"x":"`+strings.Repeat("x", maxAnswer)+`"}`), chat.Outcome{Class: chat.Ambiguous, Code: 200}},
		{"short of what was announced", &carrier{do: func(*http.Request) (*http.Response, error) {
			r := response(200, "application/json", `{"ok":true,"result":{"message_id":1}}`)
			r.ContentLength++
			return r, nil
		}}, chat.Outcome{Class: chat.Ambiguous, Code: 200}},
	}
	sends := map[string]chat.Outgoing{
		"text":   {HTML: "督办"},
		"upload": {HTML: "督办", File: &chat.Document{Name: "台账.csv", Data: []byte("a,b")}},
	}
	for _, row := range rows {
		for kind, out := range sends {
			t.Run(row.name+"/"+kind, func(t *testing.T) {
				c, _ := client(t, row.from)
				got := c.Send(t.Context(), 11, out)
				if diff := cmp.Diff(row.want, got, cmpopts.IgnoreFields(chat.Outcome{}, "Description")); diff != "" {
					t.Errorf("%s (%s)", diff, got.Description)
				}
				if got.Class != chat.Sent && got.Description == "" && row.name != "429 of a gateway" && row.name != "429 for ever" {
					t.Error("no description")
				}
			})
		}
	}
}

func urlError(err error) error {
	return &url.Error{Op: "Post", URL: "https://api.telegram.org/bot" + canary + "/sendMessage", Err: err}
}

func TestAnEditThatChangesNothingKeepsItsMessage(t *testing.T) {
	c, _ := client(t, refusal(400, "Bad Request: message is not modified"))
	if got := c.Edit(t.Context(), 11, 42, chat.Outgoing{HTML: "x"}); got.Class != chat.Sent || got.Message != 42 {
		t.Errorf("got %+v", got)
	}
}

func TestALatePressIsNoError(t *testing.T) {
	c, _ := client(t, refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"))
	if err := c.AnswerPress(t.Context(), "1", "好", false); err != nil {
		t.Error(err)
	}
}

func TestErrorsTellTheOutcome(t *testing.T) {
	c, _ := client(t, refusal(403, "Forbidden: bot was blocked by the user"))
	err := c.Typing(t.Context(), 11)
	var failed *Error
	if !errors.As(err, &failed) || failed.Outcome.Class != chat.Unreachable {
		t.Fatalf("got %v", err)
	}
	if want := "telegram: sendChatAction: 403 Forbidden: bot was blocked by the user"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}
