package telegram

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

const (
	maxAnswer  = 1 << 20
	maxUpdates = 32 << 20

	pollGrace     = 10 * time.Second // beyond what Telegram was asked to hold the poll
	uploadTimeout = 120 * time.Second
	callTimeout   = 30 * time.Second
)

// exchange is the library's HTTP client for one call: it binds the caller's
// context and a time-out, puts the token in, and keeps the answer as it came.
type exchange struct {
	client  *Client
	ctx     context.Context
	timeout time.Duration
	limit   int64 // of the answer's body, in bytes

	ran    bool // false if the library gave up before it had a request
	answer answer
}

// answer is what came back, or why nothing did.
type answer struct {
	status int
	kind   string // content type
	retry  string // Retry-After header
	body   []byte
	length int64 // of the body as announced, -1 if it was not

	broken string // why there is no whole answer, without secrets; "" if there is
	cause  error  // context.Canceled or DeadlineExceeded when that was why
	left   bool   // the request, or a part of it, may have reached Telegram
}

// Do implements tgbotapi.HTTPClient. It hands the library a response that is
// already read, and errors without the token.
func (x *exchange) Do(r *http.Request) (*http.Response, error) {
	x.ran = true
	if r.Body != nil {
		// The library writes uploads through a pipe; it must not be left hanging.
		defer r.Body.Close()
	}
	if err := x.ctx.Err(); err != nil {
		return nil, x.fail(err, false)
	}
	ctx, cancel := context.WithTimeout(x.ctx, x.timeout)
	defer cancel()
	var line line
	ctx = httptrace.WithClientTrace(ctx, line.trace())

	response, err := x.client.http.Do(x.client.sign(r.WithContext(ctx)))
	if err != nil {
		return nil, x.fail(err, line.mayHaveLeft(err))
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, x.limit+1))
	x.answer.status = response.StatusCode
	x.answer.kind = response.Header.Get("Content-Type")
	x.answer.retry = response.Header.Get("Retry-After")
	x.answer.body = body
	x.answer.length = response.ContentLength
	switch {
	case err != nil:
		return nil, x.fail(err, true)
	case int64(len(body)) > x.limit:
		return nil, x.fail(fmt.Errorf("answer is longer than %d bytes", x.limit), true)
	case x.answer.length > int64(len(body)):
		return nil, x.fail(io.ErrUnexpectedEOF, true)
	}
	return &http.Response{
		Status: response.Status, StatusCode: response.StatusCode, Header: response.Header,
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Request: r,
	}, nil
}

// fail keeps the words of err and, of its chain, only which context error it
// is: the chain holds the address and in it the token.
func (x *exchange) fail(err error, left bool) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	x.answer.broken = x.client.words(err.Error())
	x.answer.left = left
	switch {
	case errors.Is(err, context.Canceled):
		x.answer.cause = context.Canceled
	case errors.Is(err, context.DeadlineExceeded):
		x.answer.cause = context.DeadlineExceeded
	}
	return errors.New(x.answer.broken)
}

// sign returns r with the real token in its address.
func (c *Client) sign(r *http.Request) *http.Request {
	u := *r.URL
	u.Path = strings.Replace(u.Path, "/bot"+placeholder+"/", "/bot"+c.token+"/", 1)
	u.RawPath = strings.Replace(u.RawPath, "/bot"+placeholder+"/", "/bot"+c.token+"/", 1)
	r.URL = &u
	return r
}

// line watches whether a request got a connection to travel on.
type line struct{ asked, got atomic.Bool }

func (l *line) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { l.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { l.got.Store(true) },
	}
}

// mayHaveLeft is false only where it is certain that no byte of the request
// was written. Carriers that are no http.Transport do not call the trace;
// there only the error itself can tell.
func (l *line) mayHaveLeft(err error) bool {
	if l.got.Load() {
		return true
	}
	if l.asked.Load() {
		return false
	}
	var dns *net.DNSError
	var op *net.OpError
	switch {
	case errors.As(err, &dns):
		return false
	case errors.As(err, &op):
		return op.Op != "dial" && op.Op != "proxyconnect"
	}
	return true
}
