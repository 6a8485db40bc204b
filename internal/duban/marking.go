package duban

import (
	"regexp"
	"strings"
)

// marking is a secrecy marking as papers bear it: the level with its star, or
// the field of that name. The bare words are no marking.
var marking = regexp.MustCompile(`(秘密|机密|绝密)\s*[★☆*＊]|密\s*级\s*[:：]\s*(秘密|机密|绝密|内部)`)

// Marking reports whether text bears a secrecy marking: such a message is not
// stored, not logged and not quarantined.
func Marking(text string) bool { return marking.MatchString(strings.ReplaceAll(text, "\u3000", " ")) }
