package sandbox

import (
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// found are the things Telegram finds in a plain text by itself.
var found = []struct {
	kind    string
	pattern *regexp.Regexp
}{
	{"url", regexp.MustCompile(`(?i)https?://[\p{L}\p{N}.-]+\.[\p{L}\p{N}]{2,}(?:[:/?#][^\s<>"，。；、）]*)?`)},
	{"bot_command", regexp.MustCompile(`/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?`)},
	{"mention", regexp.MustCompile(`@[a-zA-Z0-9_]{3,32}`)},
	{"hashtag", regexp.MustCompile(`#[\p{L}\p{N}_]{1,256}`)},
}

// detect finds entities of the text outside those it has already.
func detect(text string, taken []Entity) []Entity {
	var out []Entity
	taken = append([]Entity(nil), taken...)
	for _, f := range found {
		for _, at := range f.pattern.FindAllStringIndex(text, -1) {
			if !standsAlone(text, at[0], at[1], f.kind) {
				continue
			}
			e := Entity{Type: f.kind, Offset: utf16Len(text[:at[0]]), Length: utf16Len(text[at[0]:at[1]])}
			if !clashes(e, taken) {
				out, taken = append(out, e), append(taken, e)
			}
		}
	}
	return out
}

// standsAlone reports whether no letter, digit or slash touches the match.
func standsAlone(text string, from, to int, kind string) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:])
	if from > 0 && (isWord(before) || strings.ContainsRune("/<>", before) && kind != "url") {
		return false
	}
	if kind == "bot_command" && after == '@' { // a name no bot can have
		return false
	}
	return kind == "url" || to == len(text) || !isWord(after) && !strings.ContainsRune("/<>", after)
}

func isWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// clashes reports whether e may not stand where it does: over part of another
// entity, or inside code or a link.
func clashes(e Entity, taken []Entity) bool {
	for _, t := range taken {
		if e.Offset >= t.Offset+t.Length || t.Offset >= e.Offset+e.Length {
			continue
		}
		inside := e.Offset >= t.Offset && e.Offset+e.Length <= t.Offset+t.Length
		around := t.Offset >= e.Offset && t.Offset+t.Length <= e.Offset+e.Length
		if rank(t.Type) > 0 && rank(t.Type) <= 50 || !inside && !around {
			return true
		}
	}
	return false
}

// command returns the command a text begins with and the bot it is addressed
// to, both "" if it is none.
func command(text string, entities []Entity) (name, bot string) {
	for _, e := range entities {
		if e.Type == "bot_command" && e.Offset == 0 {
			name, bot, _ = strings.Cut(text[1:e.Length], "@")
			return name, bot
		}
	}
	return "", ""
}

// linkEntity makes e a link or, for tg://user?id=, a mention. Its type is ""
// if Telegram would drop the address.
func linkEntity(e Entity, address string) Entity {
	if id, ok := strings.CutPrefix(strings.ToLower(address), "tg://user?id="); ok {
		n, err := strconv.ParseInt(id, 10, 64)
		e.Type, e.User = "text_mention", n
		if err != nil || n <= 0 {
			e.Type = ""
		}
		return e
	}
	e.Type, e.URL = "text_link", checkLink(address)
	if e.URL == "" {
		e.Type = ""
	}
	return e
}

// checkLink completes an address; "" means Telegram takes it for none.
func checkLink(address string) string {
	address = strings.TrimSpace(address)
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "tg", "ton", "tonsite":
		return address
	case "http", "https":
	default:
		return ""
	}
	if _, err := netip.ParseAddr(u.Hostname()); err != nil && !strings.Contains(strings.Trim(u.Hostname(), "."), ".") {
		return ""
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String()
}
