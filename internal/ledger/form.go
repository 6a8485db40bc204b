package ledger

import (
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"duban/internal/duban"
	"duban/internal/text"
)

// Form is a form 填报表: what some departments are asked for now, to be filled in
// and brought back.
type Form struct {
	Key           duban.FormKey
	Title         string // the list's, short
	Departments   []duban.Department
	Opens, Closes time.Time
	Rows          []FormRow
}

// FormRow is one task on a form.
type FormRow struct {
	Task    duban.Task
	Last    duban.Report       // the newest one, the zero Report for none
	Targets []text.TargetValue // with what the department last stated
}

// The rows of a form: the first one is hidden and names the columns.
const (
	formColumnsRow = iota + 1
	formTitleRow
	formHelpRow
	formHeadRow
	formFirstRow
)

// formColumn is a column of a form; those to fill in are white and take
// whatever is typed as words.
type formColumn struct {
	column
	kind duban.FormColumn
	fill bool
}

var formColumns = []formColumn{
	{kind: duban.FormNo, column: column{width: 6, centred: true}},
	{kind: duban.FormRowKey, column: column{width: 10}},
	{kind: duban.FormTask, column: column{width: 36}},
	{kind: duban.FormLast, column: column{width: 28}},
	{kind: duban.FormNew, column: column{width: 38}, fill: true},
	{kind: duban.FormTarget, column: column{width: 22}},
	{kind: duban.FormTotal, column: column{width: 12, centred: true}, fill: true},
	{kind: duban.FormTrouble, column: column{width: 24}, fill: true},
	{kind: duban.FormNext, column: column{width: 24}, fill: true},
}

// minFormRow is room for two lines by hand, in points.
const minFormRow = 2*lineHeight + padding

// Write writes the form as a workbook. Its first row and the column of the row
// keys are hidden: they tie each row to its task, wherever it is moved. An error
// is w's.
func (f Form) Write(w io.Writer, v text.Voice) error {
	columns := make([]column, len(formColumns))
	for i, c := range formColumns {
		columns[i] = c.column
		if c.kind != duban.FormRowKey {
			columns[i].head = v.Label("form." + string(c.kind))
		}
	}
	s, err := newSheet(columns)
	if err != nil {
		return err
	}
	defer s.Close()
	s.hidden(f.Key)
	s.title(formTitleRow, text.Plain(v.Say(text.FormTitle{Title: f.Title, Opens: f.Opens, Departments: f.Departments})))
	s.help(text.Plain(v.Say(text.FormHelp{Closes: f.Closes})))
	s.head(formHeadRow)
	styles := s.formStyles()
	for i, r := range f.Rows {
		s.formRow(formFirstRow+i, r.cells(f.Key, v), styles)
	}
	s.print(formHeadRow)
	return s.finish(w)
}

// cells is a row's words, in the order of formColumns.
func (r FormRow) cells(key duban.FormKey, v text.Voice) []string {
	said := r.Last.Words
	if said == "" && r.Last.State != duban.Said {
		said = v.Label("state." + string(r.Last.State))
	}
	var targets []string
	for _, t := range r.Targets {
		targets = append(targets, v.Measured(t))
	}
	words := map[duban.FormColumn]string{
		duban.FormNo: v.Numbers([]int{r.Task.No}), duban.FormRowKey: key.Row(r.Task.ID, r.Task.No), duban.FormTask: r.Task.Content,
		duban.FormLast: said, duban.FormTarget: strings.Join(targets, "\n"),
	}
	cells := make([]string, len(formColumns))
	for i, c := range formColumns {
		cells[i] = words[c.kind]
	}
	return cells
}

// hidden writes what people do not see: what each column is, and behind the last
// one the key of the form.
func (s *sheet) hidden(key duban.FormKey) {
	for i, c := range formColumns {
		s.text(i, formColumnsRow, string(c.kind))
		if c.kind == duban.FormRowKey {
			name, err := excelize.ColumnNumberToName(i + 1)
			s.keep(err)
			s.keep(s.SetColVisible(s.name, name, false))
		}
	}
	s.text(len(formColumns), formColumnsRow, key.String())
	s.keep(s.SetRowVisible(s.name, formColumnsRow, false))
}

func (s *sheet) help(words string) {
	first, last := s.at(0, formHelpRow), s.at(len(s.columns)-1, formHelpRow)
	s.text(0, formHelpRow, words)
	s.keep(s.MergeCell(s.name, first, last))
	s.keep(s.SetCellStyle(s.name, first, last, s.style(11, false, false, false)))
	s.keep(s.SetRowHeight(s.name, formHelpRow, 2*lineHeight+padding))
}

// formStyles are those of the columns: what is printed is grey, what is filled in
// is white and keeps what is typed.
func (s *sheet) formStyles() []int {
	const asTyped = 49 // the number format of words
	ids := s.styles()
	for i, c := range formColumns {
		style, err := s.GetStyle(ids[i])
		s.keep(err)
		if style == nil {
			continue
		}
		if c.fill {
			style.NumFmt = asTyped
		} else {
			style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F2F2F2"}}
		}
		ids[i], err = s.NewStyle(style)
		s.keep(err)
	}
	return ids
}

func (s *sheet) formRow(at int, cells []string, styles []int) {
	for i, words := range cells {
		s.text(i, at, words)
		s.keep(s.SetCellStyle(s.name, s.at(i, at), s.at(i, at), styles[i]))
	}
	seen := append([]string{}, cells...)
	for i, c := range formColumns {
		if c.kind == duban.FormRowKey {
			seen[i] = ""
		}
	}
	s.keep(s.SetRowHeight(s.name, at, max(minFormRow, heightOf(seen, s.columns))))
}
