package intake

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
)

// bounds are what an office file may hold, in all of its parts that are read. What
// a zip says of its sizes is not to be believed, nor are names: everything is
// counted while it is read.
type bounds struct {
	entries int   // of the zip
	xml     int64 // bytes of the parts that are read
	unzip   int64 // bytes of all parts, as the zip says
	depth   int   // of elements in elements
	tags    int
	rows    int // of tables, as elements
	cells   int // of tables, as elements
	grid    int // cells of the tables that are made of them
	text    int // bytes of the cells' and paragraphs' text
}

// A list of 57 tasks has one part of 200 kB; the bounds keep what a hostile file of
// 2 MB can make of itself within 128 MiB. A form of a hundred tasks unpacks to
// 300 KB.
var (
	listBounds = bounds{entries: 2_000, xml: 32 << 20, unzip: 64 << 20, depth: 256, tags: 1_500_000, rows: maxRows, cells: maxCells, grid: maxCells, text: 8 << 20}
	formBounds = bounds{entries: 100, xml: 6 << 20, unzip: 6 << 20, depth: 64, tags: 300_000, rows: maxRows, cells: maxCells, grid: maxCells, text: 2 << 20}
)

// What a table may be, in whatever kind of file.
const (
	maxRows    = 10_000
	maxCells   = 200_000
	maxColumns = 256
)

var (
	errTooMuch = errors.New("more than a list can be")
	errTooDeep = errors.New("deeper or larger than any document")
)

// officePackage is a zip of which no more is read than its bounds allow.
type officePackage struct {
	parts map[string]*zip.File // by partName
	left  bounds
	over  error // the first bound that was met
	read  map[string]bool
	words strings.Builder // what stands in the parts that were read, shown or not
	names strings.Builder // what stands in their attributes that bear words
}

// readPackage reads a Word or Excel file by what it holds.
func readPackage(data []byte, within bounds) (d document, refusal string) {
	p, refusal := openPackage(data, within)
	if refusal != "" {
		return document{}, refusal
	}
	switch {
	case p.parts[workbookPart] != nil:
		d, refusal = readWorkbook(p)
	case p.main() != "":
		d, refusal = readWord(p)
	default:
		refusal = otherZip
	}
	p.rest()
	d.words = p.words.String() + "\n" + p.names.String()
	switch {
	case errors.Is(p.over, errTooMuch):
		return document{}, tooManyRows
	case p.over != nil:
		return document{}, tooDeep
	case refusal != "":
		return document{words: d.words}, refusal
	}
	return d, ""
}

// openPackage refuses a zip that would grow beyond the bounds, and one in which
// two parts have one name: which of them others read is anybody's guess.
func openPackage(data []byte, within bounds) (*officePackage, string) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damagedFile
	}
	if len(z.File) > within.entries {
		return nil, tooDeep
	}
	p := &officePackage{parts: make(map[string]*zip.File, len(z.File)), left: within, read: map[string]bool{}}
	total := uint64(0)
	for _, f := range z.File {
		total += f.UncompressedSize64
		if total > uint64(within.unzip) || total < f.UncompressedSize64 {
			return nil, tooDeep
		}
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		name := partName(f.Name)
		if p.parts[name] != nil {
			return nil, tooDeep
		}
		p.parts[name] = f
	}
	return p, ""
}

// partName is the form in which the names of parts are compared: as a path from
// the package's root, without a way out of it, in lower case.
func partName(name string) string {
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/"))
}

// partAt is the name of the part that a relation of a part in dir leads to.
func partAt(dir, to string) string {
	if strings.HasPrefix(to, "/") || strings.HasPrefix(to, `\`) {
		return partName(to)
	}
	return partName(dir + "/" + to)
}

// open opens a part for reading within the bounds.
func (p *officePackage) open(name string) (*partReader, bool) {
	f := p.parts[name]
	if f == nil || p.over != nil {
		return nil, false
	}
	r, err := f.Open()
	if err != nil {
		return nil, false
	}
	p.read[name] = true
	x := &partReader{of: p, from: r}
	x.raw = xml.NewDecoder(boundedPart{x})
	return x, true
}

// rest reads the parts that no reader had a use for, headers, remarks and hidden
// sheets among them, so that their words are known too.
func (p *officePackage) rest() {
	var names []string
	for name := range p.parts {
		if !p.read[name] && slices.Contains([]string{".xml", ".rels", ".vml"}, path.Ext(name)) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		x, ok := p.open(name)
		if !ok {
			continue
		}
		for {
			if _, err := x.Token(); err != nil { // what is damaged is for its reader to refuse
				break
			}
		}
		x.Close()
	}
}

// decode reads a whole part into v; false where it is missing or damaged.
func (p *officePackage) decode(name string, v any) bool {
	x, ok := p.open(name)
	if !ok {
		return false
	}
	defer x.Close()
	return xml.NewTokenDecoder(x).Decode(v) == nil
}

// spend takes n of what is left of a bound.
func (p *officePackage) spend(left *int, n int, over error) error {
	if *left -= n; *left < 0 {
		return p.exceed(over)
	}
	return nil
}

// exceed remembers the first bound that was met; nothing is read any more.
func (p *officePackage) exceed(over error) error {
	p.over = cmp.Or(p.over, over)
	return p.over
}

// partReader reads one part. Whatever reads it, every token passes through Token
// and is counted there.
type partReader struct {
	of    *officePackage
	from  io.ReadCloser
	raw   *xml.Decoder
	depth int
	said  bool // text of the element itself came last
}

// Close ends the reading of the part.
func (x *partReader) Close() { _ = x.from.Close() } // it was only read

// Token is the next token as it stands in the part, for a decoder.
func (x *partReader) Token() (xml.Token, error) {
	if x.of.over != nil {
		return nil, x.of.over
	}
	t, err := x.raw.RawToken()
	if err == nil {
		err = x.count(t)
	}
	if err = cmp.Or(x.of.over, err); err != nil {
		return nil, err
	}
	return t, nil
}

// count counts a token against the bounds, and keeps its words.
func (x *partReader) count(t xml.Token) error {
	p := x.of
	switch t := t.(type) {
	case xml.StartElement:
		if x.depth++; x.depth > p.left.depth {
			return p.exceed(errTooDeep)
		}
		x.said = false
		for _, a := range t.Attr {
			if slices.Contains(wordy, a.Name.Local) && a.Value != "" {
				p.names.WriteString(a.Value + "\n | \n")
			}
		}
		if err := p.spend(&p.left.tags, 1, errTooDeep); err != nil {
			return err
		}
		switch t.Name.Local {
		case "row", "tr":
			return p.spend(&p.left.rows, 1, errTooMuch)
		case "c", "tc":
			return p.spend(&p.left.cells, 1, errTooMuch)
		}
	case xml.CharData:
		x.said = x.said || len(bytes.TrimSpace(t)) > 0
		p.words.Write(t)
	case xml.EndElement:
		x.depth--
		x.part(t.Name.Local)
		x.said = false
	}
	return nil
}

// wordy are the attributes in which people's own words stand: the names of sheets, of
// ranges and tables, what is said of pictures, and of what a cell may hold.
var wordy = []string{"name", "displayName", "title", "descr", "alt", "comment", "prompt", "promptTitle", "error", "errorTitle", "tooltip"}

// part parts the words of one element from those of the next: paragraphs and rows
// by a line, cells and whatever else has words by a bar. Runs of a paragraph go on.
func (x *partReader) part(element string) {
	switch element {
	case "t", "r", "delText", "instrText":
	case "p", "si", "br", "row", "tr":
		x.of.words.WriteByte('\n')
	case "c", "tc":
		x.of.words.WriteString(" | ")
	default:
		if x.said {
			x.of.words.WriteString(" | ")
		}
	}
}

// boundedPart reads the bytes of a part as far as the package's bounds go.
type boundedPart struct{ *partReader }

func (b boundedPart) Read(into []byte) (int, error) {
	n, err := b.from.Read(into)
	if b.of.left.xml -= int64(n); b.of.left.xml < 0 {
		return 0, b.of.exceed(errTooDeep)
	}
	return n, err
}
