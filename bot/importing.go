package bot

import (
	"errors"
	"sort"
	"time"

	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// The rounds a list begins with.
const (
	DefaultFocus   = "每月28日前最后一个工作日截止，提前4个工作日"
	DefaultAsk     = "每季度最后一个工作日截止，提前4个工作日"
	DefaultSummary = "每周一 9:00"
)

// maxList is the largest list taken, in bytes; a list is a few dozen kilobytes.
const maxList = 2 << 20

// isList tells whether a file may be a task list.
func isList(f *chat.File) bool { return !f.Photo }

// importList offers what there is to import: the list that waits for
// confirmation, or the one that comes with the program, or how to send one.
func (b *Bot) importList(a *ask) (Reply, error) {
	if a.in.File != nil {
		return b.importFile(a)
	}
	list, found, err := a.CurrentList()
	if err != nil {
		return Reply{}, err
	}
	switch {
	case found && list.State == duban.Confirmed:
		return a.say(text.ListThere{Title: list.Title}), nil
	case found:
		return b.askConfirm(a, list)
	}
	return a.say(text.ImportUsage{}, []chat.Button{{Label: a.voice.Label("button.seed"), Data: "seed"}}), nil
}

// importFile fetches a file an admin sent; it comes back as arrived.
func (b *Bot) importFile(a *ask) (Reply, error) {
	f := a.in.File
	if f.Size > maxList {
		return refuse(text.ListTooLarge{Name: f.Name, Limit: maxList >> 20})
	}
	job := duban.Job{Kind: duban.Download, Person: a.who.ID, File: f.ID, Name: f.Name, Source: a.in.Source, Chat: a.in.Chat.ID}
	return Reply{Say: []chat.Post{a.post(text.Fetching{Name: f.Name})}, Start: []duban.Job{job}}, nil
}

// arrived takes what a job brought. Without data the job failed.
func (b *Bot) arrived(a *ask) (Reply, error) {
	if !a.who.Admin {
		return refuse(text.AdminsOnly{})
	}
	if a.in.Work == string(duban.Foresee) {
		return b.foreseen(a)
	}
	if len(a.in.Data) == 0 {
		return refuse(text.FetchFailed{Name: a.in.File.Name})
	}
	return b.readOut(a, a.in.File.Name, a.in.Data)
}

// pressSeed previews the list that comes with the program.
func (b *Bot) pressSeed(a *ask) (Reply, error) { return b.readOut(a, b.Seed.Name, b.Seed.Data) }

// readOut reads a list and shows what was read; nothing is stored as a list
// before the admin presses.
func (b *Bot) readOut(a *ask, name string, body []byte) (Reply, error) {
	pub, err := b.read(a, name, body)
	if err != nil {
		return Reply{}, err
	}
	id, err := a.KeepUpload(a.who.ID, name, body)
	if err != nil {
		return Reply{}, err
	}
	return a.say(whatWasRead(name, pub), []chat.Button{{Label: a.voice.Label("button.load"), Data: data("load", id)}}), nil
}

// read reads a list with the names the office knows; a damaged one is refused
// whole.
func (b *Bot) read(a *ask, name string, body []byte) (duban.Publication, error) {
	dir, err := a.Directory()
	if err != nil {
		return duban.Publication{}, err
	}
	if len(dir) == 0 {
		dir = b.Seed.Directory
	}
	pub, problems := intake.ReadList(name, body, dir, a.voice.DateOf(a.Now()))
	problems = append(problems, intake.UnknownProblems(pub)...) // nobody bears their shares
	if len(problems) > 0 {
		const most = 5
		return pub, refusal{text.BadList{Name: name, Problems: problems[:min(len(problems), most)], More: max(0, len(problems)-most)}}
	}
	return pub, nil
}

func whatWasRead(name string, pub duban.Publication) text.ListRead {
	m := text.ListRead{
		Name: name, Title: pub.Title, Sections: len(pub.Sections()), Tasks: len(pub.Tasks), Shares: pub.ShareCount(),
	}
	seen := map[string]bool{}
	leads := map[string]int{}
	for _, t := range pub.Tasks {
		for i, s := range t.Shares {
			if i == 0 {
				leads[s.Name]++
			}
			if seen[s.Name] {
				continue
			}
			seen[s.Name] = true
			if s.Kind == duban.Collective {
				m.Collectives = append(m.Collectives, s.Name)
			} else {
				m.Departments++
			}
		}
	}
	for n, count := range leads {
		m.First = append(m.First, text.NameCount{Name: n, Count: count})
	}
	sort.Slice(m.First, func(i, j int) bool {
		if m.First[i].Count != m.First[j].Count {
			return m.First[i].Count > m.First[j].Count
		}
		return m.First[i].Name < m.First[j].Name
	})
	return m
}

// pressLoad stores a list that was previewed, unconfirmed: no department hears
// of it.
func (b *Bot) pressLoad(a *ask) (Reply, error) {
	name, body, found, err := a.Upload(a.ids[0])
	if err != nil {
		return Reply{}, err
	}
	if !found {
		return b.oldButton(a)
	}
	if err := a.AddDepartments(b.Seed.Directory...); err != nil {
		return Reply{}, err
	}
	pub, err := b.read(a, name, body)
	if err != nil {
		return Reply{}, err
	}
	list, fresh, err := a.ImportList(pub)
	switch {
	case isConflict(err, "other-list"), isConflict(err, "list-changed"):
		var e *duban.Error
		errors.As(err, &e)
		return refuse(text.ListConflict{Title: e.Detail, Same: e.Reason == "list-changed"})
	case err != nil:
		return Reply{}, err
	}
	if err := a.DropUpload(a.ids[0]); err != nil {
		return Reply{}, err
	}
	if fresh {
		a.changed("import", listSubject(list), map[string]any{"title": list.Title, "tasks": len(pub.Tasks)})
	} else if list.State == duban.Confirmed {
		return a.say(text.ListThere{Title: list.Title}), nil
	}
	return b.askConfirm(a, list)
}

// How roles are settled; the number travels in the button's data.
const (
	leadFirst int64 = iota // 按首位
	leadNone               // 不分
)

// askConfirm asks what only the office can know before anything is sent.
func (b *Bot) askConfirm(a *ask, list duban.List) (Reply, error) {
	tasks, err := a.Tasks(list.ID)
	if err != nil {
		return Reply{}, err
	}
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	empty, err := emptyCollectives(a.Tx, dir, list)
	if err != nil {
		return Reply{}, err
	}
	m := text.Confirm{Title: list.Title, Tasks: len(tasks), Empty: empty}
	button := func(label string, how int64) chat.Button {
		return chat.Button{Label: a.voice.Label(label), Data: data("confirm", int64(list.ID), how)}
	}
	return a.say(m, []chat.Button{button("button.leadfirst", leadFirst), button("button.leadnone", leadNone)}), nil
}

func (b *Bot) pressConfirm(a *ask) (Reply, error) {
	list, found, err := a.CurrentList()
	if err != nil {
		return Reply{}, err
	}
	if !found || int64(list.ID) != a.ids[0] {
		return b.oldButton(a)
	}
	rounds, err := b.DefaultRounds(a.Now())
	if err != nil {
		return Reply{}, err
	}
	err = a.ConfirmList(list.ID, a.ids[1] == leadFirst, a.voice.DateOf(a.Now()), rounds...)
	if isConflict(err, "list-confirmed") {
		return refuse(text.ListThere{Title: list.Title})
	}
	if err != nil {
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
