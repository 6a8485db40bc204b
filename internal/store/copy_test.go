package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"duban/internal/chat"
	"duban/internal/postgrestest"
)

// older is a database as an older program left it, with one person in it.
func older(t *testing.T, where string, schema int64) {
	t.Helper()
	d, err := locate(where)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.create(t.Context()); err != nil {
		t.Fatal(err)
	}
	up(t, where, schema)
	db, err := d.connect(writing)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("INSERT INTO person (user_id, name, lang, met_at) VALUES (7, '王芳', 'zh', 1)"); err != nil {
		t.Fatal(err)
	}
}

func TestWhatChangesRowsIsTold(t *testing.T) {
	for sql, want := range map[string]bool{
		"CREATE TABLE a (b INTEGER);\nALTER TABLE a ADD COLUMN c TEXT NOT NULL DEFAULT '';\nCREATE INDEX d ON a (c);\nDROP INDEX e;": false,
		"ALTER TABLE a ADD COLUMN c TEXT; -- UPDATE is no statement here\n-- +goose Down\nDROP TABLE a;":                             false,
		"ALTER TABLE a ADD COLUMN c TEXT;\n  UPDATE a SET c = '';":                                                                   true,
		"delete from a;":                           true,
		"INSERT INTO a SELECT * FROM b;":           true,
		"DROP TABLE a;":                            true,
		"ALTER TABLE a DROP COLUMN b;":             true,
		"WITH b AS (SELECT 1) UPDATE a SET c = 1;": true,
	} {
		if got := changesRows("-- +goose Up\n" + sql); got != want {
			t.Errorf("%v: %s", got, sql)
		}
	}
}

// Before the first row is changed the database stands in a second file, checked;
// of such files two stay, and half of one counts for nothing.
func TestAMigrationThatChangesRowsComesAfterACopy(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "duban.db")
	older(t, path, 2)
	for _, name := range []string{"1", "2", "9.part-123"} {
		if err := os.WriteFile(path+beforeSchema+name, []byte("of before"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Open(t.Context(), path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if !strings.HasPrefix(s.Copied, path+beforeSchema) {
		t.Fatalf("copied to %q", s.Copied)
	}
	if c, err := inspect(t.Context(), s.Copied); err != nil || c.schema != 2 {
		t.Errorf("the copy has schema %d, %v", c.schema, err)
	}
	info, err := os.Stat(s.Copied)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	left, err := filepath.Glob(path + beforeSchema + "*")
	if want := []string{path + beforeSchema + "2", path + beforeSchema + "9.part-123", s.Copied}; err != nil || !same(left, want) {
		t.Errorf("left are %v, %v", left, err)
	}
	again, err := Open(t.Context(), path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if again.Copied != "" {
		t.Errorf("copied once more: %s", again.Copied)
	}
}

func same(a, b []string) bool {
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// A copy that cannot be made leaves the database as it was.
func TestWithoutACopyNoRowIsChanged(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "duban.db")
	older(t, path, 2)
	d := must[dialect](t)(locate(path))
	s := &Store{dialect: d, now: time.Now}
	defer s.Close()
	var err error
	if s.write, err = s.connect(writing, writers); err != nil {
		t.Fatal(err)
	}
	if _, err := s.write.pool.Exec("INSERT INTO audit (id, at, actor, action, subject, detail, hash) VALUES (1, 1, 'a', 'b', 'c', '{}', 'forged')"); err != nil {
		t.Fatal(err)
	}
	if err := s.migrate(t.Context()); err == nil || !strings.Contains(err.Error(), "audit chain is broken at entry 1") {
		t.Errorf("migrated: %v", err)
	}
	n := 0
	if err := s.write.pool.QueryRow("SELECT MAX(version_id) FROM goose_db_version").Scan(&n); err != nil || n != 2 {
		t.Errorf("schema %d, %v", n, err)
	}
	if left, _ := filepath.Glob(path + beforeSchema + "*"); len(left) != 0 {
		t.Errorf("left are %v", left)
	}
}

func TestAServerIsBroughtUpToDateOnceThereIsACopy(t *testing.T) {
	where := postgrestest.Empty(t)
	older(t, where, 2)
	_, err := Open(t.Context(), where, time.Now)
	if !errors.Is(err, ErrUnsecured) || !strings.Contains(err.Error(), "pg_dump") || !strings.Contains(err.Error(), "duban run --migrate") {
		t.Errorf("opened: %v", err)
	}
	for _, options := range [][]Option{{Secured}, nil} {
		s, err := Open(t.Context(), where, time.Now, options...)
		if err != nil {
			t.Fatal(err)
		}
		s.Close()
	}
}

// waiting is a world with one message that waits and one that is on its way.
func waiting(t *testing.T) *world {
	t.Helper()
	w := openWorld(t, newFile(t))
	w.confirmed()
	w.do(func(tx *Tx) error {
		tx.Audit("operator", "confirm", "list:1", nil)
		for chatID := range int64(2) {
			tx.Post(chat.Post{Chat: chatID + 7, Text: &chat.Outgoing{HTML: "督办"}})
		}
		return nil
	})
	w.do(func(tx *Tx) error {
		due, err := tx.Due(1)
		if err != nil {
			return err
		}
		return tx.Begin(due, time.Minute)
	})
	return w
}

func TestABackupIsTheDatabaseAtOneMomentBesideARunningBot(t *testing.T) {
	t.Parallel()
	w := waiting(t)
	dir := t.TempDir()
	target := filepath.Join(dir, "copy.db")
	w.do(func(tx *Tx) error { // somebody is writing
		if err := keep(1, 10)(tx); err != nil {
			return err
		}
		return Backup(t.Context(), w.where, target, false)
	})
	if info, err := os.Stat(target); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info, err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("beside the copy: %v, %v", left, err)
	}
	copied := openWorld(t, target)
	copied.whole()
	if n := copied.uploads(); n != 0 {
		t.Error("what was not committed is in the copy")
	}
}

func TestABackupReplacesNothingUnasked(t *testing.T) {
	t.Parallel()
	path := newFile(t)
	dir := t.TempDir()
	there, linked := filepath.Join(dir, "there"), filepath.Join(dir, "linked")
	if err := os.WriteFile(there, []byte("words"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(there, linked); err != nil {
		t.Fatal(err)
	}
	for target, c := range map[string]struct {
		replace bool
		says    string
	}{
		there: {false, "there already"}, linked: {true, "a link"}, path: {true, "the database itself"}, dir: {true, "no file"},
		filepath.Join(dir, "no", "folder"): {false, "no such file"},
	} {
		if err := Backup(t.Context(), path, target, c.replace); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("to %s: %v", target, err)
		}
	}
	if body, err := os.ReadFile(there); err != nil || string(body) != "words" {
		t.Errorf("it holds %q, %v", body, err)
	}
	if err := Backup(t.Context(), path, there, true); err != nil {
		t.Fatal(err)
	}
	if _, err := inspect(t.Context(), there); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("left are %v, %v", left, err)
	}
}

// What waited in the copy may have left since, so it leaves marked; what is
// replaced is kept, and the copy as well.
func TestARestoredDatabaseIsTheCopyAndDoubtsWhatWaitedInIt(t *testing.T) {
	t.Parallel()
	w := waiting(t)
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := Backup(t.Context(), w.where, copied, false); err != nil {
		t.Fatal(err)
	}
	w.do(keep(1, 10)) // after the copy
	held, err := Hold(t.Context(), w.where)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), w.where, copied); !errors.Is(err, ErrHeld) {
		t.Errorf("under a running bot: %v", err)
	}
	held.Release()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := Restore(t.Context(), w.where, copied)
	if err != nil || r.Database != w.where || r.Replaced == "" {
		t.Fatalf("%+v, %v", r, err)
	}
	back := openWorld(t, w.where)
	back.whole()
	if n := back.uploads(); n != 0 {
		t.Error("it is not the copy")
	}
	back.do(func(tx *Tx) error {
		rows, err := query[outboxRow](tx, "SELECT * FROM outbox ORDER BY id")
		if len(rows) != 2 || rows[0].State != postSending || rows[1].State != postPending || rows[1].Ambiguous != 1 {
			t.Errorf("%+v", rows)
		}
		return err
	})
	if n := openWorld(t, r.Replaced).uploads(); n != 1 {
		t.Errorf("what was replaced has %d rows", n)
	}
	if left, err := os.ReadDir(filepath.Dir(copied)); err != nil || len(left) != 1 {
		t.Errorf("beside the copy: %v, %v", left, err)
	}
}

func TestWhatIsNoCopyReplacesNothing(t *testing.T) {
	t.Parallel()
	path := newFile(t)
	dir := t.TempDir()
	for name, body := range map[string][]byte{"words": []byte("督办"), "empty": nil, "damaged": append([]byte("SQLite format 3\x00"), make([]byte, 8000)...)} {
		from := filepath.Join(dir, name)
		if err := os.WriteFile(from, body, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Restore(t.Context(), path, from); err == nil {
			t.Errorf("%s was restored", name)
		}
	}
	if _, err := Restore(t.Context(), path, filepath.Join(dir, "missing")); err == nil || !strings.Contains(err.Error(), "no copy at") {
		t.Errorf("nothing: %v", err)
	}
	if left, err := filepath.Glob(path + ".*"); err != nil || slices.ContainsFunc(left, func(s string) bool { return !strings.HasSuffix(s, ".lock") }) {
		t.Errorf("left are %v, %v", left, err)
	}
	openWorld(t, path).confirmed()
}

func TestAServerIsCopiedByItsOwnPrograms(t *testing.T) {
	for what, err := range map[string]error{
		"pg_dump": Backup(context.Background(), "postgres://duban:canary@127.0.0.1:1/duban", "x", false),
		"pg_restore": func() error {
			_, err := Restore(context.Background(), "postgres://duban:canary@127.0.0.1:1/duban", "x")
			return err
		}(),
	} {
		if err == nil || !strings.Contains(err.Error(), what) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v", what, err)
		}
	}
}
