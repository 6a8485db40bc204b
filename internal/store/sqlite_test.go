package store

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/internal/duban"
)

// The numbers are those of statfs(2).
func TestNetworkFileSystemsAreToldFromDisks(t *testing.T) {
	for magic, want := range map[int64]string{
		0x6969: "NFS", 0x517B: "SMB", -0xACB2BE: "CIFS", 0xFF534D42: "CIFS", 0xFE534D42: "SMB2", 0x00C36400: "Ceph", 0x01021997: "9p",
		0x0BD00BD0: "Lustre", 0x5346414F: "AFS", 0x6B414653: "AFS",
		0xEF53: "" /* ext4 */, 0x58465342: "" /* XFS */, 0x9123683E: "" /* Btrfs */, 0x2FC12FC1: "" /* ZFS */, 0x01021994: "", /* tmpfs */
		0x794C7630: "" /* overlay */, 0x65735546: "" /* FUSE */, 0xF2F52010: "" /* F2FS */, 0x4D44: "", /* FAT */
	} {
		if system, ok := network(uint32(magic)); system != want || ok != (want != "") {
			t.Errorf("%#x is %q, want %q", magic, system, want)
		}
	}
	if system, ok := onNetwork(t.TempDir()); ok {
		t.Errorf("the folder of tests is taken for %s", system)
	}
}

func TestAFileMayBeCalledAnything(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "50% #1?a=b&c 督办")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, where := range []string{
		filepath.Join(dir, "a.db"), "sqlite://" + filepath.ToSlash(t.TempDir()) + "/b%20c.db",
	} {
		openWorld(t, where).confirmed()
	}
	if _, err := os.Stat(filepath.Join(dir, "a.db")); err != nil {
		t.Error(err)
	}
	t.Chdir(t.TempDir())
	openWorld(t, "sqlite:d.db").confirmed()
	if _, err := os.Stat("d.db"); err != nil {
		t.Error(err)
	}
}

// Durable in every commit, and ready to wait: on connections that write and on
// those that read, from either driver.
func TestEveryConnectionIsSetUp(t *testing.T) {
	w := openWorld(t, filepath.Join(t.TempDir(), "duban.db"))
	for use, unit := range map[string]func(context.Context, func(*Tx) error) error{"write": w.Write, "read": w.Read} {
		for pragma, want := range map[string]string{
			"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000", "journal_size_limit": fmt.Sprint(walBound),
			"secure_delete": "1",
			"query_only":    map[string]string{"write": "0", "read": "1"}[use],
		} {
			err := unit(t.Context(), func(tx *Tx) error {
				var got string
				err := tx.db.Raw("PRAGMA " + pragma).Scan(&got).Error
				if got != want {
					t.Errorf("to %s, %s is %s, want %s", use, pragma, got, want)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}
	}
}

// keep is a unit of work that stores so many bytes in so many rows.
func keep(rows, bytes int) func(*Tx) error {
	return func(tx *Tx) error {
		p, err := tx.Meet(7, "王芳", "zh")
		for i := 0; i < rows && err == nil; i++ {
			_, err = tx.KeepUpload(p.ID, "清单", make([]byte, bytes))
		}
		return err
	}
}

func (w *world) uploads() (n int) {
	w.t.Helper()
	w.do(func(tx *Tx) (err error) { n, err = tx.count("SELECT COUNT(*) AS n FROM upload"); return err })
	return n
}

// limit says how many pages the database may have, as a full disk does; 0 takes
// the limit away.
func (w *world) limit(more int) {
	w.t.Helper()
	pages, most := 0, 1<<30
	if err := w.write.pool.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		w.t.Fatal(err)
	}
	if more > 0 {
		most = pages + more
	}
	if _, err := w.write.pool.Exec(fmt.Sprint("PRAGMA max_page_count = ", most)); err != nil {
		w.t.Fatal(err)
	}
}

// The disk is full in the middle of a batch of a hundred: nothing of the batch
// stays, not even what the unit did after it overlooked the error, and what is
// small enough still works. With room again, all of it does.
func TestAFullDiskKeepsNothingOfABatch(t *testing.T) {
	w := openWorld(t, filepath.Join(t.TempDir(), "duban.db"))
	w.do(keep(1, 10))
	w.limit(50)
	err := w.Write(t.Context(), func(tx *Tx) error {
		err := keep(100, 4000)(tx)
		if !Unavailable(err) {
			t.Errorf("on a full disk: %v", err)
		}
		_ = tx.exec("INSERT INTO gate (chat_id, not_before) VALUES (1, 1)")
		return nil
	})
	if !Unavailable(err) {
		t.Errorf("the batch ended with %v", err)
	}
	if n := w.uploads(); n != 1 {
		t.Errorf("%d rows, want the one of before", n)
	}
	w.do(func(tx *Tx) error {
		if n := must[int](t)(tx.count("SELECT COUNT(*) AS n FROM gate")); n != 0 {
			t.Error("a row was kept outside of any transaction")
		}
		return nil
	})
	w.do(keep(1, 10))
	w.limit(0)
	w.do(keep(100, 4000))
	if n := w.uploads(); n != 102 {
		t.Errorf("%d rows, want 102", n)
	}
}

// One by one, those that fit are kept and the others are not.
func TestAFullDiskFailsOnlyWhatDoesNotFit(t *testing.T) {
	w := openWorld(t, filepath.Join(t.TempDir(), "duban.db"))
	w.do(keep(1, 10))
	w.limit(50)
	kept := 1
	for range 100 {
		switch err := w.Write(t.Context(), keep(1, 4000)); {
		case err == nil:
			kept++
		case !Unavailable(err):
			t.Fatal(err)
		}
	}
	if n := w.uploads(); n != kept || kept == 1 || kept > 60 {
		t.Errorf("%d rows, %d were said to be kept", n, kept)
	}
	w.limit(0)
	w.do(keep(1, 4000))
	w.whole()
}

// whole fails unless SQLite finds the database in order.
func (w *world) whole() {
	w.t.Helper()
	w.do(func(tx *Tx) error {
		var said string
		err := tx.db.Raw("PRAGMA integrity_check").Scan(&said).Error
		if said != "ok" {
			w.t.Errorf("integrity_check: %s", said)
		}
		return err
	})
}

func TestADatabaseThatIsLockedIsTrouble(t *testing.T) {
	w := openWorld(t, filepath.Join(t.TempDir(), "duban.db"))
	other := w.another()
	if _, err := other.write.pool.Exec("PRAGMA busy_timeout = 20"); err != nil {
		t.Fatal(err)
	}
	w.do(func(tx *Tx) error {
		if _, err := tx.Occur(duban.Occurrence{Kind: duban.DigestSent, Cause: "x"}); err != nil {
			return err
		}
		began := time.Now()
		err := other.Write(t.Context(), keep(1, 1))
		if !Unavailable(err) || time.Since(began) > 4*time.Second {
			t.Errorf("beside a writer: %v after %v", err, time.Since(began))
		}
		return nil
	})
	if err := other.Write(t.Context(), keep(1, 1)); err != nil {
		t.Error(err)
	}
}

// What was dropped stands in the file no longer, nor in its log once that was taken
// over.
func TestWhatIsDroppedIsGoneFromTheFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "duban.db")
	w := openWorld(t, file)
	w.confirmed()
	const words = "words nobody is to read again"
	var ids []int64
	w.do(func(tx *Tx) error {
		sender, err := tx.Meet(1, "a", "zh")
		if err != nil {
			return err
		}
		for _, body := range []string{words, strings.Repeat(words, 4_000)} { // within a page, and over many
			id, err := tx.KeepUpload(sender.ID, "a.txt", []byte(body))
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	w.checkpoint()
	if !holds(t, file, words) {
		t.Fatal("the words were never there")
	}
	w.do(func(tx *Tx) error {
		for _, id := range ids {
			if err := tx.DropUpload(id); err != nil {
				return err
			}
		}
		return nil
	})
	w.checkpoint()
	if holds(t, file, words) {
		t.Error("the words are still there")
	}
}

// checkpoint moves the log into the file.
func (w *world) checkpoint() {
	w.t.Helper()
	var busy, log, moved int
	if err := w.Store.write.pool.QueryRowContext(w.t.Context(), "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &moved); err != nil || busy != 0 {
		w.t.Fatal(busy, err)
	}
}

// holds reports whether words stand in the database's file or in its log.
func holds(t *testing.T, file, words string) bool {
	t.Helper()
	for _, name := range []string{file, file + "-wal"} {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(body, []byte(words)) {
			return true
		}
	}
	return false
}
