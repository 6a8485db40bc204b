// Package ledger writes paper: the ledger 台账, which is the published table plus
// how each task stands, as a spreadsheet, a document or plain rows, and the form
// 填报表 that a department fills in.
package ledger

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"duban/internal/duban"
	"duban/internal/text"
)

// Ledger is a list with everything its table shows.
type Ledger struct {
	Title     string        // as published
	Survey    duban.Survey  // measured, where there are targets
	Shares    []duban.Share // as published or as an admin set them since
	Directory duban.Directory
	Last      map[duban.AssignmentID]duban.Report
}

// Format is a kind of file the ledger is written as; its name is the file's
// extension.
type Format string

// The formats there are.
const (
	XLSX Format = "xlsx"
	DOCX Format = "docx"
	CSV  Format = "csv"
)

// Formats is every format, the usual one first.
var Formats = []Format{XLSX, DOCX, CSV}

// FormatOf finds the format that s names, be it xlsx, .XLSX or 台账.xlsx.
func FormatOf(s string) (Format, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if ext := path.Ext(s); ext != "" {
		s = ext[1:]
	}
	return Format(s), slices.Contains(Formats, Format(s))
}

// Write writes the ledger in a format. The first four columns are the table as
// published, so that a reader of lists finds the same list in it; what stands
// behind them is for people. An error is w's.
func (l Ledger) Write(w io.Writer, f Format, v text.Voice) error {
	switch f {
	case XLSX:
		return l.table(v).xlsx(w)
	case DOCX:
		return l.table(v).docx(w)
	case CSV:
		return l.table(v).csv(w)
	}
	return fmt.Errorf("no such format: %q", f)
}

// risky are the characters with which a spreadsheet begins a formula, or which it
// takes off before it looks.
const risky = "=+-@\t\r"

// Cell keeps a spreadsheet from reading words as a formula.
func Cell(s string) string {
	if s != "" && strings.ContainsRune(risky, rune(s[0])) {
		return "'" + s
	}
	return s
}
