package intake

import (
	"iter"
	"slices"
	"unicode"
)

// Nearest returns what stands in texts and is nearest to a word that does not:
// written with other characters of the same sound, or, from three characters on,
// with one that is wrong. It is empty where there is nothing so near.
func (w Word) Nearest(texts iter.Seq[string]) string {
	word := []rune(w.text)
	if len(word) < 2 || !slices.ContainsFunc(word, isHan) {
		return ""
	}
	best, least := "", mistake{wrong: 2}
	if len(word) < 3 {
		least.wrong = 1
	}
	for text := range texts {
		runes := []rune(key(text))
		for i := range len(runes) - len(word) + 1 {
			window := runes[i : i+len(word)]
			if m := w.mistaken(word, window, least.wrong); m.less(least) {
				best, least = string(window), m
			}
		}
	}
	return best
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// mistake is how a word differs from another: characters that are wrong, and
// those that only sound right.
type mistake struct{ wrong, sound int }

func (m mistake) less(o mistake) bool {
	return m.wrong < o.wrong || m.wrong == o.wrong && m.sound < o.sound
}

// mistaken compares two words of one length and gives up after most characters
// that are wrong.
func (w Word) mistaken(word, other []rune, most int) (m mistake) {
	for i, r := range word {
		switch {
		case other[i] == r:
		case other[i] == ' ', m.wrong == most:
			return mistake{wrong: most + 1}
		case w.sounds.alike(r, other[i]):
			m.sound++
		default:
			m.wrong++
		}
	}
	return m
}
