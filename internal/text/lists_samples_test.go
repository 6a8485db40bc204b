package text

import (
	"time"

	"duban/internal/duban"
)

var (
	skills = duban.Task{ID: 15, No: 15, Section: "完善技术技能人才培养体系", Content: "到2025年，双师型教师占比达到50%以上", Named: duban.Date{Year: 2025, Month: 12, Day: 31}}
	soon   = duban.Task{ID: 16, No: 16, Content: "2027年6月底前建成实训基地", Named: duban.Date{Year: 2027, Month: 6, Day: 30}}
	done   = duban.Task{ID: 15, No: 15, Content: skills.Content, Done: now}
)

var listSamples = []any{
	ImportUsage{},
	Fetching{Name: "清单.txt"}, FetchFailed{Name: "清单.txt"}, ListTooLarge{Name: "清单.txt", Limit: 2},
	BadList{Name: "清单.txt", More: 3, Problems: []duban.Problem{
		{Line: 12, Text: "这一项缺序号；前后相连应为2，请在这里补一行。"}, {Text: "没有读到任务。"},
	}},
	BadList{Name: "清单.txt", Problems: []duban.Problem{{Line: 12, Text: "第2项缺任务内容；请补上这一栏。"}}},
	ListRead{
		Name: "vocational-education.txt", Title: title, Sections: 14, Tasks: 57, Shares: 172, Departments: 15,
		Collectives: []string{"各乡镇", "各街道办事处"}, First: []NameCount{{"教育局", 47}, {"人社局", 3}, {"编办", 1}},
	},
	ListRead{Name: "一.txt", Title: "养老任务清单", Sections: 1, Tasks: 1, Shares: 1, Departments: 1},
	ListThere{Title: title}, ListDropped{}, ListConflict{Title: title},
	NameUnknown{Name: "市林业局", Tasks: []int{3, 4}, Left: 2}, NameUnknown{Name: "<b>", Tasks: []int{1}},

	Confirm{
		Title: title, Sections: 14, Tasks: 57, Shares: 172, Departments: 15, Collectives: 4, Leads: 51,
		Days: 1, Day: NamedDay{Task: skills, Past: true}, Empty: deps(townships, streets),
	},
	Confirm{Title: title, Sections: 1, Tasks: 2, Shares: 4, Departments: 2, Days: 2, Day: NamedDay{Task: soon}},
	Confirm{Title: "养老任务清单", Sections: 1, Tasks: 1, Shares: 1, Departments: 1},
	LeadAsked{Task: training, Departments: deps(education, human, union), Left: 50},
	DayAsked{NamedDay{skills, true}}, DayAsked{NamedDay{Task: soon}},
	DayWanted{Task: skills},
	DaySettled{Task: done}, DaySettled{Task: training}, DaySettled{Task: hiring},
	NobodyEmpty{},
	Confirmed{Title: title, Assignments: 168, Opens: at(12, 23, 9, 0), Closes: at(12, 27, 17, 0)},

	ListDoubt{Title: title, Old: training, No: 29, Now: "打造优质社区项目，完成居民文体活动1万人次左右", Left: 1, Moved: true},
	ListDoubt{Title: title, Old: hiring, No: 35, Now: "完善技能人才招聘办法"},
	ListChange{
		Title: title, Counts: ListCounts{New: 1, Gone: 1, Back: 1, Reworded: 1, Swapped: 1, Moved: 1, Shares: 3, Terms: 3, Others: 3, Held: 3}, Moved: true,
		Lines: []ListLine{
			{Kind: "added", Before: 5, No: 5, Department: union, Role: duban.Support},
			{Kind: "new", No: 11, Words: "建立专业设置与产业需求对接机制", Leads: deps(education), Supports: deps(finance, human)},
			{Kind: "new", No: 12, Words: "支持第三方评估", Supports: deps(human)},
			{Kind: "reworded", Before: 28, No: 29, Old: "…职业技能培训1万人次左右", Words: "…职业技能培训1.2万人次左右"},
			{Kind: "swapped", Before: 30, No: 32, Other: Shift{31, 31, 31}},
			{Kind: "moved", Before: 33, No: 12, Words: "深化产教融合"},
			{Kind: "section", Before: 34, No: 35, Words: "全面推进校企协同育人"}, {Kind: "section", Before: 1, No: 1},
			{Kind: "term", Before: 35, No: 36, Due: duban.Task{Kind: duban.DatedTask, Due: date(12, 31)}},
			{Kind: "term", Before: 36, No: 37, Due: duban.Task{Kind: duban.YearlyTask, Months: []time.Month{6, 12}}},
			{Kind: "term", Before: 37, No: 37, Due: duban.Task{Kind: duban.StandingTask}},
			{Kind: "term", Before: 38, No: 38, Due: duban.Task{Kind: duban.DatedTask}},
			{Kind: "leader", Before: 38, No: 38, Words: "李明副市长"}, {Kind: "leader", Before: 39, No: 39},
			{Kind: "targets", Before: 39, No: 40},
			{Kind: "removed", Before: 40, No: 41, Department: finance},
			{Kind: "role", Before: 41, No: 42, Department: human, Role: duban.Lead},
			{Kind: "back", Before: 42, No: 43, Words: "深化产教融合"},
			{Kind: "held", Before: 43, No: 44, Department: human, Role: duban.Lead}, {Kind: "held", Before: 43, No: 44, Department: union},
			{Kind: "held", Before: 45, No: 45, Words: "时限"},
			{Kind: "gone", Before: 44, Words: "成立联席会议", Reports: 2}, {Kind: "gone", Before: 46, Words: "成立专班"},
		},
		Shifts: []Shift{{11, 27, 12}, {29, 29, 30}},
	},
	ListChange{Title: "新标题", Was: title, DocumentWins: true},
	ListChange{Title: title, Counts: ListCounts{New: 1}, Doubts: []Shift{{28, 28, 29}}, Beside: true},
	ListRevised{Title: title, Counts: ListCounts{New: 1, Gone: 1}, Change: duban.Change{Begin: 4, End: 2}, Empty: deps(townships)},
	ListRevised{Title: title, Counts: ListCounts{Reworded: 1}},
	ListRevised{Title: title, Counts: ListCounts{Gone: 1}, Change: duban.Change{End: 2}},

	ListMoved{Title: "职业教育", Shifts: []Shift{{11, 27, 12}, {30, 30, 32}}, Reworded: []int{29}, New: []int{11}, Gone: []int{44}},
	ListMoved{Title: "职业教育", New: []int{5}},

	LeaderSet{Task: training, Name: "李明副市长"}, LeaderSet{Task: training},
	MergeUsage{}, MergeSame{Department: human},
	MergePlan{From: industry, Into: human, Count: duban.MergeCount{Tasks: 12, Both: 3, Contacts: 2, Reports: 41, Members: 1}, Moved: true},
	MergePlan{From: industry, Into: human, Count: duban.MergeCount{Tasks: 1}},
	Merged{From: industry, Into: human, Count: duban.MergeCount{Tasks: 12, Both: 3, Contacts: 2, Reports: 41}},
}
