package duban

// Publication is a task list as a document prints it, before anything of it is
// stored: names instead of identities, numbers as printed.
type Publication struct {
	Title string
	Tasks []PublishedTask
}

// PublishedTask is one printed row.
type PublishedTask struct {
	No      int    // as printed
	Section string // carried down a merged cell
	Content string
	Shares  []PublishedShare
	Due     Date // zero unless the document has a column for it
	Targets []Target
	Line    int // where the row begins in the document, from 1
}

// PublishedShare is one name in a task's department column.
type PublishedShare struct {
	Printed   string // as in the document
	Name      string // canonical name in the directory
	Kind      DepartmentKind
	Role      Role
	Confirmed bool // the document states the role; false where it is read from the order of names
}

// Target is a number that a task's text promises.
type Target struct {
	Name     string
	Value    float64
	Max      float64 // upper end of a range, zero for none
	Unit     string
	Relation string // = >= <= ~ ->
	Stretch  bool   // 力争: wished for, not promised
}

// Problem is what a reader could not make sense of and where. A document with
// problems is refused whole.
type Problem struct {
	Line int // from 1
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
