package store

import (
	"fmt"
	"os"
)

// String is where the database is, for people and logs, never with a password.
func (s *Store) String() string { return s.dialect.String() }

// There reports whether what is stored will still be there after a restart. A
// SQLite file that is deleted or replaced while it is open goes on to be written,
// and all of that is gone with the process.
func (s *Store) There() error { return s.there() }

// watch remembers the file that was opened.
func (f sqliteFile) watch() (there func() error) {
	opened, err := os.Stat(f.path)
	return func() error {
		now, again := os.Stat(f.path)
		if err == nil && again == nil && os.SameFile(now, opened) {
			return nil
		}
		return fmt.Errorf("the database %s was moved, deleted or replaced under the running bot: nothing is taken until it is back; "+
			"to go on with what is there now, stop the bot and start it anew", f.path)
	}
}

// watch trusts the server to keep its database.
func (postgresServer) watch() (there func() error) { return func() error { return nil } }
