// Package postgrestest gives tests a PostgreSQL server of their own: one to a
// test process, in a temporary folder, gone with the process however it ends.
package postgrestest

import (
	"bufio"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"duban/internal/need"
)

// keeper is what keeps the server: it obeys orders on its standard input, and
// when that ends, which it does when this process does, it removes everything.
//
//go:embed keeper.sh
var keeper string

// server is the one of this process.
type server struct {
	bin, folder string
	orders      io.WriteCloser
	answers     *bufio.Reader

	mu        sync.Mutex // of what follows, and for one order at a time
	databases int
	prepared  bool // there is a database called that
}

// running starts the server at the first call. Without PostgreSQL's programs it
// ends the test as need.Missing does.
func running(t testing.TB) *server {
	t.Helper()
	bin := programs()
	if bin == "" {
		need.Missing(t, "needs PostgreSQL's server: apt-get install postgresql")
	}
	s, err := start(bin)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var start = func() func(bin string) (*server, error) {
	var once sync.Once
	var s *server
	var err error
	return func(bin string) (*server, error) {
		once.Do(func() { s, err = newServer(bin) })
		return s, err
	}
}()

// programs is the folder of PostgreSQL's programs: that of the one in PATH, or
// the newest of those that Debian keeps out of it; empty when there is none.
func programs() string {
	if path, err := exec.LookPath("postgres"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil && complete(filepath.Dir(path)) {
			return filepath.Dir(path)
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.SortFunc(found, func(a, b string) int { return version(b) - version(a) })
	for _, dir := range found {
		if complete(dir) {
			return dir
		}
	}
	return ""
}

func version(bin string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
	return n
}

func complete(dir string) bool {
	for _, name := range []string{"initdb", "pg_ctl", "postgres", "psql"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			return false
		}
	}
	return true
}

// memory is where Linux keeps files in memory: a database is made there ten
// times as fast as on a disk.
const memory = "/dev/shm"

func newServer(bin string) (*server, error) {
	parent := "" // the usual place for what is temporary
	if roomy(memory) {
		parent = memory
	}
	folder, err := os.MkdirTemp(parent, "duban-postgres-") // its name is short: a socket's path holds about a hundred characters
	if err != nil {
		return nil, err
	}
	s := &server{bin: bin, folder: folder}
	c := exec.Command("sh", "-c", keeper, "keeper", bin, folder)
	c.Dir, c.Stderr = folder, os.Stderr
	if c.SysProcAttr, err = somebodyElse(folder); err != nil {
		return nil, err
	}
	if s.orders, err = c.StdinPipe(); err != nil {
		return nil, err
	}
	answers, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s.answers = bufio.NewReader(answers)
	if err := c.Start(); err != nil {
		return nil, err
	}
	return s, s.answered()
}

// order tells the keeper what to do with the server and waits until it is done.
func (s *server) order(what string) error {
	if _, err := fmt.Fprintln(s.orders, what); err != nil {
		return err
	}
	return s.answered()
}

func (s *server) answered() error {
	answer, err := s.answers.ReadString('\n')
	if err == nil && strings.TrimSpace(answer) == "done" {
		return nil
	}
	said, _ := os.ReadFile(filepath.Join(s.folder, "log"))
	return errors.Join(fmt.Errorf("PostgreSQL for tests did not do as told:\n%s", said), err)
}
