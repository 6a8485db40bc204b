package store

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"duban/internal/duban"
)

// A department's tasks are those it is named in, as one, for a collective, or as
// a collective; not those it was taken off.
func TestTheTasksOfADepartmentAreAllItAnswersFor(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list := w.confirmed()
		w.do(func(tx *Tx) error {
			tasks := must[[]duban.Task](t)(tx.Tasks(list.ID))
			expect := func(what string, deps []duban.DepartmentID, want ...int) {
				t.Helper()
				of := must[map[duban.TaskID]bool](t)(tx.TasksOf(list.ID, deps...))
				var nos []int
				for _, task := range tasks {
					if of[task.ID] {
						nos = append(nos, task.No)
					}
				}
				if !slices.Equal(nos, want) || len(of) != len(want) {
					t.Errorf("%s: %v, want %v", what, nos, want)
				}
			}
			expect("nobody", nil)
			expect("the first", []duban.DepartmentID{1}, 1, 2)
			expect("the second", []duban.DepartmentID{2}, 1)
			expect("a collective without members", []duban.DepartmentID{3}, 2)
			expect("two together", []duban.DepartmentID{2, 3}, 1, 2)
			if err := tx.SetMembers(3, []duban.DepartmentID{2}); err != nil {
				return err
			}
			if err := tx.SyncAssignments(list.ID); err != nil {
				return err
			}
			expect("a member", []duban.DepartmentID{2}, 1, 2)
			if _, err := tx.RemoveShare(tasks[0].ID, 2); err != nil {
				return err
			}
			if err := tx.SyncAssignments(list.ID); err != nil {
				return err
			}
			expect("one that was taken off", []duban.DepartmentID{2}, 2)
			return nil
		})
	})
}

// Only what a department said last is searched, and nothing in the words looked
// for is a pattern.
func TestTheLastReportsAreSearchedForWordsAsTheyAre(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list := w.confirmed()
		all := w.assignments(list.ID)
		w.do(func(tx *Tx) error {
			p := must[duban.Person](t)(tx.Meet(7, "王芳", "zh"))
			said := func(i int, words string) duban.Report {
				t.Helper()
				r, _, err := tx.File(duban.Report{
					Assignment: all[i].ID, Person: p.ID, Source: fmt.Sprintf("m:1:%d%s", i, words), Words: words, State: duban.Progressing,
				})
				if err != nil {
					t.Fatal(err)
				}
				return r
			}
			said(0, "旧话")
			said(0, `完成50%，Word_1 c:\temp`)
			taken := said(2, "电工班")
			said(1, "又办电工班")
			for words, want := range map[string][]duban.TaskID{
				"旧话": nil, "50%": {all[0].Task}, "0%，W": {all[0].Task}, "%": {all[0].Task}, "_": {all[0].Task}, `\`: {all[0].Task},
				"5_%": nil, "w%d": nil, "WORD_1": {all[0].Task}, "电工": {all[1].Task, all[2].Task}, "焊工": nil,
			} {
				found := must[map[duban.TaskID]duban.Report](t)(tx.Saying(list.ID, words))
				got := slices.Sorted(maps.Keys(found))
				if slices.Sort(want); !slices.Equal(got, want) {
					t.Errorf("%s is said on %v, want %v", words, got, want)
				}
			}
			if _, err := tx.Withdraw(taken); err != nil {
				return err
			}
			if found := must[map[duban.TaskID]duban.Report](t)(tx.Saying(list.ID, "电工班")); len(found) != 1 {
				t.Errorf("with one taken back: %v", found)
			}
			return nil
		})
	})
}
