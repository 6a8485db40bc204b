package duban

// SpecialDay is a day that is not what its weekday makes it.
type SpecialDay struct {
	Date Date
	Name string // of the festival, also for its make-up days; of an office's own day perhaps nothing
	Off  bool   // a day off; otherwise a working day
	// Minutes since midnight between which a working day is worked; both 0: the
	// usual hours.
	Starts, Ends int
}

// Notice is one year's days off and make-up days (调休), as the State Council's
// notice names them.
type Notice struct {
	Year   int
	Source string // the notice's number
	Days   []SpecialDay
}
