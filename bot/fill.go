package bot

import (
	"slices"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// What a button of the walk does; the number travels in its data.
const (
	walkNone int64 = iota
	walkStuck
	walkSkip
	walkStop
)

// fill begins 逐项填报, or goes on where the person left it: through everything he
// owes now, whichever round asked for it.
func (b *Bot) fill(a *ask) (Reply, error) {
	owed, err := a.owed()
	if err != nil {
		return Reply{}, err
	}
	if len(owed) == 0 {
		return refuse(text.NothingAsked{})
	}
	walk, walking, err := a.Walk(a.who.ID)
	if err != nil {
		return Reply{}, err
	}
	if !walking || walk.Task == 0 {
		walk = duban.Walk{Person: a.who.ID}
	}
	if walk = nextStep(walk, owed); walk.Task == 0 {
		return refuse(text.AllAnswered{})
	}
	return a.send(walkView(walk)), a.SetWalk(walk)
}

// owed is what the speaker owes now.
func (a *ask) owed() ([]duban.Owed, error) {
	list, err := a.list()
	if err != nil || !a.who.IsContact() {
		return nil, err
	}
	return a.CurrentOwed(list.ID, a.who.Departments...)
}

func walkView(w duban.Walk) chat.View { return chat.View{Kind: chat.Walk, Person: int64(w.Person)} }

// nextStep moves a walk to the first owed task that is neither answered nor
// skipped; its task is zero when none is left.
func nextStep(w duban.Walk, owed []duban.Owed) duban.Walk {
	w.Task = 0
	for _, o := range owed {
		if !o.Answered && !slices.Contains(w.Skipped, o.Assignment.Task) {
			w.Task = o.Assignment.Task
			break
		}
	}
	return w
}

// wordsOnWalk files words on the task where the walk stands.
func (b *Bot) wordsOnWalk(a *ask, w duban.Walk) (Reply, error) {
	f, err := a.filing("f" + a.in.Source[1:])
	if err != nil {
		return Reply{}, err
	}
	reply, err := b.fileWords(f, a.in.Text, w.Task)
	if err != nil || len(f.filed) == 0 {
		return reply, err
	}
	return b.advance(a, w, reply)
}

// pressWalk takes a press under the walk. A press on a step that is over shows
// where the walk stands now.
func (b *Bot) pressWalk(a *ask) (Reply, error) {
	walk, walking, err := a.Walk(a.who.ID)
	if err != nil {
		return Reply{}, err
	}
	if !walking {
		return b.oldButton(a)
	}
	if int64(walk.Task) != a.ids[0] || walk.Task == 0 {
		return a.show(walkView(walk)), nil
	}
	switch a.ids[1] {
	case walkSkip:
		walk.Skipped = append(walk.Skipped, walk.Task)
		return b.advance(a, walk, Reply{})
	case walkStop:
		walk.Task = 0
		return b.showWalk(a, walk, Reply{})
	case walkNone:
		return b.pressStep(a, walk, duban.NoNews)
	case walkStuck:
		return b.pressStep(a, walk, duban.Stuck)
	}
	return b.oldButton(a)
}

func (b *Bot) pressStep(a *ask, w duban.Walk, state duban.ReportState) (Reply, error) {
	f, err := a.filing(a.in.Source)
	if err != nil {
		return Reply{}, err
	}
	t, err := a.Task(w.Task)
	if err != nil {
		return Reply{}, err
	}
	if err := f.check(intake.Reply{Items: []intake.Item{{No: t.No}}}); err != nil {
		return Reply{}, err
	}
	if err := f.file(intake.Item{No: t.No, State: state}); err != nil {
		return Reply{}, err
	}
	reply, err := b.receipt(f, "")
	if err != nil {
		return Reply{}, err
	}
	reply.Toast = a.voice.Label("toast."+string(state), t.No)
	return b.advance(a, w, reply)
}

// advance moves the walk on and shows its next step in the same message.
func (b *Bot) advance(a *ask, w duban.Walk, reply Reply) (Reply, error) {
	owed, err := a.owed()
	if err != nil {
		return Reply{}, err
	}
	return b.showWalk(a, nextStep(w, owed), reply)
}

func (b *Bot) showWalk(a *ask, w duban.Walk, reply Reply) (Reply, error) {
	v := walkView(w)
	post := chat.Post{Chat: a.in.Chat.ID, View: &v, About: &v}
	shown, err := a.Showing(a.in.Chat.ID, chat.Walk)
	if err != nil {
		return Reply{}, err
	}
	if len(shown) > 0 {
		post.Edit = shown[0].Message
	}
	reply.Say = append(reply.Say, post)
	return reply, a.SetWalk(w)
}

// renderWalk shows the step where the walk stands, or the check that closes it.
func (b *Bot) renderWalk(r *render) (chat.Outgoing, error) {
	list, _, err := r.CurrentList()
	if err != nil || !r.who.IsContact() {
		return r.out(text.OldButton{}), err
	}
	s, err := b.Survey(r.Tx, list)
	if err != nil {
		return chat.Outgoing{}, err
	}
	owed, err := r.CurrentOwed(list.ID, r.who.Departments...)
	if err != nil {
		return chat.Outgoing{}, err
	}
	open, answered := r.debts(s, owed)
	walk, walking, err := r.Walk(r.who.ID)
	if err != nil {
		return chat.Outgoing{}, err
	}
	ts, there := s.Task(walk.Task)
	if !walking || !there {
		return b.renderCheck(r, open, answered)
	}
	duty := r.mine(ts)
	m := text.Walk{
		Step: len(answered) + len(walk.Skipped) + 1, Steps: len(open) + len(answered), Task: ts.Task, Role: duty.Role,
	}
	if last, found, err := r.LastReport(duty.ID); err != nil {
		return chat.Outgoing{}, err
	} else if found {
		m.Last, m.LastState, m.LastAt = brief(last.Words, 80), last.State, last.At
	}
	button := func(name string, what int64) chat.Button {
		return chat.Button{Label: r.voice.Label(name), Data: data("walk", int64(walk.Task), what)}
	}
	return r.out(m,
		[]chat.Button{button("button.none", walkNone), button("button.stuck", walkStuck)},
		[]chat.Button{button("button.skip", walkSkip), button("button.stop", walkStop)},
	), nil
}

// renderCheck closes a walk with what was said.
func (b *Bot) renderCheck(r *render, open, answered []debt) (chat.Outgoing, error) {
	m := text.Check{Departments: r.named(r.who.Departments), Owed: len(open) + len(answered)}
	for _, d := range answered {
		last, _, err := r.LastReport(d.duty.ID)
		if err != nil {
			return chat.Outgoing{}, err
		}
		switch last.State {
		case duban.NoNews:
			m.None = append(m.None, d.task.Task.No)
		case duban.Stuck:
			m.Stuck = append(m.Stuck, d.task.Task.No)
		default:
			m.News = append(m.News, d.task.Task.No)
		}
	}
	for _, d := range open {
		m.Open = append(m.Open, d.task.Task.No)
	}
	var rows [][]chat.Button
	if len(open) > 0 {
		rows = append(rows, []chat.Button{{Label: r.voice.Label("button.goon"), Data: "fill"}})
	}
	return r.out(m, rows...), nil
}
