package duban

import "strings"

// PersonalNumbers counts the identity and bank card numbers in text, told from
// other long numbers by their check digit, and identity numbers by their date of
// birth too. Blanks and hyphens inside a number do not hide it, nor does a task's
// number in front. A message with any is not stored.
func PersonalNumbers(text string) int {
	runes := []rune(foldWidth(text))
	n := 0
	for i := 0; i < len(runes); i++ {
		if end, found := personalAt(runes, i); found {
			n++
			i = end - 1
		}
	}
	return n
}

// personalAt looks for a number of a person that begins at i, and returns where
// it ends. A card's number must stand alone, for its check alone is a weak one.
func personalAt(text []rune, i int) (end int, found bool) {
	alone := i == 0 || !isDigit(text[i-1])
	digits := ""
	for at := i; at < len(text) && len(digits) < 19; at++ {
		switch r := text[at]; {
		case isDigit(r):
			digits += string(r)
		case (r == 'X' || r == 'x') && len(digits) == 17:
			digits += "X"
		case (r == ' ' || r == '-') && digits != "":
			continue
		default:
			return 0, false
		}
		last := at+1 == len(text) || !isDigit(text[at+1])
		if isIdentity(digits) || alone && last && isCard(digits) {
			return at + 1, true
		}
	}
	return 0, false
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// isBirth checks the date in an identity number: YYYYMMDD.
func isBirth(s string) bool {
	return (s[:2] == "19" || s[:2] == "20") && s[4:6] >= "01" && s[4:6] <= "12" && s[6:] >= "01" && s[6:] <= "31"
}

// isIdentity checks a resident identity number (GB 11643): 17 digits and a check
// character modulo 11.
func isIdentity(s string) bool {
	if len(s) != 18 || !isBirth(s[6:14]) {
		return false
	}
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		sum += int(s[i]-'0') * w
	}
	return s[17] == "10X98765432"[sum%11]
}

// isCard checks a bank card number of 16 to 19 digits by Luhn's formula.
func isCard(s string) bool {
	if len(s) < 16 || len(s) > 19 || strings.ContainsAny(s, "Xx") {
		return false
	}
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
