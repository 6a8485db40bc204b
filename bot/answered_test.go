package bot

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/store"
)

// everything is one of each kind of thing that can be said in private.
func everything() (all []chat.Incoming) {
	words := []string{
		"你好", "收到", "28", "第28项", "28 又办两期电工班", "其余无新进展", "28 已办一期\n其余无新进展", "99 没有这一项", "无", "汇总", "谁没报", "填报",
		"教育局", "/", "/nothing", "/whoami@duban_bot", "？", "28 无新进展\n29 有困难", "+补充", "更正",
	}
	for _, r := range routes {
		if r.command != "" {
			words = append(words, "/"+r.command, "/"+r.command+" 28 ？？")
		}
	}
	for i, w := range words {
		all = append(all, chat.Incoming{Kind: chat.Message, Text: w})
		if i%3 == 0 {
			all = append(all, chat.Incoming{Kind: chat.Edited, Text: w})
		}
	}
	for _, f := range []*chat.File{{ID: "f", Name: "a.xlsx"}, {ID: "f", Name: "a.et"}, {ID: "f", Name: "a.pdf"}, {ID: "f", Photo: true}, {ID: "f", Name: "a.docx", Size: 1 << 30}} {
		for _, caption := range []string{"", "28 见附件"} {
			all = append(all, chat.Incoming{Kind: chat.Message, File: f, Text: caption}, chat.Incoming{Kind: chat.Edited, File: f, Text: caption})
		}
	}
	all = append(all,
		chat.Incoming{Kind: chat.Message, Unread: true}, chat.Incoming{Kind: chat.Edited, Unread: true},
		chat.Incoming{Kind: chat.Message, Shared: &chat.SharedContact{User: 1, Name: "某"}},
		chat.Incoming{Kind: chat.Message, Chosen: &chat.Chosen{Request: 1}},
	)
	for _, r := range routes {
		switch {
		case r.button != "":
			for _, id := range []int64{0, 1} {
				all = append(all, chat.Incoming{Kind: chat.Press, Button: data(r.button, slices.Repeat([]int64{id}, r.ids)...), PressID: "1"})
			}
		case r.reply != "":
			for _, w := range []string{"你好", "28 又办一期"} {
				all = append(all, chat.Incoming{Kind: chat.Message, Text: w, Reply: &chat.Reply{From: chat.Person{Bot: true}}, Work: r.reply})
			}
		}
	}
	return append(all, chat.Incoming{Kind: chat.Press, Button: "nothing.1", PressID: "1"}, chat.Incoming{Kind: chat.Press, PressID: "1"})
}

// Whoever says what in private, in whatever state things are, gets an answer: a
// message, or for a press a word over the button; or a job begins that ends with one.
func TestEverythingSaidInPrivateIsAnswered(t *testing.T) {
	closes := opens.Add(96 * time.Hour)
	for name, set := range map[string]struct {
		user  int64
		begin func(*desk)
	}{
		"a stranger":                        {stranger, func(*desk) {}},
		"a contact who owes nothing":        {wang, func(*desk) {}},
		"a contact who owes":                {wang, func(k *desk) { k.open(duban.Round{}, closes) }},
		"a contact who has answered":        {wang, func(k *desk) { k.open(duban.Round{}, closes); k.tell(wang, "其余无新进展") }},
		"a contact in the middle of a walk": {wang, func(k *desk) { k.open(duban.Round{}, closes); k.tell(wang, "/fill") }},
		"a head": {zhao + 100, func(k *desk) {
			k.act(func(tx *store.Tx) error {
				dir, err := tx.Directory()
				if err != nil {
					return err
				}
				d, _ := dir.Find("教育局")
				_, err = tx.Bind(k.met(tx, zhao+100).ID, d.ID, true)
				return err
			})
		}},
		"a leader": {boss, func(k *desk) { k.open(duban.Round{}, closes) }},
		"an admin": {clerk, func(k *desk) { k.open(duban.Round{}, closes) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newDesk(t)
			k.now = opens
			set.begin(k)
			for n, in := range everything() {
				k.answers(set.user, n, in)
			}
		})
	}
}

// answers fails unless something is answered.
func (k *desk) answers(user int64, n int, in chat.Incoming) {
	k.t.Helper()
	k.now = k.now.Add(time.Minute)
	if user == stranger { // each of them is answered once a day
		k.now = k.now.Add(time.Hour)
		user += 1000 + int64(n)
	}
	in.Chat, in.From = chat.Chat{ID: user, Private: true}, chat.Person{ID: user}
	if in.Kind == chat.Press {
		in.Source = fmt.Sprintf("c:%d", n)
	}
	if in.Reply != nil {
		k.last++
		in.Reply.Message = k.last
		view := chat.View{Kind: in.Work, Person: 1, Task: 28, Opening: 1, Filter: "1"}
		k.act(func(tx *store.Tx) error { return tx.Remember(user, k.last, view) })
		in.Work = ""
	}
	reply, err := k.hear(in)
	said := slices.ContainsFunc(reply.Say, func(p chat.Post) bool { return p.Chat == user && p.Lane != chat.Refresh && !p.Delete })
	if err != nil || !said && reply.Toast == "" && len(reply.Start) == 0 && in.Button != "here" {
		k.t.Errorf("%s %q button %q file %v reply %v: %+v, %v", in.Kind, in.Text, in.Button, in.File, in.Reply, reply, err)
	}
}
