package intake_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"duban/internal/intake"
	"duban/seeds"
)

var update = flag.Bool("update", false, "write the figures of docs/understanding.md anew")

const (
	document    = "../../docs/understanding.md"
	tableBegins = "<!-- accuracy: go test ./internal/intake -run Document -update -->\n"
	tableEnds   = "<!-- end of accuracy -->"
)

// accuracy is the computed part of docs/understanding.md.
func accuracy(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	pub, _, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	want := goldTargets(t)
	var h hits
	for _, task := range pub.Tasks {
		h.add(want[task.No], intake.ReadTargets(task.Content))
	}
	b.WriteString("| targets | to be read | read | read besides | precision | recall |\n|---|---|---|---|---|---|\n")
	targetRow(&b, "the 57 published tasks", h)
	targetRow(&b, "phrases of other lists", phraseHits(t, "targets-elsewhere.gold"))
	targetRow(&b, "phrases written later", phraseHits(t, "targets-later.gold"))
	b.WriteString("\n| replies | count | awkward | right | share |\n|---|---|---|---|---|\n")
	replyRows(t, &b)
	return b.String()
}

func targetRow(b *strings.Builder, name string, h hits) {
	fmt.Fprintf(b, "| %s | %d | %d | %d | %.2f | %.2f |\n", name, h.found+h.missed, h.found, h.wrong, h.precision(), h.recall())
}

// replyRows counts replies by kind and lists those that are read wrongly.
func replyRows(t *testing.T, b *strings.Builder) {
	type tally struct{ count, awkward, right int }
	var kinds []string
	tallies, all := map[string]*tally{}, &tally{}
	var bad strings.Builder
	targets := goldTargets(t)
	for _, file := range []string{"readings.gold", "readings-later.gold"} {
		read, wrong := goldWrong(t, file, targets)
		for n, g := range read {
			k := tallies[g.kind]
			if k == nil {
				k = &tally{}
				kinds, tallies[g.kind] = append(kinds, g.kind), k
			}
			got, isWrong := wrong[n]
			for _, c := range []*tally{k, all} {
				c.count++
				if g.awkward {
					c.awkward++
				}
				if !isWrong {
					c.right++
				}
			}
			if isWrong {
				fmt.Fprintf(&bad, "| %s | `%s` | `%s` |\n", strings.ReplaceAll(g.text, "\n", "⏎"), strings.ReplaceAll(g.want, "||", "/"), strings.ReplaceAll(got, "||", "/"))
			}
		}
	}
	row := func(name string, c *tally) {
		fmt.Fprintf(b, "| %s | %d | %d | %d | %.3f |\n", name, c.count, c.awkward, c.right, float64(c.right)/float64(c.count))
	}
	for _, k := range kinds {
		row(k, tallies[k])
	}
	row("**all**", all)
	fmt.Fprintf(b, "\nRead wrongly:\n\n| reply | expected | read |\n|---|---|---|\n%s", bad.String())
}

func TestTheDocumentShowsTheAccuracyThatIsMeasured(t *testing.T) {
	data, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begun := strings.Cut(string(data), tableBegins)
	shown, after, ended := strings.Cut(rest, tableEnds)
	if !begun || !ended {
		t.Fatalf("%s has lost the marks around its figures", document)
	}
	measured := accuracy(t)
	if *update {
		if err := os.WriteFile(document, []byte(before+tableBegins+measured+tableEnds+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if shown != measured {
		t.Errorf("docs/understanding.md shows\n%s\nmeasured\n%s", shown, measured)
	}
}
