package app

import (
	"errors"
	"testing"
	"time"

	"duban/internal/chat"
	"duban/internal/config"
	"duban/internal/postgrestest"
	"duban/internal/sandbox"
	"duban/internal/store"
)

// What was said long ago is forgotten: an answer to it is asked what it is about, and
// a code that was sent is not even kept so long.
func TestWhatWasSaidLongAgoIsForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	w.bind(wang, "王芳", "教育局")
	w.tell(adminID, "/invite 教育局 刘洋")
	if n := w.row("SELECT COUNT(*) FROM outbox WHERE payload LIKE '%start=%'"); n != 0 {
		t.Errorf("%d messages keep a code after they were sent", n)
	}
	card := w.tell(wang, "第28项")
	w.tell(wang, "累计1600人次", sandbox.ReplyTo(card[0].ID))
	if w.reports() != 1 {
		t.Fatalf("%d reports, want 1", w.reports())
	}
	w.walk(at(11, 23, 8, 5))
	if err := w.Store.Prune(t.Context(), time.Second); err != nil {
		t.Fatal(err)
	}
	w.expect(w.tell(wang, "累计1700人次", sandbox.ReplyTo(card[0].ID)), "哪一项", "累计1700人次")
	w.expect(w.tell(wang, "28 累计1700人次"), "已登记 第28项")
}

// On PostgreSQL a transaction may run again; a post leaves once, and costs the pace of
// one.
func TestATurnThatRunsTwiceTakesThePaceOfOne(t *testing.T) {
	t.Parallel()
	now := at(11, 23, 10, 0)
	where, clock := postgrestest.Where(t), func() time.Time { return now }
	if _, err := store.Make(t.Context(), where, clock); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), where, clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	b, err := NewBot(config.Default())
	if err != nil {
		t.Fatal(err)
	}
	sender := newSender(s, b, nil, Options{Now: clock}.withDefaults())
	err = s.Write(t.Context(), func(tx *store.Tx) error {
		for c := range int64(3) {
			tx.Post(chat.Post{Chat: c + 1, Text: &chat.Outgoing{HTML: "甲"}})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	turn, again := sender.take(), errors.New("run again")
	for _, want := range []error{again, nil} {
		err := s.Write(t.Context(), func(tx *store.Tx) error { return errors.Join(turn.in(t.Context(), tx), want) })
		if !errors.Is(err, want) {
			t.Fatalf("the turn ended with %v, want %v", err, want)
		}
		if len(turn.claim.begun) != 1 || sender.pacer.Wait(now) != 0 {
			t.Fatalf("%d begun; the next waits %v before the commit", len(turn.claim.begun), sender.pacer.Wait(now))
		}
	}
	turn.claim.begun[0].outcome.Class = chat.Sent // nothing leaves
	turn.committed(t.Context())
	sender.calls.Wait()
	if wait := sender.pacer.Wait(now); wait == 0 || wait > 35*time.Millisecond {
		t.Errorf("after one post the next waits %v", wait)
	}
}
