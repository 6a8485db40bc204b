// Package text holds every sentence a person can meet, in Chinese and English:
// one template and one typed struct for each message.
//
// A message is rendered by the template that bears its type's name. Templates
// are html/template, so what people wrote is escaped by construction. In a
// template the dot has the message as .M and the methods of Voice.
package text

import (
	"bytes"
	"embed"
	"fmt"
	"html"
	"html/template"
	"reflect"
	"strings"
	"time"
	"unicode"
)

// Languages.
const (
	Chinese = "zh"
	English = "en"
)

//go:embed zh/*.tmpl en/*.tmpl
var files embed.FS

var catalogues = map[string]*template.Template{
	Chinese: parse(Chinese),
	English: parse(English),
}

func parse(lang string) *template.Template {
	funcs := template.FuncMap{
		"add":  func(a, b int) int { return a + b },
		"join": func(sep string, parts []string) string { return strings.Join(parts, sep) },
		"cut":  cut,
		"cap":  capital,
		"until": func(sep, s string) string {
			before, _, _ := strings.Cut(s, sep)
			return before
		},
	}
	return template.Must(template.New(lang).Funcs(funcs).Option("missingkey=error").ParseFS(files, lang+"/*.tmpl"))
}

// LanguageOf picks the language for a BCP 47 tag: Chinese for Chinese and for
// no tag, English for everything else.
func LanguageOf(tag string) string {
	if tag == "" || strings.HasPrefix(strings.ToLower(tag), Chinese) {
		return Chinese
	}
	return English
}

// Voice speaks one language, in one zone, at one moment.
type Voice struct {
	Lang string
	Zone *time.Location
	Now  time.Time
}

// page is what a template sees.
type page struct {
	Voice
	M any
}

// Say renders a message as HTML. A message whose template is missing or wrong is
// a bug that the tests of this package find; then its name is said instead of
// nothing.
func (v Voice) Say(message any) string {
	t := reflect.TypeOf(message)
	if t == nil {
		return "[nil]"
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return v.render(t.Name(), message)
}

// Label is the plain text of a button, a command's description or a heading.
func (v Voice) Label(name string, args ...any) string {
	var arg any
	if len(args) > 0 {
		arg = args[0]
	}
	return unescape(v.render("label."+name, arg))
}

func (v Voice) render(name string, message any) string {
	var out bytes.Buffer
	if err := v.catalogue().ExecuteTemplate(&out, name, page{v, message}); err != nil {
		return template.HTMLEscapeString(fmt.Sprintf("[%s: %v]", name, err)) // err quotes what stands between < and >
	}
	return tidy(out.String())
}

func (v Voice) catalogue() *template.Template {
	if t, ok := catalogues[v.Lang]; ok {
		return t
	}
	return catalogues[Chinese]
}

// tidy takes away the blank at the ends of lines and more than one empty line
// in a row, so that templates may be laid out for their reader.
func tidy(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	kept := lines[:0]
	for _, line := range lines {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if line == "" && len(kept) > 0 && kept[len(kept)-1] == "" {
			continue
		}
		kept = append(kept, line)
	}
	return strings.Join(kept, "\n")
}

var unescape = html.UnescapeString
