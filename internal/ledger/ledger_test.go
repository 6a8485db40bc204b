package ledger

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"duban/internal/duban"
	"duban/internal/text"
)

func TestTheLedgerIsThePublishedTableWithProgress(t *testing.T) {
	l := Ledger{
		Directory: duban.Directory{{ID: 1, Name: "教育局"}, {ID: 2, Name: "人社局"}},
		Shares:    []duban.Share{{Task: 7, Department: 1}, {Task: 7, Department: 2}, {Task: 8, Department: 2}},
		Survey: duban.Survey{Tasks: []duban.TaskStanding{
			{Task: duban.Task{ID: 7, No: 1, Section: "一", Content: "甲，乙", Due: duban.Date{Year: 2026, Month: 12, Day: 31}}, Light: duban.OnTrack,
				Duties: []duban.Standing{{Assignment: duban.Assignment{ID: 70, Department: 1}}, {Assignment: duban.Assignment{ID: 71, Department: 2}}}},
			{Task: duban.Task{ID: 8, No: 2, Section: "一", Content: "丙"}, Light: duban.Unheard,
				Duties: []duban.Standing{{Assignment: duban.Assignment{ID: 80, Department: 2}}}},
		}},
		Last: map[duban.AssignmentID]duban.Report{
			70: {Words: "=cmd|'/c calc'!A1", At: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)},
			71: {State: duban.NoNews, At: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)},
		},
	}
	var out strings.Builder
	voice := text.Voice{Lang: text.Chinese, Zone: time.UTC, Now: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)}
	if err := l.CSV(&out, voice); err != nil {
		t.Fatal(err)
	}
	body, ok := strings.CutPrefix(out.String(), "\ufeff")
	if !ok {
		t.Error("a spreadsheet must see that it is UTF-8")
	}
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"序号", "主要任务", "任务内容", "责任部门", "时限", "亮灯", "进展"},
		{"1", "一", "甲，乙", "教育局、人社局", "2026-12-31", "正常", "教育局（11月23日）：=cmd|'/c calc'!A1\n人社局（11月24日）：无新进展"},
		{"2", "", "丙", "人社局", "", "待报", ""},
	}
	for i := range want {
		for j := range want[i] {
			if rows[i][j] != want[i][j] {
				t.Errorf("row %d cell %d: %q, want %q", i, j, rows[i][j], want[i][j])
			}
		}
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	for _, s := range []string{"=1+1", "+86", "-2", "@x", "\tx", "\rx"} {
		if got := Cell(s); got != "'"+s {
			t.Errorf("Cell(%q) = %q", s, got)
		}
	}
	if got := Cell("正常"); got != "正常" {
		t.Errorf("Cell changed plain words to %q", got)
	}
}
