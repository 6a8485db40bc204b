package intake

import "strings"

// line is one line of a file without its blanks.
type line struct {
	no   int // from 1
	text string
	tab  bool // it began with a tab, so it is a cell even when empty
}

func (l line) gap() bool { return l.text == "" && !l.tab }

// record is the lines of one task. Line is where it begins.
type record struct {
	line  int
	cells []line
}

func splitLines(text string) []line {
	var lines []line
	for i, s := range strings.Split(text, "\n") {
		lines = append(lines, line{no: i + 1, text: trimBlank(s), tab: strings.HasPrefix(s, "\t")})
	}
	return lines
}

// records gathers cells into records. One ends at an empty line and before the next
// number; a line without the tab that its record began with goes on with the cell
// above it.
func records(lines []line) []record {
	var all []record
	var cur []line
	flush := func() {
		if len(cur) > 0 {
			all = append(all, record{cur[0].no, cur})
		}
		cur = nil
	}
	for _, l := range lines {
		_, number := rowNumber(l.text)
		switch {
		case l.gap():
			flush()
			continue
		case number:
			flush()
		case len(cur) > 0 && cur[0].tab && !l.tab:
			last := &cur[len(cur)-1]
			last.text = trimBlank(last.text + "\n" + l.text)
			continue
		}
		cur = append(cur, l)
	}
	flush()
	return joinStripped(all)
}

// joinStripped mends what editors do that strip blanks at line ends: the empty
// cell of a merged section becomes an empty line and parts a number from its row.
func joinStripped(all []record) []record {
	var mended []record
	for i := 0; i < len(all); i++ {
		w := all[i]
		if len(w.cells) == 1 && i+1 < len(all) && len(all[i+1].cells) == 2 {
			_, number := rowNumber(w.cells[0].text)
			if _, next := rowNumber(all[i+1].cells[0].text); number && !next {
				w.cells = append(w.cells, line{no: w.line + 1, tab: true})
				w.cells = append(w.cells, all[i+1].cells...)
				i++
			}
		}
		mended = append(mended, w)
	}
	return mended
}

// rowNumber reads the cell of a number: digits of either width, with or without
// a mark after them, or as a sheet writes them (1.0).
func rowNumber(cell string) (int, bool) {
	if len(cell) > 30 {
		return 0, false
	}
	s := string(fold([]rune(cell)))
	s = strings.TrimSuffix(strings.TrimRight(s, ".、 "), ".0")
	return positive(strings.TrimRight(s, "."))
}

func positive(s string) (int, bool) {
	n, ok := digits(s)
	return n, ok && n > 0
}

// compact is s without blanks.
func compact(s string) string {
	return strings.Join(strings.FieldsFunc(s, isBlank), "")
}
