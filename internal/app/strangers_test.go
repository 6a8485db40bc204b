package app

import (
	"fmt"
	"testing"
	"time"

	"duban/internal/sandbox"
)

func TestTheDoor(t *testing.T) {
	now := at(11, 23, 9, 0)
	d := newDoor(func() time.Time { return now })
	heard := func(user int64, times int) (n int) {
		for range times {
			if d.Hear(user) {
				n++
			}
		}
		return n
	}
	if n := heard(1, 100); n != strangerBurst {
		t.Errorf("one of them is heard %d times at once", n)
	}
	n := 0
	for user := range int64(1000) {
		n += heard(10+user, 1)
	}
	if n != strangersBurst-strangerBurst {
		t.Errorf("all others are heard %d times at once", n)
	}
	if n := len(d.each.of); n > strangersBurst {
		t.Errorf("%d accounts are remembered of whom nothing was heard", n)
	}
	now = now.Add(time.Minute)
	if n := heard(1, 1) + heard(2000, 100); n != strangerBurst {
		t.Errorf("after a minute they are heard %d times", n)
	}

	tried := 0
	for range 100 {
		if d.Try(1) {
			tried++
		}
	}
	now = now.Add(time.Hour)
	if again := d.Try(1); tried != codesBurst || !again {
		t.Errorf("an account may try %d codes at once, and after an hour again: %v", tried, again)
	}
	for user := range int64(3 * maxStrangers) {
		if !d.Try(100 + user) {
			t.Fatalf("account %d may not try its first code", user)
		}
	}
	if n := len(d.codes.of); n > maxStrangers {
		t.Errorf("%d accounts are remembered", n)
	}
}

// Three hundred messages a second come from people nobody registered, and a call
// to Telegram takes its time. Contacts are answered within a second, somebody new
// is bound by a code, and little is kept of all those people.
func TestStrangersDelayNobody(t *testing.T) {
	t.Parallel()
	inBubble(t, func(w *world) {
		const newcomer, seconds, perSecond = 71, 8, 300
		w.until(at(11, 23, 9, 1))
		for user := range int64(perSecond) {
			w.Sandbox.AddUser(sandbox.User{ID: 9000 + user, FirstName: fmt.Sprintf("路人%d", user), LanguageCode: "zh-hans"})
		}
		w.Sandbox.AddUser(sandbox.User{ID: newcomer, FirstName: "新来的", LanguageCode: "zh-hans"})
		code := link.FindStringSubmatch(texts(w.tell(adminID, "/invite 人社局 新来的")))[1]
		w.rest()
		w.far()
		people, words := w.row("SELECT COUNT(*) FROM person"), []string{
			"在吗", "/start", "/whoami", "/help", "/start AAAAAAAAAAAAAAAAAAAAAA", "第28项", "28 已办", "/lang en",
		}
		var asked []time.Time
		var came time.Time
		began, last := w.Demo.Clock.Now(), w.lastID(wang)
		for s := range seconds {
			if s%2 == 0 { // not more than a chat may be written to
				w.send(wang, fmt.Sprintf("%d 已开第%d次会", 2+s, len(asked)))
				asked = append(asked, w.Demo.Clock.Now())
			}
			for n := range perSecond {
				w.send(int64(9000+n), words[(s+n)%len(words)])
				if n%30 == 29 {
					w.pass(100 * time.Millisecond)
				}
			}
			if s == seconds/2 {
				came = w.Demo.Clock.Now()
				w.send(newcomer, "/start "+code)
			}
		}
		w.pass(time.Second) // the last answer is on its way
		answers := w.since(wang, last)
		if len(answers) != len(asked) {
			t.Fatalf("the contact was answered %d times, want %d:\n%s", len(answers), len(asked), texts(answers))
		}
		var slowest time.Duration
		for i, m := range answers {
			w.expect([]sandbox.Message{m}, fmt.Sprintf("第%d次会", i))
			slowest = max(slowest, m.Date.Sub(asked[i]))
		}
		t.Logf("the slowest answer took %v", slowest)
		if slowest > time.Second {
			t.Errorf("the slowest answer took %v", slowest)
		}
		if m := w.newest(newcomer, "您已登记为"); m.Date.Sub(came) > time.Second {
			t.Errorf("the newcomer is bound after %v", m.Date.Sub(came))
		}
		told := 0
		for _, e := range w.logged(sandbox.EventDelivered, began) {
			if e.Chat >= 9000 {
				told++
			}
		}
		if most := strangersBurst + strangersRate*(seconds+2); told < seconds || told > most {
			t.Errorf("%d of them were told something, want %d to %d", told, seconds, most)
		}
		if n := w.row("SELECT COUNT(*) FROM person") - people - 1; n > told {
			t.Errorf("%d people are kept, and %d were told something", n, told)
		}
	})
}

// Somebody whom nobody registered is told each thing once a day.
func TestAStrangerIsToldOnceADay(t *testing.T) {
	inBubble(t, func(w *world) {
		w.send(strangerID, "/start")
		w.pass(time.Minute)
		for range 3 {
			w.send(strangerID, "在吗")
			w.pass(time.Hour)
		}
		if n := w.count(strangerID, "您还没有登记"); n != 2 {
			t.Errorf("told %d times, want the welcome and one answer:\n%s", n, texts(w.since(strangerID, 0)))
		}
		w.pass(24 * time.Hour)
		w.send(strangerID, "在吗")
		w.pass(time.Minute)
		if n := w.count(strangerID, "您还没有登记"); n != 3 {
			t.Errorf("told %d times, want once more on the next day", n)
		}
	})
}
