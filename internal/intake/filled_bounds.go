package intake

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
)

// formPart reads one part to its end, and no further than left, whatever its head
// says of its size.
func formPart(part *zip.File, left *int64) FormFault {
	in, err := part.Open()
	if err != nil {
		return NotForm
	}
	defer in.Close()
	bounded := &io.LimitedReader{R: in, N: *left + 1}
	shallow := true
	switch path.Ext(part.Name) {
	case ".xml", ".rels":
		shallow = isShallow(bounded)
	}
	if _, err := io.Copy(io.Discard, bounded); err != nil {
		return NotForm
	}
	if *left = bounded.N - 1; *left < 0 || !shallow {
		return FormTooLarge
	}
	return ""
}

// isShallow reports whether no element stands deeper than a form needs. What is no
// XML is for others to refuse.
func isShallow(in io.Reader) bool {
	d := xml.NewDecoder(in)
	d.Strict = false
	for depth := 0; ; {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) || err != nil {
			return true
		}
		switch token.(type) {
		case xml.StartElement:
			if depth++; depth > maxFormDepth {
				return false
			}
		case xml.EndElement:
			depth--
		}
	}
}
