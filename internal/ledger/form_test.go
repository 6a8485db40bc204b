package ledger

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"

	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// blank is a form of the first n tasks of the published list.
func blank(t testing.TB, n int) Form {
	t.Helper()
	l, _, dir := published(t)
	f := Form{
		Key:   duban.FormKey{List: 1, Departments: []duban.DepartmentID{dir[0].ID}, Openings: []duban.OpeningID{3}},
		Title: "职业教育", Departments: dir[:1], Opens: time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC), Closes: time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC),
	}
	for i, task := range l.Survey.Tasks[:n] {
		r := FormRow{Task: task.Task, Last: duban.Report{Words: "又办焊工班三期，累计1200人次"}}
		if i%5 == 0 {
			r.Targets = []text.TargetValue{{
				Target: duban.Target{ID: 1, Name: "职业技能培训", Value: 10000, Unit: "人次", Relation: duban.About}, Value: 1200, Known: true,
			}}
		}
		f.Rows = append(f.Rows, r)
	}
	return f
}

func form(t testing.TB, f Form) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := f.Write(&out, voice); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func BenchmarkForm(b *testing.B) {
	f := blank(b, 55)
	for b.Loop() {
		if err := f.Write(io.Discard, voice); err != nil {
			b.Fatal(err)
		}
	}
}

// edited is a form after somebody had it in hand. Rows are those of its tasks,
// from 0.
func edited(t testing.TB, data []byte, do func(*edit)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	e := &edit{t, f, f.GetSheetName(0)}
	do(e)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

type edit struct {
	t testing.TB
	*excelize.File
	sheet string
}

// set types words into a column of a row.
func (e *edit) set(row int, c duban.FormColumn, words string) {
	e.t.Helper()
	if err := e.SetCellValue(e.sheet, e.at(row, c), words); err != nil {
		e.t.Fatal(err)
	}
}

func (e *edit) get(row int, c duban.FormColumn) string {
	v, err := e.GetCellValue(e.sheet, e.at(row, c))
	if err != nil {
		e.t.Fatal(err)
	}
	return v
}

func (e *edit) at(row int, c duban.FormColumn) string {
	i := slices.IndexFunc(formColumns, func(f formColumn) bool { return f.kind == c })
	name, err := excelize.CoordinatesToCellName(i+1, formFirstRow+row)
	if err != nil {
		e.t.Fatal(err)
	}
	return name
}

// swap exchanges two rows in the given columns, as sorting does.
func (e *edit) swap(a, b int, columns ...duban.FormColumn) {
	for _, c := range columns {
		x, y := e.get(a, c), e.get(b, c)
		e.set(a, c, y)
		e.set(b, c, x)
	}
}

// everything is all columns, visible those that are seen.
var everything, visible = func() (all, seen []duban.FormColumn) {
	for _, c := range formColumns {
		all = append(all, c.kind)
		if c.kind != duban.FormRowKey {
			seen = append(seen, c.kind)
		}
	}
	return all, seen
}()

func TestAFormSaysWhatWasFilledInHoweverItWasHandled(t *testing.T) {
	blank := form(t, blank(t, 10))
	task := func(no int) duban.TaskID { return duban.TaskID(99 + no) }
	row := func(line, no int, words string) intake.FormRow {
		return intake.FormRow{Line: line, Task: task(no), No: no, New: words}
	}
	for _, c := range []struct {
		name     string
		edit     func(*edit)
		rows     []intake.FormRow
		problems []intake.FormProblem
	}{
		{"filled in", func(e *edit) {
			e.set(0, duban.FormNew, "甲\n乙")
			e.set(1, duban.FormTotal, "1500")
			e.set(2, duban.FormTrouble, "丙")
			e.set(3, duban.FormNext, " 丁 ")
			e.set(4, duban.FormNew, "  ")
		}, []intake.FormRow{
			row(5, 1, "甲\n乙"), {Line: 6, Task: task(2), No: 2, Total: "1500"}, {Line: 7, Task: task(3), No: 3, Trouble: "丙"}, {Line: 8, Task: task(4), No: 4, Next: "丁"},
		}, nil},
		{"numbers typed as numbers", func(e *edit) {
			if err := e.SetCellFloat(e.sheet, e.at(1, duban.FormTotal), 1500, -1, 64); err != nil {
				t.Fatal(err)
			}
		}, []intake.FormRow{{Line: 6, Task: task(2), No: 2, Total: "1500"}}, nil},
		{"sorted with its keys", func(e *edit) {
			e.set(0, duban.FormNew, "甲")
			e.set(7, duban.FormNew, "乙")
			e.swap(0, 7, everything...)
		}, []intake.FormRow{row(5, 8, "乙"), row(12, 1, "甲")}, nil},
		{"sorted without its keys", func(e *edit) {
			e.set(0, duban.FormNew, "甲")
			e.set(7, duban.FormNew, "乙")
			e.swap(0, 7, visible...)
		}, []intake.FormRow{row(5, 8, "乙"), row(12, 1, "甲")}, nil},
		{"rows deleted and rows above put in", func(e *edit) {
			e.set(4, duban.FormNew, "甲")
			if err := errors.Join(e.RemoveRow(e.sheet, formFirstRow+1), e.RemoveRow(e.sheet, formFirstRow+1), e.InsertRows(e.sheet, 1, 2)); err != nil {
				t.Fatal(err)
			}
		}, []intake.FormRow{row(9, 5, "甲")}, nil},
		{"columns put in", func(e *edit) {
			e.set(0, duban.FormNew, "甲")
			if err := errors.Join(e.InsertCols(e.sheet, "A", 1), e.InsertCols(e.sheet, "E", 2)); err != nil {
				t.Fatal(err)
			}
		}, []intake.FormRow{row(5, 1, "甲")}, nil},
		{"the column of keys deleted", func(e *edit) {
			e.set(0, duban.FormNew, "甲")
			if err := e.RemoveCol(e.sheet, "B"); err != nil {
				t.Fatal(err)
			}
		}, []intake.FormRow{{Line: 5, No: 1, New: "甲"}}, nil},
		{"the number wiped out", func(e *edit) {
			e.set(0, duban.FormNo, "")
			e.set(0, duban.FormNew, "甲")
			e.set(1, duban.FormNo, "注")
			e.set(1, duban.FormNew, "乙")
		}, []intake.FormRow{row(5, 1, "甲"), row(6, 2, "乙")}, nil},
		{"rows added with a number", func(e *edit) {
			e.set(10, duban.FormNo, "第28项")
			e.set(10, duban.FormNew, "甲")
			e.set(11, duban.FormNo, "三十七")
			e.set(11, duban.FormNew, "乙")
		}, []intake.FormRow{{Line: 15, No: 28, New: "甲"}, {Line: 16, No: 37, New: "乙"}}, nil},
		{"a row added without one", func(e *edit) {
			e.set(0, duban.FormNew, "甲")
			e.set(10, duban.FormNo, "合计")
			e.set(10, duban.FormTotal, "3000")
		}, []intake.FormRow{row(5, 1, "甲")}, []intake.FormProblem{{Line: 15, Reason: intake.FormNoNumber, Said: "合计"}}},
		{"a number overwritten with another's", func(e *edit) {
			e.set(0, duban.FormNo, "3")
			e.set(0, duban.FormNew, "甲")
		}, nil, []intake.FormProblem{{Line: 5, No: 1, Reason: intake.FormMoved, Said: "3"}}},
		{"a number overwritten with no task's", func(e *edit) {
			e.set(0, duban.FormNo, "280")
			e.set(0, duban.FormNew, "甲")
		}, nil, []intake.FormProblem{{Line: 5, No: 1, Reason: intake.FormMoved, Said: "280"}}},
		{"a row copied as it stands", func(e *edit) {
			e.set(0, duban.FormNew, "甲")
			for _, c := range everything {
				e.set(10, c, e.get(0, c))
			}
		}, []intake.FormRow{row(5, 1, "甲")}, nil},
		{"a row copied and changed", func(e *edit) {
			e.set(0, duban.FormNew, "甲")
			for _, c := range everything {
				e.set(10, c, e.get(0, c))
			}
			e.set(10, duban.FormNew, "乙")
		}, nil, []intake.FormProblem{{Line: 15, No: 1, Other: 5, Reason: intake.FormTwice}}},
		{"a row of another form", func(e *edit) {
			other := duban.FormKey{List: 1, Departments: []duban.DepartmentID{9}, Openings: []duban.OpeningID{3}}
			e.set(0, duban.FormRowKey, other.Row(task(1), 1))
			e.set(0, duban.FormNew, "甲")
		}, nil, []intake.FormProblem{{Line: 5, Reason: intake.FormForeignRow, Said: "1"}}},
		{"too many words", func(e *edit) {
			e.set(0, duban.FormNew, strings.Repeat("字", 2001))
		}, nil, []intake.FormProblem{{Line: 5, No: 1, Reason: intake.FormTooLong, Said: "1"}}},
	} {
		f, fault := intake.ReadForm(edited(t, blank, c.edit))
		if diff := cmp.Diff(c.rows, f.Rows, cmpopts.EquateEmpty()) + cmp.Diff(c.problems, f.Problems); diff != "" || fault != "" {
			t.Errorf("%s: %q\n%s", c.name, fault, diff)
		}
	}
}

func TestWhatIsNoFormIsToldApart(t *testing.T) {
	blank := form(t, blank(t, 3))
	l, _, _ := published(t)
	filled := func(e *edit) { e.set(0, duban.FormNew, "甲") }
	for _, c := range []struct {
		name string
		data []byte
		want intake.FormFault
	}{
		{"empty", blank, intake.FormUntouched},
		{"a ledger", written(t, l, XLSX), intake.NotForm},
		{"a document", written(t, l, DOCX), intake.NotForm},
		{"text", []byte("附件2\n清单"), intake.NotForm},
		{"nothing", nil, intake.NotForm},
		{"cut in the middle", blank[:len(blank)/2], intake.NotForm},
		{"its key overwritten", edited(t, blank, func(e *edit) {
			filled(e)
			if err := e.SetCellValue(e.sheet, "J1", "duban-form-1:1:2:3:x"); err != nil {
				t.Fatal(err)
			}
		}), intake.BrokenForm},
		{"its columns gone", edited(t, blank, func(e *edit) {
			filled(e)
			if err := e.SetCellValue(e.sheet, "E1", ""); err != nil {
				t.Fatal(err)
			}
		}), intake.BrokenForm},
	} {
		if f, fault := intake.ReadForm(c.data); fault != c.want {
			t.Errorf("%s: %q, want %q: %+v", c.name, fault, c.want, f)
		}
	}
	if f, fault := intake.ReadForm(edited(t, blank, filled)); fault != "" || f.Key.String() != (duban.FormKey{List: 1, Departments: []duban.DepartmentID{1}, Openings: []duban.OpeningID{3}}).String() {
		t.Errorf("a whole one: %q, %v", fault, f.Key)
	}
}
