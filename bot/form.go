package bot

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/ledger"
	"duban/internal/text"
)

// formRoutes are the ways of a form out of the office and back.
func formRoutes() []route {
	return []route{
		{button: "form", ids: 0, who: contact, private: true, do: (*Bot).form},
		{button: "fileform", ids: 2, who: contact, private: true, do: (*Bot).pressFileForm},
		{button: "readform", ids: 2, who: contact, private: true, do: (*Bot).pressReadForm},
		{button: "dropform", ids: 1, who: contact, private: true, do: (*Bot).pressDropForm},
	}
}

// form starts to make the form of what a contact owes: /form. A form sent with
// that word comes back.
func (b *Bot) form(a *ask) (Reply, error) {
	if a.in.File != nil {
		return b.fetchForm(a)
	}
	if _, err := a.list(); err != nil {
		return Reply{}, err
	}
	asked, err := a.asked()
	switch {
	case err != nil:
		return Reply{}, err
	case len(asked) == 0:
		return refuse(text.NothingAsked{})
	case duban.OpenTasks(asked) == 0:
		return refuse(text.AllAnswered{})
	}
	return Reply{Start: []duban.Job{a.paper(duban.MakeForm, "")}}, nil
}

// formMade sends the form that a job has made.
func (b *Bot) formMade(a *ask) (Reply, error) {
	if !a.who.IsContact() {
		return refuse(text.Stranger{})
	}
	f, found, err := b.Form(a.Tx, a.who)
	if err != nil {
		return Reply{}, err
	}
	if !found || len(a.in.Data) == 0 {
		return refuse(text.PaperFailed{Form: true})
	}
	name := a.voice.Label("file.form", a.voice.Names(f.Departments)) + a.voice.Month(f.Opens) + ".xlsx"
	return a.document(text.FormSent{Departments: f.Departments, Tasks: len(f.Rows), Closes: f.Closes}, name), nil
}

// Form reads what a contact owes now as the form he fills in; found is false where
// he owes nothing.
func (b *Bot) Form(tx Tx, who duban.Person) (f ledger.Form, found bool, err error) {
	list, there, err := tx.CurrentList()
	if err != nil || !there {
		return f, false, err
	}
	s, err := b.Survey(tx, list)
	if err != nil {
		return f, false, err
	}
	owed, err := tx.CurrentOwed(list.ID, who.Departments...)
	if err != nil {
		return f, false, err
	}
	debts := duban.OpenDebts(s.Debts(owed))
	slices.SortFunc(debts, func(a, b duban.Debt) int { return cmp.Compare(a.Task.No, b.Task.No) })
	if len(debts) == 0 {
		return f, false, nil
	}
	f.Title = list.ShortTitle()
	if f.Key, err = formKey(list, debts, owed); err != nil {
		return f, false, err
	}
	if err := b.formTimes(tx, &f); err != nil {
		return f, false, err
	}
	dir, err := tx.Directory()
	if err != nil {
		return f, false, err
	}
	f.Departments = named(dir, f.Key.Departments)
	f.Rows, err = formRows(tx, list, debts)
	return f, true, err
}

// formKey ties a form to the departments whose answers are missing and to what
// asked for them.
func formKey(list duban.List, debts []duban.Debt, owed []duban.Owed) (duban.FormKey, error) {
	deps, openings := map[duban.DepartmentID]bool{}, map[duban.OpeningID]bool{}
	for _, d := range debts {
		for _, dep := range d.Open {
			deps[dep] = true
		}
		for _, w := range owed {
			if w.Assignment.Task == d.Task.ID && !w.Answered {
				openings[w.Opening] = true
			}
		}
	}
	return duban.FormKey{List: list.ID, Departments: slices.Sorted(maps.Keys(deps)), Openings: slices.Sorted(maps.Keys(openings))}, nil
}

// formTimes gives a form the times of the newest opening that asks for it.
func (b *Bot) formTimes(tx Tx, f *ledger.Form) error {
	for _, id := range f.Key.Openings {
		o, err := tx.Opening(id)
		if err != nil {
			return err
		}
		if o.Opens.After(f.Opens) {
			f.Opens, f.Closes = o.Opens, o.Closes
		}
	}
	return nil
}

func formRows(tx Tx, list duban.List, debts []duban.Debt) (rows []ledger.FormRow, err error) {
	targets, err := tx.Targets(list.ID)
	if err != nil {
		return nil, err
	}
	for _, d := range debts {
		duty := d.Duty()
		r := ledger.FormRow{Task: d.Task}
		if r.Last, _, err = tx.LastReport(duty.ID); err != nil {
			return nil, err
		}
		var reached []duban.Reached
		if len(targets[d.Task.ID]) > 0 {
			if reached, err = tx.ReachedBefore(duty.ID); err != nil {
				return nil, err
			}
		}
		for _, t := range targets[d.Task.ID] {
			last, known := duban.LastOf(reached, duty.ID, t.ID, duty.Role == duban.Lead)
			r.Targets = append(r.Targets, text.TargetValue{Target: t, Value: last.Value, Known: known})
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// maxForm is the largest file taken for a form, in bytes.
const maxForm = 2 << 20

// isSheet reports whether a file may be a form, by its name; other tells that it is
// a spreadsheet of a kind that is not read.
func isSheet(f *chat.File) (form, other bool) {
	if f == nil || f.Photo {
		return false, false
	}
	ext := strings.ToLower(path.Ext(f.Name))
	return ext == ".xlsx", slices.Contains([]string{".xls", ".et", ".ods", ".xlsm"}, ext)
}

// fetchForm fetches a file that may be a form; what it is shows when it is there.
func (b *Bot) fetchForm(a *ask) (Reply, error) {
	f := a.in.File
	form, other := isSheet(f)
	switch {
	case other:
		return refuse(text.FormRefused{Reason: "other-kind", Name: f.Name})
	case !form:
		return refuse(text.FormRefused{Reason: "no-form", Name: f.Name})
	case f.Size > maxForm:
		return refuse(text.FormRefused{Reason: "too-large", Name: f.Name})
	}
	job := a.paper(duban.Download, f.Name)
	job.File = f.ID
	return Reply{Say: []chat.Post{a.post(text.Fetching{Name: f.Name})}, Start: []duban.Job{job}}, nil
}

// noForm answers a file that turned out to be none, from somebody who has no other
// files to send.
func (b *Bot) noForm(a *ask) (Reply, error) {
	if len(a.in.Data) == 0 {
		return a.notFetched()
	}
	return refuse(text.FormRefused{Reason: "no-form", Name: a.in.File.Name})
}
