package bot

import (
	"duban/internal/chat"
	"duban/internal/duban"
)

// refresh notes that what shows the speaker's departments has changed: the digests
// of all who answer for them, and the boards.
func (a *ask) refresh() {
	for _, d := range a.who.Departments {
		a.Outdate(chat.View{Kind: chat.Digest, Department: int64(d)})
	}
	a.refreshBoards()
}

// refreshBoards notes that the pinned boards show what was.
func (a *ask) refreshBoards() { a.Outdate(chat.View{Kind: chat.Board}) }

// Refreshes brings up to date what was noted and is due: a post for each message
// that shows it.
func (b *Bot) Refreshes(tx Tx) (posts []chat.Post, err error) {
	views, err := tx.Outdated()
	if err != nil {
		return nil, err
	}
	for _, v := range views {
		shown, err := showing(tx, v)
		if err != nil {
			return nil, err
		}
		for _, s := range shown {
			posts = append(posts, s.Refresh())
		}
	}
	return posts, nil
}

// showing are the messages that show a view which was noted.
func showing(tx Tx, v chat.View) (shown []chat.Showing, err error) {
	if v.Kind == chat.Digest {
		return tx.Digests(duban.DepartmentID(v.Department))
	}
	groups, err := tx.Groups()
	for _, g := range groups {
		if g.Board != 0 {
			shown = append(shown, chat.Showing{Chat: g.Chat, Message: g.Board, View: chat.View{Kind: chat.Board, List: int64(g.List)}})
		}
	}
	return shown, err
}
