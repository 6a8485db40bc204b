package crashtest

import (
	"slices"
	"testing"
	"time"

	"duban/internal/failpoint"
	"duban/internal/sandbox"
)

// breaks are six programs that are wrong, each with the rule that must notice
// and a short course in which it goes wrong for certain.
var breaks = []struct {
	how    failpoint.Switch
	rule   string
	course func(*testing.T, failpoint.Switch) []finding
}{
	{failpoint.AckBeforeCommit, storedRule, crash((*run).diesWithABatch)},
	{failpoint.NoInbox, auditRule, crash((*run).hearsACommandAgain)},
	{failpoint.SendBeforeAttempt, recordedRule, crash((*run).diesAfterSending)},
	{failpoint.SyncOff, storedRule, losePower},
	{failpoint.KeyedByNow, digestRule, crash((*run).bindsAnew)},
	{failpoint.Uncounted, explainedRule, crash((*run).sendsWithoutAnAnswer)},
}

func TestTheCrashRulesCatchEachBrokenProgram(t *testing.T) {
	if len(breaks) != len(failpoint.Switches) {
		t.Errorf("%d courses for %d switches", len(breaks), len(failpoint.Switches))
	}
	for _, b := range breaks {
		t.Run(string(b.how), func(t *testing.T) {
			t.Parallel()
			found := b.course(t, b.how)
			if !slices.ContainsFunc(found, func(f finding) bool { return f.rule == b.rule }) {
				t.Errorf("%q was to notice; found %v", b.rule, found)
			} else {
				t.Logf("caught: %v", found[0])
			}
			if found := b.course(t, ""); len(found) > 0 {
				t.Errorf("the program as it is: %v", found)
			}
		})
	}
}

// crash is a course of a program that breaks a rule, with what the rules find
// after it.
func crash(course func(*run)) func(*testing.T, failpoint.Switch) []finding {
	return func(t *testing.T, how failpoint.Switch) []finding {
		t.Helper()
		r := newRun(t, dice(t), broken(how))
		course(r)
		return r.settle().check()
	}
}

func losePower(t *testing.T, how failpoint.Switch) []finding {
	t.Helper()
	return recorded(t, 60, how).lose(60)
}

// diesHere starts the bot and lets it die the first time it comes to a point.
func (r *run) diesHere(p failpoint.Point) {
	r.Helper()
	l := r.start(p, 1)
	if !l.dies(time.Minute) {
		r.Fatalf("the bot does not come to %q\n%s", p, &l.log)
	}
	r.ends(l, "failpoints", p)
}

func (r *run) diesWithABatch() {
	r.text(prepared.contacts[0])
	r.diesHere(failpoint.Received)
}

func (r *run) hearsACommandAgain() {
	r.due()
	r.alias()
	r.diesHere(failpoint.Committed)
}

func (r *run) diesAfterSending() {
	r.text(prepared.contacts[0])
	r.diesHere(failpoint.Left)
}

// bindsAnew lets a contact come and go while a round collects.
func (r *run) bindsAnew() {
	l := r.start("", 0)
	r.until("the bot polls", l.polls)
	r.opens("ask", time.Hour)
	mover := prepared.contacts[len(prepared.contacts)-1]
	r.hears(mover.user, "进展报送")
	for range 2 {
		r.rebind(mover)
	}
	r.quiet()
	l.stop()
	r.inspect()
}

func (r *run) sendsWithoutAnAnswer() {
	r.sandbox.Fail(sandbox.Fault{Method: "sendMessage", Kind: sandbox.ResetAfter})
	r.text(prepared.contacts[0])
	l := r.start("", 0)
	r.until("the bot polls", l.polls)
	r.quiet()
	l.stop()
	r.inspect()
}
