package bot

import (
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/ledger"
	"duban/internal/text"
)

// Ledger reads everything the ledger of a list shows.
func (b *Bot) Ledger(tx Tx, list duban.List) (l ledger.Ledger, err error) {
	l.Title = list.Title
	if l.Survey, err = b.Survey(tx, list); err != nil {
		return l, err
	}
	if l.Shares, err = tx.Shares(list.ID); err != nil {
		return l, err
	}
	if l.Directory, err = tx.Directory(); err != nil {
		return l, err
	}
	l.Last, err = tx.LastReports(list.ID)
	return l, err
}

// export starts to make the ledger: /export, /export docx.
func (b *Bot) export(a *ask) (Reply, error) {
	if _, err := a.list(); err != nil {
		return Reply{}, err
	}
	format, ok := ledger.FormatOf(a.args)
	if a.args == "" {
		format, ok = ledger.Formats[0], true
	}
	if !ok {
		return refuse(text.ExportUsage{Said: a.args})
	}
	return Reply{Start: []duban.Job{a.paper(duban.MakeLedger, string(format))}}, nil
}

// paper is the work of making a file for this person.
func (a *ask) paper(kind duban.JobKind, name string) duban.Job {
	return duban.Job{Kind: kind, Person: a.who.ID, Name: name, Source: a.in.Source, Chat: a.in.Chat.ID}
}

// exported sends the ledger that a job has made, if it is still an admin who gets it.
func (b *Bot) exported(a *ask) (Reply, error) {
	if !a.who.Admin {
		return refuse(text.AdminsOnly{})
	}
	list, err := a.list()
	if err != nil {
		return Reply{}, err
	}
	if len(a.in.Data) == 0 {
		return refuse(text.PaperFailed{})
	}
	tasks, err := a.Tasks(list.ID)
	name := a.voice.Label("file.ledger", list.ShortTitle()) + a.voice.DateOf(a.Now()).String() + "." + a.in.Text
	return a.document(text.LedgerSent{Tasks: len(tasks), At: a.Now()}, name), err
}

// document answers with the file that a job has brought.
func (a *ask) document(message any, name string) Reply {
	reply := a.say(message)
	reply.Say[0].Text.File = &chat.Document{Name: fileName(name), Data: a.in.Data}
	return reply
}

// fileName leaves out of a name what no file's may have.
func fileName(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return -1
		}
		return r
	}, s)
}

// arrival is what to do with what a kind of work brought.
func arrival(work string) handler {
	switch duban.JobKind(work) {
	case duban.MakeLedger:
		return (*Bot).exported
	case duban.MakeForm:
		return (*Bot).formMade
	case duban.ReadForm:
		return (*Bot).formBack
	case duban.Download:
		return (*Bot).fetched
	}
	return (*Bot).arrived
}

// fetched takes a file that is no form.
func (b *Bot) fetched(a *ask) (Reply, error) {
	if a.who.IsContact() && !a.who.Admin {
		return b.noForm(a)
	}
	return b.arrived(a)
}
