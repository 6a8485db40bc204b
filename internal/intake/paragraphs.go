package intake

import (
	"regexp"
	"strings"
	"time"

	"duban/internal/calendar"
)

// paragraphReader makes entries of paragraphs: a number, the words, and who
// answers behind them or on lines of their own.
type paragraphReader struct {
	title   titleReader
	heading string
	fresh   bool
	open    bool // the last entry takes further lines
	entries []entry
}

var (
	taskMark = regexp.MustCompile(`^第?\s*([0-9０-９]{1,5})\s*(?:[.．、]|项[、:：]?)\s*`)
	// decimal is a number behind which a decimal or a date goes on: 1.5万, 2026.12.
	decimal = regexp.MustCompile(`^[0-9０-９]+[.．][0-9０-９]`)
)

// maxParagraph is the length in bytes up to which a paragraph is looked into for
// labels: twenty pages are no task.
const maxParagraph = 60_000

func (r *paragraphReader) document(d document) {
	for _, b := range d.blocks {
		if b.table == nil {
			r.paragraph(b)
		}
	}
	// Paragraphs under numbers that nobody answers for are no list of tasks.
	named := false
	for _, e := range r.entries {
		named = named || len(e.names) > 0
	}
	if !named {
		r.entries = nil
	}
}

func (r *paragraphReader) paragraph(b block) {
	mark := taskMark.FindStringSubmatch(b.text)
	if mark != nil && decimal.MatchString(b.text) {
		mark = nil
	}
	words, labels := b.text, []label(nil)
	if len(b.text) <= maxParagraph {
		words, labels = cutLabels(b.text)
	}
	switch {
	case mark != nil:
		e := entry{at: b.at, number: written{b.at, mark[1], true}}
		r.begin(e, b.at, words[min(len(mark[0]), len(words)):], labels)
	case isHeading(b.text) && len(labels) > 0:
		e := entry{at: b.at, counted: true}
		r.begin(e, b.at, words[len(headingMark.FindString(words)):], labels)
	case isHeading(b.text):
		r.heading, r.fresh, r.open, r.title.done = headingText(b.text), true, false, true
	case len(r.entries) == 0:
		r.title.line(b.text)
	case footing.MatchString(b.text):
		r.open = false
	case r.open:
		r.extend(b.at, words, labels)
	}
}

func (r *paragraphReader) begin(e entry, at place, words string, labels []label) {
	e.fresh, e.section.text = r.fresh, r.heading
	r.fresh, r.open, r.title.done = false, true, true
	r.entries = append(r.entries, e)
	r.extend(at, words, labels)
}

// extend adds words and labels to the last entry.
func (r *paragraphReader) extend(at place, words string, labels []label) {
	e := &r.entries[len(r.entries)-1]
	if words = trimBlank(words); words != "" || !e.content.here {
		e.add(contentField, at, words)
	}
	for _, l := range labels {
		e.add(l.field, at, l.text)
	}
}

// label is a part of a paragraph that says what it is: 责任单位：市教育局.
type label struct {
	field field
	text  string
}

var (
	labelled = regexp.MustCompile(`(^|[\s(（〔\[【,，;；。、.])((?:[\p{Han}]{0,4}(?:牵头|责任|配合|主办|协办|协同|承办|参与|主责|实施)[\p{Han}]{0,4}(?:单位|部门|科室|处室|领导)|(?:牵头|配合|主办|协办)|(?:分管|牵头|责任|包保)(?:市)?领导|(?:完成|办结|工作)?(?:时限|期限)|(?:完成|办结)(?:时间|日期)|时间节点)(?:[(（][^()（）]*[)）])?)\s*[:：]`)
	// unlabelled is a bracket at the end that says who answers without a label.
	unlabelled = regexp.MustCompile(`[(（〔\[]([^()（）〔〕\[\]]*(?:局|委|办|部|院|会|政府|乡镇|街道|单位|中心)[^()（）〔〕\[\]]*(?:牵头|负责|配合|落实)[^()（）〔〕\[\]]*)[)）〕\]]\s*[。；;.]?\s*$`)
)

// cutLabels takes the labelled parts out of a paragraph. What stands behind the
// bracket of a label goes on with the words.
func cutLabels(text string) (words string, labels []label) {
	at := labelled.FindAllStringSubmatchIndex(text, -1)
	if len(at) == 0 {
		return cutUnlabelled(text)
	}
	words = text[:at[0][4]]
	closing := ""
	if trimmed := strings.TrimRightFunc(words, isBlank); trimmed != "" {
		for _, pair := range []string{"()", "（）", "〔〕", "[]", "【】"} {
			open, end := firstRune(pair)
			if strings.HasSuffix(trimmed, open) {
				words, closing = strings.TrimSuffix(trimmed, open), end
			}
		}
	}
	for i, m := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][4]
		}
		value, rest := text[m[1]:end], ""
		if closing != "" {
			value, rest = closed(value, closing)
			if i+1 < len(at) {
				rest = strings.TrimRight(rest, "(（〔[【")
			}
		}
		labels = append(labels, label{labelField(text[m[4]:m[5]]), trimValue(value)})
		words = strings.TrimRightFunc(words, isBlank) + spoken(rest, words)
	}
	return words, labels
}

// firstRune parts a pair of brackets.
func firstRune(pair string) (open, end string) {
	r := []rune(pair)
	return string(r[0]), string(r[1])
}

// closed cuts value at the bracket that closes its label, past brackets within.
func closed(value, closing string) (inside, rest string) {
	depth := 0
	for i, c := range value {
		switch {
		case strings.ContainsRune("(（〔[【", c):
			depth++
		case strings.ContainsRune(")）〕]】", c) && depth > 0:
			depth--
		case string(c) == closing:
			return value[:i], value[i+len(closing):]
		}
	}
	return value, ""
}

// spoken is what stands behind a bracket, if it is more than a full stop that
// the words have already.
func spoken(rest, words string) string {
	rest = trimBlank(rest)
	if strings.Trim(rest, "。；;.，, ") == "" && strings.ContainsAny(lastRune(words), "。；;.！!") {
		return ""
	}
	return rest
}

func lastRune(s string) string {
	r := []rune(strings.TrimRightFunc(s, isBlank))
	if len(r) == 0 {
		return ""
	}
	return string(r[len(r)-1])
}

func trimValue(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return isBlank(r) || strings.ContainsRune("。；;,，、", r) })
}

func labelField(text string) field {
	if f := headField(text); f > ignoredField {
		return f
	}
	return responsibleField
}

// cutUnlabelled reads （市财政局牵头，市教育局配合，2026年底前完成）.
func cutUnlabelled(text string) (words string, labels []label) {
	m := unlabelled.FindStringSubmatchIndex(text)
	if m == nil {
		return text, nil
	}
	var names []string
	for _, piece := range strings.FieldsFunc(text[m[2]:m[3]], isSeparator) {
		if isDue(piece) {
			labels = append(labels, label{dueField, trimBlank(piece)})
		} else {
			names = append(names, piece)
		}
	}
	return text[:m[0]], append(labels, label{responsibleField, strings.Join(names, "，")})
}

// isDue tells whether words are a due text; which day they mean is no matter.
func isDue(words string) bool {
	_, err := calendar.ParseDue(words, calendar.Day{Year: 2026, Month: time.January, Day: 1})
	return err == nil
}
