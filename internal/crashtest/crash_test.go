package crashtest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"duban/internal/failpoint"
	"duban/internal/sandbox"
)

// While people go on talking the bot dies, again and again: at any moment and at
// each failpoint. Afterwards every rule holds.
func TestNoCrashLosesOrDoublesAnything(t *testing.T) {
	kills := int(setting(t, "DUBAN_CRASH_KILLS", 16))
	r := newRun(t, dice(t))
	began := time.Now()
	stop := r.stream()
	defer stop()
	for n := 0; r.killed() < kills || n < kills+100 && !r.diedEverywhere(); n++ {
		r.oneLife(n)
	}
	stop()
	lived := time.Since(began)
	e := r.settle()
	found := e.check()
	t.Logf("%d kills in %v, all quiet after %v\n%s", r.killed(), lived.Round(time.Second), time.Since(began).Round(time.Second), r.figures(e, found))
	for _, f := range found {
		t.Error(f)
	}
	if !r.diedEverywhere() {
		t.Errorf("the bot died at %v, and not at each of %v", r.died, failpoint.Points)
	}
}

func (r *run) killed() (n int) {
	for _, k := range r.kills {
		n += k
	}
	return n
}

func (r *run) diedEverywhere() bool {
	return !slices.ContainsFunc(failpoint.Points, func(p failpoint.Point) bool { return r.died[p] == 0 })
}

// oneLife lets the bot live and die: every other time at a failpoint, in turn,
// else at any moment.
func (r *run) oneLife(n int) {
	r.Helper()
	if r.dice.IntN(3) == 0 {
		r.fails(r.dice)
	}
	if n%2 == 0 {
		r.diesAt(failpoint.Points[n/2%len(failpoint.Points)])
		return
	}
	if r.dice.IntN(5) > 0 {
		r.diesBusy(n)
		return
	}
	for range 1 + r.dice.IntN(4) { // in quick succession
		r.diesYoung()
	}
}

// diesAt lets the bot die at a failpoint, the first few times it comes there.
func (r *run) diesAt(p failpoint.Point) {
	r.Helper()
	times := 1 + r.dice.IntN(4)
	if p == failpoint.Opening || p == failpoint.Opened {
		times = 1
	}
	l := r.start(p, times)
	if times == 1 {
		r.comesDue(l, p)
	}
	if !l.dies(4 * time.Second) {
		r.ends(l, "a failpoint it did not come to", "")
		return
	}
	r.ends(l, "failpoints", p)
}

// comesDue gives the calendar something to do while the bot lives: what a crash
// leaves in the middle is there for the next life.
func (r *run) comesDue(l *life, p failpoint.Point) {
	r.Helper()
	r.until("the bot polls or dies", func() bool { return l.over() || l.polls() })
	switch what := r.dice.IntN(4); {
	case p == failpoint.Opened && what == 0:
		r.opens("summary", time.Hour)
	case p == failpoint.Opened && what < 3 && r.stepsOn():
	default:
		r.opens("ask", time.Duration(5+r.dice.IntN(20))*time.Second)
	}
}

// diesYoung kills the bot while it starts.
func (r *run) diesYoung() {
	r.Helper()
	l := r.start("", 0)
	select { // the moment of the kill, not a wait
	case <-l.ended:
	case <-time.After(time.Duration(r.dice.Int64N(int64(60 * time.Millisecond)))):
	}
	l.kill()
	r.ends(l, "while it starts", "")
}

// diesBusy kills the bot after some of what happens on the platform, or after a
// while in which little does.
func (r *run) diesBusy(n int) {
	r.Helper()
	l := r.start("", 0)
	if n%3 == 0 {
		r.until("the bot polls or dies", func() bool { return l.over() || l.polls() })
		r.stepsOn()
	}
	goal, limit := l.from+10+r.dice.IntN(60), time.After(time.Second)
	changed, cancel := r.sandbox.Subscribe()
	defer cancel()
	for done := false; !done && r.sandbox.Happened() < goal; {
		select {
		case <-changed:
		case <-l.ended:
			done = true
		case <-limit:
			done = true
		}
	}
	l.kill()
	r.ends(l, "at work", "")
}

// figures are what a run tells of itself.
func (r *run) figures(e *evidence, found []finding) string {
	var b strings.Builder
	fmt.Fprintf(&b, "kills: %s\n", counted(r.kills))
	fmt.Fprintf(&b, "died at: %s\n", counted(r.died))
	fmt.Fprintf(&b, "said: %s\n", counted(r.counts()))
	twice, ambiguous, happened := 0, 0, map[string]int{}
	for _, p := range e.posts {
		ambiguous += p.ambiguous
		twice += max(0, len(p.delivered)-1)
	}
	for _, event := range e.events {
		happened[event.Kind]++
	}
	fmt.Fprintf(&b, "updates acknowledged %d, faults %d, attempts %d\n",
		happened[sandbox.EventAcknowledged], happened[sandbox.EventFault], len(e.attempts))
	fmt.Fprintf(&b, "messages delivered %d, edits %d, attempts ambiguous %d, delivered twice and explained %d\n",
		happened[sandbox.EventDelivered], happened[sandbox.EventEdited], ambiguous, twice)
	kinds, breaches := map[string]int{}, map[string]int{}
	for _, o := range e.occurrences {
		kinds[o.kind]++
	}
	for _, f := range found {
		breaches[f.rule]++
	}
	fmt.Fprintf(&b, "openings %d, occurrences: %s\n", len(e.openings), counted(kinds))
	lost, doubled := e.replies()
	fmt.Fprintf(&b, "replies lost %d, doubled %d, messages unexplained %d\n", lost, doubled, breaches[recordedRule]+breaches[explainedRule])
	fmt.Fprintf(&b, "rules broken: %s", counted(breaches))
	return b.String()
}

// counted prints counts in a fixed order.
func counted[K ~string](n map[K]int) string {
	if len(n) == 0 {
		return "none"
	}
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(n)) {
		parts = append(parts, fmt.Sprintf("%s %d", k, n[k]))
	}
	return strings.Join(parts, ", ")
}
