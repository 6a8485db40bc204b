package duban

import (
	"regexp"
	"strings"
	"unicode"
)

// marking is a secrecy marking as papers bear it: the level with its star, or
// the field of that name. The bare words are no marking. Papers space the two
// characters of a level apart.
var marking = regexp.MustCompile(`(秘 *密|机 *密|绝 *密) *[★☆*＊]|密 *级 *[:：] *(秘 *密|机 *密|绝 *密|内 *部)`)

// Marking reports whether text bears a secrecy marking: such a message is not
// stored, not logged and not quarantined.
func Marking(text string) bool {
	return marking.MatchString(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, text))
}
