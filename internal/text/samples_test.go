package text

import (
	"slices"
	"time"

	"duban/internal/duban"
)

var shanghai = time.FixedZone("CST", 8*3600)

// at is an instant of 2026 in Shanghai.
func at(month time.Month, day, hour, minute int) time.Time {
	return time.Date(2026, month, day, hour, minute, 0, 0, shanghai)
}

// now is Thursday 26 November 2026, 9:00.
var now = at(11, 26, 9, 0)

func voice(lang string) Voice { return Voice{Lang: lang, Zone: shanghai, Now: now} }

var (
	education = duban.Department{ID: 5, Kind: duban.Single, Name: "教育局", Formal: "市教育局", English: "Education", Aliases: []string{"市教育局"}}
	human     = duban.Department{
		ID: 8, Kind: duban.Single, Name: "人社局", Formal: "市人社局", English: "Human Resources",
		Aliases: []string{"市人社局", "人力资源和社会保障局"},
	}
	finance   = duban.Department{ID: 7, Kind: duban.Single, Name: "财政局", Formal: "市财政局", English: "Finance"}
	union     = duban.Department{ID: 15, Kind: duban.Single, Name: "总工会", Formal: "市总工会", English: "Trade Union"}
	industry  = duban.Department{ID: 6, Kind: duban.Single, Name: "科工局", Formal: "市科工局", English: "Science & Industry"}
	veterans  = duban.Department{ID: 12, Kind: duban.Single, Name: "退役军人事务局", Formal: "市退役军人事务局", English: "Veterans Affairs"}
	committee = duban.Department{ID: 3, Kind: duban.Single, Name: "教育工委", Formal: "市委教育工委", English: "Education Committee"}
	jia       = duban.Department{ID: 31, Kind: duban.Single, Name: "甲镇", Formal: "甲镇"}
	townships = duban.Department{ID: 16, Kind: duban.Collective, Name: "各乡镇", Formal: "各乡镇", English: "Townships"}
	streets   = duban.Department{ID: 17, Kind: duban.Collective, Name: "各街道办事处", Formal: "各街道办事处", English: "Subdistricts"}
)

func deps(d ...duban.Department) []duban.Department { return d }

var (
	training = duban.Task{
		ID: 128, No: 28, Section: "充分发挥职业院校培训优势", Due: duban.Date{Year: 2026, Month: 12, Day: 31},
		Content: "打造优质培训项目，积极承接行业企业委托的职业培训，完成职业技能培训1万人次左右",
	}
	hiring = duban.Task{ID: 135, No: 35, Section: "加强师资队伍建设", Content: "完善职业学校教师招聘办法"}
)

func date(month time.Month, day int) duban.Date {
	return duban.Date{Year: 2026, Month: month, Day: day}
}

var noticeDays = []Festival{
	{Name: "元旦", Off: []Span{{date(1, 1), date(1, 3)}}, Work: []duban.Date{date(1, 4)}},
	{Name: "清明节", Off: []Span{{date(4, 4), date(4, 6)}}},
	{Name: "劳动节", Off: []Span{{date(4, 30), date(5, 4)}}, Work: []duban.Date{date(4, 26), date(5, 9)}},
}

// november is the round of the list that opened in that month.
var (
	november   = RoundName{Opens: at(11, 23, 9, 0)}
	ofTraining = RoundName{Opens: at(11, 23, 9, 0), Task: training}
)

const title = "瓦房店市推进职业教育实用高效发展主要任务落实举措清单"

var (
	lights = duban.Count{By: map[duban.Light]int{duban.Done: 6, duban.OnTrack: 34, duban.Behind: 8, duban.Overdue: 4, duban.Unheard: 5}, Quiet: 28, Hindered: 2}

	concernLines = []Concern{
		{No: 30, Short: "组建职教集团", Department: education, Role: duban.Lead, Light: duban.Overdue, Reason: duban.PastDue, Days: 8},
		{
			No: 35, Short: "教师招聘办法", Department: human, Role: duban.Lead, Light: duban.Overdue, Reason: duban.PastDue, Days: 1,
			Blocked: true, Words: "编制未批",
		},
		{No: 28, Short: "职业技能培训", Department: education, Role: duban.Lead, Light: duban.Behind, Reason: duban.DueSoon, Due: training.Due},
		{No: 39, Short: "国际标准引进", Department: human, Role: duban.Support, Light: duban.Behind, Reason: duban.Quiet, Quiet: 2},
		{No: 10, Short: "毕业生跟踪调查", Department: education, Role: duban.Lead, Light: duban.Behind, Reason: duban.Unreported, Quiet: 2},
		{
			No: 37, Short: "名师培育", Department: human, Role: duban.Lead, Light: duban.Behind, Reason: duban.Slow, Expected: 90,
			Target: TargetValue{Target: duban.Target{Name: "名师", Value: 10, Unit: "人"}, Value: 4, Known: true},
		},
		{No: 48, Short: "绩效工资分配", Department: human, Role: duban.Lead, Light: duban.OnTrack, Blocked: true, Words: "需市财政局明确口径"},
		{No: 53, Short: "税收减免", Department: finance, Role: duban.Support, Light: duban.OnTrack, Blocked: true},
	}

	taskLines = []TaskLine{
		{No: 35, Short: "完善职业学校教师招聘办法", Role: duban.Lead, Light: duban.Overdue},
		{No: 28, Short: "打造优质培训项目", Role: duban.Support, Light: duban.Behind},
		{No: 10, Short: "毕业生跟踪调查", Role: duban.Support, Light: duban.Unheard},
	}

	digest = Digest{
		Title: "职业教育", Name: "王芳", Departments: deps(human), Round: november, Closes: at(11, 27, 17, 0),
		Owed: 14, Open: 11, Rest: 32, Example: 35, Page: 1, Pages: 2,
		Counts: []PileCount{{duban.Late, 1}, {duban.Lagging, 6}, {duban.Hindered, 1}, {duban.Waiting, 5}, {duban.Delivered, 3}},
		Groups: []DigestGroup{
			{Pile: duban.Late, Count: 1, Lines: []DigestLine{{
				No: 35, Short: "完善职业学校教师招聘办法", Role: duban.Lead, Due: duban.Date{Year: 2026, Month: 11, Day: 18}, Days: 6,
				Last: "征求意见稿已送编办", LastState: duban.Progressing,
			}}},
			{Pile: duban.Lagging, Count: 6, Lines: []DigestLine{
				{No: 28, Short: "打造优质培训项目", Role: duban.Support, Due: training.Due, Left: 5, Last: "办焊工班三期，累计1200人次", LastState: duban.Progressing},
				{No: 29, Short: "开放实训基地", Role: duban.Support, Quiet: 2, LastState: duban.NoNews},
				{No: 33, Short: "社区教育", Role: duban.Support, Missed: 2},
				{No: 37, Short: "名师培育", Role: duban.Lead, Expected: 90},
				{No: 31, Short: "走访企业", Role: duban.Support, Due: duban.Date{Year: 2026, Month: 11, Day: 26}, LastDay: true},
				{No: 39, Short: "国际标准引进", Role: duban.Support, Quiet: 1, Missing: deps(committee)},
			}},
			{Pile: duban.Hindered, Count: 1, Lines: []DigestLine{
				{No: 48, Short: "绩效工资分配", Role: duban.Lead, Blocked: true, LastState: duban.Stuck, Last: "待市财政局答复"},
			}},
			{Pile: duban.Waiting, Count: 5, Lines: []DigestLine{
				{No: 10, Section: "提高培养质量", Short: "毕业生跟踪调查", Role: duban.Support},
				{No: 15, Short: "扩大优质资源", Role: duban.Lead, Last: "新校址选定", LastState: duban.Progressing},
				{No: 17, Section: "深化改革", Short: "1+X证书", Role: duban.Lead, LastState: duban.NoNews},
				{No: 18, Short: "中高职衔接", Role: duban.Lead, LastState: duban.Stuck},
			}},
		},
	}

	said = []FiledLine{
		{No: 28, Short: "打造优质培训项目", Departments: deps(human), Role: duban.Support, State: duban.Progressing, Words: "又办两期电工班，累计1500人次", Counts: true},
		{No: 10, Short: "毕业生跟踪调查", Departments: deps(human), Role: duban.Support, State: duban.NoNews, Counts: true},
		{No: 20, Short: "学分银行", Departments: deps(human), Role: duban.Support, State: duban.NoNews, Words: "等省里办法", Counts: true},
		{No: 48, Short: "绩效工资分配", Departments: deps(human), Role: duban.Lead, State: duban.Stuck, Words: "待市财政局答复", Counts: true},
		{No: 44, Short: "联席会议制度", Departments: deps(education, committee), Role: duban.Lead, State: duban.Claimed, Words: "已印发", Counts: true},
		{No: 37, Short: "名师培育", Departments: deps(human), Role: duban.Support, Words: "收到", Counts: false},
		{No: 30, Short: "职教集团", Departments: deps(human), Role: duban.Support, State: duban.Stuck, Counts: true},
		{No: 1, Short: "理想信念教育", Departments: deps(committee), Role: duban.Lead, State: duban.Progressing, Words: "已部署", Counts: true, Part: true, Missing: deps(education)},
		{No: 1, Short: "理想信念教育", Departments: deps(education), Role: duban.Support, State: duban.NoNews, Counts: true, Part: true},
	}
)

// samples has realistic values of every message, so that together they go
// through the branches of its template.
var samples = slices.Concat(listSamples, peopleSamples, []any{
	Board{
		Title: "职业教育", Sections: 14, Tasks: 57, Lights: lights, At: now, Owed: 118, Answered: 96, Missing: 6, Concerns: concernLines, More: 7,
		Apart: []RoundLine{{ofTraining, 5, 1}, {RoundName{Department: education}, 55, 3}}, ApartMore: 2,
	},
	Board{
		Title: "职业教育", Sections: 14, Tasks: 57, Lights: lights, At: at(11, 30, 9, 0), Owed: 118, Answered: 117, Missing: 1, Weekly: true,
		Reports: 31, From: 9, Never: 12, Unreported: 3, Quiet: 2, AuditHead: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
	},
	Board{Title: "养老", Sections: 1, Tasks: 1, Lights: duban.Count{By: map[duban.Light]int{duban.Unheard: 1}}, At: now, Weekly: true, Reports: 1, From: 1},
	LedgerLine{Department: education, At: at(11, 20, 15, 0), Words: "第三期电工班结业"},
	Concerns{At: now, Lines: concernLines[:2], More: 12},
	Concerns{At: now},
	Concerns{At: now, Unstated: []TargetListLine{{15, TargetValue{Target: duban.Target{Name: "新建职业院校", Value: 1, Unit: "所", By: duban.Date{Year: 2025, Month: 12, Day: 31}}}}}},
	Still{At: now, Page: 1, Groups: []StillGroup{
		{Why: duban.NeverHeard, Count: 57, Lines: []StillLine{
			{No: 1, Short: "理想信念教育", Light: duban.Unheard, Role: duban.Lead, Department: committee, Rounds: 1, Missed: 1},
			{No: 2, Short: "思政课建设", Light: duban.Unheard, Role: duban.Lead},
		}},
		{Why: duban.NotReported, Count: 2, Least: 2, More: true, Lines: []StillLine{
			{No: 49, Short: "税收减免", Light: duban.OnTrack, Role: duban.Support, Department: finance, Others: 2, Rounds: 2, Missed: 2},
		}},
		{Why: duban.NothingNew, Count: 2, Least: 2, Lines: []StillLine{
			{No: 39, Short: "国际标准引进", Light: duban.Behind, Role: duban.Lead, Department: human, Rounds: 3},
			{No: 20, Short: "学分银行", Light: duban.Behind, Role: duban.Lead, Department: education, Rounds: 2, Missed: 1},
		}},
	}},
	Still{At: now},
	ByDepartment{At: now, Lines: []DepartmentLine{
		{Department: education, Tasks: 55, Light: lights, Tally: duban.Tally{Owed: 21, Answered: 18}},
		{Department: industry, Tasks: 1, Light: duban.Count{By: map[duban.Light]int{duban.OnTrack: 1}}},
	}, More: 12},
	ByDepartment{At: now},
	BySection{At: now, Lines: []SectionLine{
		{Section: "全面落实立德树人根本任务", Tasks: 5, First: 1, Last: 5, Light: duban.Count{By: map[duban.Light]int{duban.OnTrack: 4, duban.Behind: 1}}},
		{Section: "增强政策支持引领力度", Tasks: 1, First: 46, Last: 46, Light: duban.Count{By: map[duban.Light]int{duban.Unheard: 1}}},
	}},
	Department{
		Department: education, At: now, Leads: 44, Supports: 11, Lead: lights, Support: duban.Count{By: map[duban.Light]int{duban.OnTrack: 9, duban.Unheard: 2}, Quiet: 9},
		Tally: duban.Tally{Owed: 21, Answered: 18}, Concerns: concernLines,
		Latest: []LatestLine{
			{No: 28, Words: "第三期电工班结业", State: duban.Progressing, At: at(11, 20, 15, 0)},
			{No: 48, State: duban.Stuck, At: at(11, 19, 10, 0)},
			{No: 44, State: duban.Claimed, At: at(11, 18, 10, 0)},
		},
		NoNews: []int{1, 2, 3, 10},
	},
	Department{Department: human, At: now, Supports: 16, Support: duban.Count{By: map[duban.Light]int{duban.OnTrack: 16}, Quiet: 16}, NoNews: []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}},
	Department{Department: jia, At: now, Apart: []RoundLine{{ofTraining, 1, 0}}},
	Missing{
		At: now, More: 2,
		Due: []MissingRound{
			{Round: november, Closes: at(11, 27, 17, 0), Owed: 118, Answered: 112, Lines: []MissingLine{{finance, 2}, {union, 1}}, Unasked: []MissingLine{{jia, 3}}},
			{Round: ofTraining, Closes: at(11, 26, 17, 0), Owed: 5, Answered: 5},
		},
		Open: []MissingRound{{Round: RoundName{Opens: at(11, 20, 15, 0), Department: education}, Closes: at(12, 1, 17, 0), Owed: 55, Answered: 3}},
	},
	Missing{At: now, Open: []MissingRound{{Round: november, Closes: at(11, 27, 17, 0), Owed: 118, Answered: 6, Lines: []MissingLine{{finance, 2}}}}},
	Missing{At: now},
	NoQuery{},

	digest,
	Digest{ // the second page of it
		Title: "职业教育", Name: "王芳", Departments: deps(human), Round: november, Closes: at(11, 27, 17, 0),
		Owed: 14, Open: 11, Rest: 32, Example: 20, Page: 2, Pages: 2, Counts: digest.Counts,
		Groups: []DigestGroup{
			{Pile: duban.Waiting, Count: 5, More: true, Lines: []DigestLine{{No: 20, Section: "深化改革", Short: "学分银行", Role: duban.Support}}},
			{Pile: duban.Delivered, Count: 3, Lines: []DigestLine{
				{No: 7, Short: "办学条件达标", Role: duban.Support, Answered: true, Last: "达标工程开工", LastState: duban.Progressing, Due: training.Due},
				{No: 30, Short: "职教集团", Role: duban.Support, Answered: true, LastState: duban.Stuck},
				{No: 37, Short: "名师培育", Role: duban.Support, Answered: true, LastState: duban.NoNews},
			}},
		},
	},
	Digest{
		Title: "职业教育", Name: "李强", Departments: deps(committee, education), Round: november, Closes: at(11, 27, 17, 0),
		Late: true, Owed: 2, Open: 2, Example: 1, Page: 1, Pages: 1, Joint: []int{1, 2}, JointDepartments: deps(committee, education),
		Groups: []DigestGroup{{Pile: duban.Fine, Count: 2, Lines: []DigestLine{
			{No: 1, Short: "理想信念教育", Role: duban.Lead}, {No: 2, Short: "思政课建设", Role: duban.Lead},
		}}},
	},
	Digest{
		Title: "职业教育", Name: "王芳", Departments: deps(human), Round: ofTraining, Closes: at(11, 27, 17, 0), Owed: 1, Open: 1, Example: 28, Page: 1, Pages: 1,
		Groups: []DigestGroup{{Pile: duban.Fine, Count: 1, Lines: []DigestLine{{No: 28, Short: "打造优质培训项目", Role: duban.Support}}}},
	},
	Digest{
		Title: "职业教育", Name: "王芳", Departments: deps(human), Round: ofTraining, Closes: at(11, 25, 17, 0), Closed: true, Owed: 1, Page: 1, Pages: 1,
		Groups: []DigestGroup{{Pile: duban.Delivered, Count: 1, Lines: []DigestLine{{No: 28, Short: "打造优质培训项目", Role: duban.Support, Answered: true}}}},
	},
	Digest{
		Title: "职业教育", Name: "王芳", Departments: deps(human), Round: november, Closes: at(11, 25, 17, 0), Closed: true,
		Owed: 2, Open: 1, Example: 35, Page: 1, Pages: 1,
		Groups: []DigestGroup{
			{Pile: duban.Late, Count: 1, Lines: []DigestLine{{
				No: 35, Short: "教师招聘办法", Role: duban.Lead, Due: duban.Date{Year: 2025, Month: 12, Day: 31}, Days: 1,
			}}},
			{Pile: duban.Delivered, Count: 1, Lines: []DigestLine{{No: 28, Short: "打造优质培训项目", Role: duban.Support, Answered: true, Last: "又办两期电工班"}}},
		},
	},
	Digest{
		Title: "职业教育", Name: "王芳", Departments: deps(human), Round: november, Closes: at(11, 27, 17, 0),
		Owed: 1, Rest: 44, Page: 1, Pages: 1,
		Groups: []DigestGroup{{Pile: duban.Delivered, Count: 1, Lines: []DigestLine{{No: 28, Short: "打造优质培训项目", Role: duban.Support, Answered: true, LastState: duban.NoNews}}}},
	},
	Nudge{
		Title: "职业教育", Round: november, Closes: at(11, 27, 17, 0), By: at(11, 30, 17, 0), Departments: deps(human), Open: 8,
		Numbers: []int{35, 37, 48, 4, 5, 6, 10, 20}, Example: 35,
	},
	Nudge{
		Title: "职业教育", Round: november, Closes: at(11, 27, 17, 0), By: at(11, 30, 12, 0), Departments: deps(education, committee), Open: 1,
		Numbers: []int{35}, Example: 35,
	},
	Nudge{
		Title: "职业教育", Round: november, Closes: at(11, 27, 17, 0), By: at(11, 30, 17, 0), Departments: deps(human), Open: 16,
		Numbers: []int{2, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}, Example: 2,
	},
	Remind{By: "李明", Departments: deps(human), Lines: taskLines[:1], Count: 1, Example: 35},
	Remind{Departments: deps(education, committee), Lines: taskLines, Count: 14, Example: 35},
	Tasks{
		Departments: deps(human), Count: 46, Leads: 3, Lines: taskLines,
		Light: duban.Count{By: map[duban.Light]int{duban.OnTrack: 44, duban.Behind: 1, duban.Overdue: 1}},
	},
	Tasks{Departments: deps(education, committee)},
	Card{Task: training, Light: duban.Behind, Own: true, More: 8, Duties: []CardDuty{
		{
			Department: education, Role: duban.Lead, Light: duban.Behind, Reason: duban.DueSoon, Blocked: true,
			Words: "第三期电工班结业", State: duban.Progressing, At: at(11, 20, 15, 0),
		},
		{Department: human, Role: duban.Support, Light: duban.OnTrack, State: duban.NoNews, At: at(11, 19, 15, 0)},
		{Department: finance, Role: duban.Support, Light: duban.Behind, Reason: duban.Unreported, Quiet: 2},
		{Department: union, Role: duban.Lead, Light: duban.Behind, Reason: duban.Slow, Expected: 33},
		{Department: jia, Via: townships, Role: duban.Support, Light: duban.Behind, Reason: duban.Quiet, Quiet: 3, State: duban.Stuck, At: at(11, 19, 15, 0)},
		{Department: veterans, Role: duban.Support, Light: duban.Unheard},
	}},
	Card{Task: hiring, Light: duban.Overdue, Duties: []CardDuty{
		{Department: human, Role: duban.Lead, Light: duban.Overdue, Reason: duban.PastDue, Days: 1},
		{Department: finance, Role: duban.Support, Light: duban.Overdue, Reason: duban.PastDue, Days: 3},
	}},
	CardWords{Task: training, Words: training.Content},
	TaskGone{},
	Walk{
		Step: 2, Steps: 14, Task: training, Role: duban.Support, Last: "办焊工班三期，累计1200人次", LastState: duban.Progressing,
		LastAt: at(10, 26, 16, 0), Note: WalkNote{No: 7, State: duban.Progressing, Words: "达标工程开工"},
	},
	Walk{
		Step: 3, Steps: 14, Task: hiring, Role: duban.Lead, LastState: duban.Stuck, LastAt: at(10, 26, 16, 0),
		Note: WalkNote{No: 28, State: duban.NoNews},
	},
	Walk{Step: 3, Steps: 14, Task: hiring, Role: duban.Lead, LastState: duban.NoNews, LastAt: at(10, 26, 16, 0)},
	Walk{Step: 4, Steps: 14, Task: hiring, Role: duban.Lead},
	Walk{Step: 1, Steps: 55, Task: hiring, Role: duban.Lead, Departments: deps(committee, education)},
	Walk{
		Step: 1, Steps: 55, Task: hiring, Role: duban.Support, Departments: deps(education), Apart: true,
		Note: WalkNote{No: 35, Departments: deps(committee), State: duban.Stuck},
	},
	Walk{Step: 4, Steps: 14, Task: hiring, Role: duban.Lead, LastState: duban.Stuck, LastAt: now, Answered: true},
	Walk{Step: 4, Steps: 14, Task: hiring, Role: duban.Lead, Last: "已完成", LastState: duban.Claimed, LastAt: at(10, 26, 16, 0)},
	Walk{Step: 4, Steps: 14, Task: hiring, Role: duban.Lead, Last: "已送会签", LastAt: now, Answered: true},
	Check{
		Departments: deps(human), Owed: 14, News: []int{28, 35, 37}, None: []int{10, 20}, Stuck: []int{48}, Open: []int{4, 5, 6, 7, 12},
		Reason: "下半年集中开展", Note: WalkNote{No: 28, State: duban.Progressing, Words: "又办两期电工班"},
	},
	Check{Departments: deps(education, committee), Owed: 1, News: []int{28}},
	Check{Departments: deps(human), Owed: 1, None: []int{28}},
	Said{Departments: deps(committee, education), Count: 3, Lines: []SaidLine{
		{No: 1, Short: "理想信念教育", Parts: []SaidPart{{committee, duban.NoNews, ""}, {education, duban.Progressing, "已部署学习教育"}}},
		{No: 28, Short: "打造优质培训项目", Parts: []SaidPart{{State: duban.Progressing, Words: "又办两期电工班"}}},
		{No: 48, Short: "绩效工资分配", Parts: []SaidPart{{State: duban.Stuck}}},
	}},
	Said{Departments: deps(human)},
	Apart{Task: hiring, Lines: []ApartLine{
		{Department: committee, Role: duban.Lead},
		{Department: education, Role: duban.Support, State: duban.Progressing, Words: "已送会签", At: at(11, 24, 10, 0)},
	}},
	Apart{Task: hiring, Only: education, Lines: []ApartLine{{Department: education, Role: duban.Support, State: duban.NoNews, At: at(11, 24, 10, 0)}}},
	NotTheirs{Task: training, Department: committee, Theirs: deps(education, human)},
	NotTheirs{Task: training, Department: committee},
	NotTheirs{Task: training, Department: committee, Others: true},
	Filed{Lines: said[:1], RestNone: true},
	Filed{Lines: said[:1], Open: 13}, Filed{Lines: said[:1], File: true},
	Filed{Lines: said[:1], Rest: []int{1, 2, 4, 5, 6, 7, 30}, Reason: "下半年集中开展"}, Filed{Rest: []int{1, 2, 3}},
	Filed{Lines: said[1:2], Open: 1},
	Filed{Lines: said[2:3]},
	Filed{Lines: said[3:4]},
	Filed{Lines: said[4:5]},
	Filed{Lines: said[5:6], Open: 13},
	Filed{Lines: said[6:7], Open: 13},
	Filed{Lines: said[:7], Loose: "准备开会研究", Open: 7},
	Filed{Lines: said[7:8], Open: 1},
	Filed{Lines: []FiledLine{said[7], said[8]}},
	Withdrawn{Lines: []WithdrawnLine{
		{No: 28, Short: "打造优质培训项目", Department: human, Now: "办焊工班三期"},
		{No: 35, Short: "教师招聘办法", Department: human},
	}},
	Filed{Lines: said[:1], Unfiled: []Unfiled{
		{No: 99}, {No: 32, Exists: true, Theirs: deps(finance)}, {No: 28, Exists: true, Department: committee, Theirs: deps(education, human)},
	}},
	Filed{Lines: said[:1], Fallen: []FallenLine{{No: 4}, {No: 5}, {No: 6}, {No: 9}, {No: 12}, {No: 46, Words: "已谋划项目1个", State: duban.Progressing}}},
	Filed{Lines: said[:1], Fallen: []FallenLine{{No: 46, Words: "已谋划项目1个", State: duban.Progressing}, {No: 47, State: duban.NoNews}, {No: 48}}},
	Filed{Lines: []FiledLine{{No: 49, Words: "√"}}, Open: 3},
	Filed{Lines: []FiledLine{{No: 49, Words: "什么时候截止", Facts: &Facts{
		Leads: deps(finance), Supports: deps(education, human, union, veterans), Due: duban.Date{Year: 2026, Month: 12, Day: 31}, Closes: at(11, 27, 17, 0),
	}}}},
	Filed{Lines: []FiledLine{{No: 49, Words: "谁负责这一项", Facts: &Facts{Leads: deps(finance)}}}},
	Withdrawn{Lines: []WithdrawnLine{
		{No: 1, Department: human}, {No: 2, Department: human}, {No: 3, Department: human}, {No: 4, Department: human}, {No: 9, Department: human},
		{No: 12, Short: "打造优质培训项目", Department: human, Now: "办焊工班三期", State: duban.Progressing},
		{No: 13, Short: "教师招聘办法", Department: human, State: duban.NoNews},
	}},
	Withdrawn{Lines: []WithdrawnLine{
		{No: 1, Department: human}, {No: 2, Department: human}, {No: 3, Department: human}, {No: 3, Department: education}, {No: 4, Department: human}, {No: 5, Department: human},
	}},
	Whose{Words: "99 做了", No: 99, Task: 5}, Whose{Words: "32 已签约", No: 32, Exists: true, Task: 9}, Whose{Words: "1、已开班", No: 1, Exists: true, Own: true, Task: 28},
	Which{Words: "又办两期电工班", More: true},
	Which{Words: "又办两期电工班"},
	AllNone{Words: "本周没有什么新情况", Open: 38},
	OnlyReceipt{Open: 5},
	OnlyReceipt{Open: 1},
	OnlyReceipt{},
	OnlyReceipt{Open: 5, Question: true, Closes: at(11, 27, 17, 0)},
	NotYours{Task: training, Theirs: deps(education), Yours: deps(finance), Others: true},
	NotYours{Task: training, Theirs: deps(education, human, union), Yours: deps(finance)},
	NotYours{Task: training, Yours: deps(finance)},
	NothingYours{}, NothingAsked{}, AllAnswered{}, NothingToUndo{},
	TooLateToUndo{Until: at(11, 25, 17, 0)},
	EditedCommand{}, NoFiles{}, ReportUsage{}, TaskUsage{},

	Note{Title: "职业教育", Round: november, Empty: deps(townships, streets), Unserved: deps(finance)},
	Note{Title: "职业教育", Round: november, Unserved: deps(human, finance)},
	Note{Title: "职业教育", Round: november, Empty: deps(townships)},
	CollectiveHasMembers{Department: townships},
	AssignUsage{}, UnassignUsage{},
	NoRole{Said: "负责"},
	Assigned{Task: training, Department: education, Role: duban.Lead, Leads: deps(education), Supports: deps(human, union)},
	Assigned{Task: training, Department: education, Role: duban.Lead, Leads: deps(education)},
	Assigned{Task: training, Department: education, Removed: true, Supports: deps(human, union)},
	Assigned{Task: training, Department: education, Removed: true},
	RoleKept{Task: training, Department: education, Role: duban.Lead}, RoleKept{Task: training, Department: human, Role: duban.Support},
	RoleWanted{Task: training, Department: finance},
	LeadHole{Task: training, Department: education, Lead: true, Others: deps(human, union)},
	LeadHole{Task: training, Department: education, Lead: true, Others: deps(human), Removed: true},
	LeadHole{Task: training, Department: education, Lead: true}, LeadHole{Task: training, Department: education, Lead: true, Removed: true},
	LeadHole{Task: training, Department: union, Removed: true},
	DueHole{Task: duban.Task{No: 28, Due: date(1, 5)}},
	NotAssigned{Task: training, Department: finance, Theirs: deps(education, human)},
	NotAssigned{Task: training, Department: jia, Via: townships, Theirs: deps(education, human)},
	NotAssigned{Task: training, Department: finance},
	AliasUsage{},
	AliasSet{Department: human}, AliasSet{Department: jia},
	NameTaken{Name: "人力资源和社会保障局", Department: human},
	MembersUsage{},
	NoCollective{Department: human},
	Members{
		Collective: townships, Count: 3, Since: []MembersSince{
			{Day: duban.Date{Year: 2026, Month: 10, Day: 8}, Members: deps(jia, education)}, {Day: duban.Date{Year: 2026, Month: 11, Day: 23}, Members: deps(union)},
		},
		Former: []FormerMember{
			{finance, duban.Date{Year: 2025, Month: 10, Day: 8}, duban.Date{Year: 2026, Month: 11, Day: 23}},
			{human, duban.Date{Year: 2026, Month: 10, Day: 8}, duban.Date{Year: 2026, Month: 11, Day: 2}},
		},
	},
	Members{Collective: townships, Count: 1, Since: []MembersSince{{Day: duban.Date{Year: 2026, Month: 11, Day: 23}, Members: deps(jia)}}},
	Members{Collective: townships},
	MembersPlan{
		Collective: townships, Before: 2, After: 3, Added: deps(jia, education), Removed: deps(finance), New: deps(jia),
		Change: duban.Change{Begin: 12, End: 1},
	},
	MembersPlan{Collective: townships, Before: 2, Removed: deps(jia, education), Change: duban.Change{End: 2}},
	MembersPlan{Collective: townships, Before: 1, After: 2, Added: deps(jia), Change: duban.Change{Begin: 1}},
	MembersPlan{Collective: townships, Whole: true, After: 1, Added: deps(education)},
	MembersPlan{Collective: townships, After: 1, Added: deps(education), Waiting: true},
	MembersSet{Collective: townships, Added: deps(jia), Removed: deps(finance), Unserved: deps(jia, education), Change: duban.Change{Begin: 12, End: 1}},
	MembersSet{Collective: townships, Removed: deps(finance)},
	MembersSame{Collective: townships, Members: deps(jia)}, MembersSame{Collective: townships},
	NotMember{Department: finance, Collective: townships, Members: deps(jia)}, NotMember{Department: finance, Collective: townships},
	CollectiveInside{Inside: streets, Collective: townships},
	UnknownMembers{Names: []string{"丙镇", "丁乡"}, Nearest: []string{"各乡镇"}, Collective: townships},
	UnknownMembers{Names: []string{"丙镇"}, Collective: townships, Add: true},
	UnknownMembers{Names: []string{"甲真"}, Nearest: []string{"甲镇"}, Collective: townships, Drop: true},
	DueUsage{}, DueIs{Task: training}, DueIs{Task: duban.Task{ID: 128, No: 28}}, DueIs{Task: duban.Task{ID: 128, No: 28, Kind: duban.StandingTask}},
	NoDate{Said: "2月30日", Impossible: true}, NoDate{Said: "尽快"},
	DueSet{Task: training, Due: training.Due},
	DueSet{Task: training, Due: duban.Date{Year: 2027, Month: 3, Day: 31}, Before: training.Due},
	DueSet{Task: training, Due: duban.Date{Year: 2026, Month: 11, Day: 18}, Past: true},
	DueSet{Task: training, Before: training.Due},
	ScheduleUsage{},
	ScheduleIs{Task: training, Own: true, Lines: []ScheduleLine{{Kind: duban.Ask, Task: training, Schedule: "每周五 15:00，4个工作日后17:00截止", Next: at(11, 27, 15, 0)}}},
	ScheduleIs{Department: education, Lines: []ScheduleLine{{Kind: duban.Focus, Schedule: "每月23日 9:00，4个工作日后17:00截止", Next: at(12, 23, 9, 0)}}},
	NoSchedule{Said: "每月30个工作日", Reason: "never-happens"},
	NoSchedule{Said: "每年2月30日", Reason: "impossible-date"},
	NoSchedule{Said: "每天25:00", Reason: "bad-time"},
	NoSchedule{Said: "0 9 1 * 1", Reason: "ambiguous-days"},
	NoSchedule{Said: "隔三差五", Reason: "unknown-schedule"},
	ScheduleSet{Kind: duban.Ask, Task: training, Schedule: "每周五 15:00，4个工作日后17:00截止", Moments: []Moment{
		{at(11, 27, 15, 0), at(12, 1, 17, 0)}, {at(12, 4, 15, 0), at(12, 8, 17, 0)},
	}},
	ScheduleSet{Kind: duban.Ask, Asks: true, Department: education, Schedule: "每月1日 9:00，4个工作日后17:00截止", Moments: []Moment{{at(12, 1, 9, 0), at(12, 5, 17, 0)}}},
	ScheduleSet{Kind: duban.Ask, Schedule: "每月23日 9:00，4个工作日后17:00截止", Moments: []Moment{{at(12, 23, 9, 0), at(12, 27, 17, 0)}}},
	ScheduleSet{Task: training, Removed: true},
	Schedules{Lines: []ScheduleLine{
		{Kind: duban.Focus, Schedule: "每月23日 9:00，4个工作日后17:00截止", Next: at(12, 23, 9, 0), Closes: at(12, 27, 17, 0)},
		{Kind: duban.Ask, Schedule: "每季度最后一个工作日截止，提前4个工作日", Next: at(12, 25, 9, 0), Closes: at(12, 31, 17, 0)},
		{Kind: duban.Ask, Task: training, Schedule: "每周五 15:00，4个工作日后17:00截止", Next: at(11, 27, 15, 0)},
		{Kind: duban.Ask, Department: education, Schedule: "2026-11-01 9:00，4个工作日后17:00截止"},
		{Kind: duban.Summarise, Schedule: "每周一 9:00，4个工作日后17:00截止", Next: at(11, 30, 9, 0)},
	}},
	Holidays{Years: []HolidayYear{
		{Year: 2026, Source: "国办发明电〔2025〕7号", Festivals: noticeDays, Local: []LocalDay{
			{First: date(12, 1), Last: date(12, 3), Off: true, Name: "暴雪"},
			{First: date(12, 4), Last: date(12, 4), Hours: "9:00-12:00"},
			{First: date(12, 5), Last: date(12, 5), Name: "年终决算"},
		}},
		{Year: 2027, Festivals: []Festival{{Name: "元旦", Off: []Span{{duban.Date{Year: 2027, Month: 1, Day: 1}, duban.Date{Year: 2027, Month: 1, Day: 1}}}}}},
	}},
	NoticeRead{Year: 2026, Source: "国办发明电〔2025〕7号", Festivals: noticeDays, Off: []Span{{date(2, 20), date(2, 20)}, {date(2, 23), date(2, 23)}},
		Work: []Span{{date(1, 4), date(1, 4)}, {date(2, 14), date(2, 14)}}, Unread: []string{"鼓励安排职工在除夕(2月16日)休息"}},
	NoticeRead{Year: 2026, Source: "国办发明电〔2025〕7号", Festivals: noticeDays, Same: true},
	NoticeRead{Year: 2026, Source: "国办发明电〔2025〕7号", Festivals: noticeDays[:1], Problems: []NoticeProblem{
		{Reason: "missing", Festival: "端午"}, {Reason: "no-days-off", Festival: "清明节", Said: "4月4日起休息"},
		{Reason: "wrong-weekday", Festival: "元旦", Said: "1月1日(周五)放假", Day: date(1, 1)}, {Reason: "wrong-count", Festival: "春节", Said: "共8天"},
		{Reason: "no-weekend", Festival: "春节", Day: date(2, 13)}, {Reason: "twice", Festival: "国庆节", Day: date(10, 3)},
		{Reason: "outside-year", Festival: "国庆节", Day: duban.Date{Year: 2027, Month: 10, Day: 10}},
		{Reason: "impossible-date", Festival: "端午节", Said: "6月31日放假"},
	}},
	NoticeRead{Problems: []NoticeProblem{{Reason: "no-year"}}},
	NoticeKept{Year: 2027, Source: "国办发明电〔2026〕7号"},
	NoticeForgotten{Year: 2027}, NoticeForgotten{Year: 2026, Source: "国办发明电〔2025〕7号"},
	NoticeNotKept{Year: 2026},
	LocalDaySet{Day: LocalDay{First: date(12, 1), Last: date(12, 3), Off: true, Name: "暴雪"}},
	LocalDaySet{Day: LocalDay{First: date(12, 4), Last: date(12, 4), Hours: "9:00-12:00"}},
	LocalDaySet{Day: LocalDay{First: date(12, 5), Last: date(12, 5)}},
	LocalDaySet{Day: LocalDay{First: date(12, 1), Last: date(12, 1)}, Removed: true},
	NoLocalDay{Said: "2026-12-01 也许"}, NoLocalDay{Said: "2026-02-30 停工", Reason: "impossible-date"}, NoLocalDay{Said: "11月20日 停工", Reason: "past"},
	NoLocalDay{Said: "2026-12-01 上午", Reason: "bad-time"}, NoLocalDay{Said: "2026-12-01 取消", None: true},
	NoNotice{Year: 2027},
	RemindUsage{}, RemindedLately{},
	NobodyToRemind{Departments: deps(finance, union)}, NobodyToRemind{},
	Reminded{Told: deps(education, human)},
	Reminded{Told: deps(education), Unserved: deps(finance, union), Waits: true, At: at(11, 30, 9, 0)},
	GroupUsage{}, GroupAllowed{}, GroupForgotten{},
	Groups{Titles: []string{"职业教育领导小组", "督办协调"}}, Groups{},
	AuditTrail{No: 28, Head: "9f86d081884c7d659a2feaa0c55ad015", Lines: []AuditLine{
		{At: now, By: "王芳", About: "第28项", Action: "report", Fields: map[string]string{"department": "教育局", "figures": "1500人次（全项数）"}},
		{At: now, By: "王芳", About: "第28项", Action: "report", Fields: map[string]string{"department": "教育局", "state": "无新进展"}},
		{At: now, By: "王芳", About: "第28项", Action: "withdraw", Fields: map[string]string{"department": "教育局"}},
		{At: now, By: "王芳", About: "第28项", Action: "figure", Fields: map[string]string{"why": "核减"}},
		{At: now, By: "王芳", About: "第28项", Action: "settle", Fields: map[string]string{"words": "300人次", "as": "职业技能培训"}},
		{At: now, By: "王芳", About: "第28项", Action: "assign", Fields: map[string]string{"department": "教育局", "role": "牵头"}},
		{At: now, By: "王芳", About: "第28项", Action: "unassign", Fields: map[string]string{"department": "总工会"}},
		{At: now, By: "王芳", About: "第28项", Action: "lead", Fields: map[string]string{"department": "教育局"}},
		{At: now, By: "王芳", About: "第28项", Action: "leader", Fields: map[string]string{"from": "李明", "to": "王伟"}},
		{At: now, By: "王芳", About: "第28项", Action: "alias", Fields: map[string]string{"name": "人力社保局", "remove": "1"}},
		{At: now, By: "王芳", About: "第28项", Action: "name", Fields: map[string]string{"name": "数据局", "new": "1"}},
		{At: now, By: "王芳", About: "第28项", Action: "members", Fields: map[string]string{"added": "甲镇", "removed": "乙乡"}},
		{At: now, By: "王芳", About: "第28项", Action: "merge", Fields: map[string]string{"from": "甲局", "into": "乙局"}},
		{At: now, By: "王芳", About: "第28项", Action: "bind", Fields: map[string]string{"person": "王芳"}},
		{At: now, By: "王芳", About: "第28项", Action: "unbind", Fields: map[string]string{"person": "王芳"}},
		{At: now, By: "王芳", About: "第28项", Action: "invite", Fields: map[string]string{"department": "教育局", "name": "王芳"}},
		{At: now, By: "王芳", About: "第28项", Action: "redeem", Fields: map[string]string{"admin": "1"}},
		{At: now, By: "王芳", About: "第28项", Action: "role", Fields: map[string]string{"leader": "1"}},
		{At: now, By: "王芳", About: "第28项", Action: "group", Fields: map[string]string{"allowed": "1"}},
		{At: now, By: "王芳", About: "第28项", Action: "import", Fields: map[string]string{"title": "清单", "tasks": "57"}},
		{At: now, By: "王芳", About: "第28项", Action: "confirm", Fields: map[string]string{}},
		{At: now, By: "王芳", About: "第28项", Action: "revise", Fields: map[string]string{"no": "27→28"}},
		{At: now, By: "王芳", About: "第28项", Action: "due", Fields: map[string]string{"from": "11月1日（周日）", "to": "12月31日（周四）"}},
		{At: now, By: "王芳", About: "第28项", Action: "day", Fields: map[string]string{"due": "1", "named": "12月31日（周四）"}},
		{At: now, By: "王芳", About: "第28项", Action: "schedule", Fields: map[string]string{"schedule": "每周五15:00"}},
		{At: now, By: "王芳", About: "第28项", Action: "schedule", Fields: map[string]string{}},
		{At: now, By: "王芳", About: "第28项", Action: "remind", Fields: map[string]string{"departments": "3"}},
		{At: now, By: "王芳", About: "第28项", Action: "publish", Fields: map[string]string{}},
		{At: now, By: "王芳", About: "第28项", Action: "away", Fields: map[string]string{"from": "11月26日（周四）", "until": "11月30日（周一）"}},
		{At: now, By: "王芳", About: "第28项", Action: "holidays", Fields: map[string]string{"name": "元旦"}},
		{At: now, By: "王芳", About: "第28项", Action: "targets", Fields: map[string]string{"target": "职业技能培训12000人次左右", "before": "职业技能培训10000人次左右"}},
		{At: now, By: "王芳", About: "第28项", Action: "quarantine", Fields: map[string]string{}},
		{At: now, By: "王芳", About: "第28项", Action: "something-new", Fields: map[string]string{}},
		{At: now, Action: "invite", Fields: map[string]string{"admin": "1"}},
	}},
	AuditTrail{Department: human}, AuditTrail{Head: "9f86"},
	Broken{Row: 12, Why: "Bad Request: can't parse entities", Kind: "digest"},
	Quarantined{Update: 731},
	GroupLost{Group: duban.Group{Title: "领导小组"}},

	Hello{},
	Welcome{Name: "王芳", Department: human},
	Welcome{Name: "张建国", Department: human, Head: true},
	Welcome{Name: "赵敏", Admin: true}, Welcome{Name: "李明", Leader: true},
	Help{Contact: true, Lines: []HelpLine{
		{Command: "help", Does: "—"}, {Command: "report", Does: "—", Example: "/report 28 …"},
	}},
	Help{Leader: true, Lines: []HelpLine{{Command: "status", Does: "—"}}},
	Help{Contact: true, Leader: true, Lines: []HelpLine{{Command: "status", Does: "—"}}},
	Help{Stranger: true, Lines: []HelpLine{{Command: "start", Does: "—"}, {Command: "lang", Does: "—", Example: "/lang …"}}},
	GroupIs{Allowed: true}, GroupIs{},
	Languages{}, LanguageSet{}, NoLanguage{Said: "fr"},
	CodeInvalid{}, CodeForwarded{}, Stranger{}, AdminsOnly{}, LeadersOnly{}, PrivateOnly{}, OldButton{},
	Secret{}, Secret{File: true}, Secret{Before: []int{28}}, CalledSecret{}, CalledSecret{File: true}, CalledSecret{Before: []int{27, 28}},
	Personal{Count: 1}, Personal{Count: 2, File: true}, Personal{Count: 2, Before: []int{28}},
	AnotherBot{Said: "/whoami@other_bot"}, Anonymous{},
	NoCommand{Said: "stat", Nearest: "status"}, NoCommand{Said: "foo"},
	NoList{Admin: true, Waiting: true}, NoList{Admin: true}, NoList{},
	NoTask{Said: "99", First: 1, Last: 57}, NoTask{Said: "99"}, NoTask{Said: "99", First: 1, Last: 57, Others: true},
	NoDepartment{Said: "教育厅", Nearest: []string{"教育局", "教育工委"}}, NoDepartment{Said: "环保局"},
	Flood{},
})
