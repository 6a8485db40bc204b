package intake

import (
	"bytes"
	"slices"

	"duban/internal/duban"
)

// Form is a form 填报表 that somebody filled in, before it is known who sends it
// and what is asked of him.
type Form struct {
	Key      duban.FormKey
	Rows     []FormRow // what was filled in, in the order of the sheet, each task once
	Problems []FormProblem
	Listed   int // rows that bear a key, filled in or not
}

// FormRow is one row that was filled in.
type FormRow struct {
	Line    int          // of the sheet, from 1
	Task    duban.TaskID // zero where the row says no more than its number
	No      int          // as printed when the form was made, or as typed
	New     string
	Total   string // 累计数
	Trouble string
	Next    string
}

// FormProblem is a row that cannot be taken, and why.
type FormProblem struct {
	Line   int
	No     int // as far as it is known
	Other  int // with FormTwice: the line of the other row
	Reason FormReason
	Said   string // the words it is about
}

// FormReason says why a row cannot be taken.
type FormReason string

const (
	FormNoNumber    FormReason = "no-number"    // neither a key nor a number
	FormTwice       FormReason = "twice"        // two rows about one task
	FormMoved       FormReason = "moved"        // key and number are of different tasks
	FormForeignRow  FormReason = "foreign-row"  // its key is of another form
	FormTooLong     FormReason = "too-long"     // more words than a report has
	FormOtherTask   FormReason = "other-task"   // the words speak of another task
	FormWhichFigure FormReason = "which-figure" // a bare number where there are several targets
	FormNotNumber   FormReason = "not-number"   // a total in which no number is found
)

// FormFault says why a file cannot be read as a form at all.
type FormFault string

const (
	NotForm       FormFault = "no-form"    // some other file
	BrokenForm    FormFault = "broken-key" // a form whose key is damaged
	FormTooLarge  FormFault = "too-large"  // larger than any form, packed or unpacked
	FormUntouched FormFault = "empty"      // nothing was filled in
)

// Limits of a form's file, beside those of what it unpacks to.
const (
	maxFormFile  = 2 << 20
	maxFormRows  = 2000
	maxFormCells = 40
	maxFormWords = 2000 // in one row
)

// ReadForm reads a form that came back, whatever was sorted, deleted or added in
// it. The fault is empty for a form that says something; its rows with problems
// are not among the others. It says nothing about whether the form may be filed.
func ReadForm(data []byte) (Form, FormFault) {
	switch {
	case !bytes.HasPrefix(data, []byte("PK")):
		return Form{}, NotForm
	case len(data) > maxFormFile:
		return Form{}, FormTooLarge
	}
	book, refusal := readPackage(data, formBounds)
	switch refusal {
	case "":
	case tooDeep, tooManyRows:
		return Form{}, FormTooLarge
	default:
		return Form{}, NotForm
	}
	for _, b := range book.blocks {
		if b.table != nil && isFormSheet(b.table) {
			r := formReader{lines: map[int]FormRow{}}
			return r.read(b.table.rows[:min(len(b.table.rows), maxFormRows)])
		}
	}
	return Form{}, NotForm
}

// isFormSheet tells whether a form's key stands in the first rows of a sheet.
func isFormSheet(t *table) bool {
	const head = 20 // the key's row is the first unless somebody put others above it
	return slices.ContainsFunc(t.rows[:min(len(t.rows), head)], func(w row) bool {
		return slices.ContainsFunc(ownTexts(w), duban.IsFormKey)
	})
}

// ownTexts are the texts of a row's first cells, each merged one in its first.
func ownTexts(w row) []string {
	var texts []string
	for _, c := range w.cells[:min(len(w.cells), maxFormCells)] {
		texts = append(texts, c.own())
	}
	return texts
}

// formReader puts the rows of a form together.
type formReader struct {
	form    Form
	columns map[duban.FormColumn]int
	rows    []formLine
	lines   map[int]FormRow // the first row about a number
}

// formLine is a row as it stands: what its key says and what its number says.
type formLine struct {
	FormRow
	keyed   bool
	foreign bool
	keyNo   int
	said    string // the number as typed
	saidNo  int
}

func (r *formReader) read(rows []row) (Form, FormFault) {
	for _, w := range rows {
		if r.columns == nil {
			if fault := r.head(ownTexts(w)); fault != "" {
				return Form{}, fault
			}
			continue
		}
		r.line(w.at.line, ownTexts(w))
	}
	if r.columns == nil {
		return Form{}, BrokenForm
	}
	r.settle()
	if len(r.form.Rows)+len(r.form.Problems) == 0 {
		return r.form, FormUntouched
	}
	return r.form, ""
}

// head reads the row that names the columns and bears the key.
func (r *formReader) head(cells []string) FormFault {
	columns := map[duban.FormColumn]int{}
	keyed, whole := false, false
	for i, cell := range cells {
		if duban.IsFormKey(cell) {
			keyed = true
			r.form.Key, whole = duban.ParseFormKey(cell)
			continue
		}
		columns[duban.FormColumn(cell)] = i
	}
	if !keyed {
		return ""
	}
	for _, c := range []duban.FormColumn{duban.FormNo, duban.FormNew, duban.FormTotal, duban.FormTrouble, duban.FormNext} {
		if _, there := columns[c]; !there {
			return BrokenForm
		}
	}
	if !whole {
		return BrokenForm
	}
	r.columns = columns
	return ""
}

// line reads one row below the head.
func (r *formReader) line(at int, cells []string) {
	cell := func(c duban.FormColumn) string {
		if i, there := r.columns[c]; there && i < len(cells) {
			return cells[i]
		}
		return ""
	}
	l := formLine{said: cell(duban.FormNo), FormRow: FormRow{
		Line: at, New: cell(duban.FormNew), Total: cell(duban.FormTotal), Trouble: cell(duban.FormTrouble), Next: cell(duban.FormNext),
	}}
	key := cell(duban.FormRowKey)
	l.Task, l.keyNo, l.keyed = r.form.Key.ParseRow(key)
	l.foreign = key != "" && !l.keyed
	l.saidNo, _ = TaskNo(l.said)
	if l.keyed || l.filled() {
		r.rows = append(r.rows, l)
	}
}

func (w FormRow) filled() bool { return w.New+w.Total+w.Trouble+w.Next != "" }

// settle finds out which task each row is about. The first one is the head that
// people see, unless it bears a key or a number.
func (r *formReader) settle() {
	byNo, times := map[int]duban.TaskID{}, map[int]int{}
	for _, l := range r.rows {
		if l.keyed {
			byNo[l.keyNo] = l.Task
		}
		times[l.saidNo]++
	}
	for i, l := range r.rows {
		if l.keyed {
			r.form.Listed++
		}
		if isHead := i == 0 && !l.keyed && !l.foreign && l.saidNo == 0; isHead || !l.filled() {
			continue
		}
		if reason := l.place(byNo, times); reason != "" {
			r.problem(FormProblem{Line: l.Line, No: l.keyNo, Reason: reason, Said: l.said})
			continue
		}
		r.add(l.FormRow)
	}
}

// place says which task the row is about, or why that cannot be told. The key
// decides; but where the visible cells were sorted without it, each number stands
// once and the numbers are what people saw when they wrote.
func (l *formLine) place(byNo map[int]duban.TaskID, times map[int]int) FormReason {
	words := len([]rune(l.New + l.Total + l.Trouble + l.Next))
	switch {
	case words > maxFormWords:
		l.No = max(l.keyNo, l.saidNo)
		return FormTooLong
	case l.foreign:
		return FormForeignRow
	case !l.keyed && l.saidNo == 0:
		return FormNoNumber
	case l.keyed && (l.saidNo == l.keyNo || l.saidNo == 0):
		l.No = l.keyNo
	case l.keyed && times[l.saidNo] > 1:
		return FormMoved
	case l.keyed && byNo[l.saidNo] == 0:
		return FormMoved
	default:
		l.Task, l.No = byNo[l.saidNo], l.saidNo
	}
	return ""
}

// add adds a row. Of two that say different things about one task neither is
// taken; what was copied as it stands counts once.
func (r *formReader) add(w FormRow) {
	first, there := r.lines[w.No]
	if !there {
		r.lines[w.No] = w
		r.form.Rows = append(r.form.Rows, w)
		return
	}
	if first.saysAsMuch(w) {
		return
	}
	r.form.Rows = slices.DeleteFunc(r.form.Rows, func(o FormRow) bool { return o.No == w.No })
	r.problem(FormProblem{Line: w.Line, No: w.No, Other: first.Line, Reason: FormTwice})
}

func (w FormRow) saysAsMuch(o FormRow) bool {
	w.Line, w.Task = o.Line, o.Task
	return w == o
}

func (r *formReader) problem(p FormProblem) { r.form.Problems = append(r.form.Problems, p) }
