package text

import (
	"strings"
	"testing"

	"duban/internal/duban"
)

func init() {
	half := 60.0
	samples = append(samples,
		Understanding{Tasks: []UnderstoodTask{
			{No: 28, State: duban.Progressing, Percent: &half, Figures: []UnderstoodFigure{
				{Name: "职业技能培训", Unit: "人次", Value: 1500}, {Name: "示范课", Unit: "个", Value: 1, Increment: true},
			}, Words: "又办两期，累计1500人次"},
			{No: 35, State: duban.Stuck, Asks: "extend", Extend: duban.Date{Year: 2027, Month: 3, Day: 31}, Progress: "又办两期", Trouble: "缺经费", Next: "再办一期", Words: "又办两期……"},
			{No: 44, State: duban.Claimed, Asks: "complete", Words: "申请办结"},
			{No: 15, State: duban.Said, Asks: "object", Words: "不属于我局职责"},
			{No: 48, State: duban.Stuck, Asks: "help", Words: "请市财政局协调"},
			{Rest: true, State: duban.NoNews, Words: "无新进展"},
			{State: duban.Progressing, Words: "<又>办一期 & 结业"},
		}, Unsure: []string{"第37项“4人”：4是哪一个指标的数（市级名师、市级专业带头人）？"}},
		Unsure{No: 37, Kind: "target", Words: "4人", Value: 4, Targets: []string{"市级名师", "市级专业带头人"}},
		Unsure{No: 28, Kind: "any", Words: "派出教师30人", Value: 30, Targets: []string{"职业技能培训"}},
		Unsure{No: 28, Kind: "increment", Words: "培训300人次", Value: 300, Targets: []string{"职业技能培训"}},
		Unsure{No: 22, Kind: "percent", Words: "智慧教室完成30%", Value: 30},
		Unsure{No: 35, Kind: "state", Words: "应该差不多了"},
		Unsure{No: 28, Kind: "date", Words: "申请延期三个月"},
		Unsure{Kind: "loose", Words: "又办两期"},
		Unsure{No: 58, Kind: "missing"},
		Unsure{No: 99, Kind: "whose"},
	)
}

func TestPlainTextHasNoEscapes(t *testing.T) {
	said := voice(Chinese).Plain(Understanding{Tasks: []UnderstoodTask{{Words: "<又>办一期 & 结业"}}})
	if !strings.Contains(said, "<又>办一期 & 结业") {
		t.Errorf("said %q", said)
	}
}
