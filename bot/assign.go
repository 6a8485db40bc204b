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
// says who of the leadership stands behind it: /assign 28 leader 李明. Without a role
// the department keeps what it has, or the role is asked for.
func (b *Bot) assign(a *ask) (Reply, error) {
	var sure bool
	a.args, sure = cutConfirm(a.args)
	if words := strings.Fields(a.args); len(words) > 2 && isLeaderWord(words[1]) {
		return b.setLeader(a, words[0], strings.Join(words[2:], " "))
	}
	list, t, d, rest, err := b.taskAndDepartment(a, text.AssignUsage{})
	if err != nil {
		return Reply{}, err
	}
	if len(rest) == 0 {
		return b.keepRole(a, t, d)
	}
	switch strings.ToLower(rest[0]) {
	case "lead", "牵头":
		return b.setAssignment(a, list, t, d, duban.Lead, sure)
	case "support", "配合":
		return b.setAssignment(a, list, t, d, duban.Support, sure)
	}
	return refuse(text.NoRole{Said: rest[0]})
}

// What a button of an assignment does; the number travels in its data.
const (
	assignLead int64 = iota
	assignSupport
	assignSupportSure // though the task has no lead then
)

// keepRole says which role a department has in a task, or asks for one.
func (b *Bot) keepRole(a *ask, t duban.Task, d duban.Department) (Reply, error) {
	all, err := a.TaskAssignments(t.ID)
	if err != nil {
		return Reply{}, err
	}
	for _, x := range all {
		if x.Department == d.ID && x.Via == 0 {
			return a.say(text.RoleKept{Task: t, Department: d, Role: x.Role}), nil
		}
	}
	button := func(role duban.Role, how int64) chat.Button {
		return chat.Button{Label: a.voice.Role(role), Data: data("assign", int64(t.ID), int64(d.ID), how)}
	}
	return a.say(text.RoleWanted{Task: t, Department: d}, []chat.Button{button(duban.Lead, assignLead), button(duban.Support, assignSupport)}), nil
}

// setAssignment gives a department a role in a task. What leaves the task without a
// lead is confirmed first.
func (b *Bot) setAssignment(a *ask, list duban.List, t duban.Task, d duban.Department, role duban.Role, sure bool) (Reply, error) {
	if role == duban.Support && !sure {
		hole, err := a.leadHole(t, d, false)
		if err != nil {
			return Reply{}, err
		}
		if hole != nil {
			return a.instead(*hole, []chat.Button{{
				Label: a.voice.Label("button.assign"), Data: data("assign", int64(t.ID), int64(d.ID), assignSupportSure),
			}}), nil
		}
	}
	if err := a.SetShare(t.ID, d.ID, role); err != nil {
		return Reply{}, err
	}
	a.changed("assign", taskSubject(t), map[string]any{"department": d.Name, "role": role})
	return b.assigned(a, list, t, text.Assigned{Task: t, Department: d, Role: role})
}

// leadHole is what a task lacks when a department no longer leads it or, with
// removed, no longer answers for it; nil where it lacks nothing.
func (a *ask) leadHole(t duban.Task, d duban.Department, removed bool) (*text.LeadHole, error) {
	all, err := a.TaskAssignments(t.ID)
	if err != nil {
		return nil, err
	}
	dir, err := a.Directory()
	if err != nil {
		return nil, err
	}
	m := &text.LeadHole{Task: t, Department: d, Removed: removed}
	own, others := false, false
	for _, x := range all {
		switch {
		case x.Department != d.ID:
			others = others || x.Role == duban.Lead
			m.Others = append(m.Others, named(dir, []duban.DepartmentID{x.Department})...)
		case x.Via == 0:
			own, m.Lead = true, x.Role == duban.Lead
		}
	}
	if own && (m.Lead && !others || removed && len(m.Others) == 0) {
		return m, nil
	}
	return nil, nil
}

// pressAssign gives the role that a button names.
func (b *Bot) pressAssign(a *ask) (Reply, error) {
	list, t, d, err := a.pressedAssignment()
	if err != nil {
		return Reply{}, err
	}
	role := duban.Support
	if a.ids[2] == assignLead {
		role = duban.Lead
	}
	return b.setAssignment(a, list, t, d, role, a.ids[2] == assignSupportSure)
}

// pressedAssignment reads the task and the department that a button names.
func (a *ask) pressedAssignment() (list duban.List, t duban.Task, d duban.Department, err error) {
	if list, err = a.list(); err != nil {
		return list, t, d, err
	}
	to, ok, err := a.position(a.ids[1], int64(asContact))
	if err != nil {
		return list, t, d, err
	}
	t, err = a.Task(duban.TaskID(a.ids[0]))
	if !ok || duban.KindOf(err) == duban.NotFound || err == nil && !t.Archived.IsZero() {
		err = refusal{text.OldButton{}}
	}
	return list, t, to.Department, err
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
	var sure bool
	a.args, sure = cutConfirm(a.args)
	list, t, d, _, err := b.taskAndDepartment(a, text.UnassignUsage{})
	if err != nil {
		return Reply{}, err
	}
	return b.takeOff(a, list, t, d, sure)
}

func (b *Bot) pressUnassign(a *ask) (Reply, error) {
	list, t, d, err := a.pressedAssignment()
	if err != nil {
		return Reply{}, err
	}
	return b.takeOff(a, list, t, d, true)
}

// takeOff ends a department's share in a task. What leaves the task without a lead,
// or with nobody, is confirmed first.
func (b *Bot) takeOff(a *ask, list duban.List, t duban.Task, d duban.Department, sure bool) (Reply, error) {
	if !sure {
		hole, err := a.leadHole(t, d, true)
		if err != nil {
			return Reply{}, err
		}
		if hole != nil {
			return a.instead(*hole, []chat.Button{{Label: a.voice.Label("button.unassign"), Data: data("unassign", int64(t.ID), int64(d.ID))}}), nil
		}
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
	reply := a.instead(m, []chat.Button{{Label: a.voice.Label("button.card", t.No), Data: data("card", t.ID)}})
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
