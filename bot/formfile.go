package bot

import (
	"encoding/json"
	"slices"

	"duban/internal/chat"
	"duban/internal/text"
)

// heldForm finds a form that waits for its sender. It refuses what was filed or
// dropped, and what is not the presser's.
func (b *Bot) heldForm(a *ask, id int64) (filled Filled, err error) {
	by, found, err := a.UploadedBy(id)
	if err != nil {
		return Filled{}, err
	}
	if !found || by != a.who.ID {
		return Filled{}, errOld
	}
	_, body, found, err := a.Upload(id)
	if err != nil {
		return Filled{}, err
	}
	if !found || json.Unmarshal(body, &filled) != nil || filled.Source == "" {
		return Filled{}, errOld
	}
	if len(filled.Filed) > 0 {
		return Filled{}, refusal{text.AlreadyFiled{Numbers: filled.Filed}}
	}
	return filled, nil
}

// pressFileForm files what a form says, if things are still as they were shown.
func (b *Bot) pressFileForm(a *ask) (Reply, error) {
	filled, err := b.heldForm(a, a.ids[0])
	if err != nil {
		return Reply{}, err
	}
	r, err := b.readForm(a, filled)
	if err != nil {
		return Reply{}, err
	}
	if r.print() != a.ids[1] {
		r.says.Changed = true
		return a.say(r.says, r.buttons(a.ids[0])...), nil
	}
	for _, item := range r.items {
		if err := r.file(item.Item, item.deps...); err != nil {
			return Reply{}, err
		}
	}
	if len(r.filed) == 0 {
		return r.nothingFiled(), nil
	}
	kept := Filled{Source: filled.Source, Filed: r.numbers()}
	body, err := json.Marshal(kept)
	if err != nil {
		return Reply{}, err
	}
	if err := a.SetUpload(a.ids[0], body); err != nil {
		return Reply{}, err
	}
	return b.formFiled(r)
}

// numbers are those of the tasks on which something was filed.
func (f *filing) numbers() (nos []int) {
	for _, d := range f.filed {
		nos = append(nos, d.task.No)
	}
	return nos
}

// formFiled tells what was filed and what is still missing, and asks what the
// words leave open.
func (b *Bot) formFiled(r *formReading) (Reply, error) {
	m := text.FormFiled{Departments: r.says.Departments, Numbers: r.numbers(), Open: r.says.Empty}
	undo := chat.Button{Label: r.voice.Label("button.undo"), Data: data("undo", r.filed[0].report.ID)}
	reply := r.say(m, []chat.Button{undo})
	reply.Say[0].About = &chat.View{Kind: chat.Receipt}
	reply.Say = append(reply.Say, r.questions()...)
	r.refresh()
	return b.followWalk(r.ask, reply, r.filed)
}

// rowsPerPage is how many rows of a form a message shows in full.
const rowsPerPage = 8

// pressReadForm shows what a form says, row by row. The second identity is the
// page from 1, or 0 for the first one as a new message.
func (b *Bot) pressReadForm(a *ask) (Reply, error) {
	filled, err := b.heldForm(a, a.ids[0])
	if err != nil {
		return Reply{}, err
	}
	r, err := b.readForm(a, filled)
	if err != nil {
		return Reply{}, err
	}
	page, from, to := pageOf(len(r.items), int(a.ids[1])-1, rowsPerPage)
	m := text.FormPage{Page: page + 1, Pages: max(1, (len(r.items)+rowsPerPage-1)/rowsPerPage)}
	for _, item := range r.items[from:to] {
		m.Lines = append(m.Lines, text.FormLine{No: item.No, Short: item.task.Short(16), State: item.State, Words: brief(item.Words, 200)})
	}
	turn := pager(len(r.items), page, rowsPerPage, func(p int) string { return data("readform", a.ids[0], int64(p)+1) })
	reply := a.say(m, slices.Concat(turn, r.buttons(a.ids[0])[1:])...)
	if a.ids[1] > 0 {
		reply.Say[0].Edit = a.in.Message
	}
	return reply, nil
}

// pressDropForm forgets a form that was not wanted.
func (b *Bot) pressDropForm(a *ask) (Reply, error) {
	if _, err := b.heldForm(a, a.ids[0]); err != nil {
		return Reply{}, err
	}
	if err := a.DropUpload(a.ids[0]); err != nil {
		return Reply{}, err
	}
	return a.say(text.FormDropped{}), nil
}
