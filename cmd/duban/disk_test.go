package main

import (
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"duban/internal/need"
)

// number reads one number from the database, beside the bot.
func (h *host) number(query string, args ...any) (n int) {
	h.Helper()
	db, err := sql.Open("sqlite3", h.database)
	if err != nil {
		h.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(query, args...).Scan(&n); err != nil {
		h.Fatal(err)
	}
	return n
}

// disk makes the bot's disk one that fails: fails(how) lets no write to the
// database succeed until heals.
func (h *host) disk() (load func(*exec.Cmd), fails func(how string), heals func()) {
	h.Helper()
	cc := need.Program(h, "apt-get install gcc", "cc", "gcc", "clang")
	library, control := filepath.Join(h.TempDir(), "disk.so"), filepath.Join(h.TempDir(), "control")
	if out, err := exec.Command(cc, "-shared", "-fPIC", "-O1", "-o", library, "testdata/disk.c", "-ldl").CombinedOutput(); err != nil {
		h.Fatalf("%v\n%s", err, out)
	}
	load = func(c *exec.Cmd) { c.Env = append(c.Env, "LD_PRELOAD="+library, "DUBAN_TEST_DISK="+control) }
	fails = func(how string) {
		if err := os.WriteFile(control+".new", []byte(how), 0o600); err != nil {
			h.Fatal(err)
		}
		if err := os.Rename(control+".new", control); err != nil {
			h.Fatal(err)
		}
	}
	heals = func() {
		if err := os.Remove(control); err != nil {
			h.Fatal(err)
		}
	}
	return load, fails, heals
}

// The disk of the real binary is full, or broken, for a while: it says so, takes
// nothing, and has everything once when the disk is well again.
func TestADiskThatFailsForAWhileLosesNothing(t *testing.T) {
	for how, says := range map[string]string{"full": "disk is full", "broken": "disk I/O error"} {
		t.Run(how, func(t *testing.T) {
			h := newHost(t)
			h.contact()
			load, fails, heals := h.disk()
			bot, log := h.bot(load)
			h.send("28 之前")
			h.until("the first is answered", h.said("已登记 第28项"))
			fails(how)
			h.send("29 当中")
			h.send("30 当中")
			h.until("the bot says what is wrong", log.says(says))
			if h.sandbox.Pending() != 2 || h.said("已登记 第29项")() {
				t.Error("what could not be stored was acknowledged")
			}
			heals()
			h.send("31 之后")
			h.until("all are answered", func() bool { return h.count("已登记 第") >= 4 && h.sandbox.Pending() == 0 })
			h.end(bot)
			if n := h.number("SELECT COUNT(*) FROM report"); n != 4 {
				t.Errorf("%d reports, want 4", n)
			}
			if n := h.number("SELECT COUNT(*) FROM inbox WHERE status = 'quarantined'"); n != 0 {
				t.Errorf("%d updates are in quarantine for the disk's fault", n)
			}
			if out, code := h.do("audit", "verify"); code != exitOK {
				t.Errorf("the audit chain: %s", out)
			}
		})
	}
}

// Another process holds the database for longer than the bot waits for it. With
// DUBAN_TEST_LOCK=30s that lasts at least so long.
func TestADatabaseLockedBySomebodyElseLosesNothing(t *testing.T) {
	h := newHost(t)
	h.contact()
	bot, log := h.bot()
	h.send("28 之前")
	h.until("the first is answered", h.said("已登记 第28项"))
	db, err := sql.Open("sqlite3", "file:"+h.database+"?_txlock=immediate&_busy_timeout=10000")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	lock, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	least, err := time.ParseDuration(os.Getenv("DUBAN_TEST_LOCK"))
	if err != nil {
		least = 0
	}
	h.send("29 当中")
	h.until("the bot says what is wrong", func() bool {
		return log.says("updates were not taken")() && log.says("database is locked")() && time.Since(began) >= least
	})
	if h.sandbox.Pending() != 1 {
		t.Error("what could not be stored was acknowledged")
	}
	if err := lock.Rollback(); err != nil {
		t.Fatal(err)
	}
	h.until("all are answered", func() bool { return h.count("已登记 第") >= 2 && h.sandbox.Pending() == 0 })
	h.end(bot)
	if n := h.number("SELECT COUNT(*) FROM report"); n != 2 {
		t.Errorf("%d reports, want 2", n)
	}
	if n := h.number("SELECT COUNT(*) FROM inbox WHERE status = 'quarantined'"); n != 0 {
		t.Errorf("%d updates are in quarantine", n)
	}
}

func (h *host) exec(query string, args ...any) {
	h.Helper()
	db, err := sql.Open("sqlite3", h.database)
	if err != nil {
		h.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(query, args...); err != nil {
		h.Fatal(err)
	}
}
