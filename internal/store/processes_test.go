package store

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"duban/internal/duban"
)

// processes are a few stores on one database, each as a process of its own.
func (w *world) processes() []*Store {
	w.t.Helper()
	return []*Store{w.Store, w.another(), w.another()}
}

// together lets every process do its work at the same time, again and again.
func (w *world) together(times int, work func(process, time int) error) {
	w.t.Helper()
	var all sync.WaitGroup
	for p := range w.processes() {
		all.Go(func() {
			for i := range times {
				if err := work(p, i); err != nil {
					w.t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}

func TestTheAuditChainHoldsWithSeveralProcesses(t *testing.T) {
	const times = 20
	onEveryStore(t, func(t *testing.T, w *world) {
		stores := w.processes()
		w.together(times, func(p, i int) error {
			return stores[p].Write(t.Context(), func(tx *Tx) error {
				tx.Audit("operator", "assign", fmt.Sprintf("task:%d", p), map[string]int{"time": i})
				return nil
			})
		})
		w.do(func(tx *Tx) error {
			_, n, broken, err := tx.VerifyAudit()
			if broken != nil || n != times*len(stores) {
				t.Errorf("%d entries, want %d; broken at %v", n, times*len(stores), broken)
			}
			return err
		})
	})
}

func TestAJobIsTakenByOneOfSeveralProcesses(t *testing.T) {
	const jobs = 30
	onEveryStore(t, func(t *testing.T, w *world) {
		w.do(func(tx *Tx) error {
			p := must[duban.Person](t)(tx.Meet(7, "王芳", "zh"))
			for i := range jobs {
				if err := tx.StartJob(duban.Job{Kind: duban.Download, Person: p.ID, Source: fmt.Sprint(i)}); err != nil {
					return err
				}
			}
			return nil
		})
		stores := w.processes()
		var mu sync.Mutex
		taken := map[duban.JobID]int{}
		w.together(jobs, func(p, _ int) error {
			var j duban.Job
			var found bool
			err := stores[p].Write(t.Context(), func(tx *Tx) (err error) { j, found, err = tx.ClaimJob(time.Minute); return err })
			mu.Lock()
			defer mu.Unlock()
			if found {
				taken[j.ID]++
			}
			return err
		})
		for id, n := range taken {
			if n != 1 {
				t.Errorf("job %d was taken %d times", id, n)
			}
		}
		if len(taken) != jobs {
			t.Errorf("%d jobs were taken, want %d", len(taken), jobs)
		}
	})
}
