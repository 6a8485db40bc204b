package store

import (
	"slices"
	"testing"

	"duban/internal/duban"
)

// Whoever answers for a department sees what his colleagues answer; heads and
// those who cannot be written to are sent nothing.
func TestColleaguesAreTheOtherContactsWhoCanBeReached(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		w.do(func(tx *Tx) error {
			err := tx.AddDepartments(
				duban.Department{Kind: duban.Single, Name: "教育局", Formal: "市教育局"}, duban.Department{Kind: duban.Single, Name: "财政局", Formal: "市财政局"},
			)
			if err != nil {
				return err
			}
			dir := must[duban.Directory](t)(tx.Directory())
			bind := func(user int64, started, head bool, deps ...duban.DepartmentID) duban.PersonID {
				p := must[duban.Person](t)(tx.Meet(user, "某", "zh"))
				if started {
					if err := tx.SetStarted(p.ID); err != nil {
						t.Fatal(err)
					}
				}
				for _, d := range deps {
					must[bool](t)(tx.Bind(p.ID, d, head))
				}
				return p.ID
			}
			edu, finance := dir[0].ID, dir[1].ID
			me := bind(1, true, false, edu, finance)
			bind(2, true, false, edu, finance)
			bind(3, true, false, finance)
			bind(4, false, false, edu)
			bind(5, true, true, edu)
			if got := must[[]int64](t)(tx.Colleagues(me, edu, finance)); !slices.Equal(got, []int64{2, 3}) {
				t.Errorf("colleagues %v, want 2 and 3", got)
			}
			if got := must[[]int64](t)(tx.Colleagues(me)); len(got) != 0 {
				t.Errorf("of no department: %v", got)
			}
			return nil
		})
	})
}
