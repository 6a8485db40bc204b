package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"duban/bot"
	"duban/internal/duban"
	"duban/internal/ledger"
	"duban/internal/store"
	"duban/internal/text"
)

// papers makes the files that are sent. What goes into one is read in one short
// look at the database; it is written after that, so that nobody waits for it.
type papers struct {
	store *store.Store
	bot   *bot.Bot
}

// make makes the file that a job asks for.
func (p papers) make(ctx context.Context, job duban.Job) ([]byte, error) {
	var out bytes.Buffer
	switch job.Kind {
	case duban.MakeLedger:
		lang, err := p.langOf(ctx, job.Person)
		if err != nil {
			return nil, err
		}
		l, voice, err := p.ledger(ctx, lang)
		if err != nil {
			return nil, err
		}
		err = l.Write(&out, ledger.Format(job.Name), voice)
		return out.Bytes(), err
	case duban.MakeForm:
		f, voice, err := p.form(ctx, job.Person)
		if err != nil || len(f.Rows) == 0 {
			return nil, err
		}
		err = f.Write(&out, voice)
		return out.Bytes(), err
	}
	return nil, fmt.Errorf("no such paper: %s", job.Kind)
}

func (p papers) langOf(ctx context.Context, id duban.PersonID) (lang string, err error) {
	err = p.store.Read(ctx, func(tx *store.Tx) error {
		who, err := tx.Person(id)
		lang = who.Lang
		return err
	})
	return lang, err
}

// ledger reads the ledger of the list there is, as it stands now.
func (p papers) ledger(ctx context.Context, lang string) (l ledger.Ledger, voice text.Voice, err error) {
	err = p.store.Read(ctx, func(tx *store.Tx) error {
		list, found, err := tx.CurrentList()
		if err != nil {
			return err
		}
		if !found {
			return errors.New("there is no list to export")
		}
		if err := p.bot.Follow(tx); err != nil {
			return err
		}
		voice = text.Voice{Lang: lang, Zone: p.bot.Calendar.Zone(), Now: tx.Now()}
		l, err = p.bot.Ledger(tx, list)
		return err
	})
	return l, voice, err
}

// form reads the form of what a person is asked for now; it has no rows where he
// has answered everything.
func (p papers) form(ctx context.Context, id duban.PersonID) (f ledger.Form, voice text.Voice, err error) {
	err = p.store.Read(ctx, func(tx *store.Tx) error {
		who, err := tx.Person(id)
		if err != nil {
			return err
		}
		if err := p.bot.Follow(tx); err != nil {
			return err
		}
		voice = text.Voice{Lang: who.Lang, Zone: p.bot.Calendar.Zone(), Now: tx.Now()}
		f, _, err = p.bot.Form(tx, who)
		return err
	})
	return f, voice, err
}
