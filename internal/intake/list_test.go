package intake_test

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"duban/internal/duban"
	"duban/internal/intake"
	"duban/seeds"
)

var trailing = regexp.MustCompile(`(?m)[ \t]+$`)

func directory(t testing.TB) duban.Directory {
	t.Helper()
	dir, err := seeds.Directory()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// read reads a list that must be sound.
func read(t testing.TB, data []byte) duban.Publication {
	t.Helper()
	pub, problems := intake.ReadList(seeds.ListName, data, directory(t), today)
	if len(problems) > 0 {
		t.Fatalf("%d problems, the first in line %d: %s", len(problems), problems[0].Line, problems[0].Text)
	}
	return pub
}

func TestEveryTaskOfTheListAsPrinted(t *testing.T) {
	golden, err := os.ReadFile("testdata/vocational-education.golden")
	if err != nil {
		t.Fatal(err)
	}
	pub := read(t, seeds.List())
	lines := strings.Split(string(seeds.List()), "\n")
	var got strings.Builder
	section := ""
	for _, task := range pub.Tasks {
		if task.Section != section {
			section = task.Section
			fmt.Fprintln(&got, section)
		}
		fmt.Fprint(&got, task.Line, " ", task.No)
		for i, s := range task.Shares {
			fmt.Fprint(&got, " ", s.Name)
			if (s.Role == duban.Lead) != (i == 0) || s.Confirmed {
				t.Errorf("task %d: %s is %s, confirmed %v", task.No, s.Name, s.Role, s.Confirmed)
			}
		}
		fmt.Fprintln(&got)
		if want := strings.TrimSpace(lines[task.Line+1]); task.Content != want {
			t.Errorf("task %d: content %q, printed %q", task.No, task.Content, want)
		}
	}
	_, want, _ := strings.Cut(string(golden), "leads.\n")
	if got.String() != want {
		t.Errorf("got\n%s", got.String())
	}
}

func TestSharesKeepWhatIsPrinted(t *testing.T) {
	pub := read(t, seeds.List())
	spellings := map[string]bool{}
	for _, task := range pub.Tasks {
		for _, s := range task.Shares {
			spellings[s.Printed] = true
		}
	}
	if len(spellings) != 23 {
		t.Errorf("%d spellings, want 23: %v", len(spellings), spellings)
	}
	last := pub.Tasks[12].Shares[3]
	if last.Printed != "街道办事处" || last.Name != "各街道办事处" || last.Kind != duban.Collective {
		t.Errorf("task 13 ends in %+v", last)
	}
}

func TestTheSameListInOtherClothes(t *testing.T) {
	want := read(t, seeds.List())
	seed := string(seeds.List())
	encoded := func(e encoding.Encoding) string {
		s, err := e.NewEncoder().String(seed)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	stripped := trailing.ReplaceAllString(seed, "")
	for name, text := range map[string]string{
		"CRLF":                   strings.ReplaceAll(seed, "\n", "\r\n"),
		"CR":                     strings.ReplaceAll(seed, "\n", "\r"),
		"BOM":                    "\ufeff" + seed,
		"GB18030":                encoded(simplifiedchinese.GB18030),
		"GBK":                    encoded(simplifiedchinese.GBK),
		"UTF-16LE with a mark":   encoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)),
		"UTF-16BE with a mark":   encoded(unicode.UTF16(unicode.BigEndian, unicode.UseBOM)),
		"UTF-16LE without":       encoded(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)),
		"UTF-16BE without":       encoded(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)),
		"blanks at ends cut":     stripped,
		"no tabs at all":         strings.ReplaceAll(stripped, "\t", ""),
		"full-width numbers":     strings.Replace(seed, "\t28\n", "\t２８\n", 1),
		"numbers with a point":   strings.Replace(seed, "\t28\n", "\t28.\n", 1),
		"责任单位":                   strings.Replace(seed, "责任部门", "责任单位", 1),
		"blanks in a name":       strings.Replace(seed, "市人社局、教育局、总工会", "市人 社局、教 育局，总工会、", 1),
		"blanks between names":   strings.Replace(seed, "市人社局、教育局、总工会", "市人社局 教育局　总工会", 1),
		"other separators":       strings.Replace(seed, "市人社局、教育局、总工会", "市人社局,教育局；总工会。", 1),
		"a prefix on every name": strings.Replace(seed, "市人社局、教育局、总工会", "市人社局、市教育局、市总工会", 1),
	} {
		t.Run(name, func(t *testing.T) {
			if got := read(t, []byte(text)); !reflect.DeepEqual(plain(got), plain(want)) {
				t.Error("reads differently")
			}
		})
	}
}

// plain leaves out what depends on how a name is spelt.
func plain(p duban.Publication) duban.Publication {
	p.Tasks = slices.Clone(p.Tasks)
	for i := range p.Tasks {
		p.Tasks[i].Shares = slices.Clone(p.Tasks[i].Shares)
		for j := range p.Tasks[i].Shares {
			p.Tasks[i].Shares[j].Printed = ""
		}
	}
	return p
}

func TestSplitNames(t *testing.T) {
	got := intake.SplitNames(" 教育局、人社局，财政局,商务局；税务局; 总工会 编办\n应急局　")
	want := []string{"教育局", "人社局", "财政局", "商务局", "税务局", "总工会", "编办", "应急局"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got := intake.SplitNames(" 、 "); len(got) != 0 {
		t.Errorf("nothing gives %q", got)
	}
}
