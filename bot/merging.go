package bot

import (
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// merge makes one department part of another: /merge 科工局 商务局. Nothing changes
// before the admin has seen what goes over and pressed.
func (b *Bot) merge(a *ask) (Reply, error) {
	words := strings.Fields(strings.ReplaceAll(a.args, "、", " "))
	if len(words) != 2 {
		return refuse(text.MergeUsage{})
	}
	from, err := a.department(words[0])
	if err != nil {
		return Reply{}, err
	}
	into, err := a.department(words[1])
	if err != nil {
		return Reply{}, err
	}
	for _, d := range []duban.Department{from, into} {
		if d.Kind == duban.Collective {
			return refuse(text.CollectiveHasMembers{Department: d})
		}
	}
	if from.ID == into.ID {
		return refuse(text.MergeSame{Department: into})
	}
	return b.planMerge(a, text.MergePlan{From: from, Into: into})
}

func (b *Bot) planMerge(a *ask, m text.MergePlan) (Reply, error) {
	var err error
	if m.Count, err = a.CountMerge(m.From.ID, m.Into.ID); err != nil {
		return Reply{}, err
	}
	press := data("merge", int64(m.From.ID), int64(m.Into.ID), mergeSum(m.Count))
	return a.instead(m, []chat.Button{{Label: a.voice.Label("button.merge"), Data: press}}), nil
}

// mergeSum stands in a button's data for what the admin was shown.
func mergeSum(n duban.MergeCount) (sum int64) {
	for _, part := range []int{n.Tasks, n.Both, n.Contacts, n.Reports, n.Members} {
		sum = (sum*1009 + int64(part)) % (1 << 40)
	}
	return sum
}

// pressMerge does what was shown. Where there is more or less to go over by now,
// that is shown first.
func (b *Bot) pressMerge(a *ask) (Reply, error) {
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	from, there := dir.ByID(duban.DepartmentID(a.ids[0]))
	into, also := dir.ByID(duban.DepartmentID(a.ids[1]))
	if !there || !also || from.ID == into.ID || from.Kind == duban.Collective || into.Kind == duban.Collective {
		return b.oldButton(a)
	}
	n, err := a.CountMerge(from.ID, into.ID)
	if err != nil {
		return Reply{}, err
	}
	if mergeSum(n) != a.ids[2] {
		return b.planMerge(a, text.MergePlan{From: from, Into: into, Moved: true})
	}
	if err := a.MergeDepartments(from.ID, into.ID); err != nil {
		return Reply{}, err
	}
	detail := map[string]any{"from": from.Name, "into": into.Name, "tasks": n.Tasks, "both": n.Both, "contacts": n.Contacts, "reports": n.Reports}
	a.changed("merge", departmentSubject(into), detail)
	a.changed("merge", departmentSubject(from), detail)
	return b.withBoards(a, a.instead(text.Merged{From: from, Into: into, Count: n}))
}
