package bot

import (
	"strings"
	"testing"

	"duban/internal/chat"
	"duban/internal/duban"
)

// A command that bears another bot's name is neither carried out nor kept as words.
func TestACommandForAnotherBotIsNotKept(t *testing.T) {
	talking(t, func(w *talk) {
		for _, words := range []string{"/whoami@other_bot", "／status@Other_Bot 28", "/fill@duban_bot2"} {
			w.want(w.office(words), "未受理", "写给了另一个机器人", "/help")
			edited := w.handle(chat.Incoming{
				Kind: chat.Edited, Chat: chat.Chat{ID: 7, Private: true}, From: chat.Person{ID: 7, Name: office}, Message: 50, Text: words,
			})
			w.want(w.to(7, edited), "修改旧消息不能发出命令")
		}
		w.want(w.office("/whoami@Duban_Bot"), office)
		if kept, found, err := w.tx.KeptWords(1); found || err != nil {
			t.Errorf("kept %+v, %v", kept, err)
		}
		if _, err := w.tx.AllowGroup(duban.Group{Chat: -50, Title: "群", List: w.list.ID, Role: duban.Leadership}); err != nil {
			t.Fatal(err)
		}
		if r := w.in(-50, 7, "/status@other_bot", chat.Person{ID: 1, Bot: true}); len(r.Say) > 0 {
			t.Errorf("said in a group: %s", w.to(-50, r))
		}
	})
}

// Who gives a command in the name of an allowed group is told how to give it;
// whatever else is said in a group's or a channel's name is nobody's.
func TestAnAnonymousAdminIsToldWhatToDo(t *testing.T) {
	talking(t, func(w *talk) {
		const group, other, channel = -50, -51, -1001
		if _, err := w.tx.AllowGroup(duban.Group{Chat: group, Title: "群", List: w.list.ID, Role: duban.Leadership}); err != nil {
			t.Fatal(err)
		}
		say := func(chatID, from int64, words string, forwarded bool) string {
			return w.to(chatID, w.handle(chat.Incoming{
				Kind: chat.Message, Chat: chat.Chat{ID: chatID}, From: chat.Person{ID: from, Bot: true}, Message: 9, Text: words, Forwarded: forwarded,
			}))
		}
		for _, words := range []string{"/status", "/group 取消", "/role 李明 督办员"} {
			w.want(say(group, group, words, false), "匿名", "无法确认是谁", "私聊")
		}
		for _, got := range []string{
			say(other, other, "/group", false), say(group, group, "教育局", false), say(group, group, "/weather", false),
			say(group, group, "/status@other_bot", false), say(group, channel, "/status", true),
		} {
			if strings.TrimSpace(got) != "" {
				t.Errorf("answered: %s", got)
			}
		}
		if _, allowed, _ := w.tx.Group(group); !allowed {
			t.Error("nobody took the group off the list")
		}
	})
}
