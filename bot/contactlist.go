package bot

import (
	"slices"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// What of the contacts fits on a page: so many lines, of which each has no more than
// so many people, or so many members of a collective.
const (
	contactLines   = 20
	contactPeople  = 20
	contactMembers = 30
	contactRoom    = 3600 // in UTF-16 units
)

// contacts lists who answers for which department, and what is missing.
func (b *Bot) contacts(a *ask) (Reply, error) {
	return a.show(chat.View{Kind: chat.Contacts, Person: int64(a.who.ID)}), nil
}

func (b *Bot) turnContacts(a *ask) (Reply, error) {
	return a.show(chat.View{Kind: chat.Contacts, Person: int64(a.who.ID), Page: int(a.ids[0])}), nil
}

func (b *Bot) renderContacts(r *render) (chat.Outgoing, error) {
	if !r.who.Admin {
		return chat.Outgoing{}, ErrNothing // persons are the office's business
	}
	lines, err := b.contactLines(r)
	if err != nil {
		return chat.Outgoing{}, err
	}
	pages := [][]text.ContactLine{nil}
	room := contactRoom
	for _, l := range lines {
		n := r.voice.Takes(text.Contacts{Lines: []text.ContactLine{l}})
		if page := pages[len(pages)-1]; len(page) == contactLines || len(page) > 0 && n > room {
			pages, room = append(pages, nil), contactRoom
		}
		pages[len(pages)-1] = append(pages[len(pages)-1], l)
		room -= n
	}
	page := min(max(r.view.Page, 0), len(pages)-1)
	return r.out(text.Contacts{Lines: pages[page]}, turner(page, len(pages), func(p int) string { return data("contacts", p) })...), nil
}

// contactLines are the departments in official order; one with very many people has
// several lines.
func (b *Bot) contactLines(r *render) (lines []text.ContactLine, err error) {
	all, err := r.Contacts()
	if err != nil {
		return nil, err
	}
	staff, err := r.Staff()
	if err != nil {
		return nil, err
	}
	members, err := r.Members()
	if err != nil {
		return nil, err
	}
	known := map[duban.PersonID]duban.Person{}
	for _, p := range staff {
		known[p.ID] = p
	}
	people, of := map[duban.DepartmentID][]text.ContactPerson{}, map[duban.DepartmentID][]duban.DepartmentID{}
	for _, c := range all {
		p := known[c.Person]
		person := text.ContactPerson{Person: p, Head: c.Head, Lost: !c.Reachable}
		if p.Away.Covers(b.today(r)) {
			person.Away = p.Away.Until
		}
		people[c.Department] = append(people[c.Department], person)
	}
	for _, m := range members {
		of[m.Collective] = append(of[m.Collective], m.Member)
	}
	for _, d := range r.dir {
		switch {
		case len(of[d.ID]) > 0:
			for some := range slices.Chunk(of[d.ID], contactMembers) {
				lines = append(lines, text.ContactLine{Department: d, Members: r.named(some)})
			}
		case len(people[d.ID]) > 0:
			for some := range slices.Chunk(people[d.ID], contactPeople) {
				lines = append(lines, text.ContactLine{Department: d, People: some})
			}
		default:
			lines = append(lines, text.ContactLine{Department: d})
		}
	}
	return lines, nil
}
