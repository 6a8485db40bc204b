package text

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"duban/internal/duban"
)

// Units joins departments as at first mention: the first in full, the others as
// a list does. 市教育局、人社局
func (v Voice) Units(deps []duban.Department) string {
	if len(deps) == 0 {
		return ""
	}
	s := v.Formal(deps[0])
	if len(deps) > 1 {
		s += v.comma() + v.Names(deps[1:])
	}
	return s
}

// Plural is a number with its noun: 1 task, 3 tasks.
func (v Voice) Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// One is the first word for one thing and the second for several: is, are.
func (v Voice) One(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Tells reports whether a change has a sentence.
func (v Voice) Tells(action string) bool { return v.catalogue().Lookup("audit."+action) != nil }

// Did is what somebody did, as a sentence goes on behind their name. What this
// version knows no sentence for is told as another change.
func (v Voice) Did(line AuditLine) string {
	if !v.Tells(line.Action) {
		line.Action = "other"
	}
	return unescape(v.render("audit."+line.Action, line))
}

// Get is one of the fields, empty where it has none.
func (l AuditLine) Get(key string) string { return l.Fields[key] }

// LabelIf is a label, or nothing where there is none of that name.
func (v Voice) LabelIf(name string) string {
	if v.catalogue().Lookup("label."+name) == nil {
		return ""
	}
	return v.Label(name)
}

// Listed joins words as a list does.
func (v Voice) Listed(words []string) string { return strings.Join(words, v.comma()) }

// Seal is the beginning of a hash, enough to compare two by eye.
func (v Voice) Seal(hash string) string { return hash[:min(len(hash), 16)] }

// cut keeps what somebody typed short enough to be quoted, on one line.
func cut(n int, s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// capital writes the first letter large.
func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// Months joins months as a list does: 6月、12月.
func (v Voice) Months(months []time.Month) string {
	parts := make([]string, len(months))
	for i, m := range months {
		if parts[i] = strconv.Itoa(int(m)) + "月"; v.lang() == English {
			parts[i] = m.String()
		}
	}
	return strings.Join(parts, v.comma())
}
