package bot

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"duban/internal/chat"
)

// A thousand contacts of one department, with names as long as the platform has
// them: every page fits and each person stands on one.
func TestAThousandContactsAreListedOnPages(t *testing.T) {
	talking(t, func(w *talk) {
		dir, err := w.tx.Directory()
		if err != nil {
			t.Fatal(err)
		}
		d, _ := dir.Find("财政局")
		const people = 1000
		for i := range people {
			p, err := w.tx.Meet(int64(5000+i), strings.Repeat(`<&"👍`, 30), "zh")
			if err != nil {
				t.Fatal(err)
			}
			if err := w.tx.SetName(p.ID, fmt.Sprintf("王%d%s", i, strings.Repeat("芳", maxName-5))); err != nil {
				t.Fatal(err)
			}
			if _, err := w.tx.Bind(p.ID, d.ID, i%2 == 1); err != nil {
				t.Fatal(err)
			}
		}
		w.office("/contacts")
		view := *w.last.Say[0].View
		seen := map[string]int{}
		pages := w.pages(view, "contacts")
		for _, page := range pages {
			for _, name := range regexp.MustCompile(`王\d+芳`).FindAllString(page, -1) {
				seen[name]++
			}
		}
		if len(seen) != people || len(pages) < 10 {
			t.Errorf("%d people on %d pages", len(seen), len(pages))
		}
		for name, n := range seen {
			if n != 1 {
				t.Errorf("%s stands there %d times", name, n)
			}
		}
		if words, _ := w.show(chat.View{Kind: chat.Contacts, Person: int64(w.of(5000).ID)}); words != "" {
			t.Errorf("a contact reads:\n%s", words)
		}
	})
}

// An answer longer than the platform takes comes in several messages; what is to be
// pressed stands under the last.
func TestALongAnswerComesInParts(t *testing.T) {
	talking(t, func(w *talk) {
		for i := range 300 {
			p, err := w.tx.Meet(int64(5000+i), strings.Repeat("长", 60), "zh")
			if err != nil {
				t.Fatal(err)
			}
			if err := w.tx.SetLeader(p.ID, true); err != nil {
				t.Fatal(err)
			}
		}
		w.office("/role")
		if n := len(w.last.Say); n < 2 || n > maxParts {
			t.Errorf("%d messages", n)
		}
		for _, p := range w.last.Say {
			if n := len([]rune(checkMarkup(t, p.Text.HTML))); n > 4096 || n == 0 {
				t.Errorf("a message of %d characters", n)
			}
		}
		w.want(w.to(7, w.last), "改角色如")
	})
	post := chat.Post{Chat: 7, Edit: 9, Key: "k", Text: &chat.Outgoing{
		HTML: strings.Repeat("长\n", 30000), Buttons: [][]chat.Button{{{Label: "x", Data: "here"}}}, ReplyTo: 4,
	}}
	all := fitted(newBot(t).voice("zh", opens), []chat.Post{post})
	keys := map[string]bool{}
	for i, p := range all {
		keys[p.Key] = true
		first, last := i == 0, i == len(all)-1
		if (p.Edit != 0) != first || (p.Text.ReplyTo != 0) != first || (len(p.Text.Buttons) > 0) != last {
			t.Errorf("part %d is %+v, %d buttons", i, p, len(p.Text.Buttons))
		}
	}
	if len(all) != maxParts || len(keys) != maxParts || !strings.Contains(all[maxParts-1].Text.HTML, "后文从略") {
		t.Errorf("%d parts, %d keys", len(all), len(keys))
	}
}
