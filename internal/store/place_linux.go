package store

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// names is how many hard links a file has.
func names(info fs.FileInfo) uint64 {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(stat.Nlink) //nolint:unconvert // it is narrower on other machines
	}
	return 1
}

// place moves a file to a name nobody has; fs.ErrExist when somebody has it.
func place(from, to string) error {
	err := unix.Renameat2(unix.AT_FDCWD, from, unix.AT_FDCWD, to, unix.RENAME_NOREPLACE)
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) {
		return link(from, to) // a file system that cannot do it in one step
	}
	return err
}

// lockFile locks a file as a whole, for as long as it is open: under whatever
// name another process meets it. On Linux such a lock is none of those that SQLite
// takes. held is false when another process has it.
func lockFile(path string) (file *os.File, held bool, err error) {
	if file, err = os.Open(path); err != nil {
		return nil, false, err
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, false, file.Close()
	}
	return file, true, nil // a file system without such locks leaves the one beside the file
}
