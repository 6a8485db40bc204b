package text

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// each calls do for every sample in every language.
func each(t *testing.T, do func(t *testing.T, lang string, message any)) {
	t.Helper()
	for _, lang := range languages {
		for name, values := range byType() {
			for _, m := range values {
				t.Run(lang+"/"+name, func(t *testing.T) { do(t, lang, m) })
			}
		}
	}
}

func TestTextsAreTidy(t *testing.T) {
	each(t, func(t *testing.T, lang string, m any) {
		got := voice(lang).Say(m)
		checkMarkup(t, got)
		for _, bad := range []string{"<no value>", "%!", "\n\n\n", "()", "（）", "“”", "《》", "、、", "，，", "。。", "..", "  ", " ,", " \n", "　\n"} {
			if strings.Contains(got, bad) {
				t.Errorf("has %q:\n%s", bad, got)
			}
		}
		if strings.Contains(got, "["+nameOf(m)) || got == "" || got != strings.TrimSpace(got) {
			t.Errorf("got %q", got)
		}
		if strings.ContainsAny(got, "！!") {
			t.Errorf("exclaims:\n%s", got)
		}
	})
}

// A message of which nothing is known is no reason to say nothing.
func TestEmptyMessagesAreSaid(t *testing.T) {
	each(t, func(t *testing.T, lang string, m any) {
		empty := reflect.New(reflect.TypeOf(m))
		for _, message := range []any{empty.Elem().Interface(), empty.Interface()} {
			if got := voice(lang).Say(message); strings.HasPrefix(got, "[") {
				t.Error(got)
			}
		}
	})
	if got := voice(Chinese).Say(nil); got != "[nil]" {
		t.Errorf("nil is said as %q", got)
	}
}

func TestAnUnknownMessageIsSaidByItsName(t *testing.T) {
	type Unheard struct{}
	got := voice(Chinese).Say(Unheard{})
	if !strings.HasPrefix(got, "[Unheard:") {
		t.Errorf("got %q", got)
	}
	checkMarkup(t, got)
}

const hostile = `<b>&"'+</i><a href="http://x">{{.}}`

func TestWhatPeopleWroteIsEscaped(t *testing.T) {
	each(t, func(t *testing.T, lang string, m any) {
		bad := reflect.New(reflect.TypeOf(m)).Elem()
		bad.Set(clone(reflect.ValueOf(m), func(string) string { return hostile }))
		got := voice(lang).Say(bad.Interface())
		checkMarkup(t, got)
		if strings.Contains(got, "<a") || strings.Contains(got, "</i><a") {
			t.Errorf("not escaped:\n%s", got)
		}
		for _, tag := range tags(got) {
			if strings.Contains(tag, "&") || strings.Contains(tag, " ") {
				t.Errorf("tag %q", tag)
			}
		}
	})
}

// Whatever somebody typed is quoted, never so long that the answer cannot be
// sent.
func TestQuotesAreShort(t *testing.T) {
	long := strings.Repeat("长 ", 4096)
	for _, m := range []any{
		NoCommand{Said: long}, NoTask{Said: long, First: 1, Last: 57}, NoDepartment{Said: long}, NoDate{Said: long},
		NoSchedule{Said: long}, NoRole{Said: long}, NeverMet{Name: long, Department: human}, WhichPerson{Name: long},
		NobodyBound{Name: long}, NameTaken{Name: long}, NoLanguage{Said: long},
		UnknownMembers{Names: []string{long}}, FetchFailed{Name: long}, Broken{Why: long},
	} {
		for _, lang := range languages {
			if n := len(utf16.Encode([]rune(voice(lang).Say(m)))); n > 1000 {
				t.Errorf("%s: %T has %d characters", lang, m, n)
			}
		}
	}
}

var (
	tagForm = regexp.MustCompile(`</?([a-z]+)>`)
	allowed = []string{"b", "i", "u", "s", "code", "pre", "blockquote"} // and a, which no template needs
)

func tags(s string) []string { return regexp.MustCompile(`<[^>]*>`).FindAllString(s, -1) }

// checkMarkup checks that s has only tags that the platform knows, each closed
// in order, and no other < > &.
func checkMarkup(t *testing.T, s string) {
	t.Helper()
	var open []string
	for _, tag := range tags(s) {
		form := tagForm.FindStringSubmatch(tag)
		switch {
		case form == nil || !slices.Contains(allowed, form[1]):
			t.Errorf("tag %s in\n%s", tag, s)
		case tag[1] != '/':
			open = append(open, form[1])
		case len(open) == 0 || open[len(open)-1] != form[1]:
			t.Errorf("%s closes nothing in\n%s", tag, s)
		default:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Errorf("%v stays open in\n%s", open, s)
	}
	plain := tagForm.ReplaceAllString(s, "")
	if strings.ContainsAny(plain, "<>") {
		t.Errorf("a bare < or > in\n%s", s)
	}
	if regexp.MustCompile(`&([^a-z#]|$)`).MatchString(plain) {
		t.Errorf("a bare & in\n%s", s)
	}
}

var (
	code   = regexp.MustCompile(`<code>[^<]*</code>`)
	han    = regexp.MustCompile(`\p{Han}+`)
	spaced = regexp.MustCompile(`\p{Han} [0-9]|[0-9] \p{Han}`)
	// number is a task's number at the head of a list line, after its place and
	// light; or the step of a walk.
	number = regexp.MustCompile(`^([0-9]+ )?([✅🟢🟡🔴⚪] )?[0-9]+ ([✅🟢🟡🔴⚪] )?|[0-9]+/[0-9]+`)
)

// bare is what the template said: without commands to copy and with another word
// for what the sample brought.
func bare(lang, instead string, m any) string {
	got := Plain(code.ReplaceAllString(voice(lang).Say(m), ""))
	var brought []string
	clone(reflect.ValueOf(m), func(s string) string {
		if s != "" {
			first, _, _ := strings.Cut(s, "，") // all that is said of a summary's schedule
			brought = append(brought, s, first)
		}
		return s
	})
	slices.SortFunc(brought, func(a, b string) int { return len(b) - len(a) })
	for _, s := range brought {
		got = strings.ReplaceAll(got, s, instead)
	}
	return got
}

func TestEnglishIsEnglish(t *testing.T) {
	for _, m := range samples {
		got := bare(English, "§", m)
		if found := han.FindAllString(got, -1); found != nil || strings.ContainsAny(got, "，。；：（）《》") {
			t.Errorf("%T has %v in\n%s", m, found, got)
		}
	}
	for _, name := range defined(English) {
		if label, ok := strings.CutPrefix(name, "label."); ok && !strings.HasPrefix(label, "example.") && label != "button.lang.zh" && !isTour(label) {
			if s := voice(English).Label(label, 28); han.MatchString(s) {
				t.Errorf("%s is %q", name, s)
			}
		}
	}
}

func TestChineseIsSetAsInAPaper(t *testing.T) {
	for _, m := range samples {
		got := bare(Chinese, "某", m)
		if _, isUsage := m.(NoSchedule); isUsage {
			got, _, _ = strings.Cut(got, "请写如") // how to type a schedule
		}
		for _, line := range strings.Split(got, "\n") {
			if s := spaced.FindString(number.ReplaceAllString(line, "")); s != "" {
				t.Errorf("%T has %q in %q", m, s, line)
			}
		}
		if s := regexp.MustCompile(`\p{Han}[,;:!?()]`).FindString(got); s != "" {
			t.Errorf("%T has half-width punctuation in %q", m, s)
		}
	}
}

// Commands are recognised by the app only between blanks or signs, never next to
// a Chinese character.
func TestCommandsCanBeTapped(t *testing.T) {
	link := regexp.MustCompile(`https://\S+`)
	glued := regexp.MustCompile(`[\p{Han}A-Za-z0-9]/[a-z]+|/[a-z]+\p{Han}`)
	each(t, func(t *testing.T, lang string, m any) {
		if s := glued.FindString(link.ReplaceAllString(tagForm.ReplaceAllString(voice(lang).Say(m), " "), "")); s != "" {
			t.Errorf("has %q", s)
		}
	})
}

// clone copies v deeply with every string of no type of its own changed.
func clone(v reflect.Value, change func(string) string) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch {
	case v.Type() == reflect.TypeFor[string]():
		out.SetString(change(v.String()))
	case v.Kind() == reflect.Struct && v.Type().PkgPath() != "time":
		for i := range v.NumField() {
			out.Field(i).Set(clone(v.Field(i), change))
		}
	case v.Kind() == reflect.Slice && !v.IsNil():
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(clone(v.Index(i), change))
		}
	case v.Kind() == reflect.Map && v.Type().Elem() == reflect.TypeFor[string]() && !v.IsNil():
		out.Set(reflect.MakeMap(v.Type()))
		for _, key := range v.MapKeys() {
			out.SetMapIndex(key, clone(v.MapIndex(key), change))
		}
	}
	return out
}
