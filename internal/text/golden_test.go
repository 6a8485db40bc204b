package text

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

var languages = []string{Chinese, English}

func nameOf(message any) string { return reflect.TypeOf(message).Name() }

// byType is the samples of each message, by its name.
func byType() map[string][]any {
	all := map[string][]any{}
	for _, m := range samples {
		all[nameOf(m)] = append(all[nameOf(m)], m)
	}
	return all
}

// messages reads the package's own source: a message is an exported struct that
// is no part of another one.
func messages(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	structs, parts := map[string]bool{}, map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if s, ok := spec.Type.(*ast.StructType); ok {
				structs[spec.Name.Name] = spec.Name.IsExported()
				ast.Inspect(s, func(n ast.Node) bool {
					if field, ok := n.(*ast.Field); ok {
						addParts(parts, field.Type)
					}
					return true
				})
			}
			return true
		})
	}
	var names []string
	for name, exported := range structs {
		if exported && !parts[name] && name != "Voice" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// addParts adds the types of this package that a field's type is made of.
func addParts(parts map[string]bool, field ast.Expr) {
	ast.Inspect(field, func(n ast.Node) bool {
		if _, ok := n.(*ast.SelectorExpr); ok { // duban.Department is not our Department
			return false
		}
		if id, ok := n.(*ast.Ident); ok {
			parts[id.Name] = true
		}
		return true
	})
}

func defined(lang string) []string {
	var names []string
	for _, t := range catalogues[lang].Templates() {
		if name := t.Name(); name != lang && !strings.HasSuffix(name, ".tmpl") && !strings.Contains(name, "$") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func TestBothLanguagesSayTheSameThings(t *testing.T) {
	if zh, en := defined(Chinese), defined(English); !slices.Equal(zh, en) {
		t.Errorf("zh has %v\nen has %v", without(zh, en), without(en, zh))
	}
}

func without(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(some, s) })
}

func TestEveryMessageHasATemplateAndASample(t *testing.T) {
	types := messages(t)
	if len(types) < 100 {
		t.Fatalf("found %d messages only", len(types))
	}
	if sampled := slices.Sorted(maps.Keys(byType())); !slices.Equal(types, sampled) {
		t.Errorf("without a sample: %v\nsampled and no message: %v", without(types, sampled), without(sampled, types))
	}
	for _, lang := range languages {
		var said []string
		for _, name := range defined(lang) {
			if token.IsExported(name) {
				said = append(said, name)
			}
		}
		if !slices.Equal(types, said) {
			t.Errorf("%s: without a template: %v\ntemplates of no message: %v", lang, without(types, said), without(said, types))
		}
	}
}

func TestGolden(t *testing.T) {
	for _, lang := range languages {
		for name, values := range byType() {
			var b strings.Builder
			for i, m := range values {
				if i > 0 {
					fmt.Fprintf(&b, "\n----- %d\n", i+1)
				}
				b.WriteString(voice(lang).Say(m))
			}
			golden(t, filepath.Join(lang, name), b.String())
		}
		var b strings.Builder
		for _, name := range defined(lang) {
			if label, ok := strings.CutPrefix(name, "label."); ok && !isTour(label) {
				fmt.Fprintf(&b, "%s: %s\n", label, voice(lang).Label(label, 28))
			}
		}
		golden(t, filepath.Join(lang, "labels"), b.String())
	}
}

// isTour reports whether a label belongs to the demo page, whose tour tells what
// to type and is nobody's contract.
func isTour(label string) bool {
	return strings.HasPrefix(label, "tour.") || strings.HasPrefix(label, "demo.")
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s (go test -update writes it anew)\n--- got\n%s\n--- want\n%s", path, got, want)
	}
}

func TestNoGoldenFileIsLeftOver(t *testing.T) {
	all := byType()
	for _, lang := range languages {
		paths, err := filepath.Glob(filepath.Join("testdata", lang, "*.golden"))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range paths {
			if name := strings.TrimSuffix(filepath.Base(p), ".golden"); all[name] == nil && name != "labels" {
				t.Errorf("%s belongs to no message", p)
			}
		}
	}
}

// A second template of the same name would silently take the first one's place.
func TestNoTemplateIsDefinedTwice(t *testing.T) {
	for _, lang := range languages {
		paths, err := filepath.Glob(filepath.Join(lang, "*.tmpl"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("templates: %v, %v", paths, err)
		}
		where := map[string]string{}
		for _, p := range paths {
			body, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range strings.Split(string(body), `{{define "`)[1:] {
				name, _, _ := strings.Cut(part, `"`)
				if where[name] != "" {
					t.Errorf("%s is defined in %s and in %s", name, where[name], p)
				}
				where[name] = p
			}
		}
	}
}
