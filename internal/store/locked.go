package store

import (
	"errors"
	"strings"
)

// Locked reports whether err says that somebody else holds the database: no
// other work can be done on it now either.
func Locked(err error) bool {
	if err == nil || errors.Is(err, errLost) {
		return err != nil
	}
	said := strings.ToLower(err.Error())
	return strings.Contains(said, "database is locked") || strings.Contains(said, "database table is locked") || strings.Contains(said, "sqlite_busy")
}
