package bot

import (
	"fmt"
	"maps"
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
	walkApart
	walkBack // only typed
)

// walkLabels are the buttons of the walk as they are typed, and what they do.
var walkLabels = map[string]int64{
	"button.none": walkNone, "button.stuck": walkStuck, "button.skip": walkSkip, "button.next": walkSkip, "button.stop": walkStop,
	"button.check": walkStop, "button.apart": walkApart, "button.together": walkApart, "button.before": walkBack,
}

// fill begins 逐项填报, or goes on where the person left it: through everything he
// owes now, whichever round asked for it.
func (b *Bot) fill(a *ask) (Reply, error) {
	steps, err := a.steps()
	if err != nil {
		return Reply{}, err
	}
	if len(steps) == 0 {
		return refuse(text.NothingAsked{})
	}
	walk, walking, err := a.Walk(a.who.ID)
	if err != nil {
		return Reply{}, err
	}
	if !walking || walk.Task == 0 {
		walk = duban.Walk{Person: a.who.ID}
	}
	if walk = walk.Next(steps); walk.Task == 0 {
		return refuse(text.AllAnswered{})
	}
	return b.beginWalk(a, walk)
}

// beginWalk shows the walk as a new message. The one that showed a step before is
// taken away; the check of an earlier walk stays, unless its own button goes on.
func (b *Bot) beginWalk(a *ask, w duban.Walk) (Reply, error) {
	shown, err := a.walkShown()
	if err != nil {
		return Reply{}, err
	}
	before, walking, err := a.Walk(a.who.ID)
	if err != nil {
		return Reply{}, err
	}
	v := walkView(w, 0)
	w.Heard = a.Now()
	post := chat.Post{Chat: a.in.Chat.ID, View: &v, About: &v}
	var reply Reply
	switch {
	case shown.Message == 0:
	case a.in.Kind == chat.Press && a.in.Message == shown.Message:
		post.Edit = shown.Message
	case walking && before.Task != 0:
		reply.Say = append(reply.Say, chat.Post{Chat: a.in.Chat.ID, Edit: shown.Message, Delete: true})
	}
	reply.Say = append(reply.Say, post)
	return reply, a.SetWalk(w)
}

// steps is what the speaker walks through.
func (a *ask) steps() ([]duban.WalkStep, error) {
	owed, err := a.owed()
	return duban.WalkSteps(owed), err
}

// owed is what the speaker owes now.
func (a *ask) owed() ([]duban.Owed, error) {
	list, err := a.list()
	if err != nil || !a.who.IsContact() {
		return nil, err
	}
	return a.CurrentOwed(list.ID, a.who.Departments...)
}

// walkView shows where a walk stands and what the step before stored; 0 is
// nothing.
func walkView(w duban.Walk, stored duban.ReportID) chat.View {
	v := chat.View{Kind: chat.Walk, Person: int64(w.Person)}
	if stored != 0 {
		v.Filter = fmt.Sprint(stored)
	}
	return v
}

// wordsOnWalk files words on the task where the walk stands, unless they name
// another; the words of a button do what it does. At the check a number asks to
// change what was said about that task.
func (b *Bot) wordsOnWalk(a *ask, w duban.Walk) (Reply, error) {
	steps, err := a.steps()
	if err != nil {
		return Reply{}, err
	}
	if label, ok := text.Pressed(a.in.Text, slices.Sorted(maps.Keys(walkLabels))...); ok && (w.Task != 0 || label == "button.before") {
		a.in.Source = walkSource(a)
		return b.step(a, w, steps, walkLabels[label])
	}
	if w.Task == 0 {
		return b.wordsOnCheck(a, w, steps)
	}
	f, err := a.filing(walkSource(a))
	if err != nil {
		return Reply{}, err
	}
	step, _ := w.At(steps)
	f.about, f.only, f.explain = w.Task, asking(w, step), len(step.Open) == 0
	loose, instead, err := b.fileEach(f, a.in.Text)
	switch {
	case err != nil || instead != nil:
		return orNothing(instead), err
	case len(f.filed) == 0:
		return f.nothingFiled(), nil
	}
	return b.advance(a, w, f, loose)
}

// walkSource is the source of what is said in the walk.
func walkSource(a *ask) string { return "f" + a.in.Source[1:] }

func orNothing(r *Reply) Reply {
	if r == nil {
		return Reply{}
	}
	return *r
}

// asking are the departments a step asks: one, or those that are open, or, where
// what was said is corrected, all.
func asking(w duban.Walk, s duban.WalkStep) []duban.DepartmentID {
	if w.Department != 0 {
		return []duban.DepartmentID{w.Department}
	}
	return s.Open
}

func (b *Bot) wordsOnCheck(a *ask, w duban.Walk, steps []duban.WalkStep) (Reply, error) {
	switch label, _ := text.Pressed(a.in.Text, "button.goon", "button.said"); label {
	case "button.goon":
		return b.fill(a)
	case "button.said":
		return a.send(chat.View{Kind: chat.Said, Person: int64(a.who.ID)}), nil
	}
	no, ok := intake.TaskNo(a.in.Text)
	list, err := a.list()
	if err != nil || !ok {
		return b.fileTextOr(a, err)
	}
	t, found, err := a.TaskByNo(list.ID, no)
	w.Task, w.Department = t.ID, 0
	if _, place := w.At(steps); !found || place == 0 || err != nil {
		return b.fileTextOr(a, err)
	}
	return b.showWalk(a, w, Reply{}, 0)
}

func (b *Bot) fileTextOr(a *ask, err error) (Reply, error) {
	if err != nil {
		return Reply{}, err
	}
	return b.fileText(a, a.in.Text, 0)
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
	steps, err := a.steps()
	if err != nil {
		return Reply{}, err
	}
	if int64(walk.Task) != a.ids[0] || walk.Task == 0 {
		return b.showWalk(a, walk, Reply{}, 0)
	}
	return b.step(a, walk, steps, a.ids[1])
}

// step does what a button of the walk says.
func (b *Bot) step(a *ask, w duban.Walk, steps []duban.WalkStep, what int64) (Reply, error) {
	step, _ := w.At(steps)
	switch what {
	case walkSkip:
		w.Skipped = append(slices.Clone(w.Skipped), w.Task)
		return b.showWalk(a, w.Next(steps), Reply{}, 0)
	case walkStop:
		return b.showWalk(a, w.Stop(steps), Reply{}, 0)
	case walkApart:
		if step.Of > 1 {
			w = apart(w, step)
		}
		return b.showWalk(a, w, Reply{}, 0)
	case walkBack:
		return b.showWalk(a, w.Back(steps), Reply{}, 0)
	case walkNone:
		return b.pressStep(a, w, step, duban.NoNews)
	case walkStuck:
		return b.pressStep(a, w, step, duban.Stuck)
	}
	return b.oldButton(a)
}

// apart makes a step about the first open department alone, or about all again.
func apart(w duban.Walk, s duban.WalkStep) duban.Walk {
	switch {
	case w.Department != 0:
		w.Department = 0
	case len(s.Open) > 0:
		w.Department = s.Open[0]
	}
	return w
}

func (b *Bot) pressStep(a *ask, w duban.Walk, s duban.WalkStep, state duban.ReportState) (Reply, error) {
	f, err := a.filing(a.in.Source)
	if err != nil {
		return Reply{}, err
	}
	t, err := a.Task(w.Task)
	if err != nil {
		return Reply{}, err
	}
	if err := f.mayFile(intake.Item{No: t.No}); err != nil {
		return Reply{}, err
	}
	if err := f.file(intake.Item{No: t.No, State: state}, asking(w, s)...); err != nil {
		return Reply{}, err
	}
	if len(f.filed) == 0 {
		if len(f.overtaken) > 0 {
			return f.nothingFiled(), nil
		}
		return b.showWalk(a, w, Reply{}, 0) // counted before
	}
	reply, err := b.advance(a, w, f, "")
	if a.in.Kind == chat.Press {
		reply.Toast = a.voice.Label("toast."+string(state), t.No)
	}
	return reply, err
}

// advance moves the walk on after something was filed at its step, and shows the
// next one. A difficulty that was only pressed is asked for in words first.
func (b *Bot) advance(a *ask, w duban.Walk, f *filing, loose string) (Reply, error) {
	steps, err := a.steps()
	if err != nil {
		return Reply{}, err
	}
	reply, stored, err := b.walkReceipt(f, w, loose)
	if err != nil {
		return Reply{}, err
	}
	i := slices.IndexFunc(f.filed, func(d filed) bool { return d.task.ID == w.Task })
	step, _ := w.At(steps)
	if i >= 0 && f.filed[i].report.IsAnswer() && (f.filed[i].report.State != duban.Stuck || f.filed[i].report.Words != "" || len(step.Open) > 0) {
		w = w.Next(steps)
	}
	return b.showWalk(a, w, reply, stored)
}

// walkReceipt tells what a step stored: the next step says it in its first line,
// and what needs more words, or was said of another task, gets a receipt of its own.
func (b *Bot) walkReceipt(f *filing, w duban.Walk, loose string) (reply Reply, stored duban.ReportID, err error) {
	if reply, err = b.receipt(f, loose); err != nil {
		return Reply{}, 0, err
	}
	only := f.filed[0]
	if len(f.filed) > 1 || only.task.ID != w.Task || loose != "" || len(f.unfiled) > 0 || f.in.File != nil || !only.report.IsAnswer() {
		return reply, 0, nil
	}
	reply.Say = reply.Say[1:]
	return reply, only.report.ID, nil
}

// showWalk keeps where the walk stands and shows it: in its message where one of its
// buttons was pressed, and else beneath the words, so that each has its answer below.
func (b *Bot) showWalk(a *ask, w duban.Walk, reply Reply, stored duban.ReportID) (Reply, error) {
	shown, err := a.walkShown()
	if err != nil {
		return Reply{}, err
	}
	post := chat.Post{Chat: a.in.Chat.ID}
	switch {
	case a.in.Kind == chat.Press:
		post.Edit = a.in.Message
	case shown.Message != 0:
		reply.Say = append(reply.Say, chat.Post{Chat: a.in.Chat.ID, Edit: shown.Message, Delete: true})
	}
	v := walkView(w, stored)
	post.View, post.About = &v, &v
	reply.Say = append(reply.Say, post)
	w.Heard = a.Now()
	return reply, a.SetWalk(w)
}

// walkShown is the newest message that shows the speaker's walk, zero for none.
func (a *ask) walkShown() (chat.Showing, error) {
	shown, err := a.Showing(a.who.User, chat.Walk)
	if err != nil || len(shown) == 0 {
		return chat.Showing{}, err
	}
	return shown[0], nil
}

// inWalk reports whether words belong to the walk: they answer it, or answer
// nothing while it waits for them. At the check only a number or a button does.
func (a *ask) inWalk(w duban.Walk) (bool, error) {
	if a.about.Kind == chat.Walk {
		return true, nil
	}
	if a.about.Kind != "" || !w.Waits(a.Now()) {
		return false, nil
	}
	if w.Task == 0 {
		_, number := intake.TaskNo(a.in.Text)
		if _, button := text.Pressed(a.in.Text, "button.goon", "button.said", "button.before"); !number && !button {
			return false, nil
		}
	}
	asked, err := a.AskedSince(a.who.ID, w.Heard)
	return !asked, err
}

// followWalk brings the walk up to date with what was said elsewhere: a step that
// was answered there is over.
func (b *Bot) followWalk(a *ask, reply Reply, done []filed) (Reply, error) {
	w, walking, err := a.Walk(a.who.ID)
	if err != nil || !walking {
		return reply, err
	}
	shown, err := a.walkShown()
	if err != nil || shown.Message == 0 {
		return reply, err
	}
	if slices.ContainsFunc(done, func(d filed) bool { return d.task.ID == w.Task }) {
		steps, err := a.steps()
		if err != nil {
			return reply, err
		}
		if step, _ := w.At(steps); len(step.Open) == 0 {
			w = w.Next(steps)
		}
	}
	v := walkView(w, 0)
	reply.Say = append(reply.Say, chat.Showing{Chat: a.who.User, Message: shown.Message, View: v}.Refresh())
	return reply, a.SetWalk(w)
}
