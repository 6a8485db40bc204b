package app

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"duban/internal/chat"
	"duban/internal/sandbox"
)

// permitted is what Telegram lets a bot send in a second.
const permitted = 30

// A thousand chats at once: the bot sends as fast as it may, and is never told
// that it is too fast. A person who presses a button meanwhile is answered at
// once, though his own chat may not be written to.
func TestAThousandChatsAreWrittenToAtTheRateThatIsAllowed(t *testing.T) {
	inBubble(t, func(b *bubble) {
		users := b.people(1000)
		b.say(b.contact, "/tasks")
		b.quiet()
		list := b.newest("共55项")

		began := time.Now()
		b.post(chat.Answer, "已收到", users...)
		b.quiet()
		b.asFastAsAllowed("answers", len(users), began)

		began = time.Now()
		b.sandbox.Heal()
		b.sandbox.Fail(sandbox.Fault{Method: "editMessageText", Chat: b.contact, RetryAfter: 300})
		b.sandbox.Fail(sandbox.Fault{Times: -1, Kind: sandbox.Slow, Delay: travel})
		b.post(chat.Notice, "各位，请填报", users...)
		took := b.pressAgainAndAgain(list, 100)
		t.Logf("from press to answer: p50 %v, p99 %v, of which %v is travel", took[50], took[98], travel)
		if took[98] >= time.Second {
			t.Errorf("p99 from press to answer is %v", took[98])
		}
		if sent := len(b.events(sandbox.EventDelivered, began)); sent >= len(users) {
			t.Errorf("%d messages were there before the last press", sent)
		}
		b.quiet()
		b.asFastAsAllowed("digests", len(users), began)
	})
}

// asFastAsAllowed checks how n messages have arrived.
func (b *bubble) asFastAsAllowed(what string, n int, began time.Time) {
	b.Helper()
	sent := b.events(sandbox.EventDelivered, began)
	if len(sent) != n {
		b.Fatalf("%d %s arrived, want %d", len(sent), what, n)
	}
	took := sent[n-1].Time.Sub(sent[0].Time)
	rate := float64(n-1) / took.Seconds()
	b.Logf("%s: %.2f a second, %.3f of what is allowed", what, rate, rate/permitted)
	if rate < 0.97*permitted {
		b.Errorf("%s: %.2f a second, want at least %.2f", what, rate, 0.97*permitted)
	}
	if refused := b.events(sandbox.EventRefused, began); len(refused) > 0 {
		b.Errorf("%s: refused %d times: %+v", what, len(refused), refused[0])
	}
}

// pressAgainAndAgain turns pages and returns, sorted, how long each press waited
// for its answer.
func (b *bubble) pressAgainAndAgain(list sandbox.Message, times int) (took []time.Duration) {
	b.Helper()
	for range times {
		pressed := time.Now()
		if _, err := b.sandbox.PressLabel(b.contact, b.contact, list.ID, "›"); err != nil {
			b.Fatal(err)
		}
		for len(b.events(sandbox.EventAnswered, pressed)) == 0 && time.Since(pressed) < time.Minute {
			time.Sleep(10 * time.Millisecond)
			synctest.Wait()
		}
		took = append(took, time.Since(pressed))
		time.Sleep(137 * time.Millisecond)
	}
	slices.Sort(took)
	return took
}

// One chat has a long line and is then throttled: nobody else waits for it.
func TestAHotChatDelaysNoOther(t *testing.T) {
	inBubble(t, func(b *bubble) {
		users := b.people(51)
		hot, others := users[0], users[1:]
		b.sandbox.Heal()
		b.sandbox.Fail(sandbox.Fault{Method: "sendMessage", Chat: hot, RetryAfter: 60})
		b.sandbox.Fail(sandbox.Fault{Times: -1, Kind: sandbox.Slow, Delay: travel})
		began := time.Now()
		b.post(chat.Answer, "很多话", slices.Repeat([]int64{hot}, 200)...)
		b.post(chat.Notice, "各位，请填报", others...)
		time.Sleep(5 * time.Second)
		synctest.Wait()
		arrived := map[int64]time.Duration{}
		for _, e := range b.events(sandbox.EventDelivered, began) {
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
		b.quiet()
		if n := len(b.events(sandbox.EventDelivered, began)); n != 250 {
			t.Errorf("%d messages arrived in the end, want 250", n)
		}
		if n := len(b.events(sandbox.EventFault, began)); n == 0 {
			t.Error("nothing was throttled")
		}
	})
}

// Fifty-five answers in a minute change the digest a few times, and the last
// change shows all of them.
func TestManyAnswersChangeTheDigestAFewTimes(t *testing.T) {
	inBubble(t, func(b *bubble) {
		time.Sleep(time.Until(time.Date(2026, 11, 23, 9, 1, 0, 0, beijing)))
		b.quiet()
		digest := b.newest("进展报送")
		began := time.Now()
		for no := 1; no <= 57; no++ {
			b.say(b.contact, strings.ReplaceAll("N 已开展", "N", strconv.Itoa(no)))
			time.Sleep(time.Minute / 57)
		}
		edits := 0
		for _, e := range b.events(sandbox.EventEdited, began) {
			if e.Message == digest.ID {
				edits++
			}
		}
		b.quiet()
		t.Logf("%d edits in the minute", edits)
		if edits > 12 || edits == 0 {
			t.Errorf("%d edits in a minute, want at most 12", edits)
		}
		last, _ := b.sandbox.Message(b.contact, digest.ID)
		if !strings.Contains(last.Text, "已报55项") && !strings.Contains(last.Text, "全部") {
			t.Errorf("the digest at last:\n%s", last.Text)
		}
	})
}
