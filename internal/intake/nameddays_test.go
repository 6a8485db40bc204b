package intake_test

import (
	"testing"
	"time"

	"duban/internal/duban"
	"duban/internal/intake"
	"duban/seeds"
)

func TestWhichDayATextNames(t *testing.T) {
	for text, want := range map[string]duban.Date{
		"到2025年，双师型教师达到50%":   {Year: 2025, Month: 12, Day: 31},
		"２０２６年底前建成":           {Year: 2026, Month: 12, Day: 31},
		"至2026年6月底基本完成":       {Year: 2026, Month: 6, Day: 30},
		"2026年6月30日前报送":       {Year: 2026, Month: 6, Day: 30},
		"2026年6月前启动，2027年末完成": {Year: 2027, Month: 12, Day: 31},
		"2026年2月30日前完成":       {},
		"落实2025年工作要点":         {},
		"国发〔2019〕4号，3年跟踪调查":   {},
		"开展“1+X”试点":           {},
		"2023年以来建成的基地":        {},
		"到2026年13月":           {},
	} {
		if got := intake.DayNamed(text); got != want {
			t.Errorf("%s names %v, want %v", text, got, want)
		}
	}
}

func TestTheOneDayThePublishedListNamesIsIn15(t *testing.T) {
	pub, _, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	intake.NameDays(&pub, duban.Date{Year: 2026, Month: time.November, Day: 23})
	for _, p := range pub.Tasks {
		if want := p.No == 15; p.Named.IsZero() == want {
			t.Errorf("task %d names %v", p.No, p.Named)
		}
	}
}

func TestADueDateThatHasPassedWaitsAndOneToComeDoesNot(t *testing.T) {
	pub := duban.Publication{Tasks: []duban.PublishedTask{
		{No: 1, Due: duban.Date{Year: 2026, Month: 6, Day: 30}, Content: "到2030年建成"}, {No: 2, Due: duban.Date{Year: 2026, Month: 12, Day: 31}, Content: "到2030年建成"},
		{No: 3, Kind: duban.StandingTask, DueText: "长期", Content: "到2030年建成"},
	}}
	intake.NameDays(&pub, duban.Date{Year: 2026, Month: time.November, Day: 23})
	if a, b, c := pub.Tasks[0].Named, pub.Tasks[1].Named, pub.Tasks[2].Named; a != pub.Tasks[0].Due || !b.IsZero() || !c.IsZero() {
		t.Errorf("named: %v, %v, %v", a, b, c)
	}
}

func TestAShortNameLosesWhoseItIsAlone(t *testing.T) {
	for name, want := range map[string]string{"市林业局": "林业局", "市场监管局": "市场监管局", "市市场监管局": "市场监管局", "林业局": "林业局", "市": "市"} {
		if got := intake.ShortName(name); got != want {
			t.Errorf("%s is %s for short, want %s", name, got, want)
		}
	}
}
