package crashtest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"duban/internal/sandbox"
)

// kind is a way in which somebody says something.
type kind string

const (
	byText   kind = "text"
	byButton kind = "button"
	byEdit   kind = "edit"
	byFile   kind = "file"
	byPhoto  kind = "photo"
	byAdmin  kind = "command"  // that leaves one audit row
	asking   kind = "question" // that changes nothing
)

// said is one thing somebody did. Each is numbered, so that what became of it
// can be found.
type said struct {
	kind       kind
	chat       int64
	message    int // that was written or edited; 0 for a press
	task       int
	words      string // of the report; of a command what is done and to what, as in the audit row
	source     string // of the report a press makes
	superseded bool   // its message was edited afterwards
	update     int64  // that told the bot; 0 until it is found in the log
	acked      bool
}

// reports tells whether it must have become a report.
func (s *said) reports() bool { return s.kind != byAdmin && s.kind != asking }

// people are everybody in the world. They do one thing after the other, and go
// on while the bot is dead.
type people struct {
	*world
	dice *rand.Rand
	n    int // the number of what is said next

	mu     sync.Mutex // what is said and what is noted of it go together
	all    []*said
	inChat map[int64][]*said

	events []sandbox.Event // the log as far as it was followed
	heard  map[int64]int   // how many updates of a chat were told apart
	byID   map[int64]*said // by update
}

func newPeople(w *world, d *rand.Rand) *people {
	return &people{world: w, dice: d, inChat: map[int64][]*said{}, heard: map[int64]int{}, byID: map[int64]*said{}}
}

// note does something that makes one update in a chat, and remembers it.
func (p *people) note(s said, do func(*said) error) *said {
	p.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := do(&s); err != nil {
		p.Error(err)
	}
	p.all = append(p.all, &s)
	p.inChat[s.chat] = append(p.inChat[s.chat], &s)
	return &s
}

// writes sends words to a chat.
func (p *people) writes(k kind, from, chat int64, text, words string, with ...sandbox.MessageOption) *said {
	p.Helper()
	return p.note(said{kind: k, chat: chat, words: words}, func(s *said) error {
		m, err := p.sandbox.Send(from, chat, text, with...)
		s.message = m.ID
		return err
	})
}

// number is what the next thing is told from all others by.
func (p *people) number() string {
	p.n++
	return fmt.Sprintf("第%05d次", p.n)
}

// text reports on a task in words.
func (p *people) text(c contact) *said {
	words, task := p.number()+"填报", p.task(c)
	s := p.writes(byText, c.user, c.user, fmt.Sprintf("%d %s", task, words), words)
	s.task = task
	return s
}

func (p *people) task(c contact) int { return c.tasks[p.dice.IntN(len(c.tasks))] }

// file reports with something attached.
func (p *people) file(c contact) {
	words := p.number() + "附件"
	text := fmt.Sprintf("%d %s", p.task(c), words)
	if p.dice.IntN(2) == 0 {
		p.writes(byFile, c.user, c.user, text, words, sandbox.Document("证明.txt", []byte(words)))
		return
	}
	p.writes(byPhoto, c.user, c.user, text, words, sandbox.Photo("现场.jpg", []byte(words)))
}

// edit changes a message that reported before, once.
func (p *people) edit(c contact) {
	old := p.editable(c.user)
	if old == nil {
		p.text(c)
		return
	}
	words := p.number() + "更正"
	p.note(said{kind: byEdit, chat: c.user, message: old.message, words: words}, func(*said) error {
		old.superseded = true
		return p.sandbox.Edit(c.user, c.user, old.message, fmt.Sprintf("%d %s", old.task, words))
	})
}

// editable is a recent message of a person that reported by text and still says
// what it said.
func (p *people) editable(user int64) *said {
	p.mu.Lock()
	defer p.mu.Unlock()
	mine := p.inChat[user]
	for i := len(mine) - 1 - p.dice.IntN(4); i >= 0; i-- {
		if mine[i].kind == byText && !mine[i].superseded {
			return mine[i]
		}
	}
	return nil
}

// press reports with a button of a card; without one the card is asked for.
func (p *people) press(c contact) {
	label := []string{"本期无新进展", "有困难"}[p.dice.IntN(2)]
	card, there := p.showing(c.user, label)
	if !there || p.dice.IntN(6) == 0 {
		p.writes(asking, c.user, c.user, fmt.Sprintf("第%d项", p.task(c)), "")
		return
	}
	p.note(said{kind: byButton, chat: c.user}, func(s *said) error {
		pressed, err := p.sandbox.PressLabel(c.user, c.user, card.ID, label)
		s.source = "c:" + pressed.ID
		return err
	})
}

// due sets a date that no other command sets.
func (p *people) due() {
	p.number()
	date := time.Date(2030, 1, p.n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	p.writes(byAdmin, adminID, adminID, fmt.Sprintf("/due %d %s", 1+p.dice.IntN(57), date), "due "+date)
}

// alias gives a department a name that no other command gives.
func (p *people) alias() {
	c := prepared.contacts[p.dice.IntN(len(prepared.contacts))]
	name := strings.Trim(p.number(), "第次") + "科"
	p.writes(byAdmin, adminID, adminID, fmt.Sprintf("/alias %s = %s", c.department, name), "alias "+name)
}

// rebind releases a department's contact and lets him come again with a new
// code.
func (p *people) rebind(c contact) {
	p.writes(asking, adminID, adminID, "/unbind "+c.department+" 确认", "")
	code := p.invite("--department", c.department)
	p.writes(asking, c.user, c.user, "/start "+code, "")
}

// board asks for the state of things in the leadership group.
func (p *people) board() { p.writes(asking, leaderID, prepared.group, "/status", "") }
