package intake

import "strings"

// numeral reads a whole number up to 999 written in half-width digits or in
// Chinese numerals (二十八, 一百零三).
func numeral(s string) (int, bool) {
	if s == "" || len(s) > 30 {
		return 0, false
	}
	if n, ok := digits(s); ok {
		return n, n > 0 && n < 1000
	}
	total, digit, last := 0, -1, 1000
	for _, r := range s {
		if v := strings.IndexRune("零一二三四五六七八九", r); v >= 0 {
			if digit > 0 {
				return 0, false
			}
			digit = v / len("零")
			continue
		}
		unit := map[rune]int{'十': 10, '百': 100}[r]
		if unit == 0 || unit >= last || digit == 0 {
			return 0, false
		}
		if digit < 0 {
			digit = 1
		}
		total, digit, last = total+digit*unit, -1, unit
	}
	total += max(digit, 0)
	return total, total > 0 && total < 1000
}

// digits reads half-width digits, at most nine of them.
func digits(s string) (int, bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}
