package bot

import (
	"strings"
	"unicode/utf8"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// maxWords is how many words of a search must all be found.
const maxWords = 8

// find lists the tasks that match words, a number or initials.
func (b *Bot) find(a *ask) (Reply, error) {
	list, err := a.list()
	if err != nil {
		return Reply{}, err
	}
	if _, err := matcher(a.args); err != nil {
		return Reply{}, err
	}
	return a.show(a.found(list)), nil
}

// found is the view of what a.args finds: in a group it knows nobody's own tasks.
func (a *ask) found(list duban.List) chat.View {
	words := strings.Join(strings.Fields(a.args), " ")
	return a.addressed(chat.View{Kind: chat.Found, List: int64(list.ID), Filter: words})
}

// matcher reads a search, or refuses one that cannot find anything.
func matcher(said string) (intake.Matcher, error) {
	m := intake.NewMatcher(said)
	switch {
	case strings.TrimSpace(said) == "":
		return m, refusal{text.FindUsage{}}
	case utf8.RuneCountInString(said) > intake.MaxSearch, len(m.Words()) > maxWords:
		return m, refusal{text.FindUsage{Long: true}}
	case m.Empty():
		return m, refusal{text.FindUsage{Said: said}}
	}
	return m, nil
}

// taskSaid shows the one task that has words, or lists what they find. What
// departments say of other tasks does not count.
func (b *Bot) taskSaid(a *ask, list duban.List) (Reply, error) {
	m, err := matcher(a.args)
	if err != nil {
		return Reply{}, err
	}
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	hits, err := search(a, list, dir, m, false)
	if err != nil || len(hits) != 1 {
		return a.show(a.found(list)), err
	}
	return a.show(a.card(hits[0].task)), nil
}

// turnFound turns a page of a search. What was looked for is kept with the
// message, because it may be longer than a button can carry.
func (b *Bot) turnFound(a *ask) (Reply, error) {
	v, _, err := a.About(a.in.Chat.ID, a.in.Message)
	if err != nil {
		return Reply{}, err
	}
	if v.Kind != chat.Found {
		return b.oldButton(a)
	}
	v.Page = int(a.ids[0])
	return a.show(a.addressed(v)), nil
}

// hit is one task that a search found.
type hit struct {
	task  duban.Task
	place intake.Place
	said  string // what a report says, where nothing else was found
}

// search finds the tasks that match in the list, by number: in their own words, the
// departments that answer for them, and if reports is set what these said last, all
// of which anybody may see who may see a task.
func search(tx Tx, list duban.List, dir duban.Directory, m intake.Matcher, reports bool) ([]hit, error) {
	tasks, err := tx.Tasks(list.ID)
	if err != nil {
		return nil, err
	}
	elsewhere, said, err := lookElsewhere(tx, list, dir, m, reports)
	if err != nil {
		return nil, err
	}
	var hits []hit
	for _, t := range tasks {
		h := hit{task: t, place: m.Task(t, elsewhere)}
		if h.place == intake.InReports {
			h.said = said[t.ID]
		}
		if h.place != intake.Nowhere {
			hits = append(hits, h)
		}
	}
	return hits, nil
}

// lookElsewhere looks for each word of a search among the departments and in what
// they said; said is an excerpt of that by task.
func lookElsewhere(tx Tx, list duban.List, dir duban.Directory, m intake.Matcher, reports bool) ([]intake.Elsewhere, map[duban.TaskID]string, error) {
	said := map[duban.TaskID]string{}
	all := make([]intake.Elsewhere, len(m.Words()))
	for i, w := range m.Words() {
		deps, named := w.Departments(dir)
		ids := make([]duban.DepartmentID, len(deps))
		for j, d := range deps {
			ids[j] = d.ID
		}
		answers, err := tx.TasksOf(list.ID, ids...)
		if err != nil {
			return nil, nil, err
		}
		all[i] = intake.Elsewhere{Departments: answers, Named: named, Reports: map[duban.TaskID]bool{}}
		if !reports {
			continue
		}
		last, err := tx.Saying(list.ID, w.String())
		if err != nil {
			return nil, nil, err
		}
		for id, r := range last {
			if !w.In(r.Words) {
				continue // 28 in 1280
			}
			all[i].Reports[id] = true
			said[id] = excerpt(r.Words, w.String(), saidInHit)
		}
	}
	return all, said, nil
}

// saidInHit is how many characters of a report a line of a search shows.
const saidInHit = 24

// excerpt cuts words to n characters, from a little before word where they are
// longer.
func excerpt(words, word string, n int) string {
	const before = 6
	all := []rune(strings.Join(strings.Fields(words), " "))
	ahead, _, found := strings.Cut(strings.ToLower(string(all)), strings.ToLower(word))
	skip := utf8.RuneCountInString(ahead) - before
	if len(all) <= n || !found || skip <= 0 || skip >= len(all) {
		return brief(words, n)
	}
	return "…" + brief(string(all[skip:]), n)
}
