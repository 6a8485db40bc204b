package chat

import "time"

// Outgoing is one message as it is sent. HTML is the small set of tags the
// platforms share: b, i, u, s, code, pre, a, blockquote.
type Outgoing struct {
	HTML    string     `json:"html,omitempty"`
	Buttons [][]Button `json:"buttons,omitempty"`
	ReplyTo int64      `json:"reply_to,omitempty"` // sent as an ordinary message where that one is gone
	Choose  *Chooser   `json:"choose,omitempty"`
	// Unchoose takes the button of a chooser away again; in place of Buttons.
	Unchoose bool      `json:"unchoose,omitempty"`
	Pin      bool      `json:"pin,omitempty"` // pin it once it is sent
	File     *Document `json:"file,omitempty"`
}

// Button stands under a message. It has either data, which comes back when it
// is pressed, or a link.
type Button struct {
	Label string `json:"label"`
	Data  string `json:"data,omitempty"`
	URL   string `json:"url,omitempty"`
}

// Chooser asks for a person out of the asker's own contacts.
type Chooser struct {
	Request int64  `json:"request"` // comes back with the answer
	Label   string `json:"label"`
}

// Document is a file to send.
type Document struct {
	Name string `json:"name"`
	Data []byte `json:"data"`
}

// View names something that is rendered when it is sent, so that it shows what
// is true then. Fields that a view does not need are zero.
type View struct {
	Kind       string `json:"kind"`
	List       int64  `json:"list,omitempty"`
	Task       int64  `json:"task,omitempty"`
	Department int64  `json:"department,omitempty"`
	Person     int64  `json:"person,omitempty"`
	Opening    int64  `json:"opening,omitempty"`
	Page       int    `json:"page,omitempty"`
	Filter     string `json:"filter,omitempty"`
	Since      int64  `json:"since,omitempty"`
}

// The views there are. Whoever wants one shown names it, and the conversation renders
// it when it is sent. Some are never rendered: they only say what an answer to a
// message is about.
const (
	Digest      = "digest"      // what one opening asks of one person; Person, Opening, Page
	Reminder    = "reminder"    // what he still owes before the deadline; Person, Opening
	Nudge       = "nudge"       // what he still owes after the deadline; Person, Opening
	Head        = "head"        // to a head: what his departments still owe; Person, Opening
	Office      = "office"      // to an admin: who is missing, to be published; Person, Opening
	Publication = "publication" // to the group: who is missing; Opening
	Walk        = "walk"        // one step of 逐项填报; Person, Filter is the report the step before stored
	Said        = "said"        // what was answered, in full; Person, Page
	Apart       = "apart"       // one of a person's departments answers on its own; Person, Task, Department once chosen
	Note        = "note"        // to an admin: who could not be asked; Person, Opening
	Summary     = "summary"     // the Monday summary of a list; List, Person an admin
	Board       = "board"       // the state of a list; List
	Departments = "departments" // the board by department; List
	Sections    = "sections"    // the board by section; List
	Department  = "department"  // one department; List, Department
	Overdue     = "overdue"     // what is past its due date; List
	Silent      = "silent"      // what has not moved; List, Page
	Missing     = "missing"     // who has not answered; List
	Tasks       = "tasks"       // a person's tasks; Person, Page
	Remind      = "remind"      // somebody asks out of turn; Person, Task or Department, Filter is who
	Card        = "card"        // one task; Task, Person (zero in a group)
	Found       = "found"       // what a search finds; List, Person (zero in a group), Filter is the words, Page
	Receipt     = "receipt"     // what was filed; Task where it is about one
	Correct     = "correct"     // asks for the words in the place of a report's; Task, Filter is the report, Page 1 adds to it, Since is the newest report of whoever is asked
	Contacts    = "contacts"    // who answers for which department; Person, Page
	Targets     = "targets"     // how far the targets have come; List, Page
	Audit       = "audit"       // what changed last; Person, Task or Department or neither, Page
	Which       = "which"       // asks which task kept words are about; Filter is their id
	Choose      = "choose"      // asks for a person; Department, Page is what they are to be
	Uploaded    = "uploaded"    // an import waiting for confirmation; Filter is its id
	Holidays    = "holidays"    // the days off, or what was read of a notice; no view, only what is answered
	DayWanted   = "day-wanted"  // asks an admin for a task's new due date; Task, no view, only what is answered
	NoNotice    = "no-notice"   // to an admin: the notice on a year's days off is missing; Person, Filter is the year
)

// Lane is the order in which posts leave.
type Lane int

const (
	Answer   Lane = iota // to somebody who waits
	Notice               // reminders and summaries
	Refresh              // a newer state of a message already there
	Stranger             // to somebody without a role
)

// Post is one thing to say: Text as it stands, or View rendered when sent.
// With Edit set it changes that message instead of sending a new one.
type Post struct {
	Chat int64
	Text *Outgoing
	View *View
	Edit int64
	// Delete takes the message Edit away instead of changing it.
	Delete bool
	Lane   Lane
	// Key makes the post unique: a second one with the same key is dropped.
	Key string
	// Unasked posts wait for working hours.
	Unasked bool
	// ReplyTo is the message answered; kept apart from Text because a view has none.
	ReplyTo   int64
	Pin       bool
	NotBefore time.Time
	// Expires is set where Text holds a one-time code, to the instant from which it is
	// worth nothing. The message is not sent from then on, and its words are kept no
	// longer than sending it takes. It is always a new message, never an edit.
	Expires time.Time
	// About is what an answer to this message is about; for a view, the view itself.
	About *View
}

// Class is what a send ended as; each class has one way to go on.
type Class string

const (
	Sent        Class = "sent"
	NotSent     Class = "not-sent"    // no connection was made: try again
	Lost        Class = "lost"        // the message to change is gone: send it anew
	Unreachable Class = "unreachable" // this person or group cannot be written to
	Moved       Class = "moved"       // the group has a new identity
	Faulty      Class = "faulty"      // our own mistake: trying again does not help
	BadMarkup   Class = "bad-markup"  // our own mistake in the markup: once more as plain text
	Throttled   Class = "throttled"   // wait as long as the platform asks
	Rejected    Class = "rejected"    // our credentials are refused: stop, keep everything
	Ambiguous   Class = "ambiguous"   // it may have arrived
)

// Outcome is the end of one attempt.
type Outcome struct {
	Class       Class
	Message     int64 // with Sent
	RetryAfter  time.Duration
	NewChat     int64  // with Moved
	Code        int    // the platform's own, 0 for none
	Description string // the platform's own words, without secrets
}

// Showing is a message that shows a view.
type Showing struct {
	Chat    int64
	Message int64
	View    View
}

// Refresh brings a message up to date.
func (s Showing) Refresh() Post {
	return Post{Chat: s.Chat, Edit: s.Message, View: &s.View, About: &s.View, Lane: Refresh}
}
