package app

import (
	"fmt"
	"log/slog"
	"testing"

	"github.com/chromedp/chromedp"

	"duban/internal/browser"
)

// demoPage is the demo's page in the real browser. Its clock runs, as the
// demo's does: the bot paces what it sends.
type demoPage struct {
	*Demo
	*browser.Browser
}

func openDemo(t *testing.T, width, height int64) *demoPage {
	t.Helper()
	b := browser.New(t)
	b.Size(width, height)
	d, err := NewDemo(t.Context(), DemoOptions{
		Start: at(11, 23, 8, 55), Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return &demoPage{d, b}
}

// be goes to a chat as a person.
func (p *demoPage) be(user, chat int64) {
	p.Open(fmt.Sprintf("http://%s/?as=%d&chat=%d", p.Address, user, chat))
}

// sees waits until words stand in the chat, live, without a reload.
func (p *demoPage) sees(words string) { p.Shows("ol[role=log] .bubble", words) }

// write types a message and sends it with Enter.
func (p *demoPage) write(words string) {
	p.Type(words)
	p.Enter()
}

// A newcomer opens the demo, lets the clock go to the reminder, presses, replies
// and reads the board.
func TestTheDemoInTheBrowser(t *testing.T) {
	t.Parallel()
	p := openDemo(t, 1280, 860)
	edu, leader, group := p.player("教育局"), p.Cast.Leader.User, p.Cast.Group

	p.be(edu, edu)
	p.sees("您已登记为市教育局联络员")
	p.ClickText("#side button", "到下一次提醒")
	p.sees("职业教育 · 11月进展报送")
	p.Shot("demo-digest")
	p.ClickText(".keys button", "›")
	p.Shows(".keys button", "2/5")
	p.write("3 已遴选试点学校1所")
	p.sees("第3项")
	p.write("第28项")
	p.sees("完成职业技能培训1万人次左右")
	p.ClickText(".keys button", "本期无新进展")
	p.sees("第28项（市教育局，牵头）")
	p.Shot("demo-answers")

	p.be(leader, group)
	p.sees("57项任务")
	p.write("/status")
	p.sees("已报2，")
	p.Shot("demo-board")
	p.Do(chromedp.Reload())
	p.sees("已报2，")
}

func TestTheDemoOnAPhone(t *testing.T) {
	t.Parallel()
	p := openDemo(t, 390, 844)
	edu := p.player("教育局")
	if err := p.To(t.Context(), at(11, 23, 9, 0)); err != nil {
		t.Fatal(err)
	}
	p.be(edu, edu)
	p.sees("职业教育 · 11月进展报送")
	p.FitsTheWidth("a digest on a phone")
	p.ClickText(".keys button", "逐项填报")
	p.sees("逐项填报 1/56")
	p.FitsTheWidth("the walk on a phone")
	p.Shot("demo-phone")
}

// The guided tour, from the first reminder to the Monday summary, as a newcomer
// goes it: each step is done for real and passes by itself.
func TestTheWholeTour(t *testing.T) {
	t.Parallel()
	p := openDemo(t, 1280, 860)
	edu := p.player("教育局")
	p.be(edu, edu)
	suggested := func() {
		p.Click("#tour [data-write]")
		p.Enter()
	}
	reply := func() {
		p.Click("#tour [data-answers]")
		p.Shows(".context", "")
		p.Enter()
	}
	settled := func() { p.Until(`!document.querySelector('button[aria-busy]')`) }
	next := func() { p.ClickText("#tour button", "到下一次提醒") }
	for n, do := range []func(){
		next, reply, suggested,
		func() { p.ClickText(".keys button", "本期无新进展") },
		suggested, suggested, suggested, suggested,
		reply,
		suggested,
		func() { suggested(); p.ClickText(".keys button", "确认") },
		func() {
			for _, at := range []string{"11月26日（周四）9:00", "11月27日（周五）15:00", "11月30日（周一）9:00"} {
				next()
				p.Shows("#side", at)
				settled()
			}
		},
		reply,
	} {
		p.Shows("#tour header", fmt.Sprintf("第%d步", n+1))
		settled()
		p.Do(chromedp.Evaluate[chromedp.Void](`document.querySelector('#tour .go a')?.click()`)) // be who the step is about
		p.Until(`!document.querySelector('#tour .go a')`)
		do()
	}
	p.Shows("#tour", "导览完成")
	p.Shot("demo-tour-end")
}
