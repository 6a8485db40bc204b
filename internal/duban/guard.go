package duban

import "unicode"

// Finding is why words may not be kept: they are then neither stored nor logged.
// The zero value says that they may.
type Finding struct {
	Marking bool // a secrecy marking, as papers bear it: 机密★1年, 密级：秘密
	Numbers int  // identity and bank card numbers
	Secret  bool // words that call something secret without a marking: 属于机密
}

// Clean reports whether the words may be kept.
func (f Finding) Clean() bool { return f == Finding{} }

// Inspect looks through words before they are kept. Characters that show as
// nothing, blanks between characters, full width and traditional characters hide
// nothing. The cells of a table must be parted by bars, so that the numbers of two
// are not read as one. It takes time in proportion to the length of the text.
func Inspect(text string) Finding {
	var f Finding
	g := guarded(text)
	if g.digits >= shortIdentity {
		f.Numbers = g.numbers()
	}
	if g.secrets > 0 {
		f.Marking, f.Secret = g.secrecy()
	}
	return f
}

// KeptName is a name that somebody gave themselves or a group, empty where it may not
// be kept.
func KeptName(name string) string {
	if !Inspect(name).Clean() {
		return ""
	}
	return name
}

// letters is a text in the form in which the guard compares it: without what shows
// as nothing, and with what stood before each character told apart from it.
type letters struct {
	runes []rune
	gaps  []gap
	// How many digits and how many 密 there are, since most texts have too few for
	// anything to be found.
	digits, secrets int
}

// gap is what parts a character from the one before it.
type gap byte

const (
	noGap gap = iota
	blank
	newLine
)

func guarded(text string) letters {
	g := letters{runes: make([]rune, 0, len(text)/2), gaps: make([]gap, 0, len(text)/2)}
	before := noGap
	for _, r := range text {
		switch between := gapOf(r); {
		case between >= blank:
			before = max(before, between)
			continue
		case shapeless(r):
			continue
		}
		r = plain(r)
		switch {
		case isDigit(r), figure(r) >= 0:
			g.digits++
		case r == secrecy:
			g.secrets++
		}
		g.runes, g.gaps = append(g.runes, r), append(g.gaps, before)
		before = noGap
	}
	return g
}

func gapOf(r rune) gap {
	switch {
	case r > ' ' && r < 0x7f, r >= 0x3400 && r <= 0x9fff:
		return noGap
	case r == '\n', r == '\r', r == '\v', r == '\f', r == 0x85, r == 0x2028, r == 0x2029:
		return newLine
	case unicode.IsSpace(r), unicode.IsControl(r), r == 0x2800, r == 0x3164, r == 0xffa0, r == 0x115f, r == 0x1160:
		return blank
	}
	return noGap
}

// shapeless tells characters that show as nothing or only change how another one
// looks: of no width, variation selectors, soft hyphens, combining marks.
func shapeless(r rune) bool {
	return r >= 0x80 && (r < 0x3400 || r > 0x9fff) && unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me)
}

// plain gives a character the form in which it is compared: half width, simplified,
// one star for all, one dash for all.
func plain(r rune) rune {
	switch {
	case r < 0x80:
		return r
	case r >= 0x3400 && r <= 0x9fff:
		if s, traditional := simplified[r]; traditional {
			return s
		}
		return r
	case r >= 0xff01 && r <= 0xff5e:
		return r - 0xfee0
	case isStar(r):
		return '★'
	case r >= 0x2010 && r <= 0x2015, r == 0x2212, r == 0x2500, r == 0xfe58, r == 0xfe63:
		return '-'
	}
	return r
}

// isStar tells the stars of papers, keyboards and symbol tables.
func isStar(r rune) bool {
	return r == 0x2605 || r == 0x2606 || r >= 0x2721 && r <= 0x274b && r != 0x2727 || r == 0x22c6 || r == 0x2217 ||
		r == 0x204e || r == 0x2051 || r == 0x2042 || r == 0x203b || r >= 0x2b50 && r <= 0x2b52 || r >= 0x2bea && r <= 0x2beb ||
		r == 0x066d || r == 0xa673 || r == 0xfe61 || r >= 0x1f31f && r <= 0x1f320 || r >= 0x1f7c0 && r <= 0x1f7d8
}

// at is the character at i, 0 outside the text.
func (g letters) at(i int) rune {
	if i < 0 || i >= len(g.runes) {
		return 0
	}
	return g.runes[i]
}

// follows reports whether words stand at i.
func (g letters) follows(i int, words string) bool {
	for _, r := range words {
		if g.at(i) != r {
			return false
		}
		i++
	}
	return true
}

// firstOf returns the first of the words that stands at i, empty for none.
func (g letters) firstOf(i int, words ...string) string {
	for _, w := range words {
		if g.follows(i, w) {
			return w
		}
	}
	return ""
}
