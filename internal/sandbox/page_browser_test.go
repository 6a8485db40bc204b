package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"duban/internal/browser"
)

// demoPage is a page with everything on it, and a bot behind it that answers
// each message with a card and each press with a change of that card.
func demoPage(t *testing.T) (*testPage, string) {
	b := &testBot{t: t, clock: &testClock{now: testStart.Add(5 * time.Minute)}}
	b.Server = New(Options{Bot: User{FirstName: "职教督办", Username: "zhijiao_bot"}, Now: b.clock.Now})
	for id, name := range map[int64]string{11: "王芳", 12: "陈磊", 13: "张建国", 14: "赵敏", 15: "李明"} {
		b.AddUser(User{ID: id, FirstName: name, LanguageCode: "zh-hans"})
	}
	group := b.AddGroup("职业教育工作领导小组", 15, 14, 13, 11)
	var jumps atomic.Int64
	var steps atomic.Int64
	stepped := func() int { return int(steps.Load()) }
	o := PageOptions{
		Title: "督办 演示", TitleEn: "Duban demo", Zone: time.FixedZone("CST", 8*3600),
		People: func() []PagePerson {
			return []PagePerson{
				{11, "市人社局", "Human Resources Bureau", "联络员", "Contacts"}, {12, "市教育局", "Education Bureau", "联络员", "Contacts"},
				{13, "市财政局", "Finance Bureau", "联络员", "Contacts"}, {14, "教育局督导科", "Supervision", "督办员", "Supervisors"},
				{15, "副市长", "Deputy mayor", "领导", "Leaders"},
			}
		},
		Panels: func(string) []PagePanel {
			return []PagePanel{{ID: "clock", Title: "演示时间", Text: b.clock.Now().In(time.FixedZone("CST", 8*3600)).Format("2006年1月2日 15:04"), Buttons: []PageButton{
				{"next", "到下一次提醒", "正在前进…"}, {"day", "+1 工作日", "正在前进…"}, {"week", "+1 周", "正在前进…"}}}}
		},
		OnButton: func(context.Context, string, string) error {
			jumps.Add(1)
			b.clock.pass(24 * time.Hour)
			b.ok("sendMessage", "chat_id", 12, "text", "到期提醒")
			return nil
		},
		Tour: []TourStep{
			{ID: "start", Title: "看提醒", TitleEn: "The reminder", Text: "王芳是市人社局的联络员。点“换成王芳”，看她收到的提醒。", TextEn: "…", Person: 11, Happened: stepped, Panel: "clock", Button: "next"},
			{ID: "reply", Title: "报进展", TitleEn: "Reply", Text: "直接回复提醒，一项一行。", TextEn: "…", Person: 11, Suggest: "28 又办两期电工班，累计1500人次", Reply: func() int {
				said := b.Messages(11)
				return said[slices.IndexFunc(said, func(m Message) bool { return len(m.Keyboard) > 0 })].ID
			}},
			{ID: "board", Title: "看汇总", TitleEn: "The summary", Text: "在领导小组群里发 /status。", TextEn: "…", Person: 15, Chat: group},
		},
	}
	p := &testPage{b, b.Page(o)}
	server := httptest.NewServer(p.h)
	t.Cleanup(server.Close)
	b.say(12, 12, "/start")
	b.ok("setMyCommands", "commands", []Command{{"tasks", "本单位的任务"}, {"status", "总体进展"}, {"report", "报一项进展"}, {"help", "怎么用"}})
	b.ok("getUpdates", "offset", b.world.LastUpdate+1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.answerAll(func() { steps.Add(1) })
	}()
	t.Cleanup(func() { b.Close(); <-done })
	return p, server.URL + "/"
}

// answerAll is the bot of the browser tests; it ends with the server.
func (b *testBot) answerAll(onStart func()) {
	var offset int64
	for b.ctx.Err() == nil {
		var updates []struct {
			ID       int64 `json:"update_id"`
			Message  *wireMessage
			Callback *wireCallback `json:"callback_query"`
		}
		r := b.call("getUpdates", "timeout", 1, "offset", offset)
		if !r.OK || json.Unmarshal(r.Result, &updates) != nil {
			continue // the server is closing
		}
		for _, u := range updates {
			offset = u.ID + 1
			switch m := u.Message; {
			case u.Callback != nil:
				b.call("editMessageText", "chat_id", u.Callback.Message.Chat.ID, "message_id", u.Callback.Message.MessageID, "parse_mode", "HTML",
					"text", "<b>第28项</b> 本期无新进展", "reply_markup", inlineRow(dataButton("撤回", "undo")))
				b.call("answerCallbackQuery", "callback_query_id", u.Callback.ID, "text", "已登记", "show_alert", u.Callback.Data == "undo")
			case m == nil:
			case strings.HasPrefix(m.Text, "/start"):
				onStart()
				b.digest(m.Chat.ID)
			case strings.HasPrefix(m.Text, "/assign"):
				b.call("sendMessage", "chat_id", m.Chat.ID, "text", "请选人", "reply_markup", map[string]any{"keyboard": [][]any{{
					map[string]any{"text": "选择联络员", "request_users": map[string]any{"request_id": 3, "max_quantity": 2, "user_is_bot": false}}, "取消"}}})
			default:
				b.call("sendMessage", "chat_id", m.Chat.ID, "parse_mode", "HTML", "text", "已登记 <b>第28项</b>（市人社局，配合）\n累计1500人次，较上期增300人次。",
					"reply_parameters", map[string]any{"message_id": m.MessageID},
					"reply_markup", inlineRow(dataButton("更正", "fix"), dataButton("补充", "add"), dataButton("撤回", "undo")))
			}
		}
	}
}

func (b *testBot) digest(chat int64) {
	r := b.call("sendMessage", "chat_id", chat, "parse_mode", "HTML", "text", `<b>职业教育 · 11月进展报送</b>
王芳同志：市人社局本期请报14项，11月27日（周五）17:00截止。其余32项本月不用报。

🔴 逾期 1项
35 教师招聘办法（牵头）：时限11月18日，逾期3个工作日
🟡 滞后、需协调 2项
28 职业技能培训（配合）：本单位上期1200人次
48 绩效工资分配（牵头）：上期有困难，待市财政局答复
⚪ 待报 11项
<blockquote expandable>7 家庭教育指导
10 实训基地
20 校企合作
37 技能大师工作室
39 学徒制
41 毕业生就业</blockquote>
回复本消息即可，一项一行：
<code>28 又办两期电工班，累计1500人次</code>
看全部任务：/tasks`, "reply_markup", map[string]any{"inline_keyboard": [][]any{
		{dataButton("逐项填报", "fill"), dataButton("下载填报表", "form")}, {dataButton("转科室", "desk"), dataButton("1/2 ›", "page:2")},
		{map[string]any{"text": "邀请经办人", "url": "https://t.me/zhijiao_bot?start=INVITE-7"}}}})
	var m wireMessage
	if r.OK && json.Unmarshal(r.Result, &m) == nil {
		b.call("pinChatMessage", "chat_id", chat, "message_id", m.MessageID)
	}
}

// The main path: start, a card, a press with its toast and edit, a reply with
// a quote, a draft that survives what arrives meanwhile, a reload, a phone.
func TestPageInABrowser(t *testing.T) {
	b := browser.New(t)
	p, url := demoPage(t)
	b.Size(1360, 860)
	b.Open(url)
	b.Shows("#empty", "按“开始”")
	b.Shot("start")
	b.Click("#start button")
	b.Shows(".text", "本期请报14项")
	b.Shows("#pin", "职业教育")
	b.Shows("#tour h2", "报进展")
	b.Shot("digest")

	b.ClickText(".key", "逐项填报")
	b.Shows("#toasts", "已登记")
	b.Shows(".text", "本期无新进展")
	b.Shows(".bubble footer", "已编辑")
	b.Until(`document.activeElement.matches('.key')`) // the button that was pressed is another one now
	b.ClickText(".key", "撤回")
	b.Shows("#alert", "已登记")
	b.Shot("alert")
	b.Click("#alert button")
	b.Until(`!document.querySelector('#alert').open`)

	b.Type("28 又办两期电工班")
	b.Enter()
	b.Shows(".mine .text", "28 又办两期电工班")
	b.Shows(".msg:not(.mine) .quote", "28 又办两期电工班")
	b.Until(`document.querySelector('.composer textarea').value === '' && document.activeElement.matches('.composer textarea')`)

	// a quote is what was marked in the message answered
	b.Do(chromedp.Evaluate[chromedp.Void](`(() => { const text = [...document.querySelectorAll('.msg:not(.mine) .text')].at(-1).lastChild
		getSelection().setBaseAndExtent(text, text.data.indexOf('累计'), text, text.data.indexOf('，较')) })()`))
	b.Do(chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll('.msg:not(.mine) [data-reply]')].at(-1).click()`))
	b.Shows(".context", "累计1500人次")
	b.Type("应为1800人次")
	p.ok("sendMessage", "chat_id", 11, "text", "另一条消息")
	b.Shows(".text", "另一条消息")
	b.Until(`document.querySelector('.composer textarea').value === '应为1800人次' && document.activeElement.matches('.composer textarea')`)
	b.Shot("reply")
	b.Enter()
	b.Shows(".mine .quote", "“累计1500人次”")
	if m := p.lastFrom(11); m.ReplyTo == nil || m.ReplyTo.Quote != "累计1500人次" {
		t.Errorf("reply: %+v", m.ReplyTo)
	}

	// a message of two lines, and the menu of commands
	b.Type("一")
	b.Enter(chromedp.KeyModifiers(kb.ModifierShift))
	b.Type("二")
	b.Enter()
	b.Until(`[...document.querySelectorAll('.mine .text')].some(e => e.textContent === '一\n二')`)
	b.Type("/")
	b.Shows("#commands", "本单位的任务")
	b.Type("st")
	b.Until(`[...document.querySelectorAll('#commands li')].filter(e => e.checkVisibility()).length === 1`)
	b.Shot("menu")
	b.Enter() // completes, so that something can be written behind it
	b.Until(`document.querySelector('.composer textarea').value === '/status '`)
	b.Enter()
	b.Shows(".mine .tg-command", "/status")

	b.Open(url + "?as=11&chat=11")
	b.Shows(".mine .text", "应为1800人次")
	b.Until(`(box => box.scrollHeight - box.scrollTop - box.clientHeight < 3)(document.querySelector('.log'))`)

	b.Click("#panel-clock button")
	b.Shows("#panel-clock", "11月24日")
	b.Shows("#who .badge", "1")
	b.Click("#switch")
	b.Shows("#people li", "陈磊")
	b.Shot("people")
	b.Do(chromedp.SendKeys(chromedp.CSS("#people [type=search]"), "教育"))
	b.Until(`[...document.querySelectorAll('#people li')].filter(e => e.checkVisibility()).length === 2`)
	b.ClickText("#people a", "陈磊")
	b.Shows("#who", "陈磊")
	b.Shows(".text", "到期提醒")
	b.Until(`!document.querySelector('#who .badge') && document.body.dataset.me === '12' && !document.querySelector('#c12 .badge')`)
}

func (p *testPage) lastFrom(user int64) Message {
	list := p.Messages(user)
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].From.ID == user {
			return list[i]
		}
	}
	return Message{}
}

// A link to the bot is opened by whom the reader is; the chooser sends people;
// a photo goes out and can be seen.
func TestPageLinksPeopleAndFilesInABrowser(t *testing.T) {
	b := browser.New(t)
	p, url := demoPage(t)
	p.say(11, 11, "/start")
	b.Size(1360, 860)
	b.Open(url + "?as=11&chat=11")
	b.ClickText("a.key", "邀请经办人")
	b.Shows("#start", "以王芳的身份打开")
	b.Click("#switch")
	b.ClickText("#people a", "张建国")
	b.Shows("#start", "以张建国的身份打开")
	b.Shot("link")
	b.Click("#start button")
	b.Until(`document.body.dataset.me === '13' && !location.search.includes('start') && document.querySelector('.composer')`)
	if m := p.lastFrom(13); m.Text != "/start INVITE-7" {
		t.Errorf("sent %q", m.Text)
	}

	b.Type("/assign")
	b.Enter()
	b.ClickText("#keys button", "选择联络员")
	b.Shows("#chooser", "最多选2人")
	b.Do(chromedp.Click(chromedp.CSS(`#chooser [value="12"]`)), chromedp.Click(chromedp.CSS(`#chooser [value="14"]`)))
	b.Shot("chooser")
	b.Click("#chooser .primary")
	b.Shows(".mine .card", "陈磊")
	if m := p.lastFrom(13); len(m.Shared) != 2 {
		t.Errorf("shared %v", m.Shared)
	}

	photo := filepath.Join(t.TempDir(), "实训.png")
	if err := os.WriteFile(photo, testPhoto(t), 0o600); err != nil {
		t.Fatal(err)
	}
	b.Do(chromedp.SetUploadFiles(chromedp.CSS(".composer [type=file]"), []string{photo}))
	b.Shows(".attached", "实训.png")
	b.Type("28 开班照片")
	b.Enter()
	b.Shows(".mine .text", "28 开班照片")
	b.Until(`(i => i && i.complete && i.naturalWidth === 320)(document.querySelector('.mine .photo img'))`)
	if m := p.lastFrom(13); m.Photo == nil || m.Text != "28 开班照片" {
		t.Errorf("photo: %+v", m)
	}
	p.did("/react", "as", "13", "chat", "13", "react", fmt.Sprintf("%d|👍", p.last(13).ID))
	b.Shows(".chips", "1")
	b.Shot("photo")
}

func testPhoto(t *testing.T) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 320, 200))
	for y := range 200 {
		for x := range 320 {
			picture.Set(x, y, color.RGBA{uint8(40 + x/4), uint8(100 + y/3), uint8(160 - x/8), 255})
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Who reads what was said earlier is not torn away from it.
func TestPageKeepsTheReadersPlace(t *testing.T) {
	b := browser.New(t)
	p, url := demoPage(t)
	p.say(15, p.group(), "第一条")
	for i := range 150 {
		p.ok("sendMessage", "chat_id", p.group(), "text", fmt.Sprintf("第%d条", i+2))
	}
	b.Size(1360, 860)
	b.Open(url + fmt.Sprintf("?as=11&chat=%d", p.group()))
	b.Shows(".text", "第151条")
	b.Until(`!document.querySelector('[id="c-4000001"] .badge')`) // seen, so no longer unread
	b.Do(chromedp.Evaluate[chromedp.Void](`document.querySelector('.log').scrollTo(0, 900)`))
	b.Until(`document.querySelector('#down').checkVisibility()`)
	b.Do(chromedp.Evaluate[chromedp.Void](`window.seen = document.elementFromPoint(430, 400).closest('.msg'); window.place = window.seen.getBoundingClientRect().top`))
	p.ok("sendMessage", "chat_id", p.group(), "text", "最新一条")
	b.Shows("#down", "有新消息")
	b.Until(`Math.abs(window.seen.getBoundingClientRect().top - window.place) < 1`)
	b.Click("#down")
	b.Until(`(box => box.scrollHeight - box.scrollTop - box.clientHeight < 3)(document.querySelector('.log')) && !document.querySelector('#down').checkVisibility()`)
	// what is drawn before the page hears of the scrolling does not pull the reader back to the end
	b.Do(chromedp.Evaluate[chromedp.Void](`(async () => {
		const page = await fetch(location).then(r => r.text()), fetched = window.fetch
		window.fetch = () => Promise.resolve({ ok: true, text: () => page })
		document.querySelector('.log').scrollTo(0, 0)
		dispatchEvent(new PopStateEvent('popstate'))
		await new Promise(resolve => setTimeout(resolve))
		window.fetch = fetched
		window.pulled = document.querySelector('.log').scrollTop
	})()`))
	b.Until(`window.pulled === 0`)
	b.Click("#earlier")
	b.Until(`[...document.querySelectorAll('.text')].some(e => e.textContent === '第一条') && document.querySelector('.log').scrollTop > 100`)
}

// The page can be used without a mouse: the menu, a reply, the choice of who
// one is.
func TestPageByKeyboard(t *testing.T) {
	b := browser.New(t)
	p, url := demoPage(t)
	p.say(11, 11, "/start")
	b.Size(1360, 860)
	b.Open(url + "?as=11&chat=11")
	b.Shows(".key", "逐项填报")
	b.Type("/")
	b.Shows("#commands", "本单位的任务")
	b.Key(kb.ArrowDown)
	b.Until(`document.querySelector('.composer textarea').getAttribute('aria-activedescendant') === 'cmd-status'`)
	p.say(12, 12, "meanwhile") // what arrives does not move the choice
	b.Shows("#switch .badge", "")
	b.Until(`document.querySelector('#cmd-status').getAttribute('aria-selected') === 'true'`)
	b.Key(kb.ArrowUp, kb.ArrowUp)
	b.Until(`document.querySelector('#cmd-help').getAttribute('aria-selected') === 'true'`)
	b.Key(kb.Escape)
	b.Until(`!document.querySelector('#commands').checkVisibility() && document.querySelector('.composer textarea').value === '/'`)
	b.Focus(`[data-reply]`)
	b.Enter()
	b.Shows(".context", "回复")
	b.Until(`document.activeElement.matches('.composer textarea')`)
	b.Key(kb.Escape)
	b.Until(`!document.querySelector('.context').checkVisibility()`)
	b.Focus("#switch")
	b.Enter()
	b.Until(`document.activeElement.matches('#people [type=search]')`)
	b.Key(kb.Escape)
	b.Until(`document.activeElement.matches('#switch')`)
	b.Focus(".key")
	b.Enter()
	b.Shows(".text", "本期无新进展")
	b.Until(`document.activeElement.matches('.key')`)
	unnamed := `[...document.querySelectorAll('button, a, input:not([type=hidden]), textarea, summary, dialog')].filter(e => e.checkVisibility() &&
		!(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.textContent.trim() || e.labels?.length)).map(e => e.outerHTML)`
	if found, err := chromedp.Run(b.Tab, chromedp.Evaluate[[]string](unnamed)); err != nil || len(found) > 0 {
		t.Errorf("controls without a name: %v %v", found, err)
	}
}

// The tour waits for the real event, leads to the right person, and can be
// left and taken up again.
func TestPageTourInABrowser(t *testing.T) {
	b := browser.New(t)
	_, url := demoPage(t)
	b.Size(1360, 860)
	b.Open(url + "?as=15")
	b.Shows("#tour", "第1步，共3步")
	b.ClickText("#tour a", "换成王芳")
	b.Shows("#who", "王芳")
	b.Click("#start button")
	b.Shows("#tour", "第2步，共3步")
	b.ClickText("#tour button", "填为回复")
	b.Shows(".context", "本期请报14项")
	b.Until(`document.querySelector('.composer textarea').value === '28 又办两期电工班，累计1500人次'`)
	b.Click("#tour [name=tour]")
	b.Until(`!document.querySelector('#tour')`)
	b.Open(url + "?as=11&chat=11")
	b.Until(`!document.querySelector('#tour') && document.querySelector('.composer textarea').value.startsWith('28')`)
	b.Click("#tour-back button")
	b.Shows("#tour", "第2步，共3步")
}

// On a phone there is the list or the chat, and nothing is wider than the
// screen; the colours follow the system.
func TestPageOnAPhone(t *testing.T) {
	b := browser.New(t)
	p, url := demoPage(t)
	p.say(11, 11, "/start")
	group := p.group()
	p.say(15, group, "请各单位抓紧报送。")
	p.ok("sendMessage", "chat_id", group, "parse_mode", "HTML", "text", "<b>进展汇总</b>\n"+strings.Repeat("已报3家，", 20)+"https://example.com/"+strings.Repeat("long", 30))
	p.say(11, group, "收到", ReplyTo(p.last(group).ID), Document("11月填报表_市人社局_很长的文件名_第三次修改稿.xlsx", []byte("x")))
	for _, dark := range []bool{false, true} {
		name := map[bool]string{false: "light", true: "dark"}[dark]
		b.Dark(dark)
		for _, width := range []int64{360, 390, 820, 1360} {
			b.Size(width, 844)
			b.Open(url + "?as=11")
			b.Shows("#chats", "职业教育工作领导小组")
			b.FitsTheWidth(fmt.Sprintf("list at %d", width))
			b.Shot(fmt.Sprintf("%s-%d-list", name, width))
			b.Click("#c11 a")
			b.Shows(".text", "本期请报14项")
			b.FitsTheWidth(fmt.Sprintf("chat at %d", width))
			b.Shot(fmt.Sprintf("%s-%d-chat", name, width))
			if width < 720 {
				b.Click(".back")
			}
			b.ClickText("#chats a", "职业教育工作领导小组")
			b.Shows(".text", "进展汇总")
			b.FitsTheWidth(fmt.Sprintf("group at %d", width))
			b.Shot(fmt.Sprintf("%s-%d-group", name, width))
			if width < 1120 {
				b.Click("#side-open")
				b.Shows("#panel-clock", "到下一次提醒")
				b.FitsTheWidth(fmt.Sprintf("panels at %d", width))
				b.Shot(fmt.Sprintf("%s-%d-side", name, width))
				b.Click("#side [data-close]")
				b.Until(`!document.querySelector('#side').checkVisibility()`)
			}
		}
	}
	b.Open(url + "?as=11&chat=11&lang=en")
	b.Shows("#about", "中文")
	b.FitsTheWidth("in English")
	b.Shot("english")
}
