package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"duban/internal/chat"
	"duban/internal/failpoint"
)

const (
	batchSize = 100
	// minPoll is the least time from one poll to the next when there was nothing new.
	minPoll = 500 * time.Millisecond
	// probeEvery is the wait while the token is refused.
	probeEvery = 30 * time.Second
	// conflictWait is the wait while somebody else polls: two that insist on it
	// would throw each other out for ever.
	conflictWait = 15 * time.Second
	// longestWait is the most a throttled poll waits, whatever it is told:
	// updates are kept for a day only.
	longestWait = 10 * time.Minute
)

var allowedUpdates = jsonOf([]string{"message", "edited_message", "callback_query", "my_chat_member"})

var errNoIDs = errors.New("telegram: a batch without update ids")

// Poll asks for updates until ctx is done and returns ctx's error. Batches go
// to handle one after another; only after it returned nil are they
// acknowledged, with the next poll. After an error the same batch comes again,
// perhaps with more updates, and likewise after a restart. Ids need not grow.
func (c *Client) Poll(ctx context.Context, handle func(context.Context, []Update) error) error {
	p := poller{client: c, handle: handle, patience: patience()}
	for ctx.Err() == nil {
		pause(ctx, p.guarded(ctx))
	}
	return ctx.Err()
}

// guarded is a round in which a panic is trouble like any other: the batch comes again.
func (p *poller) guarded(ctx context.Context) (wait time.Duration) {
	defer func() {
		if v := recover(); v != nil {
			p.client.log.Error("a panic in a poll", "type", fmt.Sprintf("%T", v), "stack", string(debug.Stack()))
			wait = p.patience.NextBackOff()
		}
	}()
	return p.round(ctx)
}

// poller is the state of one Poll.
type poller struct {
	client   *Client
	handle   func(context.Context, []Update) error
	patience *backoff.ExponentialBackOff
	offset   int64
	settled  bool // the last poll was answered, so the next one may be long
}

// round polls once and says how long to wait before the next one.
func (p *poller) round(ctx context.Context) time.Duration {
	began, long := time.Now(), p.settled
	r := p.ask(ctx)
	if ctx.Err() != nil {
		return 0
	}
	p.settled = r.outcome.Class == chat.Sent
	p.client.polled(r.outcome.Class)
	if !p.settled {
		return p.refused(ctx, r)
	}
	batch, err := p.read(r.result)
	if err != nil {
		return p.failed("an answer to a poll could not be read", err)
	}
	if len(batch) == 0 {
		p.patience.Reset()
		if !long {
			return 0 // it was not to wait, and the next one does
		}
		return minPoll - time.Since(began)
	}
	if failpoint.Broken(failpoint.AckBeforeCommit) {
		ack := tgbotapi.Params{"offset": decimal(batch[len(batch)-1].ID + 1), "limit": "1"}
		p.client.call(ctx, "getUpdates", ack)
	}
	if err := p.handle(ctx, batch); err != nil {
		if ctx.Err() != nil {
			return 0 // an orderly end is no trouble
		}
		return p.failed("updates were not taken, the same will be asked for again", err)
	}
	p.patience.Reset()
	next := batch[len(batch)-1].ID + 1
	again := next == p.offset // an endpoint that does not care for offsets
	p.offset = next
	if again {
		return minPoll - time.Since(began)
	}
	return 0
}

// ask polls. The first poll, and the first after trouble, returns at once, so
// that it is soon known whether all is well.
func (p *poller) ask(ctx context.Context) reply {
	params := tgbotapi.Params{
		"limit":           decimal(batchSize),
		"timeout":         "0",
		"allowed_updates": allowedUpdates,
	}
	params.AddNonZero64("offset", p.offset)
	if p.settled {
		params["timeout"] = decimal(int64(p.client.hold / time.Second))
	}
	return p.client.call(ctx, "getUpdates", params)
}

// read splits a batch. Only an update's id is looked at; one without an id can
// be neither kept nor named, and is dropped with a line in the log.
func (p *poller) read(result json.RawMessage) ([]Update, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(result, &raw); err != nil {
		parts, ok := split(result)
		if !ok || result[0] != '[' {
			return nil, err
		}
		for _, part := range parts {
			raw = append(raw, part.value)
		}
	}
	batch := make([]Update, 0, len(raw))
	for _, data := range raw {
		id, ok := updateID(data)
		if !ok {
			p.client.log.Error("an update without an id was dropped", "bytes", len(data))
			continue
		}
		batch = append(batch, Update{ID: id, Data: data})
	}
	if len(raw) > 0 && len(batch) == 0 {
		return nil, errNoIDs
	}
	return batch, nil
}

// updateID is positive, and there is a next one.
func updateID(data json.RawMessage) (id int64, ok bool) {
	var u struct {
		ID int64 `json:"update_id"`
	}
	if err := json.Unmarshal(data, &u); err != nil {
		var syntax *json.SyntaxError
		if !errors.As(err, &syntax) || json.Unmarshal(member(data, "update_id"), &u.ID) != nil {
			return 0, false
		}
	}
	return u.ID, u.ID > 0 && u.ID < math.MaxInt64
}

// refused says how long to wait after a poll that was not answered well.
func (p *poller) refused(ctx context.Context, r reply) time.Duration {
	log := p.client.log.With("code", r.outcome.Code, "description", r.outcome.Description)
	switch {
	case r.outcome.Class == chat.Throttled:
		wait := min(r.outcome.RetryAfter, longestWait)
		log.Warn("telegram asks the poll to wait", "asked", r.outcome.RetryAfter, "wait", wait)
		return wait
	case r.outcome.Class == chat.Rejected:
		log.Error("telegram refuses the token", "wait", probeEvery)
		return probeEvery
	case r.outcome.Code == http.StatusConflict:
		log.Error("another instance receives this bot's updates", "suspect", p.suspect(ctx, r), "wait", conflictWait)
		return conflictWait
	}
	return p.failed("a poll failed", r.err())
}

// suspect names who else takes the updates. Of a webhook only the host is
// told: its path may be a secret.
func (p *poller) suspect(ctx context.Context, r reply) string {
	if !strings.Contains(strings.ToLower(r.outcome.Description), "webhook") {
		return "another process with the same token"
	}
	var info tgbotapi.WebhookInfo
	hook := p.client.call(ctx, "getWebhookInfo", nil)
	if hook.into(&info) != nil {
		return "a webhook"
	}
	u, err := url.Parse(info.URL)
	if err != nil {
		return "a webhook"
	}
	return "the webhook at " + u.Host
}

func (p *poller) failed(what string, err error) time.Duration {
	wait := p.patience.NextBackOff()
	p.client.log.Warn(what, "error", p.client.words(err.Error()), "wait", wait)
	return wait
}

func patience() *backoff.ExponentialBackOff {
	return &backoff.ExponentialBackOff{
		InitialInterval: 500 * time.Millisecond, RandomizationFactor: 0.3, Multiplier: 2, MaxInterval: 30 * time.Second,
	}
}

// pause waits, but not longer than ctx.
func pause(ctx context.Context, wait time.Duration) {
	if wait <= 0 {
		return
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
