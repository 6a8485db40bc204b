package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"duban/internal/duban"
)

func date(month, day int) duban.Date {
	return duban.Date{Year: 2027, Month: time.Month(month), Day: day}
}

// holidays is everything kept, as another process reads it.
func (w *world) holidays() (revision int64, notices []duban.Notice, local []duban.SpecialDay) {
	w.t.Helper()
	err := w.Read(w.t.Context(), func(tx *Tx) (err error) {
		if revision, err = tx.CalendarRevision(); err != nil {
			return err
		}
		if notices, err = tx.Notices(); err != nil {
			return err
		}
		local, err = tx.LocalDays()
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return revision, notices, local
}

func TestANoticeIsKeptInPlaceOfTheOneBefore(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		first := duban.Notice{Year: 2027, Source: "国办发明电〔2026〕7号", Days: []duban.SpecialDay{
			{Date: duban.Date{Year: 2026, Month: 12, Day: 31}, Name: "元旦", Off: true}, {Date: date(1, 3), Name: "元旦"},
		}}
		second := duban.Notice{Year: 2027, Source: "更正", Days: []duban.SpecialDay{{Date: date(1, 1), Name: "元旦", Off: true}}}
		other := duban.Notice{Year: 2028, Source: "x", Days: []duban.SpecialDay{{Date: duban.Date{Year: 2028, Month: 1, Day: 1}, Name: "元旦", Off: true}}}
		before, _, _ := w.holidays()
		for _, n := range []duban.Notice{other, first} {
			w.do(func(tx *Tx) error { return tx.SetNotice(n) })
		}
		revision, notices, local := w.holidays()
		if diff := cmp.Diff([]duban.Notice{first, other}, notices); diff != "" || len(local) != 0 || revision == before {
			t.Errorf("revision %d after %d, local %v, notices:\n%s", revision, before, local, diff)
		}
		w.do(func(tx *Tx) error {
			if err := tx.SetNotice(second); err != nil || !tx.CalendarChanged() {
				t.Errorf("changed %v, %v", tx.CalendarChanged(), err)
			}
			return nil
		})
		if _, notices, _ := w.holidays(); cmp.Diff([]duban.Notice{second, other}, notices) != "" {
			t.Errorf("got %v", notices)
		}
		w.do(func(tx *Tx) error {
			found := must[bool](t)(tx.RemoveNotice(2027))
			again := must[bool](t)(tx.RemoveNotice(2027))
			if !found || again {
				t.Errorf("found %v, then %v", found, again)
			}
			return nil
		})
		if _, notices, _ := w.holidays(); cmp.Diff([]duban.Notice{other}, notices) != "" {
			t.Errorf("got %v", notices)
		}
	})
}

func TestAnOfficesOwnDaysAreKeptByDate(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		closed := duban.SpecialDay{Date: date(3, 2), Name: "暴雪", Off: true}
		half := duban.SpecialDay{Date: date(3, 1), Starts: 540, Ends: 720}
		w.do(func(tx *Tx) error {
			return tx.SetNotice(duban.Notice{Year: 2027, Source: "x", Days: []duban.SpecialDay{closed}})
		})
		w.do(func(tx *Tx) error { return tx.SetLocalDays(closed, half) })
		revision, _, local := w.holidays()
		if diff := cmp.Diff([]duban.SpecialDay{half, closed}, local); diff != "" {
			t.Error(diff)
		}
		closed.Off, closed.Name = false, ""
		w.do(func(tx *Tx) error { return tx.SetLocalDays(closed) })
		if now, _, local := w.holidays(); cmp.Diff([]duban.SpecialDay{half, closed}, local) != "" || now == revision {
			t.Errorf("revision %d after %d: %v", now, revision, local)
		}
		w.do(func(tx *Tx) error {
			none := must[int64](t)(tx.RemoveLocalDays(date(4, 1), date(4, 30)))
			if none != 0 || tx.CalendarChanged() {
				t.Errorf("%d days of April removed, changed %v", none, tx.CalendarChanged())
			}
			if n := must[int64](t)(tx.RemoveLocalDays(date(3, 1), date(3, 2))); n != 2 {
				t.Errorf("%d days removed, want 2", n)
			}
			return nil
		})
		if _, notices, local := w.holidays(); len(local) != 0 || len(notices) != 1 || len(notices[0].Days) != 1 {
			t.Errorf("local %v, notices %v", local, notices)
		}
	})
}
