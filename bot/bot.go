package bot

import (
	"sync"
	"sync/atomic"
	"time"

	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// Bot answers people. It holds settings only: everything it knows is in the
// transaction it is handed.
type Bot struct {
	Username string // the bot's own name on the platform, for its links
	Calendar *calendar.Calendar
	// Years is what the calendar knows without the database; see Follow.
	Years  []calendar.Year
	Day    time.Duration // one working day in working hours
	Lights duban.LightRule
	Seed   Seed
	Door   Door // nil lets everybody in

	revision  atomic.Int64 // of the days that Calendar tells
	following sync.Mutex   // held while they are replaced
}

// New makes the conversation of an office with a calendar. A task turns yellow
// seven working days before its due date, or after two rounds without news.
func New(c *calendar.Calendar, seed Seed) *Bot {
	h := c.Hours()
	day := time.Duration(h.End-h.Start) * time.Minute
	return &Bot{
		Calendar: c, Day: day, Seed: seed,
		Lights: duban.LightRule{Zone: c.Zone(), Near: 7 * day, Quiet: 2},
	}
}

// Seed is the list that comes with the program, for an office that wants to see
// it work.
type Seed struct {
	Name      string // file name
	Data      []byte
	Directory duban.Directory
}

// Reply is what a message led to, beside the rows its handler wrote.
type Reply struct {
	Toast string // shown for a moment over the button that was pressed
	Alert bool   // shown until it is dismissed
	Say   []chat.Post
	Start []duban.Job
	// Unheard says that nobody listened: a press is not even answered.
	Unheard bool
}

// zone is the zone in which the office lives.
func (b *Bot) zone() *time.Location { return b.Calendar.Zone() }

// today is the office's day.
func (b *Bot) today(tx Tx) duban.Date { return duban.DateOf(tx.Now(), b.zone()) }

// voice speaks a language at a moment.
func (b *Bot) voice(lang string, now time.Time) text.Voice {
	return text.Voice{Lang: lang, Zone: b.zone(), Now: now}
}
