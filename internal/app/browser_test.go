package app

import (
	"context"
	"fmt"
	"log/slog"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"duban/internal/browser"
)

// demoPage is the demo's page in the real browser.
type demoPage struct {
	*Demo
	t   *testing.T
	tab context.Context
}

func openDemo(t *testing.T, width, height int64) *demoPage {
	t.Helper()
	tab := browser.Open(t)
	if err := chromedp.Do(tab, chromedp.EmulateViewport(width, height)); err != nil {
		t.Fatal(err)
	}
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
	return &demoPage{d, t, tab}
}

func (p *demoPage) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.tab, actions...); err != nil {
		p.shoot("failed")
		p.t.Fatal(err)
	}
}

// be goes to a chat as a person.
func (p *demoPage) be(user, chat int64) {
	p.t.Helper()
	p.do(chromedp.Navigate(fmt.Sprintf("http://%s/?as=%d&chat=%d", p.Address, user, chat)), chromedp.WaitVisible("#chat"))
}

// sees waits until words stand in the chat, live, without a reload.
func (p *demoPage) sees(words string) {
	p.t.Helper()
	p.do(chromedp.WaitVisible(fmt.Sprintf(`//ol[@role="log"]//*[contains(text(), %q)]`, words)))
}

// press clicks the newest button with a label.
func (p *demoPage) press(label string) {
	p.t.Helper()
	button := fmt.Sprintf(`(//button[normalize-space(.)=%q])[last()]`, label)
	p.do(chromedp.ScrollIntoView(button), chromedp.Click(button))
}

// write types a message and sends it with Enter.
func (p *demoPage) write(words string) {
	p.t.Helper()
	p.do(chromedp.SendKeys("textarea[name=text]", words), chromedp.Func(enter))
}

// enter presses the Enter key as a keyboard does, without a character of its own.
func enter(ctx context.Context, tab *chromedp.Target) error {
	for _, half := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
		if _, err := cdp.Call(ctx, tab, input.DispatchKeyEvent, input.DispatchKeyEventParams{
			Type: half, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13,
		}); err != nil {
			return err
		}
	}
	return nil
}

func (p *demoPage) shoot(name string) { browser.Shoot(p.t, p.tab, name) }

// A newcomer opens the demo, lets the clock go to the reminder, presses, replies
// and reads the board.
func TestTheDemoInTheBrowser(t *testing.T) {
	p := openDemo(t, 1280, 860)
	edu, leader, group := p.player("教育局"), p.Cast.Leader.User, p.Cast.Group

	p.be(edu, edu)
	p.sees("您已登记为市教育局联络员")
	p.press("到下一次提醒")
	p.sees("职业教育 · 11月进展报送")
	p.shoot("digest")
	p.press("›")
	p.do(chromedp.WaitVisible(`//button[contains(., "2/5")]`))
	p.write("3 已遴选试点学校1所")
	p.sees("第3项")
	p.write("第28项")
	p.sees("完成职业技能培训1万人次左右")
	p.press("本期无新进展")
	p.sees("28项（市教育局，牵头）")
	p.shoot("answers")

	p.be(leader, group)
	p.sees("57项任务")
	p.write("/status")
	p.sees("已报2，")
	p.shoot("board")
	p.do(chromedp.Reload(), chromedp.WaitVisible("#chat"))
	p.sees("已报2，")
}

func TestTheDemoOnAPhone(t *testing.T) {
	p := openDemo(t, 390, 844)
	edu := p.player("教育局")
	if err := p.To(t.Context(), at(11, 23, 9, 0)); err != nil {
		t.Fatal(err)
	}
	p.be(edu, edu)
	p.sees("职业教育 · 11月进展报送")
	overflow, err := chromedp.Run(p.tab, chromedp.Evaluate[int](`document.documentElement.scrollWidth - window.innerWidth`))
	if err != nil || overflow > 0 {
		t.Errorf("the page is %d pixels wider than the phone, %v", overflow, err)
	}
	p.shoot("phone")
	p.press("逐项填报")
	p.sees("逐项填报 1/56")
	p.shoot("phone-walk")
}
