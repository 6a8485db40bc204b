package bot

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
)

// roundBooks plays rounds with a scene and keeps its own books about who is asked for what.
type roundBooks struct {
	*scene
	dice     *rand.Rand
	list     duban.RoundID
	month    duban.Opening                          // the newest opening of the list's own round
	by       map[duban.AssignmentID]duban.OpeningID // the newest opening that asks
	passed   map[duban.AssignmentID]bool            // a later round of the list did not ask
	answered map[duban.OpeningID]map[duban.AssignmentID]bool
	own      map[duban.RoundID]duban.Round
	n        int
}

// The board, who is missing, what is published and whom a nudge would ask are read from
// one count: whatever happened, they agree, and nobody counts as having reported who said
// nothing.
func TestWhatTellsOfARoundAgrees(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			stage(t, plight{name: "刘洋", words: "已启动", all: seed%2 == 0}, func(s *scene) {
				a := &roundBooks{
					scene: s, dice: rand.New(rand.NewPCG(seed, 1)), by: map[duban.AssignmentID]duban.OpeningID{}, passed: map[duban.AssignmentID]bool{},
					answered: map[duban.OpeningID]map[duban.AssignmentID]bool{}, own: map[duban.RoundID]duban.Round{},
				}
				a.list = s.opening.Round
				a.openList()
				a.check()
				for range 14 {
					a.move()
					a.check()
				}
			})
		})
	}
}

func (a *roundBooks) must(err error) {
	a.t.Helper()
	if err != nil {
		a.t.Fatal(err)
	}
}

func (a *roundBooks) assignments() []duban.Assignment {
	all, err := a.tx.Assignments(a.scene.list.ID)
	a.must(err)
	return all
}

// move does one thing that changes who is asked for what.
func (a *roundBooks) move() {
	all := a.assignments()
	some := all[a.dice.IntN(len(all))]
	switch a.dice.IntN(7) {
	case 0:
		a.openList()
	case 1, 2:
		a.schedule(duban.Round{List: a.scene.list.ID, Kind: duban.Ask, Task: some.Task, Schedule: "每周五"})
	case 3:
		a.schedule(duban.Round{List: a.scene.list.ID, Kind: duban.Ask, Department: some.Department, Schedule: "每周五"})
	case 4:
		for id, r := range a.own { // any
			_, err := a.tx.RemoveRound(r)
			a.must(err)
			delete(a.own, id)
			break
		}
	default:
		for range 20 {
			a.report(all[a.dice.IntN(len(all))])
		}
	}
}

// schedule gives a task or department a round of its own, which opens at once or later.
func (a *roundBooks) schedule(r duban.Round) {
	r, err := a.tx.SetRound(r)
	a.must(err)
	a.own[r.ID] = r
	if a.dice.IntN(2) == 0 {
		a.open(r)
	}
}

func (a *roundBooks) openList() {
	rounds, err := a.tx.Rounds(a.scene.list.ID)
	a.must(err)
	for _, r := range rounds {
		if r.ID == a.list {
			a.month = a.open(r)
		}
	}
}

// open opens a round as the scheduler does; a list's own asks for some of its scope.
func (a *roundBooks) open(r duban.Round) duban.Opening {
	rounds, err := a.tx.Rounds(a.scene.list.ID)
	a.must(err)
	var asked, passed []duban.Assignment
	for _, x := range r.Scope(a.assignments(), rounds) {
		if r.OfList() && a.dice.IntN(5) == 0 {
			passed = append(passed, x)
		} else {
			asked = append(asked, x)
		}
	}
	a.n++
	at := opens.Add(time.Duration(a.n) * time.Second)
	o, _, err := a.tx.OpenRound(duban.Opening{
		Round: r.ID, List: r.List, Opens: at, Closes: at.Add(time.Duration(a.dice.IntN(2)*48) * time.Hour), Step: duban.Collecting,
	}, asked, passed)
	a.must(err)
	_, err = a.tx.Occur(duban.Occurrence{Person: a.person.ID, Kind: duban.DigestSent, Cause: o.Cause(), Opening: o.ID})
	a.must(err)
	a.answered[o.ID] = map[duban.AssignmentID]bool{}
	for _, x := range asked {
		a.by[x.ID], a.passed[x.ID] = o.ID, false
	}
	for _, x := range passed {
		a.passed[x.ID] = true
	}
	return o
}

func (a *roundBooks) report(x duban.Assignment) {
	a.n++
	_, _, err := a.tx.File(duban.Report{Assignment: x.ID, Person: a.person.ID, Source: fmt.Sprintf("m:9:%d", a.n), Words: "已启动", State: duban.Progressing})
	a.must(err)
	for _, asked := range a.answered {
		asked[x.ID] = true
	}
}

// moved reports whether an assignment has a schedule of its own that its opening is not of.
func (a *roundBooks) moved(x duban.Assignment) bool {
	for _, r := range a.own {
		if r.Task == x.Task || r.Department == x.Department {
			return true
		}
	}
	return false
}

var (
	boardLine = regexp.MustCompile(`本期应报(\d+)家次，已报(\d+)，未报(\d+)(?:（(\d+)\x{2060}家）)?`)
	roundLine = regexp.MustCompile(`11月进展（[^：]*截止）：应报(\d+)家次，已(?:报(\d+)，未报(\d+)|全部报送)\n?(.*)\n?(.*)`)
	published = regexp.MustCompile(`应报(\d+)家，已报(\d+)家。未报(\d+)家(\d+)项`)
	left      = regexp.MustCompile(`另有(\d+)家(\d+)项`)
	items     = regexp.MustCompile(`(\d+)项`)
	number    = regexp.MustCompile(`\d+`)
)

func (a *roundBooks) check() {
	a.t.Helper()
	owed, reported, silent := 0, 0, map[duban.DepartmentID]int{}
	for _, x := range a.assignments() {
		if a.by[x.ID] != a.month.ID || a.passed[x.ID] || a.moved(x) {
			continue
		}
		owed++
		if a.answered[a.month.ID][x.ID] {
			reported++
		} else {
			silent[x.Department]++
		}
	}
	board, _ := a.show(chat.View{Kind: chat.Board})
	said := boardLine.FindStringSubmatch(board)
	if owed == 0 {
		if said != nil {
			a.t.Fatalf("nothing is asked for: %s", said[0])
		}
		return
	}
	if said == nil || nums(said[1:4]...) != fmt.Sprint(owed, reported, owed-reported) || len(silent) > 0 && said[4] != strconv.Itoa(len(silent)) {
		a.t.Fatalf("the board says %q, want %d, %d of %d departments", said, owed, reported, len(silent))
	}
	a.checkMissing(owed, reported)
	a.checkPublished(silent)
	a.checkNudge(silent)
}

// checkMissing compares what 谁没报 shows the office: all names add up.
func (a *roundBooks) checkMissing(owed, reported int) {
	a.t.Helper()
	words, _ := a.show(chat.View{Kind: chat.Missing, Person: int64(a.person.ID)})
	said := roundLine.FindStringSubmatch(words)
	if said == nil || said[1] != strconv.Itoa(owed) {
		a.t.Fatalf("who is missing: %s\nwant %d", words, owed)
	}
	sum := 0
	for _, m := range items.FindAllStringSubmatch(lineOf(said[4])+" "+lineOf(said[5]), -1) {
		n, _ := strconv.Atoi(m[1])
		sum += n
	}
	if sum != owed-reported {
		a.t.Fatalf("%d are named, want %d:\n%s", sum, owed-reported, words)
	}
	group, _ := a.show(chat.View{Kind: chat.Missing})
	if open := a.tx.Now().Before(a.month.Closes); open && strings.Contains(strings.SplitAfter(group, "未到截止")[1], "项、") {
		a.t.Fatalf("names before the deadline:\n%s", group)
	}
}

// lineOf is a line that names departments, not the next round's or a heading.
func lineOf(s string) string {
	if strings.Contains(s, "截止") || strings.Contains(s, "另有") {
		return ""
	}
	return s
}

func (a *roundBooks) checkPublished(silent map[duban.DepartmentID]int) {
	a.t.Helper()
	words, _ := a.show(chat.View{Kind: chat.Publication, Opening: int64(a.month.ID)})
	missing := 0
	for _, n := range silent {
		missing += n
	}
	if words == "" {
		for d := range silent {
			if slices.Contains(a.person.Departments, d) {
				a.t.Fatal("nobody is published and somebody who was asked is silent")
			}
		}
		return
	}
	said := published.FindStringSubmatch(words)
	deps, sum := num(said[3]), num(said[4])
	if more := left.FindStringSubmatch(words); more != nil {
		deps, sum = deps+num(more[1]), sum+num(more[2])
	}
	if deps != len(silent) || sum != missing || num(said[1])-num(said[3]) != num(said[2]) {
		a.t.Fatalf("published: %s\nwant %d departments with %d", words, len(silent), missing)
	}
}

func (a *roundBooks) checkNudge(silent map[duban.DepartmentID]int) {
	a.t.Helper()
	s, err := a.Survey(a.tx, a.scene.list)
	a.must(err)
	owed, err := a.tx.Owed(a.month.ID, a.person.Departments...)
	a.must(err)
	of := map[duban.DepartmentID]int{}
	for _, w := range owed {
		if w.Silent() {
			of[w.Assignment.Department]++
		}
	}
	for _, d := range a.person.Departments {
		if of[d] != silent[d] {
			a.t.Fatalf("%d is nudged for %d, and %d are missing", d, of[d], silent[d])
		}
	}
	asked, rest := map[duban.TaskID]bool{}, s.Rest(nil, a.person.Departments...)
	open := map[duban.TaskID]bool{}
	for _, x := range a.assignments() {
		if slices.Contains(a.person.Departments, x.Department) {
			open[x.Task] = true
			if silent[x.Department] > 0 && a.by[x.ID] == a.month.ID && !a.passed[x.ID] && !a.moved(x) && !a.answered[a.month.ID][x.ID] {
				asked[x.Task] = true
			}
		}
	}
	if rest > len(open)-len(asked) {
		a.t.Fatalf("%d need not be reported, of %d with %d asked for", rest, len(open), len(asked))
	}
}

func num(s string) int { n, _ := strconv.Atoi(s); return n }

func nums(s ...string) string {
	var n []any
	for _, x := range s {
		n = append(n, num(number.FindString(x)))
	}
	return fmt.Sprint(n...)
}
