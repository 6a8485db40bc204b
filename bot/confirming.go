package bot

import (
	"slices"
	"time"

	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// The rounds a list begins with.
const (
	DefaultFocus   = "每月28日前最后一个工作日截止，提前4个工作日"
	DefaultAsk     = "每季度最后一个工作日截止，提前4个工作日"
	DefaultSummary = "每周一 9:00"
)

// How roles are settled; the number travels in the button's data.
const (
	leadFirst int64 = iota // 按首位
	leadNone               // 不分
)

// askConfirm asks what only the office can know before anything is sent: each
// question only where it arises.
func (b *Bot) askConfirm(a *ask, list duban.List) (Reply, error) {
	reply, err := b.askConfirmHere(a, list)
	if err == nil {
		reply.Say[0].Edit = 0
	}
	return reply, err
}

// askConfirmHere asks in place of the message whose button was pressed.
func (b *Bot) askConfirmHere(a *ask, list duban.List) (Reply, error) {
	m, err := b.confirmQuestions(a, list)
	if err != nil {
		return Reply{}, err
	}
	button := func(label, data string) chat.Button { return chat.Button{Label: a.voice.Label(label), Data: data} }
	confirm := func(label string, how int64) chat.Button { return button(label, data("confirm", int64(list.ID), how)) }
	var rows [][]chat.Button
	if m.Days > 0 {
		rows = append(rows, dayButtons(a, m.Day))
	}
	if len(m.Empty) > 0 {
		rows = append(rows, []chat.Button{button("button.addmembers", data("empty", list.ID))})
	}
	if m.Leads == 0 {
		return a.instead(m, append(rows, []chat.Button{confirm("button.settle", leadFirst)})...), nil
	}
	return a.instead(m, append(rows, []chat.Button{
		confirm("button.leadfirst", leadFirst), button("button.leadeach", data("leads", list.ID)), confirm("button.leadnone", leadNone),
	})...), nil
}

func (b *Bot) confirmQuestions(a *ask, list duban.List) (m text.Confirm, err error) {
	tasks, err := a.Tasks(list.ID)
	if err != nil {
		return m, err
	}
	dir, err := a.Directory()
	if err != nil {
		return m, err
	}
	shares, err := a.Shares(list.ID)
	if err != nil {
		return m, err
	}
	m = text.Confirm{Title: list.Title, Tasks: len(tasks), Shares: len(shares), Leads: len(leadsOpen(tasks, shares))}
	m.Sections, m.Departments, m.Collectives = countList(tasks, shares, dir)
	if waiting := daysOpen(tasks); len(waiting) > 0 {
		m.Days, m.Day = len(waiting), b.namedDay(a, waiting[0])
	}
	m.Empty, err = emptyCollectives(a.Tx, dir, list)
	return m, err
}

// countList counts the sections of a list, and the departments and collectives
// that share it.
func countList(tasks []duban.Task, shares []duban.Share, dir duban.Directory) (sections, departments, collectives int) {
	for i, t := range tasks {
		if i == 0 || t.Section != tasks[i-1].Section {
			sections++
		}
	}
	for _, d := range dir {
		switch named := slices.ContainsFunc(shares, func(s duban.Share) bool { return s.Department == d.ID }); {
		case !named:
		case d.Kind == duban.Collective:
			collectives++
		default:
			departments++
		}
	}
	return sections, departments, collectives
}

// pressSettle shows the questions again.
func (b *Bot) pressSettle(a *ask) (Reply, error) {
	list, err := b.unconfirmed(a)
	if err != nil {
		return Reply{}, err
	}
	return b.askConfirmHere(a, list)
}

// unconfirmed is the list that a button is about, which waits for confirmation.
func (b *Bot) unconfirmed(a *ask) (duban.List, error) {
	list, found, err := a.CurrentList()
	switch {
	case err != nil:
		return list, err
	case !found || int64(list.ID) != a.ids[0]:
		return list, errOld
	case list.State == duban.Confirmed:
		return list, refusal{text.ListThere{Title: list.Title}}
	}
	return list, nil
}

// pressEmpty says how a collective that has no members gets them.
func (b *Bot) pressEmpty(a *ask) (Reply, error) {
	list, found, err := a.CurrentList()
	if err != nil || !found {
		return Reply{}, err
	}
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	empty, err := emptyCollectives(a.Tx, dir, list)
	if err != nil || len(empty) == 0 {
		return a.say(text.NobodyEmpty{}), err
	}
	var reply Reply
	for _, c := range empty {
		reply.Say = append(reply.Say, a.post(text.Members{Collective: c}))
	}
	return reply, nil
}

func (b *Bot) pressConfirm(a *ask) (Reply, error) {
	list, err := b.unconfirmed(a)
	if err != nil {
		return Reply{}, err
	}
	rounds, err := b.DefaultRounds(a.Now())
	if err != nil {
		return Reply{}, err
	}
	if err := a.ConfirmList(list.ID, a.ids[1] == leadFirst, a.voice.DateOf(a.Now()), rounds...); err != nil {
		return Reply{}, err
	}
	a.changed("confirm", listSubject(list), map[string]any{"first_leads": a.ids[1] == leadFirst})
	all, err := a.Assignments(list.ID)
	if err != nil {
		return Reply{}, err
	}
	first := rounds[0]
	if full := rounds[1]; full.Next.Before(first.Next) {
		first = full
	}
	return a.say(text.Confirmed{
		Title: list.Title, Assignments: len(all), Opens: first.Next, Closes: first.NextCloses,
	}), nil
}

// DefaultRounds are the rounds a list begins with at now.
func (b *Bot) DefaultRounds(now time.Time) ([]duban.Round, error) {
	var rounds []duban.Round
	full, err := calendar.ParseSchedule(DefaultAsk)
	if err != nil {
		return nil, err
	}
	for _, r := range []duban.Round{
		{Kind: duban.Focus, Schedule: DefaultFocus}, {Kind: duban.Ask, Schedule: DefaultAsk}, {Kind: duban.Summarise, Schedule: DefaultSummary},
	} {
		s, err := calendar.ParseSchedule(r.Schedule)
		if err != nil {
			return nil, err
		}
		m, _ := s.Next(b.Calendar, now)
		if r.Kind == duban.Focus {
			m, _ = s.NextApart(b.Calendar, now, full)
		}
		r.Schedule, r.Next, r.NextCloses = s.String(), m.Opens, m.Closes
		rounds = append(rounds, r)
	}
	return rounds, nil
}
