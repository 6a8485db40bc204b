package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// invite makes a one-time link: /invite 教育局 [姓名] [负责人], /invite leader [姓名],
// /invite admin [姓名].
func (b *Bot) invite(a *ask) (Reply, error) {
	words := strings.Fields(a.args)
	if len(words) == 0 {
		return refuse(text.InviteUsage{})
	}
	var inv duban.Invitation
	inv.Name, inv.Head = cutHead(strings.Join(words[1:], " "))
	if tooLong(inv.Name) {
		return refuse(text.NameTooLong{Most: maxName})
	}
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
		"admin": inv.Admin, "leader": inv.Leader, "department": dep.Name, "head": inv.Head, "name": inv.Name,
	})
	reply := a.say(text.Invited{
		Department: dep, Head: inv.Head, Admin: inv.Admin, Leader: inv.Leader, Name: inv.Name, Link: b.Link(code),
	})
	reply.Say[0].Expires = a.Now().Add(duban.InvitationLife)
	return reply, nil
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
	to := position{Department: dep}
	person, head := cutHead(person)
	if head {
		to.As = asHead
	}
	switch {
	case !a.in.Chat.Private:
		return b.contactInGroup(a, person, to)
	case person != "":
		return b.findPerson(a, person, to)
	}
	return b.choose(a, to)
}

// contactInGroup offers the person whose message was answered. Groups see no
// persons: the offer is made in private.
func (b *Bot) contactInGroup(a *ask, name string, to position) (Reply, error) {
	from := a.repliedTo()
	if from.ID == 0 {
		return refuse(text.ContactUsage{})
	}
	if to.Name = name; tooLong(name) {
		return refuse(text.NameTooLong{Most: maxName})
	}
	p, err := a.Meet(from.ID, from.Name, text.LanguageOf(from.Lang))
	if err != nil {
		return Reply{}, err
	}
	apart := *a
	apart.in.Chat = chat.Chat{ID: a.who.User, Private: true}
	apart.voice = b.voice(a.who.Lang, a.Now())
	offer, err := b.offer(&apart, p, to)
	var no refusal
	if errors.As(err, &no) {
		offer, err = apart.refused(no), nil
	}
	reply := a.say(text.GoesOnInPrivate{})
	reply.Say[0].ReplyTo = a.in.Message
	reply.Say = append(reply.Say, offer.Say...)
	return reply, err
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

// release ends what a person is for a department.
func (b *Bot) release(a *ask, p duban.Person, dep duban.DepartmentID) error {
	found, err := a.Unbind(p.ID, dep)
	if err != nil || !found {
		return err
	}
	a.changed("unbind", fmt.Sprintf("department:%d", dep), map[string]any{"person": p.ID})
	return a.EndWalk(p.ID)
}

// unbind ends a person's duty: /unbind 教育局 [姓名]. What leaves a department with
// nobody to ask is confirmed first.
func (b *Bot) unbind(a *ask) (Reply, error) {
	args, sure := cutConfirm(a.args)
	name, person, _ := strings.Cut(args, " ")
	if name == "" {
		return refuse(text.UnbindUsage{})
	}
	dep, err := a.department(name)
	if err != nil {
		return Reply{}, err
	}
	person = strings.TrimSpace(person)
	found, err := a.boundTo(dep.ID, person)
	if err != nil {
		return Reply{}, err
	}
	switch len(found) {
	case 0:
		return refuse(text.NobodyBound{Department: dep, Name: person})
	case 1:
		return b.unbound(a, found[0], dep, sure)
	}
	var rows [][]chat.Button
	for _, p := range found[:min(len(found), maxChoices)] {
		rows = append(rows, []chat.Button{{Label: personLabel(a.voice, p), Data: data("unbind", int64(p.ID), int64(dep.ID))}})
	}
	return a.say(text.WhichPerson{Name: person, Department: dep, More: len(found) > len(rows)}, rows...), nil
}

// boundTo returns who is contact or head of a department, each once: all of them, or
// those whom words name.
func (a *ask) boundTo(dep duban.DepartmentID, words string) (found []duban.Person, err error) {
	all, err := a.Contacts()
	if err != nil {
		return nil, err
	}
	user, _, byNumber := cutNumber(words)
	for _, c := range all {
		if c.Department != dep || slices.ContainsFunc(found, func(p duban.Person) bool { return p.ID == c.Person }) {
			continue
		}
		p, err := a.Person(c.Person)
		if err != nil {
			return nil, err
		}
		if words == "" || strings.EqualFold(p.Name, words) || byNumber && p.User == user {
			found = append(found, p)
		}
	}
	return found, nil
}

func (b *Bot) pressUnbind(a *ask) (Reply, error)  { return b.pressedUnbind(a, false) }
func (b *Bot) pressRelease(a *ask) (Reply, error) { return b.pressedUnbind(a, true) }

func (b *Bot) pressedUnbind(a *ask, sure bool) (Reply, error) {
	p, err := a.Person(duban.PersonID(a.ids[0]))
	if err != nil {
		return b.oldButton(a)
	}
	to, ok, err := a.position(a.ids[1], int64(asContact))
	if err != nil {
		return Reply{}, err
	}
	if !ok || !slices.Contains(p.Sees(), to.Department.ID) {
		return b.oldButton(a)
	}
	return b.unbound(a, p, to.Department, sure)
}

func (b *Bot) unbound(a *ask, p duban.Person, d duban.Department, sure bool) (Reply, error) {
	if !sure {
		left, err := b.leaves(a, p, d)
		if err != nil {
			return Reply{}, err
		}
		if left != nil {
			m := text.UnbindHole{Person: p, Left: *left}
			return a.instead(m, []chat.Button{{Label: a.voice.Label("button.unbind"), Data: data("release", int64(p.ID), int64(d.ID))}}), nil
		}
	}
	if err := b.release(a, p, d.ID); err != nil {
		return Reply{}, err
	}
	reply := a.instead(text.Unbound{Person: p, Department: d})
	if p.Started && p.Reachable {
		told := b.voice(p.Lang, a.Now()).Say(text.YouAreUnbound{Department: d})
		reply.Say = append(reply.Say, chat.Post{Chat: p.User, Text: &chat.Outgoing{HTML: told}})
	}
	err := b.newMenu(a, &reply, p)
	return reply, err
}

// leaves is the department in which nobody would be asked without a person, and how
// many tasks wait there; nil where somebody else is, or nobody was before.
func (b *Bot) leaves(a *ask, p duban.Person, d duban.Department) (*text.Left, error) {
	contacts, err := a.Contacts()
	if err != nil || !p.ServesFor(d.ID) {
		return nil, err
	}
	others := slices.DeleteFunc(contacts, func(c duban.Contact) bool { return c.Person == p.ID || c.Department != d.ID })
	if len(duban.FirstContacts(others, b.today(a))) > 0 {
		return nil, nil
	}
	left := &text.Left{Department: d}
	list, found, err := a.CurrentList()
	if err != nil || !found {
		return left, err
	}
	all, err := a.Assignments(list.ID)
	for _, x := range all {
		if x.Department == d.ID && x.State == duban.Open {
			left.Tasks++
			if x.Role == duban.Lead {
				left.Leads++
			}
		}
	}
	return left, err
}

// leftByMoving are the departments in which nobody would be asked if their contact
// went over to another.
func (b *Bot) leftByMoving(a *ask, p duban.Person, to duban.DepartmentID) (all []text.Left, err error) {
	dir, err := a.Directory()
	for _, d := range named(dir, p.Departments) {
		if err != nil || d.ID == to {
			continue
		}
		var left *text.Left
		if left, err = b.leaves(a, p, d); left != nil {
			all = append(all, *left)
		}
	}
	return all, err
}
