package text

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Every part fits and is whole markup; together they say all of the message, in its
// order.
func TestPartsFitAndLoseNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		room := rapid.IntRange(8, 60).Draw(r, "room")
		bits := rapid.SliceOf(rapid.SampledFrom([]string{
			"市教育局", "a", "\n", "👍", "&lt;", "&amp;", "<b>粗</b>", "<code>/task 28\n29</code>", "<b><i>x\n</i></b>", strings.Repeat("长", 70), "&#34;",
		})).Draw(r, "bits")
		html := strings.Join(bits, "")
		said := ""
		for i, part := range Parts(html, room) {
			if n := width(part); n > room {
				r.Fatalf("part %d of %q takes %d of %d: %q", i, html, n, room, part)
			}
			checkMarkup(t, part)
			said += Plain(part)
		}
		if said != Plain(html) {
			r.Fatalf("said %q, want %q", said, Plain(html))
		}
		for _, lang := range languages {
			if n := width(voice(lang).Fit(html, room+30)); n > room+30 {
				r.Fatalf("%q takes %d of %d", html, n, room+30)
			}
		}
	})
}

// A cut is made between lines where one is near, and not where all fits.
func TestPartsAreLines(t *testing.T) {
	for html, want := range map[string]string{
		"一\n二":               `["一\n二"]`,
		"一二三\n四五六\n七八九":      `["一二三\n四五六\n" "七八九"]`,
		"<b>一二三\n四五六七八</b>九": `["<b>一二三\n</b>" "<b>四五六七八</b>九"]`,
		"一二三四五六七八九十":         `["一二三四五六七八" "九十"]`,
	} {
		if got := fmt.Sprintf("%q", Parts(html, 8)); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if got := voice(Chinese).Fit(strings.Repeat("长长长\n", 20), 40); !strings.HasSuffix(got, "\n"+voice(Chinese).Label("more")) || width(got) > 40 {
		t.Errorf("fits as %s", got)
	}
}
