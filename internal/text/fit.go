package text

import (
	"strings"
	"unicode/utf16"
)

// Room is how much one message may show, in UTF-16 units without its markup: the
// platform refuses more.
const Room = 4096

// width is how much room a message takes.
func width(html string) (units int) {
	for _, r := range Plain(html) {
		units += max(1, utf16.RuneLen(r))
	}
	return units
}

// Takes is how much room a message takes.
func (v Voice) Takes(message any) int { return width(v.Say(message)) }

// Parts cuts a message that takes more than room into several, between lines where
// it can, and closes and opens anew in each what the cut runs through. Nothing of
// it is lost, and one that fits is one part.
func Parts(html string, room int) []string {
	if width(html) <= room {
		return []string{html}
	}
	var parts []string
	part, used := "", 0
	for _, line := range strings.SplitAfter(html, "\n") {
		for _, piece := range pieces(line, room) {
			n := width(piece)
			if used+n > room {
				parts, part, used = append(parts, part), "", 0
			}
			part, used = part+piece, used+n
		}
	}
	return closed(append(parts, part))
}

// Fit is a message that takes no more than room: a longer one ends where it must,
// with a word that there is more.
func (v Voice) Fit(html string, room int) string {
	if width(html) <= room {
		return html
	}
	tail := v.Label("more")
	return strings.TrimRight(Parts(html, room-width(tail)-1)[0], "\n") + "\n" + tail
}

// pieces cuts a line into what fits, never within a tag or an entity.
func pieces(line string, room int) (all []string) {
	piece, used := "", 0
	for line != "" {
		first := atom(line)
		line = line[len(first):]
		n := width(first)
		if used+n > room {
			all, piece, used = append(all, piece), "", 0
		}
		piece, used = piece+first, used+n
	}
	return append(all, piece)
}

// atom is a tag, an entity or a character: the first thing of a message that is not
// cut.
func atom(html string) string {
	for open, end := range map[byte]string{'<': ">", '&': ";"} {
		if i := strings.Index(html, end); html[0] == open && i > 0 {
			return html[:i+1]
		}
	}
	for i := range html {
		if i > 0 {
			return html[:i]
		}
	}
	return html
}

// closed makes each part whole: what is open at its end is closed there, and opened
// again in the next.
func closed(parts []string) []string {
	var open []string
	for i, part := range parts {
		begin := strings.Join(open, "")
		for rest := part; rest != ""; {
			tag := atom(rest)
			rest = rest[len(tag):]
			switch {
			case strings.HasPrefix(tag, "</") && len(open) > 0:
				open = open[:len(open)-1]
			case strings.HasPrefix(tag, "<") && strings.HasSuffix(tag, ">"):
				open = append(open, tag)
			}
		}
		end := ""
		for _, tag := range open {
			end = "</" + strings.Trim(tag, "<>") + ">" + end
		}
		parts[i] = begin + part + end
	}
	return parts
}
