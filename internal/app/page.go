package app

import (
	"context"
	"net/http"
	"time"

	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/sandbox"
	"duban/internal/store"
	"duban/internal/text"
)

// page is the chat page with what the demo adds: who one can be, the clock, the
// tour.
func (d *Demo) page() http.Handler {
	zh, en := text.Voice{Lang: text.Chinese}, text.Voice{Lang: text.English}
	return d.Sandbox.Page(sandbox.PageOptions{
		Title: zh.Label("demo.title"), TitleEn: en.Label("demo.title"), Zone: d.zone,
		People: d.people, Panels: d.panels, OnButton: d.onButton, OnLanguage: d.speak, Tour: d.tour(),
	})
}

// speak makes the bot speak to everybody of the cast in the language of the
// page: they are all one reader.
func (d *Demo) speak(ctx context.Context, lang string) error {
	return d.Store.Write(ctx, func(tx *store.Tx) error {
		for _, player := range append([]Player{d.Cast.Admin, d.Cast.Leader}, d.Cast.Contacts...) {
			p, found, err := tx.PersonByUser(player.User)
			if err == nil && found {
				err = tx.SetLang(p.ID, lang)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// people are those of the cast, by what they are.
func (d *Demo) people() []sandbox.PagePerson {
	zh, en := text.Voice{Lang: text.Chinese}, text.Voice{Lang: text.English}
	person := func(p Player, group string) sandbox.PagePerson {
		as := sandbox.PagePerson{User: p.User, Group: zh.Label("demo." + group), GroupEn: en.Label("demo." + group)}
		if as.Label, as.LabelEn = as.Group, as.GroupEn; p.Department != "" {
			dep, _ := d.Bot.Seed.Directory.Find(p.Department)
			as.Label, as.LabelEn = p.Department, p.Department
			if dep.English != "" {
				as.LabelEn = dep.English
			}
		}
		return as
	}
	all := []sandbox.PagePerson{person(d.Cast.Admin, "office"), person(d.Cast.Leader, "leadership")}
	for _, p := range d.Cast.Contacts {
		all = append(all, person(p, "contacts"))
	}
	return all
}

// The panel of the clock and its buttons.
const (
	panelClock = "clock"
	buttonNext = "next"
	buttonDay  = "day"
	buttonWeek = "week"
)

func (d *Demo) panels(lang string) []sandbox.PagePanel {
	v := text.Voice{Lang: lang, Zone: d.zone, Now: d.Clock.Now()}
	button := func(id string) sandbox.PageButton {
		return sandbox.PageButton{ID: id, Label: v.Label("demo." + id), Busy: v.Label("demo.busy")}
	}
	return []sandbox.PagePanel{{
		ID: panelClock, Title: v.Label("demo.clock"), Text: v.Moment(v.Now),
		Buttons: []sandbox.PageButton{button(buttonNext), button(buttonDay), button(buttonWeek)},
	}}
}

func (d *Demo) onButton(ctx context.Context, _, button string) error {
	now := d.Clock.Now().In(d.zone)
	switch button {
	case buttonNext:
		return d.toNextReminder(ctx)
	case buttonDay:
		next := d.Bot.Calendar.AddDays(d.Bot.Calendar.Day(now), 1)
		return d.To(ctx, next.At(calendar.Clock(now.Hour()*60+now.Minute()), d.zone))
	default:
		return d.To(ctx, now.AddDate(0, 0, 7))
	}
}

// toNextReminder walks until something was sent unasked: some moments, such as a
// deadline, pass without a word.
func (d *Demo) toNextReminder(ctx context.Context) error {
	const most = 100 // an opening is looked at each morning
	before, err := d.occurrences(ctx)
	if err != nil {
		return err
	}
	for range most {
		next, found, err := d.NextRound(ctx)
		if err != nil || !found {
			return err
		}
		if err := d.To(ctx, next); err != nil {
			return err
		}
		if now, err := d.occurrences(ctx); err != nil || now > before {
			return err
		}
	}
	return nil
}

func (d *Demo) occurrences(ctx context.Context) (n int, err error) {
	err = d.Store.Read(ctx, func(tx *store.Tx) (err error) { n, err = tx.Occurrences(); return err })
	return n, err
}

// tour leads a newcomer from the first reminder to the summary. Every step waits
// for the real event in the database, in whatever language it was said.
func (d *Demo) tour() []sandbox.TourStep {
	contact := func() int64 { return d.player("教育局") }
	posted := func(kind string, user func() int64) func() int {
		return func() int { return d.count(func(tx *store.Tx) (int, error) { return tx.Posted(kind, user()) }) }
	}
	did := func(action string) func() int {
		return func() int { return d.count(func(tx *store.Tx) (int, error) { return tx.Audited(action) }) }
	}
	group := func() int64 { return d.Cast.Group }
	anyone := func() int64 { return 0 }
	answering := func(kind string, chatID func() int64) func() int {
		return func() int { return d.newest(kind, chatID()) }
	}
	steps := []struct {
		id       string
		who      func() int64
		chat     func() int64
		happened func() int
		need     int
		answers  func() int
		button   string
	}{
		{id: "reminder", who: contact, happened: posted(chat.Digest, contact), button: buttonNext},
		{id: "reply", who: contact, happened: did("report"), need: 3, answers: answering(chat.Digest, contact)},
		{id: "card", who: contact, happened: posted(chat.Card, contact)},
		{id: "button", who: contact, happened: did("report"), need: 4},
		{id: "which", who: contact, happened: posted(chat.Which, contact)},
		{id: "fill", who: contact, happened: posted(chat.Walk, contact)},
		{id: "undo", who: contact, happened: did("withdraw")},
		{id: "board", who: d.leader, chat: group, happened: posted(chat.Board, group), need: 2},
		{id: "ask", who: d.leader, chat: group, happened: posted(chat.Department, group), answers: answering(chat.Board, group)},
		{id: "light", who: d.admin, happened: did("due")},
		{id: "schedule", who: d.admin, happened: did("schedule")},
		{id: "nudge", who: contact, happened: posted(chat.Nudge, anyone), button: buttonNext},
		{id: "summary", who: d.leader, chat: group, happened: posted(chat.Missing, group), answers: answering(chat.Summary, group)},
	}
	zh, en := text.Voice{Lang: text.Chinese}, text.Voice{Lang: text.English}
	var tour []sandbox.TourStep
	for _, s := range steps {
		step := sandbox.TourStep{
			ID: s.id, Title: zh.Label("tour." + s.id), TitleEn: en.Label("tour." + s.id),
			Text: zh.Label("tour." + s.id + ".text"), TextEn: en.Label("tour." + s.id + ".text"),
			Suggest: d.invented.Suggest[s.id], SuggestEn: d.invented.SuggestEn[s.id], Person: s.who(),
			Happened: s.happened, Need: s.need, Reply: s.answers,
		}
		if s.chat != nil {
			step.Chat = s.chat()
		}
		if s.button != "" {
			step.Panel, step.Button = panelClock, s.button
		}
		tour = append(tour, step)
	}
	return tour
}

// newest is the newest message of a chat that shows a kind of view, 0 for none.
func (d *Demo) newest(kind string, chatID int64) int {
	return d.count(func(tx *store.Tx) (n int, err error) {
		showing, err := tx.Showing(chatID, kind)
		for _, s := range showing {
			n = max(n, int(s.Message))
		}
		return n, err
	})
}

func (d *Demo) admin() int64  { return d.Cast.Admin.User }
func (d *Demo) leader() int64 { return d.Cast.Leader.User }

// player is the contact of a department.
func (d *Demo) player(department string) int64 {
	for _, p := range d.Cast.Contacts {
		if p.Department == department {
			return p.User
		}
	}
	return 0
}

// count reads a number; what cannot be read is nothing yet.
func (d *Demo) count(of func(*store.Tx) (int, error)) (n int) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := d.Store.Read(ctx, func(tx *store.Tx) (err error) { n, err = of(tx); return err }); err != nil {
		return 0
	}
	return n
}
