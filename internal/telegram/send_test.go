package telegram

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"duban/internal/chat"
	"duban/internal/sandbox"
)

// world is a sandbox with Li, who has pressed Start, and a client on it.
func world(t testing.TB) (*sandbox.Server, *Client) {
	t.Helper()
	s := sandbox.New(sandbox.Options{})
	t.Cleanup(s.Close)
	s.AddUser(sandbox.User{ID: 11, FirstName: "Li", LastName: "Ming", LanguageCode: "zh-hans"})
	s.AddUser(sandbox.User{ID: 12, FirstName: "Wang"})
	if _, err := s.Send(11, 11, "/start"); err != nil {
		t.Fatal(err)
	}
	c, _ := client(t, s, func(o *Options) { o.Token = s.Token() })
	return s, c
}

func TestSendAgainstTheSandbox(t *testing.T) {
	s, c := world(t)
	ctx := t.Context()
	sent := func(o chat.Outcome) sandbox.Message {
		t.Helper()
		m, ok := s.Message(11, int(o.Message))
		if o.Class != chat.Sent || !ok {
			t.Fatalf("got %+v", o)
		}
		return m
	}

	digest := sent(c.Send(ctx, 11, chat.Outgoing{
		HTML:    "<b>应报</b> https://example.org",
		Buttons: [][]chat.Button{{{Label: "填报", Data: "r:28"}, {Label: "看", URL: "https://example.org/"}}, nil},
		ReplyTo: 999999,
	}))
	want := [][]sandbox.Button{{{Text: "填报", Data: "r:28"}, {Text: "看", URL: "https://example.org/"}}}
	if diff := cmp.Diff(want, digest.Keyboard); diff != "" || digest.Text != "应报 https://example.org" {
		t.Errorf("%q %s", digest.Text, diff)
	}

	reply := sent(c.Send(ctx, 11, chat.Outgoing{HTML: "好", ReplyTo: int64(digest.ID)}))
	if reply.ReplyTo == nil || reply.ReplyTo.ID != digest.ID {
		t.Errorf("replies to %+v", reply.ReplyTo)
	}

	edited := sent(c.Edit(ctx, 11, int64(digest.ID), chat.Outgoing{HTML: "已收到"}))
	if edited.Text != "已收到" || len(edited.Keyboard) != 0 {
		t.Errorf("%q with %v", edited.Text, edited.Keyboard)
	}
	sent(c.Edit(ctx, 11, int64(digest.ID), chat.Outgoing{HTML: "已收到"})) // not modified
	if o := c.Edit(ctx, 11, 999999, words); o.Class != chat.Lost {
		t.Errorf("edit of nothing: %+v", o)
	}

	sent(c.Pin(ctx, 11, int64(digest.ID)))
	if m, ok := s.Pinned(11); !ok || m.ID != digest.ID {
		t.Errorf("pinned %+v", m)
	}

	file := sent(c.Send(ctx, 11, chat.Outgoing{HTML: "<i>台账</i>", File: &chat.Document{Name: `台账"1".csv`, Data: []byte("a,b")}}))
	if file.Document == nil || file.Document.Name != `台账"1".csv` || file.Text != "台账" {
		t.Errorf("got %+v", file.Document)
	}

	sent(c.Send(ctx, 11, chat.Outgoing{HTML: "谁？", Choose: &chat.Chooser{Request: 77, Label: "选人"}}))
	keyboard := s.ReplyKeyboard(11)
	if len(keyboard) != 1 || keyboard[0][0].RequestUsers == nil || keyboard[0][0].RequestUsers.ID != 77 || keyboard[0][0].RequestUsers.Max != 1 {
		t.Errorf("keyboard %+v", keyboard)
	}

	if o := c.Send(ctx, 11, chat.Outgoing{HTML: "<x>"}); o.Class != chat.BadMarkup {
		t.Errorf("bad markup: %+v", o)
	}
	if o := c.Send(ctx, 12, words); o.Class != chat.Unreachable {
		t.Errorf("to a stranger: %+v", o)
	}
	if err := c.Typing(ctx, 11); err != nil {
		t.Error(err)
	}
}

func TestAChooserRequestHas32Bits(t *testing.T) {
	d := answers(200, "application/json", `{"ok":true}`)
	c, _ := client(t, d)
	got := c.Send(t.Context(), 11, chat.Outgoing{HTML: "x", Choose: &chat.Chooser{Request: 1 << 31, Label: "x"}})
	if got.Class != chat.Faulty || d.n != 0 {
		t.Errorf("got %+v after %d calls", got, d.n)
	}
}

// What the bot gets through Poll and Decode is what people did.
func TestThereAndBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := world(t)
		o := c.Send(t.Context(), 11, chat.Outgoing{HTML: "卡片", Buttons: [][]chat.Button{{{Label: "办结", Data: "d:28"}}}})
		press, err := s.Press(11, 11, int(o.Message), "d:28")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Send(11, 11, "又300", sandbox.ReplyTo(int(o.Message))); err != nil {
			t.Fatal(err)
		}
		s.Deliver([]byte(`{"message":"rubbish"}`))
		o = c.Send(t.Context(), 11, chat.Outgoing{HTML: "谁？", Choose: &chat.Chooser{Request: 77, Label: "选人"}})
		if _, err := s.Send(11, 11, "", sandbox.UsersShared(77, 12)); err != nil {
			t.Fatal(err)
		}
		me, err := c.Me(t.Context())
		if err != nil {
			t.Fatal(err)
		}

		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
		defer cancel()
		var got []chat.Incoming
		unread := 0
		_ = c.Poll(ctx, func(_ context.Context, batch []Update) error {
			for _, u := range batch {
				in, err := Decode(u, me)
				if err != nil {
					unread++
					continue
				}
				got = append(got, in)
			}
			return nil
		})
		if len(got) != 4 || unread != 1 || s.Pending() != 0 {
			t.Fatalf("got %+v, %d unreadable, %d pending", got, unread, s.Pending())
		}
		if got[1].Kind != chat.Press || got[1].Source != "c:"+press.ID || got[1].Button != "d:28" || got[1].From.ID != 11 {
			t.Errorf("press %+v", got[1])
		}
		if got[2].Reply == nil || got[2].Reply.Text != "卡片" || !got[2].Reply.From.Bot || got[2].Text != "又300" {
			t.Errorf("reply %+v", got[2])
		}
		if got[3].Chosen == nil || got[3].Chosen.Request != 77 || got[3].Chosen.Users[0].ID != 12 {
			t.Errorf("chosen %+v", got[3])
		}
		if err := c.AnswerPress(t.Context(), press.ID, "", false); err != nil {
			t.Error(err)
		}
	})
}

func TestAToastIsCut(t *testing.T) {
	d := answers(200, "application/json", `{"ok":true,"result":true}`)
	c, _ := client(t, d)
	for _, text := range []string{strings.Repeat("督", 200), strings.Repeat("督", 201), "a" + strings.Repeat("🟢", 150)} {
		if err := c.AnswerPress(t.Context(), "1", text, true); err != nil {
			t.Fatal(err)
		}
		sent, _ := url.ParseQuery(d.body)
		units := len(utf16.Encode([]rune(sent.Get("text"))))
		if whole := len(utf16.Encode([]rune(text))) <= 200; units > 200 || units < 199 || whole != (sent.Get("text") == text) {
			t.Errorf("%d units, %q", units, sent.Get("text"))
		}
	}
}

func TestSetCommands(t *testing.T) {
	s, c := world(t)
	menu := []Command{{"tasks", "我的任务"}, {"help", "帮助"}}
	if err := c.SetCommands(t.Context(), PrivateChats(), "zh", menu); err != nil {
		t.Fatal(err)
	}
	want := []sandbox.Command{{Command: "tasks", Description: "我的任务"}, {Command: "help", Description: "帮助"}}
	if diff := cmp.Diff(want, s.Menu(11, 11)); diff != "" {
		t.Error(diff)
	}
	for _, scope := range []Scope{{}, PrivateChats(), GroupChats(), OneChat(11)} {
		if err := c.SetCommands(t.Context(), scope, "", nil); err != nil {
			t.Error(err)
		}
	}
}

var _ Doer = http.DefaultClient
