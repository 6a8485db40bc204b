package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// filing is words on their way to become reports.
type filing struct {
	*ask
	list   duban.List
	tasks  map[int]duban.Task // by number
	source string
	own    map[duban.TaskID][]duban.Assignment // the speaker's, as far as they were looked at
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
	f := &filing{ask: a, list: list, tasks: map[int]duban.Task{}, source: source, own: map[duban.TaskID][]duban.Assignment{}}
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
	read, bare := withoutBare(read)
	if bare != 0 && len(read.Items) == 0 && read.Rest == nil {
		return f.show(f.card(f.tasks[bare])), nil
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

// withoutBare takes out a number without words: it reports nothing, it asks to see
// the task. Beside reports it is told as what was not filed.
func withoutBare(read intake.Reply) (rest intake.Reply, bare int) {
	rest = read
	rest.Items = nil
	for _, item := range read.Items {
		if item.Words != "" || item.State != duban.Said {
			rest.Items = append(rest.Items, item)
			continue
		}
		bare = item.No
		rest.Loose = strings.TrimSpace(rest.Loose + " " + strconv.Itoa(item.No))
	}
	return rest, bare
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
	if own, known := f.own[t.ID]; known {
		return own, nil
	}
	all, err := f.TaskAssignments(t.ID)
	var own []duban.Assignment
	for _, d := range all {
		if f.who.ServesFor(d.Department) && d.State == duban.Open {
			own = append(own, d)
		}
	}
	f.own[t.ID] = own
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
	m := text.Filed{Loose: brief(loose, 40), File: f.in.File != nil}
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
	asked, err := f.asked()
	if err != nil {
		return Reply{}, err
	}
	m.Open = duban.OpenTasks(asked)
	first := f.filed[0].report
	row := []chat.Button{{Label: f.voice.Label("button.undo"), Data: data("undo", first.ID)}}
	if about.Task != 0 {
		row = append(row, chat.Button{Label: f.voice.Label("button.card", f.filed[0].task.No), Data: data("card", about.Task)})
	}
	reply := f.say(m, row)
	reply.Say[0].About = &about
	return b.refresh(f.ask, reply, asked)
}

// asked is what is asked of the speaker now.
func (a *ask) asked() ([]duban.Asking, error) {
	list, err := a.list()
	if err != nil || !a.who.IsContact() {
		return nil, err
	}
	return a.Asked(list.ID, a.who.Departments...)
}

// refresh adds the messages that show what has just changed: the speaker's
// digests and the boards of the groups.
func (b *Bot) refresh(a *ask, reply Reply, asked []duban.Asking) (Reply, error) {
	shown, err := a.Showing(a.who.User, chat.Digest)
	if err != nil {
		return reply, err
	}
	for _, s := range shown {
		if slices.ContainsFunc(asked, func(q duban.Asking) bool { return int64(q.Opening) == s.View.Opening }) {
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
