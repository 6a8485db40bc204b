package sandbox

import (
	"strings"
	"unicode/utf8"
)

// htmlTypes are the tags Telegram takes and what they make of a text. Tags
// whose attributes matter (a, pre, code, span, blockquote) are finished by
// htmlParser.close.
var htmlTypes = map[string]string{
	"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
	"tg-spoiler": "spoiler", "span": "spoiler", "a": "text_link", "pre": "pre", "code": "code",
	"blockquote": "blockquote",
}

// htmlParser reads the HTML of parse_mode HTML. Offsets in its errors are
// bytes of the source, those of entities are UTF-16 units of the result.
type htmlParser struct {
	src      string
	pos      int
	out      []byte
	units    int
	open     []openTag
	entities []Entity
	broken   bool // a numeric reference named half a surrogate pair
}

type openTag struct {
	name, argument string
	units, bytes   int
}

// parseHTML returns the plain text and its entities, or an error in
// Telegram's words.
func parseHTML(src string) (string, []Entity, error) {
	p := &htmlParser{src: src}
	for p.pos < len(src) {
		if err := p.step(); err != nil {
			return "", nil, err
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, inWords("Can't find end tag corresponding to start tag %q", p.open[n-1].name)
	}
	if p.broken {
		return "", nil, inWords("Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units")
	}
	for i := range p.entities {
		if p.entities[i].Type == "code" {
			p.entities[i].Language = ""
		}
	}
	sortEntities(p.entities)
	return string(p.out), p.entities, nil
}

// at is the byte at i, 0 at the end.
func (p *htmlParser) at(i int) byte {
	if i < len(p.src) {
		return p.src[i]
	}
	return 0
}

func (p *htmlParser) step() error {
	switch c := p.src[p.pos]; {
	case c == '&':
		if r, next := p.reference(p.pos); r != 0 {
			p.pos = next
			p.put(r)
			return nil
		}
		p.put('&')
		p.pos++
	case c == '<' && p.at(p.pos+1) == '/':
		return p.endTag()
	case c == '<':
		return p.startTag()
	default:
		r, n := utf8.DecodeRuneInString(p.src[p.pos:])
		p.put(r)
		p.pos += n
	}
	return nil
}

func (p *htmlParser) put(r rune) {
	if r >= 0xd800 && r <= 0xdfff {
		p.broken = true
	}
	p.out = utf8.AppendRune(p.out, r)
	p.units++
	if r > 0xffff {
		p.units++
	}
}

// reference decodes the character reference at i; r is 0 if it is none and
// stands for itself. The semicolon is optional.
func (p *htmlParser) reference(i int) (r rune, next int) {
	end := i + 1
	var code uint32
	if p.at(i+1) == '#' {
		code, end = p.numeric(i + 2)
		if code == 0 || code >= 0x10ffff || end-i >= 10 {
			return 0, i
		}
	} else {
		for isAlpha(p.at(end)) {
			end++
		}
		code = map[string]uint32{"lt": '<', "gt": '>', "amp": '&', "quot": '"'}[p.src[i+1:end]]
		if code == 0 {
			return 0, i
		}
	}
	if p.at(end) == ';' {
		end++
	}
	return rune(code), end
}

func (p *htmlParser) numeric(i int) (code uint32, end int) {
	base := uint32(10)
	if p.at(i) == 'x' {
		base = 16
		i++
	}
	for ; ; i++ {
		digit := strings.IndexByte("0123456789abcdef", lower(p.at(i)))
		if p.at(i) == 0 || digit < 0 || uint32(digit) >= base {
			return code, i
		}
		code = code*base + uint32(digit)
	}
}

func isBlank(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == 0
}

func isAlpha(c byte) bool { c = lower(c); return c >= 'a' && c <= 'z' }

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
