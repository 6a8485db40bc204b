package bot

import (
	"fmt"
	"testing"

	"duban/internal/chat"
	"duban/internal/duban"
)

// A reply costs the same whoever looks on: as many statements and posts with a
// hundred colleagues and twenty boards as with none. What they look at is brought up
// to date afterwards, once, however many replies there were.
func TestAReplyCostsTheSameWhoeverLooksOn(t *testing.T) {
	cost := func(colleagues, groups int) (statements, posts int) {
		stage(t, plight{lang: "zh", words: "已开展", name: "王芳"}, func(s *scene) {
			s.onlookers(colleagues, groups)
			before, refreshes := s.tx.Statements(), 0
			for i := range 3 {
				posts += len(s.reply(i).Say)
			}
			if err := s.tx.Flush(); err != nil {
				t.Fatal(err)
			}
			statements = s.tx.Statements() - before
			for range 2 {
				due, err := s.Refreshes(s.tx)
				if err != nil {
					t.Fatal(err)
				}
				refreshes += len(due)
			}
			if want := 1 + colleagues + groups; refreshes != want {
				t.Errorf("%d messages are brought up to date for %d colleagues and %d groups, want %d", refreshes, colleagues, groups, want)
			}
		})
		return statements, posts
	}
	alone, said := cost(0, 0)
	watched, saidThen := cost(100, 20)
	if alone != watched || said != saidThen || said == 0 {
		t.Errorf("three replies cost %d statements and %d posts alone, %d and %d with a hundred who look on", alone, said, watched, saidThen)
	}
}

// onlookers are the person with a digest, colleagues who have theirs, and groups with
// a board.
func (s *scene) onlookers(colleagues, groups int) {
	s.t.Helper()
	shows := func(p duban.Person) {
		v := chat.View{Kind: chat.Digest, Person: int64(p.ID), Opening: int64(s.opening.ID)}
		if err := s.tx.Remember(p.User, 1000, v); err != nil {
			s.t.Fatal(err)
		}
	}
	shows(s.person)
	for i := range colleagues {
		p, err := s.tx.Meet(int64(100+i), fmt.Sprintf("联络员%d", i), "zh")
		if err != nil {
			s.t.Fatal(err)
		}
		if err := s.tx.SetStarted(p.ID); err != nil {
			s.t.Fatal(err)
		}
		if _, err := s.tx.Bind(p.ID, s.person.Departments[0], false); err != nil {
			s.t.Fatal(err)
		}
		shows(p)
	}
	for i := range groups {
		g, err := s.tx.AllowGroup(duban.Group{Chat: int64(-100 - i), Title: "专班", List: s.list.ID, Role: duban.Leadership})
		if err != nil {
			s.t.Fatal(err)
		}
		if err := s.tx.SetBoard(g.Chat, 2000); err != nil {
			s.t.Fatal(err)
		}
	}
}

// reply is the nth reply of the person.
func (s *scene) reply(n int) Reply {
	s.t.Helper()
	r, err := s.Handle(s.t.Context(), s.tx, chat.Incoming{
		Kind: chat.Message, Source: fmt.Sprintf("m:7:%d", 500+n), Message: int64(500 + n), Text: fmt.Sprintf("2 第%d次填报，已培训300人次", n),
		From: chat.Person{ID: s.person.User, Name: s.person.Name}, Chat: chat.Chat{ID: s.person.User, Private: true},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}
