package duban

import (
	"regexp"
	"strings"
)

var longDigits = regexp.MustCompile(`\d[\d -]{13,22}[\dXx]`)

// PersonalNumbers counts the identity and bank card numbers in text, told from
// other long numbers by their check digit. A message with any is not stored.
func PersonalNumbers(text string) int {
	n := 0
	for _, run := range longDigits.FindAllString(NameKey(strings.ReplaceAll(text, "-", " ")), -1) {
		digits := strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(run))
		if isIdentity(digits) || isCard(digits) {
			n++
		}
	}
	return n
}

// isIdentity checks a resident identity number (GB 11643): 17 digits and a check
// character modulo 11.
func isIdentity(s string) bool {
	if len(s) != 18 {
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
