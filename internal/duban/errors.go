package duban

import "errors"

// ErrorKind tells the caller what to do with an error. The zero kind, of any
// error that is not an *Error, is internal: a bug or a broken machine.
type ErrorKind int

const (
	Internal  ErrorKind = iota
	Invalid             // what was said cannot be done; the reason says what would work
	NotFound            // what was named does not exist
	Forbidden           // this person may not
	Conflict            // something changed meanwhile
)

// Error is an error a person is told about. Reason names the text he reads.
type Error struct {
	Kind   ErrorKind
	Reason string
	Detail string // for the log
}

func (e *Error) Error() string {
	if e.Detail == "" {
		return e.Reason
	}
	return e.Reason + ": " + e.Detail
}

// KindOf returns the kind of err.
func KindOf(err error) ErrorKind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
