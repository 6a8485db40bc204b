package app

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"duban/internal/calendar"
)

// yearModel says what the office of a simulated year must be told, straight from the
// words of the product and with nothing of the program but its calendar. It goes from
// day to day on its own and keeps its own books.
type yearModel struct {
	c      *calendar.Calendar
	places []*place
	duties []*modelDuty
	events []modelEvent

	expected []told
	open     []*modelRound
	noticed  calendar.Day // when the office was last told that the next year's days off are not known
}

// told is one message that nobody had asked for.
type told struct {
	at    string // 2026-01-22 09:00
	to    int64
	what  string
	count int // tasks it speaks of
}

func (t told) String() string { return fmt.Sprintf("%s %d %s %d", t.at, t.to, t.what, t.count) }

// place is a department with those who serve it and how they behave.
type place struct {
	name     string
	contacts []int64 // A岗 first
	head     int64
	habit    habit
	away     [2]calendar.Day // of A岗, zero for never
	lost     calendar.Day    // from this day on A岗 cannot be written to; zero for never
}

// habit is when a department answers and what it says.
type habit int

const (
	prompt   habit = iota // on the second day at 10:00, with news of the first task
	nothing               // on the second day at 10:00, without news
	overtime              // on the working day after the deadline at 14:00, without news
	silence               // never
)

// promising are the tasks of the published list that promise numbers.
var promising = []int{3, 6, 15, 28, 30, 34, 37}

type modelDuty struct {
	task          int
	place         *place
	due           calendar.Day // zero for none
	months        []time.Month // of a yearly task
	asked         bool
	passed, quiet int
}

type modelRound struct {
	opens, closes calendar.Day
	asks          []*modelDuty
	answered      map[*place]bool
	news          map[*modelDuty]bool
	askedOf       map[int64]calendar.Day // who got the digest, when
}

// modelEvent is something that happens on a day and is told at its own time.
type modelEvent struct {
	day calendar.Day
	do  func(*yearModel)
}

func (m *yearModel) run(from, to calendar.Day) {
	for d := from; d.Before(to); d = d.Add(1) {
		for _, e := range m.events {
			if e.day == d {
				e.do(m)
			}
		}
		m.rounds(d)
		m.week(d)
		m.notice(d)
	}
}

// notice: from November on the office is told once a week that nobody knows the days
// off of the next year.
func (m *yearModel) notice(d calendar.Day) {
	weekAgo := m.noticed.IsZero() || !d.Before(m.noticed.Add(7))
	if d.Month >= time.November && m.c.Estimated(d.Year+1) && m.c.WorkingDay(d) && weekAgo {
		m.tell(d, "09:00", admin, "no-notice", 0)
		m.noticed = d
	}
}

// back is the day n working days before d.
func (m *yearModel) back(d calendar.Day, n int) calendar.Day {
	for n > 0 {
		if d = d.Add(-1); m.c.WorkingDay(d) {
			n--
		}
	}
	return d
}

// ahead is the day n working days after d.
func (m *yearModel) ahead(d calendar.Day, n int) calendar.Day {
	for n > 0 {
		if d = d.Add(1); m.c.WorkingDay(d) {
			n--
		}
	}
	return d
}

// closing is the deadline of a month: the last working day, of a month that does not
// end a quarter the last one up to the 28th.
func (m *yearModel) closing(d calendar.Day) (day calendar.Day, full bool) {
	full = d.Month%3 == 0
	day = calendar.Day{Year: d.Year, Month: d.Month, Day: 28}
	for full && day.Add(1).Month == d.Month {
		day = day.Add(1)
	}
	for !m.c.WorkingDay(day) {
		day = day.Add(-1)
	}
	return day, full
}

func (m *yearModel) rounds(d calendar.Day) {
	closes, full := m.closing(d)
	if m.back(closes, 4) == d {
		m.openRound(d, closes, full)
	}
	for _, r := range m.open {
		m.morning(r, d)
		m.answers(r, d)
		if r.closes == d {
			m.close(r)
		}
	}
	m.open = slices.DeleteFunc(m.open, func(r *modelRound) bool { return m.ahead(r.closes, 3).Before(d) })
}

func (m *yearModel) openRound(d, closes calendar.Day, full bool) {
	r := &modelRound{opens: d, closes: closes, answered: map[*place]bool{}, news: map[*modelDuty]bool{}, askedOf: map[int64]calendar.Day{}}
	for _, duty := range m.duties {
		if full || m.moved(duty, d, closes) {
			r.asks = append(r.asks, duty)
			duty.asked, duty.passed = true, 0
		} else {
			duty.passed++
		}
	}
	m.open = append(m.open, r)
	m.tell(d, "09:00", admin, "note", 0) // the collectives have no members
	for p, n := range m.silent(r) {
		if to := p.asked(d); to != 0 {
			m.tell(d, "09:00", to, "digest", n)
			r.askedOf[to] = d
		}
	}
}

// moved is what a focus round asks for: red, yellow, due within thirty working days,
// not asked for two rounds, numbers promised; a yearly task in its months.
func (m *yearModel) moved(duty *modelDuty, d, closes calendar.Day) bool {
	if !duty.due.IsZero() {
		left := 0
		for day := d; !duty.due.Before(day); day = day.Add(1) {
			if m.c.WorkingDay(day) {
				left++
			}
		}
		if left <= 30 {
			return true
		}
	}
	if len(duty.months) > 0 {
		return slices.Contains(duty.months, closes.Month)
	}
	return duty.quiet >= 2 || !duty.asked || duty.passed >= 2 || slices.Contains(promising, duty.task)
}

// morning is what an open round tells at nine.
func (m *yearModel) morning(r *modelRound, d calendar.Day) {
	silent := m.silent(r)
	all := 0
	for p, n := range silent {
		if p.asked(d) != 0 { // whom nobody serves is the office's business
			all += n
		}
	}
	for p, n := range silent {
		to := p.asked(d)
		day, was := r.askedOf[to]
		switch {
		case d == m.back(r.closes, 1) && to != 0 && was && day.Before(d):
			m.tell(d, "09:00", to, "reminder", n)
		case d == m.ahead(r.closes, 1) && to != 0:
			m.tell(d, "09:00", to, "nudge", n)
		case d == m.ahead(r.closes, 2) && p.head != 0:
			m.tell(d, "09:00", p.head, "head", n)
		}
		// Somebody who stands in is asked when his time begins.
		if !r.closes.Before(d) && to != 0 && !was && r.opens.Before(d) {
			r.askedOf[to] = d
			m.tell(m.workingFrom(d), "09:00", to, "digest", n)
		}
	}
	if d == m.ahead(r.closes, 3) && all > 0 {
		m.tell(d, "09:00", admin, "office", all)
	}
}

func (m *yearModel) workingFrom(d calendar.Day) calendar.Day {
	for !m.c.WorkingDay(d) {
		d = d.Add(1)
	}
	return d
}

// silent is how many tasks each place still owes.
func (m *yearModel) silent(r *modelRound) map[*place]int {
	n := map[*place]int{}
	for _, duty := range r.asks {
		if !r.answered[duty.place] {
			n[duty.place]++
		}
	}
	return n
}

// asked is who is asked on a day: A岗, or whoever comes after him while he is away or
// cannot be written to. It is zero for nobody.
func (p *place) asked(d calendar.Day) int64 {
	for i, user := range p.contacts {
		if i > 0 || !p.isLost(d) && (p.away[1].IsZero() || d.Before(p.away[0]) || p.away[1].Before(d)) {
			return user
		}
	}
	if p.isLost(d) {
		return 0
	}
	return p.contacts[0]
}

func (p *place) isLost(d calendar.Day) bool { return !p.lost.IsZero() && !d.Before(p.lost) }

// answersOn is when a place answers a round, and whether in time.
func (m *yearModel) answersOn(p *place, r *modelRound) calendar.Day {
	switch p.habit {
	case prompt, nothing:
		return m.ahead(r.opens, 1)
	case overtime:
		return m.ahead(r.closes, 1)
	default:
		return calendar.Day{}
	}
}

func (m *yearModel) answers(r *modelRound, d calendar.Day) {
	first := map[*place]*modelDuty{}
	for _, duty := range r.asks {
		p := duty.place
		if m.answersOn(p, r) != d || p.isLost(d) {
			continue
		}
		r.answered[p] = true
		if first[p] == nil && p.habit == prompt {
			first[p] = duty
			r.news[duty] = true
			duty.quiet = 0
		}
	}
}

// close counts the duties without news.
func (m *yearModel) close(r *modelRound) {
	for _, duty := range r.asks {
		if !r.news[duty] {
			duty.quiet++
		}
	}
}

// week is the summary on Mondays; on a day off it waits for the next working day, and
// two that wait for one day are one.
func (m *yearModel) week(d calendar.Day) {
	if d.Weekday() != time.Monday || m.workingFrom(d) == m.workingFrom(d.Add(7)) {
		return
	}
	m.tell(m.workingFrom(d), "09:00", leaderGroup, "summary", 0)
	m.tell(m.workingFrom(d), "09:00", admin, "summary", 0) // its copy
}

func (m *yearModel) tell(d calendar.Day, at string, to int64, what string, count int) {
	m.expected = append(m.expected, told{d.String() + " " + at, to, what, count})
}

func byTime(a, b told) int {
	return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.to, b.to), cmp.Compare(a.what, b.what), cmp.Compare(a.count, b.count))
}

// differences are the messages that only one of two years has.
func differences(want, got []told) (missing, unexpected []string) {
	left := map[told]int{}
	for _, t := range want {
		left[t]++
	}
	for _, t := range got {
		left[t]--
	}
	for _, t := range slices.SortedFunc(maps.Keys(left), byTime) {
		for range max(0, left[t]) {
			missing = append(missing, t.String())
		}
		for range max(0, -left[t]) {
			unexpected = append(unexpected, t.String())
		}
	}
	return missing, unexpected
}
