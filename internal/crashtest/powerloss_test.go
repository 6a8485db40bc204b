package crashtest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"duban/internal/failpoint"
	"duban/internal/preload"
)

// The power goes at random moments of a busy morning. Every file that can be
// left opens, is sound and holds whatever Telegram was told is taken.
func TestAPowerLossLosesNothingAcknowledged(t *testing.T) {
	images := int(setting(t, "DUBAN_CRASH_IMAGES", 200))
	r := recorded(t, 250+images/4, "")
	found := r.lose(images)
	t.Log(r.figures())
	for _, f := range found[:min(len(found), 20)] {
		t.Error(f)
	}
	if n := r.syncs(database) - r.stops; n < 1 {
		t.Errorf("no checkpoint while the bot was at work: %d syncs of the database, %d orderly ends", r.syncs(database), r.stops)
	}
}

// A disk is made slower for benchmarks; how much, must be what was asked.
func TestASyncTakesAsMuchLongerAsIsAsked(t *testing.T) {
	const slower = 20 * time.Millisecond
	w, log := furnished(t), filepath.Join(t.TempDir(), "log")
	w.environ = preload.Environ(t, preload.Options{Database: w.database, Log: log, Slower: slower})
	w.invite("--role", "admin")
	body, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	all, _ := readRecords(t, body)
	began, syncs := map[which]time.Time{}, 0
	for _, r := range all {
		switch r.op {
		case opSyncing:
			began[r.file] = r.at
		case opSynced:
			if took := r.at.Sub(began[r.file]); took < slower {
				t.Errorf("a sync took %v", took)
			}
			syncs++
		}
	}
	if syncs == 0 {
		t.Error("nothing was synced")
	}
}

// recording is a busy morning with everything that was written in it.
type recording struct {
	*run
	records []record
	stops   int // orderly ends, each of which writes the WAL back
	images  int
	took    time.Duration
}

// recorded lets people say so many things to a bot that ends now and then, a third
// of the times as an operator ends it.
func recorded(t *testing.T, things int, how failpoint.Switch) *recording {
	t.Helper()
	r := newRun(t, dice(t), broken(how))
	p := &tape{TB: t, path: filepath.Join(fast(t), "log"), database: r.database}
	r.environ = append(r.environ, preload.Environ(t, preload.Options{Database: r.database, Log: p.path})...)
	l, stops := r.start("", 0), 0
	for n := range things {
		r.until("the bot polls", l.polls)
		r.step()
		r.keepsUp()
		if n%60 != 59 {
			continue
		}
		if r.dice.IntN(3) == 0 {
			l.stop()
			stops++
		} else {
			l.kill()
		}
		p.cut()
		l = r.start("", 0)
	}
	l.kill()
	p.cut()
	r.follow()
	log, err := os.ReadFile(p.path)
	if err != nil {
		t.Fatal(err)
	}
	all, _ := readRecords(t, log)
	return &recording{run: r, records: all, stops: stops}
}

// keepsUp waits until the bot is not far behind what people say, so that it
// takes them in many transactions and not in a few.
func (r *run) keepsUp() {
	r.Helper()
	r.until("the bot keeps up", func() bool { return r.sandbox.Pending() < 3 })
}

// lose takes the power away so many times, and returns what the files left break.
func (r *recording) lose(images int) (found []finding) {
	r.Helper()
	began := time.Now()
	cuts := make([]int, images)
	for i := range cuts {
		cuts[i] = r.run.dice.IntN(len(r.records) + 1)
	}
	slices.Sort(cuts)
	d, dir := newDisk(r, prepared.database), fast(r)
	var mu sync.Mutex
	var work sync.WaitGroup
	slots := make(chan struct{}, 2)
	played := 0
	for n, cut := range cuts {
		for ; played < cut; played++ {
			d.play(r.records[played])
		}
		slots <- struct{}{}
		path := filepath.Join(dir, fmt.Sprint(n, ".db"))
		d.lose(r.run.dice, path)
		work.Go(func() {
			defer func() { <-slots }()
			wrong := r.look(path, r.edge(cut))
			mu.Lock()
			found = append(found, wrong...)
			mu.Unlock()
		})
	}
	work.Wait()
	r.images, r.took = images, time.Since(began)
	return found
}
