package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"duban/internal/duban"
)

var (
	trained = duban.Target{Name: "职业技能培训", Value: 10000, Unit: "人次", Relation: duban.About}
	teacher = duban.Target{Name: "教学名师", Value: 10, Unit: "人", Relation: duban.Exactly}
	major   = duban.Target{
		Name: "专业群", Value: 1, Max: 2, Unit: "个", Relation: duban.Exactly, Stretch: true, By: duban.Date{Year: 2027, Month: 12, Day: 31},
	}
)

// promised is the confirmed list whose first task promises two numbers.
func (w *world) promised() (list duban.List, targets []duban.Target) {
	w.t.Helper()
	list = w.confirmed()
	w.do(func(tx *Tx) error {
		t, _, err := tx.TaskByNo(list.ID, 1)
		if err != nil {
			return err
		}
		if err := tx.SetTargets(t.ID, []duban.Target{trained, teacher}); err != nil {
			return err
		}
		targets, err = tx.TaskTargets(t.ID)
		return err
	})
	return list, targets
}

func withoutIDs(targets []duban.Target) []duban.Target {
	all := slices.Clone(targets)
	for i := range all {
		all[i].ID = 0
	}
	return all
}

func TestAListIsStoredWithItsTargets(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		pub := publication
		pub.Tasks = slices.Clone(pub.Tasks)
		pub.Tasks[1].Targets = []duban.Target{trained, major}
		w.do(func(tx *Tx) error {
			if err := tx.AddDepartments(departments...); err != nil {
				return err
			}
			list, _, err := tx.ImportList(pub)
			if err != nil {
				return err
			}
			second, _, err := tx.TaskByNo(list.ID, 2)
			if err != nil {
				return err
			}
			all := must[map[duban.TaskID][]duban.Target](t)(tx.Targets(list.ID))
			if diff := cmp.Diff([]duban.Target{trained, major}, withoutIDs(all[second.ID])); diff != "" || len(all) != 1 {
				t.Errorf("%d tasks have targets: %s", len(all), diff)
			}
			_, fresh, err := tx.ImportList(publication)
			if err != nil || fresh {
				t.Errorf("the same words read differently: fresh %v, %v", fresh, err)
			}
			return nil
		})
	})
}

// What an admin set stays, whatever a later document says; what only a document
// said follows the document.
func TestADocumentDoesNotOverwriteWhatAnAdminSet(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		_, targets := w.promised()
		w.do(func(tx *Tx) error {
			task := duban.TaskID(1)
			byHand := targets[0]
			byHand.Value, byHand.Name = 12000, "培训"
			if _, found, err := tx.SetTarget(task, byHand); err != nil || !found {
				t.Errorf("set: %v, %v", found, err)
			}
			added, _, err := tx.SetTarget(task, major)
			if err != nil {
				return err
			}
			more := teacher
			more.Value = 20
			if err := tx.SetTargets(task, []duban.Target{trained, more}); err != nil {
				return err
			}
			got := must[[]duban.Target](t)(tx.TaskTargets(task))
			more.ID = targets[1].ID
			if diff := cmp.Diff([]duban.Target{byHand, more, added}, got); diff != "" {
				t.Errorf("after the same document with another number: %s", diff)
			}
			if found, err := tx.RemoveTarget(byHand.ID); err != nil || !found {
				t.Errorf("remove: %v, %v", found, err)
			}
			if found, err := tx.RemoveTarget(byHand.ID); err != nil || found {
				t.Errorf("remove twice: %v, %v", found, err)
			}
			if _, found, err := tx.SetTarget(task, byHand); err != nil || found {
				t.Errorf("set what is gone: %v, %v", found, err)
			}
			if err := tx.SetTargets(task, []duban.Target{trained}); err != nil {
				return err
			}
			got = must[[]duban.Target](t)(tx.TaskTargets(task))
			if diff := cmp.Diff([]duban.Target{added}, got); diff != "" {
				t.Errorf("what was taken away by hand came back, or what the document dropped stayed: %s", diff)
			}
			if err := tx.SetTargets(task, []duban.Target{trained, teacher}); err != nil {
				return err
			}
			got = must[[]duban.Target](t)(tx.TaskTargets(task))
			if len(got) != 2 || got[0].ID != targets[1].ID {
				t.Errorf("what a document drops and names again is the same target: %+v", got)
			}
			return nil
		})
	})
}

func TestAReportKeepsItsFiguresItsPercentAndItsMark(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list, targets := w.promised()
		a := w.assignments(list.ID)[0]
		w.do(func(tx *Tx) error {
			p := must[duban.Person](t)(tx.Meet(7, "王芳", "zh"))
			r := duban.Report{
				Assignment: a.ID, Person: p.ID, Source: "m:1:2", Words: "完成35%", State: duban.Progressing, Percent: 35,
				Mark: duban.AsksLater, Later: duban.Date{Year: 2027, Month: 1, Day: 31},
				Figures: []duban.Figure{
					duban.Figure{Target: targets[0].ID, Whole: true, Value: 1500.5}.After(0, targets[0]),
					duban.Figure{Target: targets[1].ID, Whole: true, Value: 2, Increment: true}.After(4, targets[1]),
				},
				Doubts: []duban.Doubt{{Kind: "target", Words: "30", Value: 30, Targets: []duban.TargetID{targets[0].ID, targets[1].ID}}},
			}
			stored, _, err := tx.File(r)
			if err != nil {
				return err
			}
			for name, got := range map[string]duban.Report{
				"by its identity": first(tx.ReportByID(stored.ID))(t), "as the last": first(tx.LastReport(a.ID))(t),
				"among the last": must[map[duban.AssignmentID]duban.Report](t)(tx.LastReports(list.ID))[a.ID],
				"by its source":  must[[]duban.Report](t)(tx.ReportsFrom("m:1:2"))[0],
			} {
				got.Doubts = stored.Doubts
				if diff := cmp.Diff(stored, got); diff != "" {
					t.Errorf("read %s: %s", name, diff)
				}
			}
			r.ID, r.At = stored.ID, stored.At
			for i := range r.Figures {
				r.Figures[i].ID = stored.Figures[i].ID
			}
			r.Doubts[0].ID, r.Doubts[0].Report = stored.Doubts[0].ID, stored.ID
			if diff := cmp.Diff(r, stored); diff != "" {
				t.Errorf("stored (+): %s", diff)
			}
			marked := must[[]duban.Report](t)(tx.MarkedReports(list.ID, start, 10))
			if len(marked) != 1 || marked[0].ID != r.ID || len(must[[]duban.Report](t)(tx.MarkedReports(list.ID, start.Add(time.Second), 10))) != 0 {
				t.Errorf("marked: %+v", marked)
			}
			return nil
		})
	})
}

func first(r duban.Report, found bool, err error) func(*testing.T) duban.Report {
	return func(t *testing.T) duban.Report {
		t.Helper()
		if err != nil || !found {
			t.Errorf("found %v, %v", found, err)
		}
		return r
	}
}

func TestADoubtIsSettledOnce(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list, targets := w.promised()
		a := w.assignments(list.ID)[0]
		w.do(func(tx *Tx) error {
			p := must[duban.Person](t)(tx.Meet(7, "王芳", "zh"))
			r, _, err := tx.File(duban.Report{
				Assignment: a.ID, Person: p.ID, Source: "m:1:2", Words: "1500", State: duban.Progressing,
				Doubts: []duban.Doubt{{Kind: "target", Words: "1500", Value: 1500, Targets: []duban.TargetID{targets[1].ID}}},
			})
			if err != nil {
				return err
			}
			if settled, err := tx.SettleDoubt(r.Doubts[0].ID); err != nil || !settled {
				t.Errorf("settled %v, %v", settled, err)
			}
			if again, err := tx.SettleDoubt(r.Doubts[0].ID); err != nil || again {
				t.Errorf("twice: %v, %v", again, err)
			}
			d, found, err := tx.Doubt(r.Doubts[0].ID)
			if err != nil || !found || !d.Settled.Equal(start) || d.Report != r.ID || d.Value != 1500 {
				t.Errorf("left %+v, %v, %v", d, found, err)
			}
			if _, err := tx.Amend(r.ID, duban.Figure{Target: targets[1].ID, Value: 1500}.After(0, targets[1])); err != nil {
				return err
			}
			if got := first(tx.LastReport(a.ID))(t); len(got.Figures) != 1 || got.Figures[0].Total != 1500 {
				t.Errorf("after it was settled: %+v", got.Figures)
			}
			return nil
		})
	})
}

// said is a report of the property test, in the test's own words.
type said struct {
	report  duban.Report
	figures []duban.Figure // those that were added later come last
	gone    bool
}

// What stands for each target is the newest figure that counts among the reports
// that stand, whatever was added, explained, corrected and taken back.
func TestWhatStandsIsAFoldOverTheReports(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list, targets := w.promised()
		duties := w.assignments(list.ID)[:2]
		dice := rand.New(rand.NewPCG(7, 28))
		var all []said
		fold := func(a duban.AssignmentID, target duban.TargetID, without duban.ReportID) float64 {
			newest, value := duban.FigureID(0), 0.0
			for _, s := range all {
				for _, f := range s.figures {
					mine := s.report.Assignment == a && s.report.ID != without && f.Target == target
					if mine && !s.gone && f.Why != duban.Unexplained && f.Why != duban.Mistaken && f.ID > newest {
						newest, value = f.ID, f.Total
					}
				}
			}
			return value
		}
		for turn := range 300 {
			w.now = w.now.Add(time.Minute)
			w.do(func(tx *Tx) error {
				p := must[duban.Person](t)(tx.Meet(7, "王芳", "zh"))
				a, target := duties[dice.IntN(2)], targets[dice.IntN(2)]
				figure := duban.Figure{Target: target.ID, Value: float64(dice.IntN(50)), Increment: dice.IntN(2) == 0}
				var open []int
				for i, s := range all {
					if !s.gone {
						open = append(open, i)
					}
				}
				switch what := dice.IntN(10); {
				case what < 6 || len(open) == 0:
					reached := must[[]duban.Reached](t)(tx.ReachedBefore(a.ID))
					last, _ := duban.LastOf(reached, a.ID, target.ID, false)
					if want := fold(a.ID, target.ID, 0); last.Value != want {
						t.Fatalf("turn %d: %v stands, want %v", turn, last.Value, want)
					}
					r, _, err := tx.File(duban.Report{
						Assignment: a.ID, Person: p.ID, Source: fmt.Sprintf("m:1:%d", turn), Figures: []duban.Figure{figure.After(last.Value, target)},
					})
					all = append(all, said{report: r, figures: r.Figures})
					return err
				case what < 8:
					s := &all[open[dice.IntN(len(open))]]
					s.gone = true
					_, err := tx.Withdraw(s.report)
					return err
				case what < 9:
					s := &all[open[len(open)-1]]
					f := s.figures[len(s.figures)-1]
					if f.Why != duban.Unexplained {
						return nil
					}
					more, err := tx.Amend(s.report.ID, f.Explained(duban.Explanations[dice.IntN(3)]))
					s.figures = append(s.figures, more...)
					return err
				default:
					s := all[open[dice.IntN(len(open))]]
					reached := must[[]duban.Reached](t)(tx.ReachedBefore(s.report.Assignment, s.report.ID))
					for _, target := range targets {
						last, _ := duban.LastOf(reached, s.report.Assignment, target.ID, false)
						if want := fold(s.report.Assignment, target.ID, s.report.ID); last.Value != want {
							t.Fatalf("turn %d: without one report %v stands, want %v", turn, last.Value, want)
						}
					}
					return nil
				}
			})
		}
		w.do(func(tx *Tx) error {
			reached := must[[]duban.Reached](t)(tx.Reached(list.ID))
			for _, a := range duties {
				for _, target := range targets {
					last, _ := duban.LastOf(reached, a.ID, target.ID, false)
					if want := fold(a.ID, target.ID, 0); last.Value != want {
						t.Errorf("in the end %v stands, want %v", last.Value, want)
					}
				}
			}
			return nil
		})
	})
}
