package bot

import (
	"sort"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// maxList is the largest list taken, in bytes; a list is a few dozen kilobytes.
const maxList = 2 << 20

// isList tells whether a file may be a task list.
func isList(f *chat.File) bool { return !f.Photo }

// importList offers what there is to import or to settle: the list that waits for
// confirmation, the one that comes with the program, or how to send one.
func (b *Bot) importList(a *ask) (Reply, error) {
	if a.in.File != nil {
		return b.importFile(a)
	}
	list, found, err := a.CurrentList()
	switch {
	case err != nil:
		return Reply{}, err
	case found && list.State == duban.Confirmed:
		return b.listThere(a, list)
	case found:
		return b.askConfirm(a, list)
	}
	return a.say(text.ImportUsage{}, []chat.Button{{Label: a.voice.Label("button.seed"), Data: "seed"}}), nil
}

// listThere says that nothing changes, and asks what is still to be settled.
func (b *Bot) listThere(a *ask, list duban.List) (Reply, error) {
	reply := a.say(text.ListThere{Title: list.Title})
	day, err := b.askDay(a, list)
	reply.Say = append(reply.Say, day...)
	return reply, err
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
		return a.notFetched()
	}
	return b.readOut(a, a.in.File.Name, a.in.Data)
}

// notFetched says that a file did not arrive, or that it breaks whatever reads it.
func (a *ask) notFetched() (Reply, error) {
	if a.in.Broke {
		return refuse(text.FileBroke{Name: a.in.File.Name})
	}
	return refuse(text.FetchFailed{Name: a.in.File.Name})
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
	return b.goOn(a, id, name, pub)
}

// goOn goes on with a list that was read: names that nobody knows come first, then
// it is a new list or another edition of the one that is there.
func (b *Bot) goOn(a *ask, upload int64, name string, pub duban.Publication) (Reply, error) {
	if len(pub.Unknown) > 0 {
		return b.askName(a, upload, pub)
	}
	list, found, err := a.CurrentList()
	if err != nil {
		return Reply{}, err
	}
	if found {
		return b.showChange(a, draft{Upload: upload, Revision: list.Revision}, list, pub)
	}
	return a.say(whatWasRead(name, pub), []chat.Button{{Label: a.voice.Label("button.load"), Data: data("load", upload)}}), nil
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
	if len(problems) > 0 {
		const most = 5
		return pub, refusal{text.BadList{Name: name, Problems: problems[:min(len(problems), most)], More: max(0, len(problems)-most)}}
	}
	intake.NameDays(&pub, b.today(a))
	return pub, nil
}

// readAgain reads a file kept earlier with the names that are known now; found is
// false once it was dropped.
func (b *Bot) readAgain(a *ask, upload int64) (name string, pub duban.Publication, found bool, err error) {
	name, body, found, err := a.Upload(upload)
	if err != nil || !found {
		return "", pub, false, err
	}
	pub, err = b.read(a, name, body)
	return name, pub, true, err
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
	name, pub, found, err := b.readAgain(a, a.ids[0])
	if err != nil {
		return Reply{}, err
	}
	_, there, err := a.CurrentList()
	switch {
	case err != nil:
		return Reply{}, err
	case !found:
		return b.oldButton(a)
	case there || len(pub.Unknown) > 0: // things have changed since the preview
		return b.goOn(a, a.ids[0], name, pub)
	}
	if err := a.AddDepartments(b.Seed.Directory...); err != nil {
		return Reply{}, err
	}
	list, _, err := a.ImportList(pub)
	if err != nil {
		return Reply{}, err
	}
	if err := a.DropUpload(a.ids[0]); err != nil {
		return Reply{}, err
	}
	a.changed("import", listSubject(list), map[string]any{"title": list.Title, "tasks": len(pub.Tasks)})
	return b.askConfirm(a, list)
}

// pressDrop forgets a file whose import was not wanted.
func (b *Bot) pressDrop(a *ask) (Reply, error) {
	if err := a.DropUpload(a.ids[0]); err != nil {
		return Reply{}, err
	}
	return a.instead(text.ListDropped{}), nil
}
