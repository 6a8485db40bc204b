package bot

import (
	"context"
	"errors"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// ErrNothing means that a view has nothing left to say: it is not sent.
var ErrNothing = errors.New("nothing left to say")

// render is one view on its way to become a message.
type render struct {
	context.Context
	Tx
	view  chat.View
	who   duban.Person // the viewer, zero in a group
	dir   duban.Directory
	voice text.Voice
	rule  *Bot

	measured bool // targets and reached were read
	targets  map[duban.TaskID][]duban.Target
	reached  []duban.Reached
}

// Render makes a message of a view as things are now. It returns ErrNothing when
// the view has nothing left to say.
func (b *Bot) Render(ctx context.Context, tx Tx, v chat.View) (chat.Outgoing, error) {
	r := &render{Context: ctx, Tx: tx, view: v, rule: b, voice: b.voice(text.Chinese, tx.Now())}
	var err error
	if r.dir, err = tx.Directory(); err != nil {
		return chat.Outgoing{}, err
	}
	if v.Person != 0 {
		if r.who, err = tx.Person(duban.PersonID(v.Person)); err != nil {
			return chat.Outgoing{}, err
		}
		r.voice.Lang = r.who.Lang
	}
	views := map[string]func(*render) (chat.Outgoing, error){
		chat.Digest: b.renderDigest, chat.Nudge: b.renderNudge, chat.Walk: b.renderWalk, chat.Note: b.renderNote,
		chat.Said: b.renderSaid, chat.Apart: b.renderApart,
		chat.Tasks: b.renderTasks, chat.Card: b.renderCard, chat.Found: b.renderFound, chat.Which: b.renderWhich, chat.Remind: b.renderRemind,
		chat.Board: b.renderBoard, chat.Summary: b.renderBoard, chat.Departments: b.renderDepartments,
		chat.Sections: b.renderSections, chat.Department: b.renderDepartment, chat.Overdue: b.renderOverdue,
		chat.Silent: b.renderStill, chat.Missing: b.renderMissing, chat.Reminder: b.renderReminder,
		chat.Head: b.renderHead, chat.Office: b.renderOffice, chat.Publication: b.renderPublication,
		chat.NoNotice: b.renderNoNotice, chat.Targets: b.renderTargets, chat.Contacts: b.renderContacts, chat.Audit: b.renderAudit,
	}
	do, ok := views[v.Kind]
	if !ok {
		return chat.Outgoing{}, errors.New("no such view: " + v.Kind)
	}
	out, err := do(r)
	out.HTML = r.voice.Fit(out.HTML, text.Room)
	return out, err
}

// out words a message.
func (r *render) out(message any, rows ...[]chat.Button) chat.Outgoing {
	return chat.Outgoing{HTML: r.voice.Say(message), Buttons: rows}
}

// survey is the state of the list the view is about.
func (r *render) survey() (duban.Survey, error) {
	list, _, err := r.CurrentList()
	if err != nil {
		return duban.Survey{}, err
	}
	return r.rule.Survey(r.Tx, list)
}

// Survey is the state of a list now.
func (b *Bot) Survey(tx Tx, list duban.List) (duban.Survey, error) {
	tasks, err := tx.Tasks(list.ID)
	if err != nil {
		return duban.Survey{}, err
	}
	assignments, err := tx.Assignments(list.ID)
	if err != nil {
		return duban.Survey{}, err
	}
	owed, err := tx.CurrentOwed(list.ID)
	if err != nil {
		return duban.Survey{}, err
	}
	f := duban.Facts{Start: list.Start, Tasks: tasks, Assignments: assignments, Owed: owed}
	if f.Targets, err = tx.Targets(list.ID); err == nil && len(f.Targets) > 0 {
		f.Reached, err = tx.Reached(list.ID)
	}
	return b.Lights.Survey(f, b.Calendar, tx.Now()), err
}

// measure reads the targets of the list and what is reached of them, once.
func (r *render) measure() error {
	if r.measured {
		return nil
	}
	list, found, err := r.CurrentList()
	if err != nil || !found {
		return err
	}
	if r.targets, err = r.Targets(list.ID); err != nil {
		return err
	}
	r.reached, err = r.Reached(list.ID)
	r.measured = err == nil
	return err
}

func (r *render) named(ids []duban.DepartmentID) []duban.Department { return named(r.dir, ids) }
