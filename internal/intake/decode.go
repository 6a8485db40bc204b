package intake

import (
	"bytes"
	"encoding/binary"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"

	utf "golang.org/x/text/encoding/unicode"
)

// MaxListBytes is the size up to which a list is read.
const MaxListBytes = 2 << 20

// readDocument tells what a file is by its first bytes and reads it, or returns
// the sentence that says why not.
func readDocument(name string, data []byte) (d document, refusal string) {
	switch {
	case len(data) > MaxListBytes:
		return document{}, tooLarge
	case bytes.HasPrefix(data, []byte("PK")):
		return readPackage(data, listBounds)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return document{}, oldOffice(name)
	case bytes.HasPrefix(data, []byte("%PDF")):
		return document{}, pdfFile
	case bytes.HasPrefix(data, []byte(`{\rtf`)), looksLikeHTML(data):
		return document{}, oldOffice(name)
	}
	s, ok := decodeText(data)
	if !ok || !looksLikeText(s) {
		return document{}, notText
	}
	d, refusal = readText(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s))
	d.words = s
	if strings.EqualFold(filepath.Ext(name), ".csv") { // whose first row often is the head
		d.name = strings.TrimSpace(name[:len(name)-len(filepath.Ext(name))])
		d.name = d.name[strings.LastIndexAny(d.name, `/\`)+1:]
	}
	return d, refusal
}

// Words is all that a list, a form or another file says, for whoever must look
// through it before anything of it is kept: what is read of it, and in an office
// file what is not shown. The cells of a table are parted by bars. It is empty for
// a file of which nothing is ever read.
func Words(data []byte) string {
	d, _ := readDocument("", data)
	var all strings.Builder
	all.WriteString(d.words)
	for _, b := range d.blocks {
		all.WriteByte('\n')
		all.WriteString(b.text)
		if b.table == nil {
			continue
		}
		for _, w := range b.table.rows {
			for _, c := range w.cells {
				all.WriteString(c.own())
				all.WriteString(" | ")
			}
			all.WriteByte('\n')
		}
	}
	return all.String()
}

// readText reads a text as rows of cells, as the form of a line for each cell,
// or as paragraphs.
func readText(text string) (d document, refusal string) {
	if d, refusal, ok := delimited(text); ok {
		return d, refusal
	}
	lines := splitLines(text)
	if d, ok := formOf(lines); ok {
		return d, ""
	}
	for _, l := range lines {
		d.paragraph(place{line: l.no}, l.text)
	}
	return d, ""
}

// looksLikeHTML tells the pages that some systems call .doc or .xls.
func looksLikeHTML(data []byte) bool {
	head := bytes.ToLower(bytes.TrimSpace(data[:min(len(data), 512)]))
	return bytes.HasPrefix(head, []byte("<html")) || bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<table"))
}

// decodeText tells the encoding by its mark or its zero bytes; text without
// either is UTF-8 if it can be, else GB18030.
func decodeText(data []byte) (string, bool) {
	with := func(e encoding.Encoding) (string, bool) {
		out, err := e.NewDecoder().Bytes(data)
		return string(out), err == nil
	}
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return with(utf.UTF16(utf.BigEndian, utf.ExpectBOM))
	case bytes.IndexByte(data, 0) >= 0 && len(data)%2 == 0:
		if endian, ok := utf16Order(data); ok {
			return with(utf.UTF16(endian, utf.IgnoreBOM))
		}
		return "", false
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if utf8.Valid(data) {
		return string(data), true
	}
	return with(simplifiedchinese.GB18030)
}

// utf16Order finds the byte order of UTF-16 without a mark by its line ends.
func utf16Order(data []byte) (utf.Endianness, bool) {
	var little, big int
	for i := 0; i+1 < len(data); i += 2 {
		if binary.LittleEndian.Uint16(data[i:]) == '\n' {
			little++
		}
		if binary.BigEndian.Uint16(data[i:]) == '\n' {
			big++
		}
	}
	if little > big {
		return utf.LittleEndian, true
	}
	return utf.BigEndian, big > little
}

// looksLikeText is false for what no editor writes.
func looksLikeText(s string) bool {
	for _, r := range s {
		if r == utf8.RuneError || unicode.IsControl(r) && !strings.ContainsRune("\t\n\r\f\v", r) {
			return false
		}
	}
	return true
}
