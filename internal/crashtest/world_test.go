package crashtest

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/internal/failpoint"
	"duban/internal/sandbox"
	_ "duban/internal/store" // brings the driver
)

// morning is when the tests begin on the clock of the world: a working Thursday
// in Beijing, so that nothing waits for working hours whatever day it is.
var morning = time.Date(2026, time.December, 10, 9, 0, 0, 0, time.FixedZone("Beijing", 8*60*60))

// world is a sandbox that outlives the bot, the bot's database and the clock of
// both.
type world struct {
	testing.TB
	sandbox  *sandbox.Server
	api      string
	database string
	ahead    time.Duration // of the world's clock before the machine's
	environ  []string      // of every process started here
}

func newWorld(t testing.TB, start time.Time, environ ...string) *world {
	w := &world{TB: t, database: filepath.Join(t.TempDir(), "duban.db"), ahead: time.Until(start), environ: environ}
	w.sandbox = sandbox.New(sandbox.Options{
		Bot: sandbox.User{FirstName: "督办", Username: "duban_test_bot", IsBot: true}, Now: w.now,
	})
	server := httptest.NewServer(w.sandbox)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close(); w.sandbox.Close() })
	w.api = server.URL
	return w
}

func (w *world) now() time.Time { return time.Now().Add(w.ahead) }

func (w *world) command(args ...string) *exec.Cmd {
	c := exec.Command(program, args...)
	c.Env = append(os.Environ(), "DUBAN_DATABASE_URL="+w.database, "DUBAN_TELEGRAM_API="+w.api,
		"DUBAN_TELEGRAM_TOKEN="+w.sandbox.Token(), "DUBAN_CRASH_CLOCK="+w.ahead.String())
	c.Env = append(c.Env, w.environ...)
	return c
}

// do runs a command to its end and returns what it printed.
func (w *world) do(args ...string) string {
	w.Helper()
	c := w.command(args...)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil {
		w.Fatalf("duban %v: %v\n%s%s", args, err, out.String(), errs.String())
	}
	return out.String()
}

// invite is the code of a link made on the host.
func (w *world) invite(args ...string) string {
	w.Helper()
	out := w.do(append([]string{"invite"}, args...)...)
	return strings.TrimSpace(out[strings.LastIndexAny(out, "= ")+1:])
}

const patience = 3 * time.Minute // with what must happen at last

// until waits for a condition of the world, not for a duration.
func (w *world) until(what string, done func() bool) {
	w.Helper()
	changed, cancel := w.sandbox.Subscribe()
	defer cancel()
	ctx, stop := context.WithTimeout(w.Context(), patience)
	defer stop()
	for !done() {
		select {
		case <-changed:
		case <-time.After(5 * time.Millisecond):
		case <-ctx.Done():
			w.Fatalf("never: %s", what)
		}
	}
}

// read opens the database beside whoever has it, without changing a byte of it
// or of its WAL: what a kill has left is still there for the next life.
func (w *world) read(do func(*sql.DB)) {
	w.Helper()
	db, err := sql.Open("sqlite3", "file:"+w.database+"?mode=ro&_busy_timeout=10000")
	if err != nil {
		w.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	do(db)
}

// exec changes the database beside the bot, as only the passing of weeks would,
// and returns how many rows that concerned.
func (w *world) exec(query string, args ...any) int64 {
	w.Helper()
	db, err := sql.Open("sqlite3", "file:"+w.database+"?_busy_timeout=10000&_synchronous=FULL&_txlock=immediate")
	if err != nil {
		w.Fatal(err)
	}
	defer db.Close()
	done, err := db.Exec(query, args...)
	if err != nil {
		w.Fatal(err)
	}
	n, err := done.RowsAffected()
	if err != nil {
		w.Fatal(err)
	}
	return n
}

// rows reads all rows of a query that must work; scan is called for each.
func rows(t testing.TB, db *sql.DB, query string, scan func(*sql.Rows) error, args ...any) {
	t.Helper()
	if err := each(db, query, scan, args...); err != nil {
		t.Fatal(err)
	}
}

func each(db *sql.DB, query string, scan func(*sql.Rows) error, args ...any) error {
	all, err := db.Query(query, args...)
	if err != nil {
		return fmt.Errorf("%s: %w", query, err)
	}
	defer all.Close()
	for all.Next() {
		if err := scan(all); err != nil {
			return fmt.Errorf("%s: %w", query, err)
		}
	}
	if err := all.Err(); err != nil {
		return fmt.Errorf("%s: %w", query, err)
	}
	return nil
}

// broken is the environment of a program that breaks a rule; "" breaks none.
func broken(s failpoint.Switch) string { return "DUBAN_CRASH_BREAK=" + string(s) }
