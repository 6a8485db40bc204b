package bot

import (
	"strconv"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// targets shows all targets, or one task's; behind a task's number an admin
// corrects them: /targets 28 1 12000人次左右, /targets 28 1 -, /targets 28 + 新增3个基地.
func (b *Bot) targets(a *ask) (Reply, error) {
	if a.args == "" {
		return b.view(a, chat.Targets)
	}
	list, err := a.list()
	if err != nil {
		return Reply{}, err
	}
	no, rest, _ := strings.Cut(a.args, " ")
	t, err := a.task(list, no)
	if err != nil {
		return Reply{}, err
	}
	place, said, _ := strings.Cut(strings.TrimSpace(rest), " ")
	said = strings.TrimSpace(said)
	switch {
	case place == "":
		return b.taskTargets(a, list, t)
	case !a.who.Admin:
		return refuse(text.AdminsOnly{})
	case !a.in.Chat.Private:
		return refuse(text.PrivateOnly{})
	}
	return b.setTarget(a, t, place, said)
}

// taskTargets shows one task's targets by the numbers the command takes.
func (b *Bot) taskTargets(a *ask, list duban.List, t duban.Task) (Reply, error) {
	s, err := b.Survey(a.Tx, list)
	if err != nil {
		return Reply{}, err
	}
	standing, _ := s.Task(t.ID)
	m := text.TaskTargets{Task: t, Admin: a.who.Admin && a.in.Chat.Private}
	for _, x := range standing.Targets {
		m.Lines = append(m.Lines, valueOf(x))
	}
	return a.say(m, []chat.Button{{Label: a.voice.Label("button.card", t.No), Data: data("card", t.ID)}}), nil
}

func valueOf(m duban.Measure) text.TargetValue {
	return text.TargetValue{Target: m.Target, Value: m.Value, Known: m.Known}
}

// setTarget changes, removes or adds one target and shows the card after it.
func (b *Bot) setTarget(a *ask, t duban.Task, place, said string) (Reply, error) {
	targets, err := a.TaskTargets(t.ID)
	if err != nil {
		return Reply{}, err
	}
	m := text.TargetSet{Task: t}
	if place == "+" || place == "＋" {
		place = "+"
	} else if n, err := strconv.Atoi(place); err != nil || n < 1 || n > len(targets) {
		return refuse(text.NoTarget{Task: t, Said: place, Count: len(targets)})
	} else {
		m.Before = targets[n-1]
	}
	if m.Removed = m.Before.ID != 0 && strings.Trim(said, "-－—–") == "" && said != ""; m.Removed {
		m.Target = m.Before
		if _, err := a.RemoveTarget(m.Before.ID); err != nil {
			return Reply{}, err
		}
	} else if err := a.readTarget(&m, t, place, said); err != nil {
		return Reply{}, err
	}
	if !m.Same {
		a.changed("targets", taskSubject(t), map[string]any{"target": m.Target, "before": m.Before, "removed": m.Removed})
	}
	reply := a.say(m)
	reply.Say = append(reply.Say, a.send(a.card(t)).Say...)
	a.refreshBoards()
	return reply, nil
}

// readTarget reads the one target that words name and stores it.
func (a *ask) readTarget(m *text.TargetSet, t duban.Task, place, said string) error {
	read := intake.ReadTargets(said)
	if len(read) != 1 {
		read = intake.ReadTargets(m.Before.Name + said) // only how much: 12000人次左右
	}
	if len(read) != 1 {
		return refusal{text.NoGoal{Task: t, Said: said, Place: place}}
	}
	target := read[0]
	if target.Name == "" || target.Name == target.Unit {
		target.Name = m.Before.Name
	}
	if target.By.IsZero() {
		target.By = m.Before.By
	}
	if target.ID = m.Before.ID; target.Name == "" {
		return refusal{text.NoGoal{Task: t, Said: said, Place: place}}
	}
	m.Target = target
	if m.Same = target == m.Before; m.Same {
		return nil
	}
	stored, _, err := a.SetTarget(t.ID, target)
	m.Target = stored
	return err
}

// targetLines is how many targets fit on a page of them.
const targetLines = 25

func (b *Bot) turnTargets(a *ask) (Reply, error) {
	list, err := a.list()
	if err != nil {
		return Reply{}, err
	}
	return a.show(a.addressed(chat.View{Kind: chat.Targets, List: int64(list.ID), Page: int(a.ids[0])})), nil
}

// renderTargets shows how far the targets have come, by what their leads state.
func (b *Bot) renderTargets(r *render) (chat.Outgoing, error) {
	s, err := r.survey()
	if err != nil {
		return chat.Outgoing{}, err
	}
	m := text.TargetList{At: r.Now()}
	var lines []text.TargetListLine
	for _, t := range s.Tasks {
		for _, x := range t.Targets {
			lines = append(lines, text.TargetListLine{No: t.Task.No, Target: valueOf(x)})
			if x.Known {
				m.Stated++
			}
		}
		if len(t.Targets) > 0 {
			m.Tasks++
		}
	}
	page, from, to := pageOf(len(lines), r.view.Page, targetLines)
	m.Targets, m.Lines, m.Page = len(lines), lines[from:to], page+1
	return r.out(m, pager(len(lines), page, targetLines, func(p int) string { return data("targets", p) })...), nil
}
