package main

import (
	"bytes"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"duban/internal/sandbox"
)

// journal is what a process writes, readable while it does.
type journal struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.String()
}

func (j *journal) says(words string) func() bool {
	return func() bool { return strings.Contains(j.String(), words) }
}

// bot starts the real binary. What it writes never holds the token, and it is gone
// when the test ends.
func (h *host) bot(change ...func(*exec.Cmd)) (*exec.Cmd, *journal) {
	h.Helper()
	c, log := h.command("run"), &journal{}
	c.Stdout, c.Stderr = log, log
	for _, f := range change {
		f(c)
	}
	if err := c.Start(); err != nil {
		h.Fatal(err)
	}
	_, secret, _ := strings.Cut(h.sandbox.Token(), ":")
	h.Cleanup(func() {
		_ = c.Process.Kill() // it has ended in most tests
		if _ = c.Wait(); strings.Contains(log.String(), secret) {
			h.Error("the token stands in what the bot wrote")
		}
		if h.Failed() {
			h.Log(log)
		}
	})
	return c, log
}

// contact binds the contact of a confirmed list while a bot runs, and stops that
// bot.
func (h *host) contact() {
	h.Helper()
	h.prepare()
	out, _ := h.do("invite", "--department", "教育局")
	code := strings.TrimSpace(out[strings.LastIndexAny(out, "= ")+1:])
	bot, _ := h.bot()
	h.send("/start " + code)
	h.until("the contact is bound", h.said("您已登记为市教育局联络员"))
	h.end(bot)
}

func (h *host) send(words string) {
	h.Helper()
	if _, err := h.sandbox.Send(contactID, contactID, words); err != nil {
		h.Fatal(err)
	}
}

// end asks the bot to stop and fails unless it does so well and soon. The limit is
// the operator's, not the machine's: what takes time is done before.
func (h *host) end(c *exec.Cmd) {
	h.Helper()
	began := time.Now()
	if err := c.Process.Signal(syscall.SIGTERM); err != nil {
		h.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		h.Errorf("after SIGTERM: %v", err)
	}
	if took := time.Since(began); took > 5*time.Second {
		h.Errorf("it took %v to stop", took)
	}
}

// waits waits until a bot that was started after so many polls has nothing to do
// but to wait for updates: its first poll is a short one, its second is held.
func (h *host) waits(polls int) {
	h.Helper()
	h.until("the bot waits for updates", func() bool { return h.calls("getUpdates") >= polls+2 })
}

func (h *host) calls(method string) (n int) {
	for _, e := range h.sandbox.Requests() {
		if e.Kind == sandbox.EventRequest && e.Method == method {
			n++
		}
	}
	return n
}

// count is how many of the bot's messages to the contact contain words.
func (h *host) count(words string) (n int) {
	for _, m := range h.sandbox.Messages(contactID) {
		if m.From.IsBot && strings.Contains(m.Text, words) {
			n++
		}
	}
	return n
}
