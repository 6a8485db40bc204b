package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// script answers polls one after another and remembers when they came. At its
// end it holds the poll.
type script struct {
	answers []func() *http.Response
	times   []time.Duration
	params  []url.Values
	began   time.Time
	hooks   int
}

func (s *script) carrier() *carrier {
	s.began = time.Now()
	c := &carrier{}
	c.do = func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/getWebhookInfo") {
			s.hooks++
			return response(200, "application/json", `{"ok":true,"result":{"url":"https://old.example/secret-path"}}`), nil
		}
		params, _ := url.ParseQuery(c.body)
		s.params = append(s.params, params)
		s.times = append(s.times, time.Since(s.began))
		n := len(s.times) - 1
		if n >= len(s.answers) || s.answers[n] == nil {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}
		return s.answers[n](), nil
	}
	return c
}

func ok(ids ...int64) func() *http.Response {
	updates := []string{}
	for _, id := range ids {
		updates = append(updates, fmt.Sprintf(`{"update_id":%d}`, id))
	}
	return says(200, `{"ok":true,"result":[`+strings.Join(updates, ",")+`]}`)
}

func says(status int, body string) func() *http.Response {
	return func() *http.Response { return response(status, "application/json", body) }
}

// gaps are the waits before each poll but the first.
func (s *script) gaps() []time.Duration {
	var out []time.Duration
	for i := 1; i < len(s.times); i++ {
		out = append(out, s.times[i]-s.times[i-1])
	}
	return out
}

func (s *script) offsets() []string {
	var out []string
	for _, p := range s.params {
		out = append(out, p.Get("offset"))
	}
	return out
}

// poll runs a script for a while and returns the batches and the log.
func poll(t *testing.T, s *script, d time.Duration, handle func(ids []int64) error) ([][]int64, string) {
	c, log := client(t, s.carrier())
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	var batches [][]int64
	err := c.Poll(ctx, func(_ context.Context, batch []Update) error {
		var ids []int64
		for _, u := range batch {
			ids = append(ids, u.ID)
		}
		batches = append(batches, ids)
		if handle != nil {
			return handle(ids)
		}
		return nil
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Poll ended with %v", err)
	}
	return batches, log.String()
}

func TestPollAcknowledgesOnlyWhatWasTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []func() *http.Response{ok(7, 8), ok(7, 8, 9), ok(10)}}
		failed := false
		batches, log := poll(t, s, time.Minute, func([]int64) error {
			if !failed {
				failed = true
				return errors.New("disk full")
			}
			return nil
		})
		if diff := cmp.Diff([][]int64{{7, 8}, {7, 8, 9}, {10}}, batches); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"", "", "10", "11"}, s.offsets()); diff != "" {
			t.Error(diff)
		}
		if wait := s.gaps()[0]; wait < 300*time.Millisecond {
			t.Errorf("asked again after %v", wait)
		}
		if !strings.Contains(log, "disk full") {
			t.Errorf("log: %s", log)
		}
	})
}

func TestPollSaysWhatItWants(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []func() *http.Response{ok()}}
		poll(t, s, 10*time.Second, nil)
		for _, p := range s.params {
			if got := p.Get("allowed_updates"); got != `["message","edited_message","callback_query","my_chat_member"]` {
				t.Errorf("allowed_updates %s", got)
			}
			if got := p.Get("limit"); got != "100" {
				t.Errorf("limit %s", got)
			}
		}
		if first, second := s.params[0].Get("timeout"), s.params[1].Get("timeout"); first != "0" || second != "50" {
			t.Errorf("time-outs %s, %s", first, second)
		}
	})
}

// After an idle week ids start again at random, perhaps lower.
func TestPollFollowsIDsDownwards(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []func() *http.Response{ok(900), ok(5), ok(6)}}
		poll(t, s, 10*time.Second, nil)
		if diff := cmp.Diff([]string{"", "901", "6", "7"}, s.offsets()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPollWaits(t *testing.T) {
	many := func(n int, answer func() *http.Response) []func() *http.Response {
		out := make([]func() *http.Response, n)
		for i := range out {
			out[i] = answer
		}
		return out
	}
	html := func() *http.Response { return response(502, "text/html", "<html>") }
	for _, row := range []struct {
		name     string
		answer   func() *http.Response
		low, top time.Duration
		log      string
	}{
		{"empty at once", ok(), minPoll, minPoll, ""},
		{"the same for ever", ok(5), minPoll, minPoll, ""},
		{"429", says(429, `{"ok":false,"error_code":429,"parameters":{"retry_after":17}}`), 17 * time.Second, 17 * time.Second, "asks the poll to wait"},
		{"429 for thirty years", says(429, `{"ok":false,"error_code":429,"parameters":{"retry_after":1000000000}}`), longestWait, longestWait, "asks the poll to wait"},
		{"429 for less than nothing", says(429, `{"ok":false,"error_code":429,"parameters":{"retry_after":-5}}`), defaultRetry, defaultRetry, "asks the poll to wait"},
		{"429 without a word", says(429, `{"ok":false,"error_code":429,"parameters":{"retry_after":"soon"}}`), defaultRetry, defaultRetry, "asks the poll to wait"},
		{"401", says(401, `{"ok":false,"error_code":401,"description":"Unauthorized"}`), probeEvery, probeEvery, "refuses the token"},
		{"404", says(404, `{"ok":false,"error_code":404,"description":"Not Found"}`), probeEvery, probeEvery, "refuses the token"},
		{"409 poll", says(409, `{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}`),
			conflictWait, conflictWait, "another process with the same token"},
		{"409 webhook", says(409, `{"ok":false,"error_code":409,"description":"Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"}`),
			conflictWait, conflictWait, "the webhook at old.example"},
		{"502", html, 20 * time.Second, 40 * time.Second, "a poll failed"},
		{"not a list", says(200, `{"ok":true,"result":true}`), 20 * time.Second, 40 * time.Second, "could not be read"},
		{"no ids", says(200, `{"ok":true,"result":[{"message":{}}]}`), 20 * time.Second, 40 * time.Second, "without an id"},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{answers: many(20, row.answer)}
				_, log := poll(t, s, 3*time.Hour, nil)
				gaps := s.gaps()
				// The eighth wait: by then back-off has reached its limit.
				if got := gaps[7]; got < row.low || got > row.top {
					t.Errorf("waited %v, want %v to %v; all %v", got, row.low, row.top, gaps)
				}
				if !strings.Contains(log, row.log) || strings.Contains(log, "secret-path") {
					t.Errorf("log: %s", log)
				}
			})
		})
	}
}

func TestPollDropsOnlyTheUpdateWithoutID(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []func() *http.Response{says(200, `{"ok":true,"result":[{"update_id":1,"message":"rubbish"},7,{"update_id":"x"},{"update_id":4}]}`)}}
		batches, _ := poll(t, s, 10*time.Second, nil)
		if diff := cmp.Diff([][]int64{{1, 4}}, batches); diff != "" {
			t.Error(diff)
		}
	})
}

// encoding/json refuses a whole answer for one value nested 10,000 deep: that
// one is kept as it came, and its neighbours are read.
func TestPollReadsTheNeighboursOfAnUpdateNestedTooDeeply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		deep := `{"x\"]":` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `,"update_id":5}`
		s := &script{answers: []func() *http.Response{says(200, `{"result":[{"update_id":4},`+deep+`, {"update_id":6}],"ok":true}`)}}
		batches, _ := poll(t, s, 10*time.Second, nil)
		if diff := cmp.Diff([][]int64{{4, 5, 6}}, batches); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"", "7"}, s.offsets()); diff != "" {
			t.Error(diff)
		}
		if _, err := Decode(Update{ID: 5, Data: json.RawMessage(deep)}, self); err == nil {
			t.Error("it was decoded")
		}
	})
}

// An offset below zero would throw away whatever waits.
func TestPollNeverAcknowledgesAnIDThatHasNoNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []func() *http.Response{ok(4, 9223372036854775807), ok(-7, 5), ok(6)}}
		poll(t, s, 10*time.Second, nil)
		if diff := cmp.Diff([]string{"", "5", "6", "7"}, s.offsets()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPollKeepsUpdatesAsTheyCame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const data = `{"update_id":1, "new": {"督":[1,2]}}`
		s := &script{answers: []func() *http.Response{says(200, `{"ok":true,"result":[`+data+`]}`)}}
		c, _ := client(t, s.carrier())
		ctx, cancel := context.WithCancel(t.Context())
		_ = c.Poll(ctx, func(_ context.Context, batch []Update) error {
			cancel()
			if diff := cmp.Diff([]Update{{ID: 1, Data: json.RawMessage(data)}}, batch); diff != "" {
				t.Error(diff)
			}
			return nil
		})
	})
}

func TestPollEndsAtOnce(t *testing.T) {
	for name, answers := range map[string][]func() *http.Response{
		"in a long poll": {ok()},
		"in a wait":      {says(401, `{"ok":false,"error_code":401}`)},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, log := client(t, (&script{answers: answers}).carrier())
				ctx, cancel := context.WithCancel(t.Context())
				done := make(chan error, 1)
				go func() { done <- c.Poll(ctx, nil) }()
				time.Sleep(20 * time.Second)
				synctest.Wait()
				began := time.Now()
				log.Reset()
				cancel()
				if err := <-done; !errors.Is(err, context.Canceled) {
					t.Errorf("got %v", err)
				}
				if d := time.Since(began); d != 0 {
					t.Errorf("took %v", d)
				}
				if log.Len() > 0 {
					t.Errorf("an orderly end was logged: %s", log)
				}
			})
		})
	}
}

func TestHealth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []func() *http.Response{ok(), ok(), says(401, `{"ok":false,"error_code":401}`), ok(), nil}}
		c, _ := client(t, s.carrier())
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		check := func(want bool, why string) {
			synctest.Wait()
			if got := c.Healthy(time.Now()); got != want {
				t.Errorf("healthy %v %s", got, why)
			}
		}
		check(false, "before the first poll")
		go func() { _ = c.Poll(ctx, nil) }()
		check(true, "after the first poll")
		time.Sleep(time.Second)
		check(false, "after a refused token")
		time.Sleep(probeEvery)
		check(true, "after the probe")
		if got := time.Since(c.LastPoll()); got > probeEvery {
			t.Errorf("last poll %v ago", got)
		}
		time.Sleep(5 * time.Minute)
		check(false, "after silence")
	})
}
