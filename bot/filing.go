package bot

import (
	"cmp"
	"errors"
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
	list    duban.List
	tasks   map[int]duban.Task // by number
	source  string
	own     map[duban.TaskID][]duban.Assignment // the speaker's, as far as they were looked at
	filed   []filed
	unfiled []text.Unfiled // what was not taken, beside what was

	// What words without a number are about, and for which of the speaker's
	// departments; none is all of them.
	about duban.TaskID
	only  []duban.DepartmentID
	// explain: the words may say what a difficulty is that was stated without any.
	explain bool
	// replaces is what the words take the place of. It still stands while they are
	// filed, and their figures are measured as if it did not.
	replaces []duban.Report
	// sure: the speaker was asked whose a number in front of the words is.
	sure bool

	all       bool  // the words say of everything owed that nothing is new
	restNone  bool  // the same was said of all that is owed, and nothing is
	overtaken []int // tasks on which more was said since the words were
}

// filed is one report that was stored, for each department it counts for.
type filed struct {
	task   duban.Task
	report duban.Report // the first of reports
	deps   []duban.Department
	role   duban.Role
	all    int  // how many of the speaker's departments answer for the task
	rest   bool // it was said of all that was left

	reports []duban.Report // one for each of deps
	duty    duban.Assignment
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

// targets are those of one task. Where the database refuses to tell them it refuses
// all that follows, so that nothing is filed without them.
func (f *filing) targets(id duban.TaskID) []duban.Target {
	targets, err := f.TaskTargets(id)
	if err != nil {
		return nil
	}
	return targets
}

// fileText reads words and files what they say. With about set, words without a
// number are about that task.
func (b *Bot) fileText(a *ask, words string, about duban.TaskID) (Reply, error) {
	f, err := a.filing(a.in.Source)
	if err != nil {
		return Reply{}, err
	}
	f.answers(about)
	return b.fileWords(f, words)
}

// answers makes words without a number be about a task, as far as the message says
// that they answer.
func (f *filing) answers(about duban.TaskID) {
	to := f.ask.about
	f.about, f.explain = about, to.Kind == chat.Receipt || to.Kind == chat.Apart
	if to.Kind == chat.Apart && to.Department != 0 {
		f.only = []duban.DepartmentID{duban.DepartmentID(to.Department)}
	}
}

// fileWords files what words say and answers with a receipt, or with what has to
// be asked first.
func (b *Bot) fileWords(f *filing, words string) (Reply, error) {
	loose, instead, err := b.fileEach(f, words)
	if err != nil || instead != nil {
		return orNothing(instead), err
	}
	reply, err := b.receipt(f, loose)
	if err != nil {
		return Reply{}, err
	}
	return b.followWalk(f.ask, reply, f.filed)
}

// fileEach files what words say. Where they say nothing that can be filed, or it has
// to be asked whose a number is, instead is the answer to them.
func (b *Bot) fileEach(f *filing, words string) (loose string, instead *Reply, err error) {
	read, err := f.read(words)
	if err != nil {
		return "", nil, err
	}
	if read.Whose != 0 {
		reply, err := b.askWhose(f, words, read.Whose)
		return "", &reply, err
	}
	if read, err = f.sift(read); err != nil {
		return "", nil, err
	}
	read, bare := withoutBare(read)
	if len(read.Items) == 0 && read.Rest == nil {
		reply, err := Reply{}, error(nil)
		if bare != 0 {
			reply = f.show(f.card(f.tasks[bare]))
		} else {
			reply, err = b.unplaced(f, words)
		}
		return "", &reply, err
	}
	// What was said for one department alone comes first: the same words count once
	// for each, and what was said for all is then for the others.
	slices.SortStableFunc(read.Items, func(a, b intake.Item) int {
		return -cmp.Compare(min(a.Department, 1), min(b.Department, 1))
	})
	for _, item := range read.Items {
		if err := f.file(item, f.those(item)...); err != nil {
			return "", nil, err
		}
	}
	if read.Rest != nil {
		err = f.fileRest(*read.Rest)
	}
	return read.Loose, nil, err
}

// context is what is known about words before they are read.
func (f *filing) context() intake.ReplyContext {
	return intake.ReplyContext{
		Known:   func(no int) bool { _, ok := f.tasks[no]; return ok },
		Targets: func(no int) []duban.Target { return f.targets(f.tasks[no].ID) },
		Today:   duban.DateOf(f.Now(), f.voice.Zone),
	}
}

// read reads words.
func (f *filing) read(words string) (intake.Reply, error) {
	if f.all {
		return intake.Reply{Rest: &intake.Item{Words: words, State: duban.NoNews}}, nil
	}
	c := f.context()
	var failed error
	c.Sure, c.Own = f.sure, func(no int) bool {
		t, known := f.tasks[no]
		duties, err := f.duties(t)
		failed = errors.Join(failed, err)
		return known && len(duties) > 0
	}
	for _, t := range f.tasks {
		if t.ID == f.about {
			c.Task = t.No
		}
	}
	if len(f.who.Departments) > 1 {
		dir, err := f.Directory()
		if err != nil {
			return intake.Reply{}, err
		}
		c.Mine = named(dir, f.who.Departments)
	}
	return intake.ReadReply(words, c), failed
}

// those are the departments an item is for: the one it names, or those of the
// task that is answered; none is all the speaker's.
func (f *filing) those(item intake.Item) []duban.DepartmentID {
	switch {
	case item.Department != 0:
		return []duban.DepartmentID{item.Department}
	case f.tasks[item.No].ID == f.about:
		return f.only
	}
	return nil
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

// sift leaves out what cannot be taken: numbers that are no task's, tasks of other
// departments. It refuses the words where nothing is left, and where they speak of
// all the rest, which a wrong number would be part of.
func (f *filing) sift(read intake.Reply) (intake.Reply, error) {
	kept := read
	kept.Items, kept.Unknown = nil, nil
	var first *refusal
	leave := func(no refusal, out text.Unfiled) {
		if first == nil {
			first = &no
		}
		f.unfiled = append(f.unfiled, out)
	}
	for _, item := range read.Items {
		no, err := f.check(item)
		if err != nil {
			return kept, err
		}
		if no == nil {
			kept.Items = append(kept.Items, item)
			continue
		}
		leave(*no, unfiled(item.No, no.message))
	}
	for _, item := range read.Unknown {
		leave(refusal{text.NoTask{Said: fmt.Sprint(item.No), First: 1, Last: len(f.tasks)}}, text.Unfiled{No: item.No})
	}
	if first != nil && (len(kept.Items) == 0 || kept.Rest != nil) {
		return kept, refusal{alone(first.message, len(kept.Items) > 0 || kept.Rest != nil)}
	}
	return kept, nil
}

// unfiled says beside what was filed what a refusal says alone.
func unfiled(no int, message any) text.Unfiled {
	switch m := message.(type) {
	case text.NotYours:
		return text.Unfiled{No: no, Theirs: m.Theirs, Exists: true}
	case text.NotTheirs:
		return text.Unfiled{No: no, Theirs: m.Theirs, Department: m.Department, Exists: true}
	}
	return text.Unfiled{No: no}
}

// alone says of a refusal that nothing else of the words was filed either.
func alone(message any, others bool) any {
	switch m := message.(type) {
	case text.NotYours:
		m.Others = others
		return m
	case text.NotTheirs:
		m.Others = others
		return m
	case text.NoTask:
		m.Others = others
		return m
	}
	return message
}

// check says why an item cannot be filed: its task is of other departments. It is
// nil where it can.
func (f *filing) check(item intake.Item) (*refusal, error) {
	t := f.tasks[item.No]
	duties, err := f.duties(t)
	if err != nil {
		return nil, err
	}
	if len(duties) == 0 {
		return f.notYours(t)
	}
	if item.Department != 0 && !slices.ContainsFunc(duties, func(d duban.Assignment) bool { return d.Department == item.Department }) {
		return f.notTheirs(t, item.Department)
	}
	return nil, nil
}

// mayFile refuses a single item that cannot be filed.
func (f *filing) mayFile(item intake.Item) error {
	no, err := f.check(item)
	if err == nil && no != nil {
		err = *no
	}
	return err
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
func (f *filing) notYours(t duban.Task) (*refusal, error) {
	all, err := f.TaskAssignments(t.ID)
	if err != nil {
		return nil, err
	}
	dir, err := f.Directory()
	if err != nil {
		return nil, err
	}
	return &refusal{text.NotYours{Task: t, Theirs: named(dir, departmentsOf(all)), Yours: named(dir, f.who.Departments)}}, nil
}

// notTheirs refuses a report for one of the speaker's departments that has no
// part in the task.
func (f *filing) notTheirs(t duban.Task, dep duban.DepartmentID) (*refusal, error) {
	all, err := f.TaskAssignments(t.ID)
	if err != nil {
		return nil, err
	}
	dir, err := f.Directory()
	if err != nil {
		return nil, err
	}
	d, _ := dir.ByID(dep)
	return &refusal{text.NotTheirs{Task: t, Department: d, Theirs: named(dir, departmentsOf(all))}}, nil
}

func departmentsOf(all []duban.Assignment) (ids []duban.DepartmentID) {
	for _, d := range all {
		ids = append(ids, d.Department)
	}
	return ids
}

// file stores one item for each of the speaker's departments in its task, or for
// those alone that are given.
func (f *filing) file(item intake.Item, only ...duban.DepartmentID) error {
	t := f.tasks[item.No]
	duties, err := f.duties(t)
	if err != nil {
		return err
	}
	if dir, err := f.Directory(); err != nil {
		return err
	} else if _, name := dir.Find(item.Words); name && item.Words != "" {
		item.State = duban.Said // a department's name tells of no work
	}
	done := filed{task: t, all: len(duties)}
	for _, d := range duties {
		if len(only) > 0 && !slices.Contains(only, d.Department) {
			continue
		}
		rep := duban.Report{Assignment: d.ID, Person: f.who.ID, Source: f.source, Words: item.Words, State: item.State}
		if err := f.understand(&rep, item, d, len(done.deps) == 0); err != nil {
			return err
		}
		if err := f.complete(&rep, item.Append || item.Corrects); err != nil {
			return err
		}
		if err := f.store(&done, d, rep); err != nil {
			return err
		}
	}
	f.add(done)
	return nil
}

// store stores a report, once, beside those that are filed with it.
func (f *filing) store(done *filed, d duban.Assignment, rep duban.Report) error {
	if late, err := f.late(done.task, &rep); err != nil || late {
		return err
	}
	stored, added, err := f.File(rep)
	if err != nil || !added {
		return err
	}
	dir, err := f.Directory()
	if err != nil {
		return err
	}
	dep, _ := dir.ByID(d.Department)
	if len(done.deps) == 0 {
		done.role, done.duty, done.report = d.Role, d, stored // leads first: the stronger of several
	}
	done.deps, done.reports = append(done.deps, dep), append(done.reports, stored)
	f.changed("report", taskSubject(done.task), f.detail(stored, dep))
	return nil
}

// late lets a report count from when it was said, where that was earlier. Where more
// was said on the task since, it is not filed: late is true then.
func (f *filing) late(t duban.Task, rep *duban.Report) (late bool, err error) {
	if !f.in.Late {
		return false, nil
	}
	rep.At = f.in.At
	last, found, err := f.LastReport(rep.Assignment)
	if err != nil || !found || !last.At.After(rep.At) {
		return false, err
	}
	if !slices.Contains(f.overtaken, t.No) {
		f.overtaken = append(f.overtaken, t.No)
	}
	return true, nil
}

func (f *filing) add(done filed) {
	if len(done.deps) > 0 {
		f.filed = append(f.filed, done)
	}
}

// complete puts a supplement behind what was reported last, and lets words stand
// for a difficulty that was stated without any.
func (f *filing) complete(rep *duban.Report, supplement bool) error {
	if !supplement && !f.explain || !rep.IsAnswer() {
		return nil
	}
	last, found, err := f.LastReport(rep.Assignment)
	if err != nil || !found {
		return err
	}
	if f.explain {
		*rep = rep.Explains(last)
	}
	if !supplement {
		return nil
	}
	rep.Words = strings.TrimPrefix(last.Words+"\n"+rep.Words, "\n")
	if rep.State == duban.Progressing {
		rep.State = last.State
	}
	return nil
}

// fileRest files one item for everything still owed: for each task, for those of
// the speaker's departments that have not answered it.
func (f *filing) fileRest(item intake.Item) error {
	owed, err := f.owed()
	if err != nil {
		return err
	}
	no := map[duban.TaskID]int{}
	for n, t := range f.tasks {
		no[t.ID] = n
	}
	before := len(f.filed)
	f.restNone = true
	for _, step := range duban.WalkSteps(owed) {
		if len(step.Open) == 0 {
			continue
		}
		item.No, f.restNone = no[step.Task], false
		if err := f.file(item, step.Open...); err != nil {
			return err
		}
	}
	for i := range f.filed[before:] {
		f.filed[before+i].rest = true
	}
	return nil
}

// receipt tells what was filed and what is still owed, and brings the messages
// that show it up to date.
func (b *Bot) receipt(f *filing, loose string) (Reply, error) {
	if len(f.filed) == 0 {
		return f.nothingFiled(), nil
	}
	m := text.Filed{RestNone: f.restNone, Loose: brief(loose, 40), File: f.in.File != nil, Unfiled: f.unfiled}
	about := chat.View{Kind: chat.Receipt}
	asked, err := f.asked()
	if err != nil {
		return Reply{}, err
	}
	for _, d := range f.filed {
		if d.rest && len(f.filed) > 1 {
			m.Rest = append(m.Rest, d.task.No)
			m.Reason = brief(intake.NoNewsReason(d.report.Words), 40)
			continue
		}
		line := text.FiledLine{
			No: d.task.No, Short: d.task.Short(16), Departments: d.deps, Role: d.role, State: d.report.State,
			Words: brief(d.report.Words, 60), Counts: d.report.IsAnswer(),
		}
		if !line.Counts && intake.IsQuestion(d.report.Words) {
			if line.Facts, err = f.facts(asked, d.task); err != nil {
				return Reply{}, err
			}
		}
		if line.Part = len(d.deps) < d.all; line.Part {
			if line.Missing, err = f.missing(asked, d.task); err != nil {
				return Reply{}, err
			}
		}
		if err := f.addFigures(&line, d); err != nil {
			return Reply{}, err
		}
		m.Lines = append(m.Lines, line)
	}
	if len(f.filed) == 1 {
		about.Task = int64(f.filed[0].task.ID)
	}
	m.Open = duban.OpenTasks(asked)
	if m.Fallen, err = f.fallen(); err != nil {
		return Reply{}, err
	}
	reply := f.say(m, f.receiptButtons()...)
	reply.Say[0].About = &about
	reply.Say = append(reply.Say, f.questions()...)
	if len(f.overtaken) > 0 {
		reply.Say = append(reply.Say, f.post(text.Overtaken{Numbers: f.overtaken}))
	}
	f.refresh()
	return reply, nil
}

// facts answer what is asked most about a task.
func (f *filing) facts(asked []duban.Asking, t duban.Task) (*text.Facts, error) {
	all, err := f.TaskAssignments(t.ID)
	if err != nil {
		return nil, err
	}
	dir, err := f.Directory()
	if err != nil {
		return nil, err
	}
	m := text.Facts{Due: t.Due}
	for _, d := range all {
		deps := &m.Supports
		if d.Role == duban.Lead {
			deps = &m.Leads
		}
		*deps = append(*deps, named(dir, []duban.DepartmentID{d.Department})...)
	}
	m.Closes, err = f.closes(slices.DeleteFunc(slices.Clone(asked), func(q duban.Asking) bool { return q.Task != t.ID }))
	return &m, err
}

// nothingFiled says why words that were understood have filed nothing.
func (f *filing) nothingFiled() Reply {
	switch {
	case len(f.overtaken) > 0:
		return f.say(text.Overtaken{Numbers: f.overtaken})
	case f.restNone:
		return f.say(text.RestAnswered{})
	}
	return f.say(text.UnchangedReport{})
}

// receiptButtons let somebody put right what he has just said.
func (f *filing) receiptButtons() [][]chat.Button {
	first := f.filed[0]
	undo := chat.Button{Label: f.voice.Label("button.undo"), Data: data("undo", first.report.ID)}
	if len(f.filed) > 1 {
		return [][]chat.Button{{undo}}
	}
	correct := func(label string, how int64) chat.Button {
		return chat.Button{Label: f.voice.Label(label), Data: data("correct", int64(first.report.ID), how)}
	}
	below := []chat.Button{{Label: f.voice.Label("button.card", first.task.No), Data: data("card", first.task.ID)}}
	if first.all > 1 {
		below = append(below, chat.Button{Label: f.voice.Label("button.apart"), Data: data("apart", first.task.ID)})
	}
	return [][]chat.Button{{correct("button.correct", correctAll), correct("button.supplement", correctAdd), undo}, below}
}

// missing are the speaker's departments whose answer on a task is missing.
func (f *filing) missing(asked []duban.Asking, t duban.Task) ([]duban.Department, error) {
	dir, err := f.Directory()
	var deps []duban.Department
	for _, q := range asked {
		if q.Task == t.ID && !q.Answered {
			deps = append(deps, named(dir, []duban.DepartmentID{q.Department})...)
		}
	}
	return deps, err
}

// asked is what is asked of the speaker now.
func (a *ask) asked() ([]duban.Asking, error) {
	list, err := a.list()
	if err != nil || !a.who.IsContact() {
		return nil, err
	}
	return a.Asked(list.ID, a.who.Departments...)
}
