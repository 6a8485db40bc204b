package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// pageWords is the page's own language: what it says without the app.
type pageWords struct {
	Lang  string
	texts map[string]string
}

const langCookie = "sandbox_lang"

func loadWords() map[string]*pageWords {
	out := map[string]*pageWords{}
	for _, lang := range []string{"zh", "en"} {
		data, err := pageFiles.ReadFile("page/words." + lang + ".json")
		w := &pageWords{Lang: lang}
		if err == nil {
			err = json.Unmarshal(data, &w.texts)
		}
		if err != nil {
			panic(err) // an embedded file: a test finds it
		}
		out[lang] = w
	}
	return out
}

// T is the text with this key, formatted with args.
func (w *pageWords) T(key string, args ...any) string {
	text, ok := w.texts[key]
	if !ok {
		return "[" + key + "]"
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// pick is the English text for English readers, if there is one.
func (w *pageWords) pick(zh, en string) string {
	if w.Lang == "en" && en != "" {
		return en
	}
	return zh
}

// day is the date with its weekday, and the year when it is not now's.
func (w *pageWords) day(t, now time.Time) string {
	layout := w.T("day")
	if t.Year() != now.Year() {
		layout = w.T("day-year")
	}
	return strings.ReplaceAll(t.Format(layout), "{weekday}", w.T("weekday-"+t.Format("Mon")))
}

// stamp is a short time for the list of chats.
func (w *pageWords) stamp(t, now time.Time) string {
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return t.Format("15:04")
	}
	return t.Format(w.T("day-short"))
}

// size is how large a file is.
func (w *pageWords) size(bytes int64) string {
	switch {
	case bytes < 1<<10:
		return fmt.Sprintf("%d B", bytes)
	case bytes < 1<<20:
		return fmt.Sprintf("%.1f KB", float64(bytes)/(1<<10))
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
}

// language is the reader's: asked for in the address, kept in a cookie, the
// page's own, or the browser's.
func (p *page) language(w http.ResponseWriter, r *http.Request) *pageWords {
	if asked := p.words[r.URL.Query().Get("lang")]; asked != nil {
		rememberLanguage(w, asked.Lang)
		return asked
	}
	if c, err := r.Cookie(langCookie); err == nil && p.words[c.Value] != nil {
		return p.words[c.Value]
	}
	if own := p.words[p.o.Lang]; own != nil {
		return own
	}
	return p.words[accepted(r.Header.Get("Accept-Language"))]
}

// accepted is the language a browser asks for first; Chinese when it asks for
// none.
func accepted(header string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(header), ",")
	if first = strings.ToLower(first); first == "" || first[0] == '*' || strings.HasPrefix(first, "zh") {
		return "zh"
	}
	return "en"
}

func rememberLanguage(w http.ResponseWriter, lang string) {
	http.SetCookie(w, &http.Cookie{Name: langCookie, Value: lang, Path: "/", MaxAge: 365 * 24 * 3600, SameSite: http.SameSiteLaxMode})
}

// setLanguage changes the language of the page, and of whatever the app changes
// with it.
func (p *page) setLanguage(w http.ResponseWriter, r *http.Request, words *pageWords) pageAnswer {
	asked := p.words[r.FormValue("language")]
	if asked == nil {
		return pageAnswer{Error: words.T("failed", r.FormValue("language"))}
	}
	rememberLanguage(w, asked.Lang)
	if p.o.OnLanguage == nil {
		return pageAnswer{}
	}
	return failed(words, "failed", p.o.OnLanguage(r.Context(), asked.Lang))
}
