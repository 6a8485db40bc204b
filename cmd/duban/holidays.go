package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/urfave/cli/v3"

	"duban/internal/app"
)

func holidaysCommand() *cli.Command {
	return &cli.Command{
		Name: "holidays", Usage: "days off and make-up days",
		Commands: []*cli.Command{
			{
				Name: "list", Usage: "list a year's special days, or this year's and the next's", ArgsUsage: "[YEAR]",
				Action: listHolidays,
			},
			{
				Name: "import", Usage: "keep a year's days off: a notice of the State Council as it was pasted, or a year as JSON", ArgsUsage: "FILE",
				Description: "A running bot follows at once, and what has not gone out yet moves. A notice that does not agree with itself is refused whole.",
				Flags:       []cli.Flag{&cli.BoolFlag{Name: "dry-run", Usage: "only show what would change"}},
				Action:      importHolidays,
			},
		},
	}
}

func listHolidays(ctx context.Context, c *cli.Command) error {
	var years []int
	for _, arg := range c.Args().Slice() {
		year, err := strconv.Atoi(arg)
		if err != nil || year < 2000 || year > 2099 {
			return &app.UsageError{Says: fmt.Sprintf("%q is no year: duban holidays list 2027", arg)}
		}
		years = append(years, year)
	}
	o, err := office(c)
	if err != nil {
		return err
	}
	all, err := o.DaysOff(ctx, years...)
	for _, year := range all {
		listDays(os.Stdout, year)
	}
	return err
}

func listDays(w io.Writer, y app.DaysOff) {
	source := y.Source
	if source == "" {
		source = "computed (推算), for no notice is known"
	}
	fmt.Fprintf(w, "%d: %s\n", y.Year, source)
	for _, d := range y.Days {
		what := "work"
		switch {
		case d.Off:
			what = "off"
		case !d.Hours.IsZero():
			what = d.Hours.String()
		}
		name := d.Name
		if y.Own[d.Date] {
			name += " (our own)"
		}
		fmt.Fprintf(w, "%s %s  %s  %s\n", d.Date, d.Date.Weekday().String()[:3], what, name)
	}
}

func importHolidays(ctx context.Context, c *cli.Command) error {
	if c.Args().Len() != 1 {
		return &app.UsageError{Says: "name one file: duban holidays import FILE"}
	}
	o, err := office(c)
	if err != nil {
		return err
	}
	r, err := o.ReadDaysOff(ctx, c.Args().First())
	if err != nil {
		return err
	}
	describeDays(os.Stdout, r)
	switch {
	case len(r.Problems) > 0:
		return errors.New("the notice was refused whole; nothing was changed")
	case r.Same:
		fmt.Fprintln(os.Stderr, "the same days are there already; nothing was changed")
		return nil
	case c.Bool("dry-run"):
		return nil
	}
	if err := o.KeepDaysOff(ctx, r); err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "kept; it holds from now on, also for a bot that runs")
	return nil
}

func describeDays(w io.Writer, r app.DaysRead) {
	off := 0
	for _, d := range r.Year.Days {
		if d.Off {
			off++
		}
	}
	if r.Year.Year != 0 {
		fmt.Fprintf(w, "%d: %s\n%d days off, %d worked\n", r.Year.Year, r.Year.Source, off, len(r.Year.Days)-off)
	}
	for _, s := range r.Unread {
		fmt.Fprintf(w, "left out: %s\n", s)
	}
	for _, p := range r.Problems {
		fmt.Fprintf(w, "%s %s: %s %s\n", p.Reason, p.Festival, p.Day, p.Said)
	}
	for _, change := range r.Changes {
		fmt.Fprintf(w, "%s %s  %s -> %s\n", change.Day, change.Day.Weekday().String()[:3], works(change.Was), works(change.Is))
	}
}

// works words a day's hours; none are a day off.
func works(hours interface {
	fmt.Stringer
	IsZero() bool
}) string {
	if hours.IsZero() {
		return "off"
	}
	return hours.String()
}
