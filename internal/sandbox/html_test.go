package sandbox

import (
	"encoding/xml"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHTMLBecomesTextAndEntities(t *testing.T) {
	for _, c := range []struct {
		src, text string
		entities  []Entity
		html      string
	}{
		{"plain", "plain", nil, "plain"},
		{"<b>第28项</b> x", "第28项 x", []Entity{{Type: "bold", Length: 4}}, "<b>第28项</b> x"},
		{"<strong>a</strong><em>b</em>", "ab", []Entity{{Type: "bold", Length: 1}, {Type: "italic", Offset: 1, Length: 1}}, "<b>a</b><i>b</i>"},
		{"<u>a</u><ins>b</ins>", "ab", []Entity{{Type: "underline", Length: 1}, {Type: "underline", Offset: 1, Length: 1}}, "<u>a</u><u>b</u>"},
		{"<s>a<strike>b<del>c</del></strike></s>", "abc", nil, "<s>a<s>b<s>c</s></s></s>"},
		{"<i>😀<b>x</b></i>", "😀x", []Entity{{Type: "italic", Length: 3}, {Type: "bold", Offset: 2, Length: 1}}, "<i>😀<b>x</b></i>"},
		{"<B>x</b >", "x", []Entity{{Type: "bold", Length: 1}}, "<b>x</b>"},
		{"<b>x</>", "x", []Entity{{Type: "bold", Length: 1}}, "<b>x</b>"},
		{"a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#x27;", `a <b> & "c" 'd'`, nil, "a &lt;b&gt; &amp; &#34;c&#34; &#39;d&#39;"},
		{"&lt &nbsp; &AMP; & &#0; &#x110000;", "< &nbsp; &AMP; & &#0; &#x110000;", nil, "&lt; &amp;nbsp; &amp;AMP; &amp; &amp;#0; &amp;#x110000;"},
		{`<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>`, "xy", nil, `<span class="tg-spoiler">x</span><span class="tg-spoiler">y</span>`},
		{`<a href="https://x.cn/?a=1&amp;b=2">x</a>`, "x", []Entity{{Type: "text_link", Length: 1, URL: "https://x.cn/?a=1&b=2"}},
			`<a href="https://x.cn/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">x</a>`},
		{`<a href='javascript:alert(1)'>x</a><a href="http://localhost">y</a>`, "xy", nil, "xy"},
		{`<a href="tg://user?id=11">Alice</a>`, "Alice", []Entity{{Type: "text_mention", Length: 5, User: 11}}, `<span class="tg-mention">Alice</span>`},
		{"<pre>a</pre><code>b</code>", "ab", []Entity{{Type: "pre", Length: 1}, {Type: "code", Offset: 1, Length: 1}}, "<pre>a</pre><code>b</code>"},
		{`<pre><code class="language-go">x</code></pre>`, "x", []Entity{{Type: "pre", Length: 1, Language: "go"}}, "<pre>x</pre>"},
		{"<blockquote>a</blockquote><blockquote expandable>b</blockquote>", "ab", []Entity{{Type: "blockquote", Length: 1}, {Type: "expandable_blockquote", Offset: 1, Length: 1}},
			`<blockquote>a</blockquote><blockquote class="tg-expandable">b</blockquote>`},
		{"<b></b>x<i> </i>", "x ", []Entity{{Type: "italic", Offset: 1, Length: 1}}, "x<i> </i>"},
	} {
		text, entities, err := parseHTML(c.src)
		if err != nil || text != c.text || c.entities != nil && !reflect.DeepEqual(entities, c.entities) {
			t.Errorf("%s\n got %q %+v %v\nwant %q %+v", c.src, text, entities, err, c.text, c.entities)
		}
		if got := renderHTML(text, entities); got != c.html {
			t.Errorf("%s is shown as\n     %s\nwant %s", c.src, got, c.html)
		}
	}
}

func TestTextsAreTrimmedAndCleaned(t *testing.T) {
	b := newTestBot(t)
	for src, want := range map[string]string{
		"  x \n":                "x",
		"\n\n<b> x </b> ":       "<b> x</b>",
		"a\r\nb\tc\u202ed":      "a\nb cd",
		"<b>a\r</b>b":           "<b>a</b>b",
		"see /task_28":          `see <span class="tg-command">/task_28</span>`,
		"<code>/task_28</code>": "<code>/task_28</code>",
		"<b>/help</b>":          `<span class="tg-command"><b>/help</b></span>`,
		"#督查 @alice":            `<span class="tg-hashtag">#督查</span> <span class="tg-mention">@alice</span>`,
		"见 https://x.cn/a?b=1。": `见 <a href="https://x.cn/a?b=1" target="_blank" rel="noopener noreferrer nofollow">https://x.cn/a?b=1</a>。`,
	} {
		m := decoded[wireMessage](t, b.ok("sendMessage", "chat_id", alice, "text", src, "parse_mode", "HTML"))
		if v, _ := b.Message(alice, m.MessageID); v.HTML != want {
			t.Errorf("%q is shown as\n     %s\nwant %s", src, v.HTML, want)
		}
	}
}

func TestEntitiesInsteadOfHTML(t *testing.T) {
	b := newTestBot(t)
	m := decoded[wireMessage](t, b.ok("sendMessage", "chat_id", alice, "text", "😀bold", "entities", []wireEntity{
		{Type: "bold", Offset: 2, Length: 4}, {Type: "text_link", Length: 2, URL: "https://x.cn"}, {Type: "hashtag", Length: 2},
	}))
	if len(m.Entities) != 2 || m.Entities[0].URL != "https://x.cn/" || m.Entities[1].Type != "bold" {
		t.Errorf("%+v", m.Entities)
	}
	for raw, words := range map[string]string{
		`[{"type":"bold","offset":-1,"length":1}]`: "Bad Request: receive an entity with incorrect offset -1",
		`[{"type":"loud","offset":0,"length":1}]`:  "Bad Request: can't parse MessageEntity: Unsupported type specified",
	} {
		if r := b.call("sendMessage", "chat_id", alice, "text", "x", "entities", raw); r.Description != words {
			t.Errorf("%s: %+v", raw, r)
		}
	}
}

func TestLengthIsCountedAfterParsing(t *testing.T) {
	b := newTestBot(t)
	long := "<b>" + strings.Repeat("&amp;", 4096) + "</b>"
	b.ok("sendMessage", "chat_id", alice, "text", long, "parse_mode", "HTML")
	b.ok("sendMessage", "chat_id", alice, "text", strings.Repeat("😀", 2048))
}

// Whatever is sent, the parser ends, entities lie within the text and what the
// page shows is well formed.
func FuzzHTML(f *testing.F) {
	for _, c := range refusals {
		f.Add(c.name)
	}
	for _, s := range []string{"<b>a<i>b</i></b>", "<a href='x.cn'>&amp;</a>", "&#x1F600;<", "<blockquote expandable>a</blockquote>", "<b \x00", "</"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if !utf8.ValidString(src) {
			return
		}
		text, entities, err := parseHTML(src)
		if err != nil {
			return
		}
		fixed, no := formatted{text, entities}.fix(true)
		if no != nil {
			t.Fatal(no.text)
		}
		for _, e := range fixed.entities {
			if e.Offset < 0 || e.Length <= 0 || e.Offset+e.Length > utf16Len(fixed.text) {
				t.Fatalf("%q: entity %+v outside %q", src, e, fixed.text)
			}
		}
		wellFormed(t, renderHTML(fixed.text, fixed.entities))
		if plain := unmarked(t, renderHTML(fixed.text, fixed.entities)); plain != fixed.text {
			t.Fatalf("%q shows %q, want %q", src, plain, fixed.text)
		}
	})
}

// Entities that cross or leave the text do no harm either.
func FuzzEntities(f *testing.F) {
	f.Add("a/b😀", 0, 3, 2, 9)
	f.Fuzz(func(t *testing.T, text string, o1, l1, o2, l2 int) {
		text = strings.ToValidUTF8(text, "?")
		wellFormed(t, renderHTML(text, []Entity{{Type: "bold", Offset: o1 % 99, Length: l1 % 99}, {Type: "url", Offset: o2 % 99, Length: l2 % 99}}))
	})
}

func wellFormed(t *testing.T, html string) { t.Helper(); unmarked(t, html) }

// unmarked is the text of well-formed HTML.
func unmarked(t *testing.T, html string) string {
	t.Helper()
	var out strings.Builder
	// XML has no control characters; what cannot be written there is not looked at
	d := xml.NewDecoder(strings.NewReader("<x>" + html + "</x>"))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out.String()
		}
		if err != nil {
			if strings.Contains(err.Error(), "illegal character code") {
				t.Skip()
			}
			t.Fatalf("%q: %v", html, err)
		}
		if text, ok := token.(xml.CharData); ok {
			out.Write(text)
		}
	}
}
