package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"duban/internal/duban"
)

// What a copy is called beside its database, and how many of them stay.
const (
	beforeSchema = ".before-schema-"
	keptCopies   = 2
)

// secure makes a checked copy beside the database and drops the oldest.
func (f sqliteFile) secure(ctx context.Context, s *Store, schema int64) (copied string, err error) {
	copied = f.path + beforeSchema + strconv.FormatInt(schema, 10)
	if err := f.copyTo(ctx, s, copied, true); err != nil {
		return "", fmt.Errorf("copy the database before its rows are changed: %w", err)
	}
	return copied, f.dropCopies()
}

// dropCopies removes all copies of before migrations but the newest.
func (f sqliteFile) dropCopies() error {
	names, err := filepath.Glob(strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(f.path) + beforeSchema + "*")
	if err != nil {
		return err
	}
	schema := func(name string) int {
		n, _ := strconv.Atoi(strings.TrimPrefix(name, f.path+beforeSchema))
		return n
	}
	names = slices.DeleteFunc(names, func(name string) bool { return schema(name) == 0 }) // half of one, of somebody who was killed
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(schema(b), schema(a)) })
	var errs []error
	for _, name := range names[min(keptCopies, len(names)):] {
		errs = append(errs, os.Remove(name))
	}
	return errors.Join(errs...)
}

// Backup writes a copy of the database, as it is at one moment, into a file of its
// own, beside whatever runs on it. The copy is checked before it gets its name, so
// that a file of that name is never half of one. A file that is there is replaced
// only when replace is set, and a link never is. On a server it refuses and says
// which program makes copies there.
func Backup(ctx context.Context, where, target string, replace bool) error {
	d, err := locate(where)
	if err != nil {
		return err
	}
	f, isFile := d.(sqliteFile)
	if !isFile {
		return fmt.Errorf("%s is copied by the server's own programs: `pg_dump -Fc -f FILE`, and back with `pg_restore --clean --if-exists -d NAME FILE` while the bot is stopped", d)
	}
	switch there, err := f.exists(ctx); {
	case err != nil:
		return fmt.Errorf("copy %s: %w", f, err)
	case !there:
		return f.missing()
	}
	target, err = filepath.Abs(target)
	if err != nil {
		return err
	}
	if err := free(f, target, replace); err != nil {
		return err
	}
	s := &Store{dialect: f, now: func() time.Time { return time.Time{} }}
	defer s.Close()
	if s.write, err = s.connect(writing, writers); err != nil {
		return err
	}
	if err := f.copyTo(ctx, s, target, replace); err != nil {
		return fmt.Errorf("copy %s: %w", f, err)
	}
	return nil
}

// free refuses a target that is in use.
func free(f sqliteFile, target string, replace bool) error {
	info, err := os.Lstat(target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	database, err := os.Stat(f.path)
	switch {
	case err != nil:
		return err
	case os.SameFile(info, database):
		return fmt.Errorf("%s is the database itself: name another file", target)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is a link or no file: it is not written through", target)
	case !replace:
		return fmt.Errorf("%s is there already: name another file, or replace it with --force", target)
	}
	return nil
}

// copyTo copies the database through s, which has it open.
func (f sqliteFile) copyTo(ctx context.Context, s *Store, target string, replace bool) error {
	temp, err := os.CreateTemp(filepath.Dir(target), filepath.Base(target)+".part-*") // with 0600
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	if err := temp.Close(); err != nil {
		return err
	}
	if _, err := s.write.pool.ExecContext(ctx, "VACUUM INTO ?", temp.Name()); err != nil {
		return err
	}
	if _, err := inspect(ctx, temp.Name()); err != nil {
		return fmt.Errorf("the copy does not stand the check: %w", err)
	}
	if err := syncFile(temp.Name()); err != nil {
		return err
	}
	if replace {
		err = os.Rename(temp.Name(), target)
	} else {
		err = place(temp.Name(), target)
	}
	if err != nil {
		return err
	}
	return syncFolder(filepath.Dir(target))
}

// contents is what an inspection of a copy found.
type contents struct {
	schema int64
	newest time.Time // instant of the newest thing in it
}

// inspect checks a file that no process has open: that it is whole, and that its
// audit chain holds.
func inspect(ctx context.Context, path string) (c contents, err error) {
	s := &Store{dialect: sqliteFile{path: path, wal: newWALKeeper(path)}, now: func() time.Time { return time.Time{} }}
	defer s.Close()
	if s.read, err = s.connect(copying, 1); err != nil {
		return c, err
	}
	err = s.Read(ctx, func(tx *Tx) error {
		said, _, err := one[struct{ Said string }](tx, "SELECT integrity_check AS said FROM pragma_integrity_check LIMIT 1")
		if err == nil && said.Said != "ok" {
			err = fmt.Errorf("it is damaged: %s", said.Said)
		}
		if err != nil {
			return err
		}
		version, _, err := one[struct{ N int64 }](tx, "SELECT MAX(version_id) AS n FROM goose_db_version")
		if err != nil {
			return err
		}
		if c.schema = version.N; c.schema == 0 {
			return errors.New("it holds no tables of duban")
		}
		var broken *duban.Entry
		if _, _, broken, err = tx.VerifyAudit(); err == nil && broken != nil {
			err = fmt.Errorf("its audit chain is broken at entry %d", broken.ID)
		}
		if err == nil {
			c.newest, err = tx.Newest()
		}
		return err
	})
	return c, err
}

func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
