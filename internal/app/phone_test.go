package app

import "testing"

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
	p := openDemo(t, 390, 844)
	human := p.player("人社局")
	p.tell(t, p.Cast.Admin.User, "/due 35 2026-11-18", "/due 28 2026-11-27", "/due 25 2026-12-31")
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
	look("digest", "本期请报47项", "逾期1项", "滞后、需协调2项", "时限11月18日，逾期", "还有4个工作日", "需协调", "待报", "正常")
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

// One person of two departments is offered to report apart.
func TestToReportApartOnAPhone(t *testing.T) {
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
