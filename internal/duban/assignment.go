package duban

import (
	"cmp"
	"slices"
	"time"
)

// Role is how a department answers for a task.
type Role string

const (
	Lead    Role = "lead"    // 牵头
	Support Role = "support" // 配合
)

func (r Role) stronger(than Role) bool { return r == Lead && than != Lead }

// State says how far an assignment has come.
type State string

const (
	Open      State = "open"      // reported on until somebody completes or ends it
	Completed State = "completed" // 办结销号, approved by somebody else than its department
	Ended     State = "ended"     // unassigned; its history stays
)

// Assignment is one department's duty for one task. A task with four
// responsible departments has four assignments, and each is asked, answered
// and lit on its own.
type Assignment struct {
	ID         AssignmentID
	Task       TaskID // never the printed number: it may change
	Department DepartmentID
	Role       Role         // Lead or Support
	Via        DepartmentID // the collective it comes from, zero when named itself
	State      State
	Due        Date        // civil date in the list's zone; late from the end of that day's working hours
	ReportedAt time.Time   // zero until the department first answers
	Blocked    bool        // the last report asks for help: 需协调
	Said       ReportState // of the last answer
	Quiet      int         // closed rounds since the last news
	Missed     int         // closed rounds since the last answer, whatever it said
	Asked      bool        // some round has asked for it
	Passed     int         // rounds of its list that opened since it was last asked for, and did not ask
}

// HasNews reports whether what was said last tells of something, progress or trouble.
func (a Assignment) HasNews() bool { return !a.ReportedAt.IsZero() && a.Said != NoNews }

// Membership says that Member belongs to Collective, from Since until Until. A
// department may belong to several collectives at once.
type Membership struct {
	Collective, Member DepartmentID
	Since, Until       time.Time // Until is zero as long as it does
}

// Duty is an assignment as it should be, before the store gives it an identity.
type Duty struct {
	Task       TaskID
	Department DepartmentID
	Role       Role
	Via        DepartmentID
}

// Duties makes the duties that follow from shares and memberships: one for each
// department and task. The stronger role wins; among equal roles a department
// named itself wins over one that comes from a collective. A collective without
// members makes none.
func Duties(shares []Share, members []Membership, dir Directory) []Duty {
	type key struct {
		task TaskID
		dep  DepartmentID
	}
	best := map[key]Duty{}
	add := func(d Duty) {
		k := key{d.Task, d.Department}
		old, there := best[k]
		if !there || d.Role.stronger(old.Role) || d.Role == old.Role && old.Via != 0 && d.Via == 0 {
			best[k] = d
		}
	}
	for _, s := range shares {
		if dep, ok := dir.ByID(s.Department); !ok || dep.Kind != Collective {
			add(Duty{s.Task, s.Department, s.Role, 0})
			continue
		}
		for _, m := range members {
			if m.Collective == s.Department {
				add(Duty{s.Task, m.Member, s.Role, s.Department})
			}
		}
	}
	duties := make([]Duty, 0, len(best))
	for _, d := range best {
		duties = append(duties, d)
	}
	slices.SortFunc(duties, func(a, b Duty) int {
		return cmp.Or(cmp.Compare(a.Task, b.Task), cmp.Compare(a.Department, b.Department))
	})
	return duties
}

// Change is how many assignments begin and how many end when others should be.
type Change struct{ Begin, End int }

// ChangeTo compares the assignments that have not ended with those that should
// be.
func ChangeTo(duties []Duty, now []Assignment) Change {
	type key struct {
		task TaskID
		dep  DepartmentID
	}
	there := map[key]bool{}
	for _, a := range now {
		there[key{a.Task, a.Department}] = true
	}
	c := Change{}
	for _, d := range duties {
		if k := (key{d.Task, d.Department}); there[k] {
			delete(there, k)
		} else {
			c.Begin++
		}
	}
	c.End = len(there)
	return c
}

// WithMembers returns memberships as they would be if a collective had exactly
// these members.
func WithMembers(all []Membership, collective DepartmentID, members []DepartmentID) []Membership {
	all = slices.DeleteFunc(slices.Clone(all), func(m Membership) bool { return m.Collective == collective })
	for _, m := range members {
		all = append(all, Membership{Collective: collective, Member: m})
	}
	return all
}
