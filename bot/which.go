package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// unplaced keeps words without a number and asks which task they are about.
func (b *Bot) unplaced(f *filing, words string) (Reply, error) {
	if intake.ReadState(words) == duban.Said {
		return f.onlyReceipt(words)
	}
	mine, err := f.answerable()
	switch {
	case err != nil:
		return Reply{}, err
	case len(mine) == 0:
		return refuse(text.NothingYours{})
	}
	if len(mine) == 1 {
		f.about = mine[0].ID
		return b.fileWords(f, words)
	}
	if intake.ReadState(words) == duban.NoNews {
		if answered, reply, err := b.nothingNew(f, words); err != nil || answered {
			return reply, err
		}
	}
	id, err := f.KeepWords(f.who.ID, f.source, words)
	if err != nil {
		return Reply{}, err
	}
	return f.send(whichView(f.who.ID, id)), nil
}

// whichView asks which task kept words are about; where they say that nothing is new
// and several are owed, it asks first whether they are about all of these.
func whichView(p duban.PersonID, kept int64) chat.View {
	return chat.View{Kind: chat.Which, Person: int64(p), Filter: fmt.Sprint(kept)}
}

// oneOfThem is the page of whichView that asks for one task whatever the words say.
const oneOfThem = 1

// nothingNew answers that nothing is new, said of no task, where it need not be asked
// of which: one is owed, or none.
func (b *Bot) nothingNew(f *filing, words string) (answered bool, reply Reply, err error) {
	asked, err := f.asked()
	if err != nil {
		return false, Reply{}, err
	}
	switch duban.OpenTasks(asked) {
	case 0:
		return true, f.say(text.RestAnswered{}), nil
	case 1:
		i := slices.IndexFunc(asked, func(q duban.Asking) bool { return !q.Answered })
		f.about = asked[i].Task
		reply, err = b.fileWords(f, words)
		return true, reply, err
	}
	return false, Reply{}, nil
}

// pressAllNone files kept words, which say that nothing is new, for everything owed.
func (b *Bot) pressAllNone(a *ask) (Reply, error) { return b.allNone(a, a.ids[0]) }

func (b *Bot) allNone(a *ask, id int64) (Reply, error) {
	kept, found, err := a.KeptWords(id)
	if err != nil {
		return Reply{}, err
	}
	if !found || kept.Person != a.who.ID || intake.ReadState(kept.Words) != duban.NoNews {
		return b.oldButton(a)
	}
	f, err := a.filing(kept.Source)
	if err != nil {
		return Reply{}, err
	}
	f.all = true
	if f.replaces, err = a.ReportsFrom(kept.Source); err != nil {
		return Reply{}, err
	}
	reply, err := b.fileAnew(f, kept.Words)
	if err != nil {
		return Reply{}, err
	}
	if len(f.filed) == 0 {
		return f.nothingFiled(), nil
	}
	return reply, a.PlaceWords(id)
}

// pressOnlyOne asks which one task kept words are about.
func (b *Bot) pressOnlyOne(a *ask) (Reply, error) { return b.onlyOne(a, a.ids[0]) }

func (b *Bot) onlyOne(a *ask, id int64) (Reply, error) {
	kept, found, err := a.KeptWords(id)
	if err != nil {
		return Reply{}, err
	}
	if !found || kept.Person != a.who.ID {
		return b.oldButton(a)
	}
	v := whichView(a.who.ID, id)
	v.Page = oneOfThem
	return a.send(v), nil
}

// onlyReceipt answers talk about no task with what is still asked for.
func (f *filing) onlyReceipt(words string) (Reply, error) {
	asked, err := f.asked()
	if err != nil {
		return Reply{}, err
	}
	m := text.OnlyReceipt{Open: duban.OpenTasks(asked), Question: intake.IsQuestion(words)}
	m.Closes, err = f.closes(asked)
	return f.say(m), err
}

// closes is the deadline of the first of what is asked; zero for nothing.
func (f *filing) closes(asked []duban.Asking) (time.Time, error) {
	if len(asked) == 0 {
		return time.Time{}, nil
	}
	o, err := f.Opening(asked[0].Opening)
	return o.Closes, err
}

// askWhose keeps words that answer a card and begin with a number which may be
// another task's, and asks what it is. Nothing is filed before that.
func (b *Bot) askWhose(f *filing, words string, no int) (Reply, error) {
	id, err := f.KeepWords(f.who.ID, f.source, words)
	if err != nil {
		return Reply{}, err
	}
	v := chat.View{Kind: chat.Which, Person: int64(f.who.ID), Task: int64(f.about), Page: no, Filter: fmt.Sprint(id)}
	if len(f.only) == 1 {
		v.Department = int64(f.only[0])
	}
	return f.send(v), nil
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
	if r.view.Task != 0 {
		return r.whose(s, kept), nil
	}
	if open, err := r.openFor(kept); err != nil || open > 1 {
		return r.out(text.AllNone{Words: brief(kept.Words, 60), Open: open}, []chat.Button{
			{Label: r.voice.Label("button.allnone"), Data: data("allnone", kept.ID)},
			{Label: r.voice.Label("button.onlyone"), Data: data("onlyone", kept.ID)},
		}), err
	}
	var rows [][]chat.Button
	mine := s.ForDepartments(r.who.Departments...)
	for _, t := range mine[:min(len(mine), maxChoices)] {
		rows = append(rows, placeButton(kept, t.Task))
	}
	return r.out(text.Which{Words: brief(kept.Words, 60), More: len(mine) > maxChoices}, rows...), nil
}

// openFor is of how many owed tasks kept words may be meant together; 0 where they say
// anything but that nothing is new, or were said to be about one.
func (r *render) openFor(kept duban.Unplaced) (int, error) {
	if r.view.Page == oneOfThem || intake.ReadState(kept.Words) != duban.NoNews {
		return 0, nil
	}
	list, _, err := r.CurrentList()
	if err != nil {
		return 0, err
	}
	asked, err := r.Asked(list.ID, r.who.Departments...)
	return duban.OpenTasks(asked), err
}

func placeButton(kept duban.Unplaced, t duban.Task) []chat.Button {
	return []chat.Button{{Label: fmt.Sprintf("%d %s", t.No, t.Short(16)), Data: data("place", kept.ID, int64(t.ID))}}
}

// whose asks whether a number in front of kept words is a task's or belongs to them.
func (r *render) whose(s duban.Survey, kept duban.Unplaced) chat.Outgoing {
	m := text.Whose{Words: brief(kept.Words, 60), No: r.view.Page}
	var rows [][]chat.Button
	for _, t := range s.Tasks {
		mine := slices.ContainsFunc(t.Duties, func(d duban.Standing) bool { return r.who.ServesFor(d.Department) && d.State == duban.Open })
		switch {
		case int64(t.Task.ID) == r.view.Task:
			m.Task = t.Task.No
		case t.Task.No == m.No:
			m.Exists, m.Own = true, mine
		default:
			continue
		}
		if mine {
			rows = append(rows, placeButton(kept, t.Task))
		}
	}
	return r.out(m, rows...)
}

func (b *Bot) pressPlace(a *ask) (Reply, error) {
	about, _, err := a.About(a.in.Chat.ID, a.in.Message)
	if err != nil {
		return Reply{}, err
	}
	return b.place(a, about, a.ids[0], duban.TaskID(a.ids[1]))
}

// replyWhich reads a number as the answer to 哪一项？, and the words of its buttons.
func (b *Bot) replyWhich(a *ask) (Reply, error) {
	id, err := strconv.ParseInt(a.about.Filter, 10, 64)
	if err != nil {
		return b.oldButton(a)
	}
	if a.about.Task == 0 {
		switch strings.TrimSpace(a.in.Text) {
		case a.voice.Label("button.allnone"):
			return b.allNone(a, id)
		case a.voice.Label("button.onlyone"):
			return b.onlyOne(a, id)
		}
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
	return b.place(a, a.about, id, t.ID)
}

// place files kept words on the task their author named under the question asked.
// Their source is the message they came with, so they count once; what an earlier
// revision of it told of is replaced.
func (b *Bot) place(a *ask, asked chat.View, id int64, task duban.TaskID) (Reply, error) {
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
	f.about, f.sure = task, true
	if asked.Department != 0 && int64(task) == asked.Task {
		f.only = []duban.DepartmentID{duban.DepartmentID(asked.Department)}
	}
	if f.replaces, err = a.ReportsFrom(kept.Source); err != nil {
		return Reply{}, err
	}
	reply, err := b.fileAnew(f, kept.Words)
	if err != nil {
		return Reply{}, err
	}
	return reply, a.PlaceWords(id)
}
