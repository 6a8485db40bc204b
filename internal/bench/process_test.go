package bench

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/internal/need"
	"duban/internal/sandbox"
)

// BenchmarkStart is how long the real program takes from its start to its first
// poll, and how much memory it then holds: on the published list, and on a
// database with a million reports.
func BenchmarkStart(b *testing.B) {
	binary := build(b)
	for _, reports := range []int{0, 1_000_000} {
		b.Run(fmt.Sprintf("%d-reports", reports), func(b *testing.B) {
			h := newHost(b, 1)
			h.history(b, reports)
			var took time.Duration
			var resident float64
			for range b.N {
				p := h.run(b, binary)
				took += p.polled
				resident += p.memory(b, "VmRSS")
				p.stop(b)
			}
			b.ReportMetric(float64(took.Milliseconds())/float64(b.N), "ms-to-poll")
			b.ReportMetric(resident/float64(b.N), "MiB-idle")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkBacklog is what the real program holds at most while it takes b.N
// updates that waited, and how fast it takes them. Its answers are paced.
func BenchmarkBacklog(b *testing.B) {
	h := newHost(b, 500)
	for n := range b.N {
		h.reply(b, n)
	}
	b.ResetTimer()
	p := h.run(b, build(b))
	h.until(b, "everything is taken", 20*time.Minute, func() bool { return h.sandbox.Pending() == 0 })
	b.StopTimer()
	b.ReportMetric(p.memory(b, "VmHWM"), "MiB-peak")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "updates/s")
	b.ReportMetric(0, "ns/op")
	p.stop(b)
}

func build(b *testing.B) string {
	b.Helper()
	binary := filepath.Join(b.TempDir(), "duban")
	if said, err := exec.Command("go", "build", "-o", binary, "duban/cmd/duban").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, said)
	}
	return binary
}

// process is the real program on its host.
type process struct {
	*exec.Cmd
	polled time.Duration // after its start
	said   bytes.Buffer
}

func (h *host) run(b *testing.B, binary string) *process {
	b.Helper()
	p := &process{Cmd: exec.Command(binary, "run")}
	p.Env = append(os.Environ(), "DUBAN_DATABASE_URL="+h.database,
		"DUBAN_TELEGRAM_API="+h.api, "DUBAN_TELEGRAM_TOKEN="+h.sandbox.Token())
	p.Stderr = &p.said
	polls := func() (n int) {
		for _, e := range h.sandbox.Requests() {
			if e.Kind == sandbox.EventRequest && e.Method == "getUpdates" {
				n++
			}
		}
		return n
	}
	before, began := polls(), time.Now()
	if err := p.Start(); err != nil {
		b.Fatal(err)
	}
	h.until(b, "the first poll", time.Minute, func() bool { return polls() > before })
	p.polled = time.Since(began)
	h.until(b, "a long poll", 20*time.Minute, func() bool { return h.sandbox.Polling() || h.sandbox.Pending() > 0 })
	return p
}

func (p *process) stop(b *testing.B) {
	b.Helper()
	if err := p.Process.Kill(); err != nil {
		b.Fatal(err)
	}
	_ = p.Wait() // killed
}

// memory is a size out of the kernel's account of the process, in MiB.
func (p *process) memory(b *testing.B, name string) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.Process.Pid))
	if err != nil {
		need.Missing(b, "needs Linux: memory is read from /proc")
	}
	for line := range strings.Lines(string(status)) {
		var kib float64
		if n, _ := fmt.Sscanf(line, name+": %f kB", &kib); n == 1 {
			return kib / 1024
		}
	}
	b.Fatalf("no %s in %s", name, status)
	return 0
}

// history puts reports of years into the database.
func (h *host) history(b *testing.B, reports int) {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+h.database)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	_, err = db.Exec(`
		WITH RECURSIVE n(i) AS (SELECT 1 WHERE ? > 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
		INSERT INTO report (assignment_id, person_id, source, origin, words, state, at)
		SELECT 1 + i % (SELECT MAX(id) FROM assignment), 1, 'm:1:' || i, 'm:1:' || i, '第' || i || '次填报，已培训300人次', 'progressing', i FROM n`,
		reports, reports)
	if err != nil {
		b.Fatal(err)
	}
}
