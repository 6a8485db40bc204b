package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// Restored tells what Restore did.
type Restored struct {
	Database string
	Newest   time.Time // instant of the newest thing in the copy; what came later is not in it
	Replaced string    // where the database of before is kept; empty when there was none
}

// Restore puts a copy in the place of a database on which no bot runs. The copy
// stays as it is; what it replaces is kept beside. What the copy has waiting to be
// sent may have been sent since, and is marked so.
func Restore(ctx context.Context, where, from string) (r Restored, err error) {
	d, err := locate(where)
	if err != nil {
		return r, err
	}
	f, isFile := d.(sqliteFile)
	if !isFile {
		return r, fmt.Errorf("%s is restored by the server's own programs: `pg_restore --clean --if-exists -d NAME FILE` while the bot is stopped", d)
	}
	if f.path == from {
		return r, fmt.Errorf("%s is the database itself: name a copy", from)
	}
	source, err := newSQLite(from)
	if err != nil {
		return r, err
	}
	switch there, err := source.exists(ctx); {
	case err != nil:
		return r, fmt.Errorf("read the copy %s: %w", from, err)
	case !there:
		return r, fmt.Errorf("there is no copy at %s", source)
	}
	// A file of 0 bytes or a damaged one may be just what is to be replaced.
	if info, err := os.Stat(f.path); err == nil && info.Size() > 0 {
		release, err := f.hold(ctx, nil)
		if err != nil {
			return r, err
		}
		defer release()
	}
	r.Database = f.path
	temp, err := f.prepared(ctx, source.String(), &r)
	if err != nil {
		return r, fmt.Errorf("read the copy %s: %w", from, err)
	}
	defer os.Remove(temp)
	if r.Replaced, err = f.setAside(); err != nil {
		return r, fmt.Errorf("keep what is replaced: %w", err)
	}
	if err := place(temp, f.path); err != nil {
		return r, err
	}
	return r, syncFolder(filepath.Dir(f.path))
}

// prepared copies a copy beside the database, checked and with what waits in it
// marked.
func (f sqliteFile) prepared(ctx context.Context, from string, r *Restored) (temp string, err error) {
	s := &Store{dialect: sqliteFile{path: from, wal: newWALKeeper(from)}, now: func() time.Time { return time.Time{} }}
	defer s.Close()
	if s.write, err = s.connect(copying, 1); err != nil {
		return "", err
	}
	temp = f.path + ".restoring"
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) { // of somebody who was killed
		return "", err
	}
	if err := f.copyTo(ctx, s, temp, false); err != nil {
		return "", err
	}
	found, err := inspect(ctx, temp)
	if err != nil {
		return temp, err
	}
	r.Newest = found.newest
	return temp, doubtful(ctx, temp)
}

// doubtful notes of every message that waits that it may have arrived.
func doubtful(ctx context.Context, path string) error {
	s := &Store{dialect: sqliteFile{path: path, wal: newWALKeeper(path)}, now: func() time.Time { return time.Time{} }}
	defer s.Close()
	var err error
	if s.write, err = s.connect(writing, writers); err != nil {
		return err
	}
	return s.Write(ctx, func(tx *Tx) error {
		return tx.exec("UPDATE outbox SET ambiguous = ambiguous + 1 WHERE state = ? AND op = ?", postPending, OpSend)
	})
}

// setAside moves the database, and the log a killed process has left of it, to
// names nobody has. The log goes first: beside another database it would be read
// as that one's.
func (f sqliteFile) setAside() (kept string, err error) {
	if _, err := os.Lstat(f.path); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	for n := 1; ; n++ {
		kept = f.path + ".replaced-" + strconv.Itoa(n)
		if _, err := os.Lstat(kept); errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	for _, suffix := range []string{"-wal", "-shm", ""} {
		if err := place(f.path+suffix, kept+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return kept, syncFolder(filepath.Dir(f.path))
}
