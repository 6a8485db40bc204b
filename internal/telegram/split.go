package telegram

import (
	"bytes"
	"encoding/json"
)

// part is one member of a JSON object, or with no name one of an array.
type part struct {
	name  string
	value json.RawMessage
}

// split cuts a JSON object or array into its members without looking into them.
// encoding/json refuses a whole document for one value in it that is nested too
// deeply; with split that one is left out and its neighbours are read. ok is
// false when the brackets do not match up; what the members hold is not checked.
func split(data []byte) (parts []part, ok bool) {
	depth, start, name := 0, 0, ""
	quoted, escaped := false, false
	cut := func(end int) {
		if value := bytes.TrimSpace(data[start:end]); len(value) > 0 {
			parts = append(parts, part{name, value})
		}
		start, name = end+1, ""
	}
	for i, c := range data {
		switch {
		case escaped:
			escaped = false
		case quoted:
			escaped, quoted = c == '\\', c != '"'
		case c == '"':
			quoted = true
		case c == '{' || c == '[':
			if depth++; depth == 1 {
				start = i + 1
			}
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				cut(i)
				return parts, len(bytes.TrimSpace(data[i+1:])) == 0
			}
		case depth == 1 && c == ',':
			cut(i)
		case depth == 1 && c == ':':
			_ = json.Unmarshal(data[start:i], &name) // what is no name names nothing
			start = i + 1
		}
	}
	return nil, false
}

// member is one member of a JSON object, nil when it is not there.
func member(data []byte, name string) json.RawMessage {
	parts, ok := split(data)
	if !ok {
		return nil
	}
	for _, p := range parts {
		if p.name == name {
			return p.value
		}
	}
	return nil
}
