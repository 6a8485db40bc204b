package duban

import "slices"

// comparison compares a task with its row, three ways: what is kept, what the last
// document had and what this one has. What this one has as the last one had it
// changes nothing, whatever was settled since.
type comparison struct {
	Merge
	dir            Directory
	terms, leaders bool // the document has such columns
	leadless       bool // the office settled that nobody leads
}

// fresh is a new task's row. Where the office settled that nobody leads, the order
// of names makes no lead.
func (c comparison) fresh(now PublishedTask) Row {
	if c.leadless {
		now.Shares = slices.Clone(now.Shares)
		for i, s := range now.Shares {
			if !s.Confirmed {
				now.Shares[i].Role = Support
			}
		}
	}
	return Row{Now: now}
}

// leadless tells that roles are settled and nobody leads any task.
func leadless(kept []Kept) bool {
	settled := false
	for _, k := range kept {
		for _, s := range k.Shares {
			if s.Confirmed && !s.Removed && s.Role == Lead {
				return false
			}
			settled = settled || s.Confirmed
		}
	}
	return settled
}

func (c comparison) row(k Kept, now PublishedTask) Row {
	r := Row{
		Task: k.Task, Now: now,
		Reworded:    WordsKey(k.Content) != WordsKey(now.Content),
		Resectioned: WordsKey(k.Section) != WordsKey(now.Section),
	}
	c.term(k, now, &r)
	if c.leaders {
		r.Leader = now.Leader != k.By && now.Leader != k.Leader
	}
	if r.Reworded && !sameTargets(k.Targets, now.Targets) {
		if k.TargetsByHand && !c.DocumentWins {
			r.Held = append(r.Held, Held{Targets: true})
		} else {
			r.Targets = true
		}
	}
	c.shares(k, now, &r)
	return r
}

func (c comparison) term(k Kept, now PublishedTask, r *Row) {
	said := TermKey(now.Kind, now.Due, now.Months)
	switch is := TermKey(k.Kind, k.Due, k.Months); {
	case !c.terms || said == is || said == k.Term && !c.DocumentWins:
	case k.ByHand && !c.DocumentWins:
		r.Held = append(r.Held, Held{Term: true})
	default:
		r.Term = true
	}
}

func sameTargets(a, b []Target) bool {
	return slices.EqualFunc(a, b, func(x, y Target) bool {
		x.ID, y.ID = 0, 0
		return x == y
	})
}

// shares compares the departments of a task.
func (c comparison) shares(k Kept, now PublishedTask, r *Row) {
	named := map[DepartmentID]bool{}
	leaderless := c.leadLeaves(k, now)
	for _, p := range now.Shares {
		dep, ok := c.dir.Find(p.Name)
		if !ok {
			continue
		}
		named[dep.ID] = true
		c.share(k, dep.ID, p, leaderless, r)
	}
	for _, s := range k.Shares {
		switch {
		case named[s.Department] || s.Removed || s.Printed == "" && !c.DocumentWins:
		case s.ByHand && !c.DocumentWins:
			r.Held = append(r.Held, Held{Department: s.Department})
		default:
			r.Shares = append(r.Shares, ShareChange{Department: s.Department, From: s.Role})
		}
	}
}

// share compares one department that the document names.
func (c comparison) share(k Kept, dep DepartmentID, p PublishedShare, leaderless bool, r *Row) {
	i := slices.IndexFunc(k.Shares, func(s KeptShare) bool { return s.Department == dep && !s.Removed })
	if i < 0 {
		if k.tookOff(dep) && !c.DocumentWins { // and the document names it as before
			return
		}
		r.Shares = append(r.Shares, ShareChange{Department: dep, To: k.roleOfAdded(p, leaderless, c.DocumentWins)})
		return
	}
	s := k.Shares[i]
	switch {
	case s.Role == p.Role || p.Role == s.Printed && !c.DocumentWins && !leaderless:
	case c.DocumentWins, !s.ByHand && (p.Confirmed || !s.Confirmed || leaderless):
		r.Shares = append(r.Shares, ShareChange{Department: dep, From: s.Role, To: p.Role})
	case p.Role != s.Printed:
		r.Held = append(r.Held, Held{Department: dep, Document: p.Role})
	}
}

// leadLeaves tells that the lead, whom nobody named by hand, stands in the
// document no more: then the order of its names says who leads.
func (c comparison) leadLeaves(k Kept, now PublishedTask) bool {
	return slices.ContainsFunc(k.Shares, func(s KeptShare) bool {
		return s.Role == Lead && !s.Removed && !s.ByHand && s.Printed != "" && !slices.ContainsFunc(now.Shares, func(p PublishedShare) bool {
			dep, ok := c.dir.Find(p.Name)
			return ok && dep.ID == s.Department
		})
	})
}

// tookOff tells that somebody took a department off the task by hand though the
// last document named it.
func (k Kept) tookOff(dep DepartmentID) bool {
	return slices.ContainsFunc(k.Shares, func(s KeptShare) bool {
		return s.Department == dep && s.Removed && s.ByHand && s.Printed != ""
	})
}

// roleOfAdded is the role of a department the document names anew. A role it does
// not state makes no second lead, and none where the office wanted none.
func (k Kept) roleOfAdded(p PublishedShare, leaderless, documentWins bool) Role {
	settled := slices.ContainsFunc(k.Shares, func(s KeptShare) bool { return !s.Removed && s.Confirmed })
	if p.Confirmed || !settled || leaderless || documentWins {
		return p.Role
	}
	return Support
}
