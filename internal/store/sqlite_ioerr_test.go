//go:build unix

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// SQLite's own writes fail, in a process whose files may not grow: nothing of a
// failed unit stays, and when files may grow again the same store works on.
func TestAnIOErrorKeepsNothingOfAUnit(t *testing.T) {
	const variable = "DUBAN_TEST_SMALL_FILES"
	if path := os.Getenv(variable); path != "" {
		if err := withSmallFiles(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		return
	}
	path := filepath.Join(t.TempDir(), "duban.db")
	if err := migrated(path); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	c.Env = append(os.Environ(), variable+"="+path)
	out, err := c.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "PASS") {
		t.Fatalf("%v\n%s", err, out)
	}
	w := openWorld(t, path)
	if n := w.uploads(); n != 2 {
		t.Errorf("%d rows, want those of before and after", n)
	}
	w.whole()
}

// withSmallFiles is the other process.
func withSmallFiles(ctx context.Context, path string) error {
	signal.Ignore(syscall.SIGXFSZ) // so that a write fails instead of ending the process
	s, err := Open(ctx, path, time.Now)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Write(ctx, keep(1, 10)); err != nil {
		return err
	}
	var free syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &free); err != nil {
		return err
	}
	small := free
	small.Cur = 1 << 20
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &small); err != nil {
		return err
	}
	for range 3 {
		err := s.Write(ctx, keep(100, 30_000))
		if !Unavailable(err) || !strings.Contains(strings.ToLower(err.Error()), "i/o error") {
			return fmt.Errorf("files may not grow, and the unit ended with %w", errors.Join(err, errors.New("which is no I/O error")))
		}
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &free); err != nil {
		return err
	}
	return s.Write(ctx, keep(1, 10))
}
