package intake_test

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duban/internal/duban"
	"duban/internal/intake"
	"duban/seeds"
)

// goldTarget reads a row of a gold table: name | value | unit | relation | stretch | by.
func goldTarget(t testing.TB, row string) duban.Target {
	t.Helper()
	cells := strings.Split(row, "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	cells = append(cells, "", "")
	low, high, _ := strings.Cut(cells[1], "-")
	g := duban.Target{Name: cells[0], Unit: cells[2], Relation: duban.Relation(cells[3]), Stretch: cells[4] == "stretch"}
	var err error
	if g.Value, err = strconv.ParseFloat(low, 64); err != nil {
		t.Fatalf("%s: %v", row, err)
	}
	if high != "" {
		if g.Max, err = strconv.ParseFloat(high, 64); err != nil {
			t.Fatalf("%s: %v", row, err)
		}
	}
	if g.By, err = duban.ParseDate(cells[5]); err != nil {
		t.Fatalf("%s: %v", row, err)
	}
	return g
}

// goldTargets are those of the published list, by task.
func goldTargets(t testing.TB) map[int][]duban.Target {
	t.Helper()
	all := map[int][]duban.Target{}
	rows := goldLines(t, "targets.gold")
	for _, line := range goldLines(t, "readings-later.gold") { // tasks of another list
		if row, ok := strings.CutPrefix(line, "@"); ok {
			rows = append(rows, row)
		}
	}
	for _, line := range rows {
		if line == "" || line[0] == '#' {
			continue
		}
		task, row, _ := strings.Cut(line, "|")
		no, err := strconv.Atoi(strings.TrimSpace(task))
		if err != nil {
			t.Fatal(err)
		}
		all[no] = append(all[no], goldTarget(t, row))
	}
	return all
}

type phrase struct {
	line int
	text string
	want []duban.Target
}

func goldPhrases(t testing.TB, file string) []phrase {
	t.Helper()
	var all []phrase
	for i, line := range goldLines(t, file) {
		if text, ok := strings.CutPrefix(line, "> "); ok {
			all = append(all, phrase{line: i + 1, text: text})
		} else if line != "" && line[0] != '#' {
			last := &all[len(all)-1]
			last.want = append(last.want, goldTarget(t, line))
		}
	}
	return all
}

func goldLines(t testing.TB, name string) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}

// hits counts what was read of what was to be read.
type hits struct{ found, wrong, missed int }

func (h *hits) add(want, got []duban.Target) {
	left := append([]duban.Target{}, want...)
	for _, g := range got {
		i := -1
		for j, w := range left {
			if w == g {
				i = j
				break
			}
		}
		if i < 0 {
			h.wrong++
			continue
		}
		h.found++
		left = append(left[:i], left[i+1:]...)
	}
	h.missed += len(left)
}

func (h hits) precision() float64 { return float64(h.found) / math.Max(1, float64(h.found+h.wrong)) }
func (h hits) recall() float64    { return float64(h.found) / math.Max(1, float64(h.found+h.missed)) }

func TestTheTargetsOfThePublishedListAreThoseThatWereReadByEye(t *testing.T) {
	pub, _, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	want := goldTargets(t)
	firm, stretch := 0, 0
	for _, task := range pub.Tasks {
		got := intake.ReadTargets(task.Content)
		if diff := cmp.Diff(want[task.No], got); diff != "" {
			t.Errorf("task %d (want -, got +): %s", task.No, diff)
		}
		for _, g := range got {
			if g.Stretch {
				stretch++
			} else {
				firm++
			}
		}
	}
	if firm != 18 || stretch != 1 {
		t.Errorf("%d firm and %d stretch, want 18 and 1", firm, stretch)
	}
}

// phraseHits are how many targets of a file of phrases were read.
func phraseHits(t testing.TB, file string) (h hits) {
	for _, p := range goldPhrases(t, file) {
		got := intake.ReadTargets(p.text)
		h.add(p.want, got)
		if diff := cmp.Diff(p.want, got); diff != "" {
			t.Logf("%s:%d: %s (want -, got +): %s", file, p.line, p.text, brief(diff))
		}
	}
	return h
}

func TestTargetsAsOtherOfficesWriteThem(t *testing.T) {
	for _, file := range []string{"targets-elsewhere.gold", "targets-later.gold"} {
		if h := phraseHits(t, file); h.precision() < 0.95 || h.recall() < 0.95 {
			t.Errorf("%s: precision %.3f, recall %.3f, want 0.95", file, h.precision(), h.recall())
		}
	}
}

func brief(diff string) string {
	var kept []string
	for _, l := range strings.Split(diff, "\n") {
		if l = strings.TrimSpace(l); strings.HasPrefix(l, "-") || strings.HasPrefix(l, "+") {
			kept = append(kept, l)
		}
	}
	return fmt.Sprint(strings.Join(kept, "\n  "))
}
