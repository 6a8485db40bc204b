package intake_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"duban/internal/duban"
	"duban/internal/intake"
)

// Who serves several departments may name one of them; who serves one says its
// name as part of his words.
func TestWordsBehindADepartmentsNameAreItsAlone(t *testing.T) {
	committee := duban.Department{ID: 3, Name: "教育工委", Formal: "市委教育工委", English: "Education Committee"}
	bureau := duban.Department{ID: 5, Name: "教育局", Formal: "市教育局", English: "Education"}
	both := duban.Directory{committee, bureau}
	for _, c := range []struct {
		name, text string
		card       int
		mine       duban.Directory
		want       []intake.Item
	}{
		{"none named", "1 已印发", 0, both, []intake.Item{{No: 1, Words: "已印发", State: duban.Progressing}}},
		{"one named", "1 教育局：已印发", 0, both, []intake.Item{{No: 1, Department: 5, Words: "已印发", State: duban.Progressing}}},
		{"its state is read without the name", "1 教育局：无新进展", 0, both, []intake.Item{{No: 1, Department: 5, Words: "无新进展", State: duban.NoNews}}},
		{"its formal name", "1、市委教育工委: +补一句", 0, both, []intake.Item{{No: 1, Department: 3, Words: "补一句", State: duban.Progressing, Append: true}}},
		{"in brackets", "第1项（教育局）已印发", 0, both, []intake.Item{{No: 1, Department: 5, Words: "已印发", State: duban.Progressing}}},
		{"in brackets and with a colon", "1 【教育局】：已印发", 0, both, []intake.Item{{No: 1, Department: 5, Words: "已印发", State: duban.Progressing}}},
		{"in English", "1 education: issued", 0, both, []intake.Item{{No: 1, Department: 5, Words: "issued", State: duban.Progressing}}},
		{"each on a line", "1 教育局：已印发\n第二批在审\n教育工委：无新进展\n2 已开会", 0, both, []intake.Item{
			{No: 1, Department: 5, Words: "已印发\n第二批在审", State: duban.Progressing},
			{No: 1, Department: 3, Words: "无新进展", State: duban.NoNews},
			{No: 2, Words: "已开会", State: duban.Progressing},
		}},
		{"in reply to a card", "教育局：已印发\n教育工委：正在办", 7, both, []intake.Item{
			{No: 7, Department: 5, Words: "已印发", State: duban.Progressing},
			{No: 7, Department: 3, Words: "正在办", State: duban.Progressing},
		}},
		{"somebody else's name is words", "1 财政局：已拨款", 0, both, []intake.Item{{No: 1, Words: "财政局：已拨款", State: duban.Progressing}}},
		{"a name without a colon is words", "1 教育局已印发", 0, both, []intake.Item{{No: 1, Words: "教育局已印发", State: duban.Progressing}}},
		{"both names together are words", "1 教育工委、教育局：已印发", 0, both, []intake.Item{{No: 1, Words: "教育工委、教育局：已印发", State: duban.Progressing}}},
		{"who serves one only", "1 教育局：已印发", 0, duban.Directory{bureau}, []intake.Item{{No: 1, Words: "教育局：已印发", State: duban.Progressing}}},
		{"several tasks", "1-2 教育局：已印发", 0, both, []intake.Item{
			{No: 1, Department: 5, Words: "已印发", State: duban.Progressing}, {No: 2, Department: 5, Words: "已印发", State: duban.Progressing},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := intake.ReadReply(c.text, intake.ReplyContext{Task: c.card, Known: known, Mine: c.mine})
			if diff := cmp.Diff(c.want, got.Items); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheReasonWhyNothingIsNew(t *testing.T) {
	for words, want := range map[string]string{
		"无新进展：下半年集中开展":  "下半年集中开展",
		"无新进展，下半年集中开展":  "下半年集中开展",
		"无新进展":          "",
		"本期无新进展（等省里办法）": "等省里办法",
		"没动":                            "",
		"":                              "",
		"又办一期":                          "",
		"no news: term ends in January": "term ends in January",
	} {
		if got := intake.NoNewsReason(words); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}

func TestADifficultyIsNamedOnce(t *testing.T) {
	for words, want := range map[string]string{
		"困难：缺少牵头企业": "缺少牵头企业", "有困难，场地未落实": "场地未落实", "有困难: 无牵头企业": "无牵头企业", " 目前存在困难：编制未批": "编制未批",
		"有困难": "", "有困难。": "", "困难学生资助已发放，缺资金": "困难学生资助已发放，缺资金", "缺少牵头企业，有困难": "缺少牵头企业，有困难", "需财政局协调": "需财政局协调",
		"Blocked: no company leads": "no company leads", "有困难：": "", "": "",
	} {
		if got := intake.Difficulty(words); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}
