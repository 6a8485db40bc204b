package calendar

import "fmt"

// The reasons of an [Error]: stable keys that name the sentence a person reads.
const (
	UnknownDate     = "unknown-date"     // nothing that could be read as a date
	ImpossibleDate  = "impossible-date"  // a date that does not exist, such as 2月30日
	Past            = "past"             // a date without a year that has just gone by
	UnknownSchedule = "unknown-schedule" // nothing that could be read as a schedule
	AmbiguousDays   = "ambiguous-days"   // a cron spec with day of month and weekday
	NeverHappens    = "never-happens"    // a schedule without a single moment
	BadTime         = "bad-time"         // 25:00, or a deadline before the opening
	BadYear         = "bad-year"         // a file of days off that contradicts itself
	UnknownLocal    = "unknown-local"    // nothing that could be read as an office's own days
)

// Error is every error of this package. Reason is one of the keys above and is
// worded elsewhere; Detail says what was wrong with which part, for the log and
// for the sentence's blank.
type Error struct {
	Reason string
	Detail string
}

// Error returns the reason and the detail.
func (e *Error) Error() string { return e.Reason + ": " + e.Detail }

func refuse(reason, format string, args ...any) *Error {
	return &Error{reason, fmt.Sprintf(format, args...)}
}
