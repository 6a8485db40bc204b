package duban

import (
	"cmp"
	"slices"
	"strings"
)

// DepartmentKind tells a body that answers from a name that stands for members.
type DepartmentKind string

const (
	Single     DepartmentKind = "department" // 责任单位
	Collective DepartmentKind = "collective" // 集体单位: it has members
)

// Department is a body that answers for tasks, or a collective that stands for
// several of them.
type Department struct {
	ID       DepartmentID
	Kind     DepartmentKind
	Name     string   // canonical, short, unique: 教育局
	Formal   string   // as at first mention in a text: 市教育局
	English  string   // short English name: Education
	Aliases  []string // other names it is known by, the formal one included
	Position int      // place in the official order, from 1
}

// Directory is the departments and collectives in official order.
type Directory []Department

// Find returns the department that goes by name, be it the canonical name, the
// English one or an alias. Blanks and the size of letters do not count.
func (d Directory) Find(name string) (Department, bool) {
	key := NameKey(name)
	if key == "" {
		return Department{}, false
	}
	for _, dep := range d {
		if dep.goesBy(key) {
			return dep, true
		}
	}
	return Department{}, false
}

// ByID returns the department with the identity id.
func (d Directory) ByID(id DepartmentID) (Department, bool) {
	i := slices.IndexFunc(d, func(dep Department) bool { return dep.ID == id })
	if i < 0 {
		return Department{}, false
	}
	return d[i], true
}

// Nearest returns up to n names that are like name, best first: those which share
// at least half of the characters that tell one bureau from another.
func (d Directory) Nearest(name string, n int) []string {
	type scored struct {
		name  string
		score float64
	}
	var all []scored
	said := distinctive(name)
	for _, dep := range d {
		best := 0.0
		for _, known := range append([]string{dep.Name}, dep.Aliases...) {
			best = max(best, likeness(said, distinctive(known)))
		}
		if best >= 0.5 {
			all = append(all, scored{dep.Name, best})
		}
	}
	slices.SortStableFunc(all, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	var names []string
	for _, s := range all[:min(n, len(all))] {
		names = append(names, s.name)
	}
	return names
}

// common is what many names have and what tells none from another.
var common = strings.NewReplacer("人民政府", "", "政府", "", "办事处", "",
	"市", "", "区", "", "县", "", "旗", "", "省", "", "局", "", "厅", "", "委", "", "办", "", "的", "", "各", "")

func distinctive(name string) []rune { return []rune(common.Replace(NameKey(name))) }

// likeness is the share of their characters that a and b have in common, from 0
// to 1.
func likeness(a, b []rune) float64 {
	left := slices.Clone(b)
	shared := 0
	for _, r := range a {
		if i := slices.Index(left, r); i >= 0 {
			shared++
			left = slices.Delete(left, i, i+1)
		}
	}
	if shared == 0 {
		return 0
	}
	return 2 * float64(shared) / float64(len(a)+len(b))
}

// NameKey is the form in which names are compared: without blanks and in
// half-width, lower-case letters.
func NameKey(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ', r == '\t', r == '\u00a0':
			return -1
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return r
	}, foldWidth(name))
}

// foldWidth turns full-width letters, digits and blanks into half-width ones.
func foldWidth(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u3000':
			return ' '
		case r >= '\uff01' && r <= '\uff5e':
			return r - 0xfee0
		}
		return r
	}, s)
}

func (d Department) goesBy(key string) bool {
	if NameKey(d.Name) == key || NameKey(d.Formal) == key || NameKey(d.English) == key {
		return true
	}
	return slices.ContainsFunc(d.Aliases, func(a string) bool { return NameKey(a) == key })
}

// EmptyCollectives returns the collectives among shares that nobody is a member
// of: whom they stand for cannot be asked.
func EmptyCollectives(d Directory, shares []Share, members []Membership) []Department {
	named, filled := map[DepartmentID]bool{}, map[DepartmentID]bool{}
	for _, s := range shares {
		named[s.Department] = true
	}
	for _, m := range members {
		filled[m.Collective] = true
	}
	var empty []Department
	for _, dep := range d {
		if dep.Kind == Collective && named[dep.ID] && !filled[dep.ID] {
			empty = append(empty, dep)
		}
	}
	return empty
}
