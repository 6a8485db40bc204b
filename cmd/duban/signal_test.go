package main

import (
	"testing"
	"time"

	"duban/internal/sandbox"
)

// Told to stop while it waits for updates, the bot ends at once and well, and says
// nothing twice when it is started again.
func TestSIGTERMWhileItPollsEndsItSoonAndDoublesNothing(t *testing.T) {
	h := newHost(t)
	h.contact()
	for n := range 2 {
		polls := h.calls("getUpdates")
		bot, _ := h.bot()
		h.send("28 开班")
		h.until("it is answered", func() bool { return h.sandbox.Pending() == 0 && h.count("已登记 第28项") > n })
		h.waits(polls)
		h.end(bot)
	}
	polls, said := h.calls("getUpdates"), len(h.sandbox.Messages(contactID))
	bot, _ := h.bot()
	h.waits(polls)
	h.end(bot)
	if n := h.count("已登记 第28项"); n != 2 || len(h.sandbox.Messages(contactID)) != said {
		t.Errorf("two reports were answered %d times", n)
	}
}

// Told to stop while a message is on its way, the bot waits for the answer and
// writes down what it was; after a start nothing is sent again.
func TestSIGTERMWhileItSendsRecordsTheOutcome(t *testing.T) {
	h := newHost(t)
	h.contact()
	bot, _ := h.bot()
	h.sandbox.Fail(sandbox.Fault{Method: "sendMessage", Chat: contactID, Kind: sandbox.Slow, Delay: 300 * time.Millisecond})
	h.send("28 开班")
	h.until("the answer is on its way", func() bool {
		for _, e := range h.sandbox.Requests() {
			if e.Kind == sandbox.EventFault {
				return true
			}
		}
		return false
	})
	h.end(bot)
	if n := h.number(`SELECT COUNT(*) FROM attempt a JOIN outbox o ON o.id = a.outbox_id WHERE a.outcome = 'sent' AND o.payload LIKE '%receipt%' AND o.state = 'sent'`); n != 1 {
		t.Errorf("%d outcomes of the answer are on record, want 1", n)
	}
	polls := h.calls("getUpdates")
	bot, _ = h.bot()
	h.waits(polls)
	h.end(bot)
	if n := h.count("已登记 第28项"); n != 1 {
		t.Errorf("answered %d times, want 1", n)
	}
}
