package bot

import (
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// taskAndDepartment reads the two words with which an assignment is named.
func (b *Bot) taskAndDepartment(a *ask, usage any) (list duban.List, t duban.Task, d duban.Department, rest []string, err error) {
	words := strings.Fields(a.args)
	if len(words) < 2 {
		return list, t, d, nil, refusal{usage}
	}
	if list, err = a.list(); err != nil {
		return
	}
	if t, err = a.task(list, words[0]); err != nil {
		return
	}
	d, err = a.department(words[1])
	return list, t, d, words[2:], err
}

// assign makes a department answer for a task: /assign 28 教育局 lead|support; or
// says who of the leadership stands behind it: /assign 28 leader 李明.
func (b *Bot) assign(a *ask) (Reply, error) {
	if words := strings.Fields(a.args); len(words) > 2 && isLeaderWord(words[1]) {
		return b.setLeader(a, words[0], strings.Join(words[2:], " "))
	}
	list, t, d, rest, err := b.taskAndDepartment(a, text.AssignUsage{})
	if err != nil {
		return Reply{}, err
	}
	role := duban.Support
	if len(rest) > 0 {
		switch strings.ToLower(rest[0]) {
		case "lead", "牵头":
			role = duban.Lead
		case "support", "配合":
		default:
			return refuse(text.NoRole{Said: rest[0]})
		}
	}
	if err := a.SetShare(t.ID, d.ID, role); err != nil {
		return Reply{}, err
	}
	a.changed("assign", taskSubject(t), map[string]any{"department": d.Name, "role": role})
	return b.assigned(a, list, t, text.Assigned{Task: t, Department: d, Role: role})
}

func isLeaderWord(s string) bool {
	switch strings.ToLower(s) {
	case "leader", "领导", "责任领导", "分管领导":
		return true
	}
	return false
}

func (b *Bot) setLeader(a *ask, no, name string) (Reply, error) {
	list, err := a.list()
	if err != nil {
		return Reply{}, err
	}
	t, err := a.task(list, no)
	if err != nil {
		return Reply{}, err
	}
	switch strings.ToLower(name) {
	case "无", "取消", "none":
		name = ""
	}
	if err := a.SetLeaderOf(t.ID, name); err != nil {
		return Reply{}, err
	}
	a.changed("leader", taskSubject(t), map[string]any{"from": t.Leader, "to": name})
	return a.say(text.LeaderSet{Task: t, Name: name}), nil
}

// unassign takes a department off a task: /unassign 28 教育局.
func (b *Bot) unassign(a *ask) (Reply, error) {
	list, t, d, _, err := b.taskAndDepartment(a, text.UnassignUsage{})
	if err != nil {
		return Reply{}, err
	}
	found, err := a.RemoveShare(t.ID, d.ID)
	if err != nil {
		return Reply{}, err
	}
	if !found {
		return b.notAssigned(a, t, d)
	}
	a.changed("unassign", taskSubject(t), map[string]any{"department": d.Name})
	return b.assigned(a, list, t, text.Assigned{Task: t, Department: d, Removed: true})
}

// notAssigned refuses to take off what is not there, and says through which
// collective it is there if it is.
func (b *Bot) notAssigned(a *ask, t duban.Task, d duban.Department) (Reply, error) {
	all, err := a.TaskAssignments(t.ID)
	if err != nil {
		return Reply{}, err
	}
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	m := text.NotAssigned{Task: t, Department: d}
	for _, x := range all {
		if x.Department == d.ID {
			m.Via, _ = dir.ByID(x.Via)
		}
		m.Theirs = append(m.Theirs, named(dir, []duban.DepartmentID{x.Department})...)
	}
	return refuse(m)
}

// assigned brings the assignments up to date and shows who answers now.
func (b *Bot) assigned(a *ask, list duban.List, t duban.Task, m text.Assigned) (Reply, error) {
	if err := a.SyncAssignments(list.ID); err != nil {
		return Reply{}, err
	}
	all, err := a.TaskAssignments(t.ID)
	if err != nil {
		return Reply{}, err
	}
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	for _, x := range all {
		deps := named(dir, []duban.DepartmentID{x.Department})
		if x.Role == duban.Lead {
			m.Leads = append(m.Leads, deps...)
		} else {
			m.Supports = append(m.Supports, deps...)
		}
	}
	reply := a.say(m, []chat.Button{{Label: a.voice.Label("button.card", t.No), Data: data("card", t.ID)}})
	a.refreshBoards()
	return reply, nil
}

// alias gives a department another name: /alias 人社局 = 人力资源和社会保障局.
func (b *Bot) alias(a *ask) (Reply, error) {
	name, other, ok := strings.Cut(strings.ReplaceAll(a.args, "＝", "="), "=")
	if !ok {
		name, other, ok = strings.Cut(strings.TrimSpace(a.args), " ")
	}
	name, other = strings.TrimSpace(name), strings.TrimSpace(other)
	if !ok || name == "" || other == "" {
		return refuse(text.AliasUsage{})
	}
	remove := strings.HasPrefix(other, "-")
	d, err := a.department(name)
	if err != nil {
		return Reply{}, err
	}
	if remove {
		other = strings.TrimSpace(strings.TrimPrefix(other, "-"))
		err = a.RemoveAlias(d.ID, other)
	} else {
		err = a.AddAlias(d.ID, other)
	}
	if isConflict(err, "name-taken") {
		dir, err2 := a.Directory()
		taken, _ := dir.Find(other)
		if err2 != nil {
			return Reply{}, err2
		}
		return refuse(text.NameTaken{Name: other, Department: taken})
	}
	if err != nil {
		return Reply{}, err
	}
	a.changed("alias", departmentSubject(d), map[string]any{"name": other, "remove": remove})
	if d, err = a.department(d.Name); err != nil {
		return Reply{}, err
	}
	return a.say(text.AliasSet{Department: d}), nil
}
