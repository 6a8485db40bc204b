package bot

import (
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// publish shows an admin who is missing in the round that closed last; the group
// sees it only when he presses.
func (b *Bot) publish(a *ask) (Reply, error) {
	list, err := a.list()
	if err != nil {
		return Reply{}, err
	}
	o, found, err := a.NewestOpening(list.ID)
	if err != nil {
		return Reply{}, err
	}
	if !found {
		return refuse(text.NothingToPublish{})
	}
	if err := b.publishable(a, o); err != nil {
		return Reply{}, err
	}
	return a.send(chat.View{Kind: chat.Office, Person: int64(a.who.ID), Opening: int64(o.ID)}), nil
}

// publishable refuses what nobody above the contacts is to hear of: a round that is
// still open, one in which nobody is missing.
func (b *Bot) publishable(a *ask, o duban.Opening) error {
	if a.Now().Before(o.Closes) {
		return refusal{text.NotClosed{Closes: o.Closes}}
	}
	dir, err := a.Directory()
	if err != nil {
		return err
	}
	s, err := shortfallOf(a, dir, o.ID)
	if err == nil && len(s.departments) == 0 {
		return refusal{text.NothingToPublish{}}
	}
	return err
}

// pressPublish shows the group who is missing, once a day.
func (b *Bot) pressPublish(a *ask) (Reply, error) {
	o, err := a.Opening(duban.OpeningID(a.ids[0]))
	if err != nil {
		return b.oldButton(a)
	}
	if err := b.publishable(a, o); err != nil {
		return Reply{}, err
	}
	groups, err := leaders(a, o.List)
	if err != nil {
		return Reply{}, err
	}
	if len(groups) == 0 {
		return refuse(text.NoGroup{})
	}
	m := text.Published{Waits: !b.Calendar.Working(a.Now()), At: b.Calendar.NextWorking(a.Now())}
	var posts []chat.Post
	for _, g := range groups {
		day := int(b.today(a).In(b.zone()).Unix())
		first, err := a.Occur(duban.Occurrence{Group: g.ID, Kind: duban.PublishSent, Cause: o.Cause(), Step: day, Opening: o.ID})
		if err != nil {
			return Reply{}, err
		}
		if first {
			v := chat.View{Kind: chat.Publication, List: int64(o.List), Opening: int64(o.ID)}
			posts = append(posts, chat.Post{Chat: g.Chat, View: &v, About: &v, Lane: chat.Notice, Unasked: true})
			m.Groups = append(m.Groups, a.voice.Group(g))
		}
	}
	if len(posts) == 0 {
		return refuse(text.PublishedBefore{})
	}
	a.changed("publish", listSubject(duban.List{ID: o.List}), map[string]any{"opening": o.ID})
	reply := a.say(m)
	reply.Say = append(reply.Say, posts...)
	return reply, nil
}
