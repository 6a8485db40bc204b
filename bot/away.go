package bot

import (
	"slices"
	"strings"

	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// away says when a contact is not there, so that somebody else of his department is
// asked: /away 9月25日至30日, /away 明天, /away 无. It ends by itself.
func (b *Bot) away(a *ask) (Reply, error) { return b.absence(a, false) }

// mute is away from now on: /mute 3天, /mute 到9月30日, /mute 无.
func (b *Bot) mute(a *ask) (Reply, error) { return b.absence(a, true) }

func (b *Bot) absence(a *ask, fromNow bool) (Reply, error) {
	switch said := strings.ToLower(strings.TrimSpace(a.args)); said {
	case "":
		return b.offerAway(a)
	case "无", "取消", "恢复", "none", "off":
		return b.setAway(a, duban.Span{})
	default:
		span, err := b.span(said, b.today(a), fromNow)
		if err != nil {
			return Reply{}, err
		}
		return b.setAway(a, span)
	}
}

// maxAway is for how many days a contact may be away; whoever is away for longer has
// a successor.
const maxAway = 120

// span reads from one day to another. With fromNow a single day is the last one.
func (b *Bot) span(said string, today duban.Date, fromNow bool) (duban.Span, error) {
	from, until, err := b.Calendar.ParseSpan(said, calendar.Day(today))
	s := duban.Span{From: duban.Date(from), Until: duban.Date(until)}
	if fromNow && from == until {
		s.From = today
	}
	if err != nil || s.Over(today) || calendar.Day(s.From).Add(maxAway).Before(until) {
		return s, refusal{text.NoSpan{Said: said}}
	}
	return s, nil
}

// The spans that are offered, in working days with today.
var awaySpans = []int{1, 3, 5}

// offerAway tells how it stands and offers the usual spans.
func (b *Bot) offerAway(a *ask) (Reply, error) {
	m := text.Away{}
	if !a.who.Away.Over(b.today(a)) {
		m.Span = a.who.Away
	}
	var row []chat.Button
	for _, n := range awaySpans {
		row = append(row, chat.Button{Label: a.voice.Label("button.away", n), Data: data("away", n)})
	}
	if !m.Span.Until.IsZero() {
		row = append(row, chat.Button{Label: a.voice.Label("button.back"), Data: data("away", 0)})
	}
	return a.say(m, row), nil
}

// pressAway is away from today for some working days, or back.
func (b *Bot) pressAway(a *ask) (Reply, error) {
	n := int(a.ids[0])
	if n == 0 {
		return b.setAway(a, duban.Span{})
	}
	if !slices.Contains(awaySpans, n) {
		return b.oldButton(a)
	}
	today := calendar.Day(b.today(a))
	last := today
	if n > 1 || !b.Calendar.WorkingDay(today) {
		last = b.Calendar.AddDays(today.Add(-1), n)
	}
	return b.setAway(a, duban.Span{From: duban.Date(today), Until: duban.Date(last)})
}

// setAway records it and says who is asked meanwhile. Whoever that is from today on
// gets what is open.
func (b *Bot) setAway(a *ask, s duban.Span) (Reply, error) {
	if err := a.SetAway(a.who.ID, s); err != nil {
		return Reply{}, err
	}
	a.changed("away", personSubject(a.who), map[string]any{"from": s.From.String(), "until": s.Until.String()})
	contacts, err := a.Contacts()
	if err != nil {
		return Reply{}, err
	}
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	day := b.today(a)
	if day.Before(s.From) {
		day = s.From
	}
	m := text.AwaySet{Span: s}
	if before := a.who.Away; before != s && !before.Over(b.today(a)) {
		m.Before = before
	}
	var instead []duban.Contact
	for _, c := range duban.FirstContacts(contacts, day) {
		if !a.who.ServesFor(c.Department) {
			continue
		}
		line := text.Stand{}
		line.Department, _ = dir.ByID(c.Department)
		if c.Person != a.who.ID {
			p, err := a.Person(c.Person)
			if err != nil {
				return Reply{}, err
			}
			line.Person, instead = p, append(instead, c)
		}
		m.Stands = append(m.Stands, line)
	}
	reply := a.say(m)
	if s.Covers(b.today(a)) {
		for _, c := range instead {
			if reply, err = b.catchUp(a, reply, c.Person, c.Department); err != nil {
				return reply, err
			}
		}
	}
	return reply, nil
}
