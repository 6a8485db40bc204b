package bot

import (
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
		if form, other := isSheet(a.in.File); form || other {
			return b.fetchForm(a)
		}
		reply := a.say(text.NoFiles{})
		if a.in.Album != "" {
			reply.Say[0].Key = "files:" + a.in.Album // its pictures are answered once
		}
		return reply, nil
	}
	if _, overtaken, err := revisions(a); err != nil || overtaken {
		return Reply{}, err // what it was changed to is filed
	}
	if reply, is, err := b.wordsInPlace(a); err != nil || is {
		return reply, err
	}
	return b.fileText(a, a.in.Text, duban.TaskID(a.about.Task))
}

// wordsInPlace takes words for what was asked right before them: what a report is to
// say instead, or the next step of a walk. Words that come late were said before that.
func (b *Bot) wordsInPlace(a *ask) (reply Reply, is bool, err error) {
	if a.in.Late {
		return Reply{}, false, nil
	}
	if reply, is, err := b.settling(a); err != nil || is {
		return reply, true, err
	}
	if v, is, err := a.correcting(); err != nil {
		return Reply{}, false, err
	} else if is {
		if reply, is, err := b.correct(a, v); err != nil || is {
			return reply, true, err
		}
	}
	walk, walking, err := a.Walk(a.who.ID)
	if err != nil || !walking {
		return Reply{}, false, err
	}
	if is, err = a.inWalk(walk); err != nil || !is {
		return Reply{}, false, err
	}
	reply, err = b.wordsOnWalk(a, walk)
	return reply, true, err
}

// pressNone files 本期无新进展 from a card.
func (b *Bot) pressNone(a *ask) (Reply, error) {
	return b.pressState(a, duban.TaskID(a.ids[0]), duban.NoNews)
}

// pressStuck files 有困难 from a card and asks what it is.
func (b *Bot) pressStuck(a *ask) (Reply, error) {
	return b.pressState(a, duban.TaskID(a.ids[0]), duban.Stuck)
}

func (b *Bot) pressState(a *ask, id duban.TaskID, state duban.ReportState, only ...duban.DepartmentID) (Reply, error) {
	f, err := a.filing(a.in.Source)
	if err != nil {
		return Reply{}, err
	}
	t, err := a.Task(id)
	if err != nil || f.tasks[t.No].ID != id {
		return b.oldButton(a)
	}
	items := []intake.Item{{No: t.No, State: state}}
	if len(only) > 0 {
		items[0].Department = only[0]
	}
	if err := f.mayFile(items[0]); err != nil {
		return Reply{}, err
	}
	if err := f.file(items[0], only...); err != nil {
		return Reply{}, err
	}
	reply, err := b.receipt(f, "")
	if len(reply.Say) == 0 || err != nil {
		return reply, err
	}
	v := a.card(t)
	if len(only) > 0 {
		v = a.apartView(t.ID, 0)
	}
	reply.Say = append(reply.Say, chat.Post{Chat: a.in.Chat.ID, Edit: a.in.Message, View: &v, About: &v})
	reply.Toast = a.voice.Label("toast."+string(state), t.No)
	return b.followWalk(a, reply, f.filed)
}
