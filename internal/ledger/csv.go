package ledger

import (
	"encoding/csv"
	"io"
)

// bom tells a spreadsheet that the file is UTF-8.
const bom = "\ufeff"

// csv writes the title, the head line and a line for each task. Cells that a
// spreadsheet would take for a formula are quoted, so that nothing anybody
// reported runs.
func (t table) csv(w io.Writer) error {
	if _, err := io.WriteString(w, bom); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	lines := [][]string{{t.title}, t.heads()}
	for _, r := range t.rows {
		lines = append(lines, r.cells)
	}
	for _, cells := range lines {
		quoted := make([]string, len(cells))
		for i, cell := range cells {
			quoted[i] = Cell(cell)
		}
		if err := out.Write(quoted); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func (t table) heads() []string {
	heads := make([]string, len(t.columns))
	for i, c := range t.columns {
		heads[i] = c.head
	}
	return heads
}
