package intake

import (
	"strings"
	"unicode"
)

// thousands stands in a dense text for a comma between digits in the half-width
// form, which sets off thousands; every other comma parts clauses.
const thousands = '\''

// dense is folded text without the blanks and quotation marks that mean nothing,
// and where each of its runes stands in the original.
type dense struct {
	text   []rune
	at     []int
	quoted []bool // inside quotation or title marks
}

// newDense folds text. A blank remains where it parts two words or numbers of
// Latin script.
func newDense(text []rune) dense {
	var d dense
	depth, plain, blank := 0, false, false
	for i, r := range text {
		c := foldRune(r)
		switch {
		case c == ' ' || isBlank(c) && c != '\n':
			blank = true
			continue
		case strings.ContainsRune("“「『《‘", c):
			depth++
			continue
		case strings.ContainsRune("”」』》’", c):
			depth = max(depth-1, 0)
			continue
		case c == '"':
			plain = !plain
			continue
		case r == ',' && i > 0 && isDigit(text[i-1]) && i+1 < len(text) && isDigit(text[i+1]):
			c = thousands
		case c == '\n':
			depth, plain = 0, false
		}
		if n := len(d.text); blank && n > 0 && isASCIIWord(d.text[n-1]) && isASCIIWord(c) {
			d.put(' ', i, depth > 0 || plain)
		}
		blank = false
		d.put(c, i, depth > 0 || plain)
	}
	return d
}

func (d *dense) put(c rune, at int, quoted bool) {
	d.text, d.at, d.quoted = append(d.text, c), append(d.at, at), append(d.quoted, quoted)
}

// restoreCase gives letters the case they have in the original.
func (d *dense) restoreCase(original []rune) {
	for i, c := range d.text {
		if r := original[d.at[i]]; isLatin(c) && unicode.IsUpper(r) {
			d.text[i] = unicode.ToUpper(c)
		}
	}
}

// isASCIIWord reports whether r belongs to a word or number of Latin script, or
// ends one.
func isASCIIWord(r rune) bool {
	return isDigit(r) || isLatin(r) || r == ')' || r == '.' || r == '%' || r == '-'
}

// clause is a stretch of a dense text between two marks.
type clause struct {
	from, to int
	mark     rune // the mark in front of it; 0 at the beginning
	sentence int  // counts full stops, semicolons and line ends
}

const clauseMarks = ",。;!?\n:、()[]|·"

// clauses parts the text at its marks, but not inside quotation marks.
func (d dense) clauses() []clause {
	var all []clause
	from, mark, sentence := 0, rune(0), 0
	for i := 0; i <= len(d.text); i++ {
		if i < len(d.text) && (!strings.ContainsRune(clauseMarks, d.text[i]) || d.quoted[i] && d.text[i] != '\n' || d.inNumber(i)) &&
			!(d.text[i] == '.' && runeAt(d.text, i+1) == ' ') {
			continue
		}
		if i > from {
			all = append(all, clause{from, i, mark, sentence})
		}
		if i < len(d.text) {
			mark = d.text[i]
			if strings.ContainsRune("。;!?\n.", mark) {
				sentence++
			}
		}
		from = i + 1
	}
	return all
}

// inNumber reports whether the mark at i stands in a time of day or a proportion.
func (d dense) inNumber(i int) bool {
	return d.text[i] == ':' && isDigit(runeAt(d.text, i-1)) && isDigit(runeAt(d.text, i+1))
}
