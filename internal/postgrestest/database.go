package postgrestest

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Empty returns the address of a database with nothing in it, which goes with
// the test.
func Empty(t testing.TB) string {
	t.Helper()
	s := running(t)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.database(t, "template1")
}

// Where is where a test keeps what any store can hold: a file of its own or, with
// DUBAN_TEST_STORE=postgres, an empty database.
func Where(t testing.TB) string {
	t.Helper()
	if os.Getenv("DUBAN_TEST_STORE") == "postgres" {
		return Empty(t)
	}
	return filepath.Join(t.TempDir(), "duban.db")
}

// Copy returns the address of a database as prepare leaves an empty one. prepare
// runs once; the tests of a process get copies of what it made.
func Copy(t testing.TB, prepare func(where string) error) string {
	t.Helper()
	s := running(t)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.prepared {
		s.sql(t, "CREATE DATABASE prepared")
		if err := prepare(s.address("prepared")); err != nil {
			t.Fatal(err)
		}
		s.prepared = true
	}
	return s.database(t, "prepared")
}

// Stop stops the server, as for an upgrade of it, and Start starts it again.
func Stop(t testing.TB) { t.Helper(); must(t, running(t).order("stop")) }

// Start starts the server that Stop stopped.
func Start(t testing.TB) { t.Helper(); must(t, running(t).order("start")) }

func (s *server) database(t testing.TB, template string) string {
	t.Helper()
	s.databases++
	name := fmt.Sprintf("test%d", s.databases)
	s.sql(t, "CREATE DATABASE "+name+" TEMPLATE "+template)
	t.Cleanup(func() { s.sql(t, "DROP DATABASE "+name+" WITH (FORCE)") })
	return s.address(name)
}

func (s *server) address(database string) string {
	return "postgres://duban@/" + database + "?" + url.Values{"host": {s.folder}}.Encode()
}

func (s *server) sql(t testing.TB, statement string) {
	t.Helper()
	out, err := exec.Command(filepath.Join(s.bin, "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", s.address("postgres"), "-c", statement).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", statement, err, strings.TrimSpace(string(out)))
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
