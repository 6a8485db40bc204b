package sandbox

import (
	"strings"
	"unicode/utf8"
)

func (p *htmlParser) startTag() error {
	begin := p.pos
	p.pos++
	name := strings.ToLower(p.until(func(c byte) bool { return c == '>' }))
	if p.at(p.pos) == 0 {
		return inWords("Unclosed start tag at byte offset %d", begin)
	}
	if htmlTypes[name] == "" {
		return inWords("Unsupported start tag \"%s\" at byte offset %d", name, begin)
	}
	tag := openTag{name: name, units: p.units, bytes: len(p.out)}
	for p.at(p.pos) != '>' {
		if err := p.attribute(&tag, begin); err != nil {
			return err
		}
	}
	p.pos++
	if name == "span" && tag.argument != "spoiler" {
		return inWords("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin)
	}
	p.open = append(p.open, tag)
	return nil
}

// until reads up to white space, the end or a stop character.
func (p *htmlParser) until(stop func(byte) bool) string {
	from := p.pos
	for !isBlank(p.at(p.pos)) && !stop(p.at(p.pos)) {
		p.pos++
	}
	return p.src[from:p.pos]
}

func (p *htmlParser) skipBlanks() {
	for p.at(p.pos) != 0 && isBlank(p.at(p.pos)) {
		p.pos++
	}
}

func (p *htmlParser) attribute(tag *openTag, begin int) error {
	p.skipBlanks()
	if p.at(p.pos) == '>' {
		return nil
	}
	name := p.until(func(c byte) bool { return strings.IndexByte("=>/\"'", c) >= 0 })
	if name == "" {
		return inWords("Empty attribute name in the tag \"%s\" at byte offset %d", tag.name, begin)
	}
	p.skipBlanks()
	if p.at(p.pos) == '=' {
		p.pos++
		p.skipBlanks()
	} else if p.at(p.pos) != 0 {
		tag.set(name, "")
		return nil
	}
	if p.at(p.pos) == 0 {
		return inWords("Unclosed start tag \"%s\" at byte offset %d", tag.name, begin)
	}
	value, err := p.value()
	if err != nil {
		return err
	}
	if p.at(p.pos) == 0 {
		return inWords("Unclosed start tag at byte offset %d", begin)
	}
	tag.set(name, value)
	return nil
}

func (p *htmlParser) value() (string, error) {
	quote := p.at(p.pos)
	if quote != '"' && quote != '\'' {
		begin := p.pos
		for c := p.at(p.pos); isAlpha(c) || c >= '0' && c <= '9' || c == '.' || c == '-'; c = p.at(p.pos) {
			p.pos++
		}
		if c := p.at(p.pos); !isBlank(c) && c != '>' {
			return "", inWords("Unexpected end of name token at byte offset %d", begin)
		}
		return strings.ToLower(p.src[begin:p.pos]), nil
	}
	var value []byte
	p.pos++
	for c := p.at(p.pos); c != quote && c != 0; c = p.at(p.pos) {
		if r, next := p.reference(p.pos); c == '&' && r != 0 {
			value = utf8.AppendRune(value, r)
			p.pos = next
			continue
		}
		value = append(value, c)
		p.pos++
	}
	if p.at(p.pos) == quote {
		p.pos++
	}
	return string(value), nil
}

// set keeps the one attribute that matters to the tag.
func (t *openTag) set(name, value string) {
	switch {
	case t.name == "a" && name == "href":
		t.argument = value
	case t.name == "code" && name == "class" && strings.HasPrefix(value, "language-"):
		t.argument = value[len("language-"):]
	case t.name == "span" && name == "class" && strings.HasPrefix(value, "tg-"):
		t.argument = value[len("tg-"):]
	case t.name == "blockquote" && name == "expandable":
		t.argument = "1"
	}
}

func (p *htmlParser) endTag() error {
	begin := p.pos
	if len(p.open) == 0 {
		return inWords("Unexpected end tag at byte offset %d", begin)
	}
	p.pos += 2
	name := strings.ToLower(p.until(func(c byte) bool { return c == '>' }))
	p.skipBlanks()
	if p.at(p.pos) != '>' {
		return inWords("Unclosed end tag at byte offset %d", begin)
	}
	p.pos++
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return inWords("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, tag.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	if p.units > tag.units {
		p.close(tag)
	}
	return nil
}

// close turns a finished tag into an entity.
func (p *htmlParser) close(tag openTag) {
	e := Entity{Type: htmlTypes[tag.name], Offset: tag.units, Length: p.units - tag.units}
	last := &Entity{}
	if n := len(p.entities); n > 0 && p.entities[n-1].Offset == e.Offset && p.entities[n-1].Length == e.Length {
		last = &p.entities[n-1]
	}
	switch tag.name {
	case "a":
		if tag.argument == "" {
			tag.argument = string(p.out[tag.bytes:])
		}
		if e = linkEntity(e, tag.argument); e.Type == "" {
			return
		}
	case "pre":
		if last.Type == "code" && last.Language != "" {
			last.Type = "pre"
			return
		}
	case "code":
		if last.Type == "pre" && tag.argument != "" {
			last.Language = tag.argument
			return
		}
		e.Language = tag.argument
	case "blockquote":
		if tag.argument != "" {
			e.Type = "expandable_blockquote"
		}
	}
	p.entities = append(p.entities, e)
}
