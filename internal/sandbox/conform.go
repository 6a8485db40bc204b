package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// conforms refuses a call that names or fills a parameter as the Bot API does
// not know it.
func (c *call) conforms(method string) *refusal {
	known := shapes()[method]
	for _, name := range c.names() {
		f, ok := known[name]
		if !ok && c.attached(name) {
			continue
		}
		if !ok {
			return unknown(name, method)
		}
		if value, given := c.args[name]; given && !slices.Contains(parsedLater, name) {
			if why := conformsText(f.kind, value); why != "" {
				return bad("sandbox: %s of %s %s", name, method, why)
			}
		}
	}
	return nil
}

func unknown(name, in string) *refusal {
	return bad("sandbox: %s has no field %q, or it is not simulated", in, name)
}

// names are the parameters and files of a call, sorted so that the same
// mistake always has the same words.
func (c *call) names() []string {
	var out []string
	for name := range c.args {
		out = append(out, name)
	}
	for name := range c.files {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

// attached reports whether some parameter refers to the file of this name.
func (c *call) attached(name string) bool {
	for _, value := range c.args {
		if value == "attach://"+name {
			return true
		}
	}
	return false
}

// conformsText tells what is wrong with a parameter, which is a text or JSON.
func conformsText(kind, value string) string {
	switch kind {
	case "S", "I|S", "InputFile|S", "InputFile":
		return ""
	case "I":
		if _, err := strconv.ParseInt(value, 10, 64); err != nil && value != "" {
			return fmt.Sprintf("is no Integer: %.40q", value)
		}
		return ""
	case "B":
		if !slices.Contains([]string{"true", "false", ""}, strings.ToLower(value)) {
			return fmt.Sprintf("is no Boolean: %.40q", value)
		}
		return ""
	}
	if value == "" || value == "null" && strings.HasPrefix(kind, "[]") {
		return "" // Telegram takes null for no list, and telegram-bot-api sends it
	}
	v, err := decodeJSON(value)
	if err != nil {
		return "is no JSON"
	}
	if no := checkObject(kind, v, ""); no != nil {
		return strings.TrimPrefix(no.text, "Bad Request: sandbox: ")
	}
	return ""
}

// checkObject refuses a JSON value that is not what the Bot API describes as
// kind. Union types are told apart by the field that only one of them has.
func checkObject(kind string, v any, where string) *refusal {
	if err := conformsValue(kind, v); err != "" {
		return bad("sandbox: %s", strings.TrimSpace(where+" "+err))
	}
	return nil
}

func conformsValue(kind string, v any) string {
	if rest, ok := strings.CutPrefix(kind, "Array of "); ok {
		kind = "[]" + rest
	}
	if rest, ok := strings.CutPrefix(kind, "[]"); ok {
		list, ok := v.([]any)
		if !ok {
			return "is no Array"
		}
		for i, item := range list {
			if why := conformsValue(rest, item); why != "" {
				return fmt.Sprintf("[%d] %s", i, why)
			}
		}
		return ""
	}
	if kind == "ReplyMarkup" {
		kind = whichMarkup(v)
	}
	switch kind {
	case "S", "I", "B", "I|S":
		return conformsScalar(kind, v)
	case "KeyboardButton":
		if _, short := v.(string); short {
			return ""
		}
	}
	return conformsFields(kind, v)
}

func conformsScalar(kind string, v any) string {
	_, isText := v.(string)
	_, isBool := v.(bool)
	number, isNumber := v.(json.Number)
	_, err := strconv.ParseInt(number.String(), 10, 64)
	isInteger := isNumber && err == nil
	if isText && strings.Contains(kind, "S") || isInteger && strings.Contains(kind, "I") || isBool && kind == "B" {
		return ""
	}
	return "is no " + map[string]string{"S": "String", "I": "Integer", "B": "Boolean", "I|S": "Integer or String"}[kind]
}

func conformsFields(kind string, v any) string {
	fields, ok := v.(map[string]any)
	known := shapes()[kind]
	if !ok || known == nil {
		return "is no " + kind
	}
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		f, ok := known[name]
		if !ok {
			return fmt.Sprintf("%s has no field %q, or it is not simulated", kind, name)
		}
		if why := conformsValue(f.kind, fields[name]); why != "" {
			return fmt.Sprintf("%s of %s %s", name, kind, why)
		}
	}
	for name, f := range known {
		if _, given := fields[name]; f.required && !given {
			return fmt.Sprintf("%s lacks the field %q", kind, name)
		}
	}
	return ""
}

// whichMarkup is the member of the union that v seems to be.
func whichMarkup(v any) string {
	fields, _ := v.(map[string]any)
	for _, kind := range markups {
		for name, f := range shapes()[kind] {
			if _, given := fields[name]; given && f.required {
				return kind
			}
		}
	}
	return markups[0]
}
