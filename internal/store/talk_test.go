package store

import (
	"testing"

	"duban/internal/duban"
)

// Talk is kept and never the newest of its assignment, answered or taken back.
func TestTalkIsKeptAndNeverTheNewestReport(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list, _ := w.promised()
		a := w.assignments(list.ID)[0]
		w.do(func(tx *Tx) error {
			p := must[duban.Person](t)(tx.Meet(7, "王芳", "zh"))
			file := func(source, words string, state duban.ReportState) duban.Report {
				r, added, err := tx.File(duban.Report{Assignment: a.ID, Person: p.ID, Source: source, Words: words, State: state})
				if err != nil || !added {
					t.Fatal(added, err)
				}
				return r
			}
			last := func(want string) {
				t.Helper()
				all, err := tx.LastReports(list.ID)
				if err != nil {
					t.Fatal(err)
				}
				if one, _, err := tx.LastReport(a.ID); one.Words != want || all[a.ID].Words != want || err != nil {
					t.Errorf("last %q and %q, want %q (%v)", one.Words, all[a.ID].Words, want, err)
				}
			}
			file("m:1:1", "√", duban.Said)
			last("")
			report := file("m:1:2", "已减免税收170万元", duban.Progressing)
			talk := file("m:1:3", "什么时候截止", duban.Said)
			last("已减免税收170万元")
			if n, _, err := tx.ReportsSince(list.ID, start); n != 1 || err != nil {
				t.Errorf("%d counted, want 1 (%v)", n, err)
			}
			for _, r := range []duban.Report{talk, report} {
				if _, err := tx.Withdraw(r); err != nil {
					return err
				}
			}
			last("")
			return nil
		})
	})
}
