// Package arrows holds the tests of the layout: which package may know which,
// by which door a bought library comes in, and where words people read live.
package arrows

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "duban"

// arrows is every package of the module with the packages of ours it may
// import. The domain and the vocabularies import nothing; the conversation and
// the calendar at work never meet; only app knows everything.
var arrows = map[string][]string{
	"cmd/duban": {
		"internal/app", "internal/config", "internal/duban", "internal/failpoint", "internal/sandbox", "internal/text",
	},
	"internal/app": {
		"bot", "scheduler", "seeds", "internal/calendar", "internal/chat", "internal/config", "internal/duban", "internal/failpoint",
		"internal/intake", "internal/ledger", "internal/sandbox", "internal/store", "internal/telegram", "internal/text",
	},
	"bot":       {"internal/calendar", "internal/chat", "internal/duban", "internal/intake", "internal/ledger", "internal/text"},
	"scheduler": {"internal/calendar", "internal/chat", "internal/duban", "internal/failpoint"},
	"seeds":     {"internal/duban", "internal/intake"},

	"internal/intake":   {"internal/calendar", "internal/duban"},
	"internal/ledger":   {"internal/duban", "internal/text"},
	"internal/store":    {"internal/chat", "internal/duban", "internal/failpoint"},
	"internal/telegram": {"internal/chat", "internal/failpoint"},
	"internal/text":     {"internal/chat", "internal/duban"},

	"internal/arrows":       {},
	"internal/bench":        {},
	"internal/browser":      {"internal/need"},
	"internal/calendar":     {},
	"internal/chat":         {},
	"internal/config":       {},
	"internal/crashtest":    {},
	"internal/duban":        {},
	"internal/failpoint":    {},
	"internal/need":         {},
	"internal/postgrestest": {"internal/need"},
	"internal/preload":      {"internal/need"},
	"internal/sandbox":      {},
}

// support are packages only tests import; any test may.
var support = []string{"internal/browser", "internal/need", "internal/postgrestest", "internal/preload"}

// testArrows is what the tests of a package may import besides.
var testArrows = map[string][]string{
	"bot":       {"internal/store", "seeds"}, // the store is never faked
	"scheduler": {"internal/store", "seeds"},
	"cmd/duban": {"internal/store"}, // the real binary's work is read from its database
	// the bot is compared with a loop of the libraries it is built on
	"internal/bench": {"internal/app", "internal/chat", "internal/config", "internal/duban", "internal/sandbox", "internal/store", "seeds"},
	"internal/crashtest": {
		"internal/failpoint", "internal/sandbox", // what kills the program, and whom it talks to
		"internal/store", // brings the database's driver
	},
	"internal/duban":    {"internal/calendar", "internal/intake", "seeds"}, // the rules on the published list and its next edition, in real working time
	"internal/ledger":   {"internal/intake", "seeds"},                      // what is written is what intake reads
	"internal/intake":   {"seeds"},                                         // the list as published is what intake must read
	"internal/telegram": {"internal/sandbox"},                              // Telegram is always played by the sandbox
}

// doors are the packages by which a bought library comes in.
var doors = map[string][]string{
	"gorm.io":                        {"internal/store", "internal/bench"},
	"github.com/go-telegram-bot-api": {"internal/telegram", "internal/bench"},
	"github.com/robfig/cron":         {"scheduler", "internal/calendar"},
	"github.com/xuri/excelize":       {"internal/ledger"},
	"github.com/mattn/go-sqlite3":    {"internal/store"},
	"github.com/jackc/pgx":           {"internal/store"},
	"modernc.org":                    {"internal/store"},
	"github.com/pressly/goose":       {"internal/store"},
	"github.com/urfave/cli":          {"cmd/duban"},
	"github.com/mozillazg/go-pinyin": {"internal/intake"},
}

// testOnly are libraries the program does not contain.
var testOnly = []string{
	"github.com/6tail/lunar-go", "github.com/chromedp", "github.com/google/go-cmp",
	"github.com/rogpeppe/go-internal", "go.uber.org/goleak", "pgregory.net/rapid",
}

// source is one Go file of the module.
type source struct {
	name    string // from the module's root, with slashes
	pkg     string // its directory
	test    bool
	tree    *ast.File
	imports []string
	files   *token.FileSet
}

// program tells whether the file is compiled into duban.
func (s source) program() bool { return !s.test && !slices.Contains(support, s.pkg) }

func (s source) at(n ast.Node) string {
	return s.name + ":" + strconv.Itoa(s.files.Position(n.Pos()).Line)
}

// sources are all Go files of the module, whatever they are built for.
func sources(t *testing.T) []source {
	t.Helper()
	root, files := filepath.Join("..", ".."), token.NewFileSet()
	var all []source
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		switch name := d.Name(); {
		case err != nil:
			return err
		case d.IsDir() && p != root && (name == "testdata" || name[0] == '.' || name[0] == '_'):
			return fs.SkipDir
		case d.IsDir() && p != root && isModule(p):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		tree, err := parser.ParseFile(files, p, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		s := source{name: name, pkg: path.Dir(name), test: strings.HasSuffix(name, "_test.go") || onlyTested(tree), tree: tree, files: files}
		for _, i := range tree.Imports {
			imported, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			s.imports = append(s.imports, imported)
		}
		all = append(all, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// onlyTested tells whether a file is built for the tests that make mistakes on
// purpose, and never for anybody else.
func onlyTested(tree *ast.File) bool {
	first := tree.Comments
	return len(first) > 0 && first[0].Pos() < tree.Package && first[0].List[0].Text == "//go:build mutation"
}

// isModule tells whether a directory holds a module of its own.
func isModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

// under tells whether an import path is that of a module or lies in it.
func under(imported, parent string) bool {
	return imported == parent || strings.HasPrefix(imported, parent+"/")
}

func TestPackagesImportOnlyWhatTheArrowsAllow(t *testing.T) {
	for _, s := range sources(t) {
		allowed, known := arrows[s.pkg]
		if !known {
			t.Errorf("%s: package %s has no arrows: say in this file what it may import", s.name, s.pkg)
			continue
		}
		for _, imported := range s.imports {
			ours, ok := strings.CutPrefix(imported, module+"/")
			if !ok || slices.Contains(allowed, ours) {
				continue
			}
			if s.test && (ours == s.pkg || slices.Contains(support, ours) || slices.Contains(testArrows[s.pkg], ours)) {
				continue
			}
			t.Errorf("%s imports %s, which %s may not know", s.name, ours, s.pkg)
		}
	}
}

func TestLibrariesComeInByTheirDoor(t *testing.T) {
	for _, s := range sources(t) {
		for _, imported := range s.imports {
			for library, in := range doors {
				if under(imported, library) && !slices.Contains(in, s.pkg) {
					t.Errorf("%s imports %s; only %s may", s.name, imported, strings.Join(in, " and "))
				}
			}
			if s.program() && slices.ContainsFunc(testOnly, func(library string) bool { return under(imported, library) }) {
				t.Errorf("%s imports %s, which is for tests", s.name, imported)
			}
		}
	}
}

// The domain does no input or output: it is the standard library's pure half.
func TestTheDomainDoesNoInputOrOutput(t *testing.T) {
	for _, s := range sources(t) {
		if s.pkg != "internal/duban" || s.test {
			continue
		}
		for _, imported := range s.imports {
			outside := strings.Contains(imported, ".")
			if outside || under(imported, "os") || under(imported, "net") || under(imported, "database") || under(imported, "log") || imported == "io" {
				t.Errorf("%s imports %s", s.name, imported)
			}
		}
	}
}

func TestNoPackageIsADrawer(t *testing.T) {
	for _, s := range sources(t) {
		for part := range strings.SplitSeq(s.pkg, "/") {
			if slices.Contains([]string{"pkg", "util", "utils", "common", "models", "types", "helpers"}, part) {
				t.Errorf("%s: %s says nothing about what is in it", s.name, part)
			}
		}
	}
}

// A test that sleeps waits for the machine, unless time is synctest's.
func TestTestsSleepOnlyInABubble(t *testing.T) {
	for _, s := range sources(t) {
		if !s.test || slices.Contains(s.imports, "testing/synctest") {
			continue
		}
		ast.Inspect(s.tree, func(n ast.Node) bool {
			if f, ok := n.(*ast.SelectorExpr); ok && f.Sel.Name == "Sleep" {
				if p, ok := f.X.(*ast.Ident); ok && p.Name == "time" {
					t.Errorf("%s sleeps: wait on a condition, or use testing/synctest", s.at(f))
				}
			}
			return true
		})
	}
}

func TestNoticesNameEveryLibraryOfTheProgram(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "THIRD_PARTY_NOTICES.md"))
	if err != nil {
		t.Fatal(err)
	}
	var named []string
	for line := range strings.Lines(string(data)) {
		if cells := strings.Split(line, "|"); len(cells) > 2 {
			named = append(named, strings.TrimSpace(cells[1]))
		}
	}
	for _, s := range sources(t) {
		for _, imported := range s.imports {
			host, _, _ := strings.Cut(imported, "/")
			if !s.program() || !strings.Contains(host, ".") {
				continue
			}
			if !slices.ContainsFunc(named, func(library string) bool { return under(imported, library) }) {
				t.Errorf("%s imports %s, which THIRD_PARTY_NOTICES.md does not name", s.name, imported)
			}
		}
	}
}
