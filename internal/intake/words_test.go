package intake_test

import (
	"slices"
	"strings"
	"testing"

	"duban/internal/intake"
)

// What a file says is known wherever in it that stands, and however it is cut up.
func TestTheWordsOfAFileAreAllThatStandsInIt(t *testing.T) {
	put := func(parts []string, old, new string) []string {
		parts = slices.Clone(parts)
		for i := range parts {
			parts[i] = strings.Replace(parts[i], old, new, 1)
		}
		return parts
	}
	const body = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"
	sheet := sheetParts(`<row><c t="inlineStr"><is><r><t>机</t></r><rPh><t>jī</t></rPh><r><t>密★</t></r></is></c><c><v>110105194912310021</v></c></row>`)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"a text":                 {[]byte("标题\n机密★1年\n"), "机密★1年"},
		"a text in another code": {[]byte("\xff\xfe\x3a\x67\xc6\x5b\x05\x26"), "机密★"},
		"a text without tasks":   {[]byte("x,机密★"), "机密★"},
		"a paragraph":            {packed(t, "word/document.xml", wordPart("<w:p><w:r><w:t>机</w:t></w:r><w:proofErr/><w:r><w:t>密★</w:t></w:r></w:p>")), "机密★"},
		"a cell":                 {packed(t, "word/document.xml", wordPart("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>机密★</w:t></w:r></w:p></w:tc></w:tr></w:tbl>")), "机密★"},
		"words around a remark":  {packed(t, "word/document.xml", wordPart("<w:p><w:r><w:t>机</w:t><w:delText>x</w:delText></w:r><w:del><w:r><w:t>y</w:t></w:r></w:del><w:r><w:t>密★</w:t></w:r></w:p>")), "机密★"},
		"a header":               {packed(t, "word/document.xml", wordPart(body), "word/header1.xml", wordPart("<w:p><w:r><w:t>机</w:t></w:r><w:r><w:t>密★</w:t></w:r></w:p>")), "机密★"},
		"a text box":             {packed(t, "word/document.xml", wordPart("<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>机密★</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>")), "机密★"},
		"a main part of another name": {packed(t, "_rels/.rels", mainPart("word/a.dat"), "word/a.dat",
			wordPart("<w:p><w:r><w:t>机密★</w:t></w:r></w:p>")), "机密★"},
		"the file's properties":     {packed(t, "word/document.xml", wordPart(body), "docProps/core.xml", "<a><b>机密★</b></a>"), "机密★"},
		"a cell in Excel":           {packed(t, sheet...), "机密★"},
		"a number in Excel":         {packed(t, sheet...), "110105194912310021"},
		"a sheet nobody sees":       {packed(t, append(sheet, "xl/worksheets/sheet9.xml", `<worksheet><is><t>绝密★</t></is></worksheet>`)...), "绝密★"},
		"a remark in Excel":         {packed(t, append(sheet, "xl/comments1.xml", `<comments><t>绝密★</t></comments>`)...), "绝密★"},
		"a sheet's name":            {packed(t, put(sheet, `name="S`, `name="机密★`)...), "机密★"},
		"the name of a range":       {packed(t, put(sheet, `</workbook>`, `<definedNames><definedName name="机密★">x</definedName></definedNames></workbook>`)...), "机密★"},
		"what a picture shows":      {packed(t, append(sheet, "xl/drawings/drawing1.xml", `<a><docPr name="1" descr="机密★"/></a>`)...), "机密★"},
		"a choice of a cell":        {packed(t, append(sheet, "xl/worksheets/sheet9.xml", `<worksheet><dataValidation prompt="机密★"/></worksheet>`)...), "机密★"},
		"words around a bookmark":   {packed(t, "word/document.xml", wordPart(`<w:p><w:r><w:t>机</w:t></w:r><w:bookmarkStart w:name="x"/><w:r><w:t>密★</w:t></w:r></w:p>`)), "机密★"},
		"what stands before damage": {packed(t, "word/document.xml", wordPart(body), "word/footer1.xml", "<a>绝密★</b>"), "绝密★"},
	} {
		if words := intake.Words(c.data); !strings.Contains(words, c.want) {
			t.Errorf("%s: %q", name, words)
		}
	}
}

// Numbers in neighbouring cells are not read as one.
func TestTheWordsOfCellsAreKeptApart(t *testing.T) {
	words := intake.Words(packed(t, sheetParts(`<row><c><v>110105</v></c><c><v>19491231</v></c></row>`)...))
	if strings.Contains(strings.Join(strings.Fields(words), ""), "11010519491231") {
		t.Errorf("%q", words)
	}
}
