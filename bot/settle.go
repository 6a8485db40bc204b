package bot

import (
	"slices"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// figureRoutes are the ways to put right what was understood.
func figureRoutes() []route {
	return []route{
		{button: "lower", ids: 2, who: contact, private: true, do: (*Bot).pressLower},
		{button: "doubt", ids: 2, who: contact, private: true, do: (*Bot).pressDoubt},
		{button: "correct", ids: 2, who: contact, private: true, do: (*Bot).pressCorrect},
		{button: "targets", ids: 1, who: leader, do: (*Bot).turnTargets},
		{button: "audit", ids: 3, who: admin, private: true, do: (*Bot).turnAudit},
		{button: "silent", ids: 1, who: leader, do: (*Bot).turnSilent},
		{button: "sum", ids: 3, who: contact, private: true, do: (*Bot).pressSum},
		{reply: chat.Correct, who: contact, private: true, do: (*Bot).replyCorrect},
	}
}

// together are the standing reports that were filed with one by the same words on
// the same task: one for each department. None is left once it was taken back.
func (a *ask) together(r duban.Report) (t duban.Task, reports []duban.Report, err error) {
	if r, err = a.current(r); err != nil {
		return duban.Task{}, nil, err
	}
	d, err := a.Assignment(r.Assignment)
	if err != nil {
		return duban.Task{}, nil, err
	}
	if t, err = a.Task(d.Task); err != nil || !r.Withdrawn.IsZero() {
		return t, nil, err
	}
	if !a.who.ServesFor(d.Department) {
		return t, nil, refusal{text.Stranger{}}
	}
	same, err := a.ReportsFrom(r.Source)
	for _, s := range same {
		of, err := a.Assignment(s.Assignment)
		if err != nil {
			return t, nil, err
		}
		if of.Task == d.Task && s.Source == r.Source && a.who.ServesFor(of.Department) {
			reports = append(reports, s)
		}
	}
	return t, reports, err
}

// current is the revision of a report that a press has put in its place, or the
// report itself.
func (a *ask) current(r duban.Report) (duban.Report, error) {
	if r.Withdrawn.IsZero() {
		return r, nil
	}
	same, err := a.ReportsFrom(r.Source)
	base, _, _ := strings.Cut(r.Source, settledMark)
	for _, s := range same {
		if s.Assignment == r.Assignment && strings.HasPrefix(s.Source, unrevised(base)+settledMark) {
			return s, err
		}
	}
	return r, err
}

// now answers a button whose question is over with the task as it is.
func (b *Bot) now(a *ask, t duban.Task) (Reply, error) {
	reply := a.show(a.card(t))
	reply.Toast = text.Toast(a.voice.Say(text.OldButton{}))
	return reply, nil
}

// settled shows what became of a question in its place, and whatever else shows
// the task.
func (b *Bot) settled(a *ask, m text.Settled, more ...chat.Post) (Reply, error) {
	reply := a.say(m)
	if a.in.Kind == chat.Press {
		reply.Say[0].Edit = a.in.Message
	}
	reply.Say = append(reply.Say, more...)
	a.refresh()
	return b.followWalk(a, reply, nil)
}

// overtaken reports whether something newer than a report has been stated for a
// target.
func (a *ask) overtaken(r duban.Report, target duban.TargetID) (bool, error) {
	reached, err := a.ReachedBefore(r.Assignment)
	return slices.ContainsFunc(reached, func(o duban.Reached) bool { return o.Target == target && o.Report > r.ID }), err
}

// orNow is now, unless something failed.
func orNow(b *Bot, a *ask, t duban.Task, err error) (Reply, error) {
	if err != nil {
		return Reply{}, err
	}
	return b.now(a, t)
}
