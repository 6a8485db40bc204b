package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"duban/internal/duban"
)

// MaxSearch is how many characters of a search are read.
const MaxSearch = 100

// Matcher finds tasks by what somebody typed: words, a number, the initials of
// characters (sxjd) or their pinyin (shixun). Each of several words must be found.
// The width and case of letters, blanks, quotation marks and brackets do not
// count. It is for one goroutine.
type Matcher struct {
	no     int // where the search is nothing but a task's number
	words  []Word
	sounds *sounds
}

// Word is one of the words of a search.
type Word struct {
	text   string // as key makes it
	sounds *sounds
}

// NewMatcher reads a search. What holds neither a letter nor a digit finds
// nothing; see Empty.
func NewMatcher(said string) Matcher {
	m := Matcher{sounds: &sounds{}}
	if utf8.RuneCountInString(said) > MaxSearch {
		said = string([]rune(said)[:MaxSearch])
	}
	m.no, _ = TaskNo(said)
	for _, text := range splitSearch(said) {
		m.words = append(m.words, Word{text, m.sounds})
	}
	return m
}

// splitSearch parts the words of a search at blanks and punctuation, each once.
func splitSearch(said string) (words []string) {
	seen := map[string]bool{}
	for piece := range strings.FieldsFuncSeq(said, isBlank) {
		for _, w := range strings.Fields(key(piece)) {
			if !seen[w] && strings.ContainsFunc(w, isName) {
				seen[w] = true
				words = append(words, w)
			}
		}
	}
	return words
}

func isName(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// key is text as it is compared: folded, without what is no part of a word, and
// with one blank for each mark that parts a sentence. It keeps + and %.
func key(text string) string {
	var out strings.Builder
	out.Grow(len(text))
	for _, r := range text {
		if r >= firstHan && r <= lastHan {
			out.WriteRune(r) // nearly all there is, and as it is compared
			continue
		}
		switch r = foldRune(r); {
		case isName(r), r == '+', r == '%', unicode.IsMark(r):
			out.WriteRune(r)
		case r == ' ', unicode.In(r, unicode.Pi, unicode.Pf, unicode.Ps, unicode.Pe), r == '"', r == '\'':
		default:
			out.WriteByte(' ')
		}
	}
	return out.String()
}

// Empty reports whether there is nothing to look for.
func (m Matcher) Empty() bool { return len(m.words) == 0 }

// Words are the words of the search, in order.
func (m Matcher) Words() []Word { return m.words }

// String is the word as it is compared with words that are searched elsewhere.
func (w Word) String() string { return w.text }

// In reports whether text has the word, compared as a task's own words are.
func (w Word) In(text string) bool { return has(key(text), w.text) }

// Place says where a word was found; the least is the best.
type Place int

// The places a word may be found in.
const (
	InNumber Place = iota
	InContent
	InDepartments
	InSection
	InSound // of the content or section
	InReports
	Nowhere
)

// Elsewhere is what is known of one word outside a task's own text.
type Elsewhere struct {
	Departments map[duban.TaskID]bool // tasks of departments the word means
	Named       bool                  // the word is all of a department's name by its sound, and means nothing else
	Reports     map[duban.TaskID]bool // tasks with a report that says it
}

// Task says where a task has the words, the worst place of all of them; Nowhere
// when it lacks one. Elsewhere is for each word, in order.
func (m Matcher) Task(t duban.Task, elsewhere []Elsewhere) Place {
	switch {
	case m.no == t.No:
		return InNumber
	case m.Empty():
		return Nowhere
	}
	content, section := key(t.Content), key(t.Section)
	worst := InNumber
	for i, w := range m.words {
		worst = max(worst, w.in(t, content, section, elsewhere[i]))
	}
	return worst
}

func (w Word) in(t duban.Task, content, section string, e Elsewhere) Place {
	no, isNo := digits(w.text)
	switch {
	case isNo && no == t.No:
		return InNumber
	case has(content, w.text):
		return InContent
	case e.Departments[t.ID]:
		return InDepartments
	case has(section, w.text):
		return InSection
	case !e.Named && (w.heard(content) || w.heard(section)):
		return InSound
	case e.Reports[t.ID]:
		return InReports
	}
	return Nowhere
}

// has reports whether text has a word; digits at its ends are whole numbers.
func has(text, word string) bool {
	for from := 0; ; {
		at := strings.Index(text[from:], word)
		if at < 0 {
			return false
		}
		begin := from + at
		end := begin + len(word)
		if !splitsNumber(text, begin) && !splitsNumber(text, end) {
			return true
		}
		from = begin + 1
	}
}

// splitsNumber reports whether there are digits on both sides of a place in text.
func splitsNumber(text string, at int) bool {
	return at > 0 && at < len(text) && isDigit(rune(text[at-1])) && isDigit(rune(text[at]))
}

// leastHeard is how many letters are looked for among all words there are; two
// initials stand in every sentence.
const leastHeard = 3

// heard reports whether the letters of the word stand for characters somewhere in
// text.
func (w Word) heard(text string) bool {
	if len(w.text) < leastHeard || !isLetters(w.text) {
		return false
	}
	letters := plainU(w.text)
	runes := []rune(text)
	for i, r := range runes {
		first := w.sounds.of(r)
		if first != nil && first.initials&(1<<(letters[0]-'a')) != 0 && w.sounds.spell(letters, runes[i:]) > 0 {
			return true
		}
	}
	return false
}

// plainU writes ü as the readings do.
func plainU(letters string) string { return strings.ReplaceAll(letters, "v", "u") }
