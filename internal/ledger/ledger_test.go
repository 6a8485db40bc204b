package ledger

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"duban/internal/duban"
	"duban/internal/text"
)

var voice = text.Voice{Lang: text.Chinese, Zone: time.UTC, Now: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)}

// small has three tasks in two sections, and everything a table may show.
func small() Ledger {
	return Ledger{
		Title:     "某市主要任务落实举措清单",
		Directory: duban.Directory{{ID: 1, Name: "教育局"}, {ID: 2, Name: "人社局"}},
		Shares: []duban.Share{
			{Task: 7, Department: 1, Printed: "市教育局"}, {Task: 7, Department: 2, Printed: "人社局"}, {Task: 8, Department: 2}, {Task: 9, Department: 2},
		},
		Survey: duban.Survey{Tasks: []duban.TaskStanding{
			{Task: duban.Task{ID: 7, No: 1, Section: "一", Content: "甲，乙", Due: duban.Date{Year: 2026, Month: 12, Day: 31}}, Light: duban.OnTrack,
				Duties: []duban.Standing{{Assignment: duban.Assignment{ID: 70, Department: 1}}, {Assignment: duban.Assignment{ID: 71, Department: 2}}}},
			{Task: duban.Task{ID: 8, No: 2, Section: "一", Content: "丙", Kind: duban.StandingTask}, Light: duban.Unheard,
				Duties: []duban.Standing{{Assignment: duban.Assignment{ID: 80, Department: 2}}}},
			{Task: duban.Task{ID: 9, No: 3, Section: "二", Content: "丁", Kind: duban.YearlyTask, Months: []time.Month{6, 12}}, Light: duban.Behind},
		}},
		Last: map[duban.AssignmentID]duban.Report{
			70: {Words: "=cmd|'/c calc'!A1", At: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)},
			71: {State: duban.NoNews, At: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)},
		},
	}
}

var smallTable = [][]string{
	{"某市主要任务落实举措清单"},
	{"序号", "主要任务", "任务内容", "责任部门", "时限", "亮灯", "进展"},
	{"1", "一", "甲，乙", "市教育局、人社局", "2026年12月31日", "正常", "教育局（11月23日）：=cmd|'/c calc'!A1\n人社局（11月24日）：无新进展"},
	{"2", "", "丙", "人社局", "长期", "待报", ""},
	{"3", "二", "丁", "人社局", "每年6月、12月", "滞后", ""},
}

func written(t testing.TB, l Ledger, f Format) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := l.Write(&out, f, voice); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestTheLedgerIsThePublishedTableWithProgress(t *testing.T) {
	body, ok := strings.CutPrefix(string(written(t, small(), CSV)), "\ufeff")
	if !ok {
		t.Error("a spreadsheet must see that it is UTF-8")
	}
	in := csv.NewReader(strings.NewReader(body))
	in.FieldsPerRecord = -1
	rows, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(smallTable, rows); diff != "" {
		t.Error(diff)
	}
}

func TestTheSheetIsTheSameTableWithItsSectionsMerged(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(written(t, small(), XLSX)))
	if err != nil {
		t.Fatal(err)
	}
	name := f.GetSheetName(0)
	for i, want := range smallTable {
		for j, cell := range want {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			got, err := f.GetCellValue(name, at)
			if err != nil {
				t.Fatal(err)
			}
			if i == 3 && j == 1 {
				cell = "一" // what is merged reads as the whole
			}
			if got != cell {
				t.Errorf("%s is %q, want %q", at, got, cell)
			}
		}
	}
	merged, err := f.GetMergeCells(name)
	if err != nil {
		t.Fatal(err)
	}
	var areas []string
	for _, m := range merged {
		areas = append(areas, m.GetStartAxis()+":"+m.GetEndAxis())
	}
	if want := []string{"A1:G1", "B3:B4"}; !cmp.Equal(want, areas) {
		t.Errorf("merged %v, want %v", areas, want)
	}
}

// What anybody wrote is words, in whatever the ledger is opened.
func TestNoCellIsAFormula(t *testing.T) {
	risky := []string{"=1+1", "+86", "-2", "@x", "\tx", "\rx"}
	for _, s := range risky {
		if got := Cell(s); got != "'"+s {
			t.Errorf("Cell(%q) = %q", s, got)
		}
		l := small()
		l.Survey.Tasks[0].Task.Content = s
		f, err := excelize.OpenReader(bytes.NewReader(written(t, l, XLSX)))
		if err != nil {
			t.Fatal(err)
		}
		formula, err := f.GetCellFormula(f.GetSheetName(0), "C3")
		kind, _ := f.GetCellType(f.GetSheetName(0), "C3")
		if formula != "" || kind != excelize.CellTypeSharedString || err != nil {
			t.Errorf("%q became %v, formula %q, %v", s, kind, formula, err)
		}
	}
	if got := Cell("正常"); got != "正常" {
		t.Errorf("Cell changed plain words to %q", got)
	}
}

func TestLeadersAndTargetsHaveColumnsWhereThereAreAny(t *testing.T) {
	l := small()
	l.Survey.Tasks[0].Task.Leader = "李明"
	l.Survey.Tasks[0].Targets = []duban.Measure{
		{Target: duban.Target{Name: "职业技能培训", Value: 10000, Unit: "人次", Relation: duban.About}, Value: 3500, Known: true},
		{Target: duban.Target{Name: "名师", Value: 4, Unit: "人", Relation: duban.AtLeast}},
	}
	table := l.table(voice)
	if want := "序号 主要任务 任务内容 责任部门 时限 责任领导 亮灯 指标 进展"; strings.Join(table.heads(), " ") != want {
		t.Errorf("columns are %v, want %s", table.heads(), want)
	}
	if got, want := table.rows[0].cells[7], "职业技能培训 3500/10000人次（35%）\n名师 目标至少4人，未报"; got != want {
		t.Errorf("targets read %q, want %q", got, want)
	}
}

func TestAFormatIsFoundByItsNameOrAFiles(t *testing.T) {
	for s, want := range map[string]Format{"xlsx": XLSX, " DOCX": DOCX, "台账.CSV": CSV, "a.b/c.xlsx": XLSX} {
		if got, ok := FormatOf(s); !ok || got != want {
			t.Errorf("FormatOf(%q) = %q, %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "pdf", "台账", "台账.xls"} {
		if got, ok := FormatOf(s); ok {
			t.Errorf("FormatOf(%q) = %q", s, got)
		}
	}
}

func TestARowIsAsHighAsItsWordsNeed(t *testing.T) {
	columns := []column{{width: 10}, {width: 20}}
	one := heightOf([]string{"1", "十个字以内"}, columns)
	if two := heightOf([]string{"1", "十个字以上的话在这里要折行"}, columns); two != one+lineHeight {
		t.Errorf("two lines are %.0f high, one is %.0f", two, one)
	}
	if three := heightOf([]string{"一\n二\n三", "x"}, columns); three != one+2*lineHeight {
		t.Errorf("three lines are %.0f high, one is %.0f", three, one)
	}
	if high := heightOf([]string{strings.Repeat("一\n", 100), ""}, columns); high != maxHeight {
		t.Errorf("a hundred lines are %.0f high", high)
	}
}
