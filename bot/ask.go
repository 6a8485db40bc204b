package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// ask is one thing a person said, with what the router found out about it.
type ask struct {
	context.Context
	Tx
	in    chat.Incoming
	who   duban.Person
	group duban.Group // the allowed group it was said in, zero in private
	about chat.View   // what the message answered is about, zero for none
	args  string      // what stands behind the command
	ids   []int64     // of the button
	voice text.Voice

	stranger bool // has no role, and is heard as far as there is time
}

// handler answers one ask.
type handler func(*Bot, *ask) (Reply, error)

// refusal is an error a person reads: what is wrong and what would work. The
// handler that returns one has written nothing; Handle holds it to that.
type refusal struct{ message any }

func (r refusal) Error() string { return fmt.Sprintf("refused: %T", r.message) }

func refuse(message any) (Reply, error) { return Reply{}, refusal{message} }

// say answers with one message.
func (a *ask) say(message any, rows ...[]chat.Button) Reply {
	return Reply{Say: []chat.Post{a.post(message, rows...)}}
}

func (a *ask) post(message any, rows ...[]chat.Button) chat.Post {
	return chat.Post{Chat: a.in.Chat.ID, Text: &chat.Outgoing{HTML: a.voice.Say(message), Buttons: rows}}
}

// show answers with a view: in place of the message whose button was pressed,
// or else as a new message.
func (a *ask) show(v chat.View) Reply {
	p := chat.Post{Chat: a.in.Chat.ID, View: &v, About: &v}
	if a.in.Kind == chat.Press {
		p.Edit = a.in.Message
	}
	return Reply{Say: []chat.Post{p}}
}

// send answers with a view as a new message, also to a press.
func (a *ask) send(v chat.View) Reply {
	return Reply{Say: []chat.Post{{Chat: a.in.Chat.ID, View: &v, About: &v}}}
}

// changed records in the audit chain what this person changed.
func (a *ask) changed(action, subject string, detail any) {
	a.Audit(actor(a.who), action, subject, detail)
}

func actor(p duban.Person) string { return fmt.Sprintf("person:%d", p.ID) }

func taskSubject(t duban.Task) string             { return fmt.Sprintf("task:%d", t.ID) }
func departmentSubject(d duban.Department) string { return fmt.Sprintf("department:%d", d.ID) }
func personSubject(p duban.Person) string         { return fmt.Sprintf("person:%d", p.ID) }
func listSubject(l duban.List) string             { return fmt.Sprintf("list:%d", l.ID) }

// list returns the confirmed list, or a refusal that says how to get one.
func (a *ask) list() (duban.List, error) {
	list, found, err := a.CurrentList()
	if err != nil {
		return duban.List{}, err
	}
	if !found || list.State != duban.Confirmed {
		return duban.List{}, refusal{text.NoList{Admin: a.who.Admin, Waiting: found}}
	}
	return list, nil
}

// task reads a task's number: 28, 第28项.
func (a *ask) task(list duban.List, s string) (duban.Task, error) {
	tasks, err := a.Tasks(list.ID)
	if err != nil {
		return duban.Task{}, err
	}
	no, ok := intake.TaskNo(s)
	for _, t := range tasks {
		if ok && t.No == no {
			return t, nil
		}
	}
	return duban.Task{}, refusal{text.NoTask{Said: s, First: firstNo(tasks), Last: lastNo(tasks)}}
}

func firstNo(tasks []duban.Task) int {
	if len(tasks) == 0 {
		return 0
	}
	return tasks[0].No
}

func lastNo(tasks []duban.Task) int {
	if len(tasks) == 0 {
		return 0
	}
	return tasks[len(tasks)-1].No
}

// department reads a department's name, which must be written out: what is
// going to change is not guessed.
func (a *ask) department(name string) (duban.Department, error) {
	dir, err := a.Directory()
	if err != nil {
		return duban.Department{}, err
	}
	d, ok := dir.Find(name)
	if !ok {
		return duban.Department{}, refusal{text.NoDepartment{Said: name, Nearest: likely(dir, name)}}
	}
	return d, nil
}

// seen reads the name of a department that is only looked at: initials or the
// beginning of a name will do where they can mean one only.
func (a *ask) seen(name string) (duban.Department, error) {
	dir, err := a.Directory()
	if err != nil {
		return duban.Department{}, err
	}
	if called := intake.Called(dir, name); len(called) == 1 {
		return called[0], nil
	}
	return duban.Department{}, refusal{text.NoDepartment{Said: name, Nearest: likely(dir, name)}}
}

// likely are up to four names of departments that may be meant.
func likely(dir duban.Directory, said string) (names []string) {
	for _, d := range intake.Called(dir, said) {
		names = append(names, d.Name)
	}
	for _, n := range dir.Nearest(said, 4) {
		if !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names[:min(len(names), 4)]
}

// isConflict reports whether err is a conflict for a reason.
func isConflict(err error, reason string) bool {
	var e *duban.Error
	return errors.As(err, &e) && e.Kind == duban.Conflict && e.Reason == reason
}
