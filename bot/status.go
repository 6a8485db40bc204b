package bot

import (
	"slices"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

func (b *Bot) view(a *ask, kind string) (Reply, error) {
	list, err := a.list()
	if err != nil {
		return Reply{}, err
	}
	return a.show(a.addressed(chat.View{Kind: kind, List: int64(list.ID)})), nil
}

// addressed makes a view speak the language of whoever asks in private; in a
// group nobody in particular looks.
func (a *ask) addressed(v chat.View) chat.View {
	if a.in.Chat.Private {
		v.Person = int64(a.who.ID)
	}
	return v
}

func (b *Bot) status(a *ask) (Reply, error)  { return b.view(a, chat.Board) }
func (b *Bot) overdue(a *ask) (Reply, error) { return b.view(a, chat.Overdue) }
func (b *Bot) silent(a *ask) (Reply, error)  { return b.view(a, chat.Silent) }
func (b *Bot) missing(a *ask) (Reply, error) { return b.view(a, chat.Missing) }

// dept shows one department, or without a name all of them.
func (b *Bot) dept(a *ask) (Reply, error) {
	if a.args == "" {
		return b.view(a, chat.Departments)
	}
	if _, err := a.list(); err != nil {
		return Reply{}, err
	}
	d, err := a.seen(a.args)
	if err != nil {
		return Reply{}, err
	}
	return b.showDepartment(a, d.ID)
}

func (b *Bot) pressDept(a *ask) (Reply, error) {
	if _, err := a.list(); err != nil {
		return Reply{}, err
	}
	return b.showDepartment(a, duban.DepartmentID(a.ids[0]))
}

func (b *Bot) showDepartment(a *ask, id duban.DepartmentID) (Reply, error) {
	return a.send(a.addressed(chat.View{Kind: chat.Department, Department: int64(id)})), nil
}

// The drill-downs a board's buttons lead to; the number travels in their data.
var drills = []string{chat.Departments, chat.Sections, chat.Overdue, chat.Silent, chat.Missing, chat.Targets}

func (b *Bot) pressSee(a *ask) (Reply, error) {
	if a.ids[0] < 0 || a.ids[0] >= int64(len(drills)) {
		return b.oldButton(a)
	}
	list, err := a.list()
	if err != nil {
		return Reply{}, err
	}
	return a.send(a.addressed(chat.View{Kind: drills[a.ids[0]], List: int64(list.ID)})), nil
}

// query reads what a leader asks in words: a department's name, a task's number.
func (b *Bot) query(a *ask) (Reply, error) {
	if _, err := a.list(); err != nil {
		return Reply{}, err
	}
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	words := strings.TrimSpace(a.in.Text)
	for _, tail := range []string{"最近怎么样", "怎么样", "情况", "？", "?", "的"} {
		words = strings.TrimSuffix(words, tail)
	}
	if called := intake.Called(dir, words); len(called) == 1 {
		return b.showDepartment(a, called[0].ID)
	}
	if _, ok := intake.TaskNo(words); ok {
		a.args = words
		return b.task(a)
	}
	return refuse(text.NoQuery{})
}

// attention is how many concerns a board names.
const attention = 5

// renderBoard shows the whole list; as the Monday summary it also says what came
// in over the last week.
func (b *Bot) renderBoard(r *render) (chat.Outgoing, error) {
	list, _, err := r.CurrentList()
	if err != nil {
		return chat.Outgoing{}, err
	}
	s, err := r.survey()
	if err != nil {
		return chat.Outgoing{}, err
	}
	t, concerns := s.Tally(0), s.Concerns()
	apart, err := r.apart(s, 0)
	if err != nil {
		return chat.Outgoing{}, err
	}
	m := text.Board{
		Title: list.ShortTitle(), Sections: sections(s), Tasks: len(s.Tasks), Lights: s.Lights(), At: r.Now(),
		Owed: t.Owed, Answered: t.Answered, Missing: len(t.Missing), Concerns: b.concerns(r, concerns, attention),
		More: max(0, len(concerns)-attention), Apart: apart[:min(len(apart), maxApart)], ApartMore: max(0, len(apart)-maxApart),
	}
	if r.view.Kind == chat.Summary {
		if m.Reports, m.From, err = r.ReportsSince(list.ID, r.Now().AddDate(0, 0, -7)); err != nil {
			return chat.Outgoing{}, err
		}
		if r.who.Admin { // the office keeps it; it tells a leader nothing
			if m.AuditHead, err = r.AuditHead(); err != nil {
				return chat.Outgoing{}, err
			}
		}
		counts := countStill(s.Still(b.Lights.Quiet))
		m.Weekly, m.Never, m.Unreported, m.Quiet = true, counts[duban.NeverHeard], counts[duban.NotReported], counts[duban.NothingNew]
	}
	see := func(label string, drill int) chat.Button {
		return chat.Button{Label: r.voice.Label(label), Data: data("see", drill)}
	}
	return r.out(m,
		[]chat.Button{see("button.departments", 0), see("button.sections", 1)},
		[]chat.Button{see("button.overdue", 2), see("button.silent", 3), see("button.missing", 4)},
		[]chat.Button{see("button.targets", 5)},
	), nil
}

func sections(s duban.Survey) int {
	names := map[string]bool{}
	for _, t := range s.Tasks {
		names[t.Task.Section] = true
	}
	return len(names)
}

// concerns words up to limit concerns; 0 is all of them.
func (b *Bot) concerns(r *render, all []duban.Concern, limit int) []text.Concern {
	if limit > 0 {
		all = all[:min(len(all), limit)]
	}
	var lines []text.Concern
	for _, c := range all {
		dep, _ := r.dir.ByID(c.Duty.Department)
		line := text.Concern{
			No: c.Task.No, Short: c.Task.Short(14), Department: dep, Role: c.Duty.Role, Light: c.Light, Reason: c.Duty.Reason,
			Days: b.days(c.Duty, r.Now()), Due: c.Task.Due, Quiet: quietFor(c.Duty), Blocked: c.Duty.Blocked, Expected: c.Duty.Expected,
		}
		if c.Duty.Reason == duban.Slow {
			slowest, _, _ := duban.Slowest(c.Targets)
			line.Target = valueOf(slowest)
		}
		if c.Duty.Blocked {
			if last, found, err := r.LastReport(c.Duty.ID); err == nil && found {
				line.Words = brief(intake.Difficulty(last.Words), 30)
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// maxDepartments is how many departments fit with their lights into one message;
// all have a button.
const maxDepartments = 25

// renderDepartments shows every department's tasks by light, in official order.
func (b *Bot) renderDepartments(r *render) (chat.Outgoing, error) {
	s, err := r.survey()
	if err != nil {
		return chat.Outgoing{}, err
	}
	m := text.ByDepartment{At: r.Now()}
	tallies := true
	for _, o := range s.Owed {
		if !o.Own {
			opening, err := r.Opening(o.Opening)
			if err != nil {
				return chat.Outgoing{}, err
			}
			tallies = r.mayName(opening)
			break
		}
	}
	var rows [][]chat.Button
	for _, d := range r.dir {
		tasks := s.ForDepartments(d.ID)
		if len(tasks) == 0 {
			continue
		}
		line := text.DepartmentLine{Department: d, Tasks: len(tasks)}
		if tallies {
			line.Tally = s.Tally(d.ID)
		}
		for _, t := range tasks {
			own, _ := t.Of(d.ID)
			line.Light.Add(own)
		}
		if len(m.Lines) < maxDepartments {
			m.Lines = append(m.Lines, line)
		} else {
			m.More++
		}
		button := chat.Button{Label: r.voice.Name(d), Data: data("dept", d.ID)}
		if n := len(rows); n > 0 && len(rows[n-1]) < 3 {
			rows[n-1] = append(rows[n-1], button)
		} else {
			rows = append(rows, []chat.Button{button})
		}
	}
	return r.out(m, rows...), nil
}

// renderSections shows every section's tasks by light.
func (b *Bot) renderSections(r *render) (chat.Outgoing, error) {
	s, err := r.survey()
	if err != nil {
		return chat.Outgoing{}, err
	}
	m := text.BySection{At: r.Now()}
	for _, t := range s.Tasks {
		if n := len(m.Lines); n == 0 || m.Lines[n-1].Section != t.Task.Section {
			m.Lines = append(m.Lines, text.SectionLine{Section: t.Task.Section, First: t.Task.No})
		}
		l := &m.Lines[len(m.Lines)-1]
		l.Tasks, l.Last = l.Tasks+1, t.Task.No
		l.Light.AddTask(t)
	}
	return r.out(m), nil
}

// renderDepartment shows one department: how it stands and what is wrong.
func (b *Bot) renderDepartment(r *render) (chat.Outgoing, error) {
	s, err := r.survey()
	if err != nil {
		return chat.Outgoing{}, err
	}
	d, ok := r.dir.ByID(duban.DepartmentID(r.view.Department))
	if !ok {
		return r.out(text.OldButton{}), nil
	}
	m := text.Department{
		Department: d, At: r.Now(), Tally: s.Tally(d.ID),
	}
	if m.Apart, err = r.apart(s, d.ID); err != nil {
		return chat.Outgoing{}, err
	}
	m.Apart = m.Apart[:min(len(m.Apart), maxApart)]
	var concerns []duban.Concern
	for _, t := range s.ForDepartments(d.ID) {
		own, _ := t.Of(d.ID)
		if own.Role == duban.Lead {
			m.Leads++
			m.Lead.Add(own)
		} else {
			m.Supports++
			m.Support.Add(own)
		}
		if own.Light == duban.Overdue || own.Light == duban.Behind || own.Blocked {
			concerns = append(concerns, duban.Concern{Task: t.Task, Light: own.Light, Duty: own, Targets: t.Targets})
		}
	}
	m.Concerns = b.concerns(r, concerns, 10)
	if m.Latest, m.NoNews, err = b.latest(r, s, d.ID); err != nil {
		return chat.Outgoing{}, err
	}
	return r.out(m), nil
}

// latest is the news a department told most recently, and the numbers of the tasks of
// which it said that nothing is new.
func (b *Bot) latest(r *render, s duban.Survey, d duban.DepartmentID) (lines []text.LatestLine, noNews []int, err error) {
	list, _, err := r.CurrentList()
	if err != nil {
		return nil, nil, err
	}
	last, err := r.LastReports(list.ID)
	for _, t := range s.ForDepartments(d) {
		own, _ := t.Of(d)
		rep, ok := last[own.ID]
		switch {
		case !ok:
		case rep.State == duban.NoNews:
			noNews = append(noNews, t.Task.No)
		default:
			lines = append(lines, text.LatestLine{No: t.Task.No, Words: brief(rep.Words, 40), State: rep.State, At: rep.At})
		}
	}
	slices.Sort(noNews)
	return text.Newest(lines, 8), noNews, err
}

// maxConcerns is how many lines of a list of concerns fit into one message.
const maxConcerns = 30

// renderOverdue shows what is past its due date, and the targets whose day has passed
// without a number.
func (b *Bot) renderOverdue(r *render) (chat.Outgoing, error) {
	s, err := r.survey()
	if err != nil {
		return chat.Outgoing{}, err
	}
	m, all := text.Concerns{At: r.Now()}, s.Overdue()
	m.Lines = b.concerns(r, all, maxConcerns)
	m.More = len(all) - len(m.Lines)
	for _, d := range s.Unstated(duban.DateOf(r.Now(), b.zone())) {
		m.Unstated = append(m.Unstated, text.TargetListLine{No: d.Task.No, Target: valueOf(d.Target)})
	}
	m.Unstated = m.Unstated[:min(len(m.Unstated), maxConcerns)]
	return r.out(m), nil
}

// stillLines is how many tasks that have not moved stand on a page.
const stillLines = 10

func (b *Bot) turnSilent(a *ask) (Reply, error) {
	list, err := a.list()
	if err != nil {
		return Reply{}, err
	}
	return a.show(a.addressed(chat.View{Kind: chat.Silent, List: int64(list.ID), Page: int(a.ids[0])})), nil
}

// renderStill shows what has not moved, by task. Before any deadline has passed nobody
// is named.
func (b *Bot) renderStill(r *render) (chat.Outgoing, error) {
	s, err := r.survey()
	if err != nil {
		return chat.Outgoing{}, err
	}
	all := s.Still(b.Lights.Quiet)
	counts := countStill(all)
	page, from, to := pageOf(len(all), r.view.Page, stillLines)
	m := text.Still{At: r.Now(), Page: page + 1}
	for i, still := range all[from:to] {
		if n := len(m.Groups); n == 0 || m.Groups[n-1].Why != still.Why {
			m.Groups = append(m.Groups, text.StillGroup{
				Why: still.Why, Count: counts[still.Why], Least: b.Lights.Quiet, More: i == 0 && from > 0 && all[from-1].Why == still.Why,
			})
		}
		line := text.StillLine{
			No: still.Task.No, Short: still.Task.Short(14), Light: still.Light, Role: still.Role, Rounds: still.Rounds, Missed: still.Missed,
		}
		if still.Rounds > 0 {
			line.Department, _ = r.dir.ByID(still.Duties[0].Department)
			line.Others = len(still.Duties) - 1
		}
		g := &m.Groups[len(m.Groups)-1]
		g.Lines = append(g.Lines, line)
	}
	return r.out(m, pager(len(all), page, stillLines, func(p int) string { return data("silent", p) })...), nil
}

func countStill(all []duban.Still) map[duban.Stillness]int {
	n := map[duban.Stillness]int{}
	for _, still := range all {
		n[still.Why]++
	}
	return n
}
