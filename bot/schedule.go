package bot

import (
	"slices"
	"strings"
	"time"

	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// schedule shows or sets when is asked: /schedule, /schedule 每月23日 9:00,
// /schedule 全量 每季度末, /schedule 28 每周五 15:00, /schedule 教育局 每月1日,
// /schedule 28 默认. The next moments are shown and nothing changes before the admin
// confirms, by the button or by the same words with 确认 behind them.
func (b *Bot) schedule(a *ask) (Reply, error) {
	list, err := a.list()
	if err != nil {
		return Reply{}, err
	}
	words, confirmed := cutConfirm(strings.TrimSpace(a.args))
	if words == "" {
		return b.schedules(a, list)
	}
	if !strings.Contains(words, " ") {
		if shown, found, err := b.scheduleOf(a, list, words); found || err != nil {
			return shown, err
		}
	}
	p, err := b.plan(a, list, words)
	switch {
	case err != nil:
		return Reply{}, err
	case p.remove:
		return b.removeSchedule(a, p)
	case confirmed:
		return b.setSchedule(a, p)
	}
	id, err := a.KeepUpload(a.who.ID, "schedule", []byte(words))
	if err != nil {
		return Reply{}, err
	}
	p.said.Asks = true
	return a.say(p.said, []chat.Button{
		{Label: a.voice.Label("button.confirm"), Data: data("schedule", id, 1)}, {Label: a.voice.Label("button.cancel"), Data: data("schedule", id, 0)},
	}), nil
}

// pressSchedule sets what was shown, as it comes out now, or lets it be.
func (b *Bot) pressSchedule(a *ask) (Reply, error) {
	_, words, found, err := a.Upload(a.ids[0])
	if err != nil {
		return Reply{}, err
	}
	list, listed := a.list()
	if !found || listed != nil {
		return b.oldButton(a)
	}
	reply := a.say(text.Unchanged{})
	if a.ids[1] == 1 {
		p, err := b.plan(a, list, string(words))
		if err != nil {
			return Reply{}, err
		}
		if reply, err = b.setSchedule(a, p); err != nil {
			return Reply{}, err
		}
	}
	reply.Say[0].Edit = a.in.Message
	return reply, a.DropUpload(a.ids[0])
}

// cutConfirm takes the word of confirmation from the end.
func cutConfirm(s string) (rest string, confirmed bool) {
	for _, word := range []string{"确认", "confirm"} {
		if rest, ok := strings.CutSuffix(strings.ToLower(s), word); ok {
			return strings.TrimSpace(s[:len(rest)]), true
		}
	}
	return s, false
}

// planned is a round as an admin wants it.
type planned struct {
	round  duban.Round
	remove bool // let it report with the list again
	said   text.ScheduleSet
}

// plan reads whose schedule is meant and what it is to be.
func (b *Bot) plan(a *ask, list duban.List, words string) (p planned, err error) {
	p.round = duban.Round{List: list.ID, Kind: duban.Focus}
	spec, err := b.whose(a, list, words, &p)
	if err != nil {
		return p, err
	}
	if isDefault(spec) {
		if spec = DefaultFocus; !p.round.OfList() {
			p.remove = true
			return p, nil
		}
		if p.round.Kind == duban.Ask {
			spec = DefaultAsk
		}
	}
	s, err := calendar.ParseSchedule(spec)
	if err != nil {
		return p, refusal{text.NoSchedule{Said: spec, Reason: reason(err)}}
	}
	p.round.Schedule = s.String()
	moments, err := b.moments(a.Tx, p.round, 5)
	if err != nil {
		return p, err
	}
	if len(moments) == 0 {
		return p, refusal{text.NoSchedule{Said: spec, Reason: calendar.NeverHappens}}
	}
	p.round.Next, p.round.NextCloses = moments[0].Opens, moments[0].Closes
	p.said.Kind, p.said.Schedule, p.said.Deadline = p.round.Kind, a.scheduleSaid(s), s.Deadline()
	for _, x := range moments {
		p.said.Moments = append(p.said.Moments, text.Moment{Opens: x.Opens, Closes: x.Closes})
	}
	return p, nil
}

// scheduleSaid is a schedule in the words of whoever is spoken to.
func (a *ask) scheduleSaid(s calendar.Schedule) string {
	if a.voice.Lang == text.English {
		return s.English()
	}
	return s.String()
}

// whose reads whom a schedule is for, and returns what it says: a task, a
// department, or the list, whose focus rounds are meant unless 全量 is said.
func (b *Bot) whose(a *ask, list duban.List, words string, p *planned) (spec string, err error) {
	first, rest, _ := strings.Cut(words, " ")
	rest = strings.TrimSpace(rest)
	_, isTask := intake.TaskNo(first)
	switch kind, named := kinds[strings.ToLower(first)]; {
	case named:
		p.round.Kind = kind
		return rest, nil
	case rest == "" || looksLikeSpec(words):
		return words, nil
	case isTask:
		t, err := a.task(list, first)
		p.round.Kind, p.round.Task, p.said.Task = duban.Ask, t.ID, t
		return rest, err
	}
	if _, err := calendar.ParseSchedule(words); err == nil {
		return words, nil
	}
	d, err := a.department(first)
	p.round.Kind, p.round.Department, p.said.Department = duban.Ask, d.ID, d
	return rest, err
}

// kinds are the words for a list's own rounds.
var kinds = map[string]duban.RoundKind{"重点": duban.Focus, "focus": duban.Focus, "全量": duban.Ask, "full": duban.Ask}

// looksLikeSpec tells a five-field cron spec from a task number with a schedule;
// six such fields are a number and a spec.
func looksLikeSpec(s string) bool {
	n := 0
	for _, field := range strings.Fields(s) {
		if strings.Trim(field, "0123456789*/,-") != "" {
			break
		}
		n++
	}
	return n == 5
}

func isDefault(spec string) bool {
	switch strings.ToLower(spec) {
	case "默认", "取消", "default", "off":
		return true
	}
	return false
}

// moments are up to n moments at which a round opens from now on, never on the day
// of an opening that has been. A list's focus round leaves the months of its full one.
func (b *Bot) moments(tx Tx, r duban.Round, n int) ([]calendar.Moment, error) {
	s, err := calendar.ParseSchedule(r.Schedule)
	if err != nil {
		return nil, err
	}
	var full calendar.Schedule
	if r.Kind == duban.Focus {
		rounds, err := tx.Rounds(r.List)
		if err != nil {
			return nil, err
		}
		for _, other := range rounds {
			if other.Kind == duban.Ask && other.OfList() {
				full, _ = calendar.ParseSchedule(other.Schedule) // it was parsed before it was stored
			}
		}
	}
	after, err := b.nextAfter(tx, r)
	var moments []calendar.Moment
	for len(moments) < n && err == nil {
		m, more := s.NextApart(b.Calendar, after, full)
		if !more {
			break
		}
		moments, after = append(moments, m), m.Opens
	}
	return moments, err
}

// nextAfter is the instant after which an edited schedule may open: now, and
// never on the day of an opening that has been.
func (b *Bot) nextAfter(tx Tx, r duban.Round) (time.Time, error) {
	last, found, err := tx.LastOpening(r)
	if err != nil || !found {
		return tx.Now(), err
	}
	next := duban.DateOf(last.Opens, b.zone()).Next().In(b.zone()).Add(-time.Nanosecond)
	if next.Before(tx.Now()) {
		return tx.Now(), nil
	}
	return next, nil
}

// setSchedule makes a round what an admin wants: a new revision. What the old one
// has not sent yet is sent no more.
func (b *Bot) setSchedule(a *ask, p planned) (Reply, error) {
	r, err := a.SetRound(p.round)
	if err != nil {
		return Reply{}, err
	}
	if err := a.Supersede(r.ID); err != nil {
		return Reply{}, err
	}
	a.changed("schedule", r.Subject(), map[string]any{"kind": r.Kind, "schedule": r.Schedule, "revision": r.Revision})
	if r.Kind == duban.Ask && r.OfList() {
		err = b.moveFocus(a.Tx, r.List)
	}
	return a.say(p.said), err
}

// moveFocus finds a list's next focus round anew, after its full one has moved.
func (b *Bot) moveFocus(tx Tx, list duban.ListID) error {
	rounds, err := tx.Rounds(list)
	if err != nil {
		return err
	}
	for _, r := range rounds {
		if r.Kind != duban.Focus || !r.Next.IsZero() && !r.Next.After(tx.Now()) { // what is due opens
			continue
		}
		next, err := b.moments(tx, r, 1)
		if err != nil {
			return err
		}
		r.Next, r.NextCloses = time.Time{}, time.Time{}
		if len(next) > 0 {
			r.Next, r.NextCloses = next[0].Opens, next[0].Closes
		}
		if _, err := tx.SetRound(r); err != nil {
			return err
		}
	}
	return nil
}

func (b *Bot) removeSchedule(a *ask, p planned) (Reply, error) {
	found, err := a.RemoveRound(p.round)
	if err != nil {
		return Reply{}, err
	}
	if found {
		a.changed("schedule", p.round.Subject(), map[string]any{"schedule": ""})
	}
	p.said.Removed = true
	return a.say(p.said), nil
}

// scheduleOf shows by what a task or a department reports: a schedule of its own, or
// the list's. Words that name neither are found to be something else.
func (b *Bot) scheduleOf(a *ask, list duban.List, words string) (reply Reply, found bool, err error) {
	m := text.ScheduleIs{}
	if _, isTask := intake.TaskNo(words); isTask {
		if m.Task, err = a.task(list, words); err != nil {
			return Reply{}, true, err
		}
	} else {
		dir, err := a.Directory()
		if err != nil {
			return Reply{}, true, err
		}
		if m.Department, found = dir.Find(words); !found {
			return Reply{}, false, nil
		}
	}
	rounds, err := a.Rounds(list.ID)
	if err != nil {
		return Reply{}, true, err
	}
	own := func(r duban.Round) bool {
		return !r.OfList() && r.Task == m.Task.ID && r.Department == m.Department.ID
	}
	m.Own = slices.ContainsFunc(rounds, own)
	rounds = slices.DeleteFunc(rounds, func(r duban.Round) bool {
		return r.Kind == duban.Summarise || m.Own && !own(r) || !m.Own && !r.OfList()
	})
	m.Lines, err = a.scheduleLines(rounds)
	return a.say(m), true, err
}

// schedules lists all schedules with their next moments.
func (b *Bot) schedules(a *ask, list duban.List) (Reply, error) {
	rounds, err := a.Rounds(list.ID)
	if err != nil {
		return Reply{}, err
	}
	lines, err := a.scheduleLines(rounds)
	return a.say(text.Schedules{Lines: lines}), err
}

func (a *ask) scheduleLines(rounds []duban.Round) (lines []text.ScheduleLine, err error) {
	dir, err := a.Directory()
	if err != nil {
		return nil, err
	}
	for _, r := range rounds {
		s, err := calendar.ParseSchedule(r.Schedule)
		if err != nil {
			return nil, err
		}
		line := text.ScheduleLine{Kind: r.Kind, Schedule: a.scheduleSaid(s), Next: r.Next, Closes: r.NextCloses}
		if r.Task != 0 {
			if line.Task, err = a.Task(r.Task); err != nil {
				return nil, err
			}
		}
		line.Department, _ = dir.ByID(r.Department)
		lines = append(lines, line)
	}
	return lines, nil
}
