package text

import (
	"time"

	"duban/internal/duban"
)

func init() { samples = append(samples, askingSamples...) }

var (
	missing = []MissingLine{{finance, 4}, {industry, 2}, {union, 3}}
	weekOff = duban.Span{From: duban.Date{Year: 2026, Month: 9, Day: 25}, Until: duban.Date{Year: 2026, Month: 9, Day: 30}}
	dayOff  = duban.Span{From: weekOff.From, Until: weekOff.From}

	winter = duban.Task{ID: 128, No: 28, Content: training.Content, Kind: duban.YearlyTask, Months: []time.Month{time.June, time.December}}
)

// askingSamples are of the climb, and about when somebody is asked.
var askingSamples = []any{
	Reminder{
		Title: "职业教育", Round: november, Closes: at(11, 27, 17, 0), Departments: deps(human), Numbers: []int{35, 37, 48, 10, 20},
	},
	Reminder{Title: "职业教育", Round: november, Closes: at(11, 27, 17, 0), Departments: deps(education, committee), Numbers: []int{1}},
	Reminder{Title: "职业教育", Round: ofTraining, Closes: at(11, 27, 17, 0), Departments: deps(education), Numbers: []int{28}},
	Reminder{Title: "职业教育", Round: RoundName{Opens: at(11, 23, 9, 0), Department: education}, Closes: at(11, 27, 17, 0), Departments: deps(education), Numbers: []int{1}},
	Head{
		Name: "张建国", Title: "职业教育", Round: november, Closes: at(11, 27, 17, 0), By: at(12, 2, 17, 0),
		Lines: []HeadLine{{Department: human, Owed: 14, Open: []int{10, 20, 35, 37, 48}, Leads: []int{35, 48}, Nudged: true}},
	},
	Head{
		Name: "周伟", Title: "职业教育", Round: november, Closes: at(11, 27, 17, 0), By: at(12, 2, 17, 0),
		Lines: []HeadLine{{Department: education, Owed: 21, Open: []int{30}}, {Department: committee, Owed: 4, Open: []int{1, 2}, Leads: []int{1}, Nudged: true}},
	},
	Office{Round: november, Closes: at(11, 27, 17, 0), Lines: missing, Count: 9, Group: true},
	Office{Round: november, Closes: at(11, 27, 17, 0), Lines: missing[:1], Count: 1, Unasked: []MissingLine{{veterans, 1}, {committee, 3}}},
	Publication{Title: "职业教育", Round: november, At: at(12, 3, 9, 0), Asked: 15, Lines: missing, Count: 9},
	Publication{Title: "职业教育", Round: ofTraining, At: at(12, 3, 9, 0), Asked: 4, Lines: missing[:1], Count: 1, Unasked: []MissingLine{{veterans, 1}}},
	Published{Groups: []string{"领导小组", "督办协调"}},
	Published{Groups: []string{"领导小组"}, Waits: true, At: at(12, 4, 9, 0)},
	PublishedBefore{}, NothingToPublish{},
	NotClosed{Closes: at(11, 27, 17, 0)},
	Away{}, Away{Span: weekOff}, Away{Span: dayOff},
	AwaySet{}, AwaySet{Before: weekOff}, AwaySet{Span: dayOff, Before: weekOff},
	AwaySet{Span: weekOff, Stands: []Stand{{education, fang}, {committee, duban.Person{}}}},
	AwaySet{Span: dayOff, Stands: []Stand{{education, stranger}}},
	NoSpan{Said: "过两天"},
	Preview{Day: duban.Date{Year: 2026, Month: 11, Day: 30}, Count: 5, Lines: []PreviewLine{
		{At: at(11, 30, 9, 0), Kind: "nudge", Opens: at(11, 23, 9, 0), Closes: at(11, 27, 17, 0), Late: true, Who: []PreviewWho{
			{Person: fang, Departments: deps(human), Tasks: 5}, {Person: stranger, Departments: deps(education, committee), Tasks: 21},
		}},
		{At: at(11, 30, 9, 0), Kind: "office", Opens: at(11, 23, 9, 0), Closes: at(11, 27, 17, 0), Who: []PreviewWho{{Person: boss}}},
		{At: at(11, 30, 9, 0), Kind: "summary", Who: []PreviewWho{{Group: "领导小组"}}},
		{At: at(11, 30, 9, 1), Who: []PreviewWho{{Person: boss}}},
	}},
	Preview{Day: duban.Date{Year: 2026, Month: 11, Day: 28}, Off: true}, Preview{Day: duban.Date{Year: 2026, Month: 12, Day: 2}},
	NoPreview{Day: duban.Date{Year: 2028, Month: 1, Day: 1}}, PreviewFailed{},
	NoMonths{Said: "每年13月", Impossible: true}, NoMonths{Said: "每年有时候"},
	Unchanged{},

	DueSet{Task: winter, Before: training.Due}, DueSet{Task: duban.Task{ID: 128, No: 28, Kind: duban.StandingTask}},
	ScheduleSet{Kind: duban.Focus, Asks: true, Deadline: true, Schedule: "每月28日前最后一个工作日截止，提前4个工作日", Moments: []Moment{
		{at(11, 23, 9, 0), at(11, 27, 17, 0)}, {time.Date(2027, 1, 22, 9, 0, 0, 0, shanghai), time.Date(2027, 1, 28, 17, 0, 0, 0, shanghai)},
	}},
}
