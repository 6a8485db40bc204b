package app

import (
	"fmt"
	"path/filepath"
	"strings"

	"duban/internal/ledger"
)

// Formats is the names of the formats the ledger is written in.
func Formats() []string {
	var names []string
	for _, f := range ledger.Formats {
		names = append(names, string(f))
	}
	return names
}

// FormatFor is the format to write a file in: the one that is named, or that of
// the file's own name, or for neither csv. Its error is a [*UsageError].
func FormatFor(named, file string) (ledger.Format, error) {
	switch {
	case named == "" && file == "":
		return ledger.CSV, nil
	case named == "":
		named = filepath.Ext(file)
		if named == "" {
			return "", &UsageError{fmt.Sprintf("what format is %s? Name one with --format %s", file, strings.Join(Formats(), "|"))}
		}
	}
	f, ok := ledger.FormatOf(named)
	if !ok {
		return "", &UsageError{fmt.Sprintf("no format %q: %s", strings.TrimPrefix(named, "."), strings.Join(Formats(), ", "))}
	}
	return f, nil
}

// IsBinary reports whether a format is none to read on a terminal.
func IsBinary(f ledger.Format) bool { return f != ledger.CSV }
