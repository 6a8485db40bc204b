package arrows

import (
	"go/ast"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	namedTest  = regexp.MustCompile(`\b(?:Test|Fuzz|Benchmark)[A-Z]\w+`)
	linkedTest = regexp.MustCompile(`\[((?:Test|Fuzz|Benchmark)[A-Z]\w+)\]\(\.\./([^)]+)\)`)
)

// docs/reliability.md promises nothing that no test shows: each row of the
// catalogue, which is the tables of events, names a test, and each name links to the file in which the test is.
func TestTheCatalogueNamesTestsThatAreThere(t *testing.T) {
	const page = "docs/reliability.md"
	body, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(page)))
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, s := range sources(t) {
		for _, d := range s.tree.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && s.test && f.Recv == nil {
				there[s.name+" "+f.Name.Name] = true
			}
		}
	}
	rows, events := 0, false
	for line := range strings.Lines(string(body)) {
		links := linkedTest.FindAllStringSubmatch(line, -1)
		for _, l := range links {
			if !there[path.Clean(l[2])+" "+l[1]] {
				t.Errorf("%s names %s in %s, where it is not", page, l[1], l[2])
			}
		}
		if names := namedTest.FindAllString(line, -1); len(names) != len(links) {
			t.Errorf("%s: a test without a link in: %s", page, line)
		}
		head := strings.HasPrefix(line, "| event |")
		events = head || events && strings.HasPrefix(line, "|")
		if events && !head && strings.HasPrefix(line, "| ") {
			if rows++; len(links) == 0 {
				t.Errorf("%s: no test for: %s", page, line)
			}
		}
	}
	if rows < 30 {
		t.Errorf("%s has %d rows", page, rows)
	}
}
