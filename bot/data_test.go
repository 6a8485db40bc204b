package bot

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"duban/internal/duban"
)

func TestData(t *testing.T) {
	for _, c := range []struct {
		got, want string
	}{
		{data[int64]("seed"), "seed"},
		{data("tasks", 0), "tasks.0"},
		{data("page", int64(35), int64(36)), "page.z.10"},
		{data("page", int64(-1), int64(math.MaxInt64)), "page.-1.1y2p0ij32e8e7"},
	} {
		if c.got != c.want {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
}

func TestParseData(t *testing.T) {
	for _, c := range []struct {
		data string
		verb string
		ids  []int64
		ok   bool
	}{
		{"here", "here", nil, true},
		{"page.3.1", "page", []int64{3, 1}, true},
		{"page.z.10", "page", []int64{35, 36}, true},
		{"see.-1", "see", []int64{-1}, true}, // a handler looks at its range

		// What data never writes: other spellings of a number, and no numbers.
		{"", "", nil, false}, {".", "", nil, false}, {".3", "", nil, false}, {"page.", "", nil, false}, {"page.3.", "", nil, false},
		{"page..3", "", nil, false}, {"page.03", "", nil, false}, {"page.+3", "", nil, false}, {"page.-0", "", nil, false}, {"page.Z", "", nil, false},
		{"page.3 ", "", nil, false}, {"page.1_0", "", nil, false}, {"page.３", "", nil, false}, {"page.第三", "", nil, false},
		{"page.1y2p0ij32e8e8", "", nil, false}, // one more than fits
		{strings.Repeat("a", maxData), strings.Repeat("a", maxData), nil, true},
		{strings.Repeat("a", maxData+1), "", nil, false},
	} {
		verb, ids, ok := parseData(c.data)
		if ok != c.ok {
			t.Errorf("%q: ok %v", c.data, ok)
		}
		if ok && (verb != c.verb || !slices.Equal(ids, c.ids)) {
			t.Errorf("%q: %q %v", c.data, verb, ids)
		}
	}
}

func TestWhatDataWritesIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		verb := rapid.StringMatching(`[a-z]{1,8}`).Draw(t, "verb")
		ids := rapid.SliceOfN(rapid.Int64(), 0, 3).Draw(t, "ids")
		got, back, ok := parseData(data(verb, ids...))
		if !ok || got != verb || !slices.Equal(back, ids) {
			t.Fatalf("%q: %q %v %v", data(verb, ids...), got, back, ok)
		}
	})
}

// Whatever comes back from outside is read or refused, and what is read is what
// data writes.
func FuzzParseData(f *testing.F) {
	for _, s := range []string{"", "here", "page.3.1", "walk.1.z.-3", "page..", ".", "页.3", "a.1y2p0ij32e8e7", "\xff.1", "page.\x00", strings.Repeat("a.", 40)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		verb, ids, ok := parseData(s)
		if ok && data(verb, ids...) != s {
			t.Errorf("%q is read as %q %v, which is %q", s, verb, ids, data(verb, ids...))
		}
		if ok && len(s) > maxData {
			t.Errorf("%d bytes are read", len(s))
		}
	})
}

// The largest identities there can be fit into every button.
func TestEveryButtonFits(t *testing.T) {
	for _, r := range routes {
		if r.button == "" {
			continue
		}
		if s := data(r.button, slices.Repeat([]int64{math.MinInt64}, r.ids)...); len(s) > maxData {
			t.Errorf("%s has %d bytes", s, len(s))
		}
	}
}

// Every button that the code makes is a verb of the table with its number of
// identities; every verb of the table is made somewhere.
func TestEveryButtonMadeIsInTheTable(t *testing.T) {
	table, made := map[string]int{}, map[string]bool{}
	for _, r := range routes {
		if r.button != "" {
			table[r.button] = r.ids
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	found := func(n ast.Node, verb string, ids int) {
		made[verb] = true
		if want, there := table[verb]; !there || want != ids {
			t.Errorf("%s: button %q with %d identities; in the table: %v, %d", fset.Position(n.Pos()), verb, ids, there, want)
		}
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.Ident); ok && f.Name == "data" {
					if verb, ok := literal(n.Args[0]); ok {
						found(n, verb, len(n.Args)-1)
					} else {
						t.Errorf("%s: a verb that is no literal", fset.Position(n.Pos()))
					}
				}
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Data" {
					if verb, ok := literal(n.Value); ok {
						found(n, verb, 0)
					}
				}
			}
			return true
		})
	}
	for verb := range table {
		if !made[verb] {
			t.Errorf("nothing makes the button %q", verb)
		}
	}
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

func TestPages(t *testing.T) {
	for _, c := range []struct {
		n, page, size  int
		kept, from, to int
	}{
		{0, 0, 12, 0, 0, 0}, {0, 5, 12, 0, 0, 0}, {12, 0, 12, 0, 0, 12}, {12, 1, 12, 0, 0, 12}, {13, 1, 12, 1, 12, 13},
		{55, 4, 12, 4, 48, 55}, {55, 99, 12, 4, 48, 55}, {55, -1, 12, 0, 0, 12}, {55, math.MinInt, 12, 0, 0, 12},
	} {
		kept, from, to := pageOf(c.n, c.page, c.size)
		if diff := cmp.Diff([]int{c.kept, c.from, c.to}, []int{kept, from, to}); diff != "" {
			t.Errorf("page %d of %d: %s", c.page, c.n, diff)
		}
	}
}

// Turning pages from the first to the last shows everything once, and turning
// back comes to the first.
func TestEverythingIsOnExactlyOnePage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, size := rapid.IntRange(0, 200).Draw(t, "n"), rapid.IntRange(1, 20).Draw(t, "size")
		turn := func(page int, label string) (to int, ok bool) {
			for _, row := range pager(n, page, size, func(p int) string { return data("tasks", p) }) {
				for _, b := range row {
					verb, ids, good := parseData(b.Data)
					if !good || verb != "here" && (verb != "tasks" || len(ids) != 1) {
						t.Fatalf("button %+v", b)
					}
					if b.Label == label {
						to, ok = int(ids[0]), true
					}
				}
			}
			return to, ok
		}
		next, page, pages := 0, 0, 1
		for {
			kept, from, to := pageOf(n, page, size)
			if kept != page || from != next || to < from || to-from > size || to == from && n > 0 {
				t.Fatalf("page %d of %d: %d to %d, kept %d, after %d", page, n, from, to, kept, next)
			}
			next = to
			to, more := turn(page, "›")
			if !more {
				break
			}
			if to != page+1 {
				t.Fatalf("from page %d on to %d", page, to)
			}
			page, pages = to, pages+1
		}
		if next != n {
			t.Fatalf("the pages end at %d of %d", next, n)
		}
		for back, ok := turn(page, "‹"); ok; back, ok = turn(page, "‹") {
			if back != page-1 {
				t.Fatalf("from page %d back to %d", page, back)
			}
			page = back
		}
		if page != 0 {
			t.Fatalf("back to page %d of %d", page, pages)
		}
	})
}

func TestBrief(t *testing.T) {
	for _, c := range []struct {
		words string
		n     int
		want  string
	}{
		{"又培训300人次", 10, "又培训300人次"}, {"又培训300人次", 5, "又培训3…"}, {"  一\n二\t　三 ", 10, "一 二 三"}, {"", 5, ""}, {"一二三", 3, "一二三"}, {"一二三四", 1, "…"},
	} {
		if got := brief(c.words, c.n); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.words, c.n, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s, n := rapid.String().Draw(t, "words"), rapid.IntRange(1, 80).Draw(t, "n")
		got := brief(s, n)
		if len([]rune(got)) > n || strings.ContainsAny(got, "\n\r\t") {
			t.Fatalf("%q", got)
		}
	})
}

func TestDaysLateAreWorkingDays(t *testing.T) {
	b := newBot(t)
	at := func(s string) time.Time {
		if s == "" {
			return time.Time{}
		}
		when, err := time.ParseInLocation("2006-01-02 15:04", s, b.zone())
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	for _, c := range []struct {
		since, now string
		want       int
	}{
		{"", "2026-11-30 17:00", 0},
		{"2026-11-27 17:00", "2026-11-27 17:00", 1}, // the first one begins at once
		{"2026-11-27 17:00", "2026-11-29 12:00", 1},
		{"2026-11-27 17:00", "2026-11-30 09:01", 1},
		{"2026-11-27 17:00", "2026-11-30 17:00", 1},
		{"2026-11-27 17:00", "2026-12-01 09:01", 2},
		{"2026-11-29 00:00", "2026-12-01 17:00", 2}, // due on a Saturday
		{"2026-09-30 17:00", "2026-10-09 17:00", 2}, // after the National Day holiday
		{"2025-12-31 17:00", "2026-01-05 17:00", 2}, // the 4th, a Sunday, is worked
	} {
		if got := b.days(duban.Standing{LateAt: at(c.since)}, at(c.now)); got != c.want {
			t.Errorf("late since %s, now %s: %d days, want %d", c.since, c.now, got, c.want)
		}
	}
}

func TestNearestCommand(t *testing.T) {
	names := []string{"start", "status", "tasks", "task", "overdue", "report"}
	for _, c := range []struct{ said, want string }{
		{"stat", "status"}, {"sta", "start"}, {"stats", "status"}, {"statu", "status"}, {"taks", "tasks"}, {"over", "overdue"},
		{"s", ""}, {"x", ""}, {"", ""}, {"状态", ""}, {"repost", "report"},
	} {
		got := nearest(c.said, names)
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.said, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		if got := nearest(rapid.String().Draw(t, "said"), names); got != "" && !slices.Contains(names, got) {
			t.Fatalf("%q is no command", got)
		}
	})
}
