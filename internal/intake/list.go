package intake

import (
	"regexp"
	"slices"
	"strings"

	"duban/internal/duban"
)

// maxProblems is how many problems of one file are named.
const maxProblems = 50

// ReadList reads a published list in its tab-and-line form: a title, the four
// column heads, and for each task its number, section (empty where a merged
// cell goes on), content and departments, each on a line of its own that begins
// with a tab. The text may be UTF-8, GB18030 or UTF-16.
//
// The first department of a task leads and the others support, unconfirmed. A
// list with problems is refused whole: the publication is then empty, and each
// problem says where it is and what would work. A problem of the file as a
// whole stands at line 1.
func ReadList(name string, data []byte, dir duban.Directory) (duban.Publication, []duban.Problem) {
	text, refusal := decode(name, data)
	if refusal != "" {
		return duban.Publication{}, []duban.Problem{{Line: 1, Text: refusal}}
	}
	r := listReader{dir: dir, lines: make(map[int]int)}
	lines := splitLines(text)
	body, ok := r.head(lines)
	if ok {
		r.tasks(rows(body))
	}
	if len(r.problems) > 0 {
		return duban.Publication{}, r.problems
	}
	return r.pub, nil
}

// listReader collects the publication and what is wrong with it.
type listReader struct {
	dir      duban.Directory
	pub      duban.Publication
	problems []duban.Problem
	section  string
	last     int         // the highest number so far
	lines    map[int]int // line of each number, to name the first of two
}

func (r *listReader) problem(line int, text string) {
	switch n := len(r.problems); {
	case n < maxProblems:
		r.problems = append(r.problems, duban.Problem{Line: line, Text: text})
	case n == maxProblems:
		r.problems = append(r.problems, duban.Problem{Line: line, Text: tooManyBad})
	}
}

var annex = regexp.MustCompile(`^附\s*件\s*[0-9０-９一二三四五六七八九十]*\s*[:：]?\s*`)

// columns are the accepted heads of each column.
var columns = [4][]string{
	{"序号"},
	{"主要任务", "工作任务", "重点任务", "任务类别"},
	{"任务内容", "工作内容", "具体任务", "落实举措", "具体举措"},
	{"责任部门", "责任单位", "责任部门（单位）", "责任单位（部门）"},
}

// head reads the title and the column heads and returns the lines after them.
func (r *listReader) head(lines []line) ([]line, bool) {
	start := 0
	for start < len(lines) && compact(lines[start].text) != "序号" {
		start++
	}
	if start == len(lines) {
		if hasNumbers(lines) {
			r.problem(1, noHeader)
		} else {
			r.problem(1, noTasks)
		}
		return nil, false
	}
	for _, l := range lines[:start] {
		r.pub.Title += annex.ReplaceAllString(l.text, "")
	}
	if r.pub.Title == "" {
		r.problem(1, noTitle)
	}
	var got []string
	end := start
	for ; end < len(lines) && len(got) < len(columns) && !lines[end].gap(); end++ {
		got = append(got, compact(lines[end].text))
	}
	for i, accepted := range columns {
		if i >= len(got) || !slices.Contains(accepted, got[i]) {
			r.problem(lines[start].no, badHeader(got))
			return nil, false
		}
	}
	return lines[end:], true
}

// tasks reads the rows.
func (r *listReader) tasks(rows []row) {
	if len(rows) == 0 {
		r.problem(1, noTasks)
	}
	for _, w := range rows {
		r.task(w)
	}
}

func (r *listReader) task(w row) {
	if _, ok := rowNumber(w.cells[0].text); !ok && len(w.cells) == 1 {
		r.problem(w.line, stray(w.cells[0].text))
		return
	}
	no, ok := r.number(w)
	cells := w.cells[1:]
	if !ok && len(w.cells) <= 3 {
		cells = w.cells // the number's line is missing, not its words
	}
	switch {
	case len(cells) > 3:
		r.problem(w.line, surplus(no, len(cells)+1))
		return
	case len(cells) < 3:
		if ok {
			r.problem(w.line, r.incomplete(no, cells))
		}
		return
	}
	section, content, names := cells[0], cells[1], cells[2]
	if section.text != "" {
		r.section = section.text
	}
	if r.section == "" {
		r.problem(section.no, missing(no, "主要任务"))
	}
	if content.text == "" {
		r.problem(content.no, missing(no, "任务内容"))
	}
	r.pub.Tasks = append(r.pub.Tasks, duban.PublishedTask{
		No: no, Section: r.section, Content: content.text, Shares: r.shares(no, names), Line: w.line,
		Targets: ReadTargets(content.text),
	})
}

// number reads the row's number and holds it against those before it. A number
// that cannot be read counts as the one that should stand there.
func (r *listReader) number(w row) (int, bool) {
	expected := r.last + 1
	no, ok := rowNumber(w.cells[0].text)
	switch {
	case !ok && (w.cells[0].text == "" || len(w.cells) <= 3):
		r.problem(w.line, noNumber(expected))
	case !ok:
		r.problem(w.line, badNumber(w.cells[0].text, expected))
	case r.lines[no] != 0:
		r.problem(w.line, numberTwice(no, r.lines[no]))
	case no != expected:
		r.problem(w.line, numberJumps(no, expected))
	}
	if !ok {
		no = expected
	} else {
		r.lines[no] = w.line
	}
	r.last = max(r.last, no)
	return no, ok
}

// incomplete says which cell of a short row is missing. The last one there is
// a department column if any name in it is known.
func (r *listReader) incomplete(no int, cells []line) string {
	if len(cells) < 2 {
		return fewCells(no, len(cells)+1)
	}
	first, _, _ := strings.Cut(cells[1].text, "\n")
	known, _, _ := column(first, r.dir)
	switch {
	case len(known) == 0:
		return missing(no, "责任部门")
	case cells[0].text == "":
		return missing(no, "任务内容")
	default:
		return contentOrSection(no)
	}
}

// shares reads the department column.
func (r *listReader) shares(no int, cell line) []duban.PublishedShare {
	shares, unknown, twice := column(cell.text, r.dir)
	for _, name := range unknown {
		r.problem(cell.no, unknownName(no, name, r.dir.Nearest(name, 3)))
	}
	for _, name := range twice {
		r.problem(cell.no, namedTwice(no, name))
	}
	if len(shares)+len(unknown) == 0 {
		r.problem(cell.no, missing(no, "责任部门"))
	}
	return shares
}
