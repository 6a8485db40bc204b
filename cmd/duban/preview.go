package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/urfave/cli/v3"

	"duban/internal/app"
	"duban/internal/duban"
)

func previewCommand() *cli.Command {
	return &cli.Command{
		Name: "preview", Usage: "who will be told what on a day, from now on", ArgsUsage: "DATE",
		Description: "Runs the real scheduler up to that day and keeps nothing of it. What is reported until then is not asked again.",
		Flags:       []cli.Flag{&cli.BoolFlag{Name: "json", Usage: "print it as JSON"}},
		Action:      previewAction,
	}
}

// toldJSON is a promise to scripts, as readingJSON is.
type toldJSON struct {
	At     time.Time  `json:"at"`
	Chat   int64      `json:"chat"`
	To     string     `json:"to"`
	What   string     `json:"what"`
	Tasks  int        `json:"tasks,omitempty"`
	Opens  *time.Time `json:"opens,omitempty"`
	Closes *time.Time `json:"closes,omitempty"`
	Late   bool       `json:"late,omitempty"`
}

func previewAction(ctx context.Context, c *cli.Command) error {
	if c.Args().Len() != 1 {
		return &app.UsageError{Says: "name one day: duban preview 2026-10-10"}
	}
	o, err := office(c)
	if err != nil {
		return err
	}
	told, b, err := o.Preview(ctx, c.Args().First())
	if err != nil {
		return err
	}
	lines := make([]toldJSON, len(told))
	for i, t := range told {
		lines[i] = toldAs(t, b.Calendar.Zone())
	}
	if c.Bool("json") {
		return json.NewEncoder(os.Stdout).Encode(lines)
	}
	for _, l := range lines {
		fmt.Printf("%s  %-12s %s", l.At.Format("2006-01-02 15:04"), l.What, l.To)
		if l.Tasks > 0 {
			fmt.Printf("  %d tasks", l.Tasks)
		}
		if l.Closes != nil {
			fmt.Printf("  due %s", l.Closes.Format("2006-01-02 15:04"))
		}
		fmt.Println()
	}
	if len(lines) == 0 {
		fmt.Fprintln(os.Stderr, "nobody is told anything unasked on that day")
	}
	return nil
}

func toldAs(t duban.Foreseen, zone *time.Location) toldJSON {
	l := toldJSON{At: t.At.In(zone), Chat: t.Chat, To: t.Person.Name, What: t.Kind, Tasks: t.Tasks, Late: t.Opening.Late}
	if t.Group.ID != 0 {
		l.To = t.Group.Title
	}
	if l.What == "" {
		l.What = "notice"
	}
	if t.Opening.ID != 0 {
		opens, closes := t.Opening.Opens.In(zone), t.Opening.Closes.In(zone)
		l.Opens, l.Closes = &opens, &closes
	}
	return l
}
