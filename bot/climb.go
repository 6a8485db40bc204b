package bot

import (
	"slices"
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// renderReminder tells a contact before the deadline what he has not reported yet.
func (b *Bot) renderReminder(r *render) (chat.Outgoing, error) {
	o, _, debts, err := r.opening()
	if err != nil {
		return chat.Outgoing{}, err
	}
	name, err := r.roundName(o)
	if err != nil {
		return chat.Outgoing{}, err
	}
	open := duban.OpenDebts(debts)
	if len(open) == 0 || !r.Now().Before(o.Closes) {
		return chat.Outgoing{}, ErrNothing
	}
	list, _, err := r.CurrentList()
	if err != nil {
		return chat.Outgoing{}, err
	}
	m := text.Reminder{
		Title: list.ShortTitle(), Round: name, Closes: o.Closes, Departments: r.named(r.who.Departments), Numbers: numbers(open),
	}
	return r.out(m, r.fillButtons()), nil
}

func numbers(open []duban.Debt) []int {
	var nos []int
	for _, d := range open {
		nos = append(nos, d.Task.No)
	}
	return nos
}

// roundName names the round an opening belongs to.
func (r *render) roundName(o duban.Opening) (n text.RoundName, err error) {
	round, err := r.RoundOf(o)
	if err != nil {
		return n, err
	}
	n.Opens = o.Opens
	if n.Department, _ = r.dir.ByID(round.Department); round.Task != 0 {
		n.Task, err = r.Task(round.Task)
	}
	return n, err
}

// shortfall is what an opening still waits for, by department in official order.
// Whatever tells of an opening counts with it.
type shortfall struct {
	opening duban.Opening
	duban.Tally
	asked       int // departments that somebody answers for
	departments []duban.Department
	unasked     []duban.Department // nobody of them got the digest: the office's business, not theirs
	missing     map[duban.DepartmentID][]duban.Owed
	owed        map[duban.DepartmentID]int
}

func shortfallOf(tx Tx, dir duban.Directory, id duban.OpeningID) (s shortfall, err error) {
	s = shortfall{missing: map[duban.DepartmentID][]duban.Owed{}, owed: map[duban.DepartmentID]int{}}
	if s.opening, err = tx.Opening(id); err != nil {
		return s, err
	}
	owed, err := tx.Owed(id)
	if err != nil {
		return s, err
	}
	s.Tally = duban.TallyOf(owed, 0)
	for _, w := range owed {
		d := w.Assignment.Department
		if w.Counts() {
			s.owed[d]++
		}
		if w.Silent() {
			s.missing[d] = append(s.missing[d], w)
		}
	}
	served, err := servedIn(tx, id)
	for _, d := range dir {
		switch missing := len(s.missing[d.ID]); {
		case s.owed[d.ID] == 0:
		case missing > 0 && !served[d.ID]:
			s.unasked = append(s.unasked, d)
		case missing > 0:
			s.departments = append(s.departments, d)
			s.asked++
		default:
			s.asked++
		}
	}
	return s, err
}

// servedIn are the departments of which a contact got an opening's digest.
func servedIn(tx Tx, o duban.OpeningID) (map[duban.DepartmentID]bool, error) {
	told, err := tx.Told(o, duban.DigestSent, time.Time{})
	if err != nil {
		return nil, err
	}
	contacts, err := tx.Contacts()
	served := map[duban.DepartmentID]bool{}
	for _, c := range contacts {
		if !c.Head && slices.Contains(told, c.Person) {
			served[c.Department] = true
		}
	}
	return served, err
}

// lines say how much is missing of some departments.
func (s shortfall) lines(of []duban.Department) (lines []text.MissingLine) {
	for _, d := range of {
		lines = append(lines, text.MissingLine{Department: d, Count: len(s.missing[d.ID])})
	}
	return lines
}

// open is what is missing from the departments that were asked.
func (s shortfall) open() (n int) {
	for _, d := range s.departments {
		n += len(s.missing[d.ID])
	}
	return n
}

// renderHead tells a head what his departments still owe.
func (b *Bot) renderHead(r *render) (chat.Outgoing, error) {
	s, err := shortfallOf(r, r.dir, duban.OpeningID(r.view.Opening))
	if err != nil {
		return chat.Outgoing{}, err
	}
	tasks, err := r.tasksByID()
	if err != nil {
		return chat.Outgoing{}, err
	}
	list, _, err := r.CurrentList()
	if err != nil {
		return chat.Outgoing{}, err
	}
	name, err := r.roundName(s.opening)
	if err != nil {
		return chat.Outgoing{}, err
	}
	today := b.Calendar.Day(r.Now())
	m := text.Head{
		Name: r.who.Name, Title: list.ShortTitle(), Round: name, Closes: s.opening.Closes,
		By: b.Calendar.EndOf(b.Calendar.AddDays(today, 1)),
	}
	for _, d := range r.dir {
		if len(s.missing[d.ID]) == 0 || !slices.Contains(r.who.Heads, d.ID) {
			continue
		}
		line := text.HeadLine{Department: d, Owed: s.owed[d.ID]}
		for _, w := range s.missing[d.ID] {
			no := tasks[w.Assignment.Task].No
			line.Open = append(line.Open, no)
			if w.Assignment.Role == duban.Lead {
				line.Leads = append(line.Leads, no)
			}
		}
		if line.Nudged, err = r.nudged(s.opening.ID, d.ID); err != nil {
			return chat.Outgoing{}, err
		}
		m.Lines = append(m.Lines, line)
	}
	if len(m.Lines) == 0 {
		return chat.Outgoing{}, ErrNothing
	}
	return r.out(m, []chat.Button{{Label: r.voice.Label("button.tasks"), Data: data("tasks", 0)}}), nil
}

func (r *render) tasksByID() (map[duban.TaskID]duban.Task, error) {
	list, _, err := r.CurrentList()
	if err != nil {
		return nil, err
	}
	tasks, err := r.Tasks(list.ID)
	byID := map[duban.TaskID]duban.Task{}
	for _, t := range tasks {
		byID[t.ID] = t
	}
	return byID, err
}

// nudged reports whether a contact of a department was asked again.
func (r *render) nudged(o duban.OpeningID, d duban.DepartmentID) (bool, error) {
	told, err := r.Told(o, duban.NudgeSent, r.Now())
	if err != nil {
		return false, err
	}
	contacts, err := r.Contacts()
	return slices.ContainsFunc(contacts, func(c duban.Contact) bool {
		return c.Department == d && !c.Head && slices.Contains(told, c.Person)
	}), err
}

// renderOffice gives an admin the list of who is missing, ready for the group.
func (b *Bot) renderOffice(r *render) (chat.Outgoing, error) {
	s, err := shortfallOf(r, r.dir, duban.OpeningID(r.view.Opening))
	if err != nil {
		return chat.Outgoing{}, err
	}
	if len(s.departments) == 0 || !r.who.Admin {
		return chat.Outgoing{}, ErrNothing
	}
	groups, err := leaders(r, s.opening.List)
	if err != nil {
		return chat.Outgoing{}, err
	}
	name, err := r.roundName(s.opening)
	if err != nil {
		return chat.Outgoing{}, err
	}
	m := text.Office{
		Round: name, Closes: s.opening.Closes, Lines: s.lines(s.departments), Count: s.open(), Unasked: s.lines(s.unasked), Group: len(groups) > 0,
	}
	if !m.Group {
		return r.out(m), nil
	}
	return r.out(m, []chat.Button{{Label: r.voice.Label("button.publish"), Data: data("publish", s.opening.ID)}}), nil
}

// leaders are the leadership groups of a list.
func leaders(tx Tx, list duban.ListID) ([]duban.Group, error) {
	groups, err := tx.Groups()
	return slices.DeleteFunc(slices.Clone(groups), func(g duban.Group) bool { return g.List != list || g.Role != duban.Leadership }), err
}

// renderPublication tells the group who is missing: departments, never persons.
func (b *Bot) renderPublication(r *render) (chat.Outgoing, error) {
	s, err := shortfallOf(r, r.dir, duban.OpeningID(r.view.Opening))
	if err != nil {
		return chat.Outgoing{}, err
	}
	if len(s.departments) == 0 {
		return chat.Outgoing{}, ErrNothing
	}
	name, err := r.roundName(s.opening)
	if err != nil {
		return chat.Outgoing{}, err
	}
	list, _, err := r.CurrentList()
	return r.out(text.Publication{
		Title: list.ShortTitle(), Round: name, At: r.Now(), Asked: s.asked, Lines: s.lines(s.departments), Count: s.open(), Unasked: s.lines(s.unasked),
	}), err
}
