package duban

import (
	"strings"
	"unicode"
)

// How much alike the words of two tasks must be, as Likeness measures it. The two
// most alike of the published list's 57 tasks reach 0.26, so words that are
// another task's stay well below doubt.
const (
	sameTask  = 0.60 // the same task, worded anew
	maybeTask = 0.30 // perhaps: a person decides
	rivalTask = 0.10 // two candidates closer than this are both doubtful
)

// WordsKey is the form in which words are compared: without blanks and
// punctuation, in half-width, small letters. What makes a number another one
// stays: 1.2万 is not 12万, and 60% is not 60.
func WordsKey(s string) string {
	runes := []rune(strings.ToLower(foldWidth(s)))
	digit := func(i int) bool { return i >= 0 && i < len(runes) && unicode.IsDigit(runes[i]) }
	var key strings.Builder
	for i, r := range runes {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || r == '%' || r == '.' && digit(i-1) && digit(i+1) {
			key.WriteRune(r)
		}
	}
	return key.String()
}

// Likeness tells how much alike two texts are, from 0 to 1: the share of pairs of
// neighbouring characters they have in common, blanks and punctuation aside.
func Likeness(a, b string) float64 { return gramsOf(a).likeness(gramsOf(b)) }

// grams is how often each pair of neighbouring characters stands in a text.
type grams struct {
	count map[[2]rune]int
	total int
}

func gramsOf(s string) grams {
	g := grams{count: map[[2]rune]int{}}
	last := rune(0) // a text of one character has one pair as well
	for _, r := range WordsKey(s) {
		g.count[[2]rune{last, r}]++
		g.total++
		last = r
	}
	return g
}

func (g grams) likeness(other grams) float64 {
	if g.total+other.total == 0 {
		return 1
	}
	common := 0
	for pair, n := range g.count {
		common += min(n, other.count[pair])
	}
	return 2 * float64(common) / float64(g.total+other.total)
}
