package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"syscall"
	"testing"
)

// A long queue is taken in bounded memory and nothing of it is lost. How long it is
// DUBAN_TEST_QUEUE says: 100000 takes some minutes.
func TestALongQueueIsTakenInBoundedMemory(t *testing.T) {
	const limit = 200 << 10 // KiB of resident memory
	n, err := strconv.Atoi(os.Getenv("DUBAN_TEST_QUEUE"))
	if err != nil {
		n = 1500
	}
	h := newHost(t)
	h.contact()
	for i := range n {
		h.sandbox.Deliver(json.RawMessage(fmt.Sprintf(`{"message":{"message_id":%d,"date":1795395300,
			"chat":{"id":%d,"type":"private"},"from":{"id":%[2]d,"is_bot":false,"first_name":"王芳"},"text":"%d 第%06d次"}}`, 1000+i, contactID, 2+i%9, i)))
	}
	bot, _ := h.bot()
	h.untilWithin(n, "the queue is taken", func() bool { return h.sandbox.Pending() == 0 })
	h.end(bot)
	if got := h.number(`SELECT COUNT(DISTINCT words) FROM report WHERE words LIKE '第%次'`); got != n {
		t.Errorf("%d of %d are stored", got, n)
	}
	if got := h.number(`SELECT COUNT(*) FROM report`); got != n {
		t.Errorf("%d reports, want %d", got, n)
	}
	used, ok := bot.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Fatal("no figures of the process")
	}
	t.Logf("%d updates: at most %d MiB resident, %v of processor", n, used.Maxrss>>10, bot.ProcessState.UserTime()+bot.ProcessState.SystemTime())
	if used.Maxrss > limit {
		t.Errorf("%d KiB resident, want at most %d", used.Maxrss, limit)
	}
}
