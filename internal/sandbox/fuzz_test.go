package sandbox

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Whatever a bot sends, the server answers and what it then shows can be
// saved, loaded and rendered.
func FuzzCalls(f *testing.F) {
	for i := range methodTable() {
		f.Add(i, "chat_id", "11", "text", "<b>x</b>", false)
		f.Add(i, "reply_markup", `{"inline_keyboard":[[{"text":"x","callback_data":"y"}]]}`, "message_id", "2", false)
		f.Add(i, "reply_markup", `{"keyboard":[["a",{"text":"x","request_users":{"request_id":1}}]]}`, "reply_parameters", `{"message_id":2,"quote":"x"}`, false)
		f.Add(i, "commands", `[{"command":"a","description":"b"}]`, "scope", `{"type":"chat","chat_id":11}`, false)
		f.Add(i, "entities", `[{"type":"bold","offset":1,"length":9}]`, "allowed_updates", `["message"]`, true)
		f.Add(i, "reaction", `[{"type":"emoji","emoji":"👍"}]`, "offset", "-9223372036854775808", true)
	}
	b := newTestBot(f)
	b.say(alice, alice, "hello")
	b.ok("sendMessage", "chat_id", alice, "text", "card", "reply_markup", inlineRow(dataButton("x", "y")))
	methods := methodTable()
	f.Fuzz(func(t *testing.T, i int, k1, v1, k2, v2 string, asJSON bool) {
		name := getUpdates
		if i = i % (len(methods) + 1); i >= 0 && i < len(methods) {
			name = methods[i].name
		}
		if name == "setWebhook" {
			return // it would call out
		}
		form := url.Values{"chat_id": {"11"}, "text": {"x"}, "message_id": {"3"}}
		form.Set(k1, v1)
		form.Set(k2, v2)
		form.Set("timeout", "0")
		body, kind := form.Encode(), "application/x-www-form-urlencoded"
		if asJSON {
			body, kind = `{`+paramText(k1)+`:`+v1+`,`+paramText(k2)+`:`+v2+`}`, "application/json"
		}
		r, _ := http.NewRequest(http.MethodPost, "http://sandbox/bot"+b.Token()+"/"+name, strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		ctx := t.Context()
		resp, err := b.Do(r.WithContext(ctx))
		if err != nil || resp.StatusCode == 500 {
			t.Fatal(resp, err)
		}
		for _, m := range b.Messages(alice) {
			wellFormed(t, m.HTML)
		}
		b.Server = shrink(t, b.Server)
	})
}

// shrink keeps a server small during a long run and tests Save and Load.
func shrink(t *testing.T, s *Server) *Server {
	if len(s.Requests()) < 2000 {
		return s
	}
	var saved strings.Builder
	if err := s.Save(&saved); err != nil {
		t.Fatal(err)
	}
	fresh := New(Options{Now: s.now})
	if err := fresh.Load(strings.NewReader(saved.String())); err != nil {
		t.Fatal(err)
	}
	again := newTestBot(t)
	return again.Server
}
