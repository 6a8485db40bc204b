package ledger

import (
	"encoding/xml"
	"math"
	"strings"
)

// The elements of a document as far as the ledger needs them. The order of the
// fields is the order the format prescribes. Lengths are in twentieths of a point,
// sizes of letters in halves.
type (
	wDocument struct {
		XMLName xml.Name `xml:"w:document"`
		W       string   `xml:"xmlns:w,attr"`
		R       string   `xml:"xmlns:r,attr"`
		Title   wPara    `xml:"w:body>w:p"`
		Table   wTable   `xml:"w:body>w:tbl"`
		Section wSection `xml:"w:body>w:sectPr"`
	}
	wVal struct {
		Val string `xml:"w:val,attr,omitempty"`
	}
	wEmpty   struct{}
	wSection struct {
		Footer struct {
			Type string `xml:"w:type,attr"`
			ID   string `xml:"r:id,attr"`
		} `xml:"w:footerReference"`
		Size struct {
			W      int    `xml:"w:w,attr"`
			H      int    `xml:"w:h,attr"`
			Orient string `xml:"w:orient,attr"`
		} `xml:"w:pgSz"`
		Margins struct {
			Top    int `xml:"w:top,attr"`
			Right  int `xml:"w:right,attr"`
			Bottom int `xml:"w:bottom,attr"`
			Left   int `xml:"w:left,attr"`
			Header int `xml:"w:header,attr"`
			Footer int `xml:"w:footer,attr"`
			Gutter int `xml:"w:gutter,attr"`
		} `xml:"w:pgMar"`
	}
	wPara struct {
		Align *wVal  `xml:"w:pPr>w:jc"`
		Runs  []wRun `xml:"w:r"`
	}
	wRun struct {
		Bold *wEmpty `xml:"w:rPr>w:b"`
		Size *wVal   `xml:"w:rPr>w:sz"`
		Text wText   `xml:"w:t"`
	}
	wText struct {
		Space string `xml:"xml:space,attr"`
		Text  string `xml:",chardata"`
	}
	wTable struct {
		Props wTableProps `xml:"w:tblPr"`
		Grid  []wGridCol  `xml:"w:tblGrid>w:gridCol"`
		Rows  []wRow      `xml:"w:tr"`
	}
	wTableProps struct {
		Width   wWidth `xml:"w:tblW"`
		Borders struct {
			Top    wBorder `xml:"w:top"`
			Left   wBorder `xml:"w:left"`
			Bottom wBorder `xml:"w:bottom"`
			Right  wBorder `xml:"w:right"`
			Across wBorder `xml:"w:insideH"`
			Down   wBorder `xml:"w:insideV"`
		} `xml:"w:tblBorders"`
		Layout struct {
			Type string `xml:"w:type,attr"`
		} `xml:"w:tblLayout"`
	}
	wBorder struct {
		Val  string `xml:"w:val,attr"`
		Size int    `xml:"w:sz,attr"`
	}
	wGridCol struct {
		W int `xml:"w:w,attr"`
	}
	wWidth struct {
		W    int    `xml:"w:w,attr"`
		Type string `xml:"w:type,attr"`
	}
	wRow struct {
		Head  *wEmpty `xml:"w:trPr>w:tblHeader"`
		Cells []wCell `xml:"w:tc"`
	}
	wCell struct {
		Width  wWidth  `xml:"w:tcPr>w:tcW"`
		Merge  *wVal   `xml:"w:tcPr>w:vMerge"`
		Middle wVal    `xml:"w:tcPr>w:vAlign"`
		Paras  []wPara `xml:"w:p"`
	}
)

// A page of A4 across.
const (
	pageLong, pageShort = 16838, 11906
	marginSide          = 1020
	marginEnd           = 1134
)

func (t table) document() wDocument {
	d := wDocument{W: wordML, R: officeRels, Title: para(t.title, true, true, "36"), Table: t.body()}
	s := &d.Section
	s.Footer.Type, s.Footer.ID = "default", "rId2"
	s.Size.W, s.Size.H, s.Size.Orient = pageLong, pageShort, "landscape"
	s.Margins.Top, s.Margins.Bottom, s.Margins.Left, s.Margins.Right = marginEnd, marginEnd, marginSide, marginSide
	s.Margins.Header, s.Margins.Footer = marginEnd/2, marginEnd/2
	return d
}

func (t table) body() wTable {
	widths := t.widths(pageLong - 2*marginSide)
	out := wTable{Rows: []wRow{{Head: &wEmpty{}}}}
	for i, c := range t.columns {
		out.Grid = append(out.Grid, wGridCol{widths[i]})
		out.Props.Width.W += widths[i]
		out.Rows[0].Cells = append(out.Rows[0].Cells, cell(c.head, widths[i], true, true))
	}
	for i, r := range t.rows {
		merged := i+1 < len(t.rows) && t.rows[i+1].goesOn
		out.Rows = append(out.Rows, t.tableRow(r, widths, merged))
	}
	out.Props.Width.Type, out.Props.Layout.Type = "dxa", "fixed"
	line, b := wBorder{"single", 4}, &out.Props.Borders
	b.Top, b.Left, b.Bottom, b.Right, b.Across, b.Down = line, line, line, line, line, line
	return out
}

// tableRow lets a section's cell go on from the row above, or down to the next.
func (t table) tableRow(r row, widths []int, merged bool) wRow {
	var out wRow
	for i, words := range r.cells {
		c := cell(words, widths[i], false, t.columns[i].centred)
		switch {
		case i != sectionColumn:
		case r.goesOn:
			c.Merge = &wVal{Val: "continue"}
		case merged:
			c.Merge = &wVal{Val: "restart"}
		}
		out.Cells = append(out.Cells, c)
	}
	return out
}

// widths parts the width of a page among the columns.
func (t table) widths(page int) []int {
	all := 0.0
	for _, c := range t.columns {
		all += c.width
	}
	widths := make([]int, len(t.columns))
	for i, c := range t.columns {
		widths[i] = int(math.Floor(float64(page) * c.width / all))
	}
	return widths
}

// cell holds words, a paragraph a line.
func cell(words string, width int, bold, centred bool) wCell {
	c := wCell{Width: wWidth{width, "dxa"}, Middle: wVal{"center"}}
	for line := range strings.SplitSeq(words, "\n") {
		c.Paras = append(c.Paras, para(line, bold, centred, ""))
	}
	return c
}

func para(words string, bold, centred bool, size string) wPara {
	var p wPara
	if centred {
		p.Align = &wVal{"center"}
	}
	if words == "" {
		return p
	}
	r := wRun{Text: wText{"preserve", words}}
	if bold {
		r.Bold = &wEmpty{}
	}
	if size != "" {
		r.Size = &wVal{size}
	}
	p.Runs = []wRun{r}
	return p
}
