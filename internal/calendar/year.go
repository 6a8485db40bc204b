package calendar

import (
	"bytes"
	"encoding/json"
	"io"
	"time"
)

// Year is one year's days off and make-up days as the State Council's notice
// names them, or what one office adds to them.
type Year struct {
	Year   int       `json:"year"`
	Source string    `json:"source"`          // the notice's number: 国办发明电〔2025〕7号
	Local  bool      `json:"local,omitempty"` // laid over the notice (or the estimate) instead of being one
	Days   []YearDay `json:"days"`
}

// YearDay is one day that is not what its weekday makes it.
type YearDay struct {
	Date  Day    `json:"date"`
	Name  string `json:"name"`           // of the festival, also for its make-up days
	Off   bool   `json:"off"`            // a day off; otherwise a working day
	Hours Hours  `json:"hours,omitzero"` // of a working day that is shorter than usual
}

// ParseYear reads a year's JSON and believes nothing: unknown keys, a missing
// date, name or "off", a day twice or outside the year (the December before it
// is inside: a new year's holiday may begin there), and in a notice a make-up
// day from Monday to Friday are refused with a [BadYear] error.
func ParseYear(data []byte) (Year, error) {
	var raw struct {
		Year   int    `json:"year"`
		Source string `json:"source"`
		Local  bool   `json:"local"`
		Days   []struct {
			Date  Day    `json:"date"`
			Name  string `json:"name"`
			Off   *bool  `json:"off"`
			Hours Hours  `json:"hours"`
		} `json:"days"`
	}
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	if err := in.Decode(&raw); err != nil {
		return Year{}, refuse(BadYear, "%v", err)
	}
	if _, err := in.Token(); err != io.EOF {
		return Year{}, refuse(BadYear, "something follows the year")
	}
	year := Year{raw.Year, raw.Source, raw.Local, make([]YearDay, 0, len(raw.Days))}
	for i, d := range raw.Days {
		if d.Off == nil {
			return Year{}, refuse(BadYear, "day %d does not say whether it is off", i+1)
		}
		year.Days = append(year.Days, YearDay{d.Date, d.Name, *d.Off, d.Hours})
	}
	return year, year.check()
}

// check returns a [BadYear] error when y contradicts itself.
func (y Year) check() error {
	switch {
	case y.Year < firstYear || y.Year > lastYear:
		return refuse(BadYear, "year %d", y.Year)
	case !y.Local && y.Source == "":
		return refuse(BadYear, "%d has no source", y.Year)
	case len(y.Days) == 0:
		return refuse(BadYear, "%d has no days", y.Year)
	}
	seen := map[Day]bool{}
	for _, d := range y.Days {
		weekend := d.Date.Weekday() == time.Saturday || d.Date.Weekday() == time.Sunday
		switch {
		case !y.covers(d.Date):
			return refuse(BadYear, "%q is not in %d", d.Date, y.Year)
		case seen[d.Date]:
			return refuse(BadYear, "%s stands there twice", d.Date)
		case d.Name == "":
			return refuse(BadYear, "%s has no name", d.Date)
		case d.Off && d.Hours != Hours{}:
			return refuse(BadYear, "%s is off and has hours", d.Date)
		case !y.Local && !d.Off && !weekend:
			return refuse(BadYear, "%s is no weekend and needs no make-up day", d.Date)
		}
		seen[d.Date] = true
	}
	return nil
}

// covers reports whether a notice of the year may name d: the December before is
// inside, for a new year's holiday may begin there.
func (y Year) covers(d Day) bool {
	return d.Year == y.Year || d.Year == y.Year-1 && d.Month == time.December
}
