package bot

import (
	"fmt"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// allowGroup puts this group on the allow-list as the leadership group, posts
// the board and pins it; /group off takes it off.
func (b *Bot) allowGroup(a *ask) (Reply, error) {
	if a.in.Chat.Private {
		groups, err := a.Groups()
		m := text.Groups{}
		for _, g := range groups {
			m.Titles = append(m.Titles, a.voice.Group(g))
		}
		return a.say(m), err
	}
	switch strings.ToLower(a.args) {
	case "off", "取消", "撤销":
		found, err := a.ForgetGroup(a.in.Chat.ID)
		if err != nil || !found {
			return Reply{}, err
		}
		a.changed("group", fmt.Sprintf("chat:%d", a.in.Chat.ID), map[string]any{"allowed": false})
		return a.say(text.GroupForgotten{}), nil
	case "", "leadership", "领导小组":
	default:
		return refuse(text.GroupUsage{})
	}
	list, err := a.list()
	if err != nil {
		return Reply{}, err
	}
	g, err := a.AllowGroup(duban.Group{Chat: a.in.Chat.ID, Title: a.in.Chat.Title, List: list.ID, Role: duban.Leadership})
	if err != nil {
		return Reply{}, err
	}
	a.changed("group", fmt.Sprintf("chat:%d", g.Chat), map[string]any{"allowed": true, "role": g.Role})
	return Reply{Say: []chat.Post{a.post(text.GroupAllowed{}), pinnedBoard(g)}}, nil
}

func pinnedBoard(g duban.Group) chat.Post {
	v := chat.View{Kind: chat.Board, List: int64(g.List)}
	return chat.Post{Chat: g.Chat, View: &v, About: &v, Pin: true}
}

// migrated follows a group to its new identity. The platform tells of it from
// both sides.
func (b *Bot) migrated(tx Tx, in chat.Incoming) (Reply, error) {
	return b.Moved(tx, in.Chat.ID, in.NewChat)
}

// Moved gives a group its new identity and posts its board there, once, whoever
// tells of it first: the group itself, or the answer to a message sent to its old
// identity.
func (b *Bot) Moved(tx Tx, from, to int64) (Reply, error) {
	if err := tx.MoveChat(from, to); err != nil {
		return Reply{}, err
	}
	g, found, err := tx.Group(to)
	if err != nil || !found {
		return Reply{}, err
	}
	board := pinnedBoard(g)
	board.Key = fmt.Sprintf("board:%d", g.Chat)
	return Reply{Say: []chat.Post{board}}, nil
}

// role gives or takes a role: /role 李明 leader, /role 王芳 none; with a role alone
// the platform's chooser asks for whom; alone it lists who has one.
func (b *Bot) role(a *ask) (Reply, error) {
	words := strings.Fields(a.args)
	if len(words) == 0 {
		return b.staff(a)
	}
	var to position
	switch strings.ToLower(words[len(words)-1]) {
	case "leader", "领导":
		to.As = asLeader
	case "admin", "督办员":
		to.As = asAdmin
	case "none", "无", "取消":
		to.As = asNobody
	default:
		return refuse(text.RoleUsage{})
	}
	if name := strings.Join(words[:len(words)-1], " "); name != "" {
		return b.findPerson(a, name, to)
	}
	return b.choose(a, to)
}

// notLastAdmin refuses to leave the office without anybody.
func (b *Bot) notLastAdmin(a *ask) error {
	admins, err := a.Admins()
	if err == nil && len(admins) < 2 {
		err = refusal{text.LastAdmin{}}
	}
	return err
}

func (b *Bot) staff(a *ask) (Reply, error) {
	people, err := a.Staff()
	if err != nil {
		return Reply{}, err
	}
	dir, err := a.Directory()
	m := text.Staff{}
	for _, p := range people {
		m.People = append(m.People, text.StaffLine{
			Person: p, Departments: named(dir, p.Departments), Heads: named(dir, p.Heads),
		})
	}
	return a.say(m), err
}
