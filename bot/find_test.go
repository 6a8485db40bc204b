package bot

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/store"
	"duban/internal/text"
	"duban/seeds"
)

// found is the view of a search for the person of the scene, or with nobody for a
// group.
func (s *scene) found(words string, nobody bool) chat.View {
	v := chat.View{Kind: chat.Found, List: int64(s.list.ID), Filter: words}
	if !nobody {
		v.Person = int64(s.person.ID)
	}
	return v
}

// hits are the numbers on a page of a search.
func hits(page string) (nos []int) {
	for line := range strings.Lines(page) {
		var icon string
		var no int
		if _, err := fmt.Sscanf(line, "%s %d ", &icon, &no); err == nil && strings.Contains("✅🟢🟡🔴⚪", icon) {
			nos = append(nos, no)
		}
	}
	return nos
}

// Every page of a search fits; together they show each task once, the person's own
// first, and all buttons lead somewhere.
func everySearchFits(s *scene) {
	for _, words := range []string{"实训", "jyj", "jiaoyu", "职业", "28", "a", "没有的话", "双师 税收", "实讯", "&<b>长", "今日", strings.Repeat("长 ", 50)} {
		for _, nobody := range []bool{false, true} {
			var nos []int
			for i, page := range s.pages(s.found(words, nobody), "found") {
				of := hits(page)
				if len(of) > perPage {
					s.t.Errorf("%s: page %d has %d tasks", words, i, len(of))
				}
				nos = append(nos, of...)
			}
			if slices.Sort(nos); len(slices.Compact(slices.Clone(nos))) != len(nos) {
				s.t.Errorf("%s shows a task twice: %v", words, nos)
			}
		}
	}
}

// A contact's own tasks come first and say what he is there; a group has nobody's.
func TestASearchShowsOnesOwnTasksFirst(t *testing.T) {
	stage(t, plight{name: "王芳", lang: text.Chinese}, func(s *scene) {
		s.t = t
		words, buttons := s.show(s.found("财政局", false)) // 18 tasks, of which 49 is not 教育局's
		all := s.pages(s.found("财政局", false), "found")
		if got := hits(strings.Join(all, "\n")); len(got) != 18 || got[17] != 49 {
			t.Errorf("found %v", got)
		}
		for _, want := range []string{"查“财政局”：18项，本单位17项在前", "7 实施中等职业学校办学条件达标工程，市教育局（本单位牵头）", "回复项号看全文，如：7"} {
			if !strings.Contains(words, want) {
				t.Errorf("no %q in:\n%s", want, words)
			}
		}
		if n := len(buttons); n != opened+2 || buttons[0].Label != "看第7项" {
			t.Errorf("%d buttons, the first %+v", n, buttons[0])
		}
		group, _ := s.show(s.found("财政局", true))
		if strings.Contains(group, "本单位") {
			t.Errorf("a group has its own tasks:\n%s", group)
		}
	})
}

// A task that only a report speaks of shows that report, cut about the word.
func TestAReportIsFoundByItsWords(t *testing.T) {
	words := strings.Repeat("前", 300) + "与企业共建焊工班" + strings.Repeat("后", 300)
	stage(t, plight{name: "王芳", lang: text.Chinese, reported: true, words: words}, func(s *scene) {
		s.t = t
		page, _ := s.show(s.found("焊工班", true))
		if !strings.Contains(page, "56项") || !strings.Contains(page, "：“…前与企业共建焊工班后") {
			t.Errorf("found:\n%s", page)
		}
	})
}

// A number in a report is a whole one, as it is in a task.
func TestAReportIsFoundByItsWholeNumbers(t *testing.T) {
	stage(t, plight{name: "王芳", lang: text.Chinese, reported: true, words: "累计1280人次，合格933人"}, func(s *scene) {
		s.t = t
		for words, want := range map[string]int{"28": 1, "1280": 56, "933": 56, "12": 1} { // 28 and 12 are tasks
			page, _ := s.show(s.found(words, true))
			if got := len(hits(strings.Join(s.pages(s.found(words, true), "found"), "\n"))); got != want {
				t.Errorf("%s finds %d tasks, want %d:\n%s", words, got, want, page)
			}
		}
	})
}

func TestASearchThatFindsNothingSaysWhatWould(t *testing.T) {
	stage(t, plight{name: "王芳", lang: text.Chinese}, func(s *scene) {
		s.t = t
		for words, want := range map[string]string{
			"实讯":     "没有找到“实讯”，是不是：/find 实训",
			"实讯 校企":  "没有找到“实讯 校企”，是不是：/find 实训 校企",
			"税收 学徒制": "没有找到“税收 学徒制”，这几个词不在同一项里，请少写一个词再查。",
			"宇宙飞船":   "没有找到“宇宙飞船”，请换个词，或写项号（28）、拼音首字母（sxjd）再查。",
			"99":     "没有找到“99”，请换个词，或写项号（28）、拼音首字母（sxjd）再查。",
		} {
			got, buttons := s.show(s.found(words, false))
			if got != want || len(buttons) > 0 {
				t.Errorf("%s: %s, want %s", words, got, want)
			}
		}
	})
}

// library is a database with so many tasks, three departments and a report on each.
func library(b *testing.B, tasks int) (*store.Store, *Bot) {
	b.Helper()
	where, now := filepath.Join(b.TempDir(), "duban.db"), func() time.Time { return opens }
	if _, err := store.Make(b.Context(), where, now); err != nil {
		b.Fatal(err)
	}
	db, err := store.Open(b.Context(), where, now)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	pub, dir, err := seeds.Load()
	if err != nil {
		b.Fatal(err)
	}
	for i := len(pub.Tasks); i < tasks; i++ {
		t := pub.Tasks[i%57]
		t.No = i + 1
		pub.Tasks = append(pub.Tasks, t)
	}
	office := newBot(b)
	err = db.Write(b.Context(), func(tx *store.Tx) error {
		if err := tx.AddDepartments(dir...); err != nil {
			return err
		}
		list, _, err := tx.ImportList(pub)
		if err != nil {
			return err
		}
		if err := tx.ConfirmList(list.ID, true, duban.DateOf(opens, office.zone())); err != nil {
			return err
		}
		p, err := tx.Meet(7, "王芳", text.Chinese)
		if err != nil {
			return err
		}
		if _, err := tx.Bind(p.ID, 5, false); err != nil {
			return err
		}
		all, err := tx.Assignments(list.ID)
		for i, a := range all {
			if _, _, err := tx.File(duban.Report{Assignment: a.ID, Person: p.ID, Source: fmt.Sprint("m:1:", i), Words: "又办两期电工班，累计1500人次", State: duban.Progressing}); err != nil {
				return err
			}
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return db, office
}

// BenchmarkFind is a search from what was typed to the message, the slowest of
// several: with 57 tasks and with 5,000.
func BenchmarkFind(b *testing.B) {
	for _, tasks := range []int{57, 5000} {
		db, office := library(b, tasks)
		for _, said := range []string{"/find 实训", "/find sxjd", "/task 电工班", "/find 没有的话"} {
			b.Run(fmt.Sprintf("%d/%s", tasks, strings.Trim(said, "/")), func(b *testing.B) {
				var handled, rendered time.Duration
				n := 0
				for b.Loop() {
					n++
					err := db.Write(b.Context(), func(tx *store.Tx) error {
						began := time.Now()
						reply, err := office.Handle(b.Context(), tx, chat.Incoming{
							Kind: chat.Message, From: chat.Person{ID: 7, Name: "王芳"}, Chat: chat.Chat{ID: 7, Private: true}, Text: said,
						})
						handled += time.Since(began)
						if err != nil || len(reply.Say) != 1 || reply.Say[0].View == nil {
							b.Fatalf("%+v, %v", reply, err)
						}
						began = time.Now()
						_, err = office.Render(b.Context(), tx, *reply.Say[0].View)
						rendered += time.Since(began)
						return err
					})
					if err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(handled.Microseconds())/1000/float64(n), "ms/handler")
				b.ReportMetric(float64(rendered.Microseconds())/1000/float64(n), "ms/render")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}
