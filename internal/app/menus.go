package app

import (
	"context"
	"errors"

	"duban/bot"
	"duban/internal/duban"
	"duban/internal/store"
	"duban/internal/telegram"
	"duban/internal/text"
)

// menus sets the commands the platform's app offers: those of a contact in
// private, those of the leadership in groups, and to each admin, leader and head
// their own. A failed call is logged and costs nothing but the menu. Whoever gets or
// loses a role later is a job's.
func (a *App) menus(ctx context.Context) {
	contact := duban.Person{Departments: []duban.DepartmentID{1}}
	for _, lang := range []string{"", text.English} {
		err := errors.Join(
			a.menu(ctx, telegram.PrivateChats(), lang, a.Bot.Menu(text.LanguageOf(lang), contact, true)),
			a.menu(ctx, telegram.GroupChats(), lang, a.Bot.Menu(text.LanguageOf(lang), duban.Person{}, false)),
		)
		if err != nil && ctx.Err() == nil {
			a.log.Warn("set the menu", "lang", lang, "err", err)
		}
	}
	var staff []duban.Person
	err := a.Store.Read(ctx, func(tx *store.Tx) (err error) { staff, err = tx.Staff(); return err })
	if err != nil && ctx.Err() == nil {
		a.log.Warn("read whose menus to set", "err", err)
	}
	for _, p := range staff {
		if !p.HasRole() || !p.Started || !p.Reachable {
			continue
		}
		if err := a.ownMenu(ctx, p); err != nil && ctx.Err() == nil {
			a.log.Warn("set somebody's menu", "person", p.ID, "err", err)
		}
	}
}

// ownMenu sets the commands somebody is offered in their private chat.
func (a *App) ownMenu(ctx context.Context, p duban.Person) error {
	return a.menu(ctx, telegram.OneChat(p.User), "", a.Bot.Menu(p.Lang, p, true))
}

func (a *App) menu(ctx context.Context, scope telegram.Scope, lang string, commands []bot.Command) error {
	list := make([]telegram.Command, len(commands))
	for i, c := range commands {
		list[i] = telegram.Command{Name: c.Name, Description: c.Description}
	}
	return a.telegram.SetCommands(ctx, scope, lang, list)
}
