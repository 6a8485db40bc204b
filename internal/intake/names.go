package intake

import (
	"slices"
	"strings"

	"duban/internal/duban"
)

// SplitNames splits names that a person typed one after another, with 、，,；;
// or blanks between them. Nothing is looked up and no name is changed.
func SplitNames(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return isSeparator(r) || isBlank(r) })
}

func isSeparator(r rune) bool { return strings.ContainsRune("、，,；;\n", r) }

// ShortName is a department's name without the 市 in front that says whose it is;
// that of 市场监管局 belongs to its name.
func ShortName(name string) string {
	for _, own := range []string{"市场", "市政", "市容", "市民"} {
		if strings.HasPrefix(name, own) {
			return name
		}
	}
	if short := strings.TrimPrefix(name, "市"); short != "" {
		return short
	}
	return name
}

// prefixes stand on the first name of a list and hold for those after it.
var prefixes = []string{"市委", "市", "各"}

// column reads a department column: the first name leads, the others support.
// A name the directory does not know is returned in unknown, one that stands
// twice in twice.
func column(text string, dir duban.Directory) (shares []duban.PublishedShare, unknown, twice []string) {
	prefix := ""
	for _, printed := range splitColumn(text, dir) {
		dep, ok := dir.Find(printed)
		if !ok && prefix != "" {
			dep, ok = dir.Find(prefix + printed)
		}
		for _, p := range prefixes {
			if strings.HasPrefix(printed, p) {
				prefix = p
				break
			}
		}
		switch {
		case !ok:
			unknown = append(unknown, printed)
		case slices.ContainsFunc(shares, func(s duban.PublishedShare) bool { return s.Name == dep.Name }):
			twice = append(twice, dep.Name)
		default:
			role := duban.Support
			if len(shares) == 0 && len(unknown) == 0 {
				role = duban.Lead
			}
			shares = append(shares, duban.PublishedShare{Printed: printed, Name: dep.Name, Kind: dep.Kind, Role: role})
		}
	}
	return shares, unknown, twice
}

// splitColumn splits at separators. A blank separates only where the piece as a
// whole is no name and its parts are: 人 社局 is one, 教育局 人社局 are two.
func splitColumn(text string, dir duban.Directory) []string {
	var names []string
	for _, piece := range strings.FieldsFunc(text, isSeparator) {
		piece = strings.TrimRight(trimBlank(piece), "。.")
		if piece == "" {
			continue
		}
		_, known := dir.Find(piece)
		parts := strings.FieldsFunc(piece, isBlank)
		if !known && len(parts) > 1 && slices.ContainsFunc(parts, func(p string) bool { _, ok := dir.Find(p); return ok }) {
			names = append(names, parts...)
			continue
		}
		names = append(names, piece)
	}
	return names
}

func trimBlank(s string) string { return strings.TrimFunc(s, isBlank) }
