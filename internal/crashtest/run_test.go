package crashtest

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"duban/internal/failpoint"
)

// run is one course of many lives, and what is found on the way.
type run struct {
	*people
	dice *rand.Rand

	kills   map[string]int // by how a life was ended
	died    map[failpoint.Point]int
	between []finding
	opened  time.Time // when a round was due last

	stored stored
}

// stored is what the database held when it was looked at last.
type stored struct {
	report, audit   int64 // the last rows read
	reports, audits map[string]bool
}

func newRun(t testing.TB, seed *rand.Rand, environ ...string) *run {
	w := furnished(t, environ...)
	other := rand.New(rand.NewPCG(seed.Uint64(), 1)) // the people's own, for they go on at the same time
	return &run{
		people: newPeople(w, other), dice: seed, kills: map[string]int{}, died: map[failpoint.Point]int{},
		stored: stored{reports: map[string]bool{}, audits: map[string]bool{}},
	}
}

// inspect looks at what a kill has left: whatever was acknowledged is there.
func (r *run) inspect() {
	r.Helper()
	acked := r.follow()
	r.read(func(db *sql.DB) {
		r.inboxHas(db, acked)
		for _, x := range r.reportsAfter(db, r.stored.report) {
			r.stored.report = x.id
			r.stored.reports[x.words], r.stored.reports[x.source] = true, true
		}
		for _, x := range r.auditAfter(db, r.stored.audit) {
			r.stored.audit = x.id
			r.stored.audits[x.names()] = true
		}
	})
	for _, s := range r.saidIn(acked) {
		if !r.holds(s) {
			r.breach("%s %q was acknowledged, update %d, and its effect is not there", s.kind, s.name(), s.update)
		}
	}
}

func (r *run) breach(format string, args ...any) {
	r.between = append(r.between, finding{storedRule, "after a kill: " + fmt.Sprintf(format, args...)})
}

func (r *run) inboxHas(db *sql.DB, ids []int64) {
	r.Helper()
	for _, id := range ids {
		var n int
		if err := db.QueryRow("SELECT COUNT(*) FROM inbox WHERE bot = 'telegram' AND update_id = ?", id).Scan(&n); err != nil {
			r.Fatal(err)
		}
		if n == 0 {
			r.breach("update %d was acknowledged and has no inbox row", id)
		}
	}
}

// holds tells whether the effect of something said was in the database.
func (r *run) holds(s *said) bool {
	switch {
	case s.reports():
		return r.stored.reports[s.name()]
	case s.kind == byAdmin:
		return r.stored.audits[s.words]
	}
	return true
}

// ends inspects what a life that has ended has left, and counts it.
func (r *run) ends(l *life, how string, at failpoint.Point) {
	r.Helper()
	l.mustBeKilled()
	r.kills[how]++
	if at != "" {
		r.died[at]++
	}
	r.inspect()
}

// drained waits until nothing waits to be sent. After thousands of kills that takes
// minutes, for each chat takes one message a second; but the line must move.
func (r *run) drained() {
	r.Helper()
	waiting := func() (left int) {
		r.read(func(db *sql.DB) { left = r.waiting(db) })
		return left
	}
	for left := waiting(); left > 0; {
		before := left
		r.until(fmt.Sprintf("one more of the %d that wait is sent", before), func() bool {
			left = waiting()
			return left < before
		})
	}
}

// settle lets the bot finish in peace and returns the evidence.
func (r *run) settle() *evidence {
	r.Helper()
	r.sandbox.Heal()
	bot := r.start("", 0)
	r.until("the bot polls", bot.polls)
	r.until("everything is acknowledged", func() bool { return r.sandbox.Pending() == 0 })
	r.drained()
	bot.stop()
	r.inspect()
	e := &evidence{events: r.events, said: r.all, between: r.between}
	r.read(func(db *sql.DB) { e.load(r.world, db) })
	if out, err := r.command("audit", "verify").CombinedOutput(); err != nil {
		e.unsound = append(e.unsound, "audit verify: "+string(out))
	}
	return e
}

// opens lets a round of a kind be due now, in another second than any before:
// schedules name minutes, and causes seconds. Reports come in until it closes.
func (r *run) opens(kind string, closes time.Duration) {
	r.Helper()
	at := r.now().Truncate(time.Second)
	if !at.After(r.opened) {
		at = r.opened.Add(time.Second)
	}
	r.opened = at
	r.exec("UPDATE round SET next_at = ?, next_closes = ? WHERE kind = ? AND removed_at = 0", at.UnixMilli(), at.Add(closes).UnixMilli(), kind)
}

// stepsOn lets the newest opening come to the end of its step: it closes, or the
// morning comes on which the silent are asked once more. It reports whether there
// was a step to end.
func (r *run) stepsOn() bool {
	r.Helper()
	return r.exec("UPDATE opening SET next_at = ? WHERE id = (SELECT MAX(id) FROM opening) AND next_at > 0", r.now().UnixMilli()) > 0
}
