package intake

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"

	"duban/internal/calendar"
	"duban/internal/duban"
)

// maxProblems is how many problems of one file are named.
const maxProblems = 50

// What a list may be. Every task has a card, which is one message; beyond these
// bounds a list is refused whole, never cut.
const (
	maxTasks      = 9_999
	maxTitleRunes = 200
	maxContent    = 3_000 // characters of a task's words
	maxField      = 300   // of its section, due text or leaders
)

// ReadList reads a published list: text in UTF-8, GB18030 or UTF-16, CSV, Word
// (.docx) or Excel (.xlsx), told apart by what is in the file and not by its
// name. Its tasks stand in tables with heads, in the form of a line for each
// cell, or in paragraphs that name who answers. Today is what 年底前 counts from.
//
// Where the document states roles they are confirmed; else the first department
// of a task leads and the others support, unconfirmed. A name dir does not know
// is returned in Unknown and bears no share, yet keeps its place: behind an
// unknown first name all others support. A due text that is no date is kept as
// words. A CSV file and a workbook without a title go by the name of the file or the
// sheet.
//
// A list with problems is refused whole: the publication is then empty, and each
// problem says where it is and what would work. A problem of the file as a
// whole stands at line 1.
func ReadList(name string, data []byte, dir duban.Directory, today duban.Date) (duban.Publication, []duban.Problem) {
	d, refusal := readDocument(name, data)
	if refusal != "" {
		return duban.Publication{}, []duban.Problem{{Line: 1, Text: refusal}}
	}
	r := listReader{dir: dir, names: newIndex(dir), today: calendar.Day(today), lines: map[int]place{}, unknown: map[string]int{}}
	r.document(d)
	if len(r.problems) > 0 {
		return duban.Publication{}, r.problems
	}
	return r.pub, nil
}

// listReader collects the publication and what is wrong with it.
type listReader struct {
	dir      duban.Directory
	names    index
	today    calendar.Day
	place    string // the city the title names
	pub      duban.Publication
	problems []duban.Problem
	section  string
	last     int           // the highest number so far
	before   int           // the highest number when numbers last began again
	lines    map[int]place // of each number, to name the first of two
	unknown  map[string]int
}

func (r *listReader) problem(at place, text string) {
	switch n := len(r.problems); {
	case n < maxProblems:
		r.problems = append(r.problems, duban.Problem{Line: max(at.line, 1), Cell: at.cell, Text: text})
	case n == maxProblems:
		r.problems = append(r.problems, duban.Problem{Line: max(at.line, 1), Cell: at.cell, Text: tooManyBad})
	}
}

// document reads the tables or, where none has tasks, the paragraphs.
func (r *listReader) document(d document) {
	tables := tableReader{}
	tables.document(d)
	entries, title := tables.entries, tables.title
	if tables.cols == nil {
		paragraphs := paragraphReader{}
		paragraphs.document(d)
		if entries, title = paragraphs.entries, paragraphs.title; len(entries) == 0 {
			r.nothing(d, tables.heads)
			return
		}
	}
	if len(entries) > maxTasks {
		r.problem(place{line: 1}, tooManyTasks)
		return
	}
	r.pub.Title = cmp.Or(title.title, d.name)
	if r.pub.Title == "" {
		r.problem(place{line: 1}, noTitle)
	}
	if utf8.RuneCountInString(r.pub.Title) > maxTitleRunes {
		r.problem(place{line: 1}, longTitle)
	}
	if len(entries) == 0 {
		r.problem(place{line: 1}, noTasks)
	}
	r.place = placeIn(r.pub.Title)
	for _, e := range entries {
		e.counted = e.counted || tables.renew
		r.task(e)
	}
}

// nothing says why a document has no tasks.
func (r *listReader) nothing(d document, heads *row) {
	switch {
	case heads != nil:
		r.problem(heads.at, badHeader(texts(*heads)))
	case slices.ContainsFunc(d.blocks, hasRowNumber):
		r.problem(place{line: 1}, noHeader)
	default:
		r.problem(place{line: 1}, noTasks)
	}
}

func (r *listReader) task(e entry) {
	if e.stray != "" {
		r.problem(e.at, e.stray)
		return
	}
	no := r.number(e)
	if e.fault != nil {
		if says := e.fault(no, r.names); says != "" {
			r.problem(e.at, says)
		}
		return
	}
	if e.section.text != "" {
		r.section = e.section.text
	}
	if e.section.here && r.section == "" {
		r.problem(e.section.at, missing(no, "主要任务"))
	}
	if e.content.text == "" {
		r.problem(cmp.Or(e.content.at, e.at), missing(no, "任务内容"))
	}
	r.bounded(no, e)
	t := duban.PublishedTask{
		No: no, Section: r.section, Content: e.content.text, Shares: r.shares(no, e),
		Kind: duban.DatedTask, DueText: e.due, Leader: e.leader, Line: e.at.line,
	}
	t.Kind, t.Due, t.Months = r.due(e.due)
	t.Targets = ReadTargets(t.Content)
	r.pub.Tasks = append(r.pub.Tasks, t)
}

// bounded holds a task's texts against what a card can show.
func (r *listReader) bounded(no int, e entry) {
	for _, f := range []struct {
		name, text string
		most       int
		at         place
	}{
		{"任务内容", e.content.text, maxContent, e.content.at}, {"主要任务", e.section.text, maxField, e.section.at},
		{"完成时限", e.due, maxField, e.at}, {"责任领导", e.leader, maxField, e.at},
	} {
		if utf8.RuneCountInString(f.text) > f.most {
			r.problem(cmp.Or(f.at, e.at), longField(no, f.name, f.most))
		}
	}
}

// due reads a due text. One that says nothing a calendar knows leaves the task
// dated, without a date.
func (r *listReader) due(text string) (duban.TaskKind, duban.Date, []time.Month) {
	d, err := calendar.ParseDue(text, r.today)
	switch {
	case err != nil || text == "":
		return duban.DatedTask, duban.Date{}, nil
	case d.Kind == calendar.Yearly:
		return duban.YearlyTask, duban.Date{}, d.Months
	case d.Kind == calendar.Standing:
		return duban.StandingTask, duban.Date{}, nil
	}
	return duban.DatedTask, duban.Date(d.Day), nil
}

// number reads the task's number and holds it against those before it. A number
// that cannot be read counts as the one that should stand there. Where numbers
// begin again at 1 below a heading, they go on from those above it: a task's
// number is its name in talk.
func (r *listReader) number(e entry) int {
	expected := r.last + 1
	if e.counted {
		r.last = expected
		return expected
	}
	no, ok := rowNumber(e.number.text)
	if ok && no == 1 && e.fresh {
		r.before = r.last
	}
	no += r.before
	switch {
	case !ok && e.number.text == "":
		r.problem(e.at, noNumber(expected))
	case !ok:
		r.problem(cmp.Or(e.number.at, e.at), badNumber(e.number.text, expected))
	case r.lines[no] != place{}:
		r.problem(e.at, numberTwice(no-r.before, r.lines[no]))
	case no != expected:
		r.problem(e.at, numberJumps(no-r.before, expected-r.before))
	}
	if !ok {
		no = expected
	} else {
		r.lines[no] = e.at
	}
	r.last = max(r.last, no)
	return no
}

func hasRowNumber(b block) bool {
	if b.table == nil {
		_, ok := rowNumber(b.text)
		return ok
	}
	return slices.ContainsFunc(b.table.rows, func(w row) bool {
		return slices.ContainsFunc(w.cells, func(c cell) bool { _, ok := rowNumber(c.text); return ok })
	})
}

func texts(w row) []string {
	var all []string
	for _, c := range w.filled() {
		all = append(all, c.text)
	}
	return all
}
