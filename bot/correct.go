package bot

import (
	"slices"
	"strconv"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// What the words are to do to a report; the number travels in the button's data.
const (
	correctAll int64 = iota
	correctAdd
)

// pressCorrect asks for the words that take a report's place, or are added to it.
func (b *Bot) pressCorrect(a *ask) (Reply, error) {
	r, found, err := a.ReportByID(duban.ReportID(a.ids[0]))
	if err != nil {
		return Reply{}, err
	}
	if !found || a.ids[1] != correctAll && a.ids[1] != correctAdd {
		return b.oldButton(a)
	}
	t, reports, err := a.together(r)
	if err != nil {
		return Reply{}, err
	}
	if len(reports) == 0 {
		return b.now(a, t)
	}
	m := text.Correct{No: t.No, Words: brief(r.Words, 60), Add: a.ids[1] == correctAdd}
	if m.Example, err = a.example(t, r.Assignment); err != nil {
		return Reply{}, err
	}
	newest, err := a.newestReport()
	if err != nil {
		return Reply{}, err
	}
	reply := a.say(m)
	reply.Say[0].About = &chat.View{
		Kind: chat.Correct, Task: int64(t.ID), Filter: strconv.FormatInt(int64(r.ID), 10), Page: int(a.ids[1]), Since: int64(newest),
	}
	return reply, nil
}

// example is a value that could be stated next for a task with one target, without
// a name for any other.
func (a *ask) example(t duban.Task, d duban.AssignmentID) (text.TargetValue, error) {
	targets, err := a.TaskTargets(t.ID)
	if err != nil || len(targets) != 1 {
		return text.TargetValue{}, err
	}
	reached, err := a.ReachedBefore(d)
	v := text.TargetValue{Target: targets[0]}
	for _, r := range reached {
		if r.Target == targets[0].ID {
			v.Value = max(v.Value, r.Value)
		}
	}
	return v.Example(), err
}

// correctReach is how many of our own messages are looked at for the question: it
// stands right above the words, or one answer of ours is between.
const correctReach = 2

// correcting returns what the words correct without being a reply: the question
// stands right above them, nothing was reported since, and they name no task.
func (a *ask) correcting() (v chat.View, is bool, err error) {
	if v, is, err = a.askedToCorrect(); err != nil || !is {
		return chat.View{}, false, err
	}
	newest, err := a.newestReport()
	if err != nil || int64(newest) != v.Since {
		return chat.View{}, false, err
	}
	f, err := a.filing(a.in.Source)
	if err != nil {
		return chat.View{}, false, err
	}
	read, err := f.read(a.in.Text)
	named := slices.ContainsFunc(read.Items, func(i intake.Item) bool { return i.Words != "" })
	return v, err == nil && !named && read.Rest == nil && len(read.Unknown) == 0, nil
}

// askedToCorrect finds the question for the words that take a report's place, if it
// is in reach. The order is that of our own posts: the platform's numbers of messages
// also count what others write.
func (a *ask) askedToCorrect() (v chat.View, found bool, err error) {
	if a.about.Kind != "" {
		return chat.View{}, false, nil
	}
	newest, err := a.NewestPosts(a.in.Chat.ID, correctReach)
	if err != nil {
		return chat.View{}, false, err
	}
	for _, message := range newest {
		if v, found, err = a.About(a.in.Chat.ID, message); err != nil || found && v.Kind == chat.Correct {
			return v, found, err
		}
	}
	return chat.View{}, false, nil
}

// newestReport is the newest report of the speaker that stands, 0 for none.
func (a *ask) newestReport() (newest duban.ReportID, err error) {
	last, err := a.ReportsBy(a.who.ID)
	for _, r := range last {
		newest = max(newest, r.ID)
	}
	return newest, err
}

// replyCorrect files words in the place of a report, or behind it.
func (b *Bot) replyCorrect(a *ask) (Reply, error) {
	reply, is, err := b.correct(a, a.about)
	if err != nil || is {
		return reply, err
	}
	return b.fileText(a, a.in.Text, duban.TaskID(a.about.Task))
}

// correct files words as v asks; is is false where the report does not stand any
// more or the words are about something else.
func (b *Bot) correct(a *ask, v chat.View) (reply Reply, is bool, err error) {
	id, err := strconv.ParseInt(v.Filter, 10, 64)
	if err != nil {
		return Reply{}, false, nil // nothing is named
	}
	r, found, err := a.ReportByID(duban.ReportID(id))
	if err != nil || !found {
		return Reply{}, false, err
	}
	t, reports, err := a.together(r)
	if err != nil || len(reports) == 0 {
		return Reply{}, false, err
	}
	f, err := a.filing(a.in.Source)
	if err != nil {
		return Reply{}, false, err
	}
	f.about, f.only = t.ID, nil
	for _, r := range reports {
		d, err := a.Assignment(r.Assignment)
		if err != nil {
			return Reply{}, false, err
		}
		f.only = append(f.only, d.Department)
	}
	words := a.in.Text
	if int64(v.Page) == correctAdd {
		words = "+" + strings.TrimLeft(words, "+＋ ")
	} else {
		f.replaces = reports
	}
	if reply, err = b.fileWords(f, words); err != nil {
		return Reply{}, true, err
	}
	for _, d := range f.filed {
		if d.task.ID == t.ID {
			return reply, true, f.replace()
		}
	}
	return reply, true, nil
}
