package intake

import (
	"strings"
	"unicode/utf8"

	"duban/internal/duban"
)

// Departments returns those whose names have the word or begin with its sound.
// Whole tells that its sound is all of a name: jyj is 教育局 and nothing else.
func (w Word) Departments(dir duban.Directory) (deps []duban.Department, whole bool) {
	for _, d := range dir {
		left, ok := w.names(d, strings.Contains)
		if ok {
			deps = append(deps, d)
			whole = whole || left == 0 && isLetters(w.text) && !w.isEnglish(d)
		}
	}
	if whole {
		deps = w.shortest(deps, 0)
	}
	return deps, whole
}

// Called returns the departments somebody may mean by a name he did not write
// out: the one that goes by it, else those whose names begin with it, in
// characters, pinyin or initials. What is one character short of a name is that
// name: 教育 is 教育局, though 教育工委 begins with it too.
func Called(dir duban.Directory, said string) []duban.Department {
	if d, ok := dir.Find(said); ok {
		return []duban.Department{d}
	}
	words := NewMatcher(said).words
	if len(words) != 1 || strings.Trim(words[0].text, "市区县局委办的各") == "" {
		return nil
	}
	w := words[0]
	var deps []duban.Department
	for _, d := range dir {
		if _, ok := w.names(d, strings.HasPrefix); ok {
			deps = append(deps, d)
		}
	}
	for left := range 2 {
		if near := w.shortest(deps, left); len(near) > 0 {
			return near
		}
	}
	return deps
}

// shortest keeps the departments of whose name the word leaves so many characters.
func (w Word) shortest(deps []duban.Department, left int) (kept []duban.Department) {
	for _, d := range deps {
		if n, ok := w.names(d, strings.HasPrefix); ok && n == left {
			kept = append(kept, d)
		}
	}
	return kept
}

// names reports whether a department's names have the word, as compare tells, or
// begin with its sound, and how many characters of the name are left at best.
func (w Word) names(d duban.Department, compare func(name, word string) bool) (left int, ok bool) {
	left = -1
	for _, name := range append([]string{d.Name, d.Formal}, d.Aliases...) {
		name = key(name)
		n := 0
		switch {
		case compare(name, w.text):
			n = utf8.RuneCountInString(name) - utf8.RuneCountInString(w.text)
		case isLetters(w.text):
			runes := []rune(name)
			heard := w.sounds.spell(plainU(w.text), runes)
			if heard == 0 {
				continue
			}
			n = len(runes) - heard
		default:
			continue
		}
		if left < 0 || n < left {
			left = n
		}
	}
	if left < 0 && w.isEnglish(d) {
		left = len(key(d.English)) - len(w.text)
	}
	return left, left >= 0
}

// isEnglish reports whether a department's English name begins with the word.
func (w Word) isEnglish(d duban.Department) bool {
	return len(w.text) > 3 && isLetters(w.text) && strings.HasPrefix(key(d.English), w.text)
}
