package duban_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"duban/internal/duban"
	"duban/internal/intake"
	"duban/seeds"
)

// published is the list that comes with the program as it is kept once it is
// confirmed by the first name, with a directory that has identities.
func published(t interface{ Fatal(...any) }) ([]duban.Kept, duban.Publication, duban.Directory) {
	pub, dir, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	for i := range dir {
		dir[i].ID = duban.DepartmentID(i + 1)
	}
	return keep(pub, dir), pub, dir
}

func keep(pub duban.Publication, dir duban.Directory) (kept []duban.Kept) {
	for i, p := range pub.Tasks {
		k := duban.Kept{
			Task: duban.Task{ID: duban.TaskID(1000 + i), No: p.No, Section: p.Section, Content: p.Content, Kind: p.Kind, Due: p.Due, Months: p.Months, Leader: p.Leader},
			Term: duban.TermKey(p.Kind, p.Due, p.Months), By: p.Leader, Targets: p.Targets,
		}
		for _, s := range p.Shares {
			dep, _ := dir.Find(s.Name)
			k.Shares = append(k.Shares, duban.KeptShare{
				Share: duban.Share{Task: k.ID, Department: dep.ID, Role: s.Role, Confirmed: true}, Printed: s.Role,
			})
		}
		kept = append(kept, k)
	}
	return kept
}

// lines words a difference as changed.want does.
func lines(d duban.Difference, dir duban.Directory) (all []string) {
	no := map[duban.TaskID]int{}
	for _, r := range d.Rows {
		no[r.Task.ID] = r.Now.No
	}
	say := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	for _, r := range d.Rows {
		step := fmt.Sprintf("%d→%d", r.Task.No, r.Now.No)
		name := func(id duban.DepartmentID) string { dep, _ := dir.ByID(id); return dep.Name }
		switch {
		case r.Fresh():
			say("new %d", r.Now.No)
		case r.Gone():
			say("gone %d", r.Task.No)
		}
		if r.Back {
			say("back %s", step)
		}
		if r.Renumbered() {
			say("renumbered %s", step)
		}
		if r.Reworded {
			say("reworded %s", step)
		}
		if r.Resectioned {
			say("resectioned %s", step)
		}
		if r.Term {
			say("term %s", step)
		}
		if r.Leader {
			say("leader %s", step)
		}
		if r.Moved {
			say("moved %s", step)
		}
		if r.Swaps != 0 && r.Task.ID < r.Swaps {
			other := d.Rows[slices.IndexFunc(d.Rows, func(o duban.Row) bool { return o.Task.ID == r.Swaps })]
			say("swapped %s %d→%d", step, other.Task.No, other.Now.No)
		}
		for _, s := range r.Shares {
			switch {
			case s.From == "":
				say("added %s %s %s", step, name(s.Department), s.To)
			case s.To == "":
				say("removed %s %s", step, name(s.Department))
			default:
				say("role %s %s %s", step, name(s.Department), s.To)
			}
		}
		for _, h := range r.Held {
			say("held %s %s%s", step, name(h.Department), map[bool]string{true: "term"}[h.Term])
		}
	}
	for _, x := range d.Doubts {
		say("doubt %d→%d", x.Task.No, x.Now.No)
	}
	slices.Sort(all)
	return all
}

func TestAnEditedFileChangesExactlyWhatWasEdited(t *testing.T) {
	kept, _, dir := published(t)
	body, err := os.ReadFile("testdata/changed.txt")
	if err != nil {
		t.Fatal(err)
	}
	pub, problems := intake.ReadList("changed.txt", body, dir, duban.Date{Year: 2026, Month: 11, Day: 23})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want, err := os.ReadFile("testdata/changed.want")
	if err != nil {
		t.Fatal(err)
	}
	var expected []string
	for line := range strings.Lines(string(want)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			expected = append(expected, line)
		}
	}
	slices.Sort(expected)
	if diff := cmp.Diff(expected, lines(duban.Compare(kept, pub, dir, duban.Merge{}), dir)); diff != "" {
		t.Error(diff)
	}
}

func TestAListComparedWithItselfHasNoDifference(t *testing.T) {
	kept, pub, dir := published(t)
	if d := duban.Compare(kept, pub, dir, duban.Merge{}); !d.Empty() {
		t.Error(lines(d, dir))
	}
}

// How much alike words are, and what follows from it.
func TestHowWordsArePaired(t *testing.T) {
	const (
		train  = "打造优质培训项目，完成职业技能培训1万人次左右"
		social = "打造优质社区项目，完成居民文体活动1万人次左右"
		tax    = "落实税收减免政策"
	)
	for _, c := range []struct {
		name      string
		old, now  []string
		different []duban.Pair
		want      string
	}{
		{"blanks, width and marks are no words", []string{train}, []string{" 打造优质培训项目,完成职业技能培训１万人次左右。"}, nil, ""},
		{"a decimal point is a word", []string{"培训1.2万人次"}, []string{"培训12万人次"}, nil, "reworded 1→1"},
		{"percent is a word", []string{"参与率达到60%以上"}, []string{"参与率达到60以上"}, nil, "reworded 1→1"},
		{"similar words under the same number", []string{train}, []string{"打造优质培训项目，全年完成职业技能培训1.5万人次左右"}, nil, "reworded 1→1"},
		{"similar words elsewhere", []string{train, tax}, []string{tax, train + "，力争翻番"}, nil, "renumbered 1→2|renumbered 2→1|reworded 1→2|swapped 1→2 2→1"},
		{"something in between is asked", []string{train}, []string{social}, nil, "doubt 1→1"},
		{"what is not the same is gone and new", []string{train}, []string{social}, []duban.Pair{{Task: 1000, No: 1}}, "gone 1|new 1"},
		{"two candidates about as good are asked", []string{train}, []string{train + "，按季通报", train + "，按月通报"}, nil, "doubt 1→1|new 2"},
		{"nothing in common", []string{train}, []string{tax}, nil, "gone 1|new 1"},
		{"the same words twice go by their numbers", []string{tax, tax}, []string{tax, tax}, nil, ""},
		{"one of two with the same words is gone", []string{tax, train, tax}, []string{train, tax}, nil, "gone 3|renumbered 1→2|renumbered 2→1|swapped 1→2 2→1"},
		{"one goes to the end", []string{train, tax, "建立联席会议制度"}, []string{tax, "建立联席会议制度", train}, nil, "moved 1→3|renumbered 1→3|renumbered 2→1|renumbered 3→2"},
	} {
		pub := func(words []string) (p duban.Publication) {
			for i, w := range words {
				p.Tasks = append(p.Tasks, duban.PublishedTask{No: i + 1, Content: w, Kind: duban.DatedTask})
			}
			return p
		}
		d := duban.Compare(keep(pub(c.old), dir), pub(c.now), dir, duban.Merge{Different: c.different})
		if got := strings.Join(lines(d, dir), "|"); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
	}
}

// Two of one list's tasks are never taken for each other.
func TestTheTasksOfOneListAreNotAlike(t *testing.T) {
	_, pub, _ := published(t)
	for i, a := range pub.Tasks {
		for _, b := range pub.Tasks[:i] {
			if l := duban.Likeness(a.Content, b.Content); l >= 0.30 {
				t.Errorf("%d and %d are alike by %.2f", b.No, a.No, l)
			}
		}
	}
}

// Of shares, terms and leaders: what a document changes over the one before, and
// what stays because somebody settled it.
func TestWhatWasSettledByHandWinsOverTheDocument(t *testing.T) {
	due := func(month time.Month) duban.Date { return duban.Date{Year: 2026, Month: month, Day: 30} }
	row := func(shares ...duban.PublishedShare) duban.PublishedTask {
		return duban.PublishedTask{No: 1, Content: "甲", Kind: duban.DatedTask, Shares: shares}
	}
	name := func(name string, role duban.Role) duban.PublishedShare {
		return duban.PublishedShare{Printed: name, Name: name, Role: role}
	}
	stated := func(name string, role duban.Role) duban.PublishedShare {
		return duban.PublishedShare{Printed: name, Name: name, Role: role, Confirmed: true}
	}
	with := func(t duban.PublishedTask, change func(*duban.PublishedTask)) duban.PublishedTask {
		change(&t)
		return t
	}
	both := row(name("教育局", lead), name("人社局", support))
	dated := with(both, func(t *duban.PublishedTask) { t.Due = due(6) })
	for _, c := range []struct {
		name      string
		old       duban.PublishedTask
		hand      func(*duban.Kept)
		now       duban.PublishedTask
		want, all string // all: where the document wins
	}{
		{"added", both, nil, row(name("教育局", lead), name("甲镇", support), name("人社局", support)), "added 1→1 甲镇 support", ""},
		{"removed", both, nil, row(name("教育局", lead)), "removed 1→1 人社局", ""},
		{"the order of names does not undo a confirmed lead", both, nil, row(name("人社局", lead), name("教育局", support)), "held 1→1 人社局|held 1→1 教育局", "role 1→1 人社局 lead|role 1→1 教育局 support"},
		{"a stated role does", both, nil, row(stated("教育局", support), stated("人社局", lead)), "role 1→1 人社局 lead|role 1→1 教育局 support", ""},
		{"unless it was set by hand", both, func(k *duban.Kept) { k.Shares[1].ByHand = true }, row(stated("教育局", lead), stated("人社局", lead)), "held 1→1 人社局", "role 1→1 人社局 lead"},
		{"when the lead leaves the next name leads", both, nil, row(name("人社局", lead)), "removed 1→1 教育局|role 1→1 人社局 lead", ""},
		{"where nobody leads nobody comes to lead", both, func(k *duban.Kept) { k.Shares[0].Role = support }, row(name("教育局", lead), name("人社局", support)), "", "role 1→1 教育局 lead"},
		{"whom an admin added stays", row(name("教育局", lead)), func(k *duban.Kept) {
			k.Shares = append(k.Shares, duban.KeptShare{Share: duban.Share{Department: human, Role: support, Confirmed: true}, ByHand: true})
		}, row(name("教育局", lead)), "", "removed 1→1 人社局"},
		{"whom an admin took off stays off", both, func(k *duban.Kept) { k.Shares[1].Removed, k.Shares[1].ByHand = true, true }, both, "", "added 1→1 人社局 support"},
		{"a due date", dated, nil, with(both, func(t *duban.PublishedTask) { t.Due = due(9) }), "term 1→1", ""},
		{"a due date set by hand, and the document as before", dated, func(k *duban.Kept) { k.Due, k.ByHand = due(11), true }, dated, "", "term 1→1"},
		{"a due date set by hand", dated, func(k *duban.Kept) { k.Due, k.ByHand = due(11), true }, with(both, func(t *duban.PublishedTask) { t.Due = due(9) }), "held 1→1 term", "term 1→1"},
		{"a document without such a column says nothing of dates", dated, nil, both, "", ""},
		{"a leader", both, nil, with(both, func(t *duban.PublishedTask) { t.Leader = "李明" }), "leader 1→1", ""},
	} {
		kept := keep(duban.Publication{Tasks: []duban.PublishedTask{c.old}}, dir)
		if c.hand != nil {
			c.hand(&kept[0])
		}
		pub := duban.Publication{Tasks: []duban.PublishedTask{c.now}}
		if got := strings.Join(lines(duban.Compare(kept, pub, dir, duban.Merge{}), dir), "|"); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
		all := c.all
		if all == "" {
			all = c.want
		}
		if got := strings.Join(lines(duban.Compare(kept, pub, dir, duban.Merge{DocumentWins: true}), dir), "|"); got != all {
			t.Errorf("%s, and the document wins: %s\nwant %s", c.name, got, all)
		}
	}
}

func TestATaskThatWasArchivedComesBack(t *testing.T) {
	kept, pub, dir := published(t)
	kept[43].Archived = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	if diff := cmp.Diff([]string{"back 44→44"}, lines(duban.Compare(kept, pub, dir, duban.Merge{}), dir)); diff != "" {
		t.Error(diff)
	}
}

// Whatever an office does to the list, a task stays the one whose words are like
// its own, and everything is accounted for once.
func TestWhateverIsEditedATaskKeepsItsWords(t *testing.T) {
	kept, whole, dir := published(t)
	rapid.Check(t, func(t *rapid.T) {
		pub := duban.Publication{Title: whole.Title, Tasks: slices.Clone(whole.Tasks)}
		for range rapid.IntRange(0, 12).Draw(t, "edits") {
			pub.Tasks = edit(t, pub.Tasks)
		}
		for i := range pub.Tasks {
			pub.Tasks[i].No = i + 1
		}
		d := duban.Compare(kept, pub, dir, duban.Merge{})
		seen, rows := map[duban.TaskID]int{}, map[int]int{}
		for _, r := range d.Rows {
			seen[r.Task.ID]++
			rows[r.Now.No]++
			if !r.Fresh() && !r.Gone() && duban.Likeness(r.Task.Content, r.Now.Content) < 0.6 {
				t.Fatalf("%d became %d: %q, %q", r.Task.No, r.Now.No, r.Task.Content, r.Now.Content)
			}
		}
		for _, x := range d.Doubts {
			seen[x.Task.ID]++
			rows[x.Now.No]++
		}
		for _, k := range kept {
			if seen[k.ID] != 1 {
				t.Fatalf("task %d is accounted for %d times", k.No, seen[k.ID])
			}
		}
		for _, p := range pub.Tasks {
			if rows[p.No] != 1 {
				t.Fatalf("row %d is accounted for %d times", p.No, rows[p.No])
			}
		}
	})
}

// edit makes one edit: insert, delete, swap, or reword a little.
func edit(t *rapid.T, tasks []duban.PublishedTask) []duban.PublishedTask {
	i := rapid.IntRange(0, len(tasks)-1).Draw(t, "at")
	switch rapid.SampledFrom([]string{"insert", "delete", "swap", "reword"}).Draw(t, "edit") {
	case "insert":
		words := rapid.StringMatching(`[一-龥]{8,40}`).Draw(t, "words")
		return slices.Insert(slices.Clone(tasks), i, duban.PublishedTask{Section: tasks[i].Section, Content: words, Kind: duban.DatedTask, Shares: tasks[i].Shares})
	case "delete":
		if len(tasks) > 30 {
			return slices.Delete(slices.Clone(tasks), i, i+1)
		}
	case "swap":
		j := rapid.IntRange(0, len(tasks)-1).Draw(t, "with")
		tasks[i], tasks[j] = tasks[j], tasks[i]
	case "reword":
		words := []rune(tasks[i].Content)
		at := rapid.IntRange(0, len(words)-2).Draw(t, "word")
		tasks[i].Content = string(words[:at]) + "努力" + string(words[at+1:])
	}
	return tasks
}
