package duban

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Kept is a task as it is kept, with what the last document printed, so that what
// was settled by hand since can be told from what a new document changes.
type Kept struct {
	Task
	Term    string // as the last document had it, see TermKey
	By      string // 责任领导 as the last document had it
	Shares  []KeptShare
	Targets []Target
	// TargetsByHand tells that somebody set the targets: they win over a document's.
	TargetsByHand bool
}

// KeptShare is a share as it is kept, be it still there or removed.
type KeptShare struct {
	Share
	Printed Role // as the last document had it, empty where it did not name the department
	ByHand  bool // a person named, changed or removed it
	Removed bool
}

// TermKey is when a task can move as one word, equal for equal terms; empty for a
// dated task without a date.
func TermKey(kind TaskKind, due Date, months []time.Month) string {
	switch kind {
	case StandingTask:
		return string(kind)
	case YearlyTask:
		return strings.TrimSpace(fmt.Sprint(kind, " ", months))
	}
	return due.String()
}

// Merge is what a person has said about a changed list so far.
type Merge struct {
	Same, Different []Pair // about doubtful pairs
	DocumentWins    bool   // also over roles, due dates and targets settled by hand
}

// Difference is what a document changes in a list.
type Difference struct {
	Rows   []Row          // in the document's order, then what is gone; without what is in doubt
	Doubts []DoubtfulPair // to be settled one by one; others may follow
}

// Row is what becomes of one task.
type Row struct {
	Task  Task          // as it is kept; without an ID it is new
	Now   PublishedTask // as the document prints it; without a number it is gone
	Back  bool          // it was archived and stands in the list again
	Swaps TaskID        // the task it has changed places with
	Moved bool          // it stands elsewhere among its neighbours, and no swap explains it

	Reworded, Resectioned, Term, Leader, Targets bool

	Shares []ShareChange
	Held   []Held // what stays as it was settled by hand though the document has it otherwise
}

// ShareChange is one department's share in a task: added without From, removed
// without To.
type ShareChange struct {
	Department DepartmentID
	From, To   Role
}

// Held is something that a document has otherwise than was settled by hand.
type Held struct {
	Department DepartmentID // whose share it is, zero where it is the term or the targets
	Document   Role         // what the document says of it, empty: it does not name it
	Term       bool
	Targets    bool
}

// Fresh tells that the task is new.
func (r Row) Fresh() bool { return r.Task.ID == 0 }

// Gone tells that the document has the task no more.
func (r Row) Gone() bool { return r.Now.No == 0 }

// Renumbered tells that only the printed number is another one, or that too.
func (r Row) Renumbered() bool { return !r.Fresh() && !r.Gone() && r.Task.No != r.Now.No }

// Changed tells whether the document changes anything about the task.
func (r Row) Changed() bool {
	return r.Fresh() || r.Gone() || r.Back || r.Renumbered() || r.Reworded || r.Resectioned || r.Term || r.Leader || r.Targets || len(r.Shares) > 0
}

// Empty tells that a document changes nothing and leaves nothing to settle.
func (d Difference) Empty() bool {
	return len(d.Doubts) == 0 && !slices.ContainsFunc(d.Rows, Row.Changed)
}

// Overlap is how much of a list a document still has, from 0 to 1. Below a half
// it is another list.
func (d Difference) Overlap() float64 {
	stay, all := len(d.Doubts), len(d.Doubts)
	for _, r := range d.Rows {
		if !r.Fresh() {
			all++
		}
		if !r.Fresh() && !r.Gone() && !r.Back {
			stay++
		}
	}
	return float64(stay) / float64(max(1, all))
}

// Compare tells what a document changes in a list. Tasks that were archived may
// come back. Dir must know every name the publication bears.
func Compare(kept []Kept, pub Publication, dir Directory, m Merge) Difference {
	c := comparison{
		Merge: m, dir: dir, terms: slices.ContainsFunc(pub.Tasks, hasTerm), leaders: slices.ContainsFunc(pub.Tasks, hasLeader), leadless: leadless(kept),
	}
	var live []Task
	byID := map[TaskID]Kept{}
	for _, k := range kept {
		byID[k.ID] = k
		if k.Archived.IsZero() {
			live = append(live, k.Task)
		}
	}
	p := pairUp(live, pub.Tasks, m.Same, m.Different)
	rows, d := map[int]Row{}, Difference{}
	inDoubt := map[TaskID]bool{}
	for i, j := range p.row {
		rows[j] = c.row(byID[live[i].ID], pub.Tasks[j])
	}
	for _, s := range p.doubts {
		d.Doubts = append(d.Doubts, DoubtfulPair{live[s.old], pub.Tasks[s.now]})
		p.taken[s.now], inDoubt[live[s.old].ID] = true, true
	}
	c.bringBack(kept, pub, p, rows)
	for j, t := range pub.Tasks {
		if r, ok := rows[j]; ok {
			d.Rows = append(d.Rows, r)
		} else if !p.taken[j] {
			d.Rows = append(d.Rows, c.fresh(t))
		}
	}
	markMoves(d.Rows)
	for i, t := range live {
		if _, paired := p.row[i]; !paired && !inDoubt[t.ID] {
			d.Rows = append(d.Rows, Row{Task: t})
		}
	}
	slices.SortFunc(d.Doubts, func(a, b DoubtfulPair) int { return cmp.Compare(a.Now.No, b.Now.No) })
	return d
}

func hasTerm(t PublishedTask) bool   { return t.DueText != "" || TermKey(t.Kind, t.Due, t.Months) != "" }
func hasLeader(t PublishedTask) bool { return t.Leader != "" }

// bringBack finds archived tasks whose words stand in the document again, the one
// archived last first.
func (c comparison) bringBack(kept []Kept, pub Publication, p *pairing, rows map[int]Row) {
	var gone []Task
	byID := map[TaskID]Kept{}
	for _, k := range kept {
		if !k.Archived.IsZero() {
			gone, byID[k.ID] = append(gone, k.Task), k
		}
	}
	slices.SortStableFunc(gone, func(a, b Task) int { return b.Archived.Compare(a.Archived) })
	back := pairing{old: gone, now: pub.Tasks, row: map[int]int{}, taken: p.taken, refused: p.refused}
	back.equal()
	back.similar()
	for i, j := range back.row {
		r := c.row(byID[gone[i].ID], pub.Tasks[j])
		r.Back = true
		rows[j] = r
	}
}
