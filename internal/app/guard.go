package app

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"duban/internal/store"
)

// panicError is what is left of a panic. Its words are never what somebody wrote:
// only the runtime's own are told, of other values the type alone.
type panicError struct {
	what  string
	stack []byte
}

func (p *panicError) Error() string { return fmt.Sprintf("panic: %s\n%s", p.what, p.stack) }

// guarded makes a panic an error, so that what handles foreign input fails alone.
func guarded(do func() error) (err error) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		what := fmt.Sprintf("%T", p)
		if e, ours := p.(runtime.Error); ours {
			what = e.Error()
		}
		err = &panicError{what, debug.Stack()}
	}()
	return do()
}

// guardedUnit guards a unit of work.
func guardedUnit(do func(*store.Tx) error) func(*store.Tx) error {
	return func(tx *store.Tx) error { return guarded(func() error { return do(tx) }) }
}
