package duban

import "time"

// Publication is a task list as a document prints it, before anything of it is
// stored: names instead of identities, numbers as printed.
type Publication struct {
	Title   string
	Tasks   []PublishedTask
	Unknown []UnknownName // names in department columns that the directory does not know, each once
}

// UnknownName is a name nobody has said anything about yet. It waits for an
// admin, who says whose alias it is or that it is new; until then no share of
// the publication bears it.
type UnknownName struct {
	Printed string
	Tasks   []int    // numbers of the tasks that print it
	Nearest []string // canonical names that are like it, best first
}

// PublishedTask is one printed row.
type PublishedTask struct {
	No      int    // as printed
	Section string // carried down a merged cell
	Content string
	Shares  []PublishedShare
	Kind    TaskKind     // DatedTask where the document says nothing else
	Due     Date         // zero unless the document has a column for it
	Months  []time.Month // of a yearly task, in order
	DueText string       // the due column's words as printed, empty if there is none
	Leader  string       // 责任领导 as printed, empty if there is no such column
	Targets []Target     // in the order of the text
	Named   Date         // a day its words name, or a due date that had passed: the office settles what it means
	Line    int          // where the row begins in the document, from 1
}

// PublishedShare is one name in a task's department column.
type PublishedShare struct {
	Printed   string // as in the document
	Name      string // canonical name in the directory
	Kind      DepartmentKind
	Role      Role
	Confirmed bool // the document states the role; false where it is read from the order of names
}

// Problem is what a reader could not make sense of and where. A document with
// problems is refused whole.
type Problem struct {
	Line int    // from 1; in a sheet the row, in a document the paragraph or row of a table
	Cell string // where a line alone does not tell: B7, 表2第3行
	Text string
}

// ShareCount returns how many names stand in all department columns together.
func (p Publication) ShareCount() int {
	n := 0
	for _, t := range p.Tasks {
		n += len(t.Shares)
	}
	return n
}

// Sections returns the section names in order of appearance.
func (p Publication) Sections() []string {
	var names []string
	for _, t := range p.Tasks {
		if len(names) == 0 || names[len(names)-1] != t.Section {
			names = append(names, t.Section)
		}
	}
	return names
}
