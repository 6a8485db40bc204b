package duban

import "testing"

func TestWordsThatSayNothingNewAreMarked(t *testing.T) {
	figures := []Figure{{Target: 1, Value: 5}}
	for _, c := range []struct {
		words, last string
		report      Report
		want        Mark
	}{
		{words: "又办两期电工班，培训一线职工", last: "又办两期电工班，培训一线职工。", want: Repeats},
		{words: "正在与市财政局对接落实实训基地专项资金事宜", last: "正在与市财政局对接落实实训基地的专项资金事宜", want: Repeats},
		{words: "已开班", last: "已开班", want: Repeats},
		{words: "已开班", last: "已开课", want: NoMark},
		{words: "又办2期电工班，培训一线职工", last: "又办3期电工班，培训一线职工", want: NoMark},
		{words: "又办两期电工班，培训一线职工", last: "又办三期电工班，培训一线职工", want: NoMark},
		{words: "又办两期电工班，培训一线职工", last: "又办两期电工班，培训一线职工", report: Report{Figures: figures}, want: NoMark},
		{words: "无新进展", last: "无新进展", report: Report{State: NoNews}, want: NoMark},
		{words: "方案已印发各校，下周开动员会", last: "已成立专班，正在起草方案", want: NoMark},
		{words: "正在推进中", want: Hollow},
		{words: "按计划有序推进", want: Hollow},
		{words: "正在积极开展此项工作。", want: Hollow},
		{words: "We are working on it", want: Hollow},
		{words: "正在推进中", report: Report{State: Stuck}, want: NoMark},
		{words: "正在推进中", report: Report{Percent: 35}, want: NoMark},
		{words: "已起草方案，正在征求意见", want: NoMark},
		{words: "推进3个项目", want: NoMark},
		{words: "", last: "", want: NoMark},
		{words: "申请延期到年底", last: "申请延期到年底", report: Report{Mark: AsksLater}, want: AsksLater},
	} {
		r := c.report
		r.Words = c.words
		if r.State == Said {
			r.State = Progressing
		}
		if got := r.Marked(Report{Words: c.last}).Mark; got != c.want {
			t.Errorf("%q after %q: %q, want %q", c.words, c.last, got, c.want)
		}
	}
}
