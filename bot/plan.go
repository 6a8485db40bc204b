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

// due sets a task's own due date: /due 28 2026-12-31. 无 takes it away.
func (b *Bot) due(a *ask) (Reply, error) {
	no, when, _ := strings.Cut(strings.TrimSpace(a.args), " ")
	if when = strings.TrimSpace(when); when == "" {
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
	date, err := b.dueDate(a, when)
	if err != nil {
		return Reply{}, err
	}
	if err := a.SetDue(t.ID, date); err != nil {
		return Reply{}, err
	}
	a.changed("due", taskSubject(t), map[string]any{"from": t.Due.String(), "to": date.String()})
	reply := a.say(text.DueSet{Task: t, Due: date, Before: t.Due, Past: !date.IsZero() && date.Before(a.voice.DateOf(a.Now()))})
	posts, err := b.boards(a.Tx)
	reply.Say = append(reply.Say, posts...)
	return reply, err
}

// dueDate reads a date; none takes it away.
func (b *Bot) dueDate(a *ask, s string) (duban.Date, error) {
	switch strings.ToLower(s) {
	case "无", "取消", "none", "off":
		return duban.Date{}, nil
	}
	day, err := b.Calendar.ParseDate(s, b.Calendar.Day(a.Now()))
	if err != nil {
		return duban.Date{}, refusal{text.NoDate{Said: s, Impossible: reason(err) == calendar.ImpossibleDate}}
	}
	return duban.Date(day), nil
}

// reason is the calendar's own reason for refusing something.
func reason(err error) string {
	var e *calendar.Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return ""
}

// schedule shows or sets when is asked: /schedule, /schedule 每月23日 9:00,
// /schedule 28 每周五 15:00, /schedule 教育局 每月1日, /schedule 28 默认.
func (b *Bot) schedule(a *ask) (Reply, error) {
	list, err := a.list()
	if err != nil {
		return Reply{}, err
	}
	if strings.TrimSpace(a.args) == "" {
		return b.schedules(a, list)
	}
	r, spec, m, err := b.scope(a, list)
	if err != nil {
		return Reply{}, err
	}
	if isDefault(spec) {
		return b.removeSchedule(a, r, m)
	}
	s, err := calendar.ParseSchedule(spec)
	if err != nil {
		return refuse(text.NoSchedule{Said: spec, Reason: reason(err)})
	}
	moments := s.NextN(b.Calendar, b.nextAfter(a, r), 5)
	if len(moments) == 0 {
		return refuse(text.NoSchedule{Said: spec, Reason: calendar.NeverHappens})
	}
	r.Schedule, r.Next, r.NextCloses = s.String(), moments[0].Opens, moments[0].Closes
	if r, err = a.SetRound(r); err != nil {
		return Reply{}, err
	}
	a.changed("schedule", r.Subject(), map[string]any{"schedule": r.Schedule, "revision": r.Revision})
	m.Schedule = r.Schedule
	for _, x := range moments {
		m.Moments = append(m.Moments, text.Moment{Opens: x.Opens, Closes: x.Closes})
	}
	return a.say(m), nil
}

// scope reads whom a schedule is for and what it says: of a task, of a
// department, or of the whole list.
func (b *Bot) scope(a *ask, list duban.List) (r duban.Round, spec string, m text.ScheduleSet, err error) {
	r = duban.Round{List: list.ID, Kind: duban.Ask}
	spec = strings.TrimSpace(a.args)
	first, rest, _ := strings.Cut(spec, " ")
	rest = strings.TrimSpace(rest)
	_, isTask := intake.TaskNo(first)
	switch {
	case rest == "" || looksLikeSpec(spec):
		return r, spec, m, nil
	case isTask:
		t, err := a.task(list, first)
		r.Task, m.Task = t.ID, t
		return r, rest, m, err
	default:
		if _, err := calendar.ParseSchedule(spec); err == nil {
			return r, spec, m, nil
		}
		d, err := a.department(first)
		r.Department, m.Department = d.ID, d
		return r, rest, m, err
	}
}

// looksLikeSpec tells a five-field cron spec from a task number with a schedule;
// six such fields are a number and a spec.
func looksLikeSpec(s string) bool {
	n := 0
	for _, field := range strings.Fields(s) {
		if strings.Trim(field, "0123456789*/,-") != "" {
			break
		}
		n++
	}
	return n == 5
}

func isDefault(spec string) bool {
	switch strings.ToLower(spec) {
	case "默认", "取消", "default", "off":
		return true
	}
	return false
}

// nextAfter is the instant after which an edited schedule may open: now, and
// never on the day of an opening that has been.
func (b *Bot) nextAfter(a *ask, r duban.Round) time.Time {
	last, found, err := a.LastOpening(r)
	if err != nil || !found {
		return a.Now()
	}
	next := duban.DateOf(last.Opens, b.zone()).Next().In(b.zone()).Add(-time.Nanosecond)
	if next.Before(a.Now()) {
		return a.Now()
	}
	return next
}

func (b *Bot) removeSchedule(a *ask, r duban.Round, m text.ScheduleSet) (Reply, error) {
	if r.Task == 0 && r.Department == 0 {
		return refuse(text.ScheduleUsage{})
	}
	found, err := a.RemoveRound(r)
	if err != nil {
		return Reply{}, err
	}
	if found {
		a.changed("schedule", r.Subject(), map[string]any{"schedule": ""})
	}
	m.Removed = true
	return a.say(m), nil
}

// schedules lists all schedules with their next moments.
func (b *Bot) schedules(a *ask, list duban.List) (Reply, error) {
	rounds, err := a.Rounds(list.ID)
	if err != nil {
		return Reply{}, err
	}
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	m := text.Schedules{}
	for _, r := range rounds {
		line := text.ScheduleLine{Kind: r.Kind, Schedule: r.Schedule, Next: r.Next, Closes: r.NextCloses}
		if r.Task != 0 {
			if line.Task, err = a.Task(r.Task); err != nil {
				return Reply{}, err
			}
		}
		line.Department, _ = dir.ByID(r.Department)
		m.Lines = append(m.Lines, line)
	}
	return a.say(m), nil
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
	for _, c := range duban.FirstContacts(contacts) {
		if !asked[c.Department] {
			continue
		}
		p, err := a.Person(c.Person)
		if err != nil {
			return Reply{}, err
		}
		delete(asked, c.Department)
		m.Told = append(m.Told, named(dir, []duban.DepartmentID{c.Department})...)
		if told[p.ID] {
			continue
		}
		told[p.ID] = true
		to := v
		to.Person = int64(p.ID)
		reply.Say = append(reply.Say, chat.Post{Chat: p.User, View: &to, About: &to, Lane: chat.Notice, Unasked: true})
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
	m := text.Remind{By: r.pressedBy()}
	for _, t := range s.ForDepartments(r.who.Departments...) {
		duty := r.mine(t)
		if r.view.Task != 0 && int64(t.Task.ID) != r.view.Task || duty.State != duban.Open {
			continue
		}
		if own, ok := t.Of(duban.DepartmentID(r.view.Department)); r.view.Department != 0 && (!ok || own.State != duban.Open) {
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
	return p.Name
}
