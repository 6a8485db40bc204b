package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"github.com/urfave/cli/v3"

	"duban/internal/app"
)

func quarantineCommand() *cli.Command {
	return &cli.Command{
		Name: "quarantine", Usage: "what was said and could not be taken",
		Description: "An update that fails three times is put aside, its writer is asked to send it again, and the admins are told. It stays as long as messages are kept.",
		Commands: []*cli.Command{
			{Name: "list", Usage: "list it: who said it, when, and why it was not taken", Action: listQuarantine},
			{Name: "show", Usage: "print an update as it came", ArgsUsage: "ID", Action: showQuarantined},
			{
				Name: "retry", Usage: "have an update handled again", ArgsUsage: "ID",
				Description: "The running bot takes it up within seconds, or the next one when it starts. The answer goes to its own chat, marked as late, and it counts from when it was said.",
				Action:      retryQuarantined,
			},
			{Name: "drop", Usage: "forget an update", ArgsUsage: "ID", Action: dropQuarantined},
		},
	}
}

func listQuarantine(ctx context.Context, c *cli.Command) error {
	o, err := office(c)
	if err != nil {
		return err
	}
	all, err := o.Quarantine(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprintln(os.Stderr, "nothing is in quarantine")
		return nil
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tSAID\tBY\tWHY\tRETRIES\tSTATE")
	for _, h := range all {
		fmt.Fprintf(w, "%d\t%s\t%s (%s)\t%s\t%d\t%s\n", h.ID, h.Said.Local().Format(time.DateTime), named(h), h.By, h.Why, h.Retries, state(h))
	}
	return w.Flush()
}

func state(h app.Held) string {
	switch {
	case h.Retry:
		return "waits for the bot"
	case len(h.Raw) == 0:
		return "not kept"
	}
	return "kept"
}

// named is who said it, by a name that somebody else has chosen: nothing of it moves
// the cursor of a terminal.
func named(h app.Held) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, h.Person.Name)
}

// quarantineID reads the one argument of a command.
func quarantineID(c *cli.Command) (int64, error) {
	id, err := strconv.ParseInt(c.Args().First(), 10, 64)
	if err != nil || c.Args().Len() != 1 {
		return 0, &app.UsageError{Says: fmt.Sprintf("name one number out of the list: duban quarantine %s 3", c.Name)}
	}
	return id, nil
}

func showQuarantined(ctx context.Context, c *cli.Command) error {
	o, id, err := officeAndID(c)
	if err != nil {
		return err
	}
	h, err := o.Quarantined(ctx, id)
	if err != nil {
		return err
	}
	return printUpdate(os.Stdout, h)
}

func printUpdate(w io.Writer, h app.Held) error {
	fmt.Fprintf(w, "%s (%s), %s: %s\n", named(h), h.By, h.Said.Local().Format(time.DateTime), h.Why)
	if len(h.Raw) == 0 {
		_, err := fmt.Fprintln(w, "the update was not kept, because it might hold what must not be stored")
		return err
	}
	var out bytes.Buffer
	if json.Indent(&out, h.Raw, "", "  ") != nil {
		out.Reset()
		out.Write(h.Raw)
	}
	_, err := fmt.Fprintln(w, out.String())
	return err
}

func retryQuarantined(ctx context.Context, c *cli.Command) error {
	o, id, err := officeAndID(c)
	if err != nil {
		return err
	}
	if err := o.RetryQuarantined(ctx, id); err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "marked; the running bot takes it up within seconds, or the next one when it starts")
	return nil
}

func dropQuarantined(ctx context.Context, c *cli.Command) error {
	o, id, err := officeAndID(c)
	if err != nil {
		return err
	}
	return o.DropQuarantined(ctx, id)
}

func officeAndID(c *cli.Command) (app.Office, int64, error) {
	id, err := quarantineID(c)
	if err != nil {
		return app.Office{}, 0, err
	}
	o, err := office(c)
	return o, id, err
}
