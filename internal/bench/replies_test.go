package bench

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"duban/internal/sandbox"
)

// BenchmarkReplies is how many replies a second are stored and answered, from
// the poll to the answer that has arrived: by the bot, and by the library's usual
// loop with one durable commit for each update. Beside them stands what SQLite
// alone does in single commits.
func BenchmarkReplies(b *testing.B) {
	raw := rawCommits(b)
	for _, what := range []string{"loop", "wal-loop", "duban"} {
		b.Run(what, func(b *testing.B) {
			rate := answered(b, what)
			b.ReportMetric(rate, "replies/s")
			b.ReportMetric(rate/raw, "×commits")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// answered is how many of b.N replies that wait are answered in a second.
func answered(b *testing.B, what string) float64 {
	h := newHost(b, 500)
	for n := range b.N {
		h.reply(b, n)
	}
	if what != "duban" {
		h.database = filepath.Join(b.TempDir(), "loop.db") // its own, in the mode it asks for
	}
	stop := start(b, what, h)
	arrived := func() int { return h.sandbox.Count(sandbox.EventDelivered) }
	h.until(b, "the first answer", time.Minute, func() bool { return arrived() > 0 })
	began, first := time.Now(), arrived()
	h.until(b, "all answers", 10*time.Minute, func() bool { return arrived() >= b.N })
	took := time.Since(began)
	stop()
	return float64(b.N-first) / took.Seconds()
}

// BenchmarkReceipt is how long somebody waits for the answer to a reply when
// nothing else is to be done, beside a call to the sandbox and a commit.
func BenchmarkReceipt(b *testing.B) {
	sync := time.Duration(float64(time.Second) / rawCommits(b))
	h := newHost(b, b.N)
	stop := start(b, "duban", h)
	idle := h.idle(b)
	h.until(b, "the first long poll", time.Minute, idle)
	trip := h.roundTrip(b)
	took := make([]time.Duration, b.N)
	b.ResetTimer()
	for n := range b.N {
		began := time.Now()
		h.reply(b, n)
		h.until(b, "the answer", time.Minute, func() bool { return h.sandbox.Count(sandbox.EventDelivered) > n })
		took[n] = time.Since(began)
		h.until(b, "rest", time.Minute, idle)
	}
	b.StopTimer()
	stop()
	slices.Sort(took)
	p50 := took[b.N/2]
	b.ReportMetric(float64(p50.Microseconds()), "µs-p50")
	b.ReportMetric(float64(trip.Microseconds()), "µs-roundtrip")
	b.ReportMetric(float64(sync.Microseconds()), "µs-commit")
	b.ReportMetric((float64(p50)-float64(trip))/float64(sync), "commits-waited")
	b.ReportMetric(0, "ns/op")
}
