package intake

import (
	"slices"
	"strings"
)

// formOf reads the form of a line for each cell: a title, the heads one below
// the other, and each task's cells in the same order, each on a line that begins
// with a tab; ok is false where no line is the head 序号 alone.
func formOf(lines []line) (d document, ok bool) {
	start := slices.IndexFunc(lines, func(l line) bool { return compact(l.text) == "序号" })
	if start < 0 {
		return document{}, false
	}
	for _, l := range lines[:start] {
		d.paragraph(place{line: l.no}, l.text)
	}
	end := start
	for end < len(lines) && end-start < 12 && !lines[end].gap() {
		if _, number := rowNumber(lines[end].text); number {
			break
		}
		end++
	}
	head := formRow(record{lines[start].no, lines[start:end]})
	t := table{rows: []row{head}}
	for _, w := range records(lines[end:]) {
		t.rows = append(t.rows, formTask(w, len(head.cells)))
	}
	d.blocks = append(d.blocks, block{at: head.at, table: &t})
	return d, true
}

func formRow(w record) row {
	r := row{at: place{line: w.line}}
	for _, l := range w.cells {
		r.cells = append(r.cells, cell{at: place{line: l.no}, text: l.text})
	}
	return r
}

// formTask makes a row of a record, which should have n cells.
func formTask(w record, n int) row {
	r := formRow(w)
	_, number := rowNumber(w.cells[0].text)
	switch got := len(w.cells); {
	case !number && got == 1:
		r.stray = stray(w.cells[0].text)
	case !number && got < n: // the number's line is missing, not its words
		r.cells = append([]cell{{at: r.at}}, r.cells...)
		if got < n-1 {
			r.fault = func(int, index) string { return "" }
		}
	case got > n:
		r.fault = func(no int, _ index) string { return surplus(no, got, n) }
	case got < n && n == 4:
		r.fault = func(no int, dir index) string { return incomplete(no, w.cells[1:], dir) }
	case got < n:
		r.fault = func(no int, _ index) string { return fewCells(no, got, n) }
	}
	return r
}

// incomplete says which cell of a short row of four is missing. The last one
// there is a department column if any name in it is known.
func incomplete(no int, cells []line, dir index) string {
	if len(cells) < 2 {
		return fewCells(no, len(cells)+1, 4)
	}
	first, _, _ := strings.Cut(cells[1].text, "\n")
	names := readNames(first, dir, "")
	switch {
	case !slices.ContainsFunc(names, func(n named) bool { return n.known }):
		return missing(no, "责任部门")
	case cells[0].text == "":
		return missing(no, "任务内容")
	default:
		return contentOrSection(no)
	}
}
