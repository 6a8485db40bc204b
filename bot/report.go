package bot

import (
	"fmt"
	"strconv"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// report files what stands behind the command: /report 28 又培训300人次.
func (b *Bot) report(a *ask) (Reply, error) {
	if a.args == "" {
		return refuse(text.ReportUsage{})
	}
	return b.fileText(a, a.args, 0)
}

// words files what a contact wrote: as an answer to a digest or a card, as the
// next step of his walk, or out of the blue.
func (b *Bot) words(a *ask) (Reply, error) {
	if a.in.Text == "" {
		reply := a.say(text.NoFiles{})
		if a.in.Album != "" {
			reply.Say[0].Key = "files:" + a.in.Album // its pictures are answered once
		}
		return reply, nil
	}
	walk, walking, err := a.Walk(a.who.ID)
	if err != nil {
		return Reply{}, err
	}
	if walking && walk.Task != 0 && (a.about.Kind == "" || a.about.Kind == chat.Walk) {
		return b.wordsOnWalk(a, walk)
	}
	return b.fileText(a, a.in.Text, duban.TaskID(a.about.Task))
}

// pressNone files 本期无新进展 from a card.
func (b *Bot) pressNone(a *ask) (Reply, error) {
	return b.pressState(a, duban.TaskID(a.ids[0]), duban.NoNews)
}

// pressStuck files 有困难 from a card and asks what it is.
func (b *Bot) pressStuck(a *ask) (Reply, error) {
	return b.pressState(a, duban.TaskID(a.ids[0]), duban.Stuck)
}

func (b *Bot) pressState(a *ask, id duban.TaskID, state duban.ReportState) (Reply, error) {
	f, err := a.filing(a.in.Source)
	if err != nil {
		return Reply{}, err
	}
	t, err := a.Task(id)
	if err != nil || f.tasks[t.No].ID != id {
		return b.oldButton(a)
	}
	if err := f.check(intake.Reply{Items: []intake.Item{{No: t.No}}}); err != nil {
		return Reply{}, err
	}
	if err := f.file(intake.Item{No: t.No, State: state}); err != nil {
		return Reply{}, err
	}
	reply, err := b.receipt(f, "")
	if len(reply.Say) == 0 || err != nil {
		return reply, err
	}
	v := a.card(t)
	reply.Say = append(reply.Say, chat.Post{Chat: a.in.Chat.ID, Edit: a.in.Message, View: &v, About: &v})
	reply.Toast = a.voice.Label("toast."+string(state), t.No)
	return reply, nil
}

// edited takes a changed message as a new revision of the reports it made. A
// changed command does nothing, and says so once.
func (b *Bot) edited(a *ask) (Reply, error) {
	if _, _, command := parseCommand(a.in.Text, b.Username); command {
		reply := a.say(text.EditedCommand{})
		reply.Say[0].Key = "edited:" + originOf(a.in.Source)
		return reply, nil
	}
	old, err := a.ReportsFrom(a.in.Source)
	if err != nil {
		return Reply{}, err
	}
	a.in.Source = revision(a.in.Source, old)
	about := duban.TaskID(a.about.Task)
	if len(old) > 0 && about == 0 && sameTask(a, old) {
		d, err := a.Assignment(old[0].Assignment)
		if err != nil {
			return Reply{}, err
		}
		about = d.Task
	}
	reply, err := b.fileText(a, a.in.Text, about)
	if err != nil {
		return Reply{}, err
	}
	for _, r := range old {
		if _, err := a.Withdraw(r); err != nil {
			return Reply{}, err
		}
	}
	return reply, nil
}

// revision is the source of a revision of a message whose standing reports are
// old. Telegram tells edits apart by the second; of two within one, the second
// is another revision and not the first come again.
func revision(source string, old []duban.Report) string {
	n := 1
	for _, r := range old {
		if r.Source == source {
			n = max(n, 2)
		} else if rest, ok := strings.CutPrefix(r.Source, source+":"); ok {
			earlier, _ := strconv.Atoi(rest) // written below
			n = max(n, earlier+1)
		}
	}
	if n == 1 {
		return source
	}
	return fmt.Sprintf("%s:%d", source, n)
}

// sameTask reports whether reports are all about one task.
func sameTask(a *ask, reports []duban.Report) bool {
	tasks := map[duban.TaskID]bool{}
	for _, r := range reports {
		if d, err := a.Assignment(r.Assignment); err == nil {
			tasks[d.Task] = true
		}
	}
	return len(tasks) == 1
}

// originOf cuts the revision off a source.
func originOf(source string) string {
	parts := strings.SplitN(source, ":", 4)
	return strings.Join(parts[:min(3, len(parts))], ":")
}
