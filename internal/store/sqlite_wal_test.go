package store

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"duban/internal/chat"
)

// walMost is what the WAL never passes.
const walMost = 64 << 20

// soak commits, while readers that always overlap hold snapshots, until enough
// bytes went through the WAL and time is over. It returns the largest size of the
// WAL and the longest a commit took.
func (w *world) soak(bytes int64, least time.Duration) (largest int64, slowest time.Duration) {
	w.t.Helper()
	const rows, size = 20, 10_000
	w.do(keep(500, size)) // what the readers read
	ctx, stop := context.WithCancel(w.t.Context())
	var all sync.WaitGroup
	for _, times := range []int{1, 7, 13} { // some short, some long
		all.Go(func() {
			for ctx.Err() == nil {
				w.readThrough(ctx, times)
			}
		})
	}
	began := time.Now()
	for written := int64(0); written < bytes || time.Since(began) < least; written += rows * size {
		commit := time.Now()
		w.do(func(tx *Tx) error {
			if err := tx.exec("DELETE FROM upload WHERE id IN (SELECT id FROM upload ORDER BY id LIMIT ?)", rows); err != nil {
				return err
			}
			return keep(rows, size)(tx)
		})
		slowest = max(slowest, time.Since(commit))
		largest = max(largest, w.dialect.(sqliteFile).wal.size())
	}
	stop()
	all.Wait()
	return largest, slowest
}

// readThrough reads everything a few times in one snapshot.
func (w *world) readThrough(ctx context.Context, times int) {
	err := w.Read(ctx, func(tx *Tx) error {
		for range times {
			if _, err := tx.count("SELECT SUM(LENGTH(body)) AS n FROM upload"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil && ctx.Err() == nil {
		w.t.Error(err)
	}
}

// For longer than the few seconds of every day, say for how long:
//
//	DUBAN_TEST_SOAK=10m go test -run Soak -timeout 0 -v ./internal/store
func TestTheWALStaysSmallInASoak(t *testing.T) {
	least := time.Duration(0)
	if long := os.Getenv("DUBAN_TEST_SOAK"); long != "" {
		least = must[time.Duration](t)(time.ParseDuration(long))
	}
	w := openWorld(t, filepath.Join(t.TempDir(), "duban.db"))
	largest, slowest := w.soak(2*walMost, least)
	t.Logf("the WAL had at most %.1f MB, a commit took at most %v", float64(largest)/(1<<20), slowest.Round(time.Millisecond))
	if largest > walMost {
		t.Errorf("the WAL grew to %d MB", largest>>20)
	}
	if slowest > 2*busyTimeout {
		t.Errorf("a commit took %v", slowest)
	}
	w.whole()
}

// A reader that does not end keeps the WAL from being emptied. Commits go on, and
// only a few wait for it in vain; when it has ended, the next empties it.
func TestAReaderThatStaysHoldsUpFewCommits(t *testing.T) {
	w := openWorld(t, filepath.Join(t.TempDir(), "duban.db"))
	wal := w.dialect.(sqliteFile).wal
	w.do(keep(1, 10))
	err := w.Read(t.Context(), func(tx *Tx) error {
		if _, err := tx.count("SELECT COUNT(*) AS n FROM upload"); err != nil {
			return err
		}
		commits, tries := 0, map[int64]bool{}
		for wal.size() < walBound+4*walStep {
			w.do(keep(10, 10_000))
			if commits++; wal.next > walBound {
				tries[wal.next] = true
			}
		}
		if len(tries) == 0 || len(tries) > 5 || commits < 100 {
			t.Errorf("%d tries in %d commits, want one a step", len(tries), commits)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for before := wal.size(); wal.size() > walBound; {
		w.do(keep(10, 10_000)) // up to the next try
		if wal.size() > before+2*walStep {
			t.Fatalf("the WAL was not emptied: it has %d MB", wal.size()>>20)
		}
	}
}

// readable reports whether words stand in the database's file or its WAL.
func (w *world) readable(words string) bool {
	w.t.Helper()
	all := must[[]byte](w.t)(os.ReadFile(w.where))
	all = append(all, must[[]byte](w.t)(os.ReadFile(w.where+"-wal"))...)
	return bytes.Contains(all, []byte(words))
}

// What was erased is soon readable nowhere, neither in the database nor in its WAL. A
// reader in the way only delays it.
func TestWhatWasErasedIsNotReadableInTheWAL(t *testing.T) {
	t.Parallel()
	const code = "?start=secret"
	post := func(tx *Tx) error {
		tx.Post(chat.Post{Chat: 2, Text: words(code), Expires: tx.now.Add(time.Hour)})
		return nil
	}
	upload := func(tx *Tx) error {
		p, err := tx.Meet(7, "王芳", "zh")
		if err == nil {
			_, err = tx.KeepUpload(p.ID, "list", []byte(code))
		}
		return err
	}
	for name, c := range map[string]struct{ keep, erase func(*Tx) error }{
		"a code that was sent": {post, func(tx *Tx) error {
			due, err := tx.Due(1)
			if err != nil {
				return err
			}
			return tx.EndPost(due[0], PostSent, 5, "")
		}},
		"a code that expired": {post, func(tx *Tx) error {
			tx.now = tx.now.Add(2 * time.Hour)
			_, err := tx.pruneCodes(0)
			return err
		}},
		"a file that was not taken": {upload, func(tx *Tx) error { return tx.DropUpload(1) }},
		"a file nobody confirmed": {upload, func(tx *Tx) error {
			tx.now = tx.now.Add(2 * uploadLife)
			_, err := tx.pruneUploads(0)
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := openWorld(t, filepath.Join(t.TempDir(), "duban.db"))
			w.do(c.keep)
			if !w.readable(code) {
				t.Fatal("it is not kept at all")
			}
			w.do(c.erase)
			if w.readable(code) {
				t.Error("it can still be read")
			}
		})
		t.Run(name+" while somebody reads", func(t *testing.T) {
			t.Parallel()
			w := openWorld(t, filepath.Join(t.TempDir(), "duban.db"))
			w.do(c.keep)
			err := w.Read(t.Context(), func(tx *Tx) error {
				_, err := tx.count("SELECT COUNT(*) AS n FROM upload")
				w.do(c.erase)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithTimeout(t.Context(), time.Minute)
			defer stop()
			for wait := time.Tick(10 * time.Millisecond); w.readable(code); {
				select {
				case <-wait:
				case <-ctx.Done():
					t.Fatal("it can still be read")
				}
			}
		})
	}
}
