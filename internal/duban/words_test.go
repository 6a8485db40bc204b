package duban_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"duban/internal/duban"
	"duban/seeds"
)

func TestIsReceipt(t *testing.T) {
	for _, words := range []string{
		"", " ", "　", "。", "👍", "收到", "收到。", "收到！", "收到～", "收到了", "收到 收到", "收到，谢谢", "收到，谢谢领导", "好", "好的", "好的谢谢",
		"好的，收到", "好的，谢谢！", "知道了", "知道啦", "明白", "嗯嗯", "已阅", "谢谢", "OK", "ok!", "Ok，收到", "ＯＫ",
		"received", "Received.", "Thanks", "Thank you!", "OK, thanks", "Noted, thanks.", "got it", "okay",
		"什么时候截止？", "这项归我们吗", "这项归我们吗？！", "Which task?", "这个数怎么算? ", "When is it due?\n",
	} {
		if !duban.IsReceipt(words) {
			t.Errorf("%q is taken for a report", words)
		}
	}
	for _, words := range []string{
		"又培训300人次", "300", "60%", "收到批复", "收到省里文件，正在办理", "好几个部门已会签", "好转", "已阅示", "明白卡已发放", "谢谢企业捐赠设备3台",
		"知道率达到90%", "已印发", "无新进展", "本期无", "有困难：没有场地", "准备开会研究", "问卷已回收？其余待定", "无",
		"received 30 applications", "OKR set", "thanks to the grant, two courses", "noted in the minutes, plan sent", "no news", "done",
	} {
		if duban.IsReceipt(words) {
			t.Errorf("%q is taken for a receipt", words)
		}
	}
}

func TestShort(t *testing.T) {
	for _, c := range []struct {
		content string
		n       int
		want    string
	}{
		{"打造优质培训项目，积极承接职业培训", 20, "打造优质培训项目"},
		{"打造优质培训项目，积极承接职业培训", 8, "打造优质培训项目"},
		{"打造优质培训项目，积极承接职业培训", 7, "打造优质培训…"},
		{"加强领导，完善制度", 20, "加强领导，完善制度"}, // the first clause says too little
		{"加强领导，完善制度", 5, "加强领导…"},
		{"办好中职学校；办好高职学校", 20, "办好中职学校"},
		{"Train workers, and more", 40, "Train workers"},
		{"没有标点的一句话", 20, "没有标点的一句话"},
		{"，以标点开头的一句话", 20, "，以标点开头的一句话"},
		{"  留白的任务内容  ", 20, "留白的任务内容"},
		{"", 20, ""},
		{"一二三", 1, "…"},

		// Not inside a set phrase, however little is left; at its ends if they are near.
		{"深入推动习近平新时代中国特色社会主义思想进教材", 14, "深入推动…"},
		{"深入推动习近平新时代中国特色社会主义思想进教材", 20, "深入推动…"},
		{"深入推动习近平新时代中国特色社会主义思想进教材", 21, "深入推动习近平新时代中国特色社会主义思想…"},
		{"习近平新时代中国特色社会主义思想进教材", 14, "习近平新时代中国特色社会主…"}, // nothing else is left
		{"打造各具特色的产教融合企业", 11, "打造各具特色…"},
		{"支持各地抓好安全生产技能训练", 12, "支持各地抓好安全生产…"},
		// Nor between marks that belong together.
		{"培育遴选1所市级“三全育人”综合改革试点", 14, "培育遴选1所市级…"},
		{"培育遴选1所市级“三全育人”综合改革试点", 16, "培育遴选1所市级“三全育人”…"},
		{"全面落实新修订的《中华人民共和国职业教育法》", 14, "全面落实新修订…"},
		{"全面落实新修订的《中华人民共和国职业教育法》", 18, "全面落实新修订的《中华人民共和国…》"},
		{"全面落实《关于进一步加强技能人才工作实施方案》", 14, "全面落实《关于进一步加强…》"},
		// Where a reader pauses.
		{"鼓励职业院校依据自身特点和人才培养需要", 14, "鼓励职业院校依据自身特点…"},
		{"推进教育在人员互访、校际交流、人才培养", 14, "推进教育在人员互访…"},
		{"参加国家普及高中阶段教育", 10, "参加国家普及高中…"},
		// Nor inside a number or a word of another script.
		{"完成培训10000人次左右的年度任务", 8, "完成培训…"},
		{"Train electricians everywhere", 14, "Train…"},
	} {
		if got := (duban.Task{Content: c.content}).Short(c.n); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.content, c.n, got, c.want)
		}
	}
}

func TestShortIsShort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		content, n := rapid.String().Draw(t, "content"), rapid.IntRange(1, 40).Draw(t, "n")
		got := duban.Task{Content: content}.Short(n)
		if utf8.RuneCountInString(got) > n {
			t.Fatalf("%q is longer than %d", got, n)
		}
		if !strings.HasPrefix(strings.TrimSpace(content), strings.TrimSuffix(strings.TrimSuffix(got, "》"), "…")) {
			t.Fatalf("%q does not begin as %q", got, content)
		}
	})
}

func TestShortTitle(t *testing.T) {
	pub, _, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ title, want string }{
		{pub.Title, "职业教育"},
		{"大连市推进养老服务高质量发展工作任务清单", "养老服务"},
		{"养老任务清单", "养老"},
		{"任务清单", "任务清单"},
		{"", ""},
		{"关于进一步优化营商环境若干措施的分工方案", "优化营商环境若干措施"},
		{"职业教育工作推进", "职业教育"},
	} {
		if got := (duban.List{Title: c.title}).ShortTitle(); got != c.want {
			t.Errorf("%q: %q, want %q", c.title, got, c.want)
		}
	}
}
