package intake

import "unicode"

// fold gives each rune the form in which it is compared: half-width, lower
// case, every kind of blank a space, every kind of dash a hyphen. One rune
// stays one rune, so that positions in the folded text are positions in the
// original.
func fold(text []rune) []rune {
	folded := make([]rune, len(text))
	for i, r := range text {
		folded[i] = foldRune(r)
	}
	return folded
}

func foldRune(r rune) rune {
	switch {
	case r == '\n':
		return r
	case isBlank(r):
		return ' '
	case r >= '\uff01' && r <= '\uff5e':
		r -= 0xfee0
	}
	switch r {
	case '–', '—', '―', '−', '‐', '‑', '─', '~', '〜', '∼':
		return '-'
	case '【', '〔', '［':
		return '['
	case '】', '〕', '］':
		return ']'
	case '·', '•', '●', '▪', '■', '◆', '○':
		return '·'
	}
	return unicode.ToLower(r)
}

// isBlank reports whether r shows as nothing: spaces, controls, and the marks
// of no width that come with pasted text.
func isBlank(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}
