package intake

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
)

// What an office file may hold. A list of 57 tasks has one part of 200 kB; the
// bounds keep what a hostile file of 2 MB can make of itself within 128 MiB.
const (
	maxRows    = 10_000
	maxCells   = 200_000
	maxColumns = 256
	maxEntries = 2_000
	maxDepth   = 256       // of elements in elements
	maxTags    = 1_500_000 // of one part
	maxPart    = 16 << 20  // bytes of one XML part
	maxXML     = 32 << 20  // of all
	maxUnzip   = 64 << 20  // of everything
	maxText    = 8 << 20   // of all cells' and paragraphs' text
)

// officePackage is a zip whose bounds were checked.
type officePackage struct {
	parts map[string]*zip.File
}

// readPackage reads a Word or Excel file by what it holds.
func readPackage(data []byte) (document, string) {
	p, refusal := openPackage(data)
	if refusal != "" {
		return document{}, refusal
	}
	switch {
	case p.parts[workbookPart] != nil:
		return readWorkbook(p)
	case p.main() != "":
		return readWord(p)
	}
	return document{}, otherZip
}

// openPackage refuses a zip that would grow beyond the bounds. Every XML part is
// read once for that, before any parser builds anything of it: what a zip says
// of its sizes is not to be believed.
func openPackage(data []byte) (*officePackage, string) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damagedFile
	}
	if len(z.File) > maxEntries {
		return nil, tooDeep
	}
	p := &officePackage{parts: make(map[string]*zip.File, len(z.File))}
	var total, xml uint64
	for _, f := range z.File {
		isXML := strings.HasSuffix(f.Name, ".xml") || strings.HasSuffix(f.Name, ".rels")
		if isXML {
			xml += f.UncompressedSize64
		}
		total += f.UncompressedSize64
		if isXML && f.UncompressedSize64 > maxPart || xml > maxXML || total > maxUnzip || total < f.UncompressedSize64 {
			return nil, tooDeep
		}
		p.parts[strings.TrimPrefix(f.Name, "/")] = f
	}
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, ".xml") || strings.HasSuffix(f.Name, ".rels") {
			if refusal := p.survey(f); refusal != "" {
				return nil, refusal
			}
		}
	}
	return p, ""
}

// survey counts what a part holds.
func (p *officePackage) survey(f *zip.File) string {
	r, err := f.Open()
	if err != nil {
		return damagedFile
	}
	defer r.Close()
	s := tagSurvey{}
	buf := make([]byte, 32<<10)
	for read := int64(0); ; {
		n, err := r.Read(buf)
		if read += int64(n); read > maxPart {
			return tooDeep
		}
		for _, c := range buf[:n] {
			s.next(c)
		}
		switch {
		case s.rows > maxRows || s.cells > maxCells:
			return tooManyRows
		case s.deepest > maxDepth || s.tags > maxTags:
			return tooDeep
		case err == io.EOF:
			return ""
		case err != nil:
			return damagedFile
		}
	}
}

// tagSurvey counts tags, their depth, and rows and cells of tables, byte by
// byte, without keeping anything.
type tagSurvey struct {
	tags, depth, deepest, rows, cells int

	inTag bool
	quote byte
	last  byte
	name  [8]byte
	n     int // of name
	named bool
}

func (s *tagSurvey) next(c byte) {
	switch {
	case !s.inTag:
		if c == '<' {
			s.inTag, s.named, s.quote, s.n = true, false, 0, 0
		}
	case s.quote != 0:
		if c == s.quote {
			s.quote = 0
		}
	case c == '>':
		s.inTag = false
		s.count(s.last == '/')
	case c == '"' || c == '\'':
		s.quote = c
		s.named = true
	case c == ' ' || c == '\n' || c == '\t' || c == '\r':
		s.named = true
	case !s.named && s.n < len(s.name):
		s.name[s.n] = c
		s.n++
	}
	s.last = c
}

func (s *tagSurvey) count(empty bool) {
	name := string(s.name[:s.n])
	s.tags++
	switch {
	case name == "", name[0] == '!', name[0] == '?':
		return
	case name[0] == '/':
		s.depth--
		return
	}
	if _, local, ok := strings.Cut(name, ":"); ok {
		name = local
	}
	switch strings.TrimSuffix(name, "/") {
	case "row", "tr":
		s.rows++
	case "c", "tc":
		s.cells++
	}
	if !empty {
		s.depth++
		s.deepest = max(s.deepest, s.depth)
	}
}

// open opens a part for reading within the bounds.
func (p *officePackage) open(name string) (io.ReadCloser, bool) {
	f := p.parts[name]
	if f == nil {
		return nil, false
	}
	r, err := f.Open()
	if err != nil {
		return nil, false
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(r, maxPart), r}, true
}
