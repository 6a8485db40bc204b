package bot

import (
	"fmt"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// invite makes a one-time link: /invite 教育局 [姓名], /invite leader, /invite admin.
func (b *Bot) invite(a *ask) (Reply, error) {
	words := strings.Fields(a.args)
	if len(words) == 0 {
		return refuse(text.InviteUsage{})
	}
	inv := duban.Invitation{Name: strings.Join(words[1:], " ")}
	var dep duban.Department
	switch strings.ToLower(words[0]) {
	case "admin", "督办员":
		inv.Admin = true
	case "leader", "领导":
		inv.Leader = true
	default:
		var err error
		if dep, err = a.department(words[0]); err != nil {
			return Reply{}, err
		}
		if dep.Kind == duban.Collective {
			return refuse(text.CollectiveHasMembers{Department: dep})
		}
		inv.Department = dep.ID
	}
	code, err := a.Invite(inv)
	if err != nil {
		return Reply{}, err
	}
	a.changed("invite", personSubject(a.who), map[string]any{
		"admin": inv.Admin, "leader": inv.Leader, "department": dep.Name, "name": inv.Name,
	})
	return a.say(text.Invited{
		Department: dep, Admin: inv.Admin, Leader: inv.Leader, Name: inv.Name, Link: b.Link(code),
	}), nil
}

// Link is where a one-time code is brought to the bot by one tap.
func (b *Bot) Link(code string) string {
	return fmt.Sprintf("https://t.me/%s?start=%s", b.Username, code)
}

// contact names who answers for a department: /contact 教育局 with a name the bot
// has met, as a reply to the person's message, or alone with the people chooser.
func (b *Bot) contact(a *ask) (Reply, error) {
	name, person, _ := strings.Cut(strings.TrimSpace(a.args), " ")
	if name == "" {
		return refuse(text.ContactUsage{})
	}
	dep, err := a.department(name)
	if err != nil {
		return Reply{}, err
	}
	if dep.Kind == duban.Collective {
		return refuse(text.CollectiveHasMembers{Department: dep})
	}
	head := false
	if person, head = cutHead(person); person != "" {
		return b.contactNamed(a, dep, person, head)
	}
	if from := a.repliedTo(); from.ID != 0 {
		p, err := a.Meet(from.ID, from.Name, text.LanguageOf(from.Lang))
		if err != nil {
			return Reply{}, err
		}
		return b.offer(a, dep, p, head)
	}
	if !a.in.Chat.Private {
		return refuse(text.ContactUsage{})
	}
	v := chat.View{Kind: chat.Choose, Department: int64(dep.ID)}
	reply := a.say(text.ChoosePerson{Department: dep})
	reply.Say[0].About = &v
	reply.Say[0].Text.Choose = &chat.Chooser{Request: int64(dep.ID), Label: a.voice.Label("button.choose")}
	return reply, nil
}

// cutHead takes the word for a head off the end of a person's name.
func cutHead(person string) (name string, head bool) {
	person = strings.TrimSpace(person)
	for _, word := range []string{"head", "负责人"} {
		if name, ok := strings.CutSuffix(person, word); ok {
			return strings.TrimSpace(name), true
		}
	}
	return person, false
}

// repliedTo is the person whose message was answered.
func (a *ask) repliedTo() chat.Person {
	if a.in.Reply == nil || a.in.Reply.From.Bot {
		return chat.Person{}
	}
	return a.in.Reply.From
}

func (b *Bot) contactNamed(a *ask, dep duban.Department, name string, head bool) (Reply, error) {
	found, err := a.PeopleNamed(name)
	if err != nil {
		return Reply{}, err
	}
	switch len(found) {
	case 0:
		return refuse(text.NeverMet{Name: name, Department: dep})
	case 1:
		return b.offer(a, dep, found[0], head)
	}
	var rows [][]chat.Button
	for _, p := range found[:min(len(found), maxChoices)] {
		rows = append(rows, []chat.Button{{Label: fmt.Sprintf("%s · %d", p.Name, p.User), Data: data("who", int64(p.ID), int64(dep.ID))}})
	}
	return a.say(text.WhichPerson{Name: name, Department: dep}, rows...), nil
}

// chosen takes a person out of the chooser, or a contact card sent as the answer
// to it.
func (b *Bot) chosen(a *ask) (Reply, error) {
	var p chat.Person
	dep := duban.DepartmentID(a.about.Department)
	switch {
	case a.in.Chosen != nil:
		dep = duban.DepartmentID(a.in.Chosen.Request)
		if len(a.in.Chosen.Users) > 0 {
			p = a.in.Chosen.Users[0]
		}
	case a.in.Shared != nil:
		p = chat.Person{ID: a.in.Shared.User, Name: a.in.Shared.Name}
	}
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	d, ok := dir.ByID(dep)
	switch {
	case !ok:
		return refuse(text.ContactUsage{})
	case p.ID == 0:
		return refuse(text.NeverMet{Name: p.Name, Department: d})
	}
	who, met, err := a.PersonByUser(p.ID)
	if err != nil {
		return Reply{}, err
	}
	if !met {
		return refuse(text.NeverMet{Name: p.Name, Department: d})
	}
	return b.offer(a, d, who, false)
}

func (b *Bot) pressWho(a *ask) (Reply, error) {
	p, d, err := a.personAndDepartment(a.ids[0], a.ids[1])
	if err != nil {
		return b.oldButton(a)
	}
	return b.offer(a, d, p, false)
}

func (a *ask) personAndDepartment(person, dep int64) (duban.Person, duban.Department, error) {
	p, err := a.Person(duban.PersonID(person))
	if err != nil {
		return p, duban.Department{}, err
	}
	dir, err := a.Directory()
	if err != nil {
		return p, duban.Department{}, err
	}
	d, ok := dir.ByID(duban.DepartmentID(dep))
	if !ok {
		return p, d, &duban.Error{Kind: duban.NotFound, Reason: "department"}
	}
	return p, d, nil
}

// How a found person is bound; the number travels in the button's data.
const (
	bindAlso int64 = iota // beside what he is
	bindMove              // instead of what he is
	bindHead              // as 负责人
)

// offer shows a found person with name and id; he is bound on a second press.
func (b *Bot) offer(a *ask, d duban.Department, p duban.Person, head bool) (Reply, error) {
	if !p.Started || !p.Reachable {
		return refuse(text.NotStarted{Name: p.Name, Department: d})
	}
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	button := func(label string, how int64) []chat.Button {
		return []chat.Button{{Label: a.voice.Label(label), Data: data("bind", int64(p.ID), int64(d.ID), how)}}
	}
	others := named(dir, p.Departments)
	m := text.Offer{Name: p.Name, User: p.User, Department: d, Others: others, Head: head}
	switch {
	case head:
		return a.say(m, button("button.bindhead", bindHead)), nil
	case len(others) > 0:
		return a.say(m, button("button.move", bindMove), button("button.also", bindAlso)), nil
	}
	return a.say(m, button("button.bind", bindAlso)), nil
}

func (b *Bot) pressBind(a *ask) (Reply, error) {
	p, d, err := a.personAndDepartment(a.ids[0], a.ids[1])
	if err != nil {
		return b.oldButton(a)
	}
	if !p.Started || !p.Reachable {
		return refuse(text.NotStarted{Name: p.Name, Department: d})
	}
	head := a.ids[2] == bindHead
	if a.ids[2] == bindMove {
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
	done := a.post(text.Bound{Name: p.Name, Department: d, Head: head, Before: !added})
	done.Edit = a.in.Message
	reply := Reply{Say: []chat.Post{done}}
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

// release ends what a person is for a department.
func (b *Bot) release(a *ask, p duban.Person, dep duban.DepartmentID) error {
	found, err := a.Unbind(p.ID, dep)
	if err != nil || !found {
		return err
	}
	a.changed("unbind", fmt.Sprintf("department:%d", dep), map[string]any{"person": p.ID})
	return a.EndWalk(p.ID)
}

// contacts lists who answers for which department, and what is missing.
func (b *Bot) contacts(a *ask) (Reply, error) {
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	all, err := a.Contacts()
	if err != nil {
		return Reply{}, err
	}
	members, err := a.Members()
	if err != nil {
		return Reply{}, err
	}
	m := text.Contacts{}
	for _, d := range dir {
		line := text.ContactLine{Department: d}
		for _, c := range all {
			if c.Department != d.ID {
				continue
			}
			p, err := a.Person(c.Person)
			if err != nil {
				return Reply{}, err
			}
			person := text.ContactPerson{Name: p.Name, Head: c.Head, Lost: !p.Started || !p.Reachable}
			if p.Away.Covers(b.today(a)) {
				person.Away = p.Away.Until
			}
			line.People = append(line.People, person)
		}
		for _, mem := range members {
			if mem.Collective == d.ID {
				line.Members = append(line.Members, named(dir, []duban.DepartmentID{mem.Member})...)
			}
		}
		m.Lines = append(m.Lines, line)
	}
	return a.say(m), nil
}

// unbind ends a person's duty: /unbind 教育局 [姓名].
func (b *Bot) unbind(a *ask) (Reply, error) {
	name, person, _ := strings.Cut(strings.TrimSpace(a.args), " ")
	if name == "" {
		return refuse(text.UnbindUsage{})
	}
	dep, err := a.department(name)
	if err != nil {
		return Reply{}, err
	}
	all, err := a.Contacts()
	if err != nil {
		return Reply{}, err
	}
	var found []duban.Person
	for _, c := range all {
		if c.Department != dep.ID {
			continue
		}
		p, err := a.Person(c.Person)
		if err != nil {
			return Reply{}, err
		}
		if strings.Contains(p.Name, strings.TrimSpace(person)) {
			found = append(found, p)
		}
	}
	switch len(found) {
	case 0:
		return refuse(text.NobodyBound{Department: dep, Name: person})
	case 1:
		return b.unbound(a, found[0], dep)
	}
	var rows [][]chat.Button
	for _, p := range found {
		rows = append(rows, []chat.Button{{Label: p.Name, Data: data("unbind", int64(p.ID), int64(dep.ID))}})
	}
	return a.say(text.WhichPerson{Name: person, Department: dep}, rows...), nil
}

func (b *Bot) pressUnbind(a *ask) (Reply, error) {
	p, d, err := a.personAndDepartment(a.ids[0], a.ids[1])
	if err != nil {
		return b.oldButton(a)
	}
	return b.unbound(a, p, d)
}

func (b *Bot) unbound(a *ask, p duban.Person, d duban.Department) (Reply, error) {
	if err := b.release(a, p, d.ID); err != nil {
		return Reply{}, err
	}
	reply := a.say(text.Unbound{Name: p.Name, Department: d})
	if p.Started && p.Reachable {
		told := b.voice(p.Lang, a.Now()).Say(text.YouAreUnbound{Department: d})
		reply.Say = append(reply.Say, chat.Post{Chat: p.User, Text: &chat.Outgoing{HTML: told}})
	}
	return reply, nil
}
