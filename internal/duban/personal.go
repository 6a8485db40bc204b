package duban

import (
	"strings"
	"time"
)

// How many digits the numbers have.
const (
	shortIdentity = 15 // as given out until 1999
	longIdentity  = 18
	shortCard     = 16
	longCard      = 19
)

// numbers counts the identity and bank card numbers, told from other long numbers
// by their check digit, their date of birth and how they begin. What people put
// between the digits does not hide them, nor does a task's number in front.
func (g letters) numbers() int {
	n := 0
	for i := 0; i < len(g.runes); i++ {
		if figure(g.runes[i]) < 0 {
			continue
		}
		if end := g.personalAt(i); end > 0 {
			n++
			i = end - 1
		}
	}
	return n
}

// figure is the value of a digit, in Chinese figures too; -1 for anything else.
func figure(r rune) int {
	switch r {
	case '〇', '○', '◯', '零':
		return 0
	case '一', '壹':
		return 1
	case '二', '贰', '貳':
		return 2
	case '三', '叁', '參':
		return 3
	case '四', '肆':
		return 4
	case '五', '伍':
		return 5
	case '六', '陆', '陸':
		return 6
	case '七', '柒':
		return 7
	case '八', '捌':
		return 8
	case '九', '玖':
		return 9
	}
	if isDigit(r) {
		return int(r - '0')
	}
	return -1
}

// hyphens are what may stand between the digits of a number.
const hyphens = ".-/,，、·:：_\\。"

// maxHyphens is how many of them, one after the other.
const maxHyphens = 3

// number is a number as it is read, digit by digit.
type number struct {
	digits []byte
	widest gap  // the widest gap between the digits
	marks  bool // something other than blanks and hyphens stands between them
	groups []int
}

// personalAt looks for a number of a person that begins at i, and returns where
// it ends, 0 where there is none. A number that has no check of its own, or a weak
// one, must stand alone.
func (g letters) personalAt(i int) (end int) {
	alone := figure(g.at(i-1)) < 0 || g.gaps[i] != noGap
	n := number{digits: make([]byte, 0, longCard)}
	marks := 0
	for at := i; at < len(g.runes) && len(n.digits) < longCard; at++ {
		r := g.runes[at]
		value := figure(r)
		switch {
		case value >= 0:
			n.add(byte('0'+value), marks > 0 || at > i && g.gaps[at] != noGap)
		case (r == 'X' || r == 'x') && len(n.digits) == longIdentity-1:
			n.add('X', false)
		case strings.ContainsRune(hyphens, r) && marks < maxHyphens:
			marks++
			n.marks = n.marks || r != '-'
			continue
		default:
			return 0
		}
		if at > i {
			n.widest = max(n.widest, g.gaps[at])
		}
		marks = 0
		last := figure(g.at(at+1)) < 0 || g.gaps[at+1] != noGap
		if n.isIdentity() || alone && last && (n.isCard() || n.isShortIdentity() && !g.measured(i, at+1)) {
			return at + 1
		}
	}
	return 0
}

// add adds a digit, which begins a group or goes on with one.
func (n *number) add(digit byte, fresh bool) {
	n.digits = append(n.digits, digit)
	if fresh || len(n.groups) == 0 {
		n.groups = append(n.groups, 0)
	}
	n.groups[len(n.groups)-1]++
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// isBirth checks the date in an identity number: YYYYMMDD.
func isBirth(s string) bool {
	if s[:2] != "19" && s[:2] != "20" {
		return false
	}
	_, err := time.Parse("20060102", s)
	return err == nil
}

// isIdentity checks a resident identity number (GB 11643): 17 digits and a check
// character modulo 11.
func (n *number) isIdentity() bool {
	if len(n.digits) != longIdentity {
		return false
	}
	s := string(n.digits)
	if !isBirth(s[6:14]) {
		return false
	}
	weights := [longIdentity - 1]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(s[i]-'0') * w
	}
	return s[longIdentity-1] == "10X98765432"[sum%11]
}

// provinces are how the number of a region may begin.
var provinces = [10]string{1: "12345", 2: "123", 3: "1234567", 4: "123456", 5: "01234", 6: "12345", 7: "1", 8: "123", 9: "1"}

// isShortIdentity checks an identity number of 15 digits, which has no check
// digit: the region and a birth between 1930 and 1999 must be possible. It stands
// in one piece or in its three.
func (n *number) isShortIdentity() bool {
	if len(n.digits) != shortIdentity {
		return false
	}
	s := string(n.digits)
	if !strings.ContainsRune(provinces[s[0]-'0'], rune(s[1])) || s[6] < '3' || !isBirth("19"+s[6:12]) {
		return false
	}
	return len(n.groups) == 1 || len(n.groups) == 3 && n.groups[0] == 6 && n.groups[1] == 6
}

// measured reports whether the number from i to end is an amount.
func (g letters) measured(i, end int) bool {
	return strings.ContainsRune("$¥￥.+-", g.at(i-1)) && i > 0 || g.at(end) == '.' && isDigit(g.at(end+1)) ||
		end < len(g.runes) && strings.ContainsRune("元万亿吨个人次户件%千米㎡平", g.at(end))
}

// isCard checks a bank card number of 16 to 19 digits: how it begins, and Luhn's
// formula. Nothing but blanks and hyphens stands in it.
func (n *number) isCard() bool {
	s := n.digits
	if len(s) < shortCard || len(s) > longCard || s[len(s)-1] == 'X' || n.marks || n.widest == newLine || !issued(string(s[:4])) {
		return false
	}
	sum := 0
	for i := range s {
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

// issued reports whether cards begin with these four digits.
func issued(s string) bool {
	switch s[0] {
	case '4', '5', '6', '9':
		return true
	case '3':
		return s[1] == '5'
	}
	return s >= "2221" && s <= "2720"
}
