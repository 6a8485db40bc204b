package bot

import (
	"fmt"
	"strconv"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// report files what stands behind the command: /report 28 又培训300人次.
func (b *Bot) report(a *ask) (Reply, error) {
	if a.args == "" {
		return refuse(text.ReportUsage{})
	}
	return b.fileText(a, a.args, 0)
}

// words files what a contact wrote: as an answer to a digest or a card, as the
// next step of his walk, or out of the blue.
func (b *Bot) words(a *ask) (Reply, error) {
	if a.in.Text == "" {
		return refuse(text.NoFiles{})
	}
	walk, walking, err := a.Walk(a.who.ID)
	if err != nil {
		return Reply{}, err
	}
	if walking && walk.Task != 0 && (a.about.Kind == "" || a.about.Kind == chat.Walk) {
		return b.wordsOnWalk(a, walk)
	}
	return b.fileText(a, a.in.Text, duban.TaskID(a.about.Task))
}

// filing is words on their way to become reports.
type filing struct {
	*ask
	list   duban.List
	tasks  map[int]duban.Task // by number
	source string
	filed  []filed
}

// filed is one report that was stored, for each department it counts for.
type filed struct {
	task   duban.Task
	report duban.Report
	deps   []duban.Department
	role   duban.Role
}

func (a *ask) filing(source string) (*filing, error) {
	list, err := a.list()
	if err != nil {
		return nil, err
	}
	tasks, err := a.Tasks(list.ID)
	f := &filing{ask: a, list: list, tasks: map[int]duban.Task{}, source: source}
	for _, t := range tasks {
		f.tasks[t.No] = t
	}
	return f, err
}

// fileText reads words and files what they say. With about set, words without a
// number are about that task.
func (b *Bot) fileText(a *ask, words string, about duban.TaskID) (Reply, error) {
	f, err := a.filing(a.in.Source)
	if err != nil {
		return Reply{}, err
	}
	return b.fileWords(f, words, about)
}

func (b *Bot) fileWords(f *filing, words string, about duban.TaskID) (Reply, error) {
	c := intake.ReplyContext{Known: func(no int) bool { _, ok := f.tasks[no]; return ok }}
	for _, t := range f.tasks {
		if t.ID == about {
			c.Task = t.No
		}
	}
	read := intake.ReadReply(words, c)
	if err := f.check(read); err != nil {
		return Reply{}, err
	}
	if len(read.Items) == 0 && read.Rest == nil {
		return b.unplaced(f, words)
	}
	for _, item := range read.Items {
		if err := f.file(item); err != nil {
			return Reply{}, err
		}
	}
	if read.Rest != nil {
		if err := f.fileRest(*read.Rest); err != nil {
			return Reply{}, err
		}
	}
	return b.receipt(f, read.Loose)
}

// check refuses words as a whole before anything is stored: numbers that are no
// task's, tasks of other departments.
func (f *filing) check(read intake.Reply) error {
	if len(read.Unknown) > 0 {
		return refusal{text.NoTask{Said: fmt.Sprint(read.Unknown[0].No), First: 1, Last: len(f.tasks)}}
	}
	for _, item := range read.Items {
		duties, err := f.duties(f.tasks[item.No])
		if err != nil {
			return err
		}
		if len(duties) == 0 {
			return f.notYours(f.tasks[item.No])
		}
	}
	return nil
}

// duties are the speaker's open assignments in a task.
func (f *filing) duties(t duban.Task) ([]duban.Assignment, error) {
	all, err := f.TaskAssignments(t.ID)
	var own []duban.Assignment
	for _, d := range all {
		if f.who.ServesFor(d.Department) && d.State == duban.Open {
			own = append(own, d)
		}
	}
	return own, err
}

// notYours refuses a report on a task of other departments and says whose it is.
func (f *filing) notYours(t duban.Task) error {
	all, err := f.TaskAssignments(t.ID)
	if err != nil {
		return err
	}
	dir, err := f.Directory()
	if err != nil {
		return err
	}
	var ids []duban.DepartmentID
	for _, d := range all {
		ids = append(ids, d.Department)
	}
	return refusal{text.NotYours{Task: t, Theirs: named(dir, ids), Yours: named(dir, f.who.Departments)}}
}

// file stores one item for each of the speaker's departments in its task.
func (f *filing) file(item intake.Item) error {
	t := f.tasks[item.No]
	duties, err := f.duties(t)
	if err != nil {
		return err
	}
	dir, err := f.Directory()
	if err != nil {
		return err
	}
	done := filed{task: t}
	for _, d := range duties {
		rep := duban.Report{Assignment: d.ID, Person: f.who.ID, Source: f.source, Words: item.Words, State: item.State}
		if item.Append {
			if err := f.appendTo(&rep); err != nil {
				return err
			}
		}
		stored, added, err := f.File(rep)
		if err != nil {
			return err
		}
		if !added {
			continue
		}
		dep, _ := dir.ByID(d.Department)
		done.report, done.deps, done.role = stored, append(done.deps, dep), d.Role
		f.changed("report", taskSubject(t), map[string]any{"report": stored.ID, "department": dep.Name, "state": stored.State})
	}
	if len(done.deps) > 0 {
		f.filed = append(f.filed, done)
	}
	return nil
}

// appendTo puts a supplement behind what was reported last.
func (f *filing) appendTo(rep *duban.Report) error {
	last, found, err := f.LastReport(rep.Assignment)
	if err != nil || !found {
		return err
	}
	rep.Words = last.Words + "\n" + rep.Words
	if rep.State == duban.Said || rep.State == duban.Progressing {
		rep.State = last.State
	}
	return nil
}

// fileRest files one item for everything still owed.
func (f *filing) fileRest(item intake.Item) error {
	owed, err := f.owed()
	if err != nil {
		return err
	}
	seen := map[duban.TaskID]bool{}
	for _, w := range owed {
		id := w.Assignment.Task
		if w.Answered || seen[id] {
			continue
		}
		seen[id] = true
		for no, t := range f.tasks {
			if t.ID == id {
				item.No = no
			}
		}
		if err := f.file(item); err != nil {
			return err
		}
	}
	return nil
}

// receipt tells what was filed and what is still owed, and brings the messages
// that show it up to date.
func (b *Bot) receipt(f *filing, loose string) (Reply, error) {
	if len(f.filed) == 0 {
		return Reply{}, nil // counted before
	}
	m := text.Filed{Loose: brief(loose, 40)}
	about := chat.View{Kind: chat.Receipt}
	for _, d := range f.filed {
		m.Lines = append(m.Lines, text.FiledLine{
			No: d.task.No, Short: d.task.Short(16), Departments: d.deps, Role: d.role, State: d.report.State,
			Words: brief(d.report.Words, 60), Counts: d.report.IsAnswer(),
		})
	}
	if len(f.filed) == 1 {
		about.Task = int64(f.filed[0].task.ID)
	}
	var err error
	if m.Open, err = f.stillOwed(); err != nil {
		return Reply{}, err
	}
	first := f.filed[0].report
	row := []chat.Button{{Label: f.voice.Label("button.undo"), Data: data("undo", first.ID)}}
	if about.Task != 0 {
		row = append(row, chat.Button{Label: f.voice.Label("button.card", f.filed[0].task.No), Data: data("card", about.Task)})
	}
	reply := f.say(m, row)
	reply.Say[0].About = &about
	return b.refresh(f.ask, reply)
}

// stillOwed is how many tasks are still asked of the speaker.
func (a *ask) stillOwed() (int, error) {
	owed, err := a.owed()
	open := map[duban.TaskID]bool{}
	for _, w := range owed {
		if !w.Answered {
			open[w.Assignment.Task] = true
		}
	}
	return len(open), err
}

// refresh adds the messages that show what has just changed: the speaker's
// digests and the boards of the groups.
func (b *Bot) refresh(a *ask, reply Reply) (Reply, error) {
	owed, err := a.owed()
	if err != nil {
		return reply, err
	}
	seen := map[duban.OpeningID]bool{}
	for _, w := range owed {
		if seen[w.Opening] {
			continue
		}
		seen[w.Opening] = true
		shown, err := a.Showing(a.who.User, chat.Digest, int64(w.Opening))
		if err != nil {
			return reply, err
		}
		for _, s := range shown {
			reply.Say = append(reply.Say, chat.Post{Chat: a.who.User, Edit: s.Message, View: &s.View, About: &s.View, Lane: chat.Refresh})
		}
	}
	boards, err := b.boards(a.Tx)
	reply.Say = append(reply.Say, boards...)
	return reply, err
}

// boards refreshes the pinned boards.
func (b *Bot) boards(tx Tx) ([]chat.Post, error) {
	groups, err := tx.Groups()
	var posts []chat.Post
	for _, g := range groups {
		if g.Board != 0 {
			posts = append(posts, chat.RefreshBoard(g.Chat, g.Board, int64(g.List)))
		}
	}
	return posts, err
}

// unplaced keeps words without a number and asks which task they are about.
func (b *Bot) unplaced(f *filing, words string) (Reply, error) {
	if duban.IsReceipt(words) {
		open, err := f.stillOwed()
		return f.say(text.OnlyReceipt{Open: open}), err
	}
	mine, err := f.answerable()
	if err != nil || len(mine) == 0 {
		return Reply{}, refusal{text.NothingYours{}}
	}
	if len(mine) == 1 {
		return b.fileWords(f, words, mine[0].ID)
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
	reply, err := b.fileWords(f, kept.Words, task)
	if err != nil {
		return Reply{}, err
	}
	return reply, a.PlaceWords(id)
}

// pressNone files 本期无新进展 from a card.
func (b *Bot) pressNone(a *ask) (Reply, error) {
	return b.pressState(a, duban.TaskID(a.ids[0]), duban.NoNews)
}

// pressStuck files 有困难 from a card and asks what it is.
func (b *Bot) pressStuck(a *ask) (Reply, error) {
	return b.pressState(a, duban.TaskID(a.ids[0]), duban.Stuck)
}

func (b *Bot) pressState(a *ask, id duban.TaskID, state duban.ReportState) (Reply, error) {
	f, err := a.filing(a.in.Source)
	if err != nil {
		return Reply{}, err
	}
	t, err := a.Task(id)
	if err != nil || f.tasks[t.No].ID != id {
		return b.oldButton(a)
	}
	if err := f.check(intake.Reply{Items: []intake.Item{{No: t.No}}}); err != nil {
		return Reply{}, err
	}
	if err := f.file(intake.Item{No: t.No, State: state}); err != nil {
		return Reply{}, err
	}
	reply, err := b.receipt(f, "")
	if len(reply.Say) == 0 || err != nil {
		return reply, err
	}
	v := a.card(t)
	reply.Say = append(reply.Say, chat.Post{Chat: a.in.Chat.ID, Edit: a.in.Message, View: &v, About: &v})
	reply.Toast = a.voice.Label("toast."+string(state), t.No)
	return reply, nil
}

// undo takes back what the speaker's last message filed.
func (b *Bot) undo(a *ask) (Reply, error) {
	last, err := a.ReportsBy(a.who.ID)
	if err != nil {
		return Reply{}, err
	}
	if len(last) == 0 {
		return refuse(text.NothingToUndo{})
	}
	return b.withdraw(a, last)
}

func (b *Bot) pressUndo(a *ask) (Reply, error) {
	r, found, err := a.ReportByID(duban.ReportID(a.ids[0]))
	if err != nil {
		return Reply{}, err
	}
	if !found {
		return b.oldButton(a)
	}
	d, err := a.Assignment(r.Assignment)
	if err != nil {
		return Reply{}, err
	}
	if !a.who.ServesFor(d.Department) {
		return refuse(text.Stranger{})
	}
	if !r.Withdrawn.IsZero() {
		return refuse(text.NothingToUndo{})
	}
	same, err := a.ReportsFrom(r.Source)
	if err != nil {
		return Reply{}, err
	}
	return b.withdraw(a, same)
}

// withdraw takes reports back while their round collects, or else for a day.
func (b *Bot) withdraw(a *ask, reports []duban.Report) (Reply, error) {
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	m := text.Withdrawn{}
	for _, r := range reports {
		d, err := a.Assignment(r.Assignment)
		if err != nil {
			return Reply{}, err
		}
		o, found, err := a.OpeningOf(d.ID)
		if err != nil {
			return Reply{}, err
		}
		if limit := r.UndoUntil(o, found); a.Now().After(limit) {
			return refuse(text.TooLateToUndo{Until: limit})
		}
		if _, err := a.Withdraw(r); err != nil {
			return Reply{}, err
		}
		t, err := a.Task(d.Task)
		if err != nil {
			return Reply{}, err
		}
		dep, _ := dir.ByID(d.Department)
		line := text.WithdrawnLine{No: t.No, Short: t.Short(16), Department: dep}
		if last, found, err := a.LastReport(d.ID); err != nil {
			return Reply{}, err
		} else if found {
			line.Now = brief(last.Words, 40)
		}
		m.Lines = append(m.Lines, line)
		a.changed("withdraw", taskSubject(t), map[string]any{"report": r.ID, "department": dep.Name})
	}
	return b.refresh(a, a.say(m))
}

// edited takes a changed message as a new revision of the reports it made. A
// changed command does nothing, and says so once.
func (b *Bot) edited(a *ask) (Reply, error) {
	if _, _, command := parseCommand(a.in.Text, b.Username); command {
		reply := a.say(text.EditedCommand{})
		reply.Say[0].Key = "edited:" + originOf(a.in.Source)
		return reply, nil
	}
	old, err := a.ReportsFrom(a.in.Source)
	if err != nil {
		return Reply{}, err
	}
	about := duban.TaskID(a.about.Task)
	if len(old) > 0 && about == 0 && sameTask(a, old) {
		d, err := a.Assignment(old[0].Assignment)
		if err != nil {
			return Reply{}, err
		}
		about = d.Task
	}
	reply, err := b.fileText(a, a.in.Text, about)
	if err != nil {
		return Reply{}, err
	}
	for _, r := range old {
		if _, err := a.Withdraw(r); err != nil {
			return Reply{}, err
		}
	}
	return reply, nil
}

// sameTask reports whether reports are all about one task.
func sameTask(a *ask, reports []duban.Report) bool {
	tasks := map[duban.TaskID]bool{}
	for _, r := range reports {
		if d, err := a.Assignment(r.Assignment); err == nil {
			tasks[d.Task] = true
		}
	}
	return len(tasks) == 1
}

// originOf cuts the revision off a source.
func originOf(source string) string {
	parts := strings.SplitN(source, ":", 4)
	return strings.Join(parts[:min(3, len(parts))], ":")
}
