package app

import (
	"io"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"duban/internal/sandbox"
)

// inBubble tells a story in a testing/synctest bubble: the real bot and the sandbox
// without a socket between them, on a clock that runs, but only while everybody
// waits. So time-outs, back-offs and gates are the real ones and take no time.
// There is one contact, and the round opens in a few minutes, at 9:00.
func inBubble(t *testing.T, story func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newBubble(t, at(11, 23, 8, 57))
		w.office()
		w.bind(wang, "王芳", "教育局")
		story(w)
	})
}

func newBubble(t *testing.T, start time.Time) *world {
	t.Helper()
	log, temp := watchedLog(t, sandbox.DefaultToken), t.TempDir()
	d := &Demo{
		options: DemoOptions{Database: filepath.Join(temp, "duban.db"), Log: log},
		Clock:   NewClock(start, true), done: make(chan error, 1), temp: temp, Address: "sandbox.invalid",
	}
	d.Sandbox = sandbox.New(sandbox.Options{
		Bot: sandbox.User{FirstName: "督办", Username: "duban_demo_bot", IsBot: true}, Now: d.Clock.Now, Limits: true, Log: log,
	})
	w := &world{Demo: d, t: t, http: &wire{Server: d.Sandbox}}
	w.Walker = Walker{Clock: d.Clock, Pending: d.Sandbox.Pending}
	w.people()
	w.up()
	return w
}

// wire is the way to the sandbox, on which somebody may stand who answers in its
// place.
type wire struct {
	*sandbox.Server
	between atomic.Pointer[func(*http.Request) *http.Response]
}

func (c *wire) Do(r *http.Request) (*http.Response, error) {
	if answer := c.between.Load(); answer != nil {
		if response := (*answer)(r); response != nil {
			return response, nil
		}
	}
	return c.Server.Do(r)
}

// meddle lets somebody answer calls in the sandbox's place; where it returns nil
// the sandbox does. It returns what ends that.
func (w *world) meddle(answer func(method string) *http.Response) (end func()) {
	f := func(r *http.Request) *http.Response {
		return answer(r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:])
	}
	between := &w.http.(*wire).between
	between.Store(&f)
	return func() { between.Store(nil) }
}

// says is an answer in JSON.
func says(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Status: http.StatusText(status), Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
}

// pass lets time go by.
func (w *world) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// until lets time go by to an instant of the sandbox's clock.
func (w *world) until(t time.Time) { w.pass(t.Sub(w.Demo.Clock.Now())) }

// send is what a person writes, without waiting for the answer.
func (w *world) send(from int64, words string) sandbox.Message {
	w.t.Helper()
	m, err := w.Sandbox.Send(from, from, words)
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

// calls is how often the bot called a method since an event; "" is any.
func (w *world) calls(method string, since int) (n int) {
	for _, e := range w.Sandbox.Requests()[since:] {
		if e.Kind == sandbox.EventRequest && (method == "" || e.Method == method) {
			n++
		}
	}
	return n
}

// faults is how many faults the sandbox has played.
func (w *world) faults() (n int) {
	for _, e := range w.Sandbox.Requests() {
		if e.Kind == sandbox.EventFault {
			n++
		}
	}
	return n
}

// events is where the sandbox's log ends now.
func (w *world) events() int { return len(w.Sandbox.Requests()) }

// nothingLeft fails if anything waits, was given up or is not explained.
func (w *world) nothingLeft() {
	w.t.Helper()
	if n := w.Sandbox.Pending(); n != 0 {
		w.t.Errorf("%d updates are not acknowledged", n)
	}
	for what, query := range map[string]string{
		"posts wait":               `SELECT COUNT(*) FROM outbox WHERE state IN ('pending', 'sending') AND not_before <= ` + strconv.FormatInt(w.Demo.Clock.Now().UnixMilli(), 10),
		"posts are dead":           `SELECT COUNT(*) FROM outbox WHERE state = 'dead'`,
		"updates in quarantine":    `SELECT COUNT(*) FROM inbox WHERE status = 'quarantined'`,
		"repeats not explained":    unexplained,
		"attempts without outcome": `SELECT COUNT(*) FROM attempt WHERE outcome = ''`,
	} {
		if n := w.row(query); n != 0 {
			w.t.Errorf("%d %s", n, what)
		}
	}
}

// unexplained counts the posts that were tried more often than the log explains.
const unexplained = `SELECT COUNT(*) FROM outbox WHERE state = 'sent' AND attempts - 1 > ambiguous
	+ (SELECT COUNT(*) FROM attempt a WHERE a.outbox_id = outbox.id AND a.outcome IN
	('not-sent', 'throttled', 'rejected', 'lost', 'bad-markup', 'moved'))`
