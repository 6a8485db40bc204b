package bot

import (
	"slices"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// start binds whoever brings a one-time code, and greets everybody else.
func (b *Bot) start(a *ask) (Reply, error) {
	if a.args == "" {
		return b.greet(a)
	}
	if a.in.Forwarded {
		return refuse(text.CodeForwarded{})
	}
	inv, valid, err := a.Redeem(strings.Fields(a.args)[0], a.who.ID)
	if err != nil {
		return Reply{}, err
	}
	if !valid {
		return refuse(text.CodeInvalid{})
	}
	return b.take(a, inv)
}

// take makes a person what an invitation says.
func (b *Bot) take(a *ask, inv duban.Invitation) (Reply, error) {
	var dep duban.Department
	before := a.who
	if inv.Name != "" {
		if err := a.SetName(a.who.ID, inv.Name); err != nil {
			return Reply{}, err
		}
		a.who.Name, a.who.Named = inv.Name, true
	}
	if inv.Admin {
		if err := a.SetAdmin(a.who.ID, true); err != nil {
			return Reply{}, err
		}
	}
	if inv.Leader {
		if err := a.SetLeader(a.who.ID, true); err != nil {
			return Reply{}, err
		}
	}
	if inv.Department != 0 {
		dir, err := a.Directory()
		if err != nil {
			return Reply{}, err
		}
		dep, _ = dir.ByID(inv.Department)
		if _, err := a.Bind(a.who.ID, dep.ID, inv.Head); err != nil {
			return Reply{}, err
		}
	}
	a.changed("redeem", personSubject(a.who), map[string]any{
		"admin": inv.Admin, "leader": inv.Leader, "department": dep.Name, "head": inv.Head, "invited": inv.Name,
	})
	reply := a.say(text.Welcome{Name: a.who.Name, Admin: inv.Admin, Leader: inv.Leader, Department: dep, Head: inv.Head})
	if err := b.newMenu(a, &reply, before); err != nil {
		return Reply{}, err
	}
	if dep.ID == 0 {
		a.who.Admin, a.who.Leader = a.who.Admin || inv.Admin, a.who.Leader || inv.Leader
		err := b.tellOtherAdmins(a, &reply, text.RoleTold{Person: a.who, Code: true}, a.who.ID)
		return reply, err
	}
	return b.catchUp(a, reply, a.who.ID, dep.ID)
}

// catchUp sends a department's first contact, if that is now this person, what
// the department is asked for at this time: once, whatever he is bound and
// released meanwhile.
func (b *Bot) catchUp(tx Tx, reply Reply, p duban.PersonID, dep duban.DepartmentID) (Reply, error) {
	contacts, err := tx.Contacts()
	if err != nil || !slices.ContainsFunc(duban.FirstContacts(contacts, b.today(tx)), func(c duban.Contact) bool {
		return c.Person == p && c.Department == dep
	}) {
		return reply, err
	}
	to, err := tx.Person(p)
	if err != nil {
		return reply, err
	}
	openings, err := tx.Collecting(dep)
	for _, o := range openings {
		first, err := tx.Occur(duban.Occurrence{Person: p, Kind: duban.DigestSent, Cause: o.CauseFor(dep), Opening: o.ID})
		if err != nil {
			return reply, err
		}
		if first {
			v := chat.View{Kind: chat.Digest, Person: int64(p), Opening: int64(o.ID)}
			reply.Say = append(reply.Say, chat.Post{Chat: to.User, View: &v, About: &v, Lane: chat.Notice, Unasked: true})
		}
	}
	return reply, err
}

func (b *Bot) greet(a *ask) (Reply, error) {
	if !a.may(viewer) {
		return a.say(text.Hello{}), nil
	}
	return b.help(a)
}

// help lists what this person may do, out of the route table.
func (b *Bot) help(a *ask) (Reply, error) {
	var lines []text.HelpLine
	for _, c := range b.commands(a.voice, a, a.in.Chat.Private) {
		lines = append(lines, text.HelpLine{Command: c.Name, Does: c.Description, Example: a.voice.Label("example." + c.Name)})
	}
	return a.say(text.Help{Lines: lines, Contact: a.may(contact), Leader: a.may(leader), Stranger: !a.may(viewer)}), nil
}

func (b *Bot) whoami(a *ask) (Reply, error) {
	if !a.in.Chat.Private {
		return a.say(text.GroupIs{Allowed: a.group.ID != 0}), nil
	}
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	return a.say(text.Whoami{
		Person: a.who, Departments: named(dir, a.who.Departments), Heads: named(dir, a.who.Heads),
	}), nil
}

func named(dir duban.Directory, ids []duban.DepartmentID) []duban.Department {
	var deps []duban.Department
	for _, id := range ids {
		if d, ok := dir.ByID(id); ok {
			deps = append(deps, d)
		}
	}
	return deps
}

func (b *Bot) lang(a *ask) (Reply, error) {
	lang := strings.ToLower(strings.TrimSpace(a.args))
	switch lang {
	case text.Chinese, "中文", "汉语":
		lang = text.Chinese
	case text.English, "英文", "英语", "english":
		lang = text.English
	case "":
		return a.say(text.Languages{}, languageButtons(a)), nil
	default:
		return refuse(text.NoLanguage{Said: a.args})
	}
	a.voice.Lang = lang
	return a.say(text.LanguageSet{}), a.SetLang(a.who.ID, lang)
}

// languages are those a button can choose, by their place.
var languages = []string{text.Chinese, text.English}

func languageButtons(a *ask) (row []chat.Button) {
	for i, lang := range languages {
		row = append(row, chat.Button{Label: a.voice.Label("button.lang." + lang), Data: data("lang", i)})
	}
	return row
}

// pressLang speaks the chosen language from now on.
func (b *Bot) pressLang(a *ask) (Reply, error) {
	if a.ids[0] >= int64(len(languages)) {
		return b.oldButton(a)
	}
	a.voice.Lang = languages[a.ids[0]]
	return a.instead(text.LanguageSet{}), a.SetLang(a.who.ID, a.voice.Lang)
}

// standing records whether the bot may still write to somebody, and tells the
// admins when a contact can no longer be reached.
func (b *Bot) standing(tx Tx, in chat.Incoming) (Reply, error) {
	if !in.Chat.Private {
		return b.Reachable(tx, in.Chat.ID, in.Standing == chat.CanWrite)
	}
	return b.Reachable(tx, in.From.ID, in.Standing == chat.CanWrite)
}

// Reachable records whether the platform lets the bot write to a user or, with
// an identity below zero, a group. When a contact is lost the admins are told,
// once, and whoever comes after him in a department is asked instead; of a lost
// group they are told too, and it is off the allow-list.
func (b *Bot) Reachable(tx Tx, user int64, yes bool) (Reply, error) {
	if user < 0 {
		return b.groupReachable(tx, user, yes)
	}
	changed, err := tx.SetReachable(user, yes)
	if err != nil || !changed || yes {
		return Reply{}, err
	}
	p, found, err := tx.PersonByUser(user)
	if err != nil || !found || !p.IsContact() {
		return Reply{}, err
	}
	dir, err := tx.Directory()
	if err != nil {
		return Reply{}, err
	}
	reply, err := b.tellAdmins(tx, text.ContactLost{Person: p, Departments: named(dir, p.Departments)})
	if err != nil {
		return reply, err
	}
	contacts, err := tx.Contacts()
	for _, c := range duban.FirstContacts(contacts, b.today(tx)) {
		if err == nil && p.ServesFor(c.Department) {
			reply, err = b.catchUp(tx, reply, c.Person, c.Department)
		}
	}
	return reply, err
}

func (b *Bot) groupReachable(tx Tx, id int64, yes bool) (Reply, error) {
	if yes {
		return Reply{}, nil // an admin has to allow it
	}
	g, found, err := tx.Group(id)
	if err != nil || !found {
		return Reply{}, err
	}
	if _, err := tx.ForgetGroup(id); err != nil {
		return Reply{}, err
	}
	return b.tellAdmins(tx, text.GroupLost{Group: g})
}

// tellAdmins says something to every admin at the next working hour.
func (b *Bot) tellAdmins(tx Tx, message any) (Reply, error) {
	admins, err := tx.Admins()
	return Reply{Say: b.toAdmins(tx, admins, message)}, err
}

func (b *Bot) toAdmins(tx Tx, admins []duban.Person, message any) (posts []chat.Post) {
	for _, p := range admins {
		html := b.voice(p.Lang, tx.Now()).Say(message)
		posts = append(posts, chat.Post{Chat: p.User, Text: &chat.Outgoing{HTML: html}, Lane: chat.Notice, Unasked: true})
	}
	return posts
}

// anotherBot says that a command is not kept as words, and not carried out.
func (b *Bot) anotherBot(a *ask) (Reply, error) { return refuse(text.AnotherBot{Said: a.in.Text}) }

func (b *Bot) unknownCommand(a *ask) (Reply, error) {
	var names []string
	for _, c := range b.commands(a.voice, a, a.in.Chat.Private) {
		names = append(names, c.Name)
	}
	return refuse(text.NoCommand{Said: a.args, Nearest: nearest(a.args, names)})
}

// nearest returns the name that begins most like what was said, empty for none.
func nearest(said string, names []string) string {
	best, length := "", 1
	for _, n := range names {
		same := 0
		for same < len(n) && same < len(said) && n[same] == said[same] {
			same++
		}
		if same > length {
			best, length = n, same
		}
	}
	return best
}

// secret answers words or a file with a secrecy marking. Nothing of them is kept.
func (b *Bot) secret(a *ask) (Reply, error) {
	before, err := b.before(a)
	if err != nil {
		return Reply{}, err
	}
	reply := a.say(text.Secret{File: a.in.File != nil, Before: before})
	reply.Say = append(reply.Say, chat.Post{Chat: a.in.Chat.ID, Edit: a.in.Message, Delete: true})
	return reply, nil
}

// personal answers words or a file with numbers of persons. Nothing of them is kept.
func (b *Bot) personal(a *ask) (Reply, error) {
	before, err := b.before(a)
	if err != nil {
		return Reply{}, err
	}
	return refuse(text.Personal{Count: duban.Inspect(everyWord(a.in)).Numbers, File: a.in.File != nil, Before: before})
}

// calledSecret asks for other words, once for each message. Nothing of it is kept.
func (b *Bot) calledSecret(a *ask) (Reply, error) {
	before, err := b.before(a)
	if err != nil {
		return Reply{}, err
	}
	return refuse(text.CalledSecret{File: a.in.File != nil, Before: before})
}

// before are the numbers of the tasks about which an earlier version of a changed
// message was filed. That version stands.
func (b *Bot) before(a *ask) (nos []int, err error) {
	if a.in.Kind != chat.Edited {
		return nil, nil
	}
	reports, err := a.ReportsFrom(a.in.Source)
	if err != nil {
		return nil, err
	}
	for _, r := range reports {
		d, err := a.Assignment(r.Assignment)
		if err != nil {
			return nil, err
		}
		t, err := a.Task(d.Task)
		if err != nil {
			return nil, err
		}
		nos = append(nos, t.No)
	}
	slices.Sort(nos)
	return slices.Compact(nos), nil
}

// here answers a press on a label that is no button, such as a page number.
func (b *Bot) here(*ask) (Reply, error) { return Reply{}, nil }

// oldButton answers a press that leads nowhere any longer.
func (b *Bot) oldButton(a *ask) (Reply, error) { return refuse(text.OldButton{}) }
