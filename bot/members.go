package bot

import (
	"encoding/json"
	"slices"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// members says which departments a collective stands for: /members 各乡镇 lists
// them, /members 各乡镇 甲镇、乙乡 sets all of them, /members 各乡镇 +丙镇、-甲镇 adds and
// removes some, as 加 丙镇 and 减 甲镇 do. Nothing changes before the admin has seen what
// that leads to and pressed. A name nobody knows becomes a department only with a plus
// sign in front.
func (b *Bot) members(a *ask) (Reply, error) {
	name, rest, _ := strings.Cut(strings.TrimSpace(a.args), " ")
	if name == "" {
		return refuse(text.MembersUsage{})
	}
	c, err := a.department(name)
	if err != nil {
		return Reply{}, err
	}
	if c.Kind != duban.Collective {
		return refuse(text.NoCollective{Department: c})
	}
	how, rest := cutHow(rest)
	names := intake.SplitNames(rest)
	if len(names) == 0 {
		return b.membersShown(a, c)
	}
	if how == membersAll && !slices.ContainsFunc(names, unsigned) {
		how = membersSome
	}
	return b.planMembers(a, membersWish{Collective: c.ID, How: how, Names: names})
}

// membersWish is what an admin asked for, kept until he presses.
type membersWish struct {
	Collective duban.DepartmentID
	How        string // membersAll, membersMore, membersLess or membersSome
	Names      []string
	Before     []duban.DepartmentID // the members when he was shown what it leads to
}

const (
	membersAll  = "set"
	membersMore = "add"
	membersLess = "drop"
	membersSome = "signed" // each name says by its sign whether it comes or goes
)

// The signs that say of a name that it comes or goes.
const (
	plusSigns  = "+＋"
	minusSigns = "-－−"
)

func hasSign(name, signs string) bool { return strings.IndexAny(name, signs) == 0 }

func unsigned(name string) bool { return !hasSign(name, plusSigns+minusSigns) }

// membersFile is the name under which a wish is kept, as files are.
const membersFile = "members"

// cutHow takes the word for adding or removing off what stands behind a
// collective's name.
func cutHow(s string) (how, rest string) {
	first, rest, _ := strings.Cut(strings.TrimSpace(s), " ")
	switch strings.ToLower(first) {
	case "加", "增加", "新增", "add":
		return membersMore, rest
	case "减", "去掉", "移除", "减去", "remove":
		return membersLess, rest
	}
	return membersAll, s
}

// membersPlan is what a wish leads to.
type membersPlan struct {
	dir        duban.Directory // with those that would be new, under identities below zero
	collective duban.Department
	fresh      []duban.Department
	before     []duban.DepartmentID
	after      []duban.DepartmentID
}

// plan finds out what a wish leads to. It changes nothing.
func (a *ask) plan(w membersWish) (p membersPlan, err error) {
	if p.dir, err = a.Directory(); err != nil {
		return p, err
	}
	p.dir = slices.Clone(p.dir) // what a unit of work knows is shared
	p.collective, _ = p.dir.ByID(w.Collective)
	all, err := a.Members()
	if err != nil {
		return p, err
	}
	for _, m := range all {
		if m.Collective == w.Collective {
			p.before = append(p.before, m.Member)
		}
	}
	come, leave, err := p.find(w)
	if err != nil {
		return p, err
	}
	if p.after = come; w.How != membersAll {
		p.after = append(without(p.before, leave), come...)
	}
	slices.SortStableFunc(p.after, func(x, y duban.DepartmentID) int { return p.place(x) - p.place(y) })
	p.after = slices.Compact(p.after)
	return p, nil
}

// place is where a department stands in the directory.
func (p *membersPlan) place(id duban.DepartmentID) int {
	return slices.IndexFunc(p.dir, func(d duban.Department) bool { return d.ID == id })
}

// find finds the departments a wish names, and puts those given with a plus sign
// that are not there yet into the plan's directory.
func (p *membersPlan) find(w membersWish) (come, leave []duban.DepartmentID, err error) {
	var unknown []string
	for _, n := range w.Names {
		plain := strings.TrimLeft(n, plusSigns+minusSigns)
		goes := w.How == membersLess || w.How == membersSome && !hasSign(n, plusSigns)
		d, known := p.dir.Find(plain)
		switch {
		case known && d.Kind == duban.Collective:
			return nil, nil, refusal{text.CollectiveInside{Inside: d, Collective: p.collective}}
		case known && goes && !slices.Contains(p.before, d.ID):
			return nil, nil, refusal{text.NotMember{Department: d, Collective: p.collective, Members: named(p.dir, p.before)}}
		case !known && (goes || !hasSign(n, plusSigns)):
			unknown = append(unknown, n)
			continue
		case !known:
			d = duban.Department{ID: -duban.DepartmentID(len(p.fresh) + 1), Kind: duban.Single, Name: plain, Formal: plain}
			p.dir, p.fresh = append(p.dir, d), append(p.fresh, d)
		}
		if goes {
			leave = append(leave, d.ID)
		} else {
			come = append(come, d.ID)
		}
	}
	if len(unknown) > 0 {
		return nil, nil, refusal{text.UnknownMembers{
			Names: unknown, Nearest: p.singles().Nearest(unknown[0], 3), Collective: p.collective,
			Add: w.How == membersMore, Drop: w.How == membersLess || hasSign(unknown[0], minusSigns),
		}}
	}
	return come, leave, nil
}

// singles are the departments that can be members.
func (p *membersPlan) singles() duban.Directory {
	return slices.DeleteFunc(slices.Clone(p.dir), func(d duban.Department) bool { return d.Kind == duban.Collective })
}

// planMembers shows what a wish leads to and asks to confirm it.
func (b *Bot) planMembers(a *ask, w membersWish) (Reply, error) {
	p, err := a.plan(w)
	if err != nil {
		return Reply{}, err
	}
	if slices.Equal(p.before, p.after) {
		return refuse(text.MembersSame{Collective: p.collective, Members: named(p.dir, p.before)})
	}
	m := text.MembersPlan{
		Collective: p.collective, Whole: w.How == membersAll, Before: len(p.before), After: len(p.after), New: p.fresh,
		Added: named(p.dir, without(p.after, p.before)), Removed: named(p.dir, without(p.before, p.after)),
	}
	list, found, err := a.CurrentList()
	if err != nil {
		return Reply{}, err
	}
	if m.Waiting = !found || list.State != duban.Confirmed; !m.Waiting {
		if m.Change, err = p.change(a, list); err != nil {
			return Reply{}, err
		}
	}
	w.Before = p.before
	body, err := json.Marshal(w)
	if err != nil {
		return Reply{}, err
	}
	id, err := a.KeepUpload(a.who.ID, membersFile, body)
	return a.say(m, []chat.Button{{Label: a.voice.Label("button.members"), Data: data("members", id)}}), err
}

// change is what a plan does to the assignments of a list.
func (p *membersPlan) change(tx Tx, list duban.List) (duban.Change, error) {
	shares, err := tx.Shares(list.ID)
	if err != nil {
		return duban.Change{}, err
	}
	members, err := tx.Members()
	if err != nil {
		return duban.Change{}, err
	}
	now, err := tx.Assignments(list.ID)
	return duban.ChangeTo(duban.Duties(shares, duban.WithMembers(members, p.collective.ID, p.after), p.dir), now), err
}

// without returns what is in all and not in some.
func without(all, some []duban.DepartmentID) []duban.DepartmentID {
	return slices.DeleteFunc(slices.Clone(all), func(id duban.DepartmentID) bool { return slices.Contains(some, id) })
}

// pressMembers does what was shown. Where the members have changed meanwhile it
// shows anew what the wish leads to.
func (b *Bot) pressMembers(a *ask) (Reply, error) {
	name, body, found, err := a.Upload(a.ids[0])
	if err != nil {
		return Reply{}, err
	}
	var w membersWish
	if !found || name != membersFile || json.Unmarshal(body, &w) != nil {
		return b.oldButton(a)
	}
	p, err := a.plan(w)
	if err != nil {
		return Reply{}, err
	}
	do := func() (Reply, error) { return b.setMembers(a, p) }
	if !slices.Equal(p.before, w.Before) {
		do = func() (Reply, error) { return b.planMembers(a, w) }
	}
	reply, err := do()
	if err != nil {
		return Reply{}, err
	}
	return reply, a.DropUpload(a.ids[0])
}

func (b *Bot) setMembers(a *ask, p membersPlan) (Reply, error) {
	list, found, err := a.CurrentList()
	if err != nil {
		return Reply{}, err
	}
	m := text.MembersSet{Collective: p.collective, Added: named(p.dir, without(p.after, p.before)), Removed: named(p.dir, without(p.before, p.after))}
	if found = found && list.State == duban.Confirmed; found {
		if m.Change, err = p.change(a, list); err != nil {
			return Reply{}, err
		}
	}
	if err := a.AddDepartments(p.fresh...); err != nil {
		return Reply{}, err
	}
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	var ids []duban.DepartmentID
	for _, d := range named(p.dir, p.after) {
		d, _ = dir.Find(d.Name)
		ids = append(ids, d.ID)
	}
	if err := a.SetMembers(p.collective.ID, ids); err != nil {
		return Reply{}, err
	}
	if found {
		if err := a.SyncAssignments(list.ID); err != nil {
			return Reply{}, err
		}
	}
	a.changed("members", departmentSubject(p.collective), map[string]any{
		"members": ids, "added": names(m.Added), "removed": names(m.Removed), "begin": m.Change.Begin, "end": m.Change.End,
	})
	if m.Unserved, err = a.unreached(named(dir, ids)); err != nil {
		return Reply{}, err
	}
	done := a.post(m)
	done.Edit = a.in.Message
	a.refreshBoards()
	return Reply{Say: []chat.Post{done}}, nil
}

// names are the names of departments, for the record.
func names(deps []duban.Department) []string {
	all := []string{}
	for _, d := range deps {
		all = append(all, d.Name)
	}
	return all
}

// unreached returns those of some departments that nobody answers for.
func (a *ask) unreached(deps []duban.Department) ([]duban.Department, error) {
	contacts, err := a.Contacts()
	return slices.DeleteFunc(slices.Clone(deps), func(d duban.Department) bool {
		return slices.ContainsFunc(contacts, func(c duban.Contact) bool { return c.Department == d.ID && !c.Head })
	}), err
}

// formerMembers is how many past memberships are listed.
const formerMembers = 10

// membersShown lists the members with the day from which each belongs, and those
// who did before.
func (b *Bot) membersShown(a *ask, c duban.Department) (Reply, error) {
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	all, err := a.MembersOf(c.ID)
	m := text.Members{Collective: c}
	for _, x := range all {
		d, _ := dir.ByID(x.Member)
		switch since := a.voice.DateOf(x.Since); {
		case !x.Until.IsZero() && len(m.Former) < formerMembers:
			m.Former = append(m.Former, text.FormerMember{Department: d, Since: since, Until: a.voice.DateOf(x.Until)})
		case !x.Until.IsZero():
		default:
			m.Count++
			m.Since = addSince(m.Since, since, d)
		}
	}
	return a.say(m), err
}

// addSince puts a member to the others that belong since the same day.
func addSince(all []text.MembersSince, day duban.Date, d duban.Department) []text.MembersSince {
	i := slices.IndexFunc(all, func(s text.MembersSince) bool { return s.Day == day })
	if i < 0 {
		return append(all, text.MembersSince{Day: day, Members: []duban.Department{d}})
	}
	all[i].Members = append(all[i].Members, d)
	return all
}
