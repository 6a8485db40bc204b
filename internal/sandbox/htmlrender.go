package sandbox

import (
	"html"
	"slices"
	"strings"
	"unicode/utf16"
)

// openings are the start tags of entities; what is missing here is left plain.
var openings = map[string][2]string{
	"bold": {"<b>", "</b>"}, "italic": {"<i>", "</i>"}, "underline": {"<u>", "</u>"}, "strikethrough": {"<s>", "</s>"},
	"code": {"<code>", "</code>"}, "pre": {"<pre>", "</pre>"}, "blockquote": {"<blockquote>", "</blockquote>"},
	"expandable_blockquote": {`<blockquote class="tg-expandable">`, "</blockquote>"},
	"spoiler":               {`<span class="tg-spoiler">`, "</span>"},
	"bot_command":           {`<span class="tg-command">`, "</span>"},
	"mention":               {`<span class="tg-mention">`, "</span>"},
	"text_mention":          {`<span class="tg-mention">`, "</span>"},
	"hashtag":               {`<span class="tg-hashtag">`, "</span>"},
}

// renderHTML is the text with its entities as HTML that needs no cleaning:
// the only tags are those of openings and links with a checked address.
func renderHTML(text string, entities []Entity) string {
	units := utf16.Encode([]rune(text))
	entities = slices.Clone(entities)
	sortEntities(entities)
	var out strings.Builder
	var open []Entity
	pos := 0
	for _, e := range entities {
		start := clampTo(e.Offset, pos, len(units))
		open = closeUntil(&out, units, open, &pos, start)
		out.WriteString(escape(units[pos:start]))
		pos = start
		if n := len(open); n > 0 { // an entity that sticks out of another one is cut to it
			e.Length = min(e.Offset+e.Length, open[n-1].Offset+open[n-1].Length) - e.Offset
		}
		out.WriteString(opening(e, units))
		open = append(open, e)
	}
	closeUntil(&out, units, open, &pos, len(units)+1)
	out.WriteString(escape(units[pos:]))
	return out.String()
}

// closeUntil ends the open entities that end at or before limit.
func closeUntil(out *strings.Builder, units []uint16, open []Entity, pos *int, limit int) []Entity {
	for n := len(open); n > 0; n = len(open) {
		last := open[n-1]
		end := clampTo(last.Offset+last.Length, *pos, len(units))
		if end > limit {
			break
		}
		out.WriteString(escape(units[*pos:end]))
		*pos = end
		out.WriteString(closing(last))
		open = open[:n-1]
	}
	return open
}

func opening(e Entity, units []uint16) string {
	switch e.Type {
	case "text_link":
		return link(e.URL)
	case "url":
		end := clampTo(e.Offset+e.Length, 0, len(units))
		return link(string(utf16.Decode(units[clampTo(e.Offset, 0, end):end])))
	}
	return openings[e.Type][0]
}

func closing(e Entity) string {
	if e.Type == "text_link" || e.Type == "url" {
		return "</a>"
	}
	return openings[e.Type][1]
}

func link(address string) string {
	return `<a href="` + html.EscapeString(address) + `" target="_blank" rel="noopener noreferrer nofollow">`
}

func escape(units []uint16) string { return html.EscapeString(string(utf16.Decode(units))) }

func clampTo(n, low, high int) int { return min(max(n, low), high) }

// indexUTF16 is where part begins in text, in UTF-16 units, or -1.
func indexUTF16(text, part string) int {
	i := strings.Index(text, part)
	if i < 0 {
		return -1
	}
	return utf16Len(text[:i])
}
