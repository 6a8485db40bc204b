package config

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"
)

const prefix = "DUBAN_"

// besides are variables that are no settings: the name of the file of settings, and
// what tests tell the programs they start.
var besides = []string{"DUBAN_CONFIG", "DUBAN_TEST_", "DUBAN_CRASH_"}

// fromEnvironment reads what the environment says. A name nobody knows is an error,
// as a key in a file is: it was meant to set something.
func (c *Config) fromEnvironment(environ []string) error {
	options := env.Options{Prefix: prefix, Environment: env.ToMap(environ)}
	fields, err := env.GetFieldParamsWithOptions(c, options)
	if err != nil {
		return err
	}
	var known []string
	for _, f := range fields {
		known = append(known, f.Key)
	}
	var errs []error
	for _, name := range slices.Sorted(names(environ)) {
		if !slices.Contains(known, name) {
			errs = append(errs, fmt.Errorf("%s is no setting; nearest: %s", name, nearest(name, known)))
		}
	}
	return errors.Join(append(errs, inWords(env.ParseWithOptions(c, options), known))...)
}

// names yields the variables that want to be settings.
func names(environ []string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, said := range environ {
			name, _, _ := strings.Cut(said, "=")
			beside := slices.ContainsFunc(besides, func(b string) bool { return name == b || strings.HasSuffix(b, "_") && strings.HasPrefix(name, b) })
			if strings.HasPrefix(name, prefix) && !beside && !yield(name) {
				return
			}
		}
	}
}

var hump = regexp.MustCompile(`([a-z])([A-Z])`)

// inWords says what a variable wants, in place of the library's words about fields.
func inWords(err error, known []string) error {
	var all env.AggregateError
	if !errors.As(err, &all) {
		return err
	}
	var errs []error
	for _, e := range all.Errors {
		var parse env.ParseError
		if !errors.As(e, &parse) {
			errs = append(errs, e)
			continue
		}
		name := "_" + strings.ToUpper(hump.ReplaceAllString(parse.Name, "${1}_$2"))
		if at := slices.IndexFunc(known, func(k string) bool { return strings.HasSuffix(k, name) }); at >= 0 {
			name = known[at]
		}
		want := "a value such as the documentation shows"
		if parse.Type.Kind() == reflect.Int {
			want = "a whole number"
		}
		errs = append(errs, fmt.Errorf("%s wants %s", name, want))
	}
	return errors.Join(errs...)
}

// nearest is the known name that takes the fewest changes to become.
func nearest(name string, known []string) string {
	return slices.MinFunc(known, func(a, b string) int { return changes(name, a) - changes(name, b) })
}

// changes is how many letters must be put in, taken out or replaced.
func changes(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			same := before
			if a[i] != b[j] {
				same++
			}
			before, row[j+1] = row[j+1], min(same, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
