package intake

// entry is one task as it stands in a document, before its number, names and
// dates are read.
type entry struct {
	at      place
	number  written
	counted bool // the document has no number for it: its place is its number
	fresh   bool // the first below a heading or of a table: numbers may begin again
	section written
	content written
	names   []namesIn
	due     string
	leader  string
	fault   func(no int, dir index) string
	stray   string // no task at all: what to say of it
}

// written is a text and where it stands. Its field tells whether the document
// has such a column.
type written struct {
	at   place
	text string
	here bool
}

// namesIn is the text of a department column, or of a label.
type namesIn struct {
	field field
	at    place
	text  string
}

// has tells whether a field of names has any text.
func (e entry) has(f field) bool {
	for _, n := range e.names {
		if n.field == f && n.text != "" {
			return true
		}
	}
	return false
}

// add puts a text into its field. A field that is there already goes on.
func (e *entry) add(f field, at place, text string) {
	switch f {
	case leadField, supportField, responsibleField:
		e.names = append(e.names, namesIn{f, at, text})
	case dueField:
		e.due = joined(e.due, text, "；")
	case leaderField:
		e.leader = joined(e.leader, text, "、")
	case contentField:
		if !e.content.here {
			e.content.at, e.content.here = at, true
		}
		e.content.text = joined(e.content.text, text, "\n")
	case sectionField:
		if !e.section.here {
			e.section.at, e.section.here = at, true
		}
		e.section.text = joined(e.section.text, text, "\n")
	case numberField:
		e.number = written{at, text, true}
	}
}

func joined(a, b, with string) string {
	switch {
	case a == "":
		return b
	case b == "", a == b:
		return a
	}
	return a + with + b
}
