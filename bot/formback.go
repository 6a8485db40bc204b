package bot

import (
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// Filled is a form as a job has read it.
type Filled struct {
	Form   intake.Form
	Fault  intake.FormFault
	Source string // the message it came with; set when it is kept
	Filed  []int  // the tasks it was filed on, once it was
}

// formReading is a form that came back, held against what is asked now.
type formReading struct {
	*filing
	form  intake.Form
	items []formItem // by number
	says  text.FormRead
	owed  []duban.Owed // of the form's departments
}

// formItem is one row that will be filed, for which departments.
type formItem struct {
	intake.Item
	task duban.Task
	deps []duban.DepartmentID
	line int
}

// formBack shows what a form says that came back. Nothing is filed before its
// sender presses.
func (b *Bot) formBack(a *ask) (Reply, error) {
	var filled Filled
	if err := json.Unmarshal(a.in.Data, &filled); err != nil {
		return a.notFetched()
	}
	if !a.who.IsContact() {
		return refuse(text.Stranger{})
	}
	if filled.Fault != "" {
		return refuse(text.FormRefused{Reason: string(filled.Fault), Name: a.in.File.Name})
	}
	filled.Source = "f:" + strings.TrimPrefix(a.in.Source, "m:")
	r, err := b.readForm(a, filled)
	if err != nil {
		return Reply{}, err
	}
	if len(r.items) == 0 {
		if len(r.says.Problems) == 0 {
			return refuse(text.FormRefused{Reason: "nothing"})
		}
		return a.say(r.says), nil
	}
	body, err := json.Marshal(filled)
	if err != nil {
		return Reply{}, err
	}
	id, err := a.KeepUpload(a.who.ID, a.in.File.Name, body)
	return a.say(r.says, r.buttons(id)...), err
}

func (r *formReading) buttons(upload int64) [][]chat.Button {
	label := r.voice.Label
	return [][]chat.Button{
		{{Label: label("button.fileform"), Data: data("fileform", upload, r.print())}, {Label: label("button.readform"), Data: data("readform", upload, 0)}},
		{{Label: label("button.dropform"), Data: data("dropform", upload)}},
	}
}

// readForm holds a form against what is asked now: whose it is, of which round,
// and what each row would change.
func (b *Bot) readForm(a *ask, filled Filled) (*formReading, error) {
	f, err := a.filing(filled.Source)
	if err != nil {
		return nil, err
	}
	r := &formReading{filing: f, form: filled.Form}
	if err := r.belongs(); err != nil {
		return nil, err
	}
	for _, p := range r.form.Problems {
		r.problem(p, nil)
	}
	for _, row := range r.form.Rows {
		if err := r.row(row); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(r.items, func(a, b formItem) int { return cmp.Compare(a.No, b.No) })
	return r, r.summarise()
}

// belongs refuses a form of another list, department or round.
func (r *formReading) belongs() error {
	key := r.form.Key
	dir, err := r.Directory()
	if err != nil {
		return err
	}
	if key.List != r.list.ID {
		return refusal{text.FormRefused{Reason: "other-list"}}
	}
	r.says.Departments = named(dir, key.Departments)
	for _, d := range key.Departments {
		if !r.who.ServesFor(d) {
			return refusal{text.FormRefused{Reason: "other-department", Theirs: r.says.Departments, Yours: named(dir, r.who.Departments)}}
		}
	}
	if r.owed, err = r.CurrentOwed(r.list.ID, key.Departments...); err != nil {
		return err
	}
	if !slices.ContainsFunc(r.owed, func(w duban.Owed) bool { return slices.Contains(key.Openings, w.Opening) }) {
		return refusal{text.FormRefused{Reason: "other-round"}}
	}
	return nil
}

// row reads one row.
func (r *formReading) row(row intake.FormRow) error {
	t, found := r.taskOf(row)
	duties, err := r.ownDuties(t)
	if err != nil {
		return err
	}
	switch {
	case row.Task == 0 && (!found || len(duties) == 0):
		r.problem(intake.FormProblem{Line: row.Line, Reason: "unknown-task", Said: fmt.Sprint(row.No)}, nil)
		return nil
	case !found || len(duties) == 0:
		r.problem(intake.FormProblem{Line: row.Line, No: row.No, Reason: "not-asked"}, nil)
		return nil
	}
	if i := slices.IndexFunc(r.items, func(o formItem) bool { return o.No == t.No }); i >= 0 {
		r.problem(intake.FormProblem{Line: row.Line, No: t.No, Other: r.items[i].line, Reason: intake.FormTwice}, nil)
		r.items = slices.Delete(r.items, i, i+1)
		return nil
	}
	item, reason, said := row.Item(t.No, r.context())
	if reason != "" {
		r.problem(intake.FormProblem{Line: row.Line, No: t.No, Reason: reason, Said: said}, r.targets(t.ID))
		return nil
	}
	return r.take(formItem{Item: item, task: t, line: row.Line}, duties)
}

// taskOf finds the task by the row's key, and where it has none by its number.
func (r *formReading) taskOf(row intake.FormRow) (duban.Task, bool) {
	if row.Task == 0 {
		t, found := r.tasks[row.No]
		return t, found
	}
	for _, t := range r.tasks {
		if t.ID == row.Task {
			return t, true
		}
	}
	return duban.Task{}, false
}

// ownDuties are the open assignments in a task of the form's departments.
func (r *formReading) ownDuties(t duban.Task) ([]duban.Assignment, error) {
	duties, err := r.duties(t)
	return slices.DeleteFunc(slices.Clone(duties), func(d duban.Assignment) bool { return !slices.Contains(r.form.Key.Departments, d.Department) }), err
}

// take lets a row be filed for the departments whose answer is missing, or for all
// of them where none is; what says again what was said last is left out.
func (r *formReading) take(item formItem, duties []duban.Assignment) error {
	open := slices.DeleteFunc(slices.Clone(duties), func(d duban.Assignment) bool { return !r.isOpen(d.ID) })
	again := len(open) == 0
	if again {
		open = duties
	}
	for _, d := range open {
		item.deps = append(item.deps, d.Department)
	}
	last, found, err := r.LastReport(open[0].ID)
	switch {
	case err != nil:
		return err
	case found && again && last.Words == item.Words && last.State == item.State:
		r.says.Same = append(r.says.Same, item.No)
		return nil
	case found && again && !last.At.IsZero():
		r.says.Again = append(r.says.Again, item.No)
	}
	r.items = append(r.items, item)
	return r.changes(item, open[0])
}

func (r *formReading) isOpen(id duban.AssignmentID) bool {
	return slices.ContainsFunc(r.owed, func(w duban.Owed) bool { return w.Assignment.ID == id && !w.Answered })
}

// changes notes which values a row would change.
func (r *formReading) changes(item formItem, d duban.Assignment) error {
	if len(item.Figures) == 0 {
		return nil
	}
	reached, err := r.before(d.ID)
	if err != nil {
		return err
	}
	targets := r.targets(item.task.ID)
	for _, s := range item.Figures {
		if s.Target < 0 || s.Target >= len(targets) {
			continue
		}
		t := targets[s.Target]
		last, was := duban.LastOf(reached, d.ID, t.ID, speaksForAll(d, item.Words))
		now := duban.Figure{Target: t.ID, Value: s.Value, Increment: s.Increment}.After(last.Value, t)
		if !was || now.Total != last.Value {
			r.says.Figures = append(r.says.Figures, text.FigureChange{No: item.No, Target: t, Was: was, From: last.Value, To: now.Total})
		}
	}
	return nil
}

// maxFormProblems is how many rows a preview explains.
const maxFormProblems = 10

func (r *formReading) problem(p intake.FormProblem, targets []duban.Target) {
	if len(r.says.Problems) == maxFormProblems {
		r.says.More++
		return
	}
	r.says.Problems = append(r.says.Problems, text.FormProblem{
		Line: p.Line, No: p.No, Other: p.Other, Reason: string(p.Reason), Said: p.Said, Targets: targets,
	})
}

// summarise counts what the rows say and what is still missing.
func (r *formReading) summarise() error {
	m, filled := &r.says, map[int]bool{}
	for _, item := range r.items {
		filled[item.No] = true
		switch item.State {
		case duban.NoNews:
			m.None = append(m.None, item.No)
		case duban.Stuck:
			m.Stuck = append(m.Stuck, item.No)
		case duban.Claimed:
			m.Claimed = append(m.Claimed, item.No)
		}
	}
	m.Filled = len(r.items) + len(m.Same)
	for _, step := range duban.WalkSteps(r.owed) {
		t, err := r.Task(step.Task)
		if err != nil {
			return err
		}
		if len(step.Open) > 0 && !filled[t.No] {
			m.Empty = append(m.Empty, t.No)
		}
	}
	slices.Sort(m.Empty)
	m.Listed = max(r.form.Listed, m.Filled+len(m.Empty)) // a row whose number is damaged is listed too
	return nil
}

// print tells one state of things from another: what is asked, what was reported
// last, and what the rows would be filed as. What was shown is filed only while it
// is the same.
func (r *formReading) print() int64 {
	h := fnv.New64a()
	for _, w := range r.owed {
		fmt.Fprintln(h, w.Opening, w.Assignment.ID, w.Answered)
	}
	for _, item := range r.items {
		fmt.Fprintln(h, item.task.ID, item.No, item.deps, item.Words, item.State, item.Figures, r.targets(item.task.ID))
	}
	fmt.Fprintln(h, r.says.Figures, r.says.Same)
	return int64(h.Sum64() >> 16)
}
