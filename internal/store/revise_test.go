package store

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duban/internal/duban"
)

// answered is what a department said last about the task under a number.
func (w *world) answered(list duban.ListID, no int, department string) (words string) {
	w.t.Helper()
	w.do(func(tx *Tx) error {
		t := w.taskNo(tx, list, no)
		dir, err := tx.Directory()
		if err != nil {
			return err
		}
		d, _ := dir.Find(department)
		all, err := tx.TaskAssignments(t.ID)
		for _, a := range all {
			if a.Department == d.ID {
				r, _, err := tx.LastReport(a.ID)
				words = r.Words
				return err
			}
		}
		return err
	})
	return words
}

func (w *world) taskNo(tx *Tx, list duban.ListID, no int) duban.Task {
	w.t.Helper()
	t, found, err := tx.TaskByNo(list, no)
	if err != nil || !found {
		w.t.Fatalf("no task %d: %v", no, err)
	}
	return t
}

// report files words of a department about the task under a number.
func (w *world) report(list duban.ListID, no int, department, source, words string) {
	w.t.Helper()
	w.do(func(tx *Tx) error {
		p, err := tx.Meet(7, "王芳", "zh")
		if err != nil {
			return err
		}
		dir, err := tx.Directory()
		if err != nil {
			return err
		}
		d, _ := dir.Find(department)
		all, err := tx.TaskAssignments(w.taskNo(tx, list, no).ID)
		for _, a := range all {
			if a.Department == d.ID {
				_, _, err = tx.File(duban.Report{Assignment: a.ID, Person: p.ID, Source: source, Words: words, State: duban.Progressing})
			}
		}
		return err
	})
}

// revised applies a document to the current list.
func (w *world) revised(pub duban.Publication, m duban.Merge) {
	w.t.Helper()
	w.do(func(tx *Tx) error {
		list, _, err := tx.CurrentList()
		if err != nil {
			return err
		}
		return tx.ApplyList(list, pub, w.difference(tx, list, pub, m))
	})
}

func (w *world) difference(tx *Tx, list duban.List, pub duban.Publication, m duban.Merge) duban.Difference {
	w.t.Helper()
	kept := must[[]duban.Kept](w.t)(tx.Kept(list.ID))
	dir := must[duban.Directory](w.t)(tx.Directory())
	return duban.Compare(kept, pub, dir, m)
}

func edited(tasks ...duban.PublishedTask) duban.Publication {
	for i := range tasks {
		tasks[i].No = i + 1
	}
	return duban.Publication{Title: publication.Title, Tasks: tasks}
}

// Two tasks change numbers, one goes and comes back: reports stand under their
// own words, and what is asked for follows.
func TestANewDocumentRenumbersArchivesAndBringsBack(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list := w.confirmed()
		w.do(func(tx *Tx) error {
			all, err := tx.Assignments(list.ID)
			if err != nil {
				return err
			}
			o := duban.Opening{Round: 1, List: list.ID, Opens: start, Closes: start, Step: duban.Collecting}
			_, _, err = tx.OpenRound(o, all, nil)
			return err
		})
		w.report(list.ID, 1, "教育局", "m:1:1", "甲的进展")
		w.report(list.ID, 2, "教育局", "m:1:2", "乙的进展")
		one, two := publication.Tasks[0], publication.Tasks[1]
		w.revised(edited(two, one), duban.Merge{})
		if got := []string{w.answered(list.ID, 1, "教育局"), w.answered(list.ID, 2, "教育局")}; !slices.Equal(got, []string{"乙的进展", "甲的进展"}) {
			t.Errorf("after the swap: %v", got)
		}
		three := duban.PublishedTask{Section: "二", Content: "丙", Shares: one.Shares}
		w.revised(edited(three, two), duban.Merge{})
		w.do(func(tx *Tx) error {
			owed := must[[]duban.Owed](t)(tx.CurrentOwed(list.ID))
			if len(owed) != 1 || owed[0].Assignment.Task != w.taskNo(tx, list.ID, 2).ID {
				t.Errorf("asked for after one went and one came: %+v", owed)
			}
			return nil
		})
		if n := len(w.assignments(list.ID)); n != 3 {
			t.Errorf("%d assignments, want 3", n)
		}
		w.revised(edited(one, two), duban.Merge{})
		if got := w.answered(list.ID, 1, "教育局"); got != "甲的进展" {
			t.Errorf("a task that came back says %q", got)
		}
		w.do(func(tx *Tx) error {
			list, _, _ := tx.CurrentList()
			if d := w.difference(tx, list, edited(one, two), duban.Merge{}); !d.Empty() {
				t.Errorf("after it was applied there is a difference: %+v", d)
			}
			return nil
		})
	})
}

func TestADifferenceIsNotAppliedToAListThatHasMovedOn(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list := w.confirmed()
		pub := edited(publication.Tasks[1])
		for name, change := range map[string]func(tx *Tx, task duban.Task, dir duban.Directory) error{
			"assign": func(tx *Tx, task duban.Task, dir duban.Directory) error {
				return tx.SetShare(task.ID, dir[1].ID, duban.Lead)
			},
			"unassign": func(tx *Tx, task duban.Task, dir duban.Directory) error {
				_, err := tx.RemoveShare(task.ID, dir[0].ID)
				return err
			},
			"due": func(tx *Tx, task duban.Task, dir duban.Directory) error {
				return tx.SetTerm(duban.Task{ID: task.ID, Kind: duban.DatedTask, Due: duban.Date{Year: 2026, Month: 12, Day: 31}})
			},
			"members": func(tx *Tx, task duban.Task, dir duban.Directory) error {
				return tx.SetMembers(dir[2].ID, []duban.DepartmentID{dir[0].ID})
			},
			"leader": func(tx *Tx, task duban.Task, dir duban.Directory) error { return tx.SetLeaderOf(task.ID, "李明") },
			"lead":   func(tx *Tx, task duban.Task, dir duban.Directory) error { return tx.SetLead(task.ID, 0) },
		} {
			err := w.Write(t.Context(), func(tx *Tx) error {
				seen, _, err := tx.CurrentList()
				if err != nil {
					return err
				}
				d := w.difference(tx, seen, pub, duban.Merge{})
				if err := change(tx, w.taskNo(tx, list.ID, 2), must[duban.Directory](t)(tx.Directory())); err != nil {
					return err
				}
				return tx.ApplyList(seen, pub, d)
			})
			if duban.KindOf(err) != duban.Conflict {
				t.Errorf("after %s: %v", name, err)
			}
		}
	})
}

// What an admin settled stays, and what the document says of the rest is taken.
func TestADocumentDoesNotUndoWhatAnAdminSettled(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list := w.confirmed()
		due := duban.Date{Year: 2026, Month: 12, Day: 31}
		w.do(func(tx *Tx) error {
			dir := must[duban.Directory](t)(tx.Directory())
			task := w.taskNo(tx, list.ID, 1)
			if err := tx.SetShare(task.ID, dir[1].ID, duban.Lead); err != nil {
				return err
			}
			return tx.SetTerm(duban.Task{ID: task.ID, Kind: duban.DatedTask, Due: due})
		})
		one := publication.Tasks[0]
		one.Due, one.Leader, one.Section = duban.Date{Year: 2026, Month: 11, Day: 30}, "李明", "另一方面"
		one.Shares = []duban.PublishedShare{{Printed: "教育局", Name: "教育局", Role: duban.Lead, Confirmed: true}, {Printed: "人社局", Name: "人社局", Role: duban.Support, Confirmed: true}}
		w.revised(edited(one), duban.Merge{})
		w.do(func(tx *Tx) error {
			task := w.taskNo(tx, list.ID, 1)
			if task.Due != due || task.Leader != "李明" || task.Section != "另一方面" {
				t.Errorf("the task is %+v", task)
			}
			leads := 0
			for _, s := range must[[]duban.Share](t)(tx.Shares(list.ID)) {
				if s.Role == duban.Lead {
					leads++
				}
			}
			if leads != 2 {
				t.Errorf("%d leads, want the two that were settled", leads)
			}
			return nil
		})
		w.revised(edited(one), duban.Merge{DocumentWins: true})
		w.do(func(tx *Tx) error {
			if task := w.taskNo(tx, list.ID, 1); task.Due != one.Due {
				t.Errorf("where the document wins the task is %+v", task)
			}
			return nil
		})
	})
}

func TestWhatTheOfficeSaysIsDoneIsDoneAndCanGoOn(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list := w.confirmed()
		states := func() (all []duban.State) {
			w.do(func(tx *Tx) error {
				for _, a := range must[[]duban.Assignment](t)(tx.TaskAssignments(w.taskNo(tx, list.ID, 1).ID)) {
					all = append(all, a.State)
				}
				return nil
			})
			return all
		}
		w.do(func(tx *Tx) error { return tx.SettleNamed(w.taskNo(tx, list.ID, 1).ID, true) })
		w.do(func(tx *Tx) error { return tx.SyncAssignments(list.ID) })
		if diff := cmp.Diff([]duban.State{duban.Completed, duban.Completed}, states()); diff != "" {
			t.Error(diff)
		}
		w.do(func(tx *Tx) error {
			return tx.SetTerm(duban.Task{ID: w.taskNo(tx, list.ID, 1).ID, Kind: duban.DatedTask})
		})
		if diff := cmp.Diff([]duban.State{duban.Open, duban.Open}, states()); diff != "" {
			t.Error(diff)
		}
	})
}

// 人社局 becomes part of 教育局: both answer for task 1, 人社局 alone for task 3.
func TestAMergedDepartmentKeepsAllItsHistory(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list := w.confirmed()
		human := duban.PublishedTask{Section: "二", Content: "丙", Shares: []duban.PublishedShare{{Printed: "人社局", Name: "人社局", Role: duban.Lead}}}
		w.revised(edited(publication.Tasks[0], publication.Tasks[1], human), duban.Merge{})
		w.report(list.ID, 1, "教育局", "m:1:1", "教育局说")
		w.report(list.ID, 1, "人社局", "m:1:2", "人社局说")
		w.report(list.ID, 3, "人社局", "m:1:3", "丙的进展")
		var from, into duban.DepartmentID
		w.do(func(tx *Tx) error {
			dir := must[duban.Directory](t)(tx.Directory())
			into, from = dir[0].ID, dir[1].ID
			p := must[duban.Person](t)(tx.Meet(8, "李梅", "zh"))
			if _, err := tx.Bind(p.ID, from, false); err != nil {
				return err
			}
			if err := tx.SetMembers(dir[2].ID, []duban.DepartmentID{from}); err != nil {
				return err
			}
			n, err := tx.CountMerge(from, into)
			if diff := cmp.Diff(duban.MergeCount{Tasks: 2, Both: 1, Contacts: 1, Reports: 2, Members: 1}, n); diff != "" {
				t.Error(diff)
			}
			return err
		})
		task := duban.TaskID(0)
		w.do(func(tx *Tx) error {
			task = w.taskNo(tx, list.ID, 1).ID
			if err := tx.SetTargets(task, []duban.Target{{Name: "培训", Value: 100, Unit: "人次", Relation: duban.About}}); err != nil {
				return err
			}
			trained := must[[]duban.Target](t)(tx.TaskTargets(task))[0]
			for _, a := range must[[]duban.Assignment](t)(tx.TaskAssignments(task)) {
				if a.Department != from {
					continue
				}
				r := first(tx.LastReport(a.ID))(t)
				if _, err := tx.Amend(r.ID, duban.Figure{Target: trained.ID, Value: 30}.After(0, trained)); err != nil {
					return err
				}
			}
			return nil
		})
		w.do(func(tx *Tx) error { return tx.MergeDepartments(from, into) })
		w.do(func(tx *Tx) error {
			reached := must[[]duban.Reached](t)(tx.TaskReached(task))
			if len(reached) != 1 || reached[0].Value != 30 || must[duban.Assignment](t)(tx.Assignment(reached[0].Assignment)).Department != into {
				t.Errorf("reached for task 1: %+v", reached)
			}
			return nil
		})
		for name, want := range map[string]string{"教育局": "丙的进展", "人社局": "丙的进展"} {
			if got := w.answered(list.ID, 3, name); got != want {
				t.Errorf("%s said %q about task 3", name, got)
			}
		}
		if got := w.answered(list.ID, 1, "教育局"); got != "人社局说" {
			t.Errorf("the last word about task 1 is %q", got)
		}
		w.do(func(tx *Tx) error {
			if all := must[[]duban.Assignment](t)(tx.Assignments(list.ID)); len(all) != 3 {
				t.Errorf("assignments: %+v", all)
			}
			if last := must[map[duban.AssignmentID]duban.Report](t)(tx.LastReports(list.ID)); len(last) != 2 {
				t.Errorf("last reports: %+v", last)
			}
			if all := must[[]duban.Contact](t)(tx.Contacts()); len(all) != 1 || all[0].Department != into {
				t.Errorf("contacts: %+v", all)
			}
			if all := must[[]duban.Membership](t)(tx.Members()); len(all) != 1 || all[0].Member != into {
				t.Errorf("members: %+v", all)
			}
			if dir := must[duban.Directory](t)(tx.Directory()); len(dir) != 2 {
				t.Errorf("directory: %+v", dir)
			}
			stats := must[Stats](t)(tx.Stats())
			if stats.Reports != 3 {
				t.Errorf("%d reports, want 3", stats.Reports)
			}
			return nil
		})
	})
}
