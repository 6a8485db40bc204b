package intake

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// tableReader makes entries of a document's tables.
type tableReader struct {
	entries []entry
	title   titleReader
	cols    columns // of the last table with heads, for one that goes on without
	heading string  // the last heading above or between the tables
	fresh   bool
	renew   bool // the numbers count sections, so that the tasks have none
	heads   *row // what came nearest to a head, to be named in a problem
}

// footing begins a line below the tasks, or one that says how to fill in a form.
var footing = regexp.MustCompile(`^(合\s*计|总\s*计|小\s*计|填报人|填表人|审核人|制表|联系人|联系电话|抄送|抄报|主办[:：]|单位负责人|分管领导[:：]|注\s*[:：]|备\s*注\s*[:：]|说\s*明\s*[:：]|填[报表]说明|[(（]?\s*[续接][上下]?[表页]|附\s*[件注])`)

func (r *tableReader) document(d document) {
	for _, b := range d.blocks {
		switch {
		case b.table != nil:
			r.table(b.table)
		case isHeading(b.text):
			r.title.done = true
			r.section(headingText(b.text))
		case len(r.entries) == 0:
			r.title.line(b.text)
		}
	}
}

func (r *tableReader) section(name string) { r.heading, r.fresh = name, true }

// table reads the rows below each head of a table. A table without a head goes
// on where it has the columns of the one before, is looked into where it frames
// others, and else is no list of tasks.
func (r *tableReader) table(t *table) {
	start, cols, below := r.head(t)
	switch {
	case start >= 0:
		for _, w := range t.rows[:start] {
			r.above(w)
		}
		r.title.done = true
		r.cols = cols
		r.fresh = true
		if t.sheet != "" && !cols.has(sectionField) {
			r.heading = t.sheet
		}
	case r.goesOn(t):
		below = 0
	default:
		for _, w := range t.rows {
			for _, c := range w.filled() {
				for _, n := range c.nested {
					r.table(n)
				}
			}
		}
		return
	}
	r.rows(t.rows, below)
}

// head finds the first head of a table that has a column for what is to be
// done; start is -1 where there is none.
func (r *tableReader) head(t *table) (start int, cols columns, below int) {
	for i := range t.rows {
		cols, below, ok := heads(t.rows, i)
		if ok && cols.departments() && cols.has(contentField) {
			return i, cols, below
		}
		if number := r.heads == nil && len(t.rows[i].cells) > 0; number && headField(t.rows[i].cells[0].text) == numberField {
			r.heads = &t.rows[i]
		}
	}
	return -1, nil, 0
}

// above takes a row above the head: a title, a heading or a remark.
func (r *tableReader) above(w row) {
	cells := w.filled()
	if len(cells) == 0 || len(r.entries) > 0 {
		return
	}
	if text := cells[0].text; isHeading(text) {
		r.section(headingText(text))
	} else {
		r.title.line(text)
	}
}

func (r *tableReader) goesOn(t *table) bool {
	if r.cols == nil || len(t.rows) == 0 || len(t.rows[0].cells) != len(r.cols) {
		return false
	}
	for _, w := range t.rows {
		if _, ok := rowNumber(r.text(w, numberField)); ok {
			return true
		}
	}
	return false
}

func (r *tableReader) rows(rows []row, from int) {
	last := -1 // index of the entry a merged number goes on
	for i := from; i < len(rows); i++ {
		if cols, below, ok := heads(rows, i); ok && cols.departments() {
			r.cols, i = cols, below-1
			continue
		}
		w := rows[i]
		cells := w.filled()
		switch {
		case w.stray != "":
			r.entries = append(r.entries, entry{at: w.at, stray: w.stray})
		case len(cells) == 0:
		case last >= 0 && r.continues(w):
			r.fill(&r.entries[last], w, true)
		case r.aside(w, cells):
		default:
			r.task(w)
			last = len(r.entries) - 1
		}
	}
}

// aside takes a row that is no task: a heading, or what stands below the tasks.
func (r *tableReader) aside(w row, cells []cell) bool {
	text := cells[0].text
	if w.fault != nil {
		return false
	}
	if _, number := rowNumber(r.text(w, numberField)); number {
		return false
	}
	switch {
	case footing.MatchString(text):
	case len(cells) == 1 && (isHeading(text) || r.spans(w)):
		r.section(headingText(text))
	case len(cells) == 2 && r.ordinal(w, cells):
		r.section(headingText(trimMarks(text) + "、" + cells[1].text))
	case len(cells) == 1:
		r.entries = append(r.entries, entry{at: cells[0].at, stray: stray(text)})
	default:
		return false
	}
	return true
}

// spans tells whether one text stands over the whole row.
func (r *tableReader) spans(w row) bool {
	for i, c := range w.cells {
		if i > 0 && !c.left {
			return false
		}
	}
	return len(w.cells) > 1
}

// ordinal tells whether a row counts a section: 一 | 深化产教融合.
func (r *tableReader) ordinal(w row, cells []cell) bool {
	no := trimMarks(cells[0].text)
	_, digit := digits(no)
	_, ok := numeral(no)
	return ok && !digit && cells[0].text == r.text(w, numberField) && !cells[1].above && r.textOf(w, leadField, supportField, responsibleField) == ""
}

func trimMarks(s string) string { return strings.Trim(s, "、.．。()（） ") }

// continues tells whether a row belongs to the task above: its number, or
// without numbers its words, reach into it.
func (r *tableReader) continues(w row) bool {
	number, section, content := r.first(w, numberField), r.first(w, sectionField), r.first(w, contentField)
	if number == nil {
		return content != nil && content.above && !r.cols.has(numberField)
	}
	if number.above && section != nil && section.above && content != nil && !content.above {
		r.renew = true
		return false
	}
	return number.above
}

func (r *tableReader) task(w row) {
	e := entry{at: w.at, fault: w.fault, fresh: r.fresh, counted: !r.cols.has(numberField)}
	r.fresh = false
	if !r.cols.has(sectionField) {
		e.section.text = r.heading
	}
	r.fill(&e, w, false)
	if e.section.here && e.section.text == "" && r.heading != "" {
		e.section.text, r.heading = r.heading, ""
	}
	r.entries = append(r.entries, e)
}

// fill adds a row's cells to an entry; of a row that goes on only what does not
// reach into it from above.
func (r *tableReader) fill(e *entry, w row, on bool) {
	for i, c := range w.cells[:min(len(w.cells), len(r.cols))] {
		f := r.cols[i]
		if on && (c.above || f == numberField || f == sectionField) || c.left && i > 0 && r.cols[i-1] == f {
			continue
		}
		if on && c.text == "" {
			continue
		}
		e.add(f, c.at, c.text)
	}
}

func (r *tableReader) first(w row, f field) *cell {
	for i := range min(len(w.cells), len(r.cols)) {
		if r.cols[i] == f {
			return &w.cells[i]
		}
	}
	return nil
}

func (r *tableReader) text(w row, f field) string {
	if c := r.first(w, f); c != nil {
		return c.text
	}
	return ""
}

func (r *tableReader) textOf(w row, fields ...field) string {
	s := ""
	for i, c := range w.cells[:min(len(w.cells), len(r.cols))] {
		for _, f := range fields {
			if r.cols[i] == f && !c.left {
				s += c.text
			}
		}
	}
	return s
}

// isHeading tells whether a paragraph heads a section: 一、… （二）… 第三部分 ….
func isHeading(text string) bool {
	return headingMark.MatchString(text) && utf8.RuneCountInString(headingText(text)) <= 60
}

var headingMark = regexp.MustCompile(`^(第?[一二三四五六七八九十百]+\s*[、.．]|[(（]\s*[一二三四五六七八九十百]+\s*[)）]|第[一二三四五六七八九十百]+[章节]|第[一二三四五六七八九十百]+(部分|方面))`)

// heading is the first sentence of a heading, without its full stop.
func headingText(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	text, _, _ = strings.Cut(text, "。")
	return trimBlank(strings.TrimRight(text, "：: "))
}
