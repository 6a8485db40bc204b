package ledger

import (
	"archive/zip"
	"encoding/xml"
	"io"
)

// docx writes the table as a document on A4 across: a title, and below it one
// table whose head is repeated on each page and whose sections are merged.
func (t table) docx(w io.Writer) error {
	z := zip.NewWriter(w)
	for _, p := range docxParts {
		if err := addPart(z, p.name, func(w io.Writer) error { _, err := io.WriteString(w, p.body); return err }); err != nil {
			return err
		}
	}
	err := addPart(z, "word/document.xml", func(w io.Writer) error { return xml.NewEncoder(w).Encode(t.document()) })
	if err != nil {
		return err
	}
	return z.Close()
}

func addPart(z *zip.Writer, name string, write func(io.Writer) error) error {
	w, err := z.Create(name)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return write(w)
}

// docxParts are the parts that are the same in every document.
var docxParts = []struct{ name, body string }{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
		`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="` + relationships + `">` +
		`<Relationship Id="rId1" Type="` + officeRels + `/officeDocument" Target="word/document.xml"/></Relationships>`},
	{"word/_rels/document.xml.rels", `<Relationships xmlns="` + relationships + `">` +
		`<Relationship Id="rId1" Type="` + officeRels + `/styles" Target="styles.xml"/>` +
		`<Relationship Id="rId2" Type="` + officeRels + `/footer" Target="footer1.xml"/></Relationships>`},
	{"word/styles.xml", `<w:styles xmlns:w="` + wordML + `"><w:docDefaults><w:rPrDefault><w:rPr>` +
		`<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="SimSun" w:cs="Times New Roman"/>` +
		`<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>`},
	{"word/footer1.xml", `<w:ftr xmlns:w="` + wordML + `"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>` +
		`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>` +
		`<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>`},
}

const (
	wordML        = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	officeRels    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	relationships = "http://schemas.openxmlformats.org/package/2006/relationships"
)
