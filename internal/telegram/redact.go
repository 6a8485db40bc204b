package telegram

import (
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"unicode/utf8"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// maxWords bounds what of a foreign text gets into an error or outcome, in bytes.
const maxWords = 400

// cleaner replaces the token, however it is spelled in an address. The part
// before the colon is the bot's public id; the part behind it is the secret.
func cleaner(token string) *strings.Replacer {
	const hidden = "<token>"
	pairs := []string{
		token, hidden,
		url.PathEscape(token), hidden,
		url.QueryEscape(token), hidden,
	}
	if _, secret, ok := strings.Cut(token, ":"); ok && len(secret) >= 8 {
		pairs = append(pairs, secret, hidden)
	}
	return strings.NewReplacer(pairs...)
}

// words is text without the token, and not too much of it.
func (c *Client) words(text string) string {
	text = strings.ToValidUTF8(c.clean.Replace(text), "\uFFFD")
	if len(text) <= maxWords {
		return text
	}
	cut := maxWords
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}

var silenceOnce sync.Once

// silence keeps the library from writing to stderr. Its logger is one for the
// whole process, so the first client's log gets it.
func silence(log *slog.Logger) {
	silenceOnce.Do(func() {
		_ = tgbotapi.SetLogger(quiet{log}) // fails on nil only
	})
}

// quiet notes that the library wrote something but not what: that may hold
// message texts and addresses.
type quiet struct{ log *slog.Logger }

func (q quiet) Println(...any)        { q.log.Debug("telegram library wrote a line") }
func (q quiet) Printf(string, ...any) { q.log.Debug("telegram library wrote a line") }
