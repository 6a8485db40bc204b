package store

import (
	"errors"
	"slices"
	"testing"
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
)

// A view that changes often is noted once, and is due once in five seconds; what was
// noted in a unit of work that failed was not.
func TestAStaleViewIsNotedOnceAndDueOnceInFiveSeconds(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		digest, board := chat.View{Kind: chat.Digest, Department: 7}, chat.View{Kind: chat.Board}
		note := func(end error) {
			err := w.Write(t.Context(), func(tx *Tx) error {
				for range 100 {
					tx.Outdate(digest)
					tx.Outdate(board)
				}
				return end
			})
			if !errors.Is(err, end) {
				t.Fatal(err)
			}
		}
		due := func() (views []chat.View) {
			w.do(func(tx *Tx) (err error) {
				if stale := must[bool](t)(tx.RefreshDue()); stale {
					views, err = tx.Outdated()
				}
				return err
			})
			return views
		}
		next := func() (at time.Time) {
			w.do(func(tx *Tx) (err error) { at, err = tx.NextDue(); return err })
			return at
		}
		note(errors.New("failed"))
		if got := due(); len(got) != 0 || !next().IsZero() {
			t.Errorf("due after a failure: %+v", got)
		}
		note(nil)
		note(nil)
		if got := due(); len(got) != 2 || !slices.Contains(got, digest) || !slices.Contains(got, board) {
			t.Errorf("due is %+v, want each of the two once", got)
		}
		if got := due(); len(got) != 0 {
			t.Errorf("due again: %+v", got)
		}
		w.now = w.now.Add(time.Second)
		note(nil)
		if got, at := due(), next(); len(got) != 0 || !at.Equal(start.Add(refreshEvery)) {
			t.Errorf("a second later due are %+v, and next at %v", got, at)
		}
		w.now = start.Add(refreshEvery)
		if got := due(); len(got) != 2 {
			t.Errorf("after five seconds due are %+v, want both", got)
		}
		w.now = start
		note(nil)
		w.do(func(tx *Tx) error { return tx.ClockSetBack() })
		if got := due(); len(got) != 2 {
			t.Errorf("after the clock was set back due are %+v, want both", got)
		}
	})
}

// Whoever answers for a department sees what its contacts answer, in the digests of
// what is asked now; heads and those who cannot be written to do not.
func TestDigestsAreThoseOfContactsWhoCanBeReached(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list := w.confirmed()
		asked := w.assignments(list.ID)[:1]
		dep := asked[0].Department
		w.do(func(tx *Tx) error {
			old := w.opened(tx, list, start, asked)
			now := w.opened(tx, list, start.Add(time.Hour), asked)
			bind := func(user int64, started, head bool, to duban.DepartmentID, openings ...duban.OpeningID) {
				p := must[duban.Person](t)(tx.Meet(user, "某", "zh"))
				if started {
					if err := tx.SetStarted(p.ID); err != nil {
						t.Fatal(err)
					}
				}
				must[bool](t)(tx.Bind(p.ID, to, head))
				for i, o := range openings {
					view := chat.View{Kind: chat.Digest, Person: int64(p.ID), Opening: int64(o)}
					if err := tx.Remember(user, int64(10+i), view); err != nil {
						t.Fatal(err)
					}
				}
			}
			bind(1, true, false, dep, old, now)
			bind(2, true, false, dep, now)
			bind(3, true, false, dep)
			bind(4, false, false, dep, now)
			bind(5, true, true, dep, now)
			bind(6, true, false, dep+1, now)
			if err := tx.Remember(2, 99, chat.View{Kind: chat.Nudge, Opening: int64(now)}); err != nil {
				return err
			}
			shown := must[[]chat.Showing](t)(tx.Digests(dep))
			if len(shown) != 2 || shown[0].Chat != 1 || shown[0].Message != 11 || shown[1].Chat != 2 || shown[1].View.Opening != int64(now) {
				t.Errorf("shown are %+v, want what 1 and 2 are asked now", shown)
			}
			return nil
		})
	})
}

// opened opens the list's round at an instant.
func (w *world) opened(tx *Tx, list duban.List, at time.Time, asked []duban.Assignment) duban.OpeningID {
	w.t.Helper()
	o, opened, err := tx.OpenRound(duban.Opening{Round: 1, List: list.ID, Opens: at, Closes: at.Add(time.Hour), Step: duban.Collecting}, asked, nil)
	if err != nil || !opened {
		w.t.Fatalf("opened %v, %v", opened, err)
	}
	return o.ID
}
