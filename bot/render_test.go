package bot

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/postgrestest"
	"duban/internal/store"
	"duban/internal/text"
	"duban/seeds"
)

// opens is a Monday morning in Beijing.
var opens = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

// newBot is the conversation with the settings an office starts with.
func newBot(t testing.TB) *Bot {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	office, err := calendar.Load(zone, "9:00-17:00", seeds.Holidays()...)
	if err != nil {
		t.Fatal(err)
	}
	b := New(office, Seed{})
	b.Username = "duban_bot"
	return b
}

// plight is what the world looks like for one test of the views.
type plight struct {
	lang     string
	words    string  // of every report there is
	reported bool    // everybody has said something before the round opened
	answered float64 // of what is asked for
	overdue  bool    // every task's due date is past
	all      bool    // the person serves all fifteen departments
	members  bool    // the collectives have as many members as a large city's
	name     string  // of the person
	figures  bool    // every report states a number for each target of its task
	targets  int     // so many targets more has every task, with long names
	huge     bool    // a task's words, its section and leader are as long as a list may have them
}

// scene is the published list in a database, a round that asks for all of it,
// and one person.
type scene struct {
	*Bot
	t       *testing.T
	tx      *store.Tx
	now     time.Time
	list    duban.List
	person  duban.Person
	opening duban.Opening
	owed    map[int]bool // number to whether it is answered, of the person's tasks
}

// stage sets a scene and plays in it, all in one transaction.
func stage(t *testing.T, p plight, play func(*scene)) {
	t.Helper()
	s := &scene{Bot: newBot(t), t: t, now: opens, owed: map[int]bool{}}
	where, now := postgrestest.Where(t), func() time.Time { return s.now }
	if _, err := store.Make(t.Context(), where, now); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), where, now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	act := func(do func(tx *store.Tx) error) {
		if err := db.Write(t.Context(), do); err != nil {
			t.Fatal(err)
		}
	}
	s.now = opens.Add(-72 * time.Hour)
	act(func(tx *store.Tx) error { return s.before(tx, p) })
	act(func(tx *store.Tx) error { return s.promise(tx, p) })
	act(func(tx *store.Tx) error { return s.report(tx, p) })
	s.now = opens
	act(func(tx *store.Tx) error { return s.open(tx, p) })
	s.now = opens.Add(time.Hour)
	act(func(tx *store.Tx) error {
		s.tx = tx
		if err := s.answer(p); err != nil {
			return err
		}
		play(s)
		return nil
	})
}

// before is what happened before the round opened.
func (s *scene) before(tx *store.Tx, p plight) error {
	pub, dir, err := seeds.Load()
	if err != nil {
		return err
	}
	if err := tx.AddDepartments(dir...); err != nil {
		return err
	}
	if p.huge {
		enlarge(pub.Tasks)
	}
	if s.list, _, err = tx.ImportList(pub); err != nil {
		return err
	}
	if p.members {
		if err := setMembers(tx); err != nil {
			return err
		}
	}
	rounds, err := s.DefaultRounds(tx.Now())
	if err != nil {
		return err
	}
	if err := tx.ConfirmList(s.list.ID, true, duban.DateOf(s.now, s.zone()), rounds...); err != nil {
		return err
	}
	if s.person, err = tx.Meet(7, p.name, p.lang); err != nil {
		return err
	}
	err = errors.Join(tx.SetStarted(s.person.ID), tx.SetAdmin(s.person.ID, true))
	if dir, err2 := tx.Directory(); err2 == nil {
		for _, d := range dir {
			if d.Name == "教育局" || p.all && d.Kind == duban.Single {
				_, err2 := tx.Bind(s.person.ID, d.ID, false)
				err = errors.Join(err, err2)
			}
		}
	}
	if err != nil {
		return err
	}
	s.person, err = tx.Person(s.person.ID)
	return err
}

// enlarge makes what a list says of its tasks very long.
func enlarge(tasks []duban.PublishedTask) {
	for i := range tasks {
		t := &tasks[i]
		t.Content += strings.Repeat(`，又<&"长👍`, 1000)
		t.Section, t.Leader = fmt.Sprint(i/5)+strings.Repeat("方面", 2000), strings.Repeat("李明副市长", 500)
	}
}

// promise gives every task more targets.
func (s *scene) promise(tx *store.Tx, p plight) error {
	tasks, err := tx.Tasks(s.list.ID)
	for _, t := range tasks {
		for i := range p.targets {
			_, _, err2 := tx.SetTarget(t.ID, duban.Target{
				Name: strings.Repeat(fmt.Sprintf(`第%d个&"指标`, i), 10), Value: 12345678.25, Unit: "人次", Relation: duban.AtLeast, Stretch: true,
			})
			err = errors.Join(err, err2)
		}
	}
	return err
}

// report is what everybody said before the round opened.
func (s *scene) report(tx *store.Tx, p plight) error {
	if !p.reported {
		return nil
	}
	all, err := tx.Assignments(s.list.ID)
	for i, a := range all {
		figures, err2 := s.figures(tx, p, a, float64(1234567+i))
		_, _, err3 := tx.File(duban.Report{
			Assignment: a.ID, Person: s.person.ID, Source: fmt.Sprintf("m:1:%d", i), Words: p.words, Mark: duban.Repeats,
			State: []duban.ReportState{duban.Progressing, duban.Stuck, duban.Said}[i%3], Figures: figures,
		})
		err = errors.Join(err, err2, err3)
	}
	return err
}

// figures are one for each target of an assignment's task.
func (s *scene) figures(tx *store.Tx, p plight, a duban.Assignment, value float64) (figures []duban.Figure, err error) {
	if !p.figures {
		return nil, nil
	}
	targets, err := tx.TaskTargets(a.Task)
	for _, t := range targets {
		figures = append(figures, duban.Figure{Target: t.ID, Value: value, Whole: a.Role == duban.Lead}.After(0, t))
	}
	return figures, err
}

// setMembers fills the collectives: twenty-one towns, eleven subdistricts of
// which six are rural, and the fifteen departments as the steering group.
func setMembers(tx *store.Tx) error {
	dir, err := tx.Directory()
	if err != nil {
		return err
	}
	members := map[string][]string{}
	for _, d := range dir {
		if d.Kind == duban.Single {
			members["领导小组成员单位"] = append(members["领导小组成员单位"], d.Name)
		}
	}
	for i := range 32 {
		name := fmt.Sprintf("第%d镇人民政府", i+1)
		of := "各乡镇"
		if i >= 21 {
			name, of = fmt.Sprintf("第%d街道办事处", i+1), "各街道办事处"
		}
		if err := tx.AddDepartments(duban.Department{Kind: duban.Single, Name: name, Formal: name}); err != nil {
			return err
		}
		members[of] = append(members[of], name)
		if i >= 26 {
			members["涉农街道办事处"] = append(members["涉农街道办事处"], name)
		}
	}
	if dir, err = tx.Directory(); err != nil {
		return err
	}
	for of, names := range members {
		collective, _ := dir.Find(of)
		var ids []duban.DepartmentID
		for _, n := range names {
			m, _ := dir.Find(n)
			ids = append(ids, m.ID)
		}
		if err := tx.SetMembers(collective.ID, ids); err != nil {
			return err
		}
	}
	return nil
}

// open lets two rounds pass without news and opens the one that is looked at.
func (s *scene) open(tx *store.Tx, p plight) error {
	tasks, err := tx.Tasks(s.list.ID)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if p.overdue {
			if err := tx.SetTerm(duban.Task{ID: t.ID, Kind: duban.DatedTask, Due: duban.Date{Year: 2026, Month: 11, Day: 1 + t.No%20}}); err != nil {
				return err
			}
		}
	}
	all, err := tx.Assignments(s.list.ID)
	if err != nil {
		return err
	}
	rounds, err := tx.Rounds(s.list.ID)
	if err != nil {
		return err
	}
	for i := range 3 {
		s.opening, _, err = tx.OpenRound(duban.Opening{
			Round: rounds[0].ID, List: s.list.ID, Opens: opens.Add(time.Duration(i-2) * time.Hour), Closes: opens.Add(96 * time.Hour), Step: duban.Collecting,
		}, all, nil)
		if err != nil {
			return err
		}
		if i < 2 {
			if err := tx.CountQuiet(s.opening); err != nil {
				return err
			}
		}
	}
	return nil
}

// answer files reports on some of what is owed.
func (s *scene) answer(p plight) error {
	dice := rand.New(rand.NewPCG(1, 2))
	owed, err := s.tx.Owed(s.opening.ID, s.person.Departments...)
	if err != nil {
		return err
	}
	answered := map[duban.TaskID]bool{}
	for i, w := range owed {
		a := w.Assignment
		t, err := s.tx.Task(a.Task)
		if err != nil {
			return err
		}
		if _, met := answered[a.Task]; !met {
			answered[a.Task] = dice.Float64() < p.answered
		}
		s.owed[t.No] = answered[a.Task]
		if !answered[a.Task] {
			continue
		}
		figures, err := s.figures(s.tx, p, a, 9999999.99)
		if err != nil {
			return err
		}
		_, _, err = s.tx.File(duban.Report{
			Assignment: a.ID, Person: s.person.ID, Source: fmt.Sprintf("m:2:%d", i), Words: p.words + "今日",
			State: []duban.ReportState{duban.Progressing, duban.NoNews, duban.Stuck}[i%3], Figures: figures,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// show renders a view and checks that the platform will take it. A view that has
// nothing to say is shown as nothing.
func (s *scene) show(v chat.View) (words string, buttons []chat.Button) {
	s.t.Helper()
	out, err := s.Render(context.Background(), s.tx, v)
	if errors.Is(err, ErrNothing) {
		return "", nil
	}
	if err != nil {
		s.t.Fatalf("%+v: %v", v, err)
	}
	words = checkMarkup(s.t, out.HTML)
	if n := len(utf16.Encode([]rune(words))); n > 4096 || n == 0 {
		s.t.Errorf("%+v has %d UTF-16 units", v, n)
	}
	for _, row := range out.Buttons {
		if len(row) == 0 {
			s.t.Errorf("%+v has an empty row of buttons", v)
		}
		for _, b := range row {
			buttons = append(buttons, b)
			s.checkButton(b)
		}
	}
	if len(buttons) > 100 {
		s.t.Errorf("%+v has %d buttons", v, len(buttons))
	}
	return words, buttons
}

func (s *scene) checkButton(b chat.Button) {
	s.t.Helper()
	verb, ids, ok := parseData(b.Data)
	i := slices.IndexFunc(routes, func(r route) bool { return r.button == verb })
	if !ok || i < 0 || routes[i].ids != len(ids) || len(b.Data) > maxData {
		s.t.Errorf("button %+v leads nowhere", b)
	}
	if b.Label == "" || strings.ContainsAny(b.Label, "\n<>") || len([]rune(b.Label)) > 64 {
		s.t.Errorf("label of %+v", b)
	}
}

var (
	tagForm = regexp.MustCompile(`^</?(b|i|u|s|code|pre|blockquote)>$`)
	anyTag  = regexp.MustCompile(`<[^<>]*>`)
	entity  = regexp.MustCompile(`&(lt|gt|amp|quot|#[0-9]{1,6}|#x[0-9a-fA-F]{1,6});`)
)

// checkMarkup reads a message as Telegram does and returns what a person sees.
func checkMarkup(t *testing.T, html string) string {
	t.Helper()
	var stack []string
	for _, tag := range anyTag.FindAllString(html, -1) {
		name := strings.Trim(tag, "</>")
		switch {
		case !tagForm.MatchString(tag):
			t.Errorf("Telegram knows no %s", tag)
		case !strings.HasPrefix(tag, "</"):
			stack = append(stack, name)
		case len(stack) == 0 || stack[len(stack)-1] != name:
			t.Errorf("%s closes nothing", tag)
		default:
			stack = stack[:len(stack)-1]
		}
	}
	if len(stack) > 0 {
		t.Errorf("%v stay open", stack)
	}
	bare := anyTag.ReplaceAllString(html, "")
	if strings.ContainsAny(entity.ReplaceAllString(bare, ""), "<>&") {
		t.Errorf("not escaped: %s", bare)
	}
	return text.Plain(html)
}

// The lines a digest, a list of tasks or a reminder has for its tasks.
var taskLine = regexp.MustCompile(`(?m)^(\d+) .+(?:（(?:牵头|配合)[），]| \((?:lead|support)[),])`)

func tasksOn(page string) (nos []int) {
	for _, m := range taskLine.FindAllStringSubmatch(page, -1) {
		no, _ := strconv.Atoi(m[1])
		nos = append(nos, no)
	}
	return nos
}

// pages turns a view from its first page to its last.
func (s *scene) pages(v chat.View, verb string) (pages []string) {
	s.t.Helper()
	for len(pages) < 100 {
		words, buttons := s.show(v)
		pages = append(pages, words)
		i := slices.IndexFunc(buttons, func(b chat.Button) bool { return b.Label == "›" })
		if i < 0 {
			return pages
		}
		got, ids, _ := parseData(buttons[i].Data)
		if got != verb || int(ids[len(ids)-1]) != v.Page+1 {
			s.t.Fatalf("› leads to %s %v", got, ids)
		}
		v.Page++
	}
	s.t.Fatal("the pages do not end")
	return nil
}

// expect compares numbers, each of which must be there once.
func (s *scene) expect(what string, want, got []int) {
	s.t.Helper()
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		s.t.Errorf("%s: %s", what, diff)
	}
}

// those are the numbers of the person's tasks, answered or not.
func (s *scene) those(answered bool) (nos []int) {
	for no, done := range s.owed {
		if done == answered {
			nos = append(nos, no)
		}
	}
	return nos
}

var hostile = map[string]string{
	"plain":      "又办两期电工班，累计1500人次",
	"markup":     strings.Repeat(`<b>&"'</i><a href="x">`, 182)[:4000],
	"one word":   strings.Repeat("长", 4000),
	"many lines": strings.Repeat("99 假任务（牵头）\n", 400),
	"pictures":   strings.Repeat("👨‍👩‍👧", 800),
	"quotes":     strings.Repeat(`"“”'&amp;`, 500),
}

// plights are the worlds in which every view is looked at.
func plights() map[string]plight {
	all := map[string]plight{}
	longName := strings.Repeat(`<&"长👍`, 20) // a hundred characters
	for _, lang := range []string{text.Chinese, text.English} {
		all["nothing said/"+lang] = plight{lang: lang, name: "王芳"}
		all["some answered/"+lang] = plight{figures: true, lang: lang, name: "王芳", reported: true, answered: 0.4, words: hostile["plain"]}
		all["all answered/"+lang] = plight{lang: lang, name: "王芳", answered: 1, words: hostile["plain"]}
		all["fifteen departments/"+lang] = plight{figures: true, targets: 6, lang: lang, name: longName, all: true, reported: true, answered: 0.2, words: hostile["markup"]}
		all["everything late/"+lang] = plight{lang: lang, name: longName, overdue: true, reported: true, words: hostile["markup"]}
		all["a large city/"+lang] = plight{lang: lang, name: longName, members: true, overdue: true, reported: true, words: hostile["plain"]}
		all["a list of many words/"+lang] = plight{huge: true, targets: 4, lang: lang, name: longName, overdue: true, reported: true, answered: 0.3, words: hostile["markup"]}
		all["a large city that writes much/"+lang] = plight{figures: true, targets: 2, lang: lang, name: longName, members: true, reported: true, answered: 0.5, words: hostile["one word"]}
	}
	for kind, lang := range map[string]string{
		"one word": text.Chinese, "many lines": text.Chinese, "pictures": text.Chinese, "quotes": text.English, "markup": text.English,
	} {
		all[kind] = plight{lang: lang, name: longName, reported: true, answered: 0.3, words: hostile[kind]}
	}
	return all
}

// Every view, in every plight.
func TestViews(t *testing.T) {
	for name, p := range plights() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stage(t, p, func(s *scene) {
				for _, c := range []struct {
					name  string
					check func(*scene)
				}{
					{"a digest shows every owed task once", aDigestShowsEveryOwedTaskOnce},
					{"a list of tasks shows every task once", aListOfTasksShowsEveryTaskOnce},
					{"a nudge names what is still owed", aNudgeNamesWhatIsStillOwed},
					{"every board fits", everyBoardFits},
					{"every card fits", everyCardFits},
					{"a reminder fits", aReminderFits},
					{"a walk passes every owed task once", aWalkPassesEveryOwedTaskOnce},
					{"what was said is shown once", whatWasSaidIsShownOnce},
					{"every choice apart fits", everyChoiceApartFits},
					{"the question which task fits", theQuestionWhichTaskFits},
					{"every search fits", everySearchFits},
				} {
					t.Run(c.name, func(t *testing.T) {
						s.t = t
						c.check(s)
					})
				}
			})
		})
	}
}

// All pages of a digest together show every owed task exactly once, what was
// answered last and marked, and begin with as many of the late ones as fit.
func aDigestShowsEveryOwedTaskOnce(s *scene) {
	if len(s.owed) < 55 {
		s.t.Fatalf("%d tasks are owed", len(s.owed))
	}
	v := chat.View{Kind: chat.Digest, Person: int64(s.person.ID), Opening: int64(s.opening.ID)}
	var open, delivered []int
	pages := s.pages(v, "page")
	for i, page := range pages {
		above, below, _ := strings.Cut(page, "\n"+s.voice(s.person.Lang, s.now).Pile(duban.Delivered)+pileTail[s.person.Lang])
		late := strings.Contains(page, "🔴") && !strings.ContainsAny(page, "🟡⚪🟢")
		if nos := tasksOn(page); len(nos) > perPage && (i > 0 || !late) || len(nos) == 0 {
			s.t.Errorf("page %d has %d tasks", i, len(nos))
		}
		open, delivered = append(open, tasksOn(above)...), append(delivered, tasksOn(below)...)
		head := strings.Split(strings.Split(page, "\n\n")[0], "\n")
		if several := len(piles(s, pages)) > 1 && len(pages) > 1; several != (len(head) == 3) || len(head) < 2 {
			s.t.Errorf("page %d does not begin with the ask, the deadline and, of several piles, the counts:\n%s", i, page)
		}
	}
	s.expect("open on the pages", s.those(false), open)
	s.expect("answered on the pages", s.those(true), delivered)
}

// piles are those that have a heading on some page.
func piles(s *scene, pages []string) (seen []duban.Pile) {
	for _, p := range duban.Piles {
		if strings.Contains(strings.Join(pages, ""), "\n"+s.voice(s.person.Lang, s.now).Pile(p)+pileTail[s.person.Lang]) {
			seen = append(seen, p)
		}
	}
	return seen
}

// pileTail is what stands between a pile's name and its count.
var pileTail = map[string]string{text.English: ": "}

// Every one of 教育局's 55 tasks is late: all that fit stand on the first page,
// and the room for them is used.
func TestLateTasksFillTheFirstPage(t *testing.T) {
	stage(t, plight{lang: text.Chinese, name: "王芳", overdue: true}, func(s *scene) {
		words, _ := s.show(chat.View{Kind: chat.Digest, Person: int64(s.person.ID), Opening: int64(s.opening.ID)})
		if n := len(tasksOn(words)); n <= 2*perPage {
			t.Errorf("%d of 55 late tasks on the first page", n)
		}
	})
}

func aListOfTasksShowsEveryTaskOnce(s *scene) {
	var shown []int
	for _, page := range s.pages(chat.View{Kind: chat.Tasks, Person: int64(s.person.ID)}, "tasks") {
		shown = append(shown, tasksOn(page)...)
	}
	s.expect("on the pages", append(s.those(false), s.those(true)...), shown)
}

func aNudgeNamesWhatIsStillOwed(s *scene) {
	v := chat.View{Kind: chat.Nudge, Person: int64(s.person.ID), Opening: int64(s.opening.ID)}
	words, _ := s.show(v)
	if (words == "") != (len(s.those(false)) == 0) {
		s.t.Fatalf("%d open, said:\n%s", len(s.those(false)), words)
	}
	if open := s.those(false); len(open) <= 15 { // more stand on the digest
		s.expect("named", open, spansIn(words))
	}
}

// spansIn reads the line of a nudge that is numbers alone: 1, 2, 4–11.
func spansIn(words string) (nos []int) {
	line := regexp.MustCompile(`(?m)^\d[\d、, —–]*$`).FindString(words)
	for _, m := range regexp.MustCompile(`(\d+)(?:[—–](\d+))?`).FindAllStringSubmatch(line, -1) {
		from, _ := strconv.Atoi(m[1])
		to := from
		if m[2] != "" {
			to, _ = strconv.Atoi(m[2])
		}
		for no := from; no <= to; no++ {
			nos = append(nos, no)
		}
	}
	return nos
}

// The views that are one message each fit, whatever was said and whoever looks.
func everyBoardFits(s *scene) {
	me, list := int64(s.person.ID), int64(s.list.ID)
	for _, kind := range []string{chat.Board, chat.Summary, chat.Departments, chat.Sections, chat.Overdue, chat.Silent, chat.Missing, chat.Targets} {
		s.show(chat.View{Kind: kind, List: list})
		s.show(chat.View{Kind: kind, List: list, Person: me})
	}
	dir, err := s.tx.Directory()
	if err != nil {
		s.t.Fatal(err)
	}
	for _, d := range []duban.Department{dir[2], dir[4], dir[7], dir[len(dir)-1]} {
		s.show(chat.View{Kind: chat.Department, Department: int64(d.ID), Person: me})
		s.show(chat.View{Kind: chat.Department, Department: int64(d.ID)})
	}
	s.show(chat.View{Kind: chat.Note, Person: me, Opening: int64(s.opening.ID)})
}

// everyCardFits looks at the cards that have most to show: the longest contents
// and the most duties.
func everyCardFits(s *scene) {
	survey, err := s.Survey(s.tx, s.list)
	if err != nil {
		s.t.Fatal(err)
	}
	all := slices.Clone(survey.Tasks)
	slices.SortFunc(all, func(a, b duban.TaskStanding) int { return len(b.Task.Content) - len(a.Task.Content) })
	most := slices.Clone(all[:3])
	slices.SortStableFunc(all, func(a, b duban.TaskStanding) int { return len(b.Duties) - len(a.Duties) })
	most = append(most, all[:3]...)
	me := int64(s.person.ID)
	for _, ts := range most {
		task := ts.Task
		if words, buttons := s.show(chat.View{Kind: chat.Card, Task: int64(task.ID)}); len(buttons) > 0 && wholeWords(task) == nil || wholeWords(task) == nil && !strings.Contains(words, task.Content) {
			s.t.Errorf("the card of %d in a group: %v\n%s", task.No, buttons, words)
		}
		if _, buttons := s.show(chat.View{Kind: chat.Card, Task: int64(task.ID), Person: me}); len(buttons) == 0 && s.serves(task) {
			s.t.Errorf("the card of %d cannot be answered", task.No)
		}
	}
	for _, ts := range most[:1] {
		if pages := s.pages(chat.View{Kind: chat.Card, Task: int64(ts.Task.ID)}, "cardpage"); wholeWords(ts.Task) != nil {
			var whole strings.Builder
			for _, page := range pages[1:] {
				_, words, _ := strings.Cut(page, "\n")
				whole.WriteString(words)
			}
			if whole.String() != ts.Task.Content {
				s.t.Errorf("the pages of task %d do not show all of it", ts.Task.No)
			}
		}
	}
	if words, _ := s.show(chat.View{Kind: chat.Card, Task: 1 << 40}); words == "" {
		s.t.Error("a task that is gone has no answer")
	}
}

func (s *scene) serves(t duban.Task) bool {
	_, there := s.owed[t.No]
	return there
}

// A reminder of a department's tasks counts all that are not in and lists what fits; one
// of a task has that task.
func aReminderFits(s *scene) {
	dir, err := s.tx.Directory()
	if err != nil {
		s.t.Fatal(err)
	}
	education, _ := dir.Find("教育局")
	me := int64(s.person.ID)
	words, _ := s.show(chat.View{Kind: chat.Remind, Department: int64(education.ID), Person: me, Filter: fmt.Sprint(me)})
	survey, err := s.Survey(s.tx, s.list)
	if err != nil {
		s.t.Fatal(err)
	}
	tally := survey.Tally(education.ID)
	all := len(survey.ForDepartments(education.ID)) - tally.Answered // what is in already is not asked for
	if nos := tasksOn(words); len(nos) != min(all, 2*perPage) || all > 0 && !strings.Contains(words, fmt.Sprint(all)) || all > len(nos) && !strings.Contains(words, fmt.Sprint(all-len(nos))) {
		s.t.Errorf("%d tasks are listed:\n%s", len(nos), words)
	}
	task, found, err := s.tx.TaskByNo(s.list.ID, 28)
	if err != nil || !found {
		s.t.Fatal(found, err)
	}
	words, _ = s.show(chat.View{Kind: chat.Remind, Task: int64(task.ID), Person: me, Filter: fmt.Sprint(me)})
	s.expect("reminded of", []int{28}, tasksOn(words))
	if !strings.Contains(words, s.voice(s.person.Lang, s.now).Called(s.person)) {
		s.t.Errorf("nobody says who asks:\n%s", words)
	}
}

// A walk shows every owed task once and closes with all of them.
func aWalkPassesEveryOwedTaskOnce(s *scene) {
	a := &ask{Context: context.Background(), Tx: s.tx, who: s.person}
	steps, err := a.steps()
	if err != nil {
		s.t.Fatal(err)
	}
	w := duban.Walk{Person: s.person.ID}
	var passed []int
	for len(passed) < 100 {
		w = w.Next(steps)
		if err := s.tx.SetWalk(w); err != nil {
			s.t.Fatal(err)
		}
		if w.Task == 0 {
			words, buttons := s.show(walkView(w, 0))
			if labels := len(buttons); words == "" || (labels > 0) != (len(s.owed) > 0) {
				s.t.Errorf("the check has %v:\n%s", buttons, words)
			}
			break
		}
		task, err := s.tx.Task(w.Task)
		if err != nil {
			s.t.Fatal(err)
		}
		if len(passed)%20 == 0 {
			if words, buttons := s.show(walkView(w, 0)); !strings.Contains(words, shortened(task).Content) || len(buttons) < 4 {
				s.t.Errorf("step %d: %v\n%s", len(passed), buttons, words)
			}
		}
		passed, w.Skipped = append(passed, task.No), append(w.Skipped, w.Task)
	}
	s.expect("passed", s.those(false), passed)
}

// All pages of what was said show every answered task once, whatever was said.
func whatWasSaidIsShownOnce(s *scene) {
	var shown []int
	for i, page := range s.pages(chat.View{Kind: chat.Said, Person: int64(s.person.ID)}, "said") {
		for _, m := range regexp.MustCompile(`(?m)^(\d+) `).FindAllStringSubmatch(page, -1) {
			if no, _ := strconv.Atoi(m[1]); no != 99 { // 99 is what somebody wrote
				shown = append(shown, no)
			}
		}
		if i > 0 && len(shown) == 0 {
			s.t.Error("an empty page")
		}
	}
	s.expect("said", s.those(true), shown)
}

// Each department on its own: the choice, and every one of its choices.
func everyChoiceApartFits(s *scene) {
	for no := range s.owed {
		task, _, err := s.tx.TaskByNo(s.list.ID, no)
		if err != nil {
			s.t.Fatal(err)
		}
		v := chat.View{Kind: chat.Apart, Person: int64(s.person.ID), Task: int64(task.ID)}
		_, buttons := s.show(v)
		if len(buttons) == 0 {
			s.t.Errorf("task %d offers no department", no)
		}
		for _, b := range buttons {
			_, ids, _ := parseData(b.Data)
			v.Department = ids[1]
			if words, own := s.show(v); len(own) != 3 || !strings.Contains(words, fmt.Sprint(no)) {
				s.t.Errorf("task %d: %v\n%s", no, own, words)
			}
		}
	}
}

func theQuestionWhichTaskFits(s *scene) {
	id, err := s.tx.KeepWords(s.person.ID, "m:9:9", hostile["markup"])
	if err != nil {
		s.t.Fatal(err)
	}
	if _, buttons := s.show(chat.View{Kind: chat.Which, Person: int64(s.person.ID), Filter: fmt.Sprint(id)}); len(buttons) != maxChoices {
		s.t.Errorf("%d choices", len(buttons))
	}
	if words, buttons := s.show(chat.View{Kind: chat.Which, Person: int64(s.person.ID), Filter: "99"}); words == "" || len(buttons) > 0 {
		s.t.Errorf("about words that are gone: %v %s", buttons, words)
	}
}

// Who serves two departments in one task has answered when he has for both: the
// later answer of one must not hide the silence of the other, in either order.
func TestATaskIsOwedUntilEachOfAContactsDepartmentsAnswered(t *testing.T) {
	stage(t, plight{lang: text.Chinese, name: "王芳", all: true}, func(s *scene) {
		v := chat.View{Kind: chat.Digest, Person: int64(s.person.ID), Opening: int64(s.opening.ID)}
		listed := func() (nos []int) {
			for _, page := range s.pages(v, "page") {
				open, _, _ := strings.Cut(page, "\n已报")
				nos = append(nos, tasksOn(open)...)
			}
			return nos
		}
		for i, backwards := range []bool{false, true} {
			no := 28 - i // tasks 28 and 27 have several departments each
			task, found, err := s.tx.TaskByNo(s.list.ID, no)
			if err != nil || !found {
				t.Fatal(found, err)
			}
			duties, err := s.tx.TaskAssignments(task.ID)
			if err != nil || len(duties) < 2 {
				t.Fatalf("task %d: %d duties, %v", no, len(duties), err)
			}
			if backwards {
				slices.Reverse(duties)
			}
			for j, d := range duties {
				if !slices.Contains(listed(), no) {
					t.Errorf("task %d is gone with %d of %d answered", no, j, len(duties))
				}
				_, _, err := s.tx.File(duban.Report{
					Assignment: d.ID, Person: s.person.ID, Source: fmt.Sprintf("m:3:%d", d.ID), Words: "开班", State: duban.Progressing,
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			if slices.Contains(listed(), no) {
				t.Errorf("task %d is owed with all answered", no)
			}
		}
	})
}

// A task of all towns, subdistricts and the steering group, each with a long
// report: forty-seven duties on one card.
func TestTheCardOfManyWhoWriteMuchFits(t *testing.T) {
	for _, lang := range []string{text.Chinese, text.English} {
		p := plight{lang: lang, name: "王芳", members: true, figures: true, targets: 6, overdue: true, reported: true, words: hostile["one word"]}
		stage(t, p, func(s *scene) {
			tasks, err := s.tx.Tasks(s.list.ID)
			if err != nil {
				t.Fatal(err)
			}
			slices.SortFunc(tasks, func(a, b duban.Task) int { return len(b.Content) - len(a.Content) })
			for _, task := range tasks[:8] { // the longest
				s.show(chat.View{Kind: chat.Card, Task: int64(task.ID), Person: int64(s.person.ID)})
			}
		})
	}
}

func TestAnUnknownViewIsAnError(t *testing.T) {
	stage(t, plight{lang: text.Chinese, name: "王芳"}, func(s *scene) {
		if _, err := s.Render(t.Context(), s.tx, chat.View{Kind: "poem"}); err == nil || errors.Is(err, ErrNothing) {
			t.Errorf("got %v", err)
		}
	})
}
