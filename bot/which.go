package bot

import (
	"fmt"
	"strconv"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// unplaced keeps words without a number and asks which task they are about.
func (b *Bot) unplaced(f *filing, words string) (Reply, error) {
	if duban.IsReceipt(words) {
		asked, err := f.asked()
		return f.say(text.OnlyReceipt{Open: duban.OpenTasks(asked)}), err
	}
	mine, err := f.answerable()
	if err != nil || len(mine) == 0 {
		return Reply{}, refusal{text.NothingYours{}}
	}
	if len(mine) == 1 {
		f.about = mine[0].ID
		return b.fileWords(f, words)
	}
	id, err := f.KeepWords(f.who.ID, f.source, words)
	if err != nil {
		return Reply{}, err
	}
	return f.send(chat.View{Kind: chat.Which, Person: int64(f.who.ID), Filter: fmt.Sprint(id)}), nil
}

// answerable are the tasks the speaker may report on.
func (f *filing) answerable() ([]duban.Task, error) {
	all, err := f.Assignments(f.list.ID)
	var mine []duban.Task
	seen := map[duban.TaskID]bool{}
	byID := map[duban.TaskID]duban.Task{}
	for _, t := range f.tasks {
		byID[t.ID] = t
	}
	for _, d := range all {
		if f.who.ServesFor(d.Department) && d.State == duban.Open && !seen[d.Task] {
			seen[d.Task] = true
			mine = append(mine, byID[d.Task])
		}
	}
	return mine, err
}

// maxChoices is how many tasks the question 哪一项？ offers as buttons.
const maxChoices = 8

// renderWhich asks which task kept words are about.
func (b *Bot) renderWhich(r *render) (chat.Outgoing, error) {
	id, err := strconv.ParseInt(r.view.Filter, 10, 64)
	if err != nil {
		return chat.Outgoing{}, err
	}
	kept, found, err := r.KeptWords(id)
	if err != nil {
		return chat.Outgoing{}, err
	}
	if !found {
		return r.out(text.OldButton{}), nil
	}
	s, err := r.survey()
	if err != nil {
		return chat.Outgoing{}, err
	}
	var rows [][]chat.Button
	mine := s.ForDepartments(r.who.Departments...)
	for _, t := range mine[:min(len(mine), maxChoices)] {
		rows = append(rows, []chat.Button{{
			Label: fmt.Sprintf("%d %s", t.Task.No, t.Task.Short(16)), Data: data("place", id, int64(t.Task.ID)),
		}})
	}
	return r.out(text.Which{Words: brief(kept.Words, 60), More: len(mine) > maxChoices}, rows...), nil
}

func (b *Bot) pressPlace(a *ask) (Reply, error) {
	return b.place(a, a.ids[0], duban.TaskID(a.ids[1]))
}

// replyWhich reads a number as the answer to 哪一项？.
func (b *Bot) replyWhich(a *ask) (Reply, error) {
	id, err := strconv.ParseInt(a.about.Filter, 10, 64)
	if err != nil {
		return b.oldButton(a)
	}
	no, ok := intake.TaskNo(a.in.Text)
	if !ok {
		return b.fileText(a, a.in.Text, 0)
	}
	list, err := a.list()
	if err != nil {
		return Reply{}, err
	}
	t, err := a.task(list, fmt.Sprint(no))
	if err != nil {
		return Reply{}, err
	}
	return b.place(a, id, t.ID)
}

// place files kept words on the task their author named. Their source is the
// message they came with, so they count once.
func (b *Bot) place(a *ask, id int64, task duban.TaskID) (Reply, error) {
	kept, found, err := a.KeptWords(id)
	if err != nil {
		return Reply{}, err
	}
	if !found || kept.Person != a.who.ID {
		return b.oldButton(a)
	}
	f, err := a.filing(kept.Source)
	if err != nil {
		return Reply{}, err
	}
	f.about = task
	reply, err := b.fileWords(f, kept.Words)
	if err != nil {
		return Reply{}, err
	}
	return reply, a.PlaceWords(id)
}
