package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v3"

	"duban/internal/app"
	"duban/internal/text"
)

func exportCommand() *cli.Command {
	return &cli.Command{
		Name: "export", Usage: "write the ledger 台账: the published table and how each task stands",
		Description: "The format is the one named, or that of the output's name, or else csv. Without --output it goes to standard output.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Usage: strings.Join(app.Formats(), ", ")},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "the file to write; one that is there is replaced once the new one is whole"},
			&cli.StringFlag{Name: "lang", Value: text.Chinese, Usage: "zh or en"},
		},
		Action: exportAction,
	}
}

func exportAction(ctx context.Context, c *cli.Command) error {
	if lang := c.String("lang"); lang != text.Chinese && lang != text.English {
		return &app.UsageError{Says: fmt.Sprintf("no language %q: zh or en", lang)}
	}
	output := c.String("output")
	format, err := app.FormatFor(c.String("format"), output)
	if err != nil {
		return err
	}
	o, err := office(c)
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { return o.Export(ctx, w, format, c.String("lang")) }
	switch {
	case output != "":
		return replaceFile(output, write)
	case app.IsBinary(format) && isTerminal(os.Stdout):
		return &app.UsageError{Says: fmt.Sprintf("%s is not for a terminal: name a file with --output FILE.%s", format, format)}
	default:
		return write(os.Stdout)
	}
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// replaceFile writes a file beside its place and moves it there when it is whole,
// so that a failed export leaves what was there.
func replaceFile(name string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".duban-export-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if err := write(f); err != nil {
		_ = f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
