package ledger

import (
	"slices"
	"strconv"
	"strings"

	"duban/internal/duban"
	"duban/internal/text"
)

// table is the ledger as rows of words, before it becomes a file.
type table struct {
	title   string
	columns []column
	rows    []row
}

// column is one column; width is in characters of Latin text, two to a Chinese
// one.
type column struct {
	name, head string
	width      float64
	centred    bool
	say        func(duban.TaskStanding) string
}

// row is one task. Where its section goes on from the row above, section is
// empty and goesOn is true.
type row struct {
	no     int
	cells  []string
	goesOn bool
}

// The published columns come first, in the published order.
const (
	noColumn = iota
	sectionColumn
)

func (l Ledger) table(v text.Voice) table {
	t := table{title: l.Title, columns: l.columns(v)}
	section := ""
	for i, task := range l.Survey.Tasks {
		r := row{no: task.Task.No, goesOn: i > 0 && task.Task.Section == section}
		for _, c := range t.columns {
			r.cells = append(r.cells, c.say(task))
		}
		if section = task.Task.Section; r.goesOn {
			r.cells[sectionColumn] = ""
		}
		t.rows = append(t.rows, r)
	}
	return t
}

// columns leaves out what no task of the list has.
func (l Ledger) columns(v text.Voice) []column {
	all := []column{
		{name: "no", width: 7.5, centred: true, say: func(t duban.TaskStanding) string { return strconv.Itoa(t.Task.No) }},
		{name: "section", width: 15, centred: true, say: func(t duban.TaskStanding) string { return t.Task.Section }},
		{name: "content", width: 50, say: func(t duban.TaskStanding) string { return t.Task.Content }},
		{name: "departments", width: 20, say: func(t duban.TaskStanding) string { return l.departments(t.Task.ID, v) }},
		{name: "due", width: 13, centred: true, say: func(t duban.TaskStanding) string { return v.TableTerm(t.Task) }},
	}
	if l.some(func(t duban.TaskStanding) bool { return t.Task.Leader != "" }) {
		all = append(all, column{name: "leader", width: 12, centred: true, say: func(t duban.TaskStanding) string { return t.Task.Leader }})
	}
	all = append(all, column{name: "light", width: 7, centred: true, say: func(t duban.TaskStanding) string { return v.Word(t.Light) }})
	if l.some(func(t duban.TaskStanding) bool { return len(t.Targets) > 0 }) {
		all = append(all, column{name: "targets", width: 24, say: func(t duban.TaskStanding) string { return measured(t, v) }})
	}
	all = append(all, column{name: "progress", width: 44, say: func(t duban.TaskStanding) string { return l.progress(t, v) }})
	for i := range all {
		all[i].head = v.Label("ledger." + all[i].name)
	}
	return all
}

func (l Ledger) some(has func(duban.TaskStanding) bool) bool {
	return slices.ContainsFunc(l.Survey.Tasks, has)
}

// departments is the column as published: names as printed, and behind them
// those an admin added since.
func (l Ledger) departments(t duban.TaskID, v text.Voice) string {
	var names []string
	for _, s := range l.Shares {
		d, ok := l.Directory.ByID(s.Department)
		switch {
		case s.Task != t || !ok:
		case s.Printed != "" && v.Lang != text.English:
			names = append(names, s.Printed)
		default:
			names = append(names, v.Name(d))
		}
	}
	return v.List(names)
}

// measured is how far the targets of a task have come, a line each.
func measured(t duban.TaskStanding, v text.Voice) string {
	var lines []string
	for _, m := range t.Targets {
		lines = append(lines, v.Measured(text.TargetValue{Target: m.Target, Value: m.Value, Known: m.Known}))
	}
	return strings.Join(lines, "\n")
}

// progress is what each department said last, a line each.
func (l Ledger) progress(t duban.TaskStanding, v text.Voice) string {
	var lines []string
	for _, d := range t.Duties {
		r, ok := l.Last[d.ID]
		if !ok {
			continue
		}
		dep, _ := l.Directory.ByID(d.Department)
		line := text.LedgerLine{Department: dep, At: r.At, Words: r.Words}
		if r.Words == "" {
			line.Words = v.Label("state." + string(r.State))
		}
		lines = append(lines, text.Plain(v.Say(line)))
	}
	return strings.Join(lines, "\n")
}
