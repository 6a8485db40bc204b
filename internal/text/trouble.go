package text

import "time"

// What is said where something could not be taken, or was taken late.
type (
	// NotTaken tells somebody that what he has just said could not be taken; nothing
	// of it was recorded.
	NotTaken struct{ Press bool }
	// Late stands before the answers to what was said earlier and is handled now.
	Late struct {
		At    time.Time // when it was said
		Words string    // as they were said, cut; empty for a press
	}
	// Overtaken tells that words handled late were not filed on a task, because more
	// was said about it since.
	Overtaken struct{ Numbers []int }
	// FileBroke tells that a file could not be read in three attempts.
	FileBroke struct{ Name string }
	// OnlyWords answers a sticker, a place, a poll and the like.
	OnlyWords struct{ Contact bool }
	// UnchangedReport answers a change of a message after which what is filed is the
	// same.
	UnchangedReport struct{}
	// RestAnswered answers 其余无新进展 when nothing is owed any more.
	RestAnswered struct{}
	// AlreadyFiled answers a second press on what was filed by the first.
	AlreadyFiled struct{ Numbers []int }
	// NoGroup refuses to publish where no group was ever allowed.
	NoGroup struct{}
)
