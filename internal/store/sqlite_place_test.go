package store

import (
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// newFile is the path of a new database.
func newFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "duban.db")
	if err := migrated(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// A mistyped path, another folder to stand in, a disk that is not mounted: none of
// them begins a new installation.
func TestNothingButMakeMakesADatabase(t *testing.T) {
	onEveryNewPlace(t, func(t *testing.T, where string) {
		s, err := Open(t.Context(), where, time.Now)
		if !errors.Is(err, ErrMissing) || s != nil {
			t.Errorf("opened: %v", err)
		}
		if there, err := Exists(t.Context(), where); err != nil || there {
			t.Errorf("there: %v, %v", there, err)
		}
		for n, want := range []bool{true, false} {
			if made, err := Make(t.Context(), where, time.Now); err != nil || made != want {
				t.Errorf("time %d: made %v, %v", n+1, made, err)
			}
		}
		openWorld(t, where).confirmed()
	})
}

func TestAMissingFileIsNamedWithItsWholePathAndNothingIsMade(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, where := range []string{"duban.db", "no/such/duban.db", "sqlite:duban.db"} {
		_, opened := Open(t.Context(), where, time.Now)
		_, held := Hold(t.Context(), where)
		for what, err := range map[string]error{"Open": opened, "Hold": held} {
			if !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), strings.TrimPrefix(filepath.Join(dir, where), "sqlite:")) && !strings.HasPrefix(where, "sqlite:") {
				t.Errorf("%s of %s: %v", what, where, err)
			}
		}
	}
	if _, err := Make(t.Context(), "no/such/duban.db", time.Now); err == nil || !strings.Contains(err.Error(), filepath.Join(dir, "no/such")+" is not there") {
		t.Errorf("in a folder that is not there: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// What is at the path and cannot be the database is refused in words, by
// everything, and stays as it is: not even a lock is left beside it.
func TestAFileThatCannotBeTheDatabaseIsRefusedAndLeft(t *testing.T) {
	for name, c := range map[string]struct {
		place func(path string) error
		says  string
	}{
		"empty":    {func(path string) error { return os.WriteFile(path, nil, 0o600) }, "has 0 bytes"},
		"words":    {func(path string) error { return os.WriteFile(path, []byte("督办 not a database"), 0o600) }, "not a database"},
		"folder":   {func(path string) error { return os.Mkdir(path, 0o700) }, "is a folder"},
		"dangling": {func(path string) error { return os.Symlink("nowhere.db", path) }, "a link to a file that is not there"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, "duban.db")
			if err := c.place(path); err != nil {
				t.Fatal(err)
			}
			before, _ := os.Lstat(path)
			_, opened := Open(t.Context(), path, time.Now)
			_, made := Make(t.Context(), path, time.Now)
			_, held := Hold(t.Context(), path)
			for what, err := range map[string]error{"Open": opened, "Make": made, "Hold": held} {
				if err == nil || !strings.Contains(err.Error(), c.says) || errors.Is(err, ErrMissing) {
					t.Errorf("%s: %v", what, err)
				}
			}
			after, err := os.Lstat(path)
			if left, _ := os.ReadDir(dir); err != nil || len(left) != 1 || !os.SameFile(before, after) || after.Size() != before.Size() {
				t.Errorf("%v, %v", left, err)
			}
		})
	}
}

// A link is another name of the same database: lock, log and file are one.
func TestALinkToADatabaseIsTheDatabase(t *testing.T) {
	path := newFile(t)
	name := filepath.Join(t.TempDir(), "other.db")
	if err := os.Symlink(path, name); err != nil {
		t.Fatal(err)
	}
	held, err := Hold(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Release()
	if _, err := Hold(t.Context(), name); !errors.Is(err, ErrHeld) {
		t.Errorf("held by its other name as well: %v", err)
	}
	if got := Describe(name); got != Describe(path) {
		t.Errorf("it is called %s", got)
	}
	if left, err := os.ReadDir(filepath.Dir(name)); err != nil || len(left) != 1 {
		t.Errorf("beside the link: %v, %v", left, err)
	}
}

// SQLite keeps a log beside each name: a file with two hard links would have two,
// and would be destroyed.
func TestADatabaseWithTwoHardLinksIsRefused(t *testing.T) {
	path := newFile(t)
	name := filepath.Join(t.TempDir(), "other.db")
	if err := os.Link(path, name); err != nil {
		t.Fatal(err)
	}
	for _, where := range []string{path, name} {
		_, opened := Open(t.Context(), where, time.Now)
		_, held := Hold(t.Context(), where)
		for what, err := range map[string]error{"Open": opened, "Hold": held} {
			if err == nil || !strings.Contains(err.Error(), "2 names") {
				t.Errorf("%s of %s: %v", what, where, err)
			}
		}
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	openWorld(t, path).confirmed()
}

// The file itself is locked, not only what lies beside its name: the same file
// may be mounted in two places.
func TestTheFileItselfIsHeld(t *testing.T) {
	path := newFile(t)
	held, err := Hold(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(t.TempDir(), "duban.db")
	if err := os.Rename(path, elsewhere); err != nil { // the same file under a name whose lock nobody has
		t.Fatal(err)
	}
	if _, err := Hold(t.Context(), elsewhere); !errors.Is(err, ErrHeld) {
		t.Errorf("held twice: %v", err)
	}
	held.Release()
	again, err := Hold(t.Context(), elsewhere)
	if err != nil {
		t.Fatal(err)
	}
	again.Release()
}

func TestAPathThatMayOnlyBeReadIsNamedSo(t *testing.T) {
	for err, says := range map[error]string{
		fs.ErrPermission: "this user may not write /a/duban.db", syscall.EROFS: "/a/duban.db lies is mounted read-only",
	} {
		got := readOnly("/a/duban.db", &fs.PathError{Op: "open", Path: "/a/duban.db", Err: err})
		if !errors.Is(got, ErrReadOnly) || !strings.Contains(got.Error(), says) {
			t.Errorf("%v: %v", err, got)
		}
	}
	if err := readOnly("/a/duban.db", syscall.ENOSPC); errors.Is(err, ErrReadOnly) {
		t.Errorf("a full disk: %v", err)
	}
}

// Another process looks into the database of a running bot and ends: an
// administrator with the sqlite3 program, or a command of ours. The log is the
// running bot's and stays where it is.
func TestAProcessThatLooksInLeavesTheLogOfAnother(t *testing.T) {
	const variable = "DUBAN_TEST_LOOK_INTO"
	if path := os.Getenv(variable); path != "" {
		db, err := sql.Open(sqliteDriver, path)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		if err := errors.Join(db.QueryRow("SELECT COUNT(*) FROM sqlite_master").Scan(&n), db.Close()); err != nil || n == 0 {
			t.Fatal(n, err)
		}
		return
	}
	path := newFile(t)
	held, err := Hold(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Release()
	w := openWorld(t, path)
	w.do(keep(1, 10))
	w.uploads() // a connection that reads is open as well
	before, err := os.Stat(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	c.Env = append(os.Environ(), variable+"="+path)
	if out, err := c.CombinedOutput(); err != nil || !strings.Contains(string(out), "PASS") {
		t.Fatalf("%v\n%s", err, out)
	}
	if after, err := os.Stat(path + "-wal"); err != nil || !os.SameFile(before, after) {
		t.Errorf("the log was taken away: %v", err)
	}
	w.do(keep(1, 10))
	copied := filepath.Join(t.TempDir(), "copy.db") // what a power failure leaves
	for _, suffix := range []string{"", "-wal"} {
		body, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(copied+suffix, body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n := openWorld(t, copied).uploads(); n != 2 {
		t.Errorf("%d of 2 rows", n)
	}
}
