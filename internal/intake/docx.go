package intake

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The namespaces of WordprocessingML, transitional and strict.
const (
	wordSpace   = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	strictSpace = "http://purl.oclc.org/ooxml/wordprocessingml/main"
)

// main is the name of a Word file's document part, empty where there is none.
func (p *officePackage) main() string {
	var rels relationsXML
	p.decode("_rels/.rels", &rels) // a package without relations has the usual names
	for _, rel := range rels.Relation {
		name := partAt("", rel.Target)
		if strings.HasSuffix(rel.Type, "/officeDocument") && p.parts[name] != nil && strings.HasPrefix(name, "word/") {
			return name
		}
	}
	if p.parts["word/document.xml"] != nil {
		return "word/document.xml"
	}
	return ""
}

// readWord reads a Word document's paragraphs and tables.
func readWord(p *officePackage) (document, string) {
	main := p.main()
	numbers := readNumbering(p, main)
	part, ok := p.open(main)
	if !ok {
		return document{}, damagedFile
	}
	defer part.Close()
	w := wordReader{of: p, xml: xml.NewTokenDecoder(part), numbers: numbers}
	if err := w.body(); err != nil {
		return document{}, damagedFile
	}
	return w.doc, ""
}

// wordReader walks through the elements of a document part. Each method begins
// behind a start tag and ends behind its end tag.
type wordReader struct {
	of      *officePackage
	xml     *xml.Decoder
	numbers *numbering
	doc     document
	lines   int // paragraphs and table rows so far, to say where something stands
	tables  int
}

// inWord tells whether a start tag is Word's element of this name.
func inWord(name xml.Name, local string) bool {
	return name.Local == local && (name.Space == wordSpace || name.Space == strictSpace)
}

// unread are elements whose text is not the document's: what was deleted or moved
// away, and the second of two ways to draw the same.
var unread = map[string]bool{
	"del": true, "moveFrom": true, "Fallback": true, "instrText": true, "delText": true, "rPr": true, "sectPr": true, "tblPr": true, "tblGrid": true,
}

// each calls do for every start tag within the element that was entered; do
// consumes the element and returns true, or false to have it looked into.
func (w *wordReader) each(do func(xml.StartElement) (bool, error)) error {
	for depth := 0; ; {
		t, err := w.xml.Token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if unread[t.Name.Local] {
				if err := w.xml.Skip(); err != nil {
					return err
				}
				continue
			}
			done, err := do(t)
			if err != nil {
				return err
			}
			if !done {
				depth++
			}
		case xml.EndElement:
			if depth == 0 {
				return nil
			}
			depth--
		}
	}
}

func (w *wordReader) body() error {
	err := w.each(func(t xml.StartElement) (bool, error) {
		switch {
		case inWord(t.Name, "p"):
			w.lines++
			at := place{line: w.lines}
			text, err := w.paragraph()
			w.doc.paragraph(at, text)
			return true, err
		case inWord(t.Name, "tbl"):
			at := place{line: w.lines + 1}
			table, err := w.table()
			w.doc.blocks = append(w.doc.blocks, block{at: at, table: table})
			return true, err
		}
		return false, nil
	})
	if err == io.EOF && w.lines > 0 { //nolint:errorlint // the decoder returns io.EOF itself at the end of the part
		return nil
	}
	return err
}

// paragraph reads a paragraph's text, its automatic number before it.
func (w *wordReader) paragraph() (string, error) {
	var text strings.Builder
	id, level := "", 0
	err := w.each(func(t xml.StartElement) (bool, error) {
		switch {
		case inWord(t.Name, "t"):
			s, err := w.text()
			text.WriteString(s)
			return true, err
		case inWord(t.Name, "tab"):
			text.WriteByte(' ')
		case inWord(t.Name, "br"), inWord(t.Name, "cr"):
			text.WriteByte('\n')
		case inWord(t.Name, "noBreakHyphen"):
			text.WriteByte('-')
		case inWord(t.Name, "numId"):
			id = val(t)
		case inWord(t.Name, "ilvl"):
			level = count(t, 0)
		case inWord(t.Name, "tabs"):
			return true, w.xml.Skip()
		}
		return false, nil
	})
	return w.numbers.next(id, level) + trimBlank(text.String()), cmp.Or(err, w.grown(text.Len()))
}

// grown counts text, since tables in tables repeat what stands in them.
func (w *wordReader) grown(n int) error { return w.of.spend(&w.of.left.text, n, errTooMuch) }

// grid counts cells of tables: one that spans others stands in each of their places.
func (w *wordReader) grid(n int) error { return w.of.spend(&w.of.left.grid, n, errTooMuch) }

func (w *wordReader) text() (string, error) {
	var s strings.Builder
	for {
		t, err := w.xml.Token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.CharData:
			s.Write(t)
		case xml.StartElement:
			if err := w.xml.Skip(); err != nil {
				return "", err
			}
		case xml.EndElement:
			return s.String(), nil
		}
	}
}

// val is the value of an element that has nothing else.
func val(t xml.StartElement) string {
	for _, a := range t.Attr {
		if a.Name.Local == "val" {
			return a.Value
		}
	}
	return ""
}

func count(t xml.StartElement, otherwise int) int {
	n, err := strconv.Atoi(val(t))
	if err != nil || n < 0 || n > maxColumns {
		return otherwise
	}
	return n
}

// table reads a table as a grid.
func (w *wordReader) table() (*table, error) {
	w.tables++
	no := w.tables
	t, width := &table{}, 0
	err := w.each(func(e xml.StartElement) (bool, error) {
		if !inWord(e.Name, "tr") {
			return false, nil
		}
		w.lines++
		at := place{line: w.lines, cell: fmt.Sprintf("表%d第%d行", no, len(t.rows)+1)}
		r, err := w.row(at)
		t.rows = append(t.rows, r)
		width = max(width, len(r.cells))
		return true, cmp.Or(err, w.grid(len(r.cells)))
	})
	for _, r := range t.rows {
		err = cmp.Or(err, w.grid(width-len(r.cells)))
	}
	if err == nil {
		t.square(width)
	}
	return t, err
}

func (w *wordReader) row(at place) (row, error) {
	r := row{at: at}
	err := w.each(func(e xml.StartElement) (bool, error) {
		switch {
		case inWord(e.Name, "gridBefore"), inWord(e.Name, "gridAfter"):
			for range count(e, 0) {
				r.cells = append(r.cells, cell{at: at})
			}
			if len(r.cells) > maxColumns {
				return false, w.of.exceed(errTooMuch)
			}
		case inWord(e.Name, "tc"):
			c, span, err := w.cell(at)
			r.cells = append(r.cells, c)
			for range span - 1 {
				c.left = true
				r.cells = append(r.cells, c)
			}
			if len(r.cells) > maxColumns {
				err = cmp.Or(err, w.of.exceed(errTooMuch))
			}
			return true, err
		}
		return false, nil
	})
	return r, err
}

// cell reads a cell. A vMerge without a value goes on, as with the value
// continue; tables within keep their rows and lend the cell their text.
func (w *wordReader) cell(at place) (c cell, span int, err error) {
	c.at, span = at, 1
	var lines []string
	err = w.each(func(e xml.StartElement) (bool, error) {
		switch {
		case inWord(e.Name, "gridSpan"):
			span = max(1, count(e, 1))
		case inWord(e.Name, "vMerge"):
			c.above = val(e) != "restart"
		case inWord(e.Name, "p"):
			text, err := w.paragraph()
			if text != "" {
				lines = append(lines, text)
			}
			return true, err
		case inWord(e.Name, "tbl"):
			nested, err := w.table()
			c.nested = append(c.nested, nested)
			for _, r := range nested.rows {
				lines = append(lines, strings.Join(texts(r), " "))
				err = cmp.Or(err, w.grown(len(lines[len(lines)-1])))
			}
			return true, err
		}
		return false, nil
	})
	c.text = trimBlank(strings.Join(lines, "\n"))
	return c, span, err
}

// square gives all rows width cells, as many as the widest has, and the cells that go on
// from above the text they go on from.
func (t *table) square(width int) {
	for i := range t.rows {
		w := &t.rows[i]
		for len(w.cells) < width {
			w.cells = append(w.cells, cell{at: w.at})
		}
		for j := range w.cells {
			c := &w.cells[j]
			if c.above && i == 0 {
				c.above = false
			}
			if c.above {
				up := t.rows[i-1].cells[j]
				c.text, c.nested = up.text, nil
			}
		}
	}
}
