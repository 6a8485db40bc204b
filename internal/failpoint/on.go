//go:build crashtest

package failpoint

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// The harness says in the environment where this process dies, as point:n for
// the nth time it comes there, which rule it breaks, and how far its clock is
// from the machine's.
const (
	dieVariable   = "DUBAN_CRASH_AT"
	breakVariable = "DUBAN_CRASH_BREAK"
	clockVariable = "DUBAN_CRASH_CLOCK"
)

var (
	diesAt, diesIn = parse(os.Getenv(dieVariable))
	broken         = Switch(os.Getenv(breakVariable))
	hits           atomic.Int64
	ahead, _       = time.ParseDuration(os.Getenv(clockVariable))
)

func parse(s string) (Point, int64) {
	point, times, _ := strings.Cut(s, ":")
	n, err := strconv.ParseInt(times, 10, 64)
	if err != nil {
		n = 1
	}
	return Point(point), n
}

// Hit ends the process as a power switch does if the harness has asked for it
// here.
func Hit(p Point) {
	if p == diesAt && hits.Add(1) == diesIn {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // until it arrives
	}
}

// Broken reports whether the harness has switched a rule off.
func Broken(s Switch) bool { return s == broken }

// Now is the time on the clock of the harness, on which it is a working morning
// whatever day the tests run.
func Now() time.Time { return time.Now().Add(ahead) }
