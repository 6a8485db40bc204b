package intake_test

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"duban/internal/duban"
	"duban/internal/intake"
	"duban/seeds"
)

// FuzzReadTargets checks that whatever is read as a target can be shown and
// counted.
func FuzzReadTargets(f *testing.F) {
	for _, file := range []string{"targets-elsewhere.gold", "targets-later.gold"} {
		for _, p := range goldPhrases(f, file) {
			f.Add(p.text)
		}
	}
	f.Add("由从1%到至亿万零一百分之点七成半3/4“第7项”每2个")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 5000 || !utf8.ValidString(text) {
			return
		}
		for _, g := range intake.ReadTargets(text) {
			if g.Name == "" || g.Unit == "" || g.Relation == "" || !isNumber(g.Value) || g.Max != 0 && g.Max <= g.Value {
				t.Errorf("%q: %+v", text, g)
			}
		}
	})
}

func isNumber(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) && v >= 0 }

// FuzzReadFigures checks that a figure is of a target that is there, each at most
// once, and that no number is both sure and in doubt for want of a target.
func FuzzReadFigures(f *testing.F) {
	for _, file := range []string{"readings.gold", "readings-later.gold"} {
		for _, g := range goldReadings(f, file) {
			f.Add(g.text, g.card)
		}
	}
	f.Add("37 名师4带头人2骨干8又百分之点一亿二千万-3/0由从1到", 37)
	targets := goldTargets(f)
	f.Fuzz(func(t *testing.T, text string, card int) {
		if len(text) > 5000 {
			return
		}
		r := goldReading{text: text, card: card}.read(targets)
		for _, i := range r.Items {
			checkItem(t, i, targets[i.No])
		}
	})
}

func checkItem(t *testing.T, i intake.Item, targets []duban.Target) {
	t.Helper()
	if i.Percent != nil && (!isNumber(*i.Percent) || *i.Percent > 100) {
		t.Errorf("%q: %v%%", i.Words, *i.Percent)
	}
	seen := map[int]bool{}
	for _, s := range i.Figures {
		if s.Target < 0 || s.Target >= len(targets) || seen[s.Target] || !isNumber(s.Value) {
			t.Errorf("%q: %+v of %d targets", i.Words, s, len(targets))
		}
		seen[s.Target] = true
	}
	for _, d := range i.Doubts {
		if d.Kind == "" || d.Words == "" {
			t.Errorf("%q: %+v", i.Words, d)
		}
		for _, n := range d.Targets {
			if n < 0 || n >= len(targets) {
				t.Errorf("%q: %+v of %d targets", i.Words, d, len(targets))
			}
		}
	}
	if !i.Extend.IsZero() && (i.Asks != intake.Extension || !today.Before(i.Extend)) {
		t.Errorf("%q asks %q to %s", i.Words, i.Asks, i.Extend)
	}
}

func BenchmarkReadTargetsOfThePublishedList(b *testing.B) {
	pub, _, err := seeds.Load()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for _, t := range pub.Tasks {
			intake.ReadTargets(t.Content)
		}
	}
}

func benchmarkFigures(b *testing.B, text string) {
	targets := goldTargets(b)
	for b.Loop() {
		goldReading{text: text}.read(targets)
	}
}

func BenchmarkReadFiguresOfOneLine(b *testing.B) {
	benchmarkFigures(b, "37 名师4人，带头人2人，骨干8人，双师占比52%")
}

func BenchmarkReadFiguresOfEveryTask(b *testing.B) {
	var all strings.Builder
	for no := 1; no <= 57; no++ {
		all.WriteString("第" + string(rune('0'+no/10)) + string(rune('0'+no%10)) + "项 又办两期电工班，累计1500人次，完成60%，请市财政局支持；下步准备开会研究\n")
	}
	benchmarkFigures(b, all.String())
}
