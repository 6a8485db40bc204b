package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// draft is what an admin has said about a changed list so far. It is kept beside
// the file until he presses.
type draft struct {
	Upload   int64 // the file
	Revision int   // of the list when he was shown the difference
	duban.Merge

	id    int64
	moved bool // the list is not any more what he was shown
	page  int
}

// draftFile is the name under which a draft is kept, as files are.
const draftFile = "difference"

// changePage is how many changes a page shows.
const changePage = 12

// difference is what a document changes in the list as it stands now.
func (b *Bot) difference(a *ask, list duban.List, pub duban.Publication, m duban.Merge) (duban.Difference, error) {
	kept, err := a.Kept(list.ID)
	if err != nil {
		return duban.Difference{}, err
	}
	dir, err := a.Directory()
	if err != nil {
		return duban.Difference{}, err
	}
	d := duban.Compare(kept, pub, dir, m)
	for i, r := range d.Rows {
		if !r.Fresh() && !asksDay(r) {
			d.Rows[i].Now.Named = duban.Date{}
		}
	}
	return d, nil
}

// asksDay tells whether the day that a task's new words name, or its new due date
// that has passed, is another than the one that was asked about before.
func asksDay(r duban.Row) bool {
	if r.Term || !r.Now.Due.IsZero() {
		return r.Term
	}
	return r.Reworded && r.Now.Named != intake.DayNamed(r.Task.Content)
}

// showChange shows what a file changes: doubtful pairs one by one, then all of it
// with the buttons that take or leave it.
func (b *Bot) showChange(a *ask, w draft, list duban.List, pub duban.Publication) (Reply, error) {
	d, err := b.difference(a, list, pub, w.Merge)
	if err != nil {
		return Reply{}, err
	}
	title := duban.WordsKey(list.Title) == duban.WordsKey(pub.Title)
	switch {
	case title && d.Empty():
		return b.unchanged(a, w, list)
	case !title && d.Overlap() < 0.5:
		return a.instead(text.ListConflict{Title: list.Title}), b.dropDraft(a, w)
	}
	if w.id, err = b.keepDraft(a, w); err != nil {
		return Reply{}, err
	}
	if len(d.Doubts) > 0 {
		x := d.Doubts[0]
		m := text.ListDoubt{Title: pub.Title, Old: x.Task, No: x.Now.No, Now: x.Now.Content, Left: len(d.Doubts) - 1, Moved: w.moved}
		pair := func(same int64) string { return data("pair", w.id, int64(x.Task.ID), int64(x.Now.No), same) }
		return a.instead(m,
			[]chat.Button{{Label: a.voice.Label("button.same"), Data: pair(1)}, {Label: a.voice.Label("button.notsame"), Data: pair(0)}},
			[]chat.Button{{Label: a.voice.Label("button.leave"), Data: data("leave", w.id)}}), nil
	}
	return b.showDifference(a, w, list, pub, d)
}

// unchanged says that a file changes nothing and forgets it.
func (b *Bot) unchanged(a *ask, w draft, list duban.List) (Reply, error) {
	if err := b.dropDraft(a, w); err != nil {
		return Reply{}, err
	}
	if list.State == duban.Confirmed {
		return b.listThere(a, list)
	}
	return b.askConfirm(a, list)
}

func (b *Bot) showDifference(a *ask, w draft, list duban.List, pub duban.Publication, d duban.Difference) (Reply, error) {
	lines, err := b.changeLines(a, d)
	if err != nil {
		return Reply{}, err
	}
	page, from, to := pageOf(len(lines), w.page, changePage)
	m := changeShown(list, pub, d, lines[from:to])
	m.DocumentWins, m.Moved = w.DocumentWins, w.moved
	rows := pager(len(lines), page, changePage, func(p int) string { return data("change", w.id, int64(p)) })
	wins := chat.Button{Label: a.voice.Label("button.filewins"), Data: data("wins", w.id, int64(1))}
	if w.DocumentWins {
		wins = chat.Button{Label: a.voice.Label("button.handwins"), Data: data("wins", w.id, int64(0))}
	}
	if w.DocumentWins || m.Counts.Held > 0 {
		rows = append(rows, []chat.Button{wins})
	}
	return a.instead(m, append(rows, []chat.Button{
		{Label: a.voice.Label("button.revise"), Data: data("revise", w.id, int64(w.Revision))},
		{Label: a.voice.Label("button.leave"), Data: data("leave", w.id)},
	})...), nil
}

func changeShown(list duban.List, pub duban.Publication, d duban.Difference, lines []text.ListLine) text.ListChange {
	m := text.ListChange{Title: pub.Title, Counts: countChanges(d), Lines: lines, Shifts: shifts(d)}
	if list.Title != pub.Title {
		m.Was = list.Title
	}
	return m
}

// keepDraft keeps a draft, under the identity it has if it has one.
func (b *Bot) keepDraft(a *ask, w draft) (int64, error) {
	body, err := json.Marshal(w)
	if err != nil {
		return 0, err
	}
	if w.id == 0 {
		return a.KeepUpload(a.who.ID, draftFile, body)
	}
	return w.id, a.SetUpload(w.id, body)
}

func (b *Bot) dropDraft(a *ask, w draft) error {
	if err := a.DropUpload(w.Upload); err != nil {
		return err
	}
	return a.DropUpload(w.id)
}

// errOld ends a press on something that is no more.
var errOld = refusal{text.OldButton{}}

// draftOf finds the draft a button is about with its file, and the list as it
// stands. Where the list has moved on, the draft says so.
func (b *Bot) draftOf(a *ask) (w draft, list duban.List, pub duban.Publication, err error) {
	name, body, found, err := a.Upload(a.ids[0])
	if err != nil {
		return w, list, pub, err
	}
	if !found || name != draftFile || json.Unmarshal(body, &w) != nil {
		return w, list, pub, errOld
	}
	w.id = a.ids[0]
	if list, found, err = a.CurrentList(); err != nil || !found {
		return w, list, pub, errors.Join(err, errOld)
	}
	if _, pub, found, err = b.readAgain(a, w.Upload); err == nil && (!found || len(pub.Unknown) > 0) {
		err = errOld
	}
	w.moved = w.Revision != list.Revision
	w.Revision = list.Revision
	return w, list, pub, err
}

// pressPair settles a doubtful pair.
func (b *Bot) pressPair(a *ask) (Reply, error) {
	w, list, pub, err := b.draftOf(a)
	if err != nil {
		return Reply{}, err
	}
	p := duban.Pair{Task: duban.TaskID(a.ids[1]), No: int(a.ids[2])}
	other := func(q duban.Pair) bool { return q == p }
	w.Same, w.Different = slices.DeleteFunc(w.Same, other), slices.DeleteFunc(w.Different, other)
	if a.ids[3] == 1 {
		w.Same = append(w.Same, p)
	} else {
		w.Different = append(w.Different, p)
	}
	return b.showChange(a, w, list, pub)
}

// turnChange turns the pages of a difference.
func (b *Bot) turnChange(a *ask) (Reply, error) {
	w, list, pub, err := b.draftOf(a)
	if err != nil {
		return Reply{}, err
	}
	w.page = int(a.ids[1])
	return b.showChange(a, w, list, pub)
}

// pressWins lets the file win over what was settled by hand, or not.
func (b *Bot) pressWins(a *ask) (Reply, error) {
	w, list, pub, err := b.draftOf(a)
	if err != nil {
		return Reply{}, err
	}
	w.DocumentWins = a.ids[1] == 1
	return b.showChange(a, w, list, pub)
}

// pressLeave leaves the list as it is.
func (b *Bot) pressLeave(a *ask) (Reply, error) {
	w, _, _, err := b.draftOf(a)
	var no refusal
	if err != nil && (!errors.As(err, &no) || w.id == 0) {
		return Reply{}, err
	}
	return a.instead(text.ListDropped{}), b.dropDraft(a, w)
}

// pressRevise makes of the list what was shown. Where it has moved on since, the
// difference is shown anew and nothing is changed.
func (b *Bot) pressRevise(a *ask) (Reply, error) {
	w, list, pub, err := b.draftOf(a)
	if err != nil {
		return Reply{}, err
	}
	if w.moved = w.moved || int(a.ids[1]) != list.Revision; w.moved {
		return b.showChange(a, w, list, pub)
	}
	d, err := b.difference(a, list, pub, w.Merge)
	if err != nil {
		return Reply{}, err
	}
	if len(d.Doubts) > 0 {
		return b.showChange(a, w, list, pub)
	}
	before, err := a.Assignments(list.ID)
	if err != nil {
		return Reply{}, err
	}
	if err := a.ApplyList(list, pub, d); err != nil {
		return Reply{}, err
	}
	if err := b.dropDraft(a, w); err != nil {
		return Reply{}, err
	}
	b.recordRevision(a, list, pub, d, w.DocumentWins)
	return b.revised(a, before, d)
}

// recordRevision puts into the chain what a document changed, for the list and for
// each task it changed more than the number of.
func (b *Bot) recordRevision(a *ask, list duban.List, pub duban.Publication, d duban.Difference, wins bool) {
	n := countChanges(d)
	a.changed("revise", listSubject(list), map[string]any{
		"title": pub.Title, "new": n.New, "gone": n.Gone, "back": n.Back, "reworded": n.Reworded, "shares": n.Shares, "file_wins": wins,
	})
	for _, r := range d.Rows {
		if r.Fresh() || !r.Changed() {
			continue
		}
		a.changed("revise", taskSubject(r.Task), map[string]any{
			"no": fmt.Sprintf("%d→%d", r.Task.No, r.Now.No), "reworded": r.Reworded, "gone": r.Gone(), "back": r.Back, "shares": len(r.Shares), "term": r.Term,
		})
	}
}

// revised tells what has come of it.
func (b *Bot) revised(a *ask, before []duban.Assignment, d duban.Difference) (Reply, error) {
	list, _, err := a.CurrentList()
	if err != nil {
		return Reply{}, err
	}
	if list.State != duban.Confirmed {
		return b.askConfirm(a, list)
	}
	after, err := a.Assignments(list.ID)
	if err != nil {
		return Reply{}, err
	}
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	m := text.ListRevised{Title: list.Title, Counts: countChanges(d), Change: changeOf(before, after)}
	if m.Empty, err = emptyCollectives(a.Tx, dir, list); err != nil {
		return Reply{}, err
	}
	reply := a.instead(m)
	day, err := b.askDay(a, list)
	if err != nil {
		return Reply{}, err
	}
	told, err := b.tellContacts(a, before, after, d)
	if err != nil {
		return Reply{}, err
	}
	reply.Say = slices.Concat(reply.Say, day, told)
	return b.withBoards(a, reply)
}

// changeOf counts the assignments that began and that ended.
func changeOf(before, after []duban.Assignment) duban.Change {
	duties := make([]duban.Duty, len(after))
	for i, x := range after {
		duties[i] = duban.Duty{Task: x.Task, Department: x.Department}
	}
	return duban.ChangeTo(duties, before)
}
