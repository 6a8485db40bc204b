package crashtest

import (
	"bytes"
	"fmt"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"duban/internal/failpoint"
	"duban/internal/sandbox"
)

// life is one process of the bot, from its start to its end.
type life struct {
	*world
	process *exec.Cmd
	log     log
	from    int           // how many events there were before it
	ended   chan struct{} // closed when it is over
}

// log is what a life says; it is read while it is written.
type log struct {
	mu   sync.Mutex
	said bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.said.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.said.String()
}

// start begins a life. at names the failpoint where it dies, the nth time it
// comes there; "" for none. flags are those of the command beside.
func (w *world) start(at failpoint.Point, n int, flags ...string) *life {
	w.Helper()
	l := &life{world: w, process: w.command(append([]string{"run"}, flags...)...), from: w.sandbox.Happened(), ended: make(chan struct{})}
	l.process.Env = append(l.process.Env, fmt.Sprintf("DUBAN_CRASH_AT=%s:%d", at, n))
	l.process.Stdout, l.process.Stderr = &l.log, &l.log
	if err := l.process.Start(); err != nil {
		w.Fatal(err)
	}
	go func() { _ = l.process.Wait(); close(l.ended) }()
	w.Cleanup(l.kill)
	return l
}

// over reports whether the life has ended, whichever way.
func (l *life) over() bool {
	select {
	case <-l.ended:
		return true
	default:
		return false
	}
}

// polls reports whether the bot has asked for updates in this life.
func (l *life) polls() bool {
	for _, e := range l.sandbox.RequestsFrom(l.from) {
		if e.Kind == sandbox.EventRequest && e.Method == "getUpdates" {
			return true
		}
	}
	return false
}

// kill ends the life as a power switch does, if it has not ended.
func (l *life) kill() {
	_ = l.process.Process.Kill() // it may be over
	<-l.ended
}

// stop ends it as an operator does.
func (l *life) stop() {
	l.Helper()
	if err := l.process.Process.Signal(syscall.SIGTERM); err != nil {
		l.Fatal(err)
	}
	<-l.ended
	if code := l.process.ProcessState.ExitCode(); code != 0 {
		l.Errorf("after SIGTERM: %v\n%s", l.process.ProcessState, &l.log)
	}
}

// dies waits until the life ends at its failpoint, but not for ever: some points
// are not on every way. It reports whether it did.
func (l *life) dies(within time.Duration) bool {
	l.Helper()
	select {
	case <-l.ended:
	case <-time.After(within):
		l.kill()
		return false
	}
	l.mustBeKilled()
	return true
}

// mustBeKilled fails the test if the life ended in a way nobody asked for.
func (l *life) mustBeKilled() {
	l.Helper()
	status, _ := l.process.ProcessState.Sys().(syscall.WaitStatus)
	if !status.Signaled() || status.Signal() != syscall.SIGKILL {
		l.Fatalf("a life ended by itself: %v\n%s", l.process.ProcessState, &l.log)
	}
}
