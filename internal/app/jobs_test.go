package app

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/store"
)

// bench is one job and a worker, on a clock that runs while everybody waits.
type bench struct {
	*jobs
	t       *testing.T
	brought []chat.Incoming
	work    func(context.Context) ([]byte, error)
	tries   int
}

func newBench(t *testing.T) *bench {
	t.Helper()
	where := filepath.Join(t.TempDir(), "duban.db")
	if _, err := store.Make(t.Context(), where, time.Now); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), where, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	b := &bench{t: t, work: func(context.Context) ([]byte, error) { return []byte("ok"), nil }}
	b.jobs = &jobs{store: db, log: slog.New(slog.DiscardHandler), wake: make(chan struct{}, 1)}
	b.paper = func(ctx context.Context, _ duban.Job) ([]byte, error) { b.tries++; return b.work(ctx) }
	b.arrived = func(_ context.Context, _ int64, in chat.Incoming) error {
		b.brought = append(b.brought, in)
		return nil
	}
	b.write(func(tx *store.Tx) error {
		p, err := tx.Meet(7, "王芳", "zh")
		return errors.Join(err, tx.StartJob(duban.Job{Kind: duban.MakeLedger, Person: p.ID, Name: "xlsx", Source: "m:7:1", Chat: 7}))
	})
	return b
}

func (b *bench) write(do func(*store.Tx) error) {
	b.t.Helper()
	if err := b.store.Write(b.t.Context(), do); err != nil {
		b.t.Fatal(err)
	}
}

// run works until no job is left.
func (b *bench) run() {
	b.t.Helper()
	ctx, stop := context.WithCancel(b.t.Context())
	done := make(chan error)
	go func() { done <- b.Run(ctx) }()
	for range 1000 {
		time.Sleep(5 * time.Second) // of the bubble
		if !b.underWay() {
			break
		}
	}
	stop()
	<-done
	if b.underWay() {
		b.t.Error("a job is under way for ever")
	}
}

func (b *bench) underWay() (is bool) {
	b.write(func(tx *store.Tx) (err error) { is, err = tx.JobsUnderWay(); return err })
	return is
}

// However an attempt ends, there are three, and then whoever asked hears of it.
func TestAJobHasThreeAttempts(t *testing.T) {
	for name, c := range map[string]struct {
		work  func(context.Context) ([]byte, error)
		tries int
		ok    bool
		broke bool
	}{
		"that succeeds": {work: func(context.Context) ([]byte, error) { return []byte("ok"), nil }, tries: 1, ok: true},
		"that fails":    {work: func(context.Context) ([]byte, error) { return nil, errors.New("cannot") }, tries: 3},
		"that panics":   {work: func(context.Context) ([]byte, error) { panic("words of somebody") }, tries: 3, broke: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t)
				b.work = c.work
				b.run()
				if b.tries != c.tries || len(b.brought) != 1 || (len(b.brought[0].Data) > 0) != c.ok || b.brought[0].Broke != c.broke {
					t.Errorf("%d attempts, %+v", b.tries, b.brought)
				}
			})
		})
	}
}

// An attempt that ends the process counts: at the third start after it the job is
// given up without being touched.
func TestAJobThatEndsTheProcessIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		for range tries {
			b.write(func(tx *store.Tx) error { _, _, err := tx.ClaimJob(lease); return err }) // and here it ends
			if err := b.Recover(b.t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		b.run()
		if b.tries != 0 || len(b.brought) != 1 || !b.brought[0].Broke {
			t.Errorf("%d attempts more, %+v", b.tries, b.brought)
		}
	})
}

// What a job has brought and the database could not store once is stored the next
// time; being told to stop is no attempt.
func TestTheResultOfAJobIsStoredInTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		arrived, locked := b.arrived, 3
		b.arrived = func(ctx context.Context, id int64, in chat.Incoming) error {
			if locked--; locked >= 0 {
				return errors.New("database is locked")
			}
			return arrived(ctx, id, in)
		}
		b.run()
		if b.tries != 1 || len(b.brought) != 1 {
			t.Errorf("%d attempts, %+v", b.tries, b.brought)
		}
	})
}

func TestBeingToldToStopIsNoAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.work = func(ctx context.Context) ([]byte, error) { <-ctx.Done(); return nil, ctx.Err() }
		for range 2 * tries {
			ctx, stop := context.WithTimeout(b.t.Context(), time.Minute)
			if err := b.Run(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
			stop()
		}
		b.work = func(context.Context) ([]byte, error) { return []byte("ok"), nil }
		b.run()
		if len(b.brought) != 1 || len(b.brought[0].Data) == 0 {
			t.Errorf("%+v", b.brought)
		}
	})
}

// A lease is renewed while the work takes long, and nobody else begins it; one that
// nobody renews runs out, and the job is taken up again.
func TestAJobIsHeldWhileItRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.work = func(context.Context) ([]byte, error) {
			time.Sleep(10 * lease)
			b.write(func(tx *store.Tx) error {
				if _, found, err := tx.ClaimJob(lease); found || err != nil {
					t.Errorf("somebody else takes a job that is worked on: %v, %v", found, err)
				}
				return nil
			})
			return []byte("ok"), nil
		}
		b.run()
		if b.tries != 1 || len(b.brought) != 1 {
			t.Errorf("%d attempts, %+v", b.tries, b.brought)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.write(func(tx *store.Tx) error { _, _, err := tx.ClaimJob(lease); return err }) // by somebody who is gone
		time.Sleep(lease + time.Second)
		b.run()
		if b.tries != 1 || len(b.brought) != 1 {
			t.Errorf("%d attempts, %+v", b.tries, b.brought)
		}
	})
}
