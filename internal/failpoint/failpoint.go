// Package failpoint marks the places at which the crash harness ends the
// process, the rules it can switch off to see that it would notice, and the one
// clock that it can put to a working morning.
//
// Only a build with the tag crashtest does anything here; in every other one
// Hit and Broken are empty, the compiler drops them, and the clock is the machine's.
package failpoint

// Point is a place at which a process may die. What is on disk and what has
// left differ most at these.
type Point string

// The points, in the order in which a reply passes them.
const (
	Received  Point = "received"  // a batch came; nothing is written
	Worked    Point = "worked"    // its rows are written and not committed
	Committed Point = "committed" // they are committed; nothing is acknowledged or answered
	Claimed   Point = "claimed"   // attempts are on record; nothing has left
	Left      Point = "left"      // the platform has answered; no outcome is on record
	Concluded Point = "concluded" // outcomes are on record
	Opening   Point = "opening"   // a round's rows are written and not committed
	Opened    Point = "opened"    // a round is open; its digests wait
)

// Points are all of them.
var Points = []Point{Received, Worked, Committed, Claimed, Left, Concluded, Opening, Opened}

// Switch turns off one rule on which the promise rests.
type Switch string

// The switches: six ways in which a bot of this kind is commonly built wrong.
const (
	AckBeforeCommit   Switch = "ack-before-commit"   // updates are acknowledged before they are stored
	NoInbox           Switch = "no-inbox"            // an update that comes again is taken for a new one
	SendBeforeAttempt Switch = "send-before-attempt" // a message leaves before its attempt is on record
	SyncOff           Switch = "sync-off"            // the database does not wait for the disk
	KeyedByNow        Switch = "keyed-by-now"        // an occurrence is keyed by when it was made, not by its cause
	Uncounted         Switch = "uncounted"           // a message that may have arrived is sent again without counting that
)

// Switches are all of them.
var Switches = []Switch{AckBeforeCommit, NoInbox, SendBeforeAttempt, SyncOff, KeyedByNow, Uncounted}
