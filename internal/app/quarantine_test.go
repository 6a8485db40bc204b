package app

import (
	"context"
	"errors"
	"testing"
	"time"

	"duban/internal/sandbox"
)

// A handler fails on what a contact wrote before the deadline. The contact is told,
// the admins too; the update is kept. After the program is mended the operator has it
// handled again: it is answered, marked as late, and counts from when it was said.
func TestWhatCouldNotBeTakenIsHandledAgain(t *testing.T) {
	inBubble(t, func(w *world) {
		office := Office{w.settings(), w.Demo.Clock.Now}
		w.pass(5 * time.Minute) // the round is open
		mended := w.App.inbox.answer
		w.poisoned(func(context.Context) error { return errors.New("cannot") })
		w.send(wang, "28 "+poison)
		said := w.Demo.Clock.Now()
		w.pass(time.Minute)
		if n := w.count(wang, "没有记上，请再发一次"); n != 1 {
			t.Errorf("the contact was told %d times, want once", n)
		}
		kept, err := office.Quarantine(w.t.Context())
		if err != nil || len(kept) != 1 || kept[0].Person.User != wang || kept[0].By != "教育局" || kept[0].Why != "failed" {
			t.Fatalf("in quarantine: %+v, %v", kept, err)
		}
		retry := func() {
			t.Helper()
			if err := office.RetryQuarantined(w.t.Context(), kept[0].ID); err != nil {
				t.Fatal(err)
			}
			w.pass(time.Minute)
		}
		retry() // it fails as before
		if n := w.row(`SELECT COUNT(*) FROM quarantine WHERE retries = 1 AND NOT retry`); n != 1 {
			t.Error("what fails again does not stay")
		}
		if n := w.count(wang, "没有记上"); n != 1 {
			t.Errorf("the contact was told %d times, want once", n)
		}
		w.pass(10 * time.Minute)
		w.App.inbox.answer = mended
		retry()
		w.newest(wang, "（补记）11月23日")
		w.newest(wang, "已登记 第28项")
		if at := w.filed(28, "教育局").At; at.Sub(said).Abs() > 10*time.Second {
			t.Errorf("it counts from %v, and was said at %v", at, said)
		}
		if n := w.row(`SELECT COUNT(*) FROM quarantine`); n != 0 {
			t.Errorf("%d are in quarantine still", n)
		}
	})
}

// Nothing that must not be kept is kept in quarantine either, and in a group only
// whoever spoke to the bot hears of it.
func TestQuarantineKeepsNothingSecretAndTellsNobodyElse(t *testing.T) {
	inBubble(t, func(w *world) {
		w.pass(5 * time.Minute)
		group := w.group("领导小组")
		w.say(adminID, group, "/group")
		w.poisoned(func(context.Context) error { return errors.New("cannot") })
		for _, words := range []string{poison + " 机密★", poison + " 11010519491231002X", "/start " + poison} {
			w.send(wang, words)
		}
		if _, err := w.Sandbox.Send(leaderID, group, poison); err != nil {
			t.Fatal(err)
		}
		w.pass(time.Minute)
		if n := w.row(`SELECT COUNT(*) FROM quarantine WHERE raw <> ''`); n != 0 {
			t.Errorf("%d are kept as they came", n)
		}
		if n := w.count(group, "没有记上"); n != 0 {
			t.Errorf("the group was told %d times", n)
		}
		board := w.newest(group, "回复本消息即可查")
		if _, err := w.Sandbox.Send(leaderID, group, poison, sandbox.ReplyTo(board.ID)); err != nil {
			t.Fatal(err)
		}
		w.pass(time.Minute)
		if n := w.count(group, "没有记上，请再发一次"); n != 1 {
			t.Errorf("the group was told %d times, want once", n)
		}
	})
}
