package calendar

import (
	"strings"
	"unicode/utf8"
)

// longest is how many bytes of text are looked at; no date or schedule is longer.
const longest = 400

// fold writes text the way the grammars expect it: full-width letters, digits
// and signs (except the comma, which separates what a cron field does not) in
// half width, capital letters, single spaces, no full stop at the end. Text that
// is too long or no UTF-8 becomes empty and so is refused by any grammar.
func fold(text string) string {
	if len(text) > longest || !utf8.ValidString(text) {
		return ""
	}
	folded := strings.Map(func(r rune) rune {
		switch {
		case r == '，':
			return r
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		case r == '〜' || r == '—' || r == '–':
			return '-'
		}
		if r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	}, text)
	return strings.TrimRight(strings.Join(strings.Fields(folded), " "), " .;。")
}

// scanner reads folded text from the left. Its methods take what they name and
// report whether it stood there; what they do not recognise they leave.
type scanner struct{ rest string }

func (s *scanner) done() bool { return strings.TrimSpace(s.rest) == "" }

// eat takes the first of words that comes next, after any space.
func (s *scanner) eat(words ...string) bool {
	rest := strings.TrimLeft(s.rest, " ")
	for _, word := range words {
		if after, ok := strings.CutPrefix(rest, word); ok {
			s.rest = after
			return true
		}
	}
	return false
}

// next reports whether one of words comes next.
func (s *scanner) next(words ...string) bool {
	ahead := *s
	return ahead.eat(words...)
}

// separator takes a run of commas and the like.
func (s *scanner) separator() bool {
	found := false
	for s.eat("，", ",", "、", ";", "。") {
		found = true
	}
	return found
}

const numerals = "零〇一二三四五六七八九两十廿卅"

// number takes up to four digits, or a Chinese number: below a hundred with 十,
// or a single figure, or four of them as in 二〇二六.
func (s *scanner) number() (int, bool) {
	rest := strings.TrimLeft(s.rest, " ")
	end := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(rest)
	}
	if end > 0 {
		n, ok := 0, end <= 4
		for _, c := range rest[:min(end, 4)] {
			n = n*10 + int(c-'0')
		}
		if ok {
			s.rest = rest[end:]
		}
		return n, ok
	}
	end = strings.IndexFunc(rest, func(r rune) bool { return !strings.ContainsRune(numerals, r) })
	if end < 0 {
		end = len(rest)
	}
	n, ok := chinese([]rune(rest[:end]))
	if ok {
		s.rest = rest[end:]
	}
	return n, ok
}

// numberBefore takes a number when one of words follows it, and the word.
func (s *scanner) numberBefore(words ...string) (int, bool) {
	ahead := *s
	n, ok := ahead.number()
	if !ok || !ahead.eat(words...) {
		return 0, false
	}
	*s = ahead
	return n, true
}

func chinese(figures []rune) (int, bool) {
	tens, ones, seen := 0, 0, false
	for i, r := range figures {
		switch digit, isDigit := figure(r); {
		case isDigit:
			ones = ones*10 + digit
		case seen || i > 1:
			return 0, false
		default:
			seen = true
			tens, ones = max(ones, 1), 0
			if r == '廿' || r == '卅' {
				if i > 0 {
					return 0, false
				}
				tens = map[rune]int{'廿': 2, '卅': 3}[r]
			}
		}
	}
	if seen {
		return tens*10 + ones, ones < 10
	}
	return ones, len(figures) == 1 || len(figures) == 4
}

func figure(r rune) (int, bool) {
	switch r {
	case '〇':
		return 0, true
	case '两':
		return 2, true
	}
	for i, each := range []rune("零一二三四五六七八九") {
		if r == each {
			return i, true
		}
	}
	return 0, false
}
