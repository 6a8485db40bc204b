package bot

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// due shows when a task can move, /due 28, or sets it: /due 28 2026-12-31, /due 28
// 每年6月、12月, /due 28 长期. 无 takes the due date away.
func (b *Bot) due(a *ask) (Reply, error) {
	args, sure := cutConfirm(strings.TrimSpace(a.args))
	no, when, _ := strings.Cut(args, " ")
	if no == "" {
		return refuse(text.DueUsage{})
	}
	list, err := a.list()
	if err != nil {
		return Reply{}, err
	}
	t, err := a.task(list, no)
	if err != nil {
		return Reply{}, err
	}
	if when = strings.TrimSpace(when); when == "" {
		return a.say(text.DueIs{Task: t}), nil
	}
	before := t.Due
	if t.Kind, t.Due, t.Months, err = b.term(a, when); err != nil {
		return Reply{}, err
	}
	if b.past(a, t) && !sure {
		return a.dueHole(t), nil
	}
	said, err := b.setDue(a, t, before)
	if err != nil {
		return Reply{}, err
	}
	a.refreshBoards()
	return Reply{Say: []chat.Post{said}}, nil
}

// past reports whether a task's due date lies behind: then it is overdue at once.
func (b *Bot) past(a *ask, t duban.Task) bool { return !t.Due.IsZero() && t.Due.Before(b.today(a)) }

// dueHole asks before a task is made overdue.
func (a *ask) dueHole(t duban.Task) Reply {
	day := int64(t.Due.Year*10000 + int(t.Due.Month)*100 + t.Due.Day)
	return a.say(text.DueHole{Task: t}, []chat.Button{{Label: a.voice.Label("button.due"), Data: data("due", int64(t.ID), day)}})
}

// setDue stores when a task can move, and words it.
func (b *Bot) setDue(a *ask, t duban.Task, before duban.Date) (chat.Post, error) {
	if err := a.SetTerm(t); err != nil {
		return chat.Post{}, err
	}
	detail := map[string]any{"from": before.String(), "to": t.Due.String()}
	if t.Kind != duban.DatedTask {
		detail["kind"], detail["months"] = t.Kind, t.Months
	}
	a.changed("due", taskSubject(t), detail)
	return a.post(text.DueSet{Task: t, Due: t.Due, Before: before, Past: b.past(a, t)}), nil
}

// pressDue sets a due date that lies behind.
func (b *Bot) pressDue(a *ask) (Reply, error) {
	t, err := a.Task(duban.TaskID(a.ids[0]))
	if duban.KindOf(err) == duban.NotFound || err == nil && !t.Archived.IsZero() {
		return b.oldButton(a)
	}
	if err != nil {
		return Reply{}, err
	}
	day, err := duban.ParseDate(fmt.Sprintf("%04d-%02d-%02d", a.ids[1]/10000, a.ids[1]/100%100, a.ids[1]%100))
	if err != nil {
		return b.oldButton(a)
	}
	before := t.Due
	t.Kind, t.Due, t.Months = duban.DatedTask, day, nil
	said, err := b.setDue(a, t, before)
	if err != nil {
		return Reply{}, err
	}
	said.Edit = a.in.Message
	return b.dueSet(a, said)
}

// term reads a date, the months of a yearly task, or that it has no end; none takes
// the date away.
func (b *Bot) term(a *ask, s string) (duban.TaskKind, duban.Date, []time.Month, error) {
	switch strings.ToLower(s) {
	case "无", "取消", "none", "off":
		return duban.DatedTask, duban.Date{}, nil, nil
	case "长期", "长期坚持", "standing":
		return duban.StandingTask, duban.Date{}, nil, nil
	}
	if everyYear(s) {
		months, err := calendar.ParseMonths(s)
		if err != nil {
			return "", duban.Date{}, nil, refusal{text.NoMonths{Said: s, Impossible: reason(err) == calendar.ImpossibleDate}}
		}
		return duban.YearlyTask, duban.Date{}, months, nil
	}
	day, err := b.Calendar.ParseDate(s, b.Calendar.Day(a.Now()))
	if err != nil {
		return "", duban.Date{}, nil, refusal{text.NoDate{Said: s, Impossible: reason(err) == calendar.ImpossibleDate}}
	}
	return duban.DatedTask, duban.Date(day), nil, nil
}

// everyYear reports whether a due text begins as one that comes round each year does.
func everyYear(s string) bool {
	for _, word := range []string{"每年", "every ", "each ", "yearly"} {
		if strings.HasPrefix(strings.ToLower(s), word) {
			return true
		}
	}
	return false
}

// reason is the calendar's own reason for refusing something.
func reason(err error) string {
	var e *calendar.Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return ""
}

// remindEvery is how long a task or department is left in peace after somebody
// pressed for it: half a working day.
const remindEvery = 4 * time.Hour

// remind asks now: /remind 28, /remind 教育局. The message says who pressed.
func (b *Bot) remind(a *ask) (Reply, error) {
	if strings.TrimSpace(a.args) == "" {
		return refuse(text.RemindUsage{})
	}
	list, err := a.list()
	if err != nil {
		return Reply{}, err
	}
	s, err := b.Survey(a.Tx, list)
	if err != nil {
		return Reply{}, err
	}
	v := chat.View{Kind: chat.Remind, Filter: fmt.Sprint(a.who.ID)}
	var duties []duban.Standing
	var subject string
	if _, isTask := intake.TaskNo(a.args); isTask {
		t, err := a.task(list, a.args)
		if err != nil {
			return Reply{}, err
		}
		ts, _ := s.Task(t.ID)
		duties, v.Task, subject = ts.Duties, int64(t.ID), taskSubject(t)
	} else {
		d, err := a.department(a.args)
		if err != nil {
			return Reply{}, err
		}
		for _, t := range s.ForDepartments(d.ID) {
			own, _ := t.Of(d.ID)
			duties = append(duties, own)
		}
		v.Department, subject = int64(d.ID), departmentSubject(d)
	}
	return b.remindAll(a, v, subject, duties)
}

func (b *Bot) remindAll(a *ask, v chat.View, subject string, duties []duban.Standing) (Reply, error) {
	recent, err := a.OccurredSince(duban.RemindSent, subject, b.Calendar.Add(a.Now(), -remindEvery))
	if err != nil {
		return Reply{}, err
	}
	if recent {
		return refuse(text.RemindedLately{})
	}
	asked := map[duban.DepartmentID]bool{}
	for _, d := range duties {
		if d.State == duban.Open {
			asked[d.Department] = true
		}
	}
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	contacts, err := a.Contacts()
	if err != nil {
		return Reply{}, err
	}
	m, told := text.Reminded{}, map[duban.PersonID]bool{}
	var reply Reply
	for _, c := range duban.FirstContacts(contacts, b.today(a)) {
		if !asked[c.Department] {
			continue
		}
		delete(asked, c.Department)
		m.Told = append(m.Told, named(dir, []duban.DepartmentID{c.Department})...)
		if told[c.Person] {
			continue
		}
		told[c.Person] = true
		to := v
		to.Person = int64(c.Person)
		if err := a.RestWalk(c.Person); err != nil {
			return Reply{}, err
		}
		reply.Say = append(reply.Say, chat.Post{Chat: c.User, View: &to, About: &to, Lane: chat.Notice, Unasked: true})
	}
	for _, d := range dir {
		if asked[d.ID] {
			m.Unserved = append(m.Unserved, d)
		}
	}
	if len(reply.Say) == 0 {
		return refuse(text.NobodyToRemind{Departments: m.Unserved})
	}
	if _, err := a.Occur(duban.Occurrence{Person: a.who.ID, Kind: duban.RemindSent, Cause: subject, Step: int(a.Now().Unix())}); err != nil {
		return Reply{}, err
	}
	a.changed("remind", subject, map[string]any{"departments": len(m.Told)})
	m.Waits = !b.Calendar.Working(a.Now())
	m.At = b.Calendar.NextWorking(a.Now())
	reply.Say = append([]chat.Post{a.post(m)}, reply.Say...)
	return reply, nil
}

// renderRemind asks a contact for a task or for all his department's, and says
// who pressed for it.
func (b *Bot) renderRemind(r *render) (chat.Outgoing, error) {
	s, err := r.survey()
	if err != nil {
		return chat.Outgoing{}, err
	}
	answered := map[duban.AssignmentID]bool{}
	for _, w := range s.Owed {
		answered[w.Assignment.ID] = w.Counts() && w.Answered
	}
	m := text.Remind{By: r.pressedBy()}
	for _, t := range s.ForDepartments(r.who.Departments...) {
		duty := r.mine(t)
		if r.view.Task != 0 && int64(t.Task.ID) != r.view.Task || duty.State != duban.Open {
			continue
		}
		if own, ok := t.Of(duban.DepartmentID(r.view.Department)); r.view.Department != 0 && (!ok || own.State != duban.Open || answered[own.ID]) {
			continue
		}
		m.Lines = append(m.Lines, text.TaskLine{No: t.Task.No, Short: t.Task.Short(20), Role: duty.Role, Light: duty.Light})
	}
	if len(m.Lines) == 0 {
		return chat.Outgoing{}, ErrNothing
	}
	m.Departments, m.Count = r.named(r.who.Departments), len(m.Lines)
	m.Lines = m.Lines[:min(len(m.Lines), 2*perPage)]
	m.Example = m.Lines[0].No
	return r.out(m), nil
}

func (r *render) pressedBy() string {
	var id duban.PersonID
	if _, err := fmt.Sscan(r.view.Filter, &id); err != nil {
		return ""
	}
	p, err := r.Person(id)
	if err != nil {
		return ""
	}
	return r.voice.Called(p)
}
