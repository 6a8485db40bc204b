package text

import (
	"strconv"
	"strings"

	"duban/internal/duban"
)

// Called is what somebody is called before others: the office's name for them or,
// where it gave none, what they call themselves, which it says.
func (v Voice) Called(p duban.Person) string {
	switch {
	case p.Named:
		return p.Name
	case p.Nick != "":
		return v.Label("nick", cut(30, p.Nick))
	}
	return v.Label("number", strconv.FormatInt(p.User, 10))
}

// Group is what a group is called.
func (v Voice) Group(g duban.Group) string {
	if g.Title == "" {
		return v.Label("number", strconv.FormatInt(g.Chat, 10))
	}
	return g.Title
}

// Known is what somebody is called, with all that helps to tell whose account it is
// and what else is to be said of them: 王芳（昵称“小芳”，负责人）.
func (v Voice) Known(p duban.Person, more ...string) string {
	var all []string
	if p.Named && p.Nick != "" && p.Nick != p.Name {
		all = append(all, v.Label("nick", cut(30, p.Nick)))
	}
	for _, m := range more {
		if m != "" {
			all = append(all, m)
		}
	}
	switch {
	case len(all) == 0:
		return v.Called(p)
	case v.lang() == English:
		return v.Called(p) + " (" + strings.Join(all, ", ") + ")"
	}
	return v.Called(p) + "（" + strings.Join(all, "，") + "）"
}

// Messages about who somebody is and what they are made.
type (
	Invited struct {
		Department          duban.Department
		Head, Admin, Leader bool
		Name, Link          string
	}
	InviteUsage  struct{}
	NameTooLong  struct{ Most int } // in characters
	ContactUsage struct{}
	// ChoosePerson asks for the person who is to be something, or nothing any longer.
	ChoosePerson struct {
		Department          duban.Department
		Head, Admin, Leader bool
	}
	// GoesOnInPrivate tells a group that persons are spoken of elsewhere.
	GoesOnInPrivate struct{}
	NeverMet        struct {
		Name       string
		Department duban.Department // without an id where none was named
		Admin      bool
	}
	WhichPerson struct {
		Name       string
		Department duban.Department
		More       bool // than there are buttons
	}
	NotStarted struct {
		Person     duban.Person
		Name       string           // by which the office wants to call them
		Department duban.Department // without an id where it is about a role
		Admin      bool
	}
	// Offer shows somebody before they are bound.
	Offer struct {
		Person              duban.Person
		Name                string // by which the office will call them, empty for no change
		Department          duban.Department
		Head, Admin, Leader bool               // none of them and no department: they lose their roles
		Departments, Heads  []duban.Department // what they are now
		Left                []Left             // by a move
		Renamed             bool               // since they were shown
	}
	// Left is a department in which nobody can be asked any longer, and for how much.
	Left struct {
		Department   duban.Department
		Tasks, Leads int
	}
	Bound struct {
		Person       duban.Person
		Department   duban.Department
		Head, Before bool
	}
	Contacts    struct{ Lines []ContactLine }
	ContactLine struct {
		Department duban.Department
		People     []ContactPerson
		Members    []duban.Department
	}
	ContactPerson struct {
		Person     duban.Person
		Head, Lost bool
		Away       duban.Date // until when, zero unless they are away now
	}
	UnbindUsage struct{}
	NobodyBound struct {
		Department duban.Department
		Name       string
	}
	// UnbindHole asks before a department's last contact is released.
	UnbindHole struct {
		Person duban.Person
		Left   Left
	}
	Unbound struct {
		Person     duban.Person
		Department duban.Department
	}
	YouAreUnbound struct{ Department duban.Department }

	RoleUsage struct{}
	LastAdmin struct{}
	RoleSet   struct {
		Person duban.Person
		Same   bool
	}
	// RoleTold tells the other admins what somebody is now, and who made them so.
	RoleTold struct {
		By, Person duban.Person
		Code       bool // nobody: they came with a code
	}
	RoleTaken struct{ Admin, Leader bool } // what they were
	Staff     struct{ People []StaffLine }
	StaffLine struct {
		Person             duban.Person
		Departments, Heads []duban.Department
	}

	Whoami struct {
		Person             duban.Person
		Departments, Heads []duban.Department
	}
	// ContactLost tells an admin that the bot can no longer write to a contact.
	ContactLost struct {
		Person      duban.Person
		Departments []duban.Department
	}
)

// Registered reports whether the office has made somebody anything.
func (m Whoami) Registered() bool {
	return m.Person.Admin || m.Person.Leader || len(m.Departments)+len(m.Heads) > 0
}
