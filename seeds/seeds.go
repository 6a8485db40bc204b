// Package seeds carries what an installation starts from: the published list of
// Wafangdian's vocational education as it was pasted, the departments and
// collectives it names in official order, and the holiday years. All of it is
// embedded in the binary.
package seeds

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"

	"duban/internal/duban"
	"duban/internal/intake"
)

// ListName is the file name of the published list.
const ListName = "vocational-education.txt"

//go:embed vocational-education.txt departments.json demo.json holidays/*.json
var files embed.FS

// List returns the published list byte for byte. The caller owns the bytes.
func List() []byte { return mustRead(ListName) }

// Holidays returns the holiday years in order, each as a JSON file.
func Holidays() [][]byte {
	names, err := fs.Glob(files, "holidays/*.json")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	years := make([][]byte, 0, len(names))
	for _, name := range names {
		years = append(years, mustRead(name))
	}
	return years
}

// Directory returns the departments and then the collectives in official order,
// with positions from 1 and without identities, which the store gives.
func Directory() (duban.Directory, error) {
	var rows []struct {
		Name, Formal, English string
		Kind                  duban.DepartmentKind
		Aliases               []string
	}
	if err := json.Unmarshal(mustRead("departments.json"), &rows); err != nil {
		return nil, fmt.Errorf("read departments: %w", err)
	}
	dir := make(duban.Directory, 0, len(rows))
	for i, r := range rows {
		dir = append(dir, duban.Department{
			Kind: r.Kind, Name: r.Name, Formal: r.Formal, English: r.English,
			Aliases: r.Aliases, Position: i + 1,
		})
	}
	return dir, nil
}

// Load returns the published list as read by intake, and the directory it was
// read with. An error means that the embedded files do not fit each other.
func Load() (duban.Publication, duban.Directory, error) {
	dir, err := Directory()
	if err != nil {
		return duban.Publication{}, nil, err
	}
	pub, problems := intake.ReadList(ListName, List(), dir, duban.Date{}) // it has no column of dates
	if problems = append(problems, intake.UnknownProblems(pub)...); len(problems) > 0 {
		p := problems[0]
		return duban.Publication{}, nil, fmt.Errorf("read %s: line %d: %s", ListName, p.Line, p.Text)
	}
	return pub, dir, nil
}

func mustRead(name string) []byte {
	data, err := files.ReadFile(name)
	if err != nil {
		panic(err) // the file is embedded
	}
	return data
}
