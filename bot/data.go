package bot

import (
	"strconv"
	"strings"
)

// Button data is a verb and the identities it needs: "turn.3.1". It comes back
// from outside, so it is user input: who presses is authorised anew, and what it
// names is looked up anew.

// maxData is how many bytes a platform carries in a button.
const maxData = 64

// data encodes a press.
func data[ID ~int | ~int64](verb string, ids ...ID) string {
	var s strings.Builder
	s.WriteString(verb)
	for _, id := range ids {
		s.WriteByte('.')
		s.WriteString(strconv.FormatInt(int64(id), 36))
	}
	return s.String()
}

// parseData decodes a press; ok is false for anything data did not write.
func parseData(s string) (verb string, ids []int64, ok bool) {
	if len(s) > maxData {
		return "", nil, false
	}
	parts := strings.Split(s, ".")
	for _, p := range parts[1:] {
		id, err := strconv.ParseInt(p, 36, 64)
		if err != nil || strconv.FormatInt(id, 36) != p {
			return "", nil, false
		}
		ids = append(ids, id)
	}
	return parts[0], ids, parts[0] != ""
}
