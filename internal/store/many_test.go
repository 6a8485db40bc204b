package store

import (
	"fmt"
	"testing"

	"duban/internal/duban"
)

// many is more than either database takes variables in one statement, of a size
// that SQLite counts (32,766).
const many = 33_000

// manyAssignments gives the list many tasks, each led by 教育局, asked for in its first
// opening and reported on once with a number.
func (w *world) manyAssignments(list duban.List) []duban.Assignment {
	w.t.Helper()
	count := fmt.Sprintf("WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < %d) ", many+9)
	w.do(func(tx *Tx) error {
		o := duban.Opening{Round: 1, List: list.ID, Opens: start, Closes: start, Step: duban.Collecting}
		if _, _, err := tx.OpenRound(o, nil, nil); err != nil {
			return err
		}
		p := must[duban.Person](w.t)(tx.Meet(7, "王芳", "zh"))
		for _, sql := range []string{
			count + "INSERT INTO task (list_id, no, section, content) SELECT 1, i, '一', '甲' FROM n",
			"INSERT INTO assignment (task_id, department_id, role, state) SELECT id, 1, 'lead', 'open' FROM task WHERE no >= 10",
			fmt.Sprintf(`INSERT INTO report (assignment_id, person_id, source, origin, words, state, at, figures)
				SELECT id, %d, 'm:1:1', 'm:1:1', '3场', 'progressing', %d, 1 FROM assignment`, p.ID, millis(w.now)),
			"UPDATE assignment SET report_id = r.id FROM report r WHERE r.assignment_id = assignment.id",
			"INSERT INTO owed (opening_id, assignment_id) SELECT 1, id FROM assignment",
		} {
			if err := tx.exec(sql); err != nil {
				return err
			}
		}
		return nil
	})
	return w.assignments(list.ID)
}

// The goal is lists of a hundred thousand assignments.
func TestAListOfMoreAssignmentsThanAStatementTakesVariables(t *testing.T) {
	t.Parallel()
	onEveryStore(t, func(t *testing.T, w *world) {
		t.Parallel()
		list := w.confirmed()
		all := w.manyAssignments(list)
		w.do(func(tx *Tx) error {
			if got := must[map[duban.AssignmentID]duban.Report](t)(tx.LastReports(list.ID)); len(got) != len(all) {
				t.Errorf("%d last reports, want %d", len(got), len(all))
			}
			if err := tx.CountQuiet(duban.Opening{ID: 1, Opens: start}); err != nil {
				return err
			}
			return tx.passBy(all)
		})
		for _, a := range w.assignments(list.ID) {
			if a.Quiet != 0 || a.Passed != 1 {
				t.Fatalf("after news and a round that did not ask: %+v", a)
			}
		}
		w.do(func(tx *Tx) error {
			if err := tx.CountQuiet(duban.Opening{ID: 1, Opens: start.AddDate(0, 0, 1)}); err != nil {
				return err
			}
			a := must[duban.Assignment](t)(tx.Assignment(all[0].ID))
			if a.Quiet != 1 {
				t.Errorf("after a round without news: %+v", a)
			}
			return nil
		})
	})
}

func TestAnEmptyListOfIDsHoldsNothing(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list := w.confirmed()
		w.do(func(tx *Tx) error {
			n := must[int](t)(tx.count("SELECT COUNT(*) AS n FROM assignment WHERE "+tx.among("id"), ids([]int64{})))
			rest := must[int](t)(tx.count("SELECT COUNT(*) AS n FROM assignment WHERE NOT "+tx.among("id"), ids[int64](nil)))
			if all := must[[]duban.Assignment](t)(tx.Assignments(list.ID)); n != 0 || rest != len(all) {
				t.Errorf("%d are among none and %d of %d are not", n, rest, len(all))
			}
			return nil
		})
	})
}

// A slice with room to spare is the caller's, the room too.
func TestAListOfDepartmentsIsNotWrittenInto(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list := w.confirmed()
		w.do(func(tx *Tx) error {
			deps := []duban.DepartmentID{1, 2, 3}
			if _, err := tx.Asked(list.ID, deps[:2]...); err != nil {
				return err
			}
			if deps[2] != 3 {
				t.Errorf("the third is %d", deps[2])
			}
			return nil
		})
	})
}

// Whoever takes a report back may have said 收到 many times since the one before.
func TestTheAnswerBeforeManyReceiptsStands(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list := w.confirmed()
		a := w.assignments(list.ID)[0]
		w.do(func(tx *Tx) error {
			p := must[duban.Person](t)(tx.Meet(7, "王芳", "zh"))
			var last duban.Report
			for i := range 250 {
				words, state := "收到", duban.Said
				if i == 0 {
					words, state = "已开班", duban.Progressing
				}
				r, added, err := tx.File(duban.Report{Assignment: a.ID, Person: p.ID, Source: fmt.Sprintf("m:1:%d", i), Words: words, State: state})
				if err != nil || !added {
					t.Fatalf("filed %d: %v, %v", i, added, err)
				}
				last = r
			}
			if changed, err := tx.Withdraw(last); err != nil || !changed {
				t.Fatalf("withdraw: %v, %v", changed, err)
			}
			if got := must[duban.Assignment](t)(tx.Assignment(a.ID)); !got.ReportedAt.Equal(start) {
				t.Errorf("reported at %v, want %v", got.ReportedAt, start)
			}
			return nil
		})
	})
}
