// Package preload lets tests and benchmarks stand between a real process and
// its disk: a small C library, loaded before libc, records what is written to a
// SQLite database and what is synced, or makes every sync take longer.
//
// It sees the database of a program whose SQLite is the C one and is linked
// dynamically, on Linux.
package preload

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"duban/internal/need"
)

//go:embed testdata/preload.c
var source []byte

// Options say what is done to the files of one database.
type Options struct {
	Database string        // its file; the folder must exist
	Log      string        // where changes and syncs are recorded; "" records nothing
	Slower   time.Duration // by how much every sync is; whole microseconds
}

// Environ compiles the library and is what it needs in a process's environment.
// Without a C compiler the test is skipped.
func Environ(t testing.TB, o Options) []string {
	t.Helper()
	if runtime.GOOS != "linux" {
		need.Missing(t, "needs Linux: what stands between a process and its disk is loaded by LD_PRELOAD")
	}
	return []string{
		"LD_PRELOAD=" + compile(t),
		"DUBAN_TEST_PRELOAD_DATABASE=" + canonical(t, o.Database),
		"DUBAN_TEST_PRELOAD_LOG=" + o.Log,
		"DUBAN_TEST_PRELOAD_SYNC_US=" + strconv.FormatInt(o.Slower.Microseconds(), 10),
	}
}

func compile(t testing.TB) string {
	t.Helper()
	cc := need.Program(t, "apt-get install gcc libc6-dev", "cc", "gcc", "clang")
	dir := t.TempDir()
	file, library := filepath.Join(dir, "preload.c"), filepath.Join(dir, "preload.so")
	if err := os.WriteFile(file, source, 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := exec.Command(cc, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, file, "-ldl", "-lpthread").CombinedOutput()
	if err != nil {
		t.Fatal(fmt.Errorf("%w: %s", err, said))
	}
	return library
}

// canonical is the name by which SQLite opens a database: it resolves links.
func canonical(t testing.TB, database string) string {
	t.Helper()
	folder, err := filepath.EvalSymlinks(filepath.Dir(database))
	if err == nil {
		folder, err = filepath.Abs(folder)
	}
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, filepath.Base(database))
}
