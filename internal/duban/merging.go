package duban

// MergeCount is what goes over to another department that one becomes part of.
type MergeCount struct {
	Tasks, Both       int // tasks it answers for; those the other answers for too
	Contacts, Reports int
	Members           int // collectives it belongs to
}
