package crashtest

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// program is the real program with failpoints and switches, built once.
var program string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "duban-crash-")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(dir, "duban")
	build := exec.Command("go", "build", "-tags", "crashtest", "-o", program, "duban/cmd/duban")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// setting is a number out of the environment.
func setting(t testing.TB, name string, otherwise uint64) uint64 {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(value, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// dice are the random choices of a test, by a seed that is printed and may be
// given.
func dice(t testing.TB) *rand.Rand {
	t.Helper()
	seed := setting(t, "DUBAN_CRASH_SEED", uint64(time.Now().UnixNano()))
	t.Logf("DUBAN_CRASH_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// fast is a folder in memory where there is one: what is tested there is what
// was written, not how fast a disk is.
func fast(t testing.TB) string {
	t.Helper()
	if info, err := os.Stat("/dev/shm"); err != nil || !info.IsDir() {
		return t.TempDir()
	}
	dir, err := os.MkdirTemp("/dev/shm", "duban-crash-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}
