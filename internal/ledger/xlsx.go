package ledger

import (
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"
)

const (
	sheetFont = "SimSun" // every office has it; others take what they have for Chinese
	a4        = 9
	titleRow  = 1
	headRow   = 2
)

// xlsx writes the table as one sheet: a title, a head that is printed on each
// page, and sections in merged cells as they were published.
func (t table) xlsx(w io.Writer) error {
	s, err := newSheet(t.columns)
	if err != nil {
		return err
	}
	defer s.Close()
	s.title(titleRow, t.title)
	s.head(headRow)
	styles := s.styles()
	for i, r := range t.rows {
		s.row(headRow+1+i, r, styles)
	}
	s.sections(t)
	s.print(headRow)
	return s.finish(w)
}

// sheet is a workbook of one sheet while it is written. Its first error is kept
// and told by finish.
type sheet struct {
	*excelize.File
	name    string
	columns []column
	err     error
}

func newSheet(columns []column) (*sheet, error) {
	f := excelize.NewFile()
	s := &sheet{File: f, name: f.GetSheetName(0), columns: columns}
	for i, c := range columns {
		col, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return nil, err
		}
		s.keep(f.SetColWidth(s.name, col, col, c.width))
	}
	return s, s.err
}

func (s *sheet) keep(err error) {
	if s.err == nil {
		s.err = err
	}
}

// at is a cell's name: column from 0, row from 1.
func (s *sheet) at(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row)
	s.keep(err)
	return name
}

// style makes a style; every one but the title's has borders.
func (s *sheet) style(size float64, bold, centred, bordered bool) int {
	style := &excelize.Style{
		Font:      &excelize.Font{Family: sheetFont, Size: size, Bold: bold},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
	}
	if centred {
		style.Alignment.Horizontal = "center"
	}
	if bordered {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			style.Border = append(style.Border, excelize.Border{Type: side, Color: "000000", Style: 1})
		}
	}
	id, err := s.NewStyle(style)
	s.keep(err)
	return id
}

// styles are those of the columns.
func (s *sheet) styles() []int {
	left, centred := s.style(11, false, false, true), s.style(11, false, true, true)
	ids := make([]int, len(s.columns))
	for i, c := range s.columns {
		if ids[i] = left; c.centred {
			ids[i] = centred
		}
	}
	return ids
}

// title writes a line over all columns.
func (s *sheet) title(row int, words string) {
	first, last := s.at(0, row), s.at(len(s.columns)-1, row)
	s.text(0, row, words)
	s.keep(s.MergeCell(s.name, first, last))
	s.keep(s.SetCellStyle(s.name, first, last, s.style(18, true, true, false)))
	s.keep(s.SetRowHeight(s.name, row, 36))
}

// head writes the heads of the columns.
func (s *sheet) head(row int) {
	heads := make([]string, len(s.columns))
	for i, c := range s.columns {
		heads[i] = c.head
		s.text(i, row, c.head)
	}
	s.keep(s.SetCellStyle(s.name, s.at(0, row), s.at(len(s.columns)-1, row), s.style(11, true, true, true)))
	s.keep(s.SetRowHeight(s.name, row, heightOf(heads, s.columns)+6))
}

// text writes words as words: what begins like a formula is none.
func (s *sheet) text(column, row int, words string) {
	if words != "" {
		s.keep(s.SetCellStr(s.name, s.at(column, row), words))
	}
}

func (s *sheet) row(at int, r row, styles []int) {
	for i, words := range r.cells {
		if i == noColumn {
			s.keep(s.SetCellInt(s.name, s.at(i, at), int64(r.no)))
		} else {
			s.text(i, at, words)
		}
		s.keep(s.SetCellStyle(s.name, s.at(i, at), s.at(i, at), styles[i]))
	}
	cells := append([]string{}, r.cells...)
	cells[sectionColumn] = "" // it has the height of all its rows
	s.keep(s.SetRowHeight(s.name, at, heightOf(cells, s.columns)))
}

// sections merges the cells of each section, and gives its last row what its name
// needs beyond the height of its rows.
func (s *sheet) sections(t table) {
	for from := 0; from < len(t.rows); {
		to := from + 1
		for to < len(t.rows) && t.rows[to].goesOn {
			to++
		}
		first, last := headRow+1+from, headRow+to
		if last > first {
			s.keep(s.MergeCell(s.name, s.at(sectionColumn, first), s.at(sectionColumn, last)))
		}
		have, need := 0.0, heightOf(t.rows[from].cells[sectionColumn:sectionColumn+1], t.columns[sectionColumn:])
		for row := first; row <= last; row++ {
			h, err := s.GetRowHeight(s.name, row)
			s.keep(err)
			have += h
			if row == last && have < need {
				s.keep(s.SetRowHeight(s.name, row, min(h+need-have, maxHeight)))
			}
		}
		from = to
	}
}

// print lays the sheet out on A4 across, as wide as the page, with the rows down
// to head on every page and before the eye.
func (s *sheet) print(head int) {
	across, size, one, any := "landscape", a4, 1, 0
	s.keep(s.SetPageLayout(s.name, &excelize.PageLayoutOptions{Orientation: &across, Size: &size, FitToWidth: &one, FitToHeight: &any}))
	yes := true
	s.keep(s.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &yes}))
	side, end := 0.5, 0.6
	s.keep(s.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &end, Bottom: &end, Horizontally: &yes}))
	s.keep(s.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: "&C&P / &N"}))
	s.keep(s.SetPanes(s.name, &excelize.Panes{Freeze: true, YSplit: head, TopLeftCell: s.at(0, head+1), ActivePane: "bottomLeft"}))
	s.keep(s.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: s.printTitles(head), Scope: s.name,
	}))
}

// finish writes the workbook out.
func (s *sheet) finish(w io.Writer) error {
	if s.err != nil {
		return s.err
	}
	return s.Write(w)
}

func (s *sheet) printTitles(head int) string {
	row := strconv.Itoa(head)
	return "'" + s.name + "'!$" + row + ":$" + row
}
