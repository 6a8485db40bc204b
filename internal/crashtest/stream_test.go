package crashtest

import (
	"sync"
	"time"
)

// movers is how many contacts at the end of the order are bound anew now and
// then, and therefore report nothing.
const movers = 2

// step does one thing at random.
func (p *people) step() {
	all := prepared.contacts
	who := all[p.dice.IntN(len(all)-movers)]
	switch n := p.dice.IntN(100); { // an admin's chat takes less than one answer a second, a group's one in five
	case n < 40:
		p.text(who)
	case n < 65:
		p.press(who)
	case n < 80:
		p.edit(who)
	case n < 91:
		p.file(who)
	case n < 95:
		p.due()
	case n < 96:
		p.alias()
	case n < 97:
		p.board()
	default:
		p.rebind(all[len(all)-1-p.dice.IntN(movers)])
	}
}

// pace is the mean time from one thing that is said to the next: as many answers
// as Telegram lets through to so many chats.
const pace = 120 * time.Millisecond

// stream lets people do things until it is stopped.
func (p *people) stream() (stop func()) {
	enough, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			p.step()
			select {
			case <-enough:
				return
			case <-time.After(time.Duration(p.dice.Int64N(int64(2 * pace)))): // the pace of the stream, not a wait for the bot
			}
		}
	}()
	return sync.OnceFunc(func() { close(enough); <-done })
}

// counts are how many things were said in each way.
func (p *people) counts() map[kind]int {
	n := map[kind]int{}
	for _, s := range p.all {
		n[s.kind]++
	}
	return n
}
