package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// conversation is one contact's conversation in private, message by message.
type conversation struct {
	*scene
	last  int64                // the newest message of the chat
	shown map[int64]string     // what the bot's messages read now
	about map[int64]*chat.View // and what they are about
}

// converse sets a scene of a contact who owes 55 tasks and plays in it.
func converse(t *testing.T, play func(*conversation)) {
	t.Helper()
	t.Parallel()
	stage(t, plight{lang: text.Chinese, name: "王芳"}, func(s *scene) {
		play(&conversation{scene: s, last: 100, shown: map[int64]string{}, about: map[int64]*chat.View{}})
	})
}

// say sends words and returns what the bot says below them.
func (k *conversation) say(words string, replyTo ...int64) string {
	k.t.Helper()
	k.last++
	in := chat.Incoming{Kind: chat.Message, Source: fmt.Sprintf("m:7:%d", k.last), Message: k.last, Text: words}
	if len(replyTo) > 0 {
		in.Reply = &chat.Reply{Message: replyTo[0], From: chat.Person{Bot: true}}
	}
	return k.hear(in)
}

// edit changes an earlier message of the contact.
func (k *conversation) edit(message int64, words string) string {
	k.t.Helper()
	return k.hear(chat.Incoming{Kind: chat.Edited, Source: fmt.Sprintf("m:7:%d:%d", message, k.now.Unix()), Message: message, Text: words})
}

// press presses the first button of a message with a label.
func (k *conversation) press(message int64, label string) string {
	k.t.Helper()
	out, err := k.Render(k.t.Context(), k.tx, *k.about[message])
	if err != nil {
		k.t.Fatal(err)
	}
	for _, row := range out.Buttons {
		for _, b := range row {
			if strings.HasPrefix(b.Label, label) {
				return k.hear(chat.Incoming{Kind: chat.Press, Source: fmt.Sprintf("p:%d:%s", message, b.Data), Message: message, Button: b.Data})
			}
		}
	}
	k.t.Fatalf("no button %q under %s", label, out.HTML)
	return ""
}

func (k *conversation) hear(in chat.Incoming) string {
	k.t.Helper()
	in.From, in.Chat = chat.Person{ID: k.person.User, Name: k.person.Name}, chat.Chat{ID: k.person.User, Private: true}
	reply, err := k.Handle(k.t.Context(), k.tx, in)
	if err != nil {
		k.t.Fatal(err)
	}
	var below []string
	for _, p := range reply.Say {
		if p.Chat != k.person.User {
			continue
		}
		if p.Delete {
			delete(k.shown, p.Edit)
			continue
		}
		message := p.Edit
		if message == 0 {
			k.last++
			message = k.last
			below = append(below, k.words(p))
		}
		k.shown[message], k.about[message] = k.words(p), p.About
		if p.About != nil {
			if err := k.tx.Remember(k.person.User, message, *p.About); err != nil {
				k.t.Fatal(err)
			}
		}
	}
	return strings.Join(below, "\n---\n")
}

func (k *conversation) words(p chat.Post) string {
	if p.View == nil {
		return p.Text.HTML
	}
	words, _ := k.scene.show(*p.View)
	return words
}

// filed is what stands for 教育局 on a task.
func (k *conversation) filed(no int) duban.Report {
	k.t.Helper()
	t, _, err := k.tx.TaskByNo(k.list.ID, no)
	if err != nil {
		k.t.Fatal(err)
	}
	all, err := k.tx.TaskAssignments(t.ID)
	if err != nil {
		k.t.Fatal(err)
	}
	for _, d := range all {
		if k.person.ServesFor(d.Department) {
			r, _, err := k.tx.LastReport(d.ID)
			if err != nil {
				k.t.Fatal(err)
			}
			return r
		}
	}
	return duban.Report{}
}

// has fails unless words have all of some parts.
func (k *conversation) has(words string, parts ...string) {
	k.t.Helper()
	for _, p := range parts {
		if !strings.Contains(words, p) {
			k.t.Errorf("no %q in\n%s", p, words)
		}
	}
}

// not fails if something was filed on one of some tasks.
func (k *conversation) not(nos ...int) {
	k.t.Helper()
	for _, no := range nos {
		if r := k.filed(no); r.ID != 0 {
			k.t.Errorf("filed on %d: %q %q", no, r.Words, r.State)
		}
	}
}

func TestAnotherTasksNumberIsObeyedInTheWalkAndAnsweredBelow(t *testing.T) {
	converse(t, func(k *conversation) {
		k.has(k.say("/fill"), "逐项填报 1/55", "第1项")
		k.has(k.say("28 累计2700人次"), "已登记", "第28项", "2700人次", "逐项填报 1/55")
		if r := k.filed(28); r.Words != "累计2700人次" {
			t.Errorf("28: %q", r.Words)
		}
		k.not(1)
		k.has(k.say("30：已挂牌\n31 有困难：无经费"), "已登记2项", "30", "31", "逐项填报 1/55")
		k.has(k.say("第8项 已开工"), "第8项", "逐项填报 1/55")
		k.has(k.say("99 做了"), "没有第99项", "是第1项的进展吗", "尚未登记")
		k.not(1)
		k.has(k.press(k.last, "1 "), "已登记", "第1项", "99 做了")
		if r := k.filed(1); r.Words != "99 做了" {
			t.Errorf("1: %q", r.Words)
		}
	})
}

func TestANumberThatIsNobodysIsAskedAbout(t *testing.T) {
	converse(t, func(k *conversation) {
		card := k.say("第5项")
		k.has(card, "第5项")
		at := k.last
		k.has(k.say("7 完成60%", at), "已登记", "第7项", "60%")
		k.not(5)
		k.has(k.say("58 完成60%", at), "没有第58项", "是第5项的进展吗", "尚未登记")
		k.has(k.say("8 已开工\n99 做了"), "已登记", "第8项", "<b>未受理</b> 第99项：没有这一项")
		theirs := 0
		for no := 1; no <= 57; no++ {
			if _, mine := k.owed[no]; !mine {
				theirs = no
			}
		}
		k.has(k.say(fmt.Sprintf("9 又引进企业2家；%d 已签约", theirs)), "已登记", "第9项", fmt.Sprintf("<b>未受理</b> 第%d项：不由您的单位负责，由", theirs))
		if r := k.filed(9); r.Words != "又引进企业2家" {
			t.Errorf("9: %q", r.Words)
		}
		k.has(k.say("99 做了；其余无新进展"), "没有“99”这一项", "其他内容也未登记")
		k.not(5, 10, 11)
	})
}

func TestButtonsOfTheWalkCanBeTyped(t *testing.T) {
	converse(t, func(k *conversation) {
		k.has(k.say("/fill"), "第1项")
		k.has(k.say("跳过"), "第2项")
		k.has(k.say("上一项"), "第1项")
		k.has(k.say("skip"), "第2项")
		k.has(k.say("本期无新进展"), "已登记 第2项：无新进展", "第3项")
		k.has(k.say("有困难"), "已登记 第3项：有困难", "请写明什么困难")
		k.has(k.say("无企业"), "已登记 第3项：“无企业”", "第4项")
		if r := k.filed(3); r.State != duban.Stuck || r.Words != "无企业" {
			t.Errorf("3: %q %q", r.Words, r.State)
		}
		k.has(k.say("谁负责这一项"), "第4项", "牵头", "询问不作进展登记", "逐项填报")
		k.has(k.say("教育局"), "没有进展内容", "第4项")
		k.has(k.say("√"), "没有进展内容")
		k.has(k.say("先到这里"), "核对", "未报")
		k.not(1, 4)
		k.has(k.say("继续填报"), "逐项填报", "第1项")
		k.has(k.say("退出"), "核对")
		k.not(1, 4, 5)
	})
}

func TestAWalkEndsByItself(t *testing.T) {
	for name, end := range map[string]func(*conversation){
		"another command": func(k *conversation) { k.say("我的任务") },
		"a reminder": func(k *conversation) {
			if _, err := k.tx.Occur(duban.Occurrence{Person: k.person.ID, Kind: duban.ReminderSent, Cause: "r"}); err != nil {
				k.t.Fatal(err)
			}
			k.silent(time.Minute)
		},
		"an hour of silence": func(k *conversation) { k.silent(time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			converse(t, func(k *conversation) {
				k.say("/fill")
				k.silent(30 * time.Minute)
				k.has(k.say("已印发方案"), "已登记 第1项", "第2项")
				step := k.last
				end(k)
				k.has(k.say("已召开推进会"), "哪一项")
				k.not(2)
				k.has(k.say("已召开推进会2次", step), "已登记 第2项", "第3项") // a reply goes on with it
				k.has(k.say("已培训"), "已登记 第3项")
			})
		})
	}
}

// silent lets time pass since the walk was gone on with.
func (k *conversation) silent(d time.Duration) {
	k.t.Helper()
	w, _, err := k.tx.Walk(k.person.ID)
	if err != nil {
		k.t.Fatal(err)
	}
	w.Heard = w.Heard.Add(-d)
	if err := k.tx.SetWalk(w); err != nil {
		k.t.Fatal(err)
	}
}

func TestWordsOfAQuestionsButtonsSettleIt(t *testing.T) {
	converse(t, func(k *conversation) {
		k.say("28 累计1500人次")
		k.has(k.say("28 累计1200人次"), "少于上次1500人次", "请说明")
		question := k.last
		k.say("/fill")
		k.has(k.say("核减"), "第28项", "全项数1200人次", "核减")
		if r := k.filed(28); r.Words != "累计1200人次" {
			t.Errorf("28: %q", r.Words)
		}
		k.not(1)
		k.has(k.say("填错了", question), "第28项") // it is over: the card
		if r := k.filed(28); r.Words != "累计1200人次" {
			t.Errorf("28: %q", r.Words)
		}
	})
}

func TestTalkNeverTakesTheReportsPlace(t *testing.T) {
	converse(t, func(k *conversation) {
		k.say("28 又办两期电工班，累计1500人次")
		for _, said := range []string{"√", "👍", "ok", "好的", "收悉", "请问报什么格式", "什么时候截止？", "什么时候截止", "谁牵头", "这个指标口径是什么"} {
			k.has(k.say("28 "+said), "收到", "不作进展登记")
			if r := k.filed(28); r.Words != "又办两期电工班，累计1500人次" {
				t.Errorf("after %s: %q", said, r.Words)
			}
			k.say("20 " + said)
			k.not(20)
		}
		k.has(k.say("20 什么时候截止"), "本期11月27日", "9:00截止")
		asked, err := k.tx.Asked(k.list.ID, k.person.Departments...)
		if err != nil || duban.OpenTasks(asked) != 54 {
			t.Errorf("%d open, want 54 (%v)", duban.OpenTasks(asked), err)
		}
		k.has(k.say("请问这期几号截止"), "9:00截止", "还有54项未报")
	})
}

func TestAnEditMovesToTheNumberItNames(t *testing.T) {
	converse(t, func(k *conversation) {
		k.say("28 累计1200人次")
		k.say("28 累计1500人次")
		said := k.last - 1
		k.has(k.edit(said, "30 已挂牌"), "已登记", "第30项", "原报第28项的已撤回，现为“累计1200人次”")
		if r := k.filed(28); r.Words != "累计1200人次" {
			t.Errorf("28: %q", r.Words)
		}
		reached, err := k.tx.TaskReached(k.task(28))
		if err != nil || len(reached) != 1 || reached[0].Value != 1200 {
			t.Errorf("reached %+v %v", reached, err)
		}
		k.say("46 已谋划项目3个\n47 已起草")
		k.has(k.edit(k.last-1, "47 已起草\n48 已送审"), "已登记2项", "原报第46项的已撤回，现为未报")
		k.not(46)
		if r := k.filed(48); r.Words != "已送审" {
			t.Errorf("48: %q", r.Words)
		}
		k.has(k.edit(k.last-1, "59 已起草"), "未受理") // a refusal changes nothing
		if r := k.filed(47); r.Words != "已起草" {
			t.Errorf("47: %q", r.Words)
		}
	})
}

func (k *conversation) task(no int) duban.TaskID {
	k.t.Helper()
	t, _, err := k.tx.TaskByNo(k.list.ID, no)
	if err != nil {
		k.t.Fatal(err)
	}
	return t.ID
}

func TestACorrectionOfANumberIsOne(t *testing.T) {
	converse(t, func(k *conversation) {
		k.say("28 累计1200人次")
		k.say("28 又办两期，累计1500人次")
		k.has(k.say("28项数字写错了，应该是1400"), "1400人次")
		if r := k.filed(28); len(r.Figures) != 1 || r.Figures[0].Total != 1400 || !r.Figures[0].Counts() || !strings.HasPrefix(r.Words, "又办两期") {
			t.Errorf("%q %+v", r.Words, r.Figures)
		}
	})
}
