// Package ledger writes task lists out: the published table plus how each task
// stands.
package ledger

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"duban/internal/duban"
	"duban/internal/text"
)

// Ledger is a list with everything its table shows.
type Ledger struct {
	Survey    duban.Survey
	Shares    []duban.Share // as published or as an admin set them since
	Directory duban.Directory
	Last      map[duban.AssignmentID]duban.Report
}

// bom tells a spreadsheet that the file is UTF-8.
const bom = "\ufeff"

// CSV writes the ledger as a table with a head line. Cells that a spreadsheet
// would take for a formula are quoted, so that nothing anybody reported runs.
func (l Ledger) CSV(w io.Writer, v text.Voice) error {
	if _, err := io.WriteString(w, bom); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	head := []string{"no", "section", "content", "departments", "due", "light", "progress"}
	for i, h := range head {
		head[i] = v.Label("ledger." + h)
	}
	if err := out.Write(head); err != nil {
		return err
	}
	section := ""
	for _, t := range l.Survey.Tasks {
		row := []string{
			strconv.Itoa(t.Task.No), "", t.Task.Content, l.departments(t.Task.ID, v), t.Task.Due.String(),
			v.Label("light." + string(t.Light)), l.progress(t, v),
		}
		if t.Task.Section != section { // printed once, as in the published table
			section = t.Task.Section
			row[1] = section
		}
		for i, cell := range row {
			row[i] = Cell(cell)
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// Cell keeps a spreadsheet from reading words as a formula.
func Cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func (l Ledger) departments(t duban.TaskID, v text.Voice) string {
	var deps []duban.Department
	for _, s := range l.Shares {
		if d, ok := l.Directory.ByID(s.Department); ok && s.Task == t {
			deps = append(deps, d)
		}
	}
	return v.Names(deps)
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
