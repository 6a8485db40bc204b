package store

import (
	"context"
	"errors"
	"testing"

	"duban/internal/duban"
)

// SQLite may drop the whole transaction when one statement fails, and what came
// after would be kept on its own; PostgreSQL refuses it. So the first failure
// ends a unit of work even if it is overlooked.
func TestAFailureThatIsOverlookedEndsTheUnit(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		err := w.Write(t.Context(), func(tx *Tx) error {
			must[duban.Person](t)(tx.Meet(7, "王芳", "zh"))
			first := tx.exec("INSERT INTO person (user_id, name, lang, met_at) VALUES (7, '', '', 0)")
			if first == nil {
				t.Error("two people have one identity")
			}
			_, second := tx.Meet(8, "李明", "zh")
			if !errors.Is(second, first) {
				t.Errorf("what came after ended with %v, want %v", second, first)
			}
			return nil
		})
		if err == nil || Unavailable(err) {
			t.Errorf("the unit ended with %v", err)
		}
		w.do(func(tx *Tx) error {
			for _, user := range []int64{7, 8} {
				if p, found, err := tx.PersonByUser(user); found || err != nil {
					t.Errorf("%+v stayed: %v", p, err)
				}
			}
			return nil
		})
	})
}

func TestAReaderMayNotWriteAndSeesOneState(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		err := w.Read(t.Context(), func(tx *Tx) error { return tx.CloseGate(1, w.now) })
		if err == nil {
			t.Error("a reader wrote")
		}
		err = w.Read(t.Context(), func(tx *Tx) error {
			before := must[int](t)(tx.Occurrences())
			w.do(func(tx *Tx) error {
				_, err := tx.Occur(duban.Occurrence{Kind: duban.DigestSent, Cause: "x"})
				return err
			})
			if after := must[int](t)(tx.Occurrences()); after != before {
				t.Errorf("%d occurrences, then %d", before, after)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		if err := w.Check(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestAGlanceSeesEachStatementAsItIsThen(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		err := w.Glance(t.Context(), func(tx *Tx) error {
			before := must[int](t)(tx.Occurrences())
			w.do(func(tx *Tx) error {
				_, err := tx.Occur(duban.Occurrence{Kind: duban.DigestSent, Cause: "x"})
				return err
			})
			if after := must[int](t)(tx.Occurrences()); after != before+1 {
				t.Errorf("%d occurrences, then %d", before, after)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		wrong := errors.New("wrong")
		if err := w.Glance(t.Context(), func(*Tx) error { return wrong }); !errors.Is(err, wrong) {
			t.Errorf("it ended with %v", err)
		}
	})
}

func TestAUnitWithoutTimeKeepsNothing(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		ctx, cancel := context.WithCancel(t.Context())
		err := w.Write(ctx, func(tx *Tx) error {
			must[duban.Person](t)(tx.Meet(7, "王芳", "zh"))
			cancel()
			_, err := tx.Meet(8, "李明", "zh")
			return err
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("ended with %v", err)
		}
		w.do(func(tx *Tx) error {
			for _, user := range []int64{7, 8} {
				if p, found, err := tx.PersonByUser(user); found || err != nil {
					t.Errorf("%+v stayed: %v", p, err)
				}
			}
			return nil
		})
	})
}
