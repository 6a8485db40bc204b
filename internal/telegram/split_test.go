package telegram

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// What encoding/json can read split cuts in the same places.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{
		`[]`, `[ ]`, `{}`, `[1, "a,b", {"c":[2,3]}, null]`, `{"a":"}\"]","b":{"a":1}, "c" : [1,[2]]}`, `{"":"\\"}`, `[{},[]]`,
		`{"result":[{"update_id":1}],"ok":true}`, `"[1]"`, `7`, `[1`, `]`, `{"a"}`, `[1]]`, strings.Repeat("[", 12000) + strings.Repeat("]", 12000),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		parts, ok := split(data)
		var list []json.RawMessage
		var object map[string]json.RawMessage
		switch trimmed := bytes.TrimSpace(data); {
		case bytes.HasPrefix(trimmed, []byte("[")) && json.Unmarshal(data, &list) == nil:
			if !ok || len(parts) != len(list) {
				t.Fatalf("%q: %d parts, want %d", data, len(parts), len(list))
			}
			for i, p := range parts {
				if !bytes.Equal(p.value, list[i]) {
					t.Errorf("%q: part %d is %q, want %q", data, i, p.value, list[i])
				}
			}
		case bytes.HasPrefix(trimmed, []byte("{")) && json.Unmarshal(data, &object) == nil:
			last := map[string]json.RawMessage{} // the later of two of one name
			for _, p := range parts {
				last[p.name] = p.value
			}
			if !ok || len(last) != len(object) {
				t.Fatalf("%q: %d members, want %d", data, len(last), len(object))
			}
			for name, value := range object {
				if !bytes.Equal(last[name], value) {
					t.Errorf("%q: %s is %q, want %q", data, name, last[name], value)
				}
			}
		}
	})
}
