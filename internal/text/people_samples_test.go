package text

import (
	"testing"

	"duban/internal/duban"
)

var (
	fang     = duban.Person{ID: 2, User: 5123456789, Name: "王芳", Nick: "小芳", Named: true, Met: at(11, 23, 9, 0)}
	boss     = duban.Person{ID: 1, User: 5123456701, Name: "赵敏", Nick: "赵敏", Named: true, Admin: true, Met: at(11, 20, 9, 0)}
	zhang    = duban.Person{ID: 3, User: 5123456780, Name: "张建国", Nick: "老张", Named: true, Met: at(11, 20, 9, 0)}
	stranger = duban.Person{ID: 4, User: 5123456666, Name: "李明", Nick: "李明", Met: at(11, 25, 8, 0)}
	nameless = duban.Person{ID: 5, User: 5123456555, Met: at(11, 25, 8, 0)}
)

// with is a person with roles.
func with(p duban.Person, admin, leader bool) duban.Person {
	p.Admin, p.Leader = admin, leader
	return p
}

const invitation = "https://t.me/duban_bot?start=Xy-9_aB2"

var peopleSamples = []any{
	Invited{Department: human, Name: "王芳", Link: invitation}, Invited{Department: human, Head: true, Name: "张建国", Link: invitation},
	Invited{Leader: true, Link: invitation}, Invited{Admin: true, Name: "赵敏", Link: invitation},
	InviteUsage{}, NameTooLong{Most: 30}, ContactUsage{},
	ChoosePerson{Department: human}, ChoosePerson{Department: human, Head: true}, ChoosePerson{Admin: true}, ChoosePerson{Leader: true}, ChoosePerson{},
	GoesOnInPrivate{},
	NeverMet{Name: "王芳", Department: human}, NeverMet{Department: human},
	NeverMet{Name: "王芳"}, NeverMet{Admin: true}, NeverMet{Name: "王芳", Admin: true},
	WhichPerson{Name: "王芳", Department: human}, WhichPerson{Department: human}, WhichPerson{Name: "王芳", More: true},
	NotStarted{Person: stranger, Department: human}, NotStarted{Person: stranger, Name: "王芳", Department: human},
	NotStarted{Person: fang, Admin: true}, NotStarted{Person: nameless},
	Offer{Person: fang, Department: human},
	Offer{Person: stranger, Name: "李明", Department: human, Head: true, Renamed: true},
	Offer{
		Person: fang, Department: human, Departments: deps(education, committee),
		Left: []Left{{education, 55, 44}, {committee, 4, 0}, {jia, 0, 0}},
	},
	Offer{Person: stranger, Admin: true}, Offer{Person: with(zhang, false, true), Leader: true, Heads: deps(human)},
	Offer{Person: with(fang, true, true)},
	Bound{Person: fang, Department: human}, Bound{Person: zhang, Department: human, Head: true, Before: true}, Bound{Person: stranger, Department: human},
	Contacts{Lines: []ContactLine{
		{Department: education, People: []ContactPerson{{Person: fang}, {Person: stranger, Lost: true}, {Person: zhang, Head: true}}},
		{Department: human, People: []ContactPerson{{Person: zhang, Head: true, Lost: true}, {Person: boss, Away: date(11, 30)}}},
		{Department: finance},
		{Department: townships, Members: deps(jia)},
		{Department: streets},
	}},
	UnbindUsage{}, NobodyBound{Department: human, Name: "王芳"}, NobodyBound{Department: human},
	UnbindHole{Person: fang, Left: Left{education, 55, 44}}, UnbindHole{Person: stranger, Left: Left{finance, 18, 0}}, UnbindHole{Person: fang, Left: Left{jia, 0, 0}},
	Unbound{Person: fang, Department: human}, YouAreUnbound{Department: human},

	RoleUsage{}, LastAdmin{},
	RoleSet{Person: with(fang, true, true)}, RoleSet{Person: with(fang, false, true)}, RoleSet{Person: with(stranger, true, false), Same: true},
	RoleSet{Person: fang},
	RoleTold{By: boss, Person: with(fang, true, false)}, RoleTold{Person: with(stranger, false, true), Code: true}, RoleTold{By: stranger, Person: fang},
	RoleTaken{Admin: true}, RoleTaken{Leader: true}, RoleTaken{Admin: true, Leader: true},
	Staff{People: []StaffLine{
		{Person: with(boss, true, true), Departments: deps(education, committee)},
		{Person: with(stranger, false, true)},
		{Person: zhang, Heads: deps(human)},
	}},
	Staff{},

	Whoami{Person: with(boss, true, true), Departments: deps(education, committee), Heads: deps(human)},
	Whoami{Person: fang, Departments: deps(human)}, Whoami{Person: stranger, Departments: deps(human)}, Whoami{Person: stranger},
	ContactLost{Person: fang, Departments: deps(human, finance)}, ContactLost{Person: stranger, Departments: deps(human)},
}

// The office's name comes first; what somebody chose for themselves is said to be
// that, and whoever has no name at all has a number.
func TestAGroupWithoutATitleIsToldByItsNumber(t *testing.T) {
	for want, g := range map[string]duban.Group{"领导小组": {Chat: -9, Title: "领导小组"}, "编号-9": {Chat: -9}} {
		if got := voice(Chinese).Group(g); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestHowSomebodyIsCalled(t *testing.T) {
	same := fang
	same.Nick = same.Name
	for _, c := range []struct {
		p             duban.Person
		called, known string
		en            string
	}{
		{fang, "王芳", "王芳（昵称“小芳”）", "王芳 (account “小芳”)"},
		{same, "王芳", "王芳", "王芳"},
		{stranger, "昵称“李明”", "昵称“李明”", "account “李明”"},
		{nameless, "编号5123456555", "编号5123456555", "id 5123456555"},
	} {
		zh, en := voice(Chinese), voice(English)
		if got := zh.Called(c.p); got != c.called {
			t.Errorf("called %s, want %s", got, c.called)
		}
		if got := zh.Known(c.p); got != c.known {
			t.Errorf("known as %s, want %s", got, c.known)
		}
		if got := en.Known(c.p); got != c.en {
			t.Errorf("in English %s, want %s", got, c.en)
		}
	}
}
