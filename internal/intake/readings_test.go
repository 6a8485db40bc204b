package intake_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"duban/internal/duban"
	"duban/internal/intake"
)

// goldReading is one line of testdata/readings.gold.
type goldReading struct {
	line    int
	kind    string
	awkward bool
	card    int
	text    string
	want    string
}

// partsKind is the kind in which a reading without parts says that there are none.
const partsKind = "trouble, and parts told apart"

var cardMark = regexp.MustCompile(`^\((\d+)\) `)

func goldReadings(t testing.TB) []goldReading {
	t.Helper()
	var all []goldReading
	kind := ""
	for i, line := range gold(t, "readings.gold") {
		if name, ok := strings.CutPrefix(line, "## "); ok {
			kind = name
			continue
		}
		said, want, ok := strings.Cut(line, " => ")
		if !ok || kind == "" {
			continue
		}
		g := goldReading{line: i + 1, kind: kind, want: want}
		said, g.awkward = strings.CutPrefix(said, "! ")
		if m := cardMark.FindStringSubmatch(said); m != nil {
			g.card, _ = strconv.Atoi(m[1])
			said = said[len(m[0]):]
		}
		g.text = strings.ReplaceAll(said, "⏎", "\n")
		all = append(all, g)
	}
	return all
}

// today is the day on which the replies were written.
var today = duban.Date{Year: 2026, Month: 11, Day: 24}

func (g goldReading) read(targets map[int][]duban.Target) intake.Reply {
	return intake.ReadReply(g.text, intake.ReplyContext{
		Task: g.card, Known: known, Today: today, Targets: func(no int) []duban.Target { return targets[no] },
	})
}

// wrong compares a reading with what was expected; it is empty where they agree.
func (g goldReading) wrong(targets map[int][]duban.Target) string {
	got, want := shown(g.read(targets)), strings.Split(g.want, " || ")
	for i := range want {
		want[i] = normal(want[i], targets)
		if i < len(got) && !strings.ContainsAny(want[i], "{") && g.kind != partsKind {
			got[i] = part.ReplaceAllString(got[i], "")
		}
		if i < len(got) {
			got[i] = normal(got[i], targets)
		}
	}
	if slices.Equal(got, want) {
		return ""
	}
	return strings.Join(got, " || ")
}

var part = regexp.MustCompile(` [ptn]\{[^}]*\}`)

// normal is a reading with its parts in one order and its targets by number.
func normal(s string, targets map[int][]duban.Target) string {
	parts := part.FindAllString(s, -1)
	fields := strings.Fields(part.ReplaceAllString(s, ""))
	if len(fields) > 2 {
		no, _ := strconv.Atoi(strings.TrimSuffix(fields[0], "+"))
		for i, f := range fields[2:] {
			fields[i+2] = byNumber(f, targets[no])
		}
		slices.Sort(fields[2:])
	}
	return strings.Join(append(fields, parts...), " ")
}

// byNumber writes 名师=4 as #0=4.
func byNumber(field string, targets []duban.Target) string {
	name, value, ok := strings.Cut(field, "=")
	name, plus := strings.CutSuffix(name, "+")
	if !ok || strings.HasPrefix(name, "#") || strings.HasPrefix(name, "?") {
		return field
	}
	for i, t := range targets {
		if strings.Contains(t.Name, name) {
			return fmt.Sprintf("#%d%s=%s", i, map[bool]string{true: "+"}[plus], value)
		}
	}
	return field + "(no such target)"
}

// shown writes a reply the way the gold table does.
func shown(r intake.Reply) []string {
	var all []string
	for _, i := range r.Items {
		all = append(all, shownItem(i))
	}
	for _, i := range r.Unknown {
		all = append(all, fmt.Sprintf("unknown %d %s", i.No, stateName(i.State)))
	}
	if r.Rest != nil {
		all = append(all, "rest")
	}
	if r.Loose != "" {
		all = append(all, "loose")
	}
	return all
}

func shownItem(i intake.Item) string {
	var b strings.Builder
	fmt.Fprint(&b, i.No, map[bool]string{true: "+"}[i.Append], " ", stateName(i.State))
	number := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	if i.Percent != nil {
		fmt.Fprint(&b, " ", number(*i.Percent), "%")
	}
	for _, f := range i.Figures {
		fmt.Fprintf(&b, " #%d%s=%s", f.Target, map[bool]string{true: "+"}[f.Increment], number(f.Value))
	}
	if i.Asks != intake.NoRequest {
		fmt.Fprint(&b, " ", i.Asks)
	}
	if !i.Extend.IsZero() {
		fmt.Fprint(&b, ":", i.Extend)
	}
	for _, d := range i.Doubts {
		fmt.Fprint(&b, " ?", d.Kind)
		if d.Value != 0 {
			fmt.Fprintf(&b, "(%s)", number(d.Value))
		}
	}
	for _, p := range [][2]string{{"p", i.Progress}, {"t", i.Trouble}, {"n", i.Next}} {
		if p[1] != "" {
			fmt.Fprintf(&b, " %s{%s}", p[0], strings.ReplaceAll(p[1], "\n", "⏎"))
		}
	}
	return b.String()
}

func TestRepliesAreReadAsTheyWereByEye(t *testing.T) {
	all, targets := goldReadings(t), goldTargets(t)
	awkward, wrong := 0, 0
	for _, g := range all {
		if g.awkward {
			awkward++
		}
		if got := g.wrong(targets); got != "" {
			wrong++
			t.Logf("readings.gold:%d: %q\n\tgot  %s\n\twant %s", g.line, g.text, got, g.want)
		}
	}
	if len(all) < 300 || 3*awkward < len(all) {
		t.Errorf("%d replies, %d of them awkward; want at least 300 and a third", len(all), awkward)
	}
	if share := 1 - float64(wrong)/float64(len(all)); share < 0.97 {
		t.Errorf("%d of %d replies are read wrongly: %.3f, want 0.97", wrong, len(all), share)
	}
}
