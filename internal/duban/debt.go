package duban

import (
	"cmp"
	"slices"
)

// Pile is the heading under which a digest puts a task. A pile has one light, that of
// its tasks; that help is asked for stands beside it.
type Pile string

const (
	Late      Pile = "late"      // 🔴 逾期
	Lagging   Pile = "lagging"   // 🟡 滞后
	Hindered  Pile = "hindered"  // 🟢 正常、需协调: on track, and help is asked for
	Waiting   Pile = "waiting"   // ⚪ 待报: nothing heard yet
	Fine      Pile = "fine"      // 🟢 正常
	Delivered Pile = "delivered" // answered for each department that is asked
)

// Piles is every pile in the order of a digest: what needs somebody first comes
// first.
var Piles = []Pile{Late, Lagging, Hindered, Waiting, Fine, Delivered}

// Urgency is the place of a pile in a digest.
func (p Pile) Urgency() int { return slices.Index(Piles, p) }

// Debt is one task a person is asked for, whatever number of his departments
// answers for it (合署): it is one line, and one answer does for all of them.
type Debt struct {
	Task   Task
	Duties []Standing     // his own that are asked for, leads first; never none
	Open   []DepartmentID // those of them whose answer is missing, in the same order
}

// Debts returns what is asked of one person, out of the standings of the list
// and what is asked of his departments: by pile, and in a pile by number. What
// was taken off a department since is not asked for any more.
func (s Survey) Debts(owed []Owed) []Debt {
	answered := map[AssignmentID]bool{}
	for _, w := range owed {
		answered[w.Assignment.ID] = w.Answered
	}
	var debts []Debt
	for _, t := range s.Tasks { // by number
		d := Debt{Task: t.Task}
		for _, duty := range t.Duties { // leads first
			done, asked := answered[duty.ID]
			if !asked {
				continue
			}
			d.Duties = append(d.Duties, duty)
			if !done {
				d.Open = append(d.Open, duty.Department)
			}
		}
		if len(d.Duties) > 0 {
			debts = append(debts, d)
		}
	}
	slices.SortStableFunc(debts, func(a, b Debt) int { return cmp.Compare(a.Pile().Urgency(), b.Pile().Urgency()) })
	return debts
}

// Answered reports whether nothing of d is missing.
func (d Debt) Answered() bool { return len(d.Open) == 0 }

// Partly reports whether some of the departments answered and others did not.
func (d Debt) Partly() bool { return !d.Answered() && len(d.Open) < len(d.Duties) }

// Duty is the one of the duties that shows how the task stands: the most urgent
// of those that are open, with the strongest role the person has in the task.
func (d Debt) Duty() Standing {
	worst := slices.MinFunc(d.Duties, func(a, b Standing) int {
		return cmp.Or(d.closed(a)-d.closed(b), cmp.Compare(a.pile().Urgency(), b.pile().Urgency()))
	})
	worst.Role = d.Duties[0].Role
	return worst
}

// closed is 1 for a duty that is answered while others are open.
func (d Debt) closed(s Standing) int {
	if d.Answered() || slices.Contains(d.Open, s.Department) {
		return 0
	}
	return 1
}

// Pile is where a digest puts the task.
func (d Debt) Pile() Pile {
	if d.Answered() {
		return Delivered
	}
	return d.Duty().pile()
}

// pile is where a duty belongs as long as it is not answered.
func (s Standing) pile() Pile {
	switch {
	case s.Light == Overdue:
		return Late
	case s.Light == Behind:
		return Lagging
	case s.Light == Unheard:
		return Waiting
	case s.Blocked:
		return Hindered
	default:
		return Fine
	}
}

// CountDebts counts the debts of each pile.
func CountDebts(debts []Debt) map[Pile]int {
	n := map[Pile]int{}
	for _, d := range debts {
		n[d.Pile()]++
	}
	return n
}

// OpenDebts returns those that are not answered, in the same order.
func OpenDebts(debts []Debt) []Debt {
	return slices.DeleteFunc(slices.Clone(debts), Debt.Answered)
}

// DebtPages parts debts into pages of at most lines tasks, none of which weighs
// more than room. The first page goes on beyond lines as long as there is room
// for late tasks, so that none of these has to be looked for. There is always
// one page.
func DebtPages(debts []Debt, lines, room int, weight func(Debt) int) [][]Debt {
	pages, used := [][]Debt{nil}, 0
	for _, d := range debts {
		last := len(pages) - 1
		n, w := len(pages[last]), weight(d)
		full := n >= lines && (last > 0 || d.Pile() != Late)
		if n > 0 && (full || used+w > room) {
			pages, used, last = append(pages, nil), 0, last+1
		}
		pages[last], used = append(pages[last], d), used+w
	}
	return pages
}

// Rest counts the tasks of some departments that are open and that nobody asks for
// now: neither among debts nor in another opening that still stands.
func (s Survey) Rest(debts []Debt, deps ...DepartmentID) int {
	asked := map[TaskID]bool{}
	for _, d := range debts {
		asked[d.Task.ID] = true
	}
	for _, w := range s.Owed {
		if w.Counts() && slices.Contains(deps, w.Assignment.Department) {
			asked[w.Assignment.Task] = true
		}
	}
	n := 0
	for _, t := range s.Tasks {
		if !asked[t.Task.ID] && slices.ContainsFunc(t.Duties, func(d Standing) bool {
			return d.State == Open && slices.Contains(deps, d.Department)
		}) {
			n++
		}
	}
	return n
}
