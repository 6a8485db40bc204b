package intake_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"duban/internal/duban"
	"duban/internal/intake"
	"duban/seeds"
)

// today is the day on which the lists of the tests are read.
var today = duban.Date{Year: 2026, Month: time.November, Day: 27}

// TestListsOfEveryShape reads each list of testdata/lists and compares it with
// what was read from it by eye. A .golden has the title; each section in
// brackets; each task's number and words, below them its departments (! where the
// role is stated), then the due text, the kind and the day or months, and the
// leader; and the names nobody knows with their tasks.
func TestListsOfEveryShape(t *testing.T) {
	goldens, err := filepath.Glob("testdata/lists/*.golden")
	if err != nil || len(goldens) < 13 {
		t.Fatalf("%d lists, %v", len(goldens), err)
	}
	for _, golden := range goldens {
		name := strings.TrimSuffix(filepath.Base(golden), ".golden")
		t.Run(name, func(t *testing.T) {
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			pub, problems := readFile(t, listFile(t, name))
			for _, p := range problems {
				t.Errorf("line %d %s: %s", p.Line, p.Cell, p.Text)
			}
			if got := reading(pub); got != uncommented(string(want)) {
				t.Errorf("got\n%s\nwant\n%s", got, uncommented(string(want)))
			}
		})
	}
}

// listFile is the list a .golden belongs to.
func listFile(t testing.TB, name string) string {
	t.Helper()
	files, err := filepath.Glob("testdata/lists/" + name + ".*")
	if err != nil || len(files) != 2 {
		t.Fatalf("%s: %q, %v", name, files, err)
	}
	if strings.HasSuffix(files[0], ".golden") {
		return files[1]
	}
	return files[0]
}

func readFile(t testing.TB, file string) (duban.Publication, []duban.Problem) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return intake.ReadList(filepath.Base(file), data, directory(t), today)
}

func uncommented(s string) string {
	var lines []string
	for line := range strings.Lines(s) {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

// reading is a publication in the form of the .golden files.
func reading(pub duban.Publication) string {
	var out strings.Builder
	fmt.Fprintln(&out, "title", pub.Title)
	section := ""
	for i, task := range pub.Tasks {
		if task.Section != section || i == 0 {
			section = task.Section
			fmt.Fprintf(&out, "[%s]\n", section)
		}
		fmt.Fprintln(&out, task.No, strings.ReplaceAll(task.Content, "\n", "⏎"))
		fmt.Fprint(&out, " ")
		for _, s := range task.Shares {
			fmt.Fprintf(&out, " %s=%s", s.Name, s.Role)
			if s.Confirmed {
				fmt.Fprint(&out, "!")
			}
		}
		when := task.Due.String()
		var months []string
		for _, m := range task.Months {
			months = append(months, fmt.Sprint(int(m)))
		}
		if when = strings.Join(append(months, when), ","); task.Due.IsZero() {
			when = strings.TrimSuffix(when, ",")
		}
		fmt.Fprintf(&out, " | %s %s %s | %s\n", dash(task.DueText), task.Kind, dash(when), dash(task.Leader))
	}
	for _, u := range pub.Unknown {
		var tasks []string
		for _, no := range u.Tasks {
			tasks = append(tasks, fmt.Sprint(no))
		}
		fmt.Fprintf(&out, "unknown %s: %s", u.Printed, strings.Join(tasks, ", "))
		if len(u.Nearest) > 0 {
			fmt.Fprint(&out, " near ", u.Nearest[0])
		}
		fmt.Fprintln(&out)
	}
	return out.String()
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func TestThePublishedListReadsTheSameInWord(t *testing.T) {
	want := read(t, seeds.List())
	got, problems := readFile(t, "testdata/published.docx")
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	if !reflect.DeepEqual(unplaced(got), unplaced(want)) {
		t.Errorf("got\n%s", reading(got))
	}
}

// unplaced leaves out where rows stand.
func unplaced(p duban.Publication) duban.Publication {
	p.Tasks = append([]duban.PublishedTask{}, p.Tasks...)
	for i := range p.Tasks {
		p.Tasks[i].Line = 0
	}
	return p
}
