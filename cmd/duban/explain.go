package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/urfave/cli/v3"

	"duban/internal/app"
	"duban/internal/duban"
	"duban/internal/text"
)

func explainCommand() *cli.Command {
	return &cli.Command{
		Name: "explain", Usage: "show how a reply is read", ArgsUsage: "TEXT",
		Description: "Files nothing. The tasks are those of the database's list or, without one, of the list that comes with the program.",
		Flags: []cli.Flag{
			&cli.IntFlag{Name: "task", Usage: "the task that is answered, where the text names none"},
			&cli.BoolFlag{Name: "json", Usage: "print it as JSON"},
			&cli.StringFlag{Name: "lang", Value: text.Chinese, Usage: "zh or en"},
		},
		Action: explainAction,
	}
}

// explanationJSON is a promise to scripts, as readingJSON is.
type (
	explanationJSON struct {
		Reports []understoodJSON `json:"reports"`
		Unsure  []string         `json:"unsure"`
	}
	understoodJSON struct {
		Task    int               `json:"task"`
		State   duban.ReportState `json:"state"`
		Percent *float64          `json:"percent"`
		Targets []valueJSON       `json:"targets"`
		Words   string            `json:"words"`
	}
	valueJSON struct {
		Name      string  `json:"name"`
		Value     float64 `json:"value"`
		Unit      string  `json:"unit"`
		Increment bool    `json:"increment"`
	}
)

func explainAction(ctx context.Context, c *cli.Command) error {
	words := strings.Join(c.Args().Slice(), " ")
	if strings.TrimSpace(words) == "" {
		return &app.UsageError{Says: `say what to read: duban explain "28 trained another 300"`}
	}
	if lang := c.String("lang"); lang != text.Chinese && lang != text.English {
		return &app.UsageError{Says: fmt.Sprintf("--lang is zh or en, not %q", lang)}
	}
	o, err := office(c)
	if err != nil {
		return err
	}
	e, err := o.Explain(ctx, words, c.Int("task"))
	if err != nil {
		return err
	}
	v := text.Voice{Lang: c.String("lang"), Now: o.Now()}
	if v.Zone, err = o.Zone(); err != nil {
		return err
	}
	if c.Bool("json") {
		return writeExplanation(os.Stdout, e, v)
	}
	_, err = fmt.Println(v.Plain(understanding(e, v)))
	return err
}

func writeExplanation(w io.Writer, e app.Explanation, v text.Voice) error {
	out := explanationJSON{Reports: []understoodJSON{}, Unsure: unsure(e, v)}
	for _, u := range e.Reports {
		report := understoodJSON{Task: u.No, State: u.State, Percent: u.Percent, Targets: []valueJSON{}, Words: u.Words}
		for _, f := range u.Figures {
			t := u.Targets[f.Target]
			report.Targets = append(report.Targets, valueJSON{t.Name, f.Value, t.Unit, f.Increment})
		}
		out.Reports = append(out.Reports, report)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

// understanding words an explanation for a person.
func understanding(e app.Explanation, v text.Voice) text.Understanding {
	m := text.Understanding{Unsure: unsure(e, v)}
	for _, u := range e.Reports {
		t := text.UnderstoodTask{
			No: u.No, Rest: u.Rest, State: u.State, Percent: u.Percent, Asks: string(u.Asks), Extend: u.Extend,
			Progress: u.Progress, Trouble: u.Trouble, Next: u.Next, Words: u.Words,
		}
		for _, f := range u.Figures {
			g := u.Targets[f.Target]
			t.Figures = append(t.Figures, text.UnderstoodFigure{Name: g.Name, Unit: g.Unit, Value: f.Value, Increment: f.Increment})
		}
		m.Tasks = append(m.Tasks, t)
	}
	return m
}

// unsure is each question that an explanation leaves open, in the voice's words.
func unsure(e app.Explanation, v text.Voice) []string {
	all := []string{}
	for _, u := range e.Reports {
		for _, d := range u.Doubts {
			q := text.Unsure{No: u.No, Kind: string(d.Kind), Words: d.Words, Value: d.Value}
			for _, n := range d.Targets {
				q.Targets = append(q.Targets, u.Targets[n].Name)
			}
			all = append(all, v.Plain(q))
		}
	}
	if e.Whose != 0 {
		all = append(all, v.Plain(text.Unsure{No: e.Whose, Kind: "whose"}))
	}
	for _, no := range e.Missing {
		all = append(all, v.Plain(text.Unsure{No: no, Kind: "missing"}))
	}
	if e.Loose != "" {
		all = append(all, v.Plain(text.Unsure{Kind: "loose", Words: e.Loose}))
	}
	return all
}
