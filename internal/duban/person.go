package duban

import (
	"slices"
	"time"
)

// Person is somebody the bot has met: he wrote to it, or an admin was shown him.
type Person struct {
	ID          PersonID
	User        int64  // the chat platform's numeric identity; usernames prove nothing
	Name        string // as he calls himself there
	Lang        string // zh or en
	Started     bool   // he pressed Start, so the bot may write to him
	Reachable   bool   // false after the platform refused: blocked, deleted
	Admin       bool
	Leader      bool
	Departments []DepartmentID // those he is contact of, in official order
	Heads       []DepartmentID // those he is the head of
}

// IsContact reports whether p answers for at least one department.
func (p Person) IsContact() bool { return len(p.Departments) > 0 }

// ServesFor reports whether p is a contact of d.
func (p Person) ServesFor(d DepartmentID) bool { return slices.Contains(p.Departments, d) }

// Sees returns the departments whose tasks p may look at without being asked.
func (p Person) Sees() []DepartmentID { return slices.Concat(p.Departments, p.Heads) }

// Contact is a person's duty to answer for a department. Rank 1 is A岗, who is
// asked; the others see everything and may answer.
type Contact struct {
	Person     PersonID
	Department DepartmentID
	Rank       int
	Head       bool // 负责人 instead of 联络员
	Reachable  bool // has pressed Start and not blocked the bot since
}

// Invitation lets whoever first shows its code become what it says.
type Invitation struct {
	Admin, Leader bool
	Department    DepartmentID // zero for none
	Name          string       // whom it was made for, as the admin typed it
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

// FirstContacts returns the contact of each department who is the one asked: the
// first who can be written to. Contacts come A岗 first.
func FirstContacts(contacts []Contact) []Contact {
	var first []Contact
	seen := map[DepartmentID]bool{}
	for _, c := range contacts {
		if !c.Head && c.Reachable && !seen[c.Department] {
			seen[c.Department] = true
			first = append(first, c)
		}
	}
	return first
}
