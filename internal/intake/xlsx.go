package intake

import (
	"encoding/xml"
	"path"
	"strings"
)

// workbook is what the sheets of a workbook share. The parts are read here and
// not by the library that writes them: it builds a row for each of a sheet's
// 1,048,576, and a hostile file of a few kilobytes takes the machine's memory.
type workbook struct {
	*officePackage
	strings []string
	dates   []string // by style: the layout its numbers are read in, empty for plain ones
	epoch   int      // the day before day 1, as days since 1899-12-30
}

// workbookXML is what of workbook.xml matters here.
type workbookXML struct {
	Props struct {
		Since1904 string `xml:"date1904,attr"`
	} `xml:"workbookPr"`
	Sheets []struct {
		Name  string     `xml:"name,attr"`
		State string     `xml:"state,attr"`
		Attrs []xml.Attr `xml:",any,attr"`
	} `xml:"sheets>sheet"`
}

// relationsXML is a part's relations to others.
type relationsXML struct {
	Relation []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
	} `xml:"Relationship"`
}

const workbookPart = "xl/workbook.xml"

// readWorkbook reads the sheets of a workbook that are shown, each a table.
// Sheets with something in them keep their names where there are several: each
// may be a section. A part is one sheet, however many bear its name.
func readWorkbook(p *officePackage) (d document, refusal string) {
	var x workbookXML
	if !p.decode(workbookPart, &x) {
		return d, damagedFile
	}
	b := workbook{officePackage: p}
	b.readStrings()
	b.readDates()
	if x.Props.Since1904 == "1" || x.Props.Since1904 == "true" {
		b.epoch = 1462
	}
	parts := p.related(workbookPart)
	for i, sheet := range x.Sheets {
		part := ""
		for _, a := range sheet.Attrs {
			if a.Name.Local == "id" {
				part = parts[a.Value]
			}
		}
		if sheet.State == "hidden" || sheet.State == "veryHidden" || !strings.HasPrefix(part, "xl/worksheets/") || p.read[part] {
			continue
		}
		s := sheetReader{book: &b, name: sheet.Name, later: i > 0}
		t, refusal := s.table(part)
		if refusal != "" {
			return document{}, refusal
		}
		if len(t.rows) > 0 {
			d.blocks = append(d.blocks, block{at: t.rows[0].at, table: t})
		}
	}
	if len(d.blocks) == 1 {
		d.blocks[0].table.sheet = ""
	}
	return d, ""
}

// related returns the parts a part is related to, by the relations' identities.
func (p *officePackage) related(part string) map[string]string {
	dir, file := path.Split(part)
	var x relationsXML
	p.decode(dir+"_rels/"+file+".rels", &x) // without relations nothing is related
	targets := map[string]string{}
	for _, r := range x.Relation {
		targets[r.ID] = partAt(dir, r.Target)
	}
	return targets
}

// readStrings reads the texts that cells refer to, without readings aloud.
func (b *workbook) readStrings() {
	part, ok := b.open("xl/sharedstrings.xml")
	if !ok {
		return
	}
	defer part.Close()
	x := xml.NewTokenDecoder(part)
	for {
		t, err := x.Token()
		if err != nil {
			return
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "si" {
			s, err := richText(x)
			if err != nil {
				return
			}
			b.strings = append(b.strings, s)
		}
	}
}

// richText joins the texts of an element that was entered.
func richText(x *xml.Decoder) (string, error) {
	var s strings.Builder
	inText := false
	for depth := 0; ; {
		t, err := x.Token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local == "rPh" || t.Name.Local == "rPr" {
				if err := x.Skip(); err != nil {
					return "", err
				}
				continue
			}
			inText = t.Name.Local == "t"
			depth++
		case xml.CharData:
			if inText {
				s.Write(t)
			}
		case xml.EndElement:
			if inText = false; depth == 0 {
				return s.String(), nil
			}
			depth--
		}
	}
}
