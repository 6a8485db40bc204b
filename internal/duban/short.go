package duban

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Short is the first clause of the task's words, at most n characters, with an
// ellipsis where it was cut: at a natural place if there is one near, and never inside
// a set phrase or between marks that belong together unless nothing else is left.
func (t Task) Short(n int) string {
	clause := t.Content
	if i := strings.IndexAny(clause, "，,。；;"); i > 0 {
		if utf8.RuneCountInString(clause[:i]) >= 6 {
			clause = clause[:i]
		}
	}
	clause = strings.TrimSpace(clause)
	if utf8.RuneCountInString(clause) <= n {
		return clause
	}
	return shortened([]rune(clause), n)
}

// shortened cuts s, which is longer than n.
func shortened(s []rune, n int) string {
	whole := wholes(s)
	at := cutAt(s, n-1, whole)
	if title, ok := titleAround(whole, s, n-2); ok && at < n/2 {
		inside := s[:title.to-1]
		return string(s[:cutAt(inside, n-2, wholes(inside))]) + "…》"
	}
	return strings.TrimRightFunc(string(s[:at]), joins) + "…"
}

// span is a part of a text that stays whole, from its first rune to behind its last.
type span struct{ from, to int }

// cutAt is where s is cut so that at most limit runes remain: at the last natural place
// of the last third, else the last place outside what stays whole.
func cutAt(s []rune, limit int, whole []span) int {
	allowed := func(p int) bool {
		return !slices.ContainsFunc(whole, func(w span) bool { return w.from < p && p < w.to }) && !(inWord(s[p-1]) && inWord(s[p]))
	}
	last := 0
	for p := limit; p > 0; p-- {
		switch {
		case !allowed(p):
		case natural(s, p) && p >= limit*2/3:
			return p
		case last == 0:
			last = p
		}
	}
	if last < 2 {
		return max(limit, 0)
	}
	return last
}

// natural reports whether a reader pauses before s[p].
func natural(s []rune, p int) bool {
	return strings.ContainsRune("的和与及或等、，；：“《（( ", s[p]) || strings.ContainsRune("”》）)", s[p-1])
}

// joins is true for what does not end a phrase.
func joins(r rune) bool { return strings.ContainsRune("的和与及或、，；： ", r) }

// inWord is true for what words of other scripts, and numbers, are made of.
func inWord(r rune) bool {
	return r < unicode.MaxLatin1 && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(".%+-", r))
}

// wholes are the set phrases of s and what stands between marks that belong together.
func wholes(s []rune) (all []span) {
	closing := map[rune]rune{'“': '”', '《': '》', '（': '）', '(': ')', '‘': '’'}
	for i, r := range s {
		if end := slices.Index(s[i:], closing[r]); closing[r] != 0 && end > 0 {
			all = append(all, span{i, i + end + 1})
		}
		for _, phrase := range setPhrases[r] {
			if len(s)-i >= len(phrase) && slices.Equal(s[i:i+len(phrase)], phrase) {
				all = append(all, span{i, i + len(phrase)})
			}
		}
	}
	return all
}

// titleAround finds the title of a paper that a cut at p would fall into.
func titleAround(whole []span, s []rune, p int) (span, bool) {
	i := slices.IndexFunc(whole, func(w span) bool { return s[w.from] == '《' && w.from+2 < p && p < w.to })
	if i < 0 {
		return span{}, false
	}
	return whole[i], true
}
