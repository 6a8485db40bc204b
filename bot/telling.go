package bot

import (
	"slices"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// tellContacts tells each contact what has become of his departments' tasks, and
// brings the messages up to date that show numbers: whoever answers by a number
// means the one he has seen.
func (b *Bot) tellContacts(a *ask, before, after []duban.Assignment, d duban.Difference) ([]chat.Post, error) {
	list, _, err := a.CurrentList()
	if err != nil {
		return nil, err
	}
	tasks, err := a.Tasks(list.ID)
	if err != nil {
		return nil, err
	}
	contacts, err := a.Contacts()
	if err != nil {
		return nil, err
	}
	var posts []chat.Post
	told := map[duban.PersonID]bool{}
	for _, c := range contacts {
		if told[c.Person] || c.Head || !c.Reachable {
			continue
		}
		told[c.Person] = true
		p, err := a.Person(c.Person)
		if err != nil {
			return nil, err
		}
		now, mine := tasksOf(p, after), map[int]bool{}
		for _, t := range tasks {
			mine[t.No] = now[t.ID]
		}
		m, found := listMoved(d, tasksOf(p, before), now, mine)
		if !found {
			continue
		}
		m.Title = list.ShortTitle()
		shown, err := numbersShown(a, c.User)
		if err != nil {
			return nil, err
		}
		said := b.voice(p.Lang, a.Now()).Say(m)
		posts = append(posts, chat.Post{Chat: c.User, Text: &chat.Outgoing{HTML: said}, Lane: chat.Notice, Unasked: true})
		posts = append(posts, shown...)
	}
	return posts, nil
}

// numbersShown brings a contact's messages up to date that list tasks by number.
func numbersShown(a *ask, user int64) (posts []chat.Post, err error) {
	for _, kind := range []string{chat.Digest, chat.Reminder, chat.Nudge, chat.Walk} {
		shown, err := a.Showing(user, kind)
		if err != nil {
			return nil, err
		}
		for _, s := range shown {
			posts = append(posts, s.Refresh())
		}
	}
	return posts, nil
}

// tasksOf are the tasks a person's departments answer for.
func tasksOf(p duban.Person, all []duban.Assignment) map[duban.TaskID]bool {
	tasks := map[duban.TaskID]bool{}
	for _, x := range all {
		if slices.Contains(p.Departments, x.Department) {
			tasks[x.Task] = true
		}
	}
	return tasks
}

// listMoved is what a difference means for somebody who answered for some tasks
// before and answers for others now, mine by their numbers; found is false where nothing of his changes.
func listMoved(d duban.Difference, before, after map[duban.TaskID]bool, mine map[int]bool) (m text.ListMoved, found bool) {
	kept := duban.Difference{}
	for _, r := range d.Rows {
		switch id := r.Task.ID; {
		case r.Fresh():
			if mine[r.Now.No] {
				m.New = append(m.New, r.Now.No)
			}
		case before[id] && after[id]:
			if r.Renumbered() {
				kept.Rows = append(kept.Rows, duban.Row{Task: r.Task, Now: r.Now})
			}
			if r.Reworded {
				m.Reworded = append(m.Reworded, r.Now.No)
			}
		case before[id]:
			m.Gone = append(m.Gone, r.Task.No)
		case after[id]:
			m.New = append(m.New, r.Now.No)
		}
	}
	m.Shifts = shifts(kept)
	return m, len(m.Shifts)+len(m.Reworded)+len(m.Gone)+len(m.New) > 0
}
