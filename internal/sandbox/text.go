package sandbox

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxText     = 4096 // UTF-16 units after parsing
	maxCaption  = 1024
	maxRawBytes = 1 << 15
)

// detected are the types of entities that Telegram finds itself, whoever else
// names them.
var detected = []string{"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}

// formatted is a text with what parse_mode or entities made of it.
type formatted struct {
	text     string
	entities []Entity
}

// readText takes text and formatting from the named parameters.
func (s *Server) readText(c *call, name, entities string, empty bool) (formatted, *refusal) {
	f := formatted{text: c.arg(name)}
	if len(f.text) > maxRawBytes {
		return f, bad("text is too long")
	}
	if !utf8.ValidString(f.text) {
		return f, bad("strings must be encoded in UTF-8")
	}
	mode := strings.ToLower(c.arg("parse_mode"))
	var no *refusal
	switch {
	case f.text == "" || mode == "" || mode == "none":
		f.entities, no = s.readEntities(c.arg(entities))
	case mode == "html":
		f, no = s.fromHTML(f.text)
	case mode == "markdown" || mode == "markdownv2":
		no = bad("sandbox: parse_mode %q is not simulated, use HTML", c.arg("parse_mode"))
	default:
		no = bad("unsupported parse_mode")
	}
	if no != nil {
		return f, no
	}
	return f.fix(empty)
}

func (s *Server) fromHTML(src string) (formatted, *refusal) {
	text, entities, err := parseHTML(src)
	if err != nil {
		return formatted{}, bad("can't parse entities: %v", err)
	}
	kept := entities[:0]
	for _, e := range entities {
		if p := s.world.People[e.User]; e.Type == "text_mention" && (p == nil || !p.Met) {
			continue
		}
		kept = append(kept, e)
	}
	return formatted{text, kept}, nil
}

// readEntities reads the parameter entities; what is not an array is ignored.
func (s *Server) readEntities(raw string) ([]Entity, *refusal) {
	var list []json.RawMessage
	if raw == "" || json.Unmarshal([]byte(raw), &list) != nil {
		return nil, nil
	}
	var out []Entity
	for _, item := range list {
		var w wireEntity
		if err := json.Unmarshal(item, &w); err != nil {
			return nil, bad("can't parse MessageEntity: expected an Object")
		}
		e := Entity{Type: w.Type, Offset: w.Offset, Length: w.Length, Language: w.Language}
		switch {
		case e.Offset < 0 || e.Offset > 1000000:
			return nil, bad("receive an entity with incorrect offset %d", e.Offset)
		case e.Length < 0 || e.Length > 1000000:
			return nil, bad("receive an entity with incorrect length %d", e.Length)
		case w.Type == "text_link":
			e = linkEntity(e, w.URL)
		case w.User != nil:
			e.User = w.User.ID
		}
		if e.Type != "" && openings[e.Type] == [2]string{} && e.Type != "text_link" && !slices.Contains(detected, e.Type) {
			return nil, bad("can't parse MessageEntity: Unsupported type specified")
		}
		if e.Length > 0 && !slices.Contains(detected, e.Type) {
			out = append(out, e)
		}
	}
	sortEntities(out)
	return out, nil
}

// fix cleans and trims the text as Telegram does and finds the commands,
// mentions, hashtags and addresses in it.
func (f formatted) fix(empty bool) (formatted, *refusal) {
	f = f.clean().trim()
	if isEmpty(f.text) {
		if !empty {
			return f, bad("text must be non-empty")
		}
		return formatted{}, nil
	}
	f.entities = f.clip()
	f.entities = append(f.entities, detect(f.text, f.entities)...)
	sortEntities(f.entities)
	return f, nil
}

// vanishes reports whether Telegram removes r from every text: carriage
// returns, line and paragraph separators, marks that turn the writing
// direction, and three combining lines. All are one UTF-16 unit.
func vanishes(r rune) bool {
	return r == '\r' || r >= 0x2028 && r <= 0x202e || r == 0x333 || r == 0x33f || r == 0x30a
}

// clean drops what vanishes and makes other control characters spaces.
func (f formatted) clean() formatted {
	var out strings.Builder
	units, entities := 0, append([]Entity(nil), f.entities...)
	for _, r := range f.text {
		if vanishes(r) {
			for i := range entities {
				entities[i].cutUnit(units)
			}
			continue
		}
		if r < ' ' && r != '\n' {
			r = ' '
		}
		out.WriteRune(r)
		units += utf16Len(string(r))
	}
	return formatted{out.String(), entities}
}

// cutUnit tells e that the unit at position at has gone.
func (e *Entity) cutUnit(at int) {
	switch {
	case e.Offset > at:
		e.Offset--
	case e.Offset+e.Length > at:
		e.Length--
	}
}

// trim cuts white space at the end and, up to the first entity, at the start.
func (f formatted) trim() formatted {
	f.text = strings.TrimRightFunc(f.text, unicode.IsSpace)
	limit := len(f.text)
	if len(f.entities) > 0 {
		limit = min(limit, f.entities[0].Offset) // blanks before it are one byte each
	}
	n := 0
	for n < limit && (f.text[n] == ' ' || f.text[n] == '\n') {
		n++
	}
	f.text = f.text[n:]
	for i := range f.entities {
		f.entities[i].Offset -= n
	}
	return f
}

// clip drops what entities say about places the text no longer has.
func (f formatted) clip() []Entity {
	end := utf16Len(f.text)
	var out []Entity
	for _, e := range f.entities {
		e.Length = min(e.Length, end-e.Offset)
		if e.Length > 0 && e.Type != "" {
			out = append(out, e)
		}
	}
	return out
}

// isEmpty reports whether a person would see nothing.
func isEmpty(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) && r != '\u2800' && r != '\u3164'
	}) < 0
}
