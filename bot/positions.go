package bot

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// post is what somebody can be made.
type post int64

const (
	asContact post = iota // 联络员 of a department
	asHead                // 负责人 of a department
	asAdmin
	asLeader
	asNobody // neither admin nor leader any longer
)

// position is what somebody is to be, and what the office calls them from then on.
type position struct {
	Department duban.Department // of a contact or a head
	As         post
	Name       string // empty where the office gives none
}

// offered is a person as they were shown, until the press that binds them.
type offered struct {
	Person     duban.PersonID
	Name, Nick string
	Position   position
	Chosen     bool // with the people chooser, whose button is then taken away
}

const offerFile = "offer"

// renamed reports whether somebody is called otherwise than they were shown.
func (o offered) renamed(p duban.Person) bool { return o.Name != p.Name || o.Nick != p.Nick }

func (a *ask) keepOffer(o offered) (id int64, err error) {
	body, err := json.Marshal(o)
	if err != nil {
		return 0, err
	}
	return a.KeepUpload(a.who.ID, offerFile, body)
}

// offered reads an offer back, with the person and the department as they are now;
// found is false where one of these is gone.
func (a *ask) offered(id int64) (o offered, p duban.Person, found bool, err error) {
	name, body, found, err := a.Upload(id)
	if err != nil || !found || name != offerFile || json.Unmarshal(body, &o) != nil {
		return o, p, false, err
	}
	to, found, err := a.position(int64(o.Position.Department.ID), int64(o.Position.As))
	if err != nil || !found {
		return o, p, false, err
	}
	o.Position.Department = to.Department
	p, err = a.Person(o.Person)
	return o, p, err == nil, err
}

// offer shows a found person with all that tells them from others: they are bound
// on a second press. A name that they chose for themselves proves nothing.
func (b *Bot) offer(a *ask, p duban.Person, to position) (Reply, error) {
	return b.offerAgain(a, offered{Person: p.ID, Position: to}, p, false)
}

func (b *Bot) offerAgain(a *ask, o offered, p duban.Person, renamed bool) (Reply, error) {
	to := o.Position
	if to.As != asNobody && (!p.Started || !p.Reachable) {
		return refuse(text.NotStarted{Person: p, Name: to.Name, Department: to.Department, Admin: to.As == asAdmin})
	}
	if to.As == asNobody && p.Admin {
		if err := b.notLastAdmin(a); err != nil {
			return Reply{}, err
		}
	}
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	m := text.Offer{
		Person: p, Name: to.Name, Department: to.Department, Head: to.As == asHead, Admin: to.As == asAdmin, Leader: to.As == asLeader,
		Departments: named(dir, p.Departments), Heads: named(dir, p.Heads), Renamed: renamed,
	}
	if to.Name == p.Name && p.Named {
		m.Name = ""
	}
	moves := to.As == asContact && slices.ContainsFunc(p.Departments, func(d duban.DepartmentID) bool { return d != to.Department.ID })
	if moves {
		if m.Left, err = b.leftByMoving(a, p, to.Department.ID); err != nil {
			return Reply{}, err
		}
	}
	o.Name, o.Nick = p.Name, p.Nick
	id, err := a.keepOffer(o)
	return a.instead(m, offerButtons(a.voice, to.As, moves, id)...), err
}

// How somebody is bound who is a contact already; the number travels in the
// button's data.
const (
	bindAlso int64 = iota // beside what they are
	bindMove              // instead of it
)

func offerButtons(voice text.Voice, as post, moves bool, id int64) [][]chat.Button {
	button := func(label string, how int64) []chat.Button {
		return []chat.Button{{Label: voice.Label(label), Data: data("bind", id, how)}}
	}
	switch {
	case as == asHead:
		return [][]chat.Button{button("button.bindhead", bindAlso)}
	case as == asNobody:
		return [][]chat.Button{button("button.norole", bindAlso)}
	case moves:
		return [][]chat.Button{button("button.move", bindMove), button("button.also", bindAlso)}
	}
	return [][]chat.Button{button("button.bind", bindAlso)}
}

// pressBind makes a person what was shown. Who has taken another name meanwhile is
// shown anew.
func (b *Bot) pressBind(a *ask) (Reply, error) {
	o, p, found, err := a.offered(a.ids[0])
	if err != nil {
		return Reply{}, err
	}
	if !found {
		return b.oldButton(a)
	}
	if o.renamed(p) || o.Position.As != asNobody && (!p.Started || !p.Reachable) {
		reply, err := b.offerAgain(a, o, p, true)
		if err == nil {
			err = a.DropUpload(a.ids[0])
		}
		return reply, err
	}
	reply, err := b.bind(a, p, o.Position, a.ids[1] == bindMove)
	if err != nil {
		return Reply{}, err
	}
	if reply.Say[0].Edit = a.in.Message; o.Chosen {
		reply.Say[0].Edit, reply.Say[0].Text.Unchoose = 0, true
		reply.Say = append(reply.Say, chat.Post{Chat: a.in.Chat.ID, Edit: a.in.Message, Delete: true})
	}
	return reply, a.DropUpload(a.ids[0])
}

func (b *Bot) bind(a *ask, p duban.Person, to position, move bool) (reply Reply, err error) {
	before := p
	if to.As == asNobody && p.Admin {
		if err := b.notLastAdmin(a); err != nil {
			return Reply{}, err
		}
	}
	if to.Name != "" && (!p.Named || to.Name != p.Name) {
		if err := a.SetName(p.ID, to.Name); err != nil {
			return Reply{}, err
		}
		p.Name, p.Named = to.Name, true
		a.changed("name", personSubject(p), map[string]any{"name": to.Name})
	}
	if to.As == asContact || to.As == asHead {
		reply, err = b.bindDepartment(a, p, to, move)
	} else {
		reply, err = b.setRole(a, p, to.As)
	}
	if err != nil {
		return Reply{}, err
	}
	err = b.newMenu(a, &reply, before)
	return reply, err
}

// bindDepartment makes a person contact or head of a department.
func (b *Bot) bindDepartment(a *ask, p duban.Person, to position, move bool) (Reply, error) {
	d, head := to.Department, to.As == asHead
	if move {
		for _, old := range p.Departments {
			if old == d.ID {
				continue
			}
			if err := b.release(a, p, old); err != nil {
				return Reply{}, err
			}
		}
	}
	added, err := a.Bind(p.ID, d.ID, head)
	if err != nil {
		return Reply{}, err
	}
	reply := a.say(text.Bound{Person: p, Department: d, Head: head, Before: !added})
	if !added {
		return reply, nil
	}
	a.changed("bind", departmentSubject(d), map[string]any{"person": p.ID, "head": head})
	welcome := b.voice(p.Lang, a.Now()).Say(text.Welcome{Name: p.Name, Department: d, Head: head})
	reply.Say = append(reply.Say, chat.Post{Chat: p.User, Text: &chat.Outgoing{HTML: welcome}})
	if head {
		return reply, nil
	}
	return b.catchUp(a, reply, p.ID, d.ID)
}

// setRole gives a person a role of the office, or takes what they have; every other
// admin is told.
func (b *Bot) setRole(a *ask, p duban.Person, as post) (Reply, error) {
	before := p
	p.Admin, p.Leader = as == asAdmin || as == asLeader && p.Admin, as == asLeader || as == asAdmin && p.Leader
	done := text.RoleSet{Person: p, Same: p.Admin == before.Admin && p.Leader == before.Leader}
	if done.Same {
		return a.say(done), nil
	}
	if err := a.SetAdmin(p.ID, p.Admin); err != nil {
		return Reply{}, err
	}
	if err := a.SetLeader(p.ID, p.Leader); err != nil {
		return Reply{}, err
	}
	a.changed("role", personSubject(p), map[string]any{"admin": p.Admin, "leader": p.Leader})
	reply := a.say(done)
	if p.Started && p.Reachable && p.ID != a.who.ID {
		var told any = text.Welcome{Name: p.Name, Admin: as == asAdmin, Leader: as == asLeader}
		if as == asNobody {
			told = text.RoleTaken{Admin: before.Admin, Leader: before.Leader}
		}
		reply.Say = append(reply.Say, chat.Post{Chat: p.User, Text: &chat.Outgoing{HTML: b.voice(p.Lang, a.Now()).Say(told)}})
	}
	err := b.tellOtherAdmins(a, &reply, text.RoleTold{By: a.who, Person: p}, p.ID)
	return reply, err
}

// tellOtherAdmins tells every admin of what one of them did, but for them and for
// whoever it was done to.
func (b *Bot) tellOtherAdmins(a *ask, reply *Reply, message any, about duban.PersonID) error {
	admins, err := a.Admins()
	admins = slices.DeleteFunc(admins, func(p duban.Person) bool { return p.ID == a.who.ID || p.ID == about })
	reply.Say = append(reply.Say, b.toAdmins(a.Tx, admins, message)...)
	return err
}

// newMenu lets the platform's app offer somebody the commands of what they have
// become. Plain contacts have the menu of every private chat.
func (b *Bot) newMenu(a *ask, reply *Reply, before duban.Person) error {
	now, err := a.Person(before.ID)
	if err == nil && (before.HasRole() || now.HasRole()) {
		reply.Start = append(reply.Start, duban.Job{
			Kind: duban.SetMenu, Person: now.ID, Chat: now.User, Source: fmt.Sprintf("%s:%d", a.in.Source, now.ID),
		})
	}
	return err
}

// findPerson looks for the person that words name, and offers them: 王芳, the number that
// /whoami tells, or the number with the name by which the office calls them.
func (b *Bot) findPerson(a *ask, words string, to position) (Reply, error) {
	if user, name, ok := cutNumber(words); ok {
		if to.Name = name; tooLong(name) {
			return refuse(text.NameTooLong{Most: maxName})
		}
		p, met, err := a.PersonByUser(user)
		if err != nil {
			return Reply{}, err
		}
		if !met {
			return refuse(text.NeverMet{Name: words, Department: to.Department, Admin: to.As == asAdmin})
		}
		return b.offer(a, p, to)
	}
	if tooLong(words) {
		return refuse(text.NameTooLong{Most: maxName})
	}
	to.Name = words
	found, err := a.PeopleNamed(words)
	switch {
	case err != nil:
		return Reply{}, err
	case len(found) == 0:
		return refuse(text.NeverMet{Name: words, Department: to.Department, Admin: to.As == asAdmin})
	case len(found) == 1:
		return b.offer(a, found[0], to)
	}
	var rows [][]chat.Button
	for _, p := range found[:min(len(found), maxChoices)] {
		id, err := a.keepOffer(offered{Person: p.ID, Name: p.Name, Nick: p.Nick, Position: to})
		if err != nil {
			return Reply{}, err
		}
		rows = append(rows, []chat.Button{{Label: personLabel(a.voice, p), Data: data("who", id)}})
	}
	return a.say(text.WhichPerson{Name: words, Department: to.Department, More: len(found) > len(rows)}, rows...), nil
}

// personLabel tells a person from others of their name on a button.
func personLabel(voice text.Voice, p duban.Person) string {
	return brief(voice.Known(p), 40) + " · " + strconv.FormatInt(p.User, 10)
}

// maxName is how long a name may be that the office gives, in characters.
const maxName = 30

func tooLong(name string) bool { return utf8.RuneCountInString(name) > maxName }

// cutNumber reads a person's number, with the name behind it: 12345, 编号12345 王芳.
func cutNumber(words string) (user int64, name string, ok bool) {
	no, name, _ := strings.Cut(strings.TrimSpace(words), " ")
	for _, word := range []string{"编号", "id"} {
		if rest, cut := strings.CutPrefix(no, word); cut {
			no = rest
		}
	}
	user, err := strconv.ParseInt(no, 10, 64)
	return user, strings.TrimSpace(name), err == nil && user > 0
}

// pressWho offers the one of several people of a name that was meant.
func (b *Bot) pressWho(a *ask) (Reply, error) {
	o, p, found, err := a.offered(a.ids[0])
	if err != nil {
		return Reply{}, err
	}
	if !found {
		return b.oldButton(a)
	}
	return b.offerAgain(a, o, p, o.renamed(p))
}

// position reads what somebody is to be out of the two numbers that stand for it;
// ok is false where they stand for nothing.
func (a *ask) position(dep, as int64) (to position, ok bool, err error) {
	to.As = post(as)
	if to.As > asHead {
		return to, to.As <= asNobody && dep == 0, nil
	}
	dir, err := a.Directory()
	to.Department, ok = dir.ByID(duban.DepartmentID(dep))
	return to, ok && as >= 0, err
}

// choose asks for the person with the platform's own chooser.
func (b *Bot) choose(a *ask, to position) (Reply, error) {
	v := chat.View{Kind: chat.Choose, Department: int64(to.Department.ID), Page: int(to.As)}
	reply := a.say(text.ChoosePerson{Department: to.Department, Head: to.As == asHead, Admin: to.As == asAdmin, Leader: to.As == asLeader})
	reply.Say[0].About = &v
	reply.Say[0].Text.Choose = &chat.Chooser{Request: request(v), Label: a.voice.Label("button.chooseperson")}
	if to.Department.ID != 0 {
		reply.Say[0].Text.Choose.Label = a.voice.Label("button.choose")
	}
	return reply, nil
}

// posts is more than there are; a request is a department and a post in one number
// below zero. Numbers above zero are those of older keyboards, which named a
// department alone and stay below the input line of whoever did not use them.
const posts = 8

func request(v chat.View) int64 { return -v.Department*posts - int64(v.Page) - 1 }

func requested(request int64) (dep, as int64) {
	n := -request - 1
	return n / posts, n % posts
}

// chosen takes a person out of the chooser, or a contact card sent as the answer
// to it.
func (b *Bot) chosen(a *ask) (Reply, error) {
	var p chat.Person
	dep, as := a.about.Department, int64(a.about.Page)
	switch {
	case a.in.Chosen != nil:
		dep, as = requested(a.in.Chosen.Request)
		if len(a.in.Chosen.Users) > 0 {
			p = a.in.Chosen.Users[0]
		}
	case a.in.Shared != nil:
		p = chat.Person{ID: a.in.Shared.User, Name: a.in.Shared.Name}
		if a.about.Kind != chat.Choose {
			return refuse(text.ContactUsage{})
		}
	}
	to, ok, err := a.position(dep, as)
	if err != nil {
		return Reply{}, err
	}
	if !ok {
		return refuse(text.ContactUsage{})
	}
	who, met, err := a.PersonByUser(p.ID)
	if err != nil {
		return Reply{}, err
	}
	if !met {
		return refuse(text.NeverMet{Name: p.Name, Department: to.Department, Admin: to.As == asAdmin})
	}
	return b.offerAgain(a, offered{Person: who.ID, Position: to, Chosen: true}, who, false)
}
