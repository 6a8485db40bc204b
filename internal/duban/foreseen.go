package duban

import "time"

// Foreseen is a message that will be sent unasked.
type Foreseen struct {
	At      time.Time
	Chat    int64 // the person's or the group's
	Person  Person
	Group   Group   // zero for a person
	Kind    string  // of the view; empty for a notice in words
	Opening Opening // what it is about, zero for none
	Tasks   int     // of that, how many tasks the person still owes
}
