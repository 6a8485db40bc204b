package intake

// document is what a file holds, whatever its format: paragraphs and tables in
// their order. One interpreter makes a publication of it.
type document struct {
	name   string // what to call a list without a title, empty where a title is expected
	blocks []block
	words  string // as they stand in the file; of an office file also what is not shown, headers, remarks, hidden sheets
}

// block is a paragraph or, if table is set, a table.
type block struct {
	at    place
	text  string
	table *table
}

// place is where something stands, in the terms of [duban.Problem].
type place struct {
	line int
	cell string
}

// table is a grid. Every row has a cell for each column, so that a cell which
// spans several is found under each of them.
type table struct {
	sheet string // its sheet's name, empty in a document
	rows  []row
}

// row is one row of a grid.
type row struct {
	at    place
	cells []cell
	// fault is set where the row has not the shape of the others: what is wrong
	// with the task of this number, or empty if that is its number itself. A
	// row that is no task at all says so in stray.
	fault func(no int, dir index) string
	stray string
}

// cell is one cell of a grid, with the text of the merged cell it belongs to.
type cell struct {
	at     place
	text   string
	above  bool // goes on from the row above
	left   bool // goes on from the column before
	nested []*table
}

// own is the cell's text unless it is another cell's that reaches here.
func (c cell) own() string {
	if c.above || c.left {
		return ""
	}
	return c.text
}

func (d *document) paragraph(at place, text string) {
	if text = trimBlank(text); text != "" {
		d.blocks = append(d.blocks, block{at: at, text: text})
	}
}

// filled are the cells of a row that have a text of their own or one that goes
// on from above, each merged cell once.
func (w row) filled() []cell {
	var cells []cell
	for _, c := range w.cells {
		if c.text != "" && !c.left {
			cells = append(cells, c)
		}
	}
	return cells
}
