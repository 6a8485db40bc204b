package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
)

// object is a JSON object being read in Telegram's lenient way, with its words
// for what is wrong. The first error sticks.
type object struct {
	fields map[string]any
	err    error
}

// decodeJSON reads one JSON value and nothing after it.
func decodeJSON(raw string) (any, error) {
	d := json.NewDecoder(strings.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("extra data")
	}
	return v, nil
}

func (o *object) fail(format string, args ...any) {
	if o.err == nil {
		o.err = inWords(format, args...)
	}
}

func (o *object) has(name string) bool { _, ok := o.fields[name]; return ok }

// text reads a String; Telegram takes a Number too.
func (o *object) text(name string, required bool) string {
	switch v := o.fields[name].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	if o.has(name) {
		o.fail("Field %q must be of type String", name)
	} else if required {
		o.fail("Can't find field %q", name)
	}
	return ""
}

func (o *object) bool(name string) bool {
	v, ok := o.fields[name].(bool)
	if !ok && o.has(name) {
		o.fail("Field %q must be of type Boolean", name)
	}
	return v
}

func (o *object) int(name string, required bool, def int64) int64 {
	var text string
	switch v := o.fields[name].(type) {
	case string:
		text = v
	case json.Number:
		text = v.String()
	default:
		if o.has(name) {
			o.fail("Field %q must be a Number", name)
		} else if required {
			o.fail("Can't find field %q", name)
		}
		return def
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		o.fail("Field %q must be a valid Number", name)
	}
	return n
}

func (o *object) object(name string) *object {
	v, ok := o.fields[name].(map[string]any)
	if !ok && o.has(name) {
		o.fail("Field %q must be of type Object", name)
	}
	return &object{fields: v}
}

func (o *object) array(name string) []any {
	v, ok := o.fields[name].([]any)
	if !ok && o.has(name) {
		o.fail("Field %q must be of type Array", name)
	}
	return v
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// lowerFirst makes the first letter small unless it begins a constant or name
// in capitals, which is what Telegram does to its own errors.
func lowerFirst(text string) string {
	if len(text) >= 2 && (text[1] == '_' || text[1] >= 'A' && text[1] <= 'Z') {
		return text
	}
	return strings.ToLower(text[:1]) + text[1:]
}
