package telegram

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const canary = "7000000001:AAcanary-canary_canary-canary-0"

// carrier is a Doer made of a function. It keeps the last request and its body.
type carrier struct {
	do func(*http.Request) (*http.Response, error)

	mu   sync.Mutex
	path string
	body string
	n    int
}

func (c *carrier) Do(r *http.Request) (*http.Response, error) {
	c.mu.Lock()
	c.n++
	c.path = r.URL.Path
	if r.Body != nil {
		body, _ := io.ReadAll(r.Body)
		c.body = string(body)
	}
	c.mu.Unlock()
	return c.do(r)
}

// answers is a carrier that always brings the same answer.
func answers(status int, kind, body string) *carrier {
	return &carrier{do: func(*http.Request) (*http.Response, error) { return response(status, kind, body), nil }}
}

// fails is a carrier that always fails.
func fails(err error) *carrier {
	return &carrier{do: func(*http.Request) (*http.Response, error) { return nil, err }}
}

func response(status int, kind, body string) *http.Response {
	return &http.Response{
		Status: strconv.Itoa(status) + " " + http.StatusText(status), StatusCode: status,
		Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(strings.NewReader(body)),
		ContentLength: int64(len(body)),
	}
}

// client returns a client on d and what it logs.
func client(t testing.TB, d Doer, change ...func(*Options)) (*Client, *bytes.Buffer) {
	t.Helper()
	log := &bytes.Buffer{}
	o := Options{
		Token: canary, HTTP: d,
		Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, f := range change {
		f(&o)
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c, log
}
