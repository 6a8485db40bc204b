package duban

import "strings"

// receipts are words that confirm reading and report nothing.
var receipts = []string{"收到", "知道了", "好的", "好", "ok", "谢谢", "已阅", "明白", "received", "thanks", "noted"}

// IsReceipt reports whether words say no more than that they were read, or ask
// something back. Such words stop no reminder.
func IsReceipt(words string) bool {
	w := strings.ToLower(strings.Trim(strings.TrimSpace(words), "。.！!，, ~～"))
	if w == "" || strings.HasSuffix(w, "?") || strings.HasSuffix(w, "？") {
		return true
	}
	for _, r := range receipts {
		if w == r || w == r+"了" || w == r+"谢谢" || w == r+"，谢谢" {
			return true
		}
	}
	return false
}
