package duban

// Walk is where a person is in 逐项填报, the walk through what he owes.
type Walk struct {
	Person  PersonID
	Task    TaskID // zero at the closing check
	Skipped []TaskID
}

// Unplaced is words that belong to a task their author has not named yet.
type Unplaced struct {
	ID     int64
	Person PersonID
	Source string
	Words  string
}
