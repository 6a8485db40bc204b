package app

import (
	"fmt"
	"os"
)

// databaseFile is the file in which the database was when it was opened. A file
// that is deleted or replaced while it is open goes on to be written, and all of
// that is gone with the process.
type databaseFile struct {
	path   string
	opened os.FileInfo // nil when the database is no file
}

func openedFile(path string) *databaseFile {
	info, err := os.Stat(path)
	if err != nil {
		info = nil
	}
	return &databaseFile{path, info}
}

// there reports whether what is stored will still be there after a restart.
func (f *databaseFile) there() error {
	if f.opened == nil {
		return nil
	}
	now, err := os.Stat(f.path)
	if err == nil && os.SameFile(now, f.opened) {
		return nil
	}
	return fmt.Errorf("the database %s was moved, deleted or replaced under the running bot: nothing is taken until it is back; "+
		"to go on with what is there now, stop the bot and start it anew", f.path)
}
