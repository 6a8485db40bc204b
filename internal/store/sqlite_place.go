package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/gofrs/flock"
)

// POSIX takes every lock of a process on a file away when the process closes any
// descriptor of that file, and a database whose lock is gone loses its log to the
// next process that looks in. So a database is looked at, made and probed only
// before its first connection is opened.

// resolve returns the one name of a file: absolute, and with links followed, so
// that lock and log lie beside the file itself whatever it is called.
func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	file, err := filepath.EvalSymlinks(path)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return file, err
	}
	if _, err := os.Lstat(path); err == nil {
		return "", fmt.Errorf("%s is a link to a file that is not there", path)
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		return filepath.Join(folder, filepath.Base(path)), nil
	}
	return path, nil // not even its folder is there
}

// exists looks at what is at the path: a file that cannot be the database of this
// machine alone is refused.
func (f sqliteFile) exists(context.Context) (bool, error) {
	info, err := os.Stat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case info.IsDir():
		return false, errors.New("it is a folder: name a file")
	case info.Size() == 0:
		return false, fmt.Errorf("%s has 0 bytes: this is no database, but what a copy leaves that went wrong. Put the right file in its place or, "+
			"if nothing was ever kept in it, remove it and begin anew", f.path)
	case names(info) > 1:
		return false, fmt.Errorf("%s has %d names (hard links): opened by two of them it would be destroyed. Remove the others, or make a copy with `duban backup`", f.path, names(info))
	}
	if err := f.onDisk(); err != nil {
		return false, err
	}
	return true, f.isSQLite()
}

// onDisk refuses a folder that lies on the network.
func (f sqliteFile) onDisk() error {
	if system, ok := onNetwork(filepath.Dir(f.path)); ok {
		return fmt.Errorf("%s lies on a network file system (%s), on which SQLite loses data: name a file on a disk of this machine, or postgres://user@host/name", f.path, system)
	}
	return nil
}

func (f sqliteFile) isSQLite() error {
	file, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer file.Close()
	const magic = "SQLite format 3\x00"
	head := make([]byte, len(magic))
	if _, err := io.ReadFull(file, head); err != nil || !bytes.Equal(head, []byte(magic)) {
		return errors.New("the file is not a database; it was left as it is")
	}
	return nil
}

func (f sqliteFile) missing() error { return fmt.Errorf("%w at %s", ErrMissing, f.path) }

// create makes an empty database under a name of its own and moves it to its
// place, so that nobody ever finds half of one. Connections never make one: one
// that is opened anew after the file was moved away would find nothing and say so
// of every table.
func (f sqliteFile) create(ctx context.Context) error {
	folder := filepath.Dir(f.path)
	if _, err := os.Stat(folder); err != nil {
		return fmt.Errorf("the folder %s is not there; make it first, or name another", folder)
	}
	if err := f.onDisk(); err != nil {
		return err
	}
	temp, err := os.CreateTemp(folder, filepath.Base(f.path)+".new-*") // with 0600
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	if err := temp.Close(); err != nil {
		return err
	}
	if err := makeEmpty(ctx, temp.Name()); err != nil {
		return err
	}
	if err := place(temp.Name(), f.path); err != nil && !errors.Is(err, fs.ErrExist) { // another process was faster
		return err
	}
	return syncFolder(folder)
}

// makeEmpty writes a database without tables into a file of 0 bytes.
func makeEmpty(ctx context.Context, path string) error {
	named, err := sql.Open(sqliteDriver, "")
	if err != nil {
		return err
	}
	defer named.Close()
	db := sql.OpenDB(sqliteConnector{named.Driver(), fileURI(path, "mode=rw"), []string{"journal_mode = WAL", "synchronous = FULL"}})
	err = db.PingContext(ctx)
	return errors.Join(err, db.Close())
}

// writable tries to open the file for writing, before SQLite does, who says of a
// disk that is mounted read-only that the file is not there.
func (f sqliteFile) writable() error {
	file, err := os.OpenFile(f.path, os.O_RDWR, 0)
	if err != nil {
		return readOnly(f.path, err)
	}
	if err := file.Close(); err != nil {
		return err
	}
	folder := filepath.Dir(f.path)
	beside, err := os.CreateTemp(folder, ".duban-*") // as the log will be
	if err = readOnly(folder, err); errors.Is(err, ErrReadOnly) {
		return err
	}
	if err != nil {
		return nil // a full disk says so in its own time
	}
	return errors.Join(beside.Close(), os.Remove(beside.Name()))
}

// readOnly says why a path could not be written.
func readOnly(path string, err error) error {
	switch {
	case errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w: the disk on which %s lies is mounted read-only", ErrReadOnly, path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w: this user may not write %s", ErrReadOnly, path)
	default:
		return err
	}
}

// hold locks a file beside the database, which says who holds it, and the
// database itself, which may be in this place under another name or mounted in
// two.
func (f sqliteFile) hold(ctx context.Context, _ *Held) (release func(), err error) {
	there, err := f.exists(ctx)
	if err == nil && !there {
		return nil, f.missing()
	}
	if err == nil {
		err = f.writable()
	}
	if err != nil {
		return nil, fmt.Errorf("hold database %s: %w", f.path, err)
	}
	lock := flock.New(f.path + ".lock")
	held, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", lock.Path(), err)
	}
	if !held {
		owner, _ := os.ReadFile(lock.Path())
		return nil, fmt.Errorf("%w: %s, process %s", ErrHeld, f.path, owner)
	}
	file, held, err := lockFile(f.path)
	if err == nil && !held {
		err = fmt.Errorf("%w: %s, under another name", ErrHeld, f.path)
	}
	if err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	// Only a hint for whoever meets the lock; the lock itself is the file's.
	_ = os.WriteFile(lock.Path(), fmt.Appendf(nil, "%d", os.Getpid()), 0o600)
	return func() { _ = file.Close(); _ = lock.Unlock() }, nil
}

// syncFolder makes a name that was given in a folder outlast a power failure.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	defer folder.Close()
	if err := folder.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, fs.ErrPermission) { // or there is no such thing here
		return err
	}
	return nil
}

// link is place where there is no single step for it.
func link(from, to string) error {
	if err := os.Link(from, to); err != nil {
		return err
	}
	return os.Remove(from)
}
