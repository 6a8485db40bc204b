package duban

import (
	"regexp"
	"strings"
	"unicode"
)

// receipt is words that confirm reading and report nothing, however many of them
// and however politely.
var receipt = regexp.MustCompile(`^(已?收到|收悉|知悉|知道|好的?|ok(ay)?|已阅|明白|谢谢[您你]?|感谢|辛苦|嗯+|[了啦哈]|领导|` +
	`received|thanks?|thankyou|noted|gotit)*$`)

// IsReceipt reports whether words say no more than that they were read, or ask
// something back. Such words stop no reminder.
func IsReceipt(words string) bool {
	w := strings.TrimRight(words, "。.！!，, ~～\t\r\n\u3000")
	for _, question := range []string{"?", "？", "吗"} {
		if strings.HasSuffix(w, question) {
			return true
		}
	}
	return receipt.MatchString(strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return r
	}, NameKey(w)))
}
