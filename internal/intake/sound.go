package intake

import (
	"strings"

	"github.com/mozillazg/go-pinyin"
)

// sounds knows how characters are read. It is filled as it is asked, because a
// list has some thousand of the twenty thousand characters there are.
type sounds struct {
	known [lastHan - firstHan + 1]*reading
}

const firstHan, lastHan = '一', '鿿'

// reading is all the ways a character is read, without tones; ü is u, as most
// keyboards have it.
type reading struct {
	syllables []string
	initials  uint32 // a bit for each letter one of them begins with
}

var heteronyms = pinyin.Args{Style: pinyin.Normal, Heteronym: true}

// of returns how a character is read, nil where it is none.
func (s *sounds) of(r rune) *reading {
	if r < firstHan || r > lastHan {
		return nil
	}
	at := &s.known[r-firstHan]
	if *at == nil {
		*at = &reading{}
		for _, p := range pinyin.SinglePinyin(r, heteronyms) {
			(*at).add(strings.ReplaceAll(p, "v", "u"))
		}
	}
	return *at
}

func (r *reading) add(syllable string) {
	if syllable == "" || !isLetters(syllable) {
		return
	}
	r.syllables = append(r.syllables, syllable)
	r.initials |= 1 << (syllable[0] - 'a')
}

// bites are the numbers of letters that may stand for the character at the
// beginning of letters, a bit for each: its first letter, zh, ch or sh, a whole
// syllable, or as much of one as was typed.
func (r *reading) bites(letters string) (lengths uint64) {
	if r.initials&(1<<(letters[0]-'a')) == 0 {
		return 0
	}
	lengths = 1 << 1
	for _, s := range r.syllables {
		switch {
		case strings.HasPrefix(letters, s):
			lengths |= 1 << len(s)
		case strings.HasPrefix(s, letters):
			lengths |= 1 << len(letters)
		}
		if len(s) > 1 && s[1] == 'h' && strings.HasPrefix(letters, s[:2]) {
			lengths |= 1 << 2
		}
	}
	return lengths
}

// A word is heard as sounds where it is of so many letters and they stand for
// several characters.
const (
	leastLetters = 2
	mostLetters  = 60 // of a bit for each in 64
)

// spell returns how many characters at the beginning of text letters stand for,
// as their first letters, whole syllables, or both mixed; 0 where they do not, or
// for fewer than two.
func (s *sounds) spell(letters string, text []rune) int {
	if len(letters) < leastLetters || len(letters) > mostLetters {
		return 0
	}
	reached, end := uint64(1), uint64(1)<<len(letters)
	for i, r := range text {
		heard := s.of(r)
		if heard == nil {
			return 0
		}
		next := uint64(0)
		for at := range letters {
			if reached&(1<<at) != 0 {
				next |= heard.bites(letters[at:]) << at
			}
		}
		if reached = next; reached == 0 {
			return 0
		}
		if reached&end != 0 && i > 0 {
			return i + 1
		}
	}
	return 0
}

// alike reports whether two characters may sound the same.
func (s *sounds) alike(a, b rune) bool {
	one, other := s.of(a), s.of(b)
	if one == nil || other == nil || one.initials&other.initials == 0 {
		return false
	}
	for _, x := range one.syllables {
		for _, y := range other.syllables {
			if x == y {
				return true
			}
		}
	}
	return false
}

func isLetters(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return s != ""
}
