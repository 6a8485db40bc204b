package intake

import (
	"slices"
	"strings"
)

// delimited reads text whose lines are rows of cells, parted by tabs or commas;
// ok is false where neither gives a row of heads.
func delimited(text string) (d document, refusal string, ok bool) {
	for _, mark := range []byte("\t,") {
		s := cellScanner{text: text, mark: mark, line: 1}
		t := table{rows: s.rows()}
		for i := range min(len(t.rows), headWithin) {
			if _, _, head := heads(t.rows, i); !head {
				continue
			}
			if s.over {
				return document{}, tooManyRows, true
			}
			d.blocks = []block{{at: place{line: 1}, table: &t}}
			return d, "", true
		}
	}
	return document{}, "", false
}

// cellScanner parts a text into cells. A quote that does not close before a mark
// or a line's end is no quoting: pasted prose begins with one as well.
type cellScanner struct {
	text string
	mark byte
	at   int
	line int
	over bool // there is more than a list can be
}

// headWithin is how many rows may stand above a table's heads.
const headWithin = 100

// rows reads all rows and gives each as many cells as the longest.
func (s *cellScanner) rows() []row {
	var all []row
	width := 0
	cells := 0
	for s.at < len(s.text) && !s.over {
		w := row{at: place{line: s.line}}
		for more := true; more; {
			at := place{line: s.line}
			var text string
			text, more = s.cell()
			w.cells = append(w.cells, cell{at: at, text: trimBlank(unguarded(text))})
			if len(w.cells) > maxColumns {
				s.over = true
				return all
			}
		}
		if slices.ContainsFunc(w.cells, func(c cell) bool { return c.text != "" }) {
			all = append(all, w)
			width = max(width, len(w.cells))
			cells = len(all) * width
		}
		s.over = len(all) > maxRows || cells > maxCells
	}
	for i := range all[:min(len(all), maxRows)] {
		for len(all[i].cells) < width {
			all[i].cells = append(all[i].cells, cell{at: all[i].at})
		}
	}
	return all
}

// cell reads one cell; more is true where the row goes on behind it.
func (s *cellScanner) cell() (text string, more bool) {
	if text, next, ok := s.quoted(); ok {
		s.line += strings.Count(s.text[s.at:next], "\n")
		s.at = next
		return text, s.ended()
	}
	rest := s.text[s.at:]
	end := strings.IndexAny(rest, string(s.mark)+"\n")
	if end < 0 {
		end = len(rest)
	}
	s.at += end
	return rest[:end], s.ended()
}

// ended steps over what ends a cell and tells whether it was the mark.
func (s *cellScanner) ended() (more bool) {
	if s.at >= len(s.text) {
		return false
	}
	more = s.text[s.at] == s.mark
	if !more {
		s.line++
	}
	s.at++
	return more
}

// quoted reads a cell in quotes, in which a doubled quote is one.
func (s *cellScanner) quoted() (text string, next int, ok bool) {
	rest := s.text[s.at:]
	if !strings.HasPrefix(rest, `"`) {
		return "", 0, false
	}
	for i := 1; i < len(rest); i++ {
		switch {
		case rest[i] != '"':
		case i+1 < len(rest) && rest[i+1] == '"':
			i++
		case i+1 == len(rest), rest[i+1] == s.mark, rest[i+1] == '\n':
			return strings.ReplaceAll(rest[1:i], `""`, `"`), s.at + i + 1, true
		default:
			return "", 0, false
		}
	}
	return "", 0, false
}

// unguarded takes off the apostrophe that keeps a spreadsheet from taking words
// for a formula.
func unguarded(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.IndexByte("=+-@\t\r", s[1]) >= 0 {
		return s[1:]
	}
	return s
}
