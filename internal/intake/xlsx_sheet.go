package intake

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// sheetReader reads one sheet, cell by cell.
type sheetReader struct {
	book   *workbook
	name   string
	later  bool // not the first sheet: places name it
	values []sheetRow
	merges []mergedRange
	row    int // the last row's number
	column int // the last cell's, in it
}

// sheetRow is a row with something in it, its cells by column from 1.
type sheetRow struct {
	no    int
	cells map[int]string
}

// mergedRange is counted from 1 and inclusive.
type mergedRange struct{ left, top, right, bottom int }

// table reads the rows with anything in them.
func (s *sheetReader) table(part string) (*table, string) {
	r, ok := s.book.open(part)
	if !ok {
		return nil, damagedFile
	}
	defer r.Close()
	x := xml.NewTokenDecoder(r)
	for {
		t, err := x.Token()
		if err == io.EOF { //nolint:errorlint // the decoder returns io.EOF itself
			break
		}
		if e, ok := t.(xml.StartElement); ok && err == nil {
			err = s.element(x, e)
		}
		if err != nil {
			return nil, damagedFile
		}
	}
	return s.grid()
}

func (s *sheetReader) element(x *xml.Decoder, e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		s.row++
		if no, err := strconv.Atoi(attr(e, "r")); err == nil {
			s.row = no
		}
		s.column = 0
	case "c":
		return s.cell(x, e)
	case "mergeCell":
		if m, ok := parseRange(attr(e, "ref")); ok {
			s.merges = append(s.merges, m)
		}
		if len(s.merges) > 2*maxRows {
			return s.book.exceed(errTooMuch)
		}
	}
	return nil
}

// cell reads a cell's value, if it has one.
func (s *sheetReader) cell(x *xml.Decoder, e xml.StartElement) error {
	s.column++
	if column, _, ok := parseCell(attr(e, "r")); ok {
		s.column = column
	}
	style, err := strconv.Atoi(attr(e, "s"))
	if err != nil {
		style = -1
	}
	text, err := s.value(x, attr(e, "t"), style)
	if text = trimBlank(unguarded(strings.ReplaceAll(text, "_x000D_", ""))); err != nil || text == "" {
		return err
	}
	if s.column > maxColumns {
		return s.book.exceed(errTooMuch)
	}
	if err := s.book.spend(&s.book.left.text, len(text), errTooMuch); err != nil {
		return err
	}
	if n := len(s.values); n == 0 || s.values[n-1].no != s.row {
		s.values = append(s.values, sheetRow{s.row, map[int]string{}})
	}
	s.values[len(s.values)-1].cells[s.column] = text
	return nil
}

// value reads what a cell of this kind holds: v, or is for a text of its own.
func (s *sheetReader) value(x *xml.Decoder, kind string, style int) (string, error) {
	text := ""
	for {
		t, err := x.Token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				var raw string
				err = x.DecodeElement(&raw, &t)
				text = s.meant(raw, kind, style)
			case "is":
				text, err = richText(x)
			default:
				err = x.Skip()
			}
			if err != nil {
				return "", err
			}
		case xml.EndElement:
			return text, nil
		}
	}
}

func (s *sheetReader) meant(raw, kind string, style int) string {
	switch kind {
	case "s":
		if i, err := strconv.Atoi(raw); err == nil && i >= 0 && i < len(s.book.strings) {
			return s.book.strings[i]
		}
		return ""
	case "", "n":
		return s.book.number(raw, style)
	case "d": // 2026-12-31T00:00:00
		return raw[:min(len(raw), 10)]
	}
	return raw
}

// grid makes a table of the rows, and gives each merged cell the text of its
// first.
func (s *sheetReader) grid() (*table, string) {
	t := &table{sheet: s.name}
	width, index := 0, map[int]int{}
	for _, r := range s.values {
		for column := range r.cells {
			width = max(width, column)
		}
	}
	if s.book.spend(&s.book.left.grid, len(s.values)*width, errTooMuch) != nil {
		return nil, tooManyRows
	}
	for i, r := range s.values {
		index[r.no] = i
		w := row{at: s.at(1, r.no)}
		for column := 1; column <= width; column++ {
			w.cells = append(w.cells, cell{at: s.at(column, r.no), text: r.cells[column]})
		}
		t.rows = append(t.rows, w)
	}
	painted := 0
	for _, m := range s.merges {
		first, ok := index[m.top]
		if !ok || m.left > width {
			continue
		}
		text := t.rows[first].cells[m.left-1].text
		for i := first; i < len(s.values) && s.values[i].no <= m.bottom; i++ {
			for column := m.left; column <= min(m.right, width); column++ {
				c := &t.rows[i].cells[column-1]
				c.text, c.above, c.left = text, i > first, column > m.left
				painted++
			}
		}
		if painted > 4*maxCells {
			return nil, tooManyRows
		}
	}
	return t, ""
}

// at names a cell: B7, on a later sheet with the sheet's name.
func (s *sheetReader) at(column, no int) place {
	name := strconv.Itoa(no)
	for column > 0 {
		column--
		name = string(rune('A'+column%26)) + name
		column /= 26
	}
	if s.later {
		name = s.name + "!" + name
	}
	return place{line: no, cell: name}
}

func attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// parseCell reads B7 as column 2, row 7.
func parseCell(ref string) (column, row int, ok bool) {
	i := 0
	for ; i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z' && i < 4; i++ {
		column = column*26 + int(ref[i]-'A') + 1
	}
	row, ok = digits(ref[i:])
	return column, row, ok && i > 0 && row > 0
}

// parseRange reads B7:C9.
func parseRange(ref string) (m mergedRange, ok bool) {
	from, to, _ := strings.Cut(ref, ":")
	left, top, ok := parseCell(from)
	right, bottom, also := parseCell(to)
	return mergedRange{left, top, right, bottom}, ok && also && left <= right && top <= bottom
}
