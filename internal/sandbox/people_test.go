package sandbox

import (
	"strings"
	"testing"
	"time"
)

// What the bot gets of a text written in a group.
func TestPrivacyMode(t *testing.T) {
	b := newTestBot(t)
	group := b.group()
	board := decoded[wireMessage](t, b.ok("sendMessage", "chat_id", group, "text", "board")).MessageID
	other := b.say(bob, group, "hello all").ID
	for _, c := range []struct {
		text string
		opts []MessageOption
		seen bool
	}{
		{"hello", nil, false},
		{"@sandbox_bot hello", nil, false},
		{"/status", nil, true},
		{"/status@sandbox_bot", nil, true},
		{"/status@SANDBOX_BOT 教育局", nil, true},
		{"/status@other_bot", nil, false},
		{"do /status", nil, false},
		{"/done任务3", nil, false},
		{"/完成", nil, false},
		{"没动", []MessageOption{ReplyTo(board)}, true},
		{"me too", []MessageOption{ReplyTo(other)}, false},
		{"", []MessageOption{Document("a.txt", []byte("x"))}, false},
		{"/import", []MessageOption{Document("a.txt", []byte("x"))}, true},
		{"", []MessageOption{Photo("a.png", testPicture(9, 9)), ReplyTo(board)}, true},
	} {
		before := b.Pending()
		m := b.say(alice, group, c.text, c.opts...)
		if seen := b.Pending() > before; seen != c.seen || m.Hidden == c.seen {
			t.Errorf("%q: seen %v, want %v", c.text, seen, c.seen)
		}
	}
	if err := b.Promote(group, true); err != nil {
		t.Fatal(err)
	}
	before := b.Pending()
	b.say(alice, group, "an administrator sees it")
	if b.Pending() != before+1 {
		t.Error("an administrator must see everything")
	}
}

func TestEditsFollowPrivacyMode(t *testing.T) {
	b := newTestBot(t)
	m := b.say(alice, b.group(), "status")
	b.clock.pass(time.Minute)
	for _, text := range []string{"Status", "/status"} {
		if err := b.Edit(alice, b.group(), m.ID, text); err != nil {
			t.Fatal(err)
		}
	}
	got := b.updates()
	if len(got) != 1 || got[0].Edited == nil || got[0].Edited.Text != "/status" || got[0].Edited.EditDate != testStart.Unix()+60 {
		t.Errorf("%+v", got)
	}
	if err := b.Edit(bob, b.group(), m.ID, "mine now"); err == nil {
		t.Error("edited another's message")
	}
}

func TestCommandEntities(t *testing.T) {
	b := newTestBot(t)
	for text, want := range map[string]string{
		"/start":                        "/start",
		"/start code":                   "/start",
		"/tasks@sandbox_bot":            "/tasks@sandbox_bot",
		"see /task_28, please":          "/task_28",
		"见 /task_28。":                   "/task_28",
		"/done任务3":                      "",
		"第/done":                        "",
		"a/b":                           "",
		"/ x":                           "",
		"//x":                           "",
		"/" + strings.Repeat("a", 64):   "/" + strings.Repeat("a", 64),
		"/" + strings.Repeat("a", 65):   "",
		"/x@ab":                         "",
		"https://example.com/path /yes": "/yes",
	} {
		m := b.say(alice, alice, text)
		got := ""
		for _, e := range m.Entities {
			if e.Type == "bot_command" {
				got = string([]rune(text)[e.Offset : e.Offset+e.Length]) // all in the basic plane
			}
		}
		if got != want {
			t.Errorf("%q: command %q, want %q", text, got, want)
		}
	}
}

func TestBlockAndUnblock(t *testing.T) {
	b := newTestBot(t)
	b.Block(alice)
	b.Block(alice)
	if _, err := b.Send(alice, alice, "hi"); err == nil {
		t.Error("wrote although he blocked the bot")
	}
	b.Unblock(alice)
	b.ok("sendMessage", "chat_id", alice, "text", "welcome back")
	got := b.updates()
	if len(got) != 2 || got[0].Member["new_chat_member"].(map[string]any)["status"] != "kicked" ||
		got[1].Member["new_chat_member"].(map[string]any)["status"] != "member" {
		t.Errorf("%+v", got)
	}
}

func TestGroupIsAnnounced(t *testing.T) {
	b := newTestBot(t)
	group := b.AddGroup("Leaders", bob, alice)
	got := b.updates()
	if len(got) != 2 || got[0].Member == nil || got[1].Message == nil || !got[1].Message.GroupCreated || got[1].Message.Chat.Type != "group" {
		t.Fatalf("%+v", got)
	}
	for who, want := range map[int64]string{bob: "creator", alice: "member", b.Bot().ID: "member"} {
		m := decoded[wireMember](t, b.ok("getChatMember", "chat_id", group, "user_id", who))
		if m.Status != want {
			t.Errorf("%d is %s, want %s", who, m.Status, want)
		}
	}
}

func TestSupergroup(t *testing.T) {
	b := newTestBot(t)
	old := b.group()
	board := decoded[wireMessage](t, b.ok("sendMessage", "chat_id", old, "text", "board", "reply_markup", inlineRow(dataButton("more", "more"))))
	id := b.ToSupergroup(old)
	if id > -1000000000000 || b.ToSupergroup(old) != 0 || b.ToSupergroup(id) != 0 {
		t.Errorf("new id %d", id)
	}
	got := b.updates()
	if len(got) != 2 || got[0].Message.MigrateTo != id || got[0].Message.Chat.ID != old ||
		got[1].Message.MigrateFrom != old || got[1].Message.Chat.ID != id {
		t.Errorf("%+v", got)
	}
	if r := b.call("sendMessage", "chat_id", old, "text", "x"); r.Parameters.Migrate != id {
		t.Errorf("%+v", r)
	}
	if m := decoded[wireMessage](t, b.ok("sendMessage", "chat_id", id, "text", "x")); m.Chat.Type != "supergroup" || m.MessageID != 2 {
		t.Errorf("%+v", m)
	}
	if _, err := b.Press(alice, old, board.MessageID, "more"); err != nil {
		t.Errorf("old cards can still be pressed: %v", err)
	}
	if _, err := b.Send(alice, old, "/x"); err == nil {
		t.Error("wrote into the old group")
	}
}

func TestLeavingAndKicking(t *testing.T) {
	b := newTestBot(t)
	group := b.group()
	for _, do := range []func() error{
		func() error { return b.Leave(group, bob) },
		func() error { return b.Join(group, bob) },
		func() error { return b.Kick(group) },
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	b.say(bob, group, "/status")
	got := b.updates()
	if len(got) != 3 || got[0].Message.LeftMember == nil || len(got[1].Message.NewMembers) != 1 || got[2].Member == nil {
		t.Fatalf("%+v", got)
	}
	if err := b.AddBot(group); err != nil {
		t.Fatal(err)
	}
	b.say(bob, group, "/status")
	if got := b.updates("offset", next(got)); len(got) != 3 || !got[1].Message.NewMembers[0].IsBot || got[2].Message.Text != "/status" {
		t.Errorf("%+v", got)
	}
	if err := b.Join(group, 999); err == nil {
		t.Error("nobody joined")
	}
}

func TestPeopleChooser(t *testing.T) {
	b := newTestBot(t)
	if _, err := b.Send(alice, alice, "", UsersShared(5, bob)); err == nil {
		t.Error("chose people although nobody asked")
	}
	ask := map[string]any{"text": "选人", "request_users": map[string]any{"request_id": 5, "max_quantity": 2, "request_name": true}}
	b.ok("sendMessage", "chat_id", alice, "text", "who?", "reply_markup", map[string]any{"keyboard": [][]any{{ask}, {"cancel"}}})
	if k := b.ReplyKeyboard(alice); len(k) != 2 || k[0][0].RequestUsers.ID != 5 || k[0][0].RequestUsers.Max != 2 || k[1][0].Text != "cancel" {
		t.Errorf("%+v", k)
	}
	if _, err := b.Send(alice, alice, "", UsersShared(5, 1, 2, 3)); err == nil {
		t.Error("chose three of two")
	}
	b.say(alice, alice, "", UsersShared(5, stranger))
	b.say(alice, alice, "", ContactShared(bob))
	got := b.updates()
	if s := got[0].Message.UsersShared; s == nil || s.RequestID != 5 || s.Users[0] != (wireSharedUser{UserID: stranger, FirstName: "Stranger"}) {
		t.Errorf("%+v", s)
	}
	if c := got[1].Message.Contact; c == nil || c.UserID != bob || c.FirstName != "Bob" {
		t.Errorf("%+v", c)
	}
	if r := b.call("sendMessage", "chat_id", stranger, "text", "x"); r.Description != "Bad Request: chat not found" {
		t.Errorf("a shared person is not thereby met: %+v", r)
	}
	b.ok("sendMessage", "chat_id", alice, "text", "thanks", "reply_markup", map[string]any{"remove_keyboard": true})
	if k := b.ReplyKeyboard(alice); k != nil {
		t.Errorf("%+v", k)
	}
}

func TestRepliesQuotesForwardsAlbums(t *testing.T) {
	b := newTestBot(t)
	card := decoded[wireMessage](t, b.ok("sendMessage", "chat_id", alice, "text", "第一行\n第28项 实训基地"))
	b.say(alice, alice, "done", Quote(card.MessageID, "第28项"))
	b.say(alice, alice, "old news", Forwarded())
	b.say(alice, alice, "two pictures", Photo("a.png", testPicture(200, 100)), AlbumID("77"))
	b.say(alice, alice, "", Photo("b.png", testPicture(8, 8)), AlbumID("77"))
	got := b.updates()
	if m := got[0].Message; m.ReplyTo.MessageID != card.MessageID || m.Quote.Text != "第28项" || m.Quote.Position != 4 || !m.Quote.Manual {
		t.Errorf("quote: %+v %+v", m.ReplyTo, m.Quote)
	}
	if m := got[1].Message; m.Forward == nil || m.ForwardDate == 0 || m.ForwardFrom.ID != alice {
		t.Errorf("forward: %+v", m)
	}
	m := got[2].Message
	if m.MediaGroupID != "77" || got[3].Message.MediaGroupID != "77" || m.Caption != "two pictures" || m.Text != "" {
		t.Errorf("album: %+v", m)
	}
	if len(m.Photo) != 2 || m.Photo[0].Width != 90 || m.Photo[1].Width != 200 || m.Photo[1].Height != 100 {
		t.Errorf("the whole photo must come last: %+v", m.Photo)
	}
	view := b.Messages(alice)
	if r := view[len(view)-4].ReplyTo; r == nil || r.Quote != "第28项" || r.From.ID != b.Bot().ID || !strings.HasPrefix(r.Text, "第一行") {
		t.Errorf("%+v", r)
	}
	for _, opt := range []MessageOption{ReplyTo(999999), Quote(card.MessageID, "nope")} {
		if _, err := b.Send(alice, alice, "x", opt); err == nil {
			t.Error("replied to what is not there")
		}
	}
}

func TestPeopleCannotDoWhatTheyCannotSee(t *testing.T) {
	b := newTestBot(t)
	card := decoded[wireMessage](t, b.ok("sendMessage", "chat_id", alice, "text", "x", "reply_markup", inlineRow(dataButton("ok", "ok"))))
	for name, err := range map[string]error{
		"press of another's card":   second(b.Press(bob, alice, card.MessageID, "ok")),
		"press of another data":     second(b.Press(alice, alice, card.MessageID, "no")),
		"press of another label":    second(b.PressLabel(alice, alice, card.MessageID, "no")),
		"press of no message":       second(b.Press(alice, alice, 999999, "ok")),
		"message of nobody":         second(b.Send(999, 999, "x")),
		"message into another chat": second(b.Send(bob, alice, "x")),
		"message to no group":       second(b.Send(bob, -5, "x")),
		"empty message":             second(b.Send(bob, bob, " ")),
		"endless message":           second(b.Send(bob, bob, strings.Repeat("x", 4097))),
		"deleting in another chat":  b.Delete(bob, alice, card.MessageID),
		"reacting to nothing":       b.React(bob, bob, 999999, "👍"),
	} {
		if err == nil {
			t.Error(name, "was possible")
		}
	}
}

func second[T any](_ T, err error) error { return err }
