package intake

import (
	"slices"
	"strings"

	"duban/internal/duban"
)

// shares reads the department columns of a task, those who lead first. A name
// that stands twice in one column is a problem; in two columns its stronger role
// counts, as where a 责任单位 column names the lead again.
func (r *listReader) shares(no int, e entry) []duban.PublishedShare {
	names, stated := r.named(no, e)
	if len(names) == 0 {
		r.problem(r.namesAt(e), missing(no, "责任部门"))
		return nil
	}
	if !slices.ContainsFunc(names, func(n named) bool { return n.role == duban.Lead }) {
		r.problem(r.namesAt(e), missing(no, "牵头单位"))
	}
	slices.SortStableFunc(names, func(a, b named) int { return rank(a.role) - rank(b.role) })
	var shares []duban.PublishedShare
	for _, n := range names {
		switch {
		case !n.known:
			r.addUnknown(no, n.printed)
		case slices.ContainsFunc(shares, func(s duban.PublishedShare) bool { return s.Name == n.dep.Name }):
		default:
			shares = append(shares, duban.PublishedShare{
				Printed: n.printed, Name: n.dep.Name, Kind: n.dep.Kind, Role: n.role, Confirmed: stated,
			})
		}
	}
	return shares
}

// maxUnknown is how many names may be unknown; more is another office's paper.
const maxUnknown = 300

func rank(r duban.Role) int {
	if r == duban.Lead {
		return 0
	}
	return 1
}

// named reads all names of a task with their roles; stated is false where these
// follow from the order alone. 责任单位 beside a 牵头单位 supports, beside a
// 配合单位 it leads.
func (r *listReader) named(no int, e entry) (names []named, stated bool) {
	leads, supports := e.has(leadField), e.has(supportField)
	for _, in := range e.names {
		if len(in.text) > maxColumn {
			r.problem(in.at, longColumn(no))
			continue
		}
		column := readNames(in.text, r.names, r.place)
		for i, n := range column {
			if n.known && slices.ContainsFunc(column[:i], func(m named) bool { return m.known && m.dep.Name == n.dep.Name }) {
				r.problem(in.at, namedTwice(no, n.dep.Name))
			}
		}
		settleRoles(column)
		for _, n := range column {
			switch {
			case in.field == leadField:
				n.role = cmpRole(n.role, duban.Lead)
			case in.field == supportField, leads:
				n.role = duban.Support
			case supports:
				n.role = cmpRole(n.role, duban.Lead)
			}
			names = append(names, n)
		}
	}
	stated = slices.ContainsFunc(names, func(n named) bool { return n.role != "" })
	for i := range names {
		switch {
		case names[i].role != "":
		case !stated && i == 0:
			names[i].role = duban.Lead
		default:
			names[i].role = duban.Support
		}
	}
	return names, stated
}

// cmpRole is a role that words state, or the one that follows from the column.
func cmpRole(stated, column duban.Role) duban.Role {
	if stated != "" {
		return stated
	}
	return column
}

// settleRoles completes a column in which words state some roles: who is not
// said to lead supports, and who is not said to support leads.
func settleRoles(names []named) {
	has := func(role duban.Role) bool {
		return slices.ContainsFunc(names, func(n named) bool { return n.role == role })
	}
	rest := duban.Role("")
	switch {
	case has(duban.Lead):
		rest = duban.Support
	case has(duban.Support):
		rest = duban.Lead
	}
	for i := range names {
		names[i].role = cmpRole(names[i].role, rest)
	}
}

func (r *listReader) namesAt(e entry) place {
	for _, n := range e.names {
		return n.at
	}
	return e.at
}

// addUnknown keeps a name nobody knows, once, with its tasks.
func (r *listReader) addUnknown(no int, printed string) {
	key := duban.NameKey(strings.TrimPrefix(printed, r.place))
	key = strings.TrimPrefix(key, level(key)) // 林业局 is 市林业局
	i, there := r.unknown[key]
	if !there {
		if i = len(r.pub.Unknown); i == maxUnknown {
			r.problem(place{line: 1}, tooManyUnknown)
		}
		if i >= maxUnknown {
			return
		}
		r.unknown[key] = i
		r.pub.Unknown = append(r.pub.Unknown, duban.UnknownName{Printed: printed, Nearest: r.dir.Nearest(printed, 3)})
	}
	if u := &r.pub.Unknown[i]; len(u.Tasks) == 0 || u.Tasks[len(u.Tasks)-1] != no {
		u.Tasks = append(u.Tasks, no)
	}
}

// UnknownProblems says of each unknown name of a publication what would work,
// for those who cannot ask about it.
func UnknownProblems(pub duban.Publication) []duban.Problem {
	var problems []duban.Problem
	for _, u := range pub.Unknown {
		line := 1
		for _, t := range pub.Tasks {
			if t.No == u.Tasks[0] {
				line = t.Line
			}
		}
		problems = append(problems, duban.Problem{Line: line, Text: unknownName(u)})
	}
	return problems
}
