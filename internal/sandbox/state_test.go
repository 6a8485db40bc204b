package sandbox

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"
)

func TestSaveAndLoad(t *testing.T) {
	w := newFixture(t)
	w.say(alice, alice, "with a file", Document("清单.txt", []byte("内容")))
	w.ok("setMyCommands", "commands", []Command{{"status", "汇总"}})
	w.ok("pinChatMessage", "chat_id", alice, "message_id", w.card)
	w.Deliver([]byte("not json"))
	var saved bytes.Buffer
	if err := w.Save(&saved); err != nil {
		t.Fatal(err)
	}
	again := newTestBot(t)
	if err := again.Load(bytes.NewReader(saved.Bytes())); err != nil {
		t.Fatal(err)
	}
	for _, chat := range []int64{alice, w.group} {
		if !reflect.DeepEqual(again.Messages(chat), w.Messages(chat)) {
			t.Errorf("messages of %d differ:\n%+v\n%+v", chat, again.Messages(chat), w.Messages(chat))
		}
	}
	if !reflect.DeepEqual(again.Chats(), w.Chats()) || !reflect.DeepEqual(again.Commands(), w.Commands()) || again.Pending() != w.Pending() {
		t.Error("chats, commands or updates differ")
	}
	var twice bytes.Buffer
	if err := again.Save(&twice); err != nil || twice.String() != saved.String() {
		t.Errorf("saved again it is another state (%v)", err)
	}
	again.ok("answerCallbackQuery", "callback_query_id", w.press)
	if r := again.call("editMessageText", "chat_id", alice, "message_id", w.card, "text", "card", "reply_markup", inlineRow(dataButton("ok", "ok"))); r.OK {
		t.Error("an unchanged message was modified")
	}
	for _, broken := range []string{"{", `{"People":null}`, `{"People":{"1":null}}`, `{"Chats":{"1":{"Messages":[null]}}}`, `{"Files":{"x":null}}`, `{"Presses":{"x":null}}`} {
		if err := again.Load(strings.NewReader(broken)); err == nil || len(again.Messages(alice)) == 0 {
			t.Errorf("%s must change nothing (%v)", broken, err)
		}
	}
}

func TestFilesGoBothWays(t *testing.T) {
	b := newTestBot(t)
	m := decoded[wireMessage](t, b.upload("sendDocument", "document", `C:\tmp\台账.xlsx`, []byte("table"), "chat_id", alice, "caption", "<b>台账</b>", "parse_mode", "HTML").Result)
	seen, _ := b.Message(alice, m.MessageID)
	if seen.Document.Name != "台账.xlsx" || seen.Document.Size != 5 || seen.HTML != "<b>台账</b>" {
		t.Errorf("%+v %+v", seen, seen.Document)
	}
	if _, data, ok := b.File(seen.Document.ID); !ok || string(data) != "table" {
		t.Errorf("%q", data)
	}
	b.ok("sendDocument", "chat_id", alice, "document", m.Document.FileID)
	b.upload("sendDocument", "attached", "x.txt", []byte("x"), "chat_id", alice, "document", "attach://attached")
	if n := len(b.Messages(alice)); n != 4 {
		t.Errorf("%d messages", n)
	}

	sent := b.say(alice, alice, "", Document("清单.txt", []byte("内容")))
	file := decoded[wirePath](t, b.ok("getFile", "file_id", sent.Document.ID))
	r, _ := http.NewRequest(http.MethodGet, "http://sandbox/file/bot"+b.Token()+"/"+file.Path, nil)
	resp, err := b.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if data, _ := io.ReadAll(resp.Body); string(data) != "内容" || resp.StatusCode != 200 {
		t.Errorf("%d %q", resp.StatusCode, data)
	}
	b.Fail(Fault{Method: "file", Kind: Status, Code: 502, Body: "<html>"})
	if resp, err := b.Do(r); err != nil || resp.StatusCode != 502 {
		t.Errorf("%v %v", resp, err)
	}
}

func TestPinAndUnpin(t *testing.T) {
	b := newTestBot(t)
	var ids []int
	for range 2 {
		id := decoded[wireMessage](t, b.ok("sendMessage", "chat_id", alice, "text", "board")).MessageID
		b.ok("pinChatMessage", "chat_id", alice, "message_id", id, "disable_notification", true)
		b.ok("pinChatMessage", "chat_id", alice, "message_id", id) // again changes nothing
		ids = append(ids, id)
	}
	if m, ok := b.Pinned(alice); !ok || m.ID != ids[1] {
		t.Errorf("%+v", m)
	}
	full := decoded[wireFullChat](t, b.ok("getChat", "chat_id", alice))
	if full.PinnedMessage.MessageID != ids[1] || full.FirstName != "Alice" {
		t.Errorf("%+v", full)
	}
	last := b.Messages(alice)[len(b.Messages(alice))-1]
	if last.Service != MessagePinned || last.About != int64(ids[1]) || b.Pending() != 0 {
		t.Errorf("%+v", last)
	}
	b.ok("unpinChatMessage", "chat_id", alice)
	if m, _ := b.Pinned(alice); m.ID != ids[0] {
		t.Errorf("%+v", m)
	}
	b.ok("deleteMessage", "chat_id", alice, "message_id", ids[0])
	if _, ok := b.Pinned(alice); ok {
		t.Error("a deleted message is pinned")
	}
	if err := b.Promote(b.group(), true); err != nil {
		t.Fatal(err)
	}
	id := decoded[wireMessage](t, b.ok("sendMessage", "chat_id", b.group(), "text", "board")).MessageID
	b.ok("pinChatMessage", "chat_id", b.group(), "message_id", id)
}

func TestCommandMenus(t *testing.T) {
	b := newTestBot(t)
	b.AddUser(User{ID: alice, FirstName: "Alice", LanguageCode: "zh-hans"})
	set := func(name, language string, scope map[string]any) {
		t.Helper()
		b.ok("setMyCommands", "commands", []Command{{name, "x"}}, "language_code", language, "scope", scope)
	}
	menu := func(chat, user int64) string {
		list := b.Menu(chat, user)
		if len(list) == 0 {
			return ""
		}
		return list[0].Command
	}
	kind := func(name string, more ...any) map[string]any {
		m := map[string]any{"type": name}
		for i := 0; i+1 < len(more); i += 2 {
			m[more[i].(string)] = more[i+1]
		}
		return m
	}
	set("any", "", kind("default"))
	set("zh", "zh", kind("default"))
	if menu(alice, alice) != "zh" || menu(bob, bob) != "any" || menu(b.group(), bob) != "any" {
		t.Error("default scope")
	}
	set("private", "", kind("all_private_chats"))
	set("group", "", kind("all_group_chats"))
	set("office", "", kind("chat", "chat_id", b.group()))
	set("boss", "", kind("chat_administrators", "chat_id", b.group()))
	if menu(bob, bob) != "private" || menu(b.group(), bob) != "office" || menu(b.group(), alice) != "boss" {
		t.Error("narrower scopes")
	}
	b.ok("deleteMyCommands", "scope", kind("chat", "chat_id", b.group()))
	if menu(b.group(), bob) != "group" || string(b.ok("getMyCommands")) != `[{"command":"any","description":"x"}]` {
		t.Error("deleted scope")
	}
	if len(b.Commands()) != 5 {
		t.Errorf("%v", b.Commands())
	}
}

func TestReactions(t *testing.T) {
	b := newTestBot(t)
	m := b.say(alice, alice, "done")
	b.ok("setMessageReaction", "chat_id", alice, "message_id", m.ID, "reaction", []any{map[string]any{"type": "emoji", "emoji": "👍"}})
	if seen, _ := b.Message(alice, m.ID); len(seen.Reactions) != 1 || seen.Reactions[0] != (Reaction{From: b.Bot().ID, Emoji: "👍"}) {
		t.Errorf("%+v", seen.Reactions)
	}
	b.ok("setMessageReaction", "chat_id", alice, "message_id", m.ID)
	if seen, _ := b.Message(alice, m.ID); len(seen.Reactions) != 0 {
		t.Errorf("%+v", seen.Reactions)
	}
}

func TestSilentDetailsOfKeyboards(t *testing.T) {
	b := newTestBot(t)
	row := make([]map[string]any, 14)
	for i := range row {
		row[i] = dataButton(fmt.Sprint(i), "d")
	}
	m := decoded[wireMessage](t, b.ok("sendMessage", "chat_id", alice, "text", "x", "reply_markup", map[string]any{"inline_keyboard": [][]map[string]any{row, {dataButton("", "d")}, {}}}))
	if seen, _ := b.Message(alice, m.MessageID); len(seen.Keyboard) != 1 || len(seen.Keyboard[0]) != 12 {
		t.Errorf("Telegram drops what is beyond 12 in a row and what has no text: %+v", seen.Keyboard)
	}
	b.ok("editMessageReplyMarkup", "chat_id", alice, "message_id", m.MessageID, "reply_markup", map[string]any{"inline_keyboard": []any{}})
	seen, _ := b.Message(alice, m.MessageID)
	if seen.Keyboard != nil || !seen.EditDate.IsZero() {
		t.Errorf("%+v", seen)
	}
	b.ok("sendMessage", "chat_id", alice, "text", "x", "reply_parameters", map[string]any{"message_id": 999999, "allow_sending_without_reply": true})
	b.ok("sendMessage", "chat_id", alice, "text", "x", "reply_to_message_id", 999999, "allow_sending_without_reply", true, "disable_web_page_preview", true)
}

func TestSubscribe(t *testing.T) {
	b := newTestBot(t)
	events, cancel := b.Subscribe()
	b.ok("sendMessage", "chat_id", alice, "text", "x")
	b.ok("sendMessage", "chat_id", alice, "text", "y")
	<-events
	select {
	case <-events:
		t.Error("two changes that nobody read are one event")
	default:
	}
	cancel()
	b.ok("sendMessage", "chat_id", alice, "text", "z")
	select {
	case <-events:
		t.Error("an event after cancel")
	default:
	}
}

// Everybody does everything at once; the race detector watches.
func TestManyAtOnce(t *testing.T) {
	b := newTestBot(t)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for range 20 {
				m := decoded[wireMessage](t, b.ok("sendMessage", "chat_id", alice, "text", "x", "reply_markup", inlineRow(dataButton("ok", "ok"))))
				p, err := b.Press(alice, alice, m.MessageID, "ok")
				if err != nil {
					t.Error(err)
				}
				b.ok("answerCallbackQuery", "callback_query_id", p.ID)
				b.Messages(alice)
				b.Requests()
				b.call("getUpdates", "offset", -int64(i))
				_ = b.Save(io.Discard)
			}
		})
	}
	all.Wait()
	if n := b.count(EventDelivered); n != 160 {
		t.Errorf("%d delivered", n)
	}
}
