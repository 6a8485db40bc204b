package text

import (
	"testing"
	"time"

	"duban/internal/duban"
)

var (
	trained = duban.Target{ID: 1, Name: "职业技能培训", Value: 10000, Unit: "人次", Relation: duban.About}
	masters = duban.Target{ID: 2, Name: "名师", Value: 4, Unit: "人", Relation: duban.AtLeast}
	leaders = duban.Target{ID: 3, Name: "带头人", Value: 2, Max: 3, Unit: "人", Relation: duban.Exactly}
)

var paperSamples = []any{
	LedgerSent{Tasks: 57, At: now},
	ExportUsage{Said: "pdf"},
	PaperFailed{}, PaperFailed{Form: true},
	FormTitle{Title: "职业教育", Opens: at(11, 23, 9, 0), Departments: deps(committee, education)}, FormHelp{Closes: at(11, 27, 17, 0)},
	FormSent{Departments: deps(human), Tasks: 14, Closes: at(11, 27, 17, 0)},
	FormSent{Departments: deps(committee, education), Tasks: 1, Closes: at(11, 27, 17, 0)},
	FormRead{
		Departments: deps(human), Listed: 14, Filled: 13, Empty: []int{20},
		Figures: []FigureChange{
			{No: 28, Target: trained, Was: true, From: 1200, To: 1500}, {No: 37, Target: masters, To: 6}, {No: 37, Target: leaders, Was: true, From: 3, To: 2},
		},
		None: []int{10, 39}, Stuck: []int{48}, Claimed: []int{35}, Again: []int{37}, Same: []int{3},
		Problems: []FormProblem{{Line: 17, Reason: "no-number", Said: "合计"}},
	},
	FormRead{Changed: true, Departments: deps(human), Listed: 1, Filled: 1},
	FormRead{Departments: deps(human), Listed: 14, Filled: 1, More: 2, Problems: []FormProblem{
		{Line: 5, Reason: "no-number"},
		{Line: 6, Reason: "unknown-task", Said: "第58项"},
		{Line: 7, Reason: "twice", No: 28, Other: 12},
		{Line: 8, Reason: "moved", No: 28, Said: "29"},
		{Line: 9, Reason: "other-task", No: 28, Said: "第30项已完成"},
		{Line: 10, Reason: "foreign-row"},
		{Line: 11, Reason: "which-figure", No: 37, Said: "6", Targets: []duban.Target{masters, leaders}},
		{Line: 12, Reason: "not-number", No: 28, Said: "一大批"},
		{Line: 13, Reason: "not-asked", No: 28},
		{Line: 14, Reason: "too-long", No: 28},
	}},
	FormPage{Page: 1, Pages: 1, Lines: []FormLine{
		{No: 28, Short: "打造优质培训项目", State: duban.Progressing, Words: "又办两期电工班，累计1500人次"},
		{No: 10, Short: "毕业生跟踪调查", State: duban.NoNews}, {No: 48, Short: "绩效工资分配", State: duban.Stuck, Words: "困难：<待答复>"},
	}},
	FormPage{Page: 2, Pages: 5, Lines: []FormLine{{No: 35, Short: "教师招聘办法", State: duban.Claimed, Words: "已印发"}}},
	FormFiled{Departments: deps(human), Numbers: []int{28, 35, 37}, Open: []int{20}},
	FormFiled{Departments: deps(human), Numbers: []int{28}},
	FormDropped{},
	FormRefused{Reason: "other-department", Theirs: deps(human), Yours: deps(committee, education)},
	FormRefused{Reason: "other-round"}, FormRefused{Reason: "other-list"}, FormRefused{Reason: "broken-key"},
	FormRefused{Reason: "empty"}, FormRefused{Reason: "nothing"},
	FormRefused{Reason: "too-large", Name: "填报表.xlsx"}, FormRefused{Reason: "other-kind", Name: "填报表.et"}, FormRefused{Reason: "no-form", Name: "名单.xlsx"},
}

func init() { samples = append(samples, paperSamples...) }

func TestATermIsSaidWithItsYear(t *testing.T) {
	for _, c := range []struct {
		task   duban.Task
		zh, en string
	}{
		{duban.Task{Kind: duban.DatedTask, Due: duban.Date{Year: 2026, Month: 12, Day: 31}}, "2026年12月31日", "31 Dec 2026"},
		{duban.Task{Kind: duban.DatedTask}, "", ""},
		{duban.Task{Kind: duban.StandingTask}, "长期", "standing"},
		{duban.Task{Kind: duban.YearlyTask, Months: []time.Month{6, 12}}, "每年6月、12月", "every June, December"},
	} {
		if zh, en := voice(Chinese).TableTerm(c.task), voice(English).TableTerm(c.task); zh != c.zh || en != c.en {
			t.Errorf("%v: %q, %q, want %q, %q", c.task, zh, en, c.zh, c.en)
		}
	}
}
