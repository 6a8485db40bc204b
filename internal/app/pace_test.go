package app

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"duban/internal/chat"
	"duban/internal/sandbox"
	"duban/internal/store"
)

// permitted is what Telegram lets a bot send in a second.
const permitted = 30

// travel is how long a call to Telegram takes when it is far.
const travel = 120 * time.Millisecond

// far makes every call take its time from now on.
func (w *world) far() { w.Sandbox.Fail(sandbox.Fault{Times: -1, Kind: sandbox.Slow, Delay: travel}) }

// started are n people who have pressed Start, and got their answers.
func (w *world) started(n int) (users []int64) {
	w.t.Helper()
	for i := range n {
		users = append(users, int64(5000+i))
		w.Sandbox.AddUser(sandbox.User{ID: users[i], FirstName: fmt.Sprintf("第%d人", i)})
		w.send(users[i], "/start")
	}
	w.rest()
	return users
}

// rest lets time go by until nothing waits that may leave.
func (w *world) rest() {
	w.t.Helper()
	for range 3600 {
		w.pass(time.Second)
		var next time.Time
		if err := w.Store.Read(w.t.Context(), func(tx *store.Tx) (err error) { next, err = tx.NextDue(); return err }); err != nil {
			w.t.Fatal(err)
		}
		waits := !next.IsZero() && next.Sub(w.Demo.Clock.Now()) < time.Minute
		if !waits && len(w.sender.occupied(nil)) == 0 && w.Sandbox.Pending() == 0 {
			return
		}
	}
	w.t.Fatal("the bot does not come to rest")
}

// post puts the same words into the outbox for each chat.
func (w *world) post(lane chat.Lane, words string, chats ...int64) {
	w.t.Helper()
	err := w.Store.Write(w.t.Context(), func(tx *store.Tx) error {
		for _, c := range chats {
			tx.Post(chat.Post{Chat: c, Text: &chat.Outgoing{HTML: words}, Lane: lane})
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.sender.Wake()
}

// logged are the events of a kind since an instant.
func (w *world) logged(kind string, since time.Time) (events []sandbox.Event) {
	for _, e := range w.Sandbox.Requests() {
		if e.Kind == kind && !e.Time.Before(since) {
			events = append(events, e)
		}
	}
	return events
}

// A thousand chats at once: the bot sends as fast as it may, and is never told
// that it is too fast. A person who presses a button meanwhile is answered at
// once, though his own chat may not be written to.
func TestAThousandChatsAreWrittenToAtTheRateThatIsAllowed(t *testing.T) {
	t.Parallel()
	inBubble(t, func(w *world) {
		w.far()
		users := w.started(1000)
		w.send(wang, "/tasks")
		w.rest()
		list := w.newest(wang, "共55项")

		began := w.Demo.Clock.Now()
		w.post(chat.Answer, "已收到", users...)
		w.rest()
		w.asFastAsAllowed("answers", len(users), began)

		began = w.Demo.Clock.Now()
		w.Sandbox.Heal()
		w.Sandbox.Fail(sandbox.Fault{Method: "editMessageText", Chat: wang, RetryAfter: 300})
		w.far()
		w.post(chat.Notice, "各位，请填报", users...)
		took := w.pressAgainAndAgain(list, 100)
		t.Logf("from press to answer: p50 %v, p99 %v, of which %v is travel", took[50], took[98], travel)
		if took[98] >= time.Second {
			t.Errorf("p99 from press to answer is %v", took[98])
		}
		if sent := len(w.logged(sandbox.EventDelivered, began)); sent >= len(users) {
			t.Errorf("%d messages were there before the last press", sent)
		}
		w.rest()
		w.asFastAsAllowed("digests", len(users), began)
	})
}

// asFastAsAllowed checks how n messages have arrived.
func (w *world) asFastAsAllowed(what string, n int, began time.Time) {
	w.t.Helper()
	sent := w.logged(sandbox.EventDelivered, began)
	if len(sent) != n {
		w.t.Fatalf("%d %s arrived, want %d", len(sent), what, n)
	}
	took := sent[n-1].Time.Sub(sent[0].Time)
	rate := float64(n-1) / took.Seconds()
	w.t.Logf("%s: %.2f a second, %.3f of what is allowed", what, rate, rate/permitted)
	if rate < 0.97*permitted {
		w.t.Errorf("%s: %.2f a second, want at least %.2f", what, rate, 0.97*permitted)
	}
	if refused := w.logged(sandbox.EventRefused, began); len(refused) > 0 {
		w.t.Errorf("%s: refused %d times: %+v", what, len(refused), refused[0])
	}
}

// pressAgainAndAgain turns pages and returns, sorted, how long each press waited
// for its answer.
func (w *world) pressAgainAndAgain(list sandbox.Message, times int) (took []time.Duration) {
	w.t.Helper()
	for range times {
		pressed := w.Demo.Clock.Now()
		if _, err := w.Sandbox.PressLabel(wang, wang, list.ID, "›"); err != nil {
			w.t.Fatal(err)
		}
		for len(w.logged(sandbox.EventAnswered, pressed)) == 0 && w.Demo.Clock.Now().Sub(pressed) < time.Minute {
			w.pass(10 * time.Millisecond)
		}
		took = append(took, w.Demo.Clock.Now().Sub(pressed))
		w.pass(137 * time.Millisecond)
	}
	slices.Sort(took)
	return took
}

// One chat has a long line and is then throttled: nobody else waits for it.
func TestAHotChatDelaysNoOther(t *testing.T) {
	inBubble(t, func(w *world) {
		w.far()
		users := w.started(51)
		hot, others := users[0], users[1:]
		w.Sandbox.Heal()
		w.Sandbox.Fail(sandbox.Fault{Method: "sendMessage", Chat: hot, RetryAfter: 60})
		w.far()
		began := w.Demo.Clock.Now()
		w.post(chat.Answer, "很多话", slices.Repeat([]int64{hot}, 200)...)
		w.post(chat.Notice, "各位，请填报", others...)
		w.pass(5 * time.Second)
		arrived := map[int64]time.Duration{}
		for _, e := range w.logged(sandbox.EventDelivered, began) {
			arrived[e.Chat] = e.Time.Sub(began)
		}
		for _, u := range others {
			if d, there := arrived[u]; !there || d > 3*time.Second {
				t.Errorf("the message to %d took %v, there %v", u, d, there)
			}
		}
		if _, there := arrived[hot]; there {
			t.Error("the throttled chat was written to before its time")
		}
		w.rest()
		n := 0
		for _, e := range w.logged(sandbox.EventDelivered, began) {
			if slices.Contains(users, e.Chat) {
				n++
			}
		}
		if n != 250 {
			t.Errorf("%d messages arrived in the end, want 250", n)
		}
		if n := len(w.logged(sandbox.EventFault, began)); n == 0 {
			t.Error("nothing was throttled")
		}
	})
}

// Fifty-five answers in a minute change the digest a few times, and the last
// change shows all of them.
func TestManyAnswersChangeTheDigestAFewTimes(t *testing.T) {
	inBubble(t, func(w *world) {
		w.until(at(11, 23, 9, 1))
		w.rest()
		digest := w.newest(wang, "进展报送")
		began := w.Demo.Clock.Now()
		for no := 1; no <= 57; no++ {
			w.send(wang, strconv.Itoa(no)+" 已开展")
			w.pass(time.Minute / 57)
		}
		edits := 0
		for _, e := range w.logged(sandbox.EventEdited, began) {
			if e.Message == digest.ID {
				edits++
			}
		}
		w.rest()
		t.Logf("%d edits in the minute", edits)
		if edits > 12 || edits == 0 {
			t.Errorf("%d edits in a minute, want at most 12", edits)
		}
		last, _ := w.Sandbox.Message(wang, digest.ID)
		if !strings.Contains(last.Text, "已报55项") && !strings.Contains(last.Text, "全部") {
			t.Errorf("the digest at last:\n%s", last.Text)
		}
	})
}
