//go:build !linux

package store

import (
	"io/fs"
	"os"
)

// names is how many hard links a file has, where that is known.
func names(fs.FileInfo) uint64 { return 1 }

// place moves a file to a name nobody has; fs.ErrExist when somebody has it.
func place(from, to string) error { return link(from, to) }

// lockFile leaves it at the lock beside the file: here a lock on the file itself
// would meet those of SQLite.
func lockFile(string) (file *os.File, held bool, err error) { return nil, true, nil }
