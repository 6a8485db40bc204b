package app

import (
	"testing"
	"time"

	"duban/internal/sandbox"
)

// An operator waits five seconds. A call that Telegram never answers is given up,
// and what it was about is done after the next start.
func TestStoppingDoesNotWaitForAnAnswerThatNeverComes(t *testing.T) {
	for _, method := range []string{"getUpdates", "setMyCommands", "answerCallbackQuery"} {
		t.Run(method, func(t *testing.T) {
			inBubble(t, func(w *world) {
				w.until(at(11, 23, 9, 1))
				digest := w.newest(wang, "进展报送")
				w.down()
				w.Sandbox.Fail(sandbox.Fault{Method: method, Kind: sandbox.Hang, Times: -1})
				w.start()
				w.pass(time.Second)
				if _, err := w.Sandbox.PressLabel(wang, wang, digest.ID, "›"); err != nil {
					t.Fatal(err)
				}
				w.pass(time.Second)
				if w.faults() == 0 {
					t.Error("nothing hangs")
				}
				began := w.Demo.Clock.Now()
				w.down()
				if took := w.Demo.Clock.Now().Sub(began); took > 5*time.Second {
					t.Errorf("it took %v to stop", took)
				}
				w.Sandbox.Heal()
				w.start()
				w.pass(time.Minute)
				if page := w.newest(wang, "进展报送"); !hasButton(page, "2/") {
					t.Errorf("the page was not turned: %v", page.Keyboard)
				}
				w.nothingLeft()
			})
		})
	}
}
