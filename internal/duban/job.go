package duban

// JobKind is work that takes longer than a handler may.
type JobKind string

// Download fetches a file somebody sent and brings it back as an incoming.
const Download JobKind = "download"

// Job is work done outside the transaction that asked for it.
type Job struct {
	ID      JobID
	Kind    JobKind
	Person  PersonID
	File    string // the platform's file identity
	Name    string // as the sender named it; never a path
	Source  string // the message it came with; unique, so that nothing is done twice
	Chat    int64  // where the answer goes
	Attempt int    // from 1, while it runs
}
