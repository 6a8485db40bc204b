package bot

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// talk is a scene in which people say things.
type talk struct {
	*scene
	said int64
	last Reply
}

// office is the admin of a talk.
const office = "赵敏"

func talking(t *testing.T, play func(*talk)) {
	t.Helper()
	stage(t, plight{name: office, lang: text.Chinese}, func(s *scene) {
		if err := s.tx.SetName(s.person.ID, office); err != nil {
			t.Fatal(err)
		}
		play(&talk{scene: s})
	})
}

// meets lets somebody write to the bot for the first time, under a name they chose.
func (w *talk) meets(user int64, nick string) duban.Person {
	w.t.Helper()
	w.says(user, nick, "/start")
	return w.of(user)
}

func (w *talk) of(user int64) duban.Person {
	w.t.Helper()
	p, found, err := w.tx.PersonByUser(user)
	if err != nil || !found {
		w.t.Fatal(user, found, err)
	}
	return p
}

func (w *talk) handle(in chat.Incoming) Reply {
	w.t.Helper()
	w.said++
	in.Source, in.At = fmt.Sprintf("m:%d:%d", in.Chat.ID, 1000+w.said), w.now
	reply, err := w.Handle(w.t.Context(), w.tx, in)
	if err != nil {
		w.t.Fatal(err)
	}
	w.last = reply
	return reply
}

// says writes to the bot in private.
func (w *talk) says(user int64, nick, words string) string {
	w.t.Helper()
	return w.to(user, w.handle(chat.Incoming{
		Kind: chat.Message, Chat: chat.Chat{ID: user, Private: true}, From: chat.Person{ID: user, Name: nick}, Message: 1000 + w.said, Text: words,
	}))
}

// in writes in a group, as an answer to somebody where that is not nobody.
func (w *talk) in(group, user int64, words string, answered chat.Person) Reply {
	w.t.Helper()
	in := chat.Incoming{
		Kind: chat.Message, Chat: chat.Chat{ID: group, Title: "群"}, From: chat.Person{ID: user, Name: "某"}, Message: 1000 + w.said, Text: words,
	}
	if answered.ID != 0 {
		in.Reply = &chat.Reply{Message: 5, From: answered}
	}
	return w.handle(in)
}

// office is what the admin says, and what is answered.
func (w *talk) office(words string) string {
	w.t.Helper()
	return w.says(7, office, words)
}

// press presses the button of a label under the answer before.
func (w *talk) press(user int64, label string) string {
	w.t.Helper()
	for _, p := range w.last.Say {
		if p.Text == nil {
			continue
		}
		for _, row := range p.Text.Buttons {
			for _, b := range row {
				if strings.Contains(b.Label, label) {
					return w.to(user, w.handle(chat.Incoming{
						Kind: chat.Press, Chat: chat.Chat{ID: user, Private: true}, From: chat.Person{ID: user}, Message: 99, Button: b.Data, PressID: "1",
					}))
				}
			}
		}
	}
	w.t.Fatalf("no button %s under %q", label, w.to(user, w.last))
	return ""
}

// to is what a reply says to a chat.
func (w *talk) to(chatID int64, reply Reply) string {
	w.t.Helper()
	var all []string
	for _, p := range reply.Say {
		switch {
		case p.Chat != chatID:
		case p.Text != nil:
			all = append(all, checkMarkup(w.t, p.Text.HTML))
		case p.View != nil:
			words, _ := w.show(*p.View)
			all = append(all, words)
		}
	}
	return strings.Join(all, "\n----\n")
}

func (w *talk) want(got string, words ...string) {
	w.t.Helper()
	for _, word := range words {
		if !strings.Contains(got, word) {
			w.t.Errorf("no %q in:\n%s", word, got)
		}
	}
}

// Nobody gets a role or a department by the name they call themselves: who is found
// is shown with all that tells them from others, and bound on a second press.
func TestARoleIsGivenLikeAContactIsBound(t *testing.T) {
	talking(t, func(w *talk) {
		w.meets(666, "李明")
		w.meets(667, "张伟（假）")
		w.now = w.now.AddDate(0, 0, 1)

		w.want(w.office("/role 李明 督办员"), "昵称“李明”", "编号666", "首次联系", "未登记", "登记为督办员，姓名记为李明？", "不能证明身份")
		if w.of(666).Admin {
			t.Fatal("a name made somebody admin")
		}
		for _, part := range []string{"/role 张伟 领导", "/role 伟 领导", "/role 张伟（ 领导", "/contact 财政局 张伟", "/role % 领导"} {
			w.want(w.office(part), "未受理：我没有见过")
		}
		w.office("/role 李明 督办员")
		w.want(w.press(7, "确认登记"), "李明", "编号666", "现在是督办员")
		if p := w.of(666); !p.Admin || p.Name != "李明" || !p.Named {
			t.Errorf("after the press: %+v", p)
		}
		w.want(w.to(666, w.last), "您已登记为督办员")
	})
}

// What must not be kept is not kept as a name either: whoever bears it is told by number.
func TestANameThatMustNotBeKeptIsTakenForNone(t *testing.T) {
	talking(t, func(w *talk) {
		for i, name := range []string{"机密★1年", "李明11010519491231002X", "秘密级"} {
			user := int64(601 + i*10)
			if p := w.meets(user, name); p.Name != "" || p.Nick != "" {
				t.Errorf("kept: %+v", p)
			}
			w.want(w.office(fmt.Sprintf("/contact 财政局 编号%d", user)), fmt.Sprintf("编号%d", user))
			w.meets(user, "李明")
			if p := w.meets(user, name); p.Nick != "李明" {
				t.Errorf("kept after another: %+v", p)
			}
			w.in(-100500-int64(i), 7, "/contact 财政局", chat.Person{ID: user + 1, Name: name})
			if p := w.of(user + 1); p.Name != "" || p.Nick != "" {
				t.Errorf("kept of a message that was answered: %+v", p)
			}
			for _, in := range []chat.Incoming{
				{Shared: &chat.SharedContact{User: user + 2, Name: name}, Reply: &chat.Reply{Message: 1, From: chat.Person{Name: name}}},
				{Chosen: &chat.Chosen{Users: []chat.Person{{ID: user + 3, Name: name}}}},
			} {
				in.Kind, in.Chat, in.From = chat.Message, chat.Chat{ID: 7, Private: true}, chat.Person{ID: 7, Name: office}
				if said := w.to(7, w.handle(in)); strings.Contains(said, name) {
					t.Errorf("said: %s", said)
				}
			}
			w.handle(chat.Incoming{Kind: chat.Message, Chat: chat.Chat{ID: -9, Title: name}, From: chat.Person{ID: 7, Name: office}, Text: "/group"})
			if g, found, err := w.tx.Group(-9); err != nil || !found || g.Title != "" {
				t.Errorf("kept of a group: %+v %v %v", g, found, err)
			}
			w.want(w.office("/group"), "编号-9")
		}
	})
}

// Of several who bear a name the office's own comes first; each is told by number.
func TestOfSeveralPeopleTheMeantOneIsChosen(t *testing.T) {
	talking(t, func(w *talk) {
		for user := range int64(10) {
			w.meets(600+user, "李明")
		}
		w.meets(12, "小李")
		if err := w.tx.SetName(w.of(12).ID, "李明"); err != nil {
			t.Fatal(err)
		}
		w.want(w.office("/contact 财政局 李明 负责人"), "叫“李明”的不止一人", "其余未列出")
		first := w.last.Say[0].Text.Buttons[0][0].Label
		if first != "李明（昵称“小李”） · 12" || len(w.last.Say[0].Text.Buttons) != maxChoices {
			t.Errorf("%d buttons, the first %s", len(w.last.Say[0].Text.Buttons), first)
		}
		w.want(w.press(7, "· 12"), "李明（昵称“小李”）", "编号12", "登记为市财政局负责人？")
		w.press(7, "确认登记为负责人")
		if p := w.of(12); len(p.Heads) != 1 || len(p.Departments) != 0 {
			t.Errorf("the chosen head is %+v", p)
		}
		w.want(w.office("/contact 财政局 编号603 李小明"), "昵称“李明”", "编号603", "登记为市财政局联络员，姓名记为李小明？")
		w.press(7, "确认登记")
		if p := w.of(603); p.Name != "李小明" || !p.IsContact() {
			t.Errorf("by number: %+v", p)
		}
	})
}

// Who takes another name between being shown and the press is shown anew.
func TestAPressBindsOnlyWhoWasShown(t *testing.T) {
	talking(t, func(w *talk) {
		w.meets(12, "小王")
		w.want(w.office("/role 12 领导"), "昵称“小王”")
		offer := w.last
		w.says(12, "市长", "/whoami")
		w.last = offer
		w.want(w.press(7, "确认登记"), "刚改过昵称", "昵称“市长”", "编号12")
		if w.of(12).Leader {
			t.Fatal("bound under a name nobody was shown")
		}
		w.press(7, "确认登记")
		if !w.of(12).Leader {
			t.Error("not bound after the second look")
		}
		again := w.last
		w.last = offer
		w.want(w.press(7, "确认登记"), "这个按钮已失效")
		w.last = again
	})
}

// The office's name is kept from the invitation on, in what everybody reads.
func TestTheOfficesNameIsWhatOthersRead(t *testing.T) {
	talking(t, func(w *talk) {
		w.want(w.office("/invite 财政局 王芳 负责人"), "王芳", "市财政局负责人")
		_, code, _ := strings.Cut(w.last.Say[0].Text.HTML, "start=")
		w.want(w.says(12, "小芳", "/start "+code), "王芳同志：您已登记为市财政局负责人")
		w.says(12, "李明", "/help")
		w.want(w.office("/contacts"), "财政局：王芳（昵称“李明”，负责人）")
		w.want(w.office("/role"), "王芳（昵称“李明”）：财政局负责人")
		if got := w.says(12, "李明", "/whoami"); strings.Contains(got, "李明") || strings.Contains(got, "编号") || !strings.Contains(got, "王芳") {
			t.Errorf("who she is: %s", got)
		}
		w.want(w.says(13, "路人", "/whoami"), "您还没有登记", "编号是 13", "告诉督办员")
		w.office("/invite 督办员 " + strings.Repeat("长", maxName+1))
		w.want(w.to(7, w.last), "姓名最长30字")
	})
}

// A role that is given, taken or brought by a code is told to every other admin, and
// the person; the app's menu follows.
func TestEveryOtherAdminIsToldOfARole(t *testing.T) {
	talking(t, func(w *talk) {
		second := w.meets(8, "刘洋")
		if err := w.tx.SetAdmin(second.ID, true); err != nil {
			t.Fatal(err)
		}
		menus := func(user int64) bool {
			return slices.ContainsFunc(w.last.Start, func(j duban.Job) bool { return j.Kind == duban.SetMenu && j.Chat == user })
		}
		w.meets(12, "小王")
		w.office("/role 小王 领导")
		w.press(7, "确认登记")
		w.want(w.to(8, w.last), "赵敏改了人员角色", "小王（编号12）现在是领导")
		if w.want(w.to(12, w.last), "您已登记为领导"); !menus(12) {
			t.Error("the new leader's menu stays")
		}
		w.office("/role 小王 无")
		w.want(w.press(7, "确认去掉"), "不是督办员，也不是领导")
		w.want(w.to(8, w.last), "现在不是督办员，也不是领导")
		if w.want(w.to(12, w.last), "您不再是领导"); !menus(12) {
			t.Error("the menu of whoever lost a role stays")
		}
		w.office("/invite 督办员 孙七")
		_, code, _ := strings.Cut(w.last.Say[0].Text.HTML, "start=")
		w.says(14, "孙", "/start "+code)
		for _, other := range []int64{7, 8} {
			w.want(w.to(other, w.last), "有人凭一次性链接登记了角色", "孙七（昵称“孙”，编号14）现在是督办员")
		}
		if !menus(14) {
			t.Error("the new admin's menu stays")
		}
		w.office("/contact 财政局 12")
		if w.press(7, "确认登记"); len(w.last.Start) != 0 {
			t.Errorf("a plain contact has the common menu, and is set %v", w.last.Start)
		}
	})
}

func TestTheLastAdminStays(t *testing.T) {
	talking(t, func(w *talk) {
		w.want(w.office("/role 赵敏 无"), "至少要留一位督办员")
		second := w.meets(8, "刘洋")
		if err := w.tx.SetAdmin(second.ID, true); err != nil {
			t.Fatal(err)
		}
		w.office("/role 赵敏 无")
		if err := w.tx.SetAdmin(second.ID, false); err != nil { // the other one was quicker
			t.Fatal(err)
		}
		w.want(w.press(7, "确认去掉"), "至少要留一位督办员")
		if !w.of(7).Admin {
			t.Error("nobody is admin")
		}
	})
}

// Groups see no persons: a contact is named there by answering, and offered in
// private; roles are given in private alone, and a group that nobody allowed hears
// nothing but admins.
func TestGroupsSeeNoPersons(t *testing.T) {
	talking(t, func(w *talk) {
		w.meets(666, "李明")
		const group = -50
		if r := w.in(group, 7, "/role 李明 督办员", chat.Person{}); len(r.Say) != 0 {
			t.Errorf("a role in a group that is not allowed: %s", w.to(group, r))
		}
		if r := w.in(group, 666, "/contact 财政局", chat.Person{ID: 12, Name: "小王"}); len(r.Say) != 0 {
			t.Errorf("a stranger's command in a group that is not allowed: %s", w.to(group, r))
		}
		for _, answered := range []chat.Person{{ID: 666, Name: "李明"}, {ID: 12, Name: "小王"}} {
			r := w.in(group, 7, "/contact 财政局 李小明", answered)
			if said := w.to(group, r); !strings.Contains(said, "私聊") || strings.Contains(said, answered.Name) || strings.Contains(said, "666") {
				t.Errorf("said in the group: %s", said)
			}
			if said := w.to(7, r); !strings.Contains(said, answered.Name) {
				t.Errorf("said in private: %s", said)
			}
		}
		if _, err := w.tx.AllowGroup(duban.Group{Chat: group, Title: "群", List: w.list.ID, Role: duban.Leadership}); err != nil {
			t.Fatal(err)
		}
		w.want(w.to(group, w.in(group, 7, "/role 李明 督办员", chat.Person{})), "私聊办理")
		w.want(w.to(group, w.in(group, 7, "/contact 财政局", chat.Person{})), "/contact 教育局")
	})
}

// The chooser's answer says what the person is to be, and its button goes with the
// press that binds them.
func TestTheChooserIsTakenAwayAgain(t *testing.T) {
	talking(t, func(w *talk) {
		w.meets(12, "小王")
		for _, c := range []struct{ words, label, said string }{
			{"/contact 财政局 负责人", "确认登记为负责人", "已登记为市财政局负责人"},
			{"/contact 财政局", "确认登记", "已登记为市财政局联络员"},
			{"/role 领导", "确认登记", "现在是领导"},
			{"/role 无", "确认去掉", "不是督办员，也不是领导"},
		} {
			w.office(c.words)
			choose := w.last.Say[0].Text.Choose
			if choose == nil {
				t.Fatalf("%s asks with no chooser", c.words)
			}
			w.handle(chat.Incoming{
				Kind: chat.Message, Chat: chat.Chat{ID: 7, Private: true}, From: chat.Person{ID: 7}, Message: 3,
				Chosen: &chat.Chosen{Request: choose.Request, Users: []chat.Person{{ID: 12}}},
			})
			w.want(w.press(7, c.label), c.said)
			if done := w.last.Say[0]; !done.Text.Unchoose || done.Edit != 0 {
				t.Errorf("%s: the chooser's button stays: %+v", c.words, done)
			}
		}
		old := w.handle(chat.Incoming{ // of an older keyboard, which named a department
			Kind: chat.Message, Chat: chat.Chat{ID: 7, Private: true}, From: chat.Person{ID: 7}, Message: 3,
			Chosen: &chat.Chosen{Request: 9, Users: []chat.Person{{ID: 12}}},
		})
		w.want(w.to(7, old), "请写单位")
	})
}
