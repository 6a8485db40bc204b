package bot

import (
	"slices"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// What a day means that a task's words name; the number travels in the button's data.
const (
	dayOff  int64 = iota // no light yet
	dayDone              // what was to be done by it is done
	dayNew               // another day, which the admin is asked for
	dayOn                // it is the due date
)

// daysOpen are the tasks whose words name a day that the office has not settled.
func daysOpen(tasks []duban.Task) []duban.Task {
	return slices.DeleteFunc(slices.Clone(tasks), func(t duban.Task) bool { return t.Named.IsZero() })
}

func (b *Bot) namedDay(a *ask, t duban.Task) text.NamedDay {
	return text.NamedDay{Task: t, Past: t.Named.Before(b.today(a))}
}

// dayButtons are the answers to what a day means: one that has passed is no due
// date any more, one to come is not done yet.
func dayButtons(a *ask, m text.NamedDay) []chat.Button {
	button := func(label string, how int64) chat.Button {
		return chat.Button{Label: a.voice.Label(label), Data: data("day", int64(m.Task.ID), how)}
	}
	first := button("button.dayon", dayOn)
	if m.Past {
		first = button("button.daydone", dayDone)
	}
	return []chat.Button{first, button("button.daynew", dayNew), button("button.dayoff", dayOff)}
}

// askDay asks about the first day that is to be settled in a confirmed list.
func (b *Bot) askDay(a *ask, list duban.List) ([]chat.Post, error) {
	tasks, err := a.Tasks(list.ID)
	waiting := daysOpen(tasks)
	if err != nil || len(waiting) == 0 {
		return nil, err
	}
	m := b.namedDay(a, waiting[0])
	return []chat.Post{a.post(text.DayAsked{Day: m}, dayButtons(a, m))}, nil
}

// pressDay settles what a day means.
func (b *Bot) pressDay(a *ask) (Reply, error) {
	t, err := a.Task(duban.TaskID(a.ids[0]))
	if duban.KindOf(err) == duban.NotFound || err == nil && (t.Named.IsZero() || !t.Archived.IsZero()) {
		return b.oldButton(a)
	}
	if err != nil {
		return Reply{}, err
	}
	switch a.ids[1] {
	case dayNew:
		reply := a.say(text.DayWanted{Task: t})
		reply.Say[0].About = &chat.View{Kind: chat.DayWanted, Task: int64(t.ID)}
		return reply, nil
	case dayOn:
		t.Kind, t.Due, t.Months = duban.DatedTask, t.Named, nil
		err = a.SetTerm(t)
	default:
		err = a.SettleNamed(t.ID, a.ids[1] == dayDone)
	}
	if err != nil {
		return Reply{}, err
	}
	a.changed("day", taskSubject(t), map[string]any{"named": t.Named.String(), "done": a.ids[1] == dayDone, "due": a.ids[1] == dayOn})
	return b.daySettled(a, t.ID)
}

// daySettled says what was settled, and goes on with what is left.
func (b *Bot) daySettled(a *ask, id duban.TaskID) (Reply, error) {
	list, _, err := a.CurrentList()
	if err != nil {
		return Reply{}, err
	}
	if list.State != duban.Confirmed {
		return b.askConfirmHere(a, list)
	}
	t, err := a.Task(id)
	if err != nil {
		return Reply{}, err
	}
	reply := a.instead(text.DaySettled{Task: t})
	next, err := b.askDay(a, list)
	if err != nil {
		return Reply{}, err
	}
	reply.Say = append(reply.Say, next...)
	return b.withBoards(a, reply)
}

// replyDay takes the answer to the question for a new due date.
func (b *Bot) replyDay(a *ask) (Reply, error) {
	t, err := a.Task(duban.TaskID(a.about.Task))
	if err != nil {
		return Reply{}, err
	}
	if !t.Archived.IsZero() {
		return refuse(text.TaskGone{})
	}
	before := t.Due
	if t.Kind, t.Due, t.Months, err = b.term(a, a.in.Text); err != nil {
		return Reply{}, err
	}
	if b.past(a, t) {
		return a.dueHole(t), nil
	}
	said, err := b.setDue(a, t, before)
	if err != nil {
		return Reply{}, err
	}
	return b.dueSet(a, said)
}

// dueSet goes on with what is left to ask about a list's days.
func (b *Bot) dueSet(a *ask, said chat.Post) (Reply, error) {
	list, _, err := a.CurrentList()
	if err != nil {
		return Reply{}, err
	}
	if list.State != duban.Confirmed {
		reply, err := b.askConfirm(a, list)
		reply.Say = append([]chat.Post{said}, reply.Say...)
		return reply, err
	}
	next, err := b.askDay(a, list)
	if err != nil {
		return Reply{}, err
	}
	return b.withBoards(a, Reply{Say: append([]chat.Post{said}, next...)})
}
