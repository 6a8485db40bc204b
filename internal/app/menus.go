package app

import (
	"context"

	"duban/bot"
	"duban/internal/duban"
	"duban/internal/store"
	"duban/internal/telegram"
	"duban/internal/text"
)

// menus sets the commands the platform's app offers: those of a contact in
// private, those of the leadership in groups, and to each admin and leader his
// own. A failed call is logged and costs nothing but the menu.
func (a *App) menus(ctx context.Context) {
	contact := duban.Person{Departments: []duban.DepartmentID{1}}
	for _, lang := range []string{"", text.English} {
		a.menu(ctx, telegram.PrivateChats(), lang, a.Bot.Menu(text.LanguageOf(lang), contact, true))
		a.menu(ctx, telegram.GroupChats(), lang, a.Bot.Menu(text.LanguageOf(lang), duban.Person{}, false))
	}
	var staff []duban.Person
	err := a.Store.Read(ctx, func(tx *store.Tx) (err error) { staff, err = tx.Staff(); return err })
	if err != nil && ctx.Err() == nil {
		a.log.Warn("read whose menus to set", "err", err)
	}
	for _, p := range staff {
		if (p.Admin || p.Leader) && p.Started && p.Reachable {
			a.menu(ctx, telegram.OneChat(p.User), "", a.Bot.Menu(p.Lang, p, true))
		}
	}
}

func (a *App) menu(ctx context.Context, scope telegram.Scope, lang string, commands []bot.Command) {
	list := make([]telegram.Command, len(commands))
	for i, c := range commands {
		list[i] = telegram.Command{Name: c.Name, Description: c.Description}
	}
	if err := a.telegram.SetCommands(ctx, scope, lang, list); err != nil && ctx.Err() == nil {
		a.log.Warn("set the menu", "lang", lang, "err", err)
	}
}
