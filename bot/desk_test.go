package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/postgrestest"
	"duban/internal/store"
	"duban/internal/text"
	"duban/seeds"
)

// desk is people who talk with the bot: each thing said is one transaction, and what
// is posted arrives. Messages have one sequence of numbers for all chats, as private
// chats have on Telegram.
type desk struct {
	*Bot
	t    *testing.T
	db   *store.Store
	now  time.Time
	last int64 // the newest message
	list duban.List
}

const wang, zhao, boss, clerk, stranger = 11, 12, 13, 14, 15

// newDesk is an office with the published list, a contact of 教育局 and one of 人社局, a
// leader and an admin.
func newDesk(t *testing.T) *desk {
	t.Helper()
	k := &desk{Bot: newBot(t), t: t, now: opens.Add(-72 * time.Hour), last: 100}
	pub, dir, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	k.Seed = Seed{Name: seeds.ListName, Data: seeds.List(), Directory: dir}
	where, now := postgrestest.Where(t), func() time.Time { return k.now }
	if _, err := store.Make(t.Context(), where, now); err != nil {
		t.Fatal(err)
	}
	if k.db, err = store.Open(t.Context(), where, now); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.db.Close() })
	k.act(func(tx *store.Tx) error {
		if err := tx.AddDepartments(dir...); err != nil {
			return err
		}
		if k.list, _, err = tx.ImportList(pub); err != nil {
			return err
		}
		rounds, err := k.DefaultRounds(tx.Now())
		if err != nil {
			return err
		}
		return tx.ConfirmList(k.list.ID, true, duban.DateOf(k.now, k.zone()), rounds...)
	})
	k.contact(wang, "教育局")
	k.contact(zhao, "人社局")
	k.act(func(tx *store.Tx) error {
		return errors.Join(tx.SetLeader(k.met(tx, boss).ID, true), tx.SetAdmin(k.met(tx, clerk).ID, true))
	})
	return k
}

func (k *desk) act(do func(*store.Tx) error) {
	k.t.Helper()
	if err := k.db.Write(k.t.Context(), do); err != nil {
		k.t.Fatal(err)
	}
}

func (k *desk) met(tx *store.Tx, user int64) duban.Person {
	k.t.Helper()
	p, err := tx.Meet(user, fmt.Sprint("person ", user), text.Chinese)
	if err := errors.Join(err, tx.SetStarted(p.ID)); err != nil {
		k.t.Fatal(err)
	}
	return p
}

func (k *desk) contact(user int64, department string) {
	k.t.Helper()
	k.act(func(tx *store.Tx) error {
		dir, err := tx.Directory()
		if err != nil {
			return err
		}
		d, _ := dir.Find(department)
		_, err = tx.Bind(k.met(tx, user).ID, d.ID, false)
		return err
	})
}

// open opens a round that asks for some tasks, or without any for all.
func (k *desk) open(r duban.Round, closes time.Time, nos ...int) {
	k.t.Helper()
	k.act(func(tx *store.Tx) error {
		asked, err := tx.Assignments(k.list.ID)
		if err != nil {
			return err
		}
		if len(nos) > 0 {
			t, _, err := tx.TaskByNo(k.list.ID, nos[0])
			if err != nil {
				return err
			}
			r.Task = t.ID
			if r, err = tx.SetRound(r); err != nil {
				return err
			}
			if asked, err = tx.TaskAssignments(t.ID); err != nil {
				return err
			}
		} else {
			rounds, err := tx.Rounds(k.list.ID)
			if err != nil {
				return err
			}
			r = rounds[0]
		}
		_, _, err = tx.OpenRound(duban.Opening{Round: r.ID, List: k.list.ID, Opens: k.now, Closes: closes, Step: duban.Collecting}, asked, nil)
		return err
	})
}

// hear lets the bot take something that came in.
func (k *desk) hear(in chat.Incoming) (reply Reply, err error) {
	k.t.Helper()
	if in.Message == 0 {
		k.last++
		in.Message = k.last
	}
	if in.Source == "" {
		in.Source = fmt.Sprintf("m:%d:%d", in.Chat.ID, in.Message)
	}
	in.From.Name, in.From.Lang = fmt.Sprint("person ", in.From.ID), "zh-hans"
	err = k.db.Write(k.t.Context(), func(tx *store.Tx) (err error) {
		if reply, err = k.Handle(k.t.Context(), tx, in); err != nil {
			return err
		}
		for _, p := range reply.Say {
			tx.Post(p)
		}
		return nil
	})
	if err == nil {
		k.send()
	}
	return reply, err
}

// send lets everything arrive that is posted.
func (k *desk) send() {
	k.t.Helper()
	for more := true; more; {
		k.act(func(tx *store.Tx) error {
			due, err := tx.Due(100)
			for _, q := range due {
				message := q.Edit
				if q.Op == store.OpSend {
					k.last++
					message = k.last
				}
				if err = errors.Join(err, tx.EndPost(q, store.PostSent, message, "")); q.About != nil {
					err = errors.Join(err, tx.Remember(q.Chat, message, *q.About))
				}
			}
			more = len(due) > 0
			return err
		})
	}
}

// tell is what somebody writes in private, and what the bot says to it.
func (k *desk) tell(user int64, words string) said {
	k.t.Helper()
	return k.heard(chat.Incoming{Kind: chat.Message, Chat: chat.Chat{ID: user, Private: true}, From: chat.Person{ID: user}, Text: words})
}

// press presses a button under the newest message of a chat.
func (k *desk) press(user int64, button string) said {
	k.t.Helper()
	return k.heard(chat.Incoming{
		Kind: chat.Press, Chat: chat.Chat{ID: user, Private: true}, From: chat.Person{ID: user}, Message: k.last,
		Button: button, Source: fmt.Sprintf("c:%d", 999000+k.last), PressID: "1",
	})
}

func (k *desk) heard(in chat.Incoming) said {
	k.t.Helper()
	reply, err := k.hear(in)
	if err != nil {
		k.t.Fatalf("%q %q: %v", in.Text, in.Button, err)
	}
	return said{k, in, reply}
}

// said is an answer to somebody.
type said struct {
	*desk
	to    chat.Incoming
	reply Reply
}

// words are those of all new messages to whoever spoke.
func (s said) words() string {
	s.t.Helper()
	var all []string
	for _, p := range s.reply.Say {
		switch {
		case p.Chat != s.to.Chat.ID || p.Lane == chat.Refresh:
		case p.Text != nil:
			all = append(all, text.Plain(p.Text.HTML))
		case p.View != nil:
			s.act(func(tx *store.Tx) error {
				out, err := s.Render(context.Background(), tx, *p.View)
				all = append(all, text.Plain(out.HTML))
				return err
			})
		}
	}
	return strings.Join(all, "\n----\n")
}

// button is the data of the button with a label.
func (s said) button(label string) string {
	s.t.Helper()
	for _, p := range s.reply.Say {
		out := p.Text
		if p.View != nil {
			s.act(func(tx *store.Tx) error {
				o, err := s.Render(context.Background(), tx, *p.View)
				out = &o
				return err
			})
		}
		if out == nil {
			continue
		}
		for _, row := range out.Buttons {
			for _, b := range row {
				if strings.Contains(b.Label, label) {
					return b.Data
				}
			}
		}
	}
	s.t.Fatalf("no button %q under %q", label, s.words())
	return ""
}

func (s said) expect(words ...string) said {
	s.t.Helper()
	for _, w := range words {
		if !strings.Contains(s.words(), w) {
			s.t.Errorf("%q is not in the answer to %q %q:\n%s", w, s.to.Text, s.to.Button, s.words())
		}
	}
	return s
}

// standing is what a department said last on a task.
func (k *desk) standing(no int, department string) (words string) {
	k.t.Helper()
	k.act(func(tx *store.Tx) error {
		t, _, err := tx.TaskByNo(k.list.ID, no)
		if err != nil {
			return err
		}
		dir, err := tx.Directory()
		if err != nil {
			return err
		}
		d, _ := dir.Find(department)
		all, err := tx.TaskAssignments(t.ID)
		for _, a := range all {
			if a.Department == d.ID {
				last, _, err := tx.LastReport(a.ID)
				words = last.Words
				return err
			}
		}
		return err
	})
	return words
}
