package text

import (
	"strings"
	"testing"

	"duban/internal/duban"
)

func init() { samples = append(samples, searchSamples...) }

var searchSamples = []any{
	Found{Words: "实训", Count: 3, Own: 2, Lines: []FoundLine{
		{No: 27, Short: "支持职业院校建设安全生产技能…", Light: duban.Overdue, Own: duban.Lead, Lead: education, Leads: 1},
		{No: 34, Short: "打造具瓦房店市特色的产教融合…", Light: duban.Behind, Own: duban.Support, Lead: human, Leads: 2},
		{No: 28, Short: "打造优质培训项目", Light: duban.Unheard, Lead: education, Leads: 1, Words: "…借用企业实训车间办两期电工班"},
	}},
	Found{Words: "28", Count: 1, Own: 1, Lines: []FoundLine{
		{No: 28, Short: "打造优质培训项目", Light: duban.OnTrack, Own: duban.Support, Lead: education, Leads: 1},
	}},
	Found{Words: "sxjd", Count: 1, Lines: []FoundLine{{No: 45, Short: "统筹推进共建任务有效落实", Light: duban.Done}}},
	Found{Words: "<b>&", Count: 1, Lines: []FoundLine{{No: 1, Short: "<b>", Light: duban.Done, Words: "<i>&"}}},
	NotFound{Words: "实讯", Nearest: "实训"},
	NotFound{Words: "双师 税收", Apart: true},
	NotFound{Words: "宇宙飞船"},
	FindUsage{}, FindUsage{Said: "%_"}, FindUsage{Long: true},
}

// A search is words behind 查 and a blank; a report that begins like one is a report.
func TestASearchInWordsHasABlankBehindItsVerb(t *testing.T) {
	for said, want := range map[string]string{
		"查 实训": "实训", "找 实训 校企": "实训 校企", "查　实训": "实训", "查找  sxjd。": "sxjd", "find 28": "28", "搜索 1+X": "1+x",
		"查处违规办学三起": "", "查": "", "查 ": "", "找到两家企业": "", "查 实训\n28 已办": "", "检查 学校两所": "",
		"查 " + strings.Repeat("实", 41): "",
	} {
		command, words, ok := Phrase(said)
		if ok != (want != "") || ok && (command != "find" || words != want) {
			t.Errorf("%q is %s %q, want %q", said, command, words, want)
		}
	}
}
