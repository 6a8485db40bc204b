package duban

import (
	"cmp"
	"slices"
	"time"
)

// Standing is one assignment as it stands at a moment.
type Standing struct {
	Assignment
	Light  Light
	Reason Reason
	LateAt time.Time // since when it is overdue, zero unless it is

	Expected int // percent that the time gone by asks for, where the reason is Slow
}

// TaskStanding is one task with everybody who answers for it.
type TaskStanding struct {
	Task    Task
	Light   Light
	Duties  []Standing // leads first
	Targets []Measure  // in the order of the text
}

// Leads returns the standings of those who lead.
func (t TaskStanding) Leads() []Standing {
	var leads []Standing
	for _, s := range t.Duties {
		if s.Role == Lead {
			leads = append(leads, s)
		}
	}
	return leads
}

// Of returns the standing of a department's assignment.
func (t TaskStanding) Of(d DepartmentID) (Standing, bool) {
	i := slices.IndexFunc(t.Duties, func(s Standing) bool { return s.Department == d })
	if i < 0 {
		return Standing{}, false
	}
	return t.Duties[i], true
}

// worst is the duty that gives the task its light.
func (t TaskStanding) worst() Standing {
	duties := t.Leads()
	if len(duties) == 0 {
		duties = t.Duties
	}
	if len(duties) == 0 {
		return Standing{Light: Unheard}
	}
	return slices.MinFunc(duties, func(a, b Standing) int { return cmp.Compare(a.Light.Urgency(), b.Light.Urgency()) })
}

// Survey is a whole list at a moment: what every summary is read from.
type Survey struct {
	At    time.Time
	Tasks []TaskStanding // by number
	Owed  []Owed         // the newest asking of each open assignment
}

// Facts is what a survey is read from.
type Facts struct {
	Start       Date // of the list
	Tasks       []Task
	Assignments []Assignment
	Owed        []Owed
	Targets     map[TaskID][]Target
	Reached     []Reached
}

// Survey reads the standings of a list's tasks.
func (r LightRule) Survey(f Facts, w WorkingTime, now time.Time) Survey {
	byTask := map[TaskID][]Standing{}
	for _, a := range f.Assignments {
		byTask[a.Task] = append(byTask[a.Task], Standing{Assignment: a})
	}
	reached := map[TargetID][]Reached{}
	for _, x := range f.Reached {
		reached[x.Target] = append(reached[x.Target], x)
	}
	survey := Survey{At: now, Owed: f.Owed}
	for _, t := range f.Tasks {
		ts := TaskStanding{Task: t, Duties: byTask[t.ID]}
		for _, target := range f.Targets[t.ID] {
			ts.Targets = append(ts.Targets, MeasureOf(target, ts.Duties, reached[target.ID]))
		}
		r.lightUp(ts, f.Start, w, now)
		ts.Light = ts.worst().Light
		survey.Tasks = append(survey.Tasks, ts)
	}
	return survey
}

// lightUp gives each duty of a task its light. The numbers of the whole task are a
// lead's.
func (r LightRule) lightUp(t TaskStanding, start Date, w WorkingTime, now time.Time) {
	pace := Pace{Start: start}
	_, pace.Percent, pace.Known = Slowest(t.Targets)
	for i := range t.Duties {
		d, p := &t.Duties[i], Pace{}
		if d.Role == Lead {
			p = pace
		}
		d.Light, d.Reason, _ = r.Light(d.Assignment, p, w, now)
		if d.Light == Overdue {
			d.LateAt = r.lateAt(d.Assignment, w)
		}
		if d.Reason == Slow {
			d.Expected, _ = r.Expected(start, d.Due, w, now)
		}
	}
}

// Task returns one task's standing.
func (s Survey) Task(id TaskID) (TaskStanding, bool) {
	i := slices.IndexFunc(s.Tasks, func(t TaskStanding) bool { return t.Task.ID == id })
	if i < 0 {
		return TaskStanding{}, false
	}
	return s.Tasks[i], true
}

// Count is how many there are of each light, and of those on track how many told
// nothing new last and how many need help. The zero Count is of nothing.
type Count struct {
	By              map[Light]int
	Quiet, Hindered int
}

// Add counts a duty.
func (n *Count) Add(d Standing) {
	if n.By == nil {
		n.By = map[Light]int{}
	}
	n.By[d.Light]++
	switch {
	case d.Light != OnTrack:
	case d.Blocked:
		n.Hindered++
	case !d.HasNews():
		n.Quiet++
	}
}

// AddTask counts a task by the duty that gives it its light.
func (n *Count) AddTask(t TaskStanding) { n.Add(t.worst()) }

// Lights counts the tasks by light.
func (s Survey) Lights() (n Count) {
	for _, t := range s.Tasks {
		n.AddTask(t)
	}
	return n
}

// Tally is how an opening stands, or what it asks of one department.
type Tally struct {
	Owed, Answered int
	Departments    int            // of which something is asked
	Missing        []DepartmentID // those that have not answered everything, in the order in which they were asked
	MissingOf      map[DepartmentID]int
}

// TallyOf counts what still stands of some askings, of one department or with 0 of all.
func TallyOf(owed []Owed, of DepartmentID) Tally {
	t, asked := Tally{MissingOf: map[DepartmentID]int{}}, map[DepartmentID]bool{}
	for _, o := range owed {
		d := o.Assignment.Department
		if of != 0 && d != of || !o.Counts() {
			continue
		}
		asked[d] = true
		t.Owed++
		if o.Answered {
			t.Answered++
			continue
		}
		if t.MissingOf[d] == 0 {
			t.Missing = append(t.Missing, d)
		}
		t.MissingOf[d]++
	}
	t.Departments = len(asked)
	return t
}

// Tally counts what the list's own round asks for, of one department or with 0 of all.
// A task's or department's own round has a count of its own, see Apart.
func (s Survey) Tally(of DepartmentID) Tally {
	return TallyOf(slices.DeleteFunc(slices.Clone(s.Owed), func(o Owed) bool { return o.Own }), of)
}

// OpeningTally is how one opening stands.
type OpeningTally struct {
	Opening OpeningID
	Tally
}

// Apart counts what each task's or department's own round asks for, of one department
// or with 0 of all, in the order of the tasks.
func (s Survey) Apart(of DepartmentID) []OpeningTally {
	var order []OpeningID
	owed := map[OpeningID][]Owed{}
	for _, o := range s.Owed {
		if !o.Own || of != 0 && o.Assignment.Department != of || !o.Counts() {
			continue
		}
		if owed[o.Opening] == nil {
			order = append(order, o.Opening)
		}
		owed[o.Opening] = append(owed[o.Opening], o)
	}
	apart := make([]OpeningTally, len(order))
	for i, id := range order {
		apart[i] = OpeningTally{id, TallyOf(owed[id], of)}
	}
	return apart
}

// Concern is one task somebody should look at and the duty that is why.
type Concern struct {
	Task  Task
	Light Light
	Duty  Standing

	Targets []Measure // of the task
}

// Concerns returns what deserves a leader's attention: what is overdue, the longest
// first, then what any of its departments needs help with, then what is behind.
func (s Survey) Concerns() []Concern {
	var all []Concern
	for _, t := range s.Tasks {
		duty := t.worst()
		if hindered, ok := t.hindered(); ok && t.Light != Overdue {
			duty = hindered
		}
		if t.Light == Overdue || t.Light == Behind || duty.Blocked && t.Light != Done {
			all = append(all, Concern{t.Task, t.Light, duty, t.Targets})
		}
	}
	slices.SortStableFunc(all, func(a, b Concern) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), a.Duty.LateAt.Compare(b.Duty.LateAt))
	})
	return all
}

// hindered is the duty with which somebody needs help, the lead's first.
func (t TaskStanding) hindered() (duty Standing, ok bool) {
	for _, d := range t.Duties {
		if d.Blocked && (!ok || d.Role == Lead) {
			duty, ok = d, true
		}
	}
	return duty, ok
}

func (c Concern) rank() int {
	switch {
	case c.Light == Overdue:
		return 0
	case c.Duty.Blocked:
		return 1
	}
	return 2
}

// Overdue returns the concerns whose due date has passed.
func (s Survey) Overdue() []Concern {
	return slices.DeleteFunc(s.Concerns(), func(c Concern) bool { return c.Light != Overdue })
}

// Unstated returns the targets whose own day has passed while nobody has stated how far
// they have come, of tasks that go on. A wish is not asked for.
func (s Survey) Unstated(today Date) (lines []Due) {
	for _, t := range s.Tasks {
		for _, m := range t.Targets {
			if t.Light != Done && !m.Known && !m.Stretch && !m.By.IsZero() && m.By.Before(today) {
				lines = append(lines, Due{t.Task, m})
			}
		}
	}
	return lines
}

// Due is a target whose day has passed.
type Due struct {
	Task   Task
	Target Measure
}

// ForDepartments returns the tasks one of the departments answers for, the most
// urgent of its own lights first.
func (s Survey) ForDepartments(deps ...DepartmentID) []TaskStanding {
	type mine struct {
		t TaskStanding
		l Light
	}
	var all []mine
	for _, t := range s.Tasks {
		best := -1
		for i, d := range t.Duties {
			if slices.Contains(deps, d.Department) && (best < 0 || d.Light.Urgency() < t.Duties[best].Light.Urgency()) {
				best = i
			}
		}
		if best >= 0 {
			all = append(all, mine{t, t.Duties[best].Light})
		}
	}
	slices.SortStableFunc(all, func(a, b mine) int { return a.l.Urgency() - b.l.Urgency() })
	tasks := make([]TaskStanding, len(all))
	for i, m := range all {
		tasks[i] = m.t
	}
	return tasks
}
