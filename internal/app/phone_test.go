package app

import (
	"os"
	"testing"

	"duban/internal/sandbox"
)

// tell writes as somebody in private and waits until the bot has come to rest.
func (p *demoPage) tell(t *testing.T, user int64, words ...string) {
	t.Helper()
	for _, w := range words {
		if _, err := p.Sandbox.Send(user, user, w); err != nil {
			t.Fatal(err)
		}
		if err := p.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// A contact on a phone: a digest with every light, its second page, the walk to
// its check, the words in full, and the nudge after the deadline.
func TestTheDigestAndTheWalkOnAPhone(t *testing.T) {
	t.Parallel()
	p := openDemo(t, 390, 844)
	human := p.player("人社局")
	p.tell(t, p.Cast.Admin.User, "/due 35 2026-11-18 确认", "/due 28 2026-11-27", "/due 25 2026-12-31")
	p.tell(t, human, "35 征求意见稿已送市委编办", "28 办焊工班三期，累计1200人次", "48 有困难：绩效总量待市财政局答复", "37 已组织名师遴选")
	if err := p.To(t.Context(), at(11, 23, 9, 0)); err != nil {
		t.Fatal(err)
	}
	look := func(name string, words ...string) {
		t.Helper()
		for _, w := range words {
			p.sees(w)
		}
		p.FitsTheWidth(name)
		p.Shot("phone-" + name)
	}
	p.be(human, human)
	look("digest", "本期请报47项", "逾期1项", "滞后1项", "正常、需协调1项", "时限11月18日，逾期", "还有4个工作日", "需协调", "待报", "正常")
	p.ClickText(".keys button", "›")
	look("page2", "待报", "（续）")
	p.ClickText(".keys button", "逐项填报")
	look("walk", "逐项填报 1/47")
	p.write("已开课两门")
	look("walk-words", "逐项填报 2/47", "已登记 第")
	p.ClickText(".keys button", "有困难")
	look("walk-stuck", "请写明什么困难、需要谁协调")
	p.write("缺实训场地，需教育局协调")
	look("walk-next", "逐项填报 3/47")
	p.ClickText(".keys button", "先到这里")
	look("check", "核对", "要改哪项，回复项号即可", "有新进展1项", "有困难1项")
	p.ClickText(".keys button", "看全文")
	look("said", "本期已报", "缺实训场地，需教育局协调")

	if err := p.To(t.Context(), at(11, 30, 9, 0)); err != nil {
		t.Fatal(err)
	}
	p.be(human, human)
	look("nudge", "催办", "还有45项未报")
	for _, m := range p.Sandbox.Messages(human) {
		if n := len([]rune(m.Text)); n > 1800 && m.From.IsBot {
			t.Errorf("%d characters on a phone:\n%s", n, m.Text)
		}
	}
}

// Silence on a phone: the contact is reminded and urged, his head hears of it, the
// office gets the list ready to send, and the group reads departments only.
func TestTheClimbOnAPhone(t *testing.T) {
	t.Parallel()
	p := openDemo(t, 390, 844)
	const head = 5001
	office, human := p.Cast.Admin.User, p.player("人社局")
	p.Sandbox.AddUser(sandbox.User{ID: head, FirstName: "张建国", LanguageCode: "zh-hans"})
	p.tell(t, head, "/start")
	p.tell(t, office, "/contact 人社局 张建国 负责人")
	p.be(office, office)
	p.ClickText(".keys button", "确认登记为负责人")
	p.sees("张建国已登记为市人社局负责人")
	for _, step := range []struct {
		day, to, in int64
		name        string
		words       []string
	}{
		{26, human, human, "reminder", []string{"提醒 · 职业教育11月进展", "还有47项未报", "11月27日（周五）17:00截止"}},
		{30, human, human, "urged", []string{"催办 · 职业教育11月进展", "请11月30日（周一）17:00前补报"}},
		{31, head, head, "head", []string{"张建国同志", "市人社局应报47项，47项未报（其中牵头25、35、45、48）", "请安排12月2日（周三）17:00前报送"}},
		{32, office, office, "office", []string{"拟报领导小组", "11月进展未报"}},
	} {
		if err := p.To(t.Context(), at(11, int(step.day), 9, 0)); err != nil {
			t.Fatal(err)
		}
		p.be(step.to, step.in)
		for _, w := range step.words {
			p.sees(w)
		}
		p.FitsTheWidth(step.name)
		p.Shot("phone-" + step.name)
	}
	p.ClickText(".keys button", "发群")
	p.sees("已发到")
	p.be(p.Cast.Leader.User, p.Cast.Group)
	p.sees("职业教育11月进展报送情况")
	p.FitsTheWidth("the group")
	p.Shot("phone-group")
}

// Numbers on a phone: what was understood, a lower number, a doubt, the card with
// what all have done.
func TestNumbersOnAPhone(t *testing.T) {
	t.Parallel()
	p := openDemo(t, 390, 844)
	edu, human := p.player("教育局"), p.player("人社局")
	if err := p.To(t.Context(), at(11, 23, 9, 0)); err != nil {
		t.Fatal(err)
	}
	look := func(name string, words ...string) {
		t.Helper()
		for _, w := range words {
			p.sees(w)
		}
		p.FitsTheWidth(name)
		p.Shot("phone-" + name)
	}
	p.be(human, human)
	p.write("28 又办两期电工班，累计1500人次")
	look("figure", "累计1500人次。全项数由市教育局汇总")
	p.write("28 1100人次")
	look("lower", "少于上次1500人次，请说明")
	p.ClickText(".keys button", "核减")
	look("explained", "较上次减400人次（核减）")
	p.write("37 5人")
	look("doubt", "“5人”是哪个指标的数？")
	p.ClickText(".keys button", "市级名师")
	p.write("其余无新进展")
	look("rest", "其余", "无新进展：1")
	p.tell(t, edu, "28 全项3500")
	p.be(edu, edu)
	p.write("第28项")
	look("card", "3500/10000人次（35%）", "本单位1100人次")
}

// An edited list on a phone: what it changes, before anything is changed.
func TestAChangedListOnAPhone(t *testing.T) {
	t.Parallel()
	p := openDemo(t, 390, 844)
	office := p.Cast.Admin.User
	body, err := os.ReadFile("../duban/testdata/changed.txt")
	if err != nil {
		t.Fatal(err)
	}
	p.be(office, office)
	if _, err := p.Sandbox.Send(office, office, "", sandbox.Document("新清单.txt", body)); err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{"与现清单比对", "新增1项", "第28→29项改写", "第44项删去", "登记前不作改动"} {
		p.sees(w)
	}
	p.FitsTheWidth("a changed list")
	p.Shot("phone-changed")
	p.ClickText(".keys button", "登记变更")
	p.sees("已按新文件登记")
	p.Shot("phone-revised")
}

// One person of two departments is offered to report apart.
func TestToReportApartOnAPhone(t *testing.T) {
	t.Parallel()
	p := openDemo(t, 390, 844)
	edu := p.player("教育局")
	p.tell(t, edu, "/start "+p.inviteTo(t, "教育工委"))
	if err := p.To(t.Context(), at(11, 23, 9, 0)); err != nil {
		t.Fatal(err)
	}
	p.be(edu, edu)
	p.sees("合报，回复一次，各家都算")
	p.FitsTheWidth("a digest of two departments")
	p.Shot("phone-joint")
	p.write("1 已部署学习教育")
	p.sees("已登记 第1项（市委教育工委、教育局，牵头）")
	p.ClickText(".keys button", "分开报")
	p.sees("第1项 分开报")
	p.ClickText(".keys button", "教育局")
	p.sees("只报市教育局")
	p.FitsTheWidth("one department alone")
	p.Shot("phone-apart")
}

// inviteTo lets the admin invite somebody and returns the code.
func (p *demoPage) inviteTo(t *testing.T, department string) string {
	t.Helper()
	p.tell(t, p.Cast.Admin.User, "/invite "+department)
	all := p.Sandbox.Messages(p.Cast.Admin.User)
	code := link.FindStringSubmatch(all[len(all)-1].Text)
	if code == nil {
		t.Fatalf("no link in %q", all[len(all)-1].Text)
	}
	return code[1]
}
