package intake

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// readWorkbook reads the sheets of a workbook that are shown, each a table. The
// values are the stored ones, not as a cell's format draws them: 12-31-26 is no
// date anybody wrote.
func readWorkbook(p *officePackage) (document, string) {
	book, err := excelize.OpenReader(bytes.NewReader(p.data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxPart,
	})
	if err != nil {
		return document{}, damagedFile
	}
	defer book.Close()
	var d document
	for i, name := range book.GetSheetList() {
		if shown, err := book.GetSheetVisible(name); err == nil && !shown {
			continue
		}
		s := sheetReader{book: book, name: name, no: i, dates: map[int]string{}}
		t, refusal := s.table()
		if refusal != "" {
			return document{}, refusal
		}
		if len(t.rows) > 0 {
			d.blocks = append(d.blocks, block{at: t.rows[0].at, table: t})
		}
	}
	d.nameSheets()
	return d, ""
}

// nameSheets keeps the sheets' names where there are several with something in
// them: each may be a section.
func (d *document) nameSheets() {
	if len(d.blocks) == 1 {
		d.blocks[0].table.sheet = ""
	}
}

// sheetReader reads one sheet.
type sheetReader struct {
	book   *excelize.File
	name   string
	no     int // of the sheet, from 0
	merges []mergedRange
	dates  map[int]string // by style: the layout its dates are read in, empty for none
}

// mergedRange is counted from 1 and inclusive.
type mergedRange struct{ left, top, right, bottom int }

// table reads the sheet's rows with anything in them.
func (s *sheetReader) table() (*table, string) {
	t := &table{sheet: s.name}
	rows, err := s.book.Rows(s.name)
	if err != nil {
		return t, "" // a chart sheet
	}
	defer rows.Close()
	if err := s.readMerges(); err != nil {
		return nil, damagedFile
	}
	width, numbers := 0, []int(nil)
	for no := 1; rows.Next(); no++ {
		values, err := rows.Columns()
		if err != nil {
			return nil, damagedFile
		}
		if len(values) > 16*maxColumns {
			return nil, tooManyRows
		}
		for len(values) > 0 && trimBlank(values[len(values)-1]) == "" {
			values = values[:len(values)-1]
		}
		if len(values) == 0 {
			continue
		}
		if width = max(width, len(values)); width > maxColumns || len(t.rows) > maxRows || width*len(t.rows) > maxCells {
			return nil, tooManyRows
		}
		t.rows = append(t.rows, s.row(no, values))
		numbers = append(numbers, no)
	}
	s.square(t, numbers, width)
	return t, ""
}

func (s *sheetReader) row(no int, values []string) row {
	w := row{at: s.at(1, no)}
	for i, v := range values {
		w.cells = append(w.cells, cell{at: s.at(i+1, no), text: trimBlank(unguarded(s.value(i+1, no, v)))})
	}
	return w
}

// at names a cell: B7, on a later sheet with the sheet's name.
func (s *sheetReader) at(column, no int) place {
	name, err := excelize.CoordinatesToCellName(column, no)
	if err == nil && s.no > 0 {
		name = s.name + "!" + name
	}
	return place{line: no, cell: name}
}

// square gives every row the sheet's width and each merged cell the text of its
// first.
func (s *sheetReader) square(t *table, numbers []int, width int) {
	index := map[int]int{}
	for i, no := range numbers {
		index[no] = i
		for column := len(t.rows[i].cells) + 1; column <= width; column++ {
			t.rows[i].cells = append(t.rows[i].cells, cell{at: s.at(column, no)})
		}
	}
	for _, m := range s.merges {
		first, ok := index[m.top]
		if !ok || m.left > width {
			continue
		}
		text := t.rows[first].cells[m.left-1].text
		for i := first; i < len(numbers) && numbers[i] <= m.bottom; i++ {
			for column := m.left; column <= min(m.right, width); column++ {
				c := &t.rows[i].cells[column-1]
				c.text, c.above, c.left = text, i > first, column > m.left
			}
		}
	}
}

func (s *sheetReader) readMerges() error {
	cells, err := s.book.GetMergeCells(s.name, true)
	if err != nil || len(cells) > maxCells {
		return fmt.Errorf("merged cells: %d, %w", len(cells), err)
	}
	for _, c := range cells {
		left, top, err := excelize.CellNameToCoordinates(c.GetStartAxis())
		if err != nil {
			return err
		}
		right, bottom, err := excelize.CellNameToCoordinates(c.GetEndAxis())
		if err != nil {
			return err
		}
		s.merges = append(s.merges, mergedRange{left, top, right, bottom})
	}
	return nil
}

// value is a cell's value as somebody would have written it: a date as one.
func (s *sheetReader) value(column, no int, raw string) string {
	serial, err := strconv.ParseFloat(raw, 64)
	if err != nil || serial < firstSerial || serial > lastSerial {
		return raw
	}
	layout := s.layout(column, no)
	if layout == "" {
		return raw
	}
	t, err := excelize.ExcelDateToTime(serial, s.since1904())
	if err != nil {
		return raw
	}
	return t.Format(layout)
}

// The days between which a number in a date's format is one: 1982 to 2119.
const firstSerial, lastSerial = 30_000, 80_000

func (s *sheetReader) since1904() bool {
	props, err := s.book.GetWorkbookProps()
	return err == nil && props.Date1904 != nil && *props.Date1904
}

// layout is how a cell's date is to be written: with its day if its format
// shows one, else as year and month; empty where it is no date.
func (s *sheetReader) layout(column, no int) string {
	name, err := excelize.CoordinatesToCellName(column, no)
	if err != nil {
		return ""
	}
	id, err := s.book.GetCellStyle(s.name, name)
	if err != nil {
		return ""
	}
	if layout, known := s.dates[id]; known {
		return layout
	}
	layout := ""
	if style, err := s.book.GetStyle(id); err == nil {
		layout = dateLayout(style)
	}
	s.dates[id] = layout
	return layout
}

func dateLayout(style *excelize.Style) string {
	const day, month = time.DateOnly, "2006年1月"
	if style.CustomNumFmt != nil {
		format := strings.ToLower(unquoted(*style.CustomNumFmt))
		switch {
		case !strings.Contains(format, "y"):
			return ""
		case strings.Contains(format, "d"):
			return day
		}
		return month
	}
	switch n := style.NumFmt; {
	case n == 17, n == 27, n == 36, n == 50, n == 52, n == 54, n == 57:
		return month
	case n >= 14 && n <= 22 && n != 18 && n != 19 && n != 20 && n != 21, n >= 28 && n <= 31, n == 51, n == 53, n == 55, n == 56, n == 58:
		return day
	}
	return ""
}

// unquoted is a number format without what it prints as it stands and
// without colours and languages.
func unquoted(format string) string {
	var out strings.Builder
	quote := false
	for _, r := range format {
		switch {
		case r == '"', r == '[', r == ']':
			quote = !quote
		case !quote:
			out.WriteRune(r)
		}
	}
	return out.String()
}
