package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// perPage is how many tasks a page of a digest or list has: what fits on a
// phone's screen with the ask above it.
const perPage = 12

func (b *Bot) tasks(a *ask) (Reply, error) {
	if _, err := a.list(); err != nil {
		return Reply{}, err
	}
	return a.show(chat.View{Kind: chat.Tasks, Person: int64(a.who.ID)}), nil
}

func (b *Bot) turnTasks(a *ask) (Reply, error) {
	return a.show(chat.View{Kind: chat.Tasks, Person: int64(a.who.ID), Page: int(a.ids[0])}), nil
}

// task shows one task: 28, 第28项, or words that stand in exactly one; where they
// stand in several, it lists these.
func (b *Bot) task(a *ask) (Reply, error) {
	list, err := a.list()
	if err != nil {
		return Reply{}, err
	}
	if a.args == "" {
		return refuse(text.TaskUsage{})
	}
	if _, ok := intake.TaskNo(a.args); !ok {
		return b.taskSaid(a, list)
	}
	t, err := a.task(list, a.args)
	if err != nil {
		return Reply{}, err
	}
	return a.show(a.card(t)), nil
}

func (b *Bot) pressCard(a *ask) (Reply, error) {
	t, err := a.Task(duban.TaskID(a.ids[0]))
	if duban.KindOf(err) == duban.NotFound {
		return b.oldButton(a)
	}
	return a.send(a.card(t)), err
}

// card is the view of a task for whoever asks: in a group it names no person.
func (a *ask) card(t duban.Task) chat.View {
	return a.addressed(chat.View{Kind: chat.Card, Task: int64(t.ID)})
}

// turnCard shows more of a task's words than its card has room for.
func (b *Bot) turnCard(a *ask) (Reply, error) {
	t, err := a.Task(duban.TaskID(a.ids[0]))
	if duban.KindOf(err) == duban.NotFound {
		return b.oldButton(a)
	}
	v := a.card(t)
	v.Page = int(a.ids[1])
	return a.show(v), err
}

// How many characters of a task's words its card shows, and each page behind it.
const (
	cardWords = 400
	pageWords = 1700
)

// wholeWords are the pages that show all of a task's words; none where the card does.
func wholeWords(t duban.Task) (pages []string) {
	words := []rune(t.Content)
	if len(words) <= cardWords {
		return nil
	}
	for some := range slices.Chunk(words, pageWords) {
		pages = append(pages, string(some))
	}
	return pages
}

// shortened is a task whose words leave room for what is said of it.
func shortened(t duban.Task) duban.Task {
	if len([]rune(t.Content)) > cardWords {
		t.Content = brief(t.Content, cardWords)
	}
	t.Section, t.Leader = brief(t.Section, 100), brief(t.Leader, 50)
	return t
}

// renderTasks shows a person's tasks, the most urgent first.
func (b *Bot) renderTasks(r *render) (chat.Outgoing, error) {
	s, err := r.survey()
	if err != nil {
		return chat.Outgoing{}, err
	}
	mine := s.ForDepartments(r.who.Sees()...)
	page, from, to := pageOf(len(mine), r.view.Page, perPage)
	m := text.Tasks{Departments: r.named(r.who.Sees()), Count: len(mine)}
	for i, t := range mine {
		duty := r.mine(t)
		m.Light.Add(duty)
		if duty.Role == duban.Lead {
			m.Leads++
		}
		if i >= from && i < to {
			m.Lines = append(m.Lines, text.TaskLine{No: t.Task.No, Short: t.Task.Short(18), Role: duty.Role, Light: duty.Light})
		}
	}
	rows := pager(len(mine), page, perPage, func(p int) string { return data("tasks", p) })
	return r.out(m, rows...), nil
}

// mine is the viewer's own duty in a task: the stronger of several.
func (r *render) mine(t duban.TaskStanding) duban.Standing {
	for _, d := range t.Duties { // leads first
		for _, id := range r.who.Sees() {
			if d.Department == id {
				return d
			}
		}
	}
	return duban.Standing{}
}

// maxDuties is how many of the departments that answer for a task its card shows:
// behind a collective there may be dozens. Numbers take the room of some of them.
const (
	maxDuties         = 15
	maxMeasuredDuties = 11
)

// renderCard shows one task: words, who answers, how it stands, what was said
// last. Groups see departments, never persons.
func (b *Bot) renderCard(r *render) (chat.Outgoing, error) {
	s, err := r.survey()
	if err != nil {
		return chat.Outgoing{}, err
	}
	ts, ok := s.Task(duban.TaskID(r.view.Task))
	if !ok {
		return r.out(text.TaskGone{}), nil
	}
	pages := wholeWords(ts.Task)
	turns := turner(min(max(r.view.Page, 0), len(pages)), len(pages)+1, func(p int) string { return data("cardpage", int64(ts.Task.ID), int64(p)) })
	if page := r.view.Page; page > 0 && page <= len(pages) {
		return r.out(text.CardWords{Task: ts.Task, Words: pages[page-1]}, turns...), nil
	}
	last, err := r.LastReports(ts.Task.List)
	if err != nil {
		return chat.Outgoing{}, err
	}
	m := text.Card{Task: shortened(ts.Task), Light: ts.Light, Own: r.mayReport(ts)}
	list, _, err := r.CurrentList()
	if err != nil {
		return chat.Outgoing{}, err
	}
	sums := r.measures(&m, ts, list.Start)
	reached, err := r.TaskReached(ts.Task.ID)
	if err != nil {
		return chat.Outgoing{}, err
	}
	if m.Marked, err = r.marked(maxCardMarks, func(d duban.Assignment) bool { return d.Task == ts.Task.ID }); err != nil {
		return chat.Outgoing{}, err
	}
	most := maxDuties
	if len(ts.Targets) > 0 {
		most = maxMeasuredDuties
	}
	for i, d := range ts.Duties { // leads first
		if i == most {
			m.More = len(ts.Duties) - most
			break
		}
		dep, _ := r.dir.ByID(d.Department)
		line := text.CardDuty{Department: dep, Role: d.Role, Light: d.Light, Reason: d.Reason, Days: b.days(d, r.Now()), Quiet: quietFor(d), Expected: d.Expected, Blocked: d.Blocked}
		if via, ok := r.dir.ByID(d.Via); ok {
			line.Via = via
		}
		if rep, ok := last[d.ID]; ok {
			line.Words, line.State, line.At = brief(rep.Words, 60), rep.State, rep.At
		}
		line.Figures = reachedBy(ts, d, reached)
		m.Duties = append(m.Duties, line)
	}
	return r.out(m, slices.Concat(b.cardButtons(r, ts), sums, turns)...), nil
}

// mayReport tells whether the viewer may report on the task.
func (r *render) mayReport(t duban.TaskStanding) bool { return r.answers(t) > 0 }

// answers is for how many departments the viewer answers in the task.
func (r *render) answers(t duban.TaskStanding) (n int) {
	for _, d := range t.Duties {
		if r.who.ServesFor(d.Department) && d.State == duban.Open {
			n++
		}
	}
	return n
}

func (b *Bot) cardButtons(r *render, t duban.TaskStanding) [][]chat.Button {
	if !r.mayReport(t) {
		return nil
	}
	rows := [][]chat.Button{{
		{Label: r.voice.Label("button.none"), Data: data("none", t.Task.ID)},
		{Label: r.voice.Label("button.stuck"), Data: data("stuck", t.Task.ID)},
	}}
	if r.answers(t) > 1 {
		rows = append(rows, []chat.Button{{Label: r.voice.Label("button.apart"), Data: data("apart", t.Task.ID)}})
	}
	return rows
}

// quietFor is for how many rounds a duty has been without what its light misses.
func quietFor(d duban.Standing) int {
	if d.Reason == duban.Unreported {
		return d.Missed
	}
	return d.Quiet
}

// days is how many working days a duty is late, at least one; zero when it is not.
func (b *Bot) days(d duban.Standing, now time.Time) int {
	if d.LateAt.IsZero() {
		return 0
	}
	return max(1, int((b.Calendar.Between(d.LateAt, now)+b.Day-1)/b.Day))
}

// brief cuts words to n characters.
func brief(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}

// pageOf keeps page within the pages there are and returns its range.
func pageOf(n, page, size int) (kept, from, to int) {
	pages := max(1, (n+size-1)/size)
	kept = min(max(page, 0), pages-1)
	return kept, kept * size, min(n, (kept+1)*size)
}

// pager is the row that turns pages; nothing where there is one page only.
func pager(n, page, size int, turn func(page int) string) [][]chat.Button {
	return turner(page, (n+size-1)/size, turn)
}

// turner is the row that turns pages of any length.
func turner(page, pages int, turn func(page int) string) [][]chat.Button {
	if pages < 2 {
		return nil
	}
	row := []chat.Button{{Label: fmt.Sprintf("%d/%d", page+1, pages), Data: "here"}}
	if page > 0 {
		row = append([]chat.Button{{Label: "‹", Data: turn(page - 1)}}, row...)
	}
	if page < pages-1 {
		row = append(row, chat.Button{Label: "›", Data: turn(page + 1)})
	}
	return [][]chat.Button{row}
}
