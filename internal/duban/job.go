package duban

// JobKind is work that takes longer than a handler may.
type JobKind string

const (
	Download JobKind = "download" // fetches a file somebody sent
	Foresee  JobKind = "foresee"  // finds out who will be told what on a day, which is its Name

	MakeLedger JobKind = "ledger" // writes the ledger in the format that is its Name
	MakeForm   JobKind = "form"   // writes the form of what its person is asked for
	SetMenu    JobKind = "menu"   // offers its Person the commands of what they are now; brings nothing
	ReadForm   JobKind = "filled" // what a Download turns out to have been when it brings a form
)

// Job is work done outside the transaction that asked for it; what it brings comes
// back as an incoming.
type Job struct {
	ID      JobID
	Kind    JobKind
	Person  PersonID
	File    string // the platform's file identity
	Name    string // as the sender named a file, never a path; or what the work is about
	Source  string // the message it came with; unique, so that nothing is done twice
	Chat    int64  // where the answer goes
	Attempt int    // from 1, while it runs
}
