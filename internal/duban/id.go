package duban

// Identities are given by the store and never change. A task's printed number
// and a department's name are not identities: both may change.
type (
	ListID       int64
	TaskID       int64
	DepartmentID int64
	AssignmentID int64
	PersonID     int64
	ReportID     int64
	RoundID      int64
	OpeningID    int64
	OccurrenceID int64
	GroupID      int64
	JobID        int64
	TargetID     int64
	FigureID     int64
	DoubtID      int64
)
