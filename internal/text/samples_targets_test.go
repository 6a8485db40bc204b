package text

import "duban/internal/duban"

var (
	trainingGoal = duban.Target{ID: 1, Name: "职业技能培训", Value: 10000, Unit: "人次", Relation: duban.About}
	teacherGoal  = duban.Target{ID: 2, Name: "教学名师", Value: 10, Unit: "人", Relation: duban.Exactly}
	leaderGoal   = duban.Target{ID: 3, Name: "专业带头人", Value: 20, Unit: "人", Relation: duban.AtLeast}
	clubGoal     = duban.Target{ID: 4, Name: "学生社团参与率", Value: 100, Unit: duban.Percent, Relation: duban.RaisedTo}
	majorGoal    = duban.Target{ID: 5, Name: "专业群", Value: 1, Max: 2, Unit: "个", Relation: duban.Exactly}
	collegeGoal  = duban.Target{
		ID: 6, Name: "职业大学", Value: 1, Unit: "所", Relation: duban.Exactly, Stretch: true, By: duban.Date{Year: 2027, Month: 12, Day: 31},
	}
	costGoal = duban.Target{ID: 7, Name: "支出", Value: 300, Unit: "万元", Relation: duban.AtMost}
)

func figure(target duban.Target, last, value float64) FigureLine {
	return FigureLine{Target: target, Figure: duban.Figure{Target: target.ID, Value: value}.After(last, target)}
}

func (f FigureLine) whole() FigureLine { f.Figure.Whole = true; return f }
func (f FigureLine) named() FigureLine { f.Named = true; return f }

func (f FigureLine) why(why duban.Explanation) FigureLine { f.Figure.Why = why; return f }

func init() {
	own := said[0]
	own.Figures, own.Adds = []FigureLine{figure(trainingGoal, 1200, 1500)}, deps(education)
	lower := said[0]
	lower.Figures, lower.Adds = []FigureLine{figure(trainingGoal, 1200, 1100)}, deps(education)
	lead := FiledLine{
		No: 37, Short: "名师培育", Departments: deps(education), Role: duban.Lead, State: duban.Progressing, Words: "名师4人，带头人2人",
		Counts: true, Percent: 35,
		Figures: []FigureLine{figure(teacherGoal, 0, 4).whole().named(), figure(leaderGoal, 2, 2).whole().named()},
	}
	rate := FiledLine{
		No: 6, Short: "心理健康教育", Departments: deps(education, committee), Role: duban.Lead, State: duban.Progressing, Words: "社团参与率85%", Counts: true,
		Figures: []FigureLine{figure(clubGoal, 80, 85).whole(), figure(clubGoal, 0, 85)},
	}
	rate.Figures[1].Departments = deps(committee)
	words := said[0]
	words.Words, words.Stands = "准备开会研究", []TargetValue{{trainingGoal, 1200, true}}
	words.Known, words.Example = true, TargetValue{trainingGoal, 1500, true}
	never := words
	never.Stands, never.Known, never.Example = []TargetValue{{trainingGoal, 0, false}}, false, TargetValue{Target: trainingGoal}.Example()
	several := words
	several.Stands, several.Asks = []TargetValue{{teacherGoal, 4, true}, {leaderGoal, 0, false}}, true
	several.Example = several.Stands[0].Example()

	samples = append(samples,
		Filed{Lines: []FiledLine{own}}, Filed{Lines: []FiledLine{lower}}, Filed{Lines: []FiledLine{lead}, Open: 3}, Filed{Lines: []FiledLine{rate}},
		Filed{Lines: []FiledLine{words}}, Filed{Lines: []FiledLine{never}}, Filed{Lines: []FiledLine{several}},
		Filed{Lines: []FiledLine{own, lower, lead}},

		Lower{No: 28, Line: figure(trainingGoal, 1200, 1100)},
		Lower{No: 37, Line: figure(teacherGoal, 4, 3).named()},
		Doubt{No: 37, Kind: "target", Words: "4人", Value: 4, Targets: []duban.Target{teacherGoal, leaderGoal}},
		Doubt{No: 28, Kind: "any", Words: "300", Value: 300, Targets: []duban.Target{trainingGoal}},
		Doubt{No: 28, Kind: "increment", Words: "培训300人次", Value: 300, Targets: []duban.Target{trainingGoal}},
		Doubt{No: 35, Kind: "state", Words: "应该差不多了"},
		Settled{No: 28, Lines: []FigureLine{figure(trainingGoal, 1200, 1100).why(duban.Reduced)}},
		Settled{No: 28, Lines: []FigureLine{figure(trainingGoal, 1200, 1100).why(duban.Rebased).whole()}},
		Settled{No: 37, Lines: []FigureLine{figure(teacherGoal, 4, 6).named(), figure(leaderGoal, 2, 1).named()}},
		Settled{No: 28, Still: []TargetValue{{trainingGoal, 1200, true}}},
		Settled{No: 28, Words: "300"}, Settled{No: 28, Percent: 80}, Doubt{No: 28, Kind: "percent", Words: "接近80%", Value: 80},
		Settled{No: 35, State: duban.Claimed},
		Settled{No: 35, State: duban.Progressing},
		Correct{No: 28, Words: "又办两期电工班", Example: TargetValue{Target: trainingGoal}.Example()},
		Correct{No: 35}, Correct{No: 35, Words: "已送会签", Add: true},

		TargetList{At: now, Tasks: 4, Targets: 7, Stated: 3, Page: 1, Pages: 1, Lines: []TargetListLine{
			{28, TargetValue{trainingGoal, 3500, true}}, {37, TargetValue{teacherGoal, 4, true}}, {37, TargetValue{leaderGoal, 0, false}},
			{6, TargetValue{clubGoal, 85, true}}, {15, TargetValue{majorGoal, 1, true}}, {15, TargetValue{collegeGoal, 0, false}}, {50, TargetValue{costGoal, 280.5, true}},
		}},
		TargetList{At: now},
		TaskTargets{Task: training, Lines: []TargetValue{{trainingGoal, 3500, true}, {clubGoal, 0, false}}, Admin: true},
		TaskTargets{Task: training, Lines: []TargetValue{{trainingGoal, 12345, true}}},
		TaskTargets{Task: hiring, Admin: true},
		TargetSet{Task: training, Target: trainingGoal, Before: trainingGoal},
		TargetSet{Task: training, Target: trainingGoal, Before: teacherGoal},
		TargetSet{Task: training, Target: trainingGoal, Same: true},
		TargetSet{Task: training, Target: trainingGoal}, TargetSet{Task: training, Target: trainingGoal, Removed: true},
		NoTarget{Task: training, Said: "7", Count: 2}, NoTarget{Task: hiring, Said: "1"},
		NoGoal{Task: training, Said: "很多", Place: "1"}, NoGoal{Task: training, Said: "很多", Place: "+"},

		Card{
			Task: training, Light: duban.Behind, Own: true, Sums: true,
			Targets: []CardTarget{{TargetValue{trainingGoal, 2800, true}, 3500, 90}},
			Duties: []CardDuty{
				{
					Department: education, Role: duban.Lead, Light: duban.OnTrack, Words: "第三期电工班结业", State: duban.Progressing, At: at(11, 20, 15, 0),
					Figures: []DutyFigure{{Target: trainingGoal, Whole: true, Value: 2800}, {Target: trainingGoal, Value: 1700}},
				},
				{
					Department: human, Role: duban.Support, Light: duban.OnTrack, Words: "又办两期", State: duban.Progressing, At: at(11, 19, 15, 0),
					Figures: []DutyFigure{{Target: trainingGoal, Value: 1500}},
				},
			},
			Marked: []MarkedLine{
				{No: 28, Department: human, Mark: duban.AsksLater, Later: date(12, 31), Words: "申请延期到年底"},
				{No: 28, Department: union, Mark: duban.Repeats},
			},
		},
		Card{
			Task: training, Light: duban.OnTrack, Sums: true, Others: 3,
			Targets: []CardTarget{{TargetValue{teacherGoal, 0, false}, 4, 0}, {TargetValue{leaderGoal, 2, true}, 0, 0}, {TargetValue{collegeGoal, 0, false}, 0, 0}},
			Duties: []CardDuty{{
				Department: human, Role: duban.Support, Light: duban.OnTrack, State: duban.Progressing, At: at(11, 19, 15, 0), Words: "名师4人",
				Figures: []DutyFigure{{Target: teacherGoal, Named: true, Value: 4, More: 2}},
			}},
		},
		Walk{
			Step: 2, Steps: 14, Task: training, Role: duban.Support, Last: "办焊工班三期，累计1200人次", LastState: duban.Progressing,
			LastAt: at(10, 26, 16, 0), Targets: []WalkTarget{{TargetValue{trainingGoal, 1200, true}, false}},
			Note: WalkNote{No: 37, State: duban.Progressing, Words: "名师4人", Figures: []FigureLine{figure(teacherGoal, 0, 4).named()}}, Example: TargetValue{trainingGoal, 1500, true},
		},
		Walk{
			Step: 3, Steps: 14, Task: training, Role: duban.Lead,
			Targets: []WalkTarget{{TargetValue{teacherGoal, 4, true}, true}, {TargetValue{leaderGoal, 0, false}, true}},
		},
		Missing{At: now, Marked: []MarkedLine{
			{No: 35, Department: human, Mark: duban.Objects, Words: "不属我局职责"}, {No: 28, Department: human, Mark: duban.Hollow, Words: "正在推进"},
			{No: 30, Department: education, Mark: duban.AsksClose, Words: "申请办结"}, {No: 30, Department: education, Mark: duban.AsksLater},
		}},
		Digest{
			Title: "职业教育", Name: "王芳", Departments: deps(human), Round: november, Closes: at(11, 27, 17, 0),
			Owed: 4, Open: 2, Example: 28, Page: 1, Pages: 1,
			Groups: []DigestGroup{{Pile: duban.Fine, Count: 2, Lines: []DigestLine{
				{No: 28, Short: "打造优质培训项目", Role: duban.Support, Figures: []DutyFigure{{Target: trainingGoal, Value: 1200}}},
				{No: 37, Short: "名师培育", Role: duban.Lead, Figures: []DutyFigure{{Target: teacherGoal, Named: true, Whole: true, Value: 4}}},
			}}, {Pile: duban.Delivered, Count: 2, Lines: []DigestLine{
				{No: 30, Short: "职教集团", Role: duban.Support, Answered: true, Figures: []DutyFigure{{Target: majorGoal, Value: 1}}},
			}}},
		},
	)
}
