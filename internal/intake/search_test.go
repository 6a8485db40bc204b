package intake_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"duban/internal/duban"
	"duban/internal/intake"
	"duban/seeds"
)

// gold reads a table of what is typed and what it must find.
func gold(t testing.TB, name string) (lines [][2]string) {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "search", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if said, want, ok := strings.Cut(s.Text(), "\t"); ok && s.Text()[0] != '#' {
			lines = append(lines, [2]string{said, want})
		}
	}
	if len(lines) == 0 {
		t.Fatalf("%s is empty", name)
	}
	return lines
}

// library is the published list as it is searched: a task's identity is its number.
type library struct {
	dir    duban.Directory
	tasks  []duban.Task
	shares map[string][]duban.TaskID // by a department's canonical name
}

func newLibrary(t testing.TB) library {
	t.Helper()
	l := library{dir: directory(t), shares: map[string][]duban.TaskID{}}
	for _, p := range read(t, seeds.List()).Tasks {
		id := duban.TaskID(p.No)
		l.tasks = append(l.tasks, duban.Task{ID: id, No: p.No, Section: p.Section, Content: p.Content})
		for _, s := range p.Shares {
			l.shares[s.Name] = append(l.shares[s.Name], id)
		}
	}
	return l
}

// elsewhere is what the departments' names say of each word.
func (l library) elsewhere(m intake.Matcher) (all []intake.Elsewhere) {
	for _, w := range m.Words() {
		e := intake.Elsewhere{Departments: map[duban.TaskID]bool{}}
		var deps []duban.Department
		deps, e.Named = w.Departments(l.dir)
		for _, d := range deps {
			for _, id := range l.shares[d.Name] {
				e.Departments[id] = true
			}
		}
		all = append(all, e)
	}
	return all
}

func (l library) find(said string) (nos []int, places map[int]intake.Place) {
	m := intake.NewMatcher(said)
	elsewhere := l.elsewhere(m)
	places = map[int]intake.Place{}
	for _, t := range l.tasks {
		if p := m.Task(t, elsewhere); p != intake.Nowhere {
			nos = append(nos, t.No)
			places[t.No] = p
		}
	}
	return nos, places
}

func TestASearchFindsWhatAReaderOfTheListFinds(t *testing.T) {
	l := newLibrary(t)
	for _, line := range gold(t, "tasks.txt") {
		nos, _ := l.find(line[0])
		if got := strings.Trim(fmt.Sprint(nos), "[]"); got != line[1] {
			t.Errorf("%s finds %s, want %s", line[0], got, line[1])
		}
	}
}

// Where a word stands says what is shown first.
func TestTheTasksOwnWordsCountMost(t *testing.T) {
	l := newLibrary(t)
	for _, c := range []struct {
		said string
		no   int
		want intake.Place
	}{
		{"28", 28, intake.InNumber},
		{"20", 37, intake.InContent}, // 市级骨干教师20人
		{"双师", 37, intake.InContent},
		{"双师", 35, intake.InSection},
		{"税务", 49, intake.InDepartments},
		{"商务", 9, intake.InContent}, // 电子商务, before 商务局
		{"sxjd", 27, intake.InSound},
		{"实训 税务", 34, intake.InDepartments}, // the worse of the two
	} {
		if _, places := l.find(c.said); places[c.no] != c.want {
			t.Errorf("%s is found in %d at %v, want %v", c.said, c.no, places[c.no], c.want)
		}
	}
}

func TestReportsAreSearchedLast(t *testing.T) {
	l := newLibrary(t)
	m := intake.NewMatcher("电工班")
	e := []intake.Elsewhere{{Reports: map[duban.TaskID]bool{28: true}}}
	for _, task := range l.tasks {
		want := intake.Nowhere
		if task.No == 28 {
			want = intake.InReports
		}
		if got := m.Task(task, e); got != want {
			t.Errorf("task %d: %v, want %v", task.No, got, want)
		}
	}
}

func TestADepartmentIsKnownByTheBeginningOfItsName(t *testing.T) {
	dir := directory(t)
	for _, line := range gold(t, "departments.txt") {
		var names []string
		for _, d := range intake.Called(dir, line[0]) {
			names = append(names, d.Name)
		}
		slices.Sort(names)
		want := strings.Fields(line[1])
		slices.Sort(want)
		if !slices.Equal(names, want) {
			t.Errorf("%s is %v, want %v", line[0], names, want)
		}
	}
}

func TestTheNearestWordIsOneThatSoundsOrLooksAlike(t *testing.T) {
	l := newLibrary(t)
	texts := func(yield func(string) bool) {
		for _, task := range l.tasks {
			if !yield(task.Content) || !yield(task.Section) {
				return
			}
		}
		for _, d := range l.dir {
			if !yield(d.Name) {
				return
			}
		}
	}
	for _, line := range gold(t, "nearest.txt") {
		w := intake.NewMatcher(line[0]).Words()[0]
		if got := w.Nearest(texts); got != line[1] {
			t.Errorf("%s: %q, want %q", line[0], got, line[1])
		}
	}
}

func TestWhatHasNoWordsFindsNothing(t *testing.T) {
	l := newLibrary(t)
	for _, said := range []string{"", " ", "　", "%", "_", "%_", ".*", "？？？", "“”", "（）", "\x00", "👍", "+", "－", "\u200b", "[^a]"[:2], "、，。"} {
		m := intake.NewMatcher(said)
		if nos, _ := l.find(said); len(nos) > 0 || !m.Empty() {
			t.Errorf("%q finds %v", said, nos)
		}
	}
}

// What is typed is looked for as it is: nothing in it is a pattern.
func TestNothingInASearchIsAPattern(t *testing.T) {
	l := newLibrary(t)
	for said, same := range map[string]string{"实.训": "实 训", "实训.*": "实训", "实训%": "", "(实训)": "实训", "实_训": "实 训", "^实训$": "实训"} {
		got, _ := l.find(said)
		want, _ := l.find(same)
		if !slices.Equal(got, want) {
			t.Errorf("%s finds %v, want %v", said, got, want)
		}
	}
}

func TestALongSearchIsReadUpToItsLimit(t *testing.T) {
	l := newLibrary(t)
	for _, said := range []string{strings.Repeat("a", 500), strings.Repeat("实", 500), strings.Repeat("sx ", 200), strings.Repeat("1", 500)} {
		if nos, _ := l.find(said); len(nos) == len(l.tasks) {
			t.Errorf("%.20s… finds every task", said)
		}
	}
}

// FuzzMatcher checks that a search never fails, finds a task by what it says, and
// does not depend on the width or case of letters.
func FuzzMatcher(f *testing.F) {
	for _, line := range gold(f, "tasks.txt") {
		f.Add(line[0], "建设2个产教融合实训基地，推动“双师型”银行1+X")
	}
	f.Add(strings.Repeat("nn", 40), strings.Repeat("嗯", 40))
	f.Add("lvse lüse", "绿色")
	f.Add("İ ẞ ǅ", "İ ẞ ǅ")
	f.Fuzz(func(t *testing.T, said, content string) {
		if len(said) > 1000 || len(content) > 10_000 {
			return
		}
		dir := directory(t)
		m := intake.NewMatcher(said)
		task := duban.Task{ID: 1, Content: content}
		elsewhere := make([]intake.Elsewhere, len(m.Words()))
		m.Task(task, elsewhere)
		for _, w := range m.Words() {
			w.Departments(dir)
			w.Nearest(slices.Values([]string{content}))
			alone := intake.NewMatcher(w.String())
			own := duban.Task{ID: 1, Content: "甲，" + w.String() + "，乙"}
			if got := alone.Task(own, make([]intake.Elsewhere, len(alone.Words()))); len(alone.Words()) == 1 && got > intake.InContent {
				t.Errorf("%q is not found in itself: %v", w, got)
			}
		}
		intake.Called(dir, said)
	})
}

func BenchmarkMatcher(b *testing.B) {
	l := newLibrary(b)
	var many []duban.Task
	for i := range 5000 {
		t := l.tasks[i%len(l.tasks)]
		t.ID, t.No = duban.TaskID(i+1), i+1
		many = append(many, t)
	}
	for _, said := range []string{"实训", "sxjd", "jiaoyu", "没有的话"} {
		for _, tasks := range [][]duban.Task{l.tasks, many} {
			b.Run(fmt.Sprintf("%s/%d", said, len(tasks)), func(b *testing.B) {
				for b.Loop() {
					m := intake.NewMatcher(said)
					elsewhere := l.elsewhere(m)
					for _, t := range tasks {
						m.Task(t, elsewhere)
					}
				}
			})
		}
	}
	b.Run("nearest/5000", func(b *testing.B) {
		for b.Loop() {
			intake.NewMatcher("宇宙飞船").Words()[0].Nearest(func(yield func(string) bool) {
				for _, t := range many {
					if !yield(t.Content) {
						return
					}
				}
			})
		}
	})
}
