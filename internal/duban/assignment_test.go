package duban_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"duban/internal/duban"
)

// A small directory: two bureaus, two towns, two collectives that overlap.
const (
	education duban.DepartmentID = iota + 1
	human
	jia
	yi
	towns
	rural
)

var dir = duban.Directory{
	{ID: education, Kind: duban.Single, Name: "教育局", Formal: "市教育局", English: "Education", Aliases: []string{"市教育局"}, Position: 1},
	{ID: human, Kind: duban.Single, Name: "人社局", Formal: "市人社局", English: "Human Resources", Aliases: []string{"人力资源和社会保障局", "HR局"}, Position: 2},
	{ID: jia, Kind: duban.Single, Name: "甲镇", Formal: "甲镇", Position: 3},
	{ID: yi, Kind: duban.Single, Name: "乙街道办事处", Formal: "乙街道办事处", Position: 4},
	{ID: towns, Kind: duban.Collective, Name: "各乡镇", Formal: "各乡镇", Aliases: []string{"各乡镇人民政府"}, Position: 5},
	{ID: rural, Kind: duban.Collective, Name: "涉农街道", Formal: "涉农街道", Position: 6},
}

var lead, support = duban.Lead, duban.Support

func TestDuties(t *testing.T) {
	members := []duban.Membership{{Collective: towns, Member: jia}, {Collective: towns, Member: yi}, {Collective: rural, Member: yi}, {Collective: rural, Member: education}}
	share := func(task duban.TaskID, dep duban.DepartmentID, role duban.Role) duban.Share {
		return duban.Share{Task: task, Department: dep, Role: role}
	}
	for _, c := range []struct {
		name    string
		shares  []duban.Share
		members []duban.Membership
		want    []duban.Duty
	}{
		{"nothing shared", nil, members, []duban.Duty{}},
		{"departments as they are named", []duban.Share{share(1, education, lead), share(1, human, support)}, nil,
			[]duban.Duty{{1, education, lead, 0}, {1, human, support, 0}}},
		{"by task and department", []duban.Share{share(2, human, lead), share(1, human, lead), share(1, education, support)}, nil,
			[]duban.Duty{{1, education, support, 0}, {1, human, lead, 0}, {2, human, lead, 0}}},
		{"a collective stands for its members", []duban.Share{share(1, towns, support)}, members,
			[]duban.Duty{{1, jia, support, towns}, {1, yi, support, towns}}},
		{"an empty collective makes none", []duban.Share{share(1, towns, lead), share(1, human, support)}, nil,
			[]duban.Duty{{1, human, support, 0}}},
		{"overlapping collectives make one", []duban.Share{share(1, towns, support), share(1, rural, support)}, members,
			[]duban.Duty{{1, education, support, rural}, {1, jia, support, towns}, {1, yi, support, towns}}},
		{"the stronger role wins, whichever comes first", []duban.Share{share(1, towns, support), share(1, rural, lead)}, members,
			[]duban.Duty{{1, education, lead, rural}, {1, jia, support, towns}, {1, yi, lead, rural}}},
		{"the stronger role wins over being named", []duban.Share{share(1, education, support), share(1, rural, lead)}, members,
			[]duban.Duty{{1, education, lead, rural}, {1, yi, lead, rural}}},
		{"named leads, and supports with its collective", []duban.Share{share(1, education, lead), share(1, rural, support)}, members,
			[]duban.Duty{{1, education, lead, 0}, {1, yi, support, rural}}},
		{"named wins among equal roles", []duban.Share{share(1, rural, support), share(1, education, support)}, members,
			[]duban.Duty{{1, education, support, 0}, {1, yi, support, rural}}},
		{"named twice is once", []duban.Share{share(1, education, support), share(1, education, lead)}, nil,
			[]duban.Duty{{1, education, lead, 0}}},
		{"another collective's members do not count", []duban.Share{share(1, rural, support)}, []duban.Membership{{Collective: towns, Member: jia}}, []duban.Duty{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, duban.Duties(c.shares, c.members, dir)); diff != "" {
				t.Error(diff)
			}
			backwards := slices.Clone(c.shares)
			slices.Reverse(backwards)
			got := duban.Duties(backwards, c.members, dir)
			for i := range got { // through which of two equal collectives is a matter of order
				got[i].Via = min(got[i].Via, 1)
			}
			want := slices.Clone(c.want)
			for i := range want {
				want[i].Via = min(want[i].Via, 1)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("in another order of names:\n%s", diff)
			}
		})
	}
}

// Whatever is shared, a department answers once for a task, for every task it is
// named in, in the strongest of its roles.
func TestADepartmentHasOneDutyInATask(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dep := rapid.SampledFrom([]duban.DepartmentID{education, human, jia, yi, towns, rural})
		single := rapid.SampledFrom([]duban.DepartmentID{education, human, jia, yi})
		shares := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) duban.Share {
			return duban.Share{
				Task: duban.TaskID(rapid.IntRange(1, 3).Draw(t, "task")), Department: dep.Draw(t, "department"),
				Role: rapid.SampledFrom([]duban.Role{lead, support}).Draw(t, "role"),
			}
		}), 0, 12).Draw(t, "shares")
		members := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) duban.Membership {
			return duban.Membership{
				Collective: rapid.SampledFrom([]duban.DepartmentID{towns, rural}).Draw(t, "collective"), Member: single.Draw(t, "member"),
			}
		}), 0, 6).Draw(t, "members")

		type key struct {
			task duban.TaskID
			dep  duban.DepartmentID
		}
		leads := map[key]bool{} // every department that should be there, and whether it leads
		for _, s := range shares {
			bodies := []duban.DepartmentID{s.Department}
			if s.Department == towns || s.Department == rural {
				bodies = nil
				for _, m := range members {
					if m.Collective == s.Department {
						bodies = append(bodies, m.Member)
					}
				}
			}
			for _, d := range bodies {
				leads[key{s.Task, d}] = leads[key{s.Task, d}] || s.Role == lead
			}
		}
		duties := duban.Duties(shares, members, dir)
		if len(duties) != len(leads) {
			t.Fatalf("%d duties, want %d", len(duties), len(leads))
		}
		for _, d := range duties {
			want, there := leads[key{d.Task, d.Department}]
			if !there || want != (d.Role == lead) {
				t.Fatalf("%+v, want there %v, leading %v", d, there, want)
			}
			delete(leads, key{d.Task, d.Department})
		}
	})
}

func TestEmptyCollectives(t *testing.T) {
	shares := []duban.Share{{Task: 1, Department: rural}, {Task: 1, Department: towns}, {Task: 2, Department: education}}
	names := func(deps []duban.Department) (names []string) {
		for _, d := range deps {
			names = append(names, d.Name)
		}
		return names
	}
	for _, c := range []struct {
		name    string
		shares  []duban.Share
		members []duban.Membership
		want    []string
	}{
		{"both, in official order", shares, nil, []string{"各乡镇", "涉农街道"}},
		{"one has a member", shares, []duban.Membership{{Collective: towns, Member: jia}}, []string{"涉农街道"}},
		{"none is empty", shares, []duban.Membership{{Collective: towns, Member: jia}, {Collective: rural, Member: yi}}, nil},
		{"one that answers for nothing does not matter", shares[1:], nil, []string{"各乡镇"}},
		{"no shares", nil, nil, nil},
	} {
		if diff := cmp.Diff(c.want, names(duban.EmptyCollectives(dir, c.shares, c.members))); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestFindADepartmentByAnyOfItsNames(t *testing.T) {
	for _, c := range []struct {
		name string
		want duban.DepartmentID // zero for none
	}{
		{"教育局", education}, {"市教育局", education}, {" 教 育　局 ", education}, {"Education", education}, {"education", education},
		{"Human Resources", human}, {"humanresources", human}, {"HR局", human}, {"ｈｒ局", human}, {"ＨＲ局", human}, {"hr 局", human},
		{"人力资源和社会保障局", human}, {"各乡镇人民政府", towns}, {"甲镇", jia},
		{"", 0}, {" ", 0}, {"　", 0}, {"教育", 0}, {"教育厅", 0}, {"局", 0},
	} {
		got, ok := dir.Find(c.name)
		if ok != (c.want != 0) || got.ID != c.want {
			t.Errorf("%q is %q (%v), want %d", c.name, got.Name, ok, c.want)
		}
	}
	if d, ok := dir.ByID(human); !ok || d.Name != "人社局" {
		t.Errorf("by identity: %v", d)
	}
	if _, ok := dir.ByID(0); ok {
		t.Error("nobody has the identity 0")
	}
}

func TestNearestNames(t *testing.T) {
	for _, c := range []struct {
		name string
		n    int
		want []string
	}{
		{"教育厅", 4, []string{"教育局"}},
		{"人力社保局", 1, []string{"人社局"}},
		{"街道", 4, []string{"乙街道办事处", "涉农街道"}},
		{"农村街道", 1, []string{"涉农街道"}},
		{"街道", 1, []string{"乙街道办事处"}}, // the same score: official order
		{"市局", 4, nil}, // what every bureau has tells nothing
		{"税务局", 4, nil},
		{"", 4, nil},
		{"街道", 0, nil},
	} {
		if diff := cmp.Diff(c.want, dir.Nearest(c.name, c.n)); diff != "" {
			t.Errorf("%q: %s", c.name, diff)
		}
	}
}

func TestNamesAreComparedWithoutBlanksAndWidth(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"市 教育局", "市教育局"}, {"市\u3000教\u00a0育\t局", "市教育局"}, {"ＡＢＣ－１", "abc-1"}, {"Human Resources", "humanresources"}, {"，（）", ",()"}, {"", ""},
	} {
		if got := duban.NameKey(c.name); got != c.want {
			t.Errorf("%q: %q, want %q", c.name, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "name")
		if key := duban.NameKey(s); duban.NameKey(key) != key {
			t.Fatalf("the key of %q is not its own key", s)
		}
	})
}

func TestFirstContacts(t *testing.T) {
	all := []duban.Contact{
		{Person: 1, Department: education, Rank: 1, Reachable: true}, {Person: 2, Department: education, Rank: 2, Reachable: true},
		{Person: 3, Department: education, Rank: 1, Head: true, Reachable: true},
		{Person: 4, Department: human, Rank: 1, Head: true, Reachable: true},
		{Person: 5, Department: jia, Rank: 1}, {Person: 1, Department: jia, Rank: 3, Reachable: true}, {Person: 2, Department: jia, Rank: 4, Reachable: true},
	}
	want := []duban.Contact{all[0], all[5]}
	if diff := cmp.Diff(want, duban.FirstContacts(all, date("2026-09-25"))); diff != "" {
		t.Error(diff)
	}
	if got := duban.FirstContacts(nil, date("2026-09-25")); len(got) != 0 {
		t.Errorf("of nobody: %v", got)
	}
	heads := duban.Heads(all, map[duban.DepartmentID]bool{education: true})
	if diff := cmp.Diff([]duban.Contact{all[2]}, heads); diff != "" {
		t.Error(diff)
	}
}

// While A岗 is away B岗 is asked; where all are away it is A岗 again.
func TestWhoIsAskedWhileSomebodyIsAway(t *testing.T) {
	span := func(from, until string) duban.Span { return duban.Span{From: date(from), Until: date(until)} }
	a := duban.Contact{Person: 1, Department: education, Reachable: true, Away: span("2026-09-25", "2026-09-30")}
	b := duban.Contact{Person: 2, Department: education, Reachable: true, Away: span("2026-09-30", "2026-09-30")}
	lost := duban.Contact{Person: 3, Department: education}
	for day, want := range map[string]duban.PersonID{"2026-09-24": 1, "2026-09-25": 2, "2026-09-29": 2, "2026-09-30": 1, "2026-10-01": 1} {
		if got := duban.FirstContacts([]duban.Contact{lost, a, b}, date(day)); len(got) != 1 || got[0].Person != want {
			t.Errorf("%s: %+v, want %d", day, got, want)
		}
	}
}

func TestWhomAPersonServes(t *testing.T) {
	p := duban.Person{Departments: []duban.DepartmentID{education}, Heads: []duban.DepartmentID{human}}
	if !p.IsContact() || !p.ServesFor(education) || p.ServesFor(human) {
		t.Errorf("%+v", p)
	}
	if diff := cmp.Diff([]duban.DepartmentID{education, human}, p.Sees()); diff != "" {
		t.Error(diff)
	}
	if head := (duban.Person{Heads: p.Heads}); head.IsContact() || len(head.Sees()) != 1 {
		t.Error("a head is no contact, and sees his own")
	}
}

func TestAnErrorThatIsNobodysFaultIsInternal(t *testing.T) {
	gone := &duban.Error{Kind: duban.NotFound, Reason: "task", Detail: "7"}
	if duban.KindOf(gone) != duban.NotFound || gone.Error() != "task: 7" || (&duban.Error{Reason: "task"}).Error() != "task" {
		t.Errorf("%v", gone)
	}
	if duban.KindOf(nil) != duban.Internal {
		t.Error("no error has a kind")
	}
}
