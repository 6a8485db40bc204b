package duban

import (
	"slices"
	"time"
)

// Person is somebody the bot has met: they wrote to it, or an admin was shown them.
type Person struct {
	ID          PersonID
	User        int64     // the chat platform's numeric identity; names prove nothing
	Name        string    // what they are called: the office's name for them or, where it gave none, their own
	Nick        string    // what they call themselves on the platform, where anybody may take any name
	Named       bool      // Name is the office's: a change of Nick changes nothing of it
	Met         time.Time // when the bot met them first
	Lang        string    // zh or en
	Started     bool      // he pressed Start, so the bot may write to him
	Reachable   bool      // false after the platform refused: blocked, deleted
	Admin       bool
	Leader      bool
	Departments []DepartmentID // those he is contact of, in official order
	Heads       []DepartmentID // those he is the head of
	Away        Span           // then others are asked in his place
}

// Span is from one day to another, both included. Its zero value is no day.
type Span struct {
	From, Until Date
}

// Covers reports whether d lies in s.
func (s Span) Covers(d Date) bool {
	return !s.Until.IsZero() && !d.Before(s.From) && !s.Until.Before(d)
}

// Over reports whether s has passed, or never was, on a day.
func (s Span) Over(today Date) bool { return s.Until.IsZero() || s.Until.Before(today) }

// IsContact reports whether p answers for at least one department.
func (p Person) IsContact() bool { return len(p.Departments) > 0 }

// ServesFor reports whether p is a contact of d.
func (p Person) ServesFor(d DepartmentID) bool { return slices.Contains(p.Departments, d) }

// HasRole reports whether p is something beside a plain contact: then the commands
// they may give are not those of everybody.
func (p Person) HasRole() bool { return p.Admin || p.Leader || len(p.Heads) > 0 }

// Sees returns the departments whose tasks p may look at without being asked.
func (p Person) Sees() []DepartmentID { return slices.Concat(p.Departments, p.Heads) }

// Contact is a person's duty to answer for a department. Rank 1 is A岗, who is
// asked; the others see everything and may answer.
type Contact struct {
	Person     PersonID
	User       int64 // as the person's
	Department DepartmentID
	Rank       int
	Head       bool // 负责人 instead of 联络员
	Reachable  bool // has pressed Start and not blocked the bot since
	Away       Span
}

// Invitation lets whoever first shows its code become what it says.
type Invitation struct {
	Admin, Leader bool
	Department    DepartmentID // zero for none
	Head          bool         // 负责人 of the department instead of its 联络员
	Name          string       // whom it was made for: what the office calls them from then on
	Expires       time.Time
}

// InvitationLife is how long a code may be used.
const InvitationLife = 24 * time.Hour

// GroupRole is what an allowed group is for.
type GroupRole string

// Leadership is the leaders' group: the board is pinned there.
const Leadership GroupRole = "leadership"

// Group is a group chat on the allow-list.
type Group struct {
	ID    GroupID
	Chat  int64
	Title string
	List  ListID
	Role  GroupRole
	Board int64 // the pinned board's message, zero until it was sent
}

// FirstContacts returns the contact of each department who is the one asked on a
// day: the first who can be written to and is not away or, when all are away, the
// first who can be written to. Contacts come A岗 first.
func FirstContacts(contacts []Contact, today Date) []Contact {
	var first []Contact
	place := map[DepartmentID]int{}
	for _, c := range contacts {
		if c.Head || !c.Reachable {
			continue
		}
		i, seen := place[c.Department]
		switch {
		case !seen:
			place[c.Department] = len(first)
			first = append(first, c)
		case first[i].Away.Covers(today) && !c.Away.Covers(today):
			first[i] = c
		}
	}
	return first
}

// Heads returns the heads who can be written to, of some departments.
func Heads(contacts []Contact, of map[DepartmentID]bool) []Contact {
	var heads []Contact
	for _, c := range contacts {
		if c.Head && c.Reachable && of[c.Department] {
			heads = append(heads, c)
		}
	}
	return heads
}
