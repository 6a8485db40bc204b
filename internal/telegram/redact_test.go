package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"duban/internal/chat"
)

// Whatever goes wrong on the way, and whatever words come back, the token is
// in no error, no outcome and no log line.
func TestTheTokenIsNeverTold(t *testing.T) {
	told := "https://api.telegram.org/bot" + canary + "/x?" + url.QueryEscape(canary)
	bad := map[string]*carrier{
		"transport":   fails(urlError(errors.New("dial " + told))),
		"wrapped":     fails(fmt.Errorf("proxy: %w", urlError(urlError(errors.New("x"))))),
		"secret part": fails(errors.New("AAcanary-canary_canary-canary-0")),
		"description": refusal(400, "Bad Request: "+told),
		"401":         refusal(401, "Unauthorized: "+told),
		"409":         refusal(409, "Conflict: webhook "+told),
		"html":        answers(502, "text/html; x="+canary, told),
		"echo": {do: func(r *http.Request) (*http.Response, error) {
			return nil, &url.Error{Op: "Post", URL: r.URL.String(), Err: context.DeadlineExceeded}
		}},
		"file path": {do: func(r *http.Request) (*http.Response, error) {
			if strings.HasSuffix(r.URL.Path, "/getFile") {
				return response(200, "application/json", `{"ok":true,"result":{"file_path":"documents/1.txt"}}`), nil
			}
			return nil, &url.Error{Op: "Get", URL: r.URL.String(), Err: errors.New(r.URL.String())}
		}},
	}
	for name, d := range bad {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { neverTold(t, d) })
		})
	}
}

func neverTold(t *testing.T, d Doer) {
	c, log := client(t, d)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, me := c.Me(ctx)
	_, download := c.Download(ctx, "f", 0)
	all := []any{
		me, download,
		c.Send(ctx, 11, words), c.Send(ctx, 11, upload), c.Edit(ctx, 11, 1, words), c.Pin(ctx, 11, 1),
		c.AnswerPress(ctx, "1", "x", true), c.Typing(ctx, 11), c.SetCommands(ctx, PrivateChats(), "", nil),
		c.Poll(ctx, func(context.Context, []Update) error { return nil }),
	}
	for _, v := range all {
		fmt.Fprintf(log, "%v %+v %#v\n", v, v, v)
		for err, ok := v.(error); ok && err != nil; err = errors.Unwrap(err) {
			fmt.Fprintf(log, "%v %#v\n", err, err)
		}
	}
	if strings.Contains(log.String(), "canary") {
		t.Errorf("the token was told:\n%s", log)
	}
	if !strings.Contains(log.String(), "level=") {
		t.Error("nothing was logged, so nothing was tested")
	}
}

func TestTheTokenTravels(t *testing.T) {
	d := answers(200, "application/json", `{"ok":true,"result":{"message_id":1}}`)
	c, _ := client(t, d)
	if got := c.Send(t.Context(), 11, words); got.Class != chat.Sent {
		t.Fatalf("got %+v", got)
	}
	if want := "/bot" + canary + "/sendMessage"; d.path != want {
		t.Errorf("asked for %q, want %q", d.path, want)
	}
}

func TestWordsAreBounded(t *testing.T) {
	c, _ := client(t, refusal(400, strings.Repeat("督", 1000)))
	if got := c.Send(t.Context(), 11, words).Description; len(got) > maxWords+len("…") {
		t.Errorf("%d bytes", len(got))
	}
}
