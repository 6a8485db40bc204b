package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/urfave/cli/v3"

	"duban/internal/app"
	"duban/internal/duban"
)

func importCommand() *cli.Command {
	return &cli.Command{
		Name: "import", Usage: "read a task list and store it, unconfirmed", ArgsUsage: "FILE",
		Description: "An admin confirms the list in chat with /import; nobody hears of it before. The same file again changes nothing.",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "dry-run", Usage: "only show what would be stored"},
			&cli.BoolFlag{Name: "json", Usage: "print what was read as JSON"},
		},
		Action: importAction,
	}
}

func importAction(ctx context.Context, c *cli.Command) error {
	if c.Args().Len() != 1 {
		return &app.UsageError{Says: "name one file: duban import FILE"}
	}
	o, err := office(c)
	if err != nil {
		return err
	}
	r, err := o.ReadList(ctx, c.Args().First())
	if err != nil {
		return err
	}
	if c.Bool("json") {
		if err := writeReading(os.Stdout, r); err != nil {
			return err
		}
	} else {
		describe(os.Stdout, r)
	}
	if len(r.Problems) > 0 {
		return errors.New("the list was refused whole; nothing was changed")
	}
	if c.Bool("dry-run") {
		return nil
	}
	if len(r.Unknown) > 0 {
		return errors.New("nobody knows some names of the list, so nothing was changed: make each an alias in chat with /alias, or write a known name into the file")
	}
	made, err := o.Make(ctx)
	if err != nil {
		return err
	}
	if made != "" {
		fmt.Fprintln(os.Stderr, "made a new database:", made)
	}
	fresh, err := o.Import(ctx, r)
	switch {
	case err != nil:
		return err
	case fresh:
		fmt.Fprintln(os.Stderr, "stored, unconfirmed: an admin confirms it in chat with /import")
	default:
		fmt.Fprintln(os.Stderr, "the same list is there already; nothing was changed")
	}
	return nil
}

func describe(w io.Writer, r app.Reading) {
	fmt.Fprintf(w, "%s\n%d sections, %d tasks, %d shares of %d names\n",
		r.Title, len(r.Sections()), len(r.Tasks), r.ShareCount(), len(r.Directory))
	for _, u := range r.Unknown {
		fmt.Fprintln(w, unknownName(u))
	}
	for _, p := range r.Problems {
		where := fmt.Sprintf("line %d", p.Line)
		if p.Cell != "" {
			where = p.Cell
		}
		fmt.Fprintf(w, "%s: %s\n", where, p.Text)
	}
}

func unknownName(u duban.UnknownName) string {
	var tasks []string
	for _, no := range u.Tasks {
		tasks = append(tasks, strconv.Itoa(no))
	}
	says := fmt.Sprintf("unknown name %s (task %s)", u.Printed, strings.Join(tasks, ", "))
	if len(u.Nearest) > 0 {
		says += ", nearest: " + strings.Join(u.Nearest, ", ")
	}
	return says
}

// The JSON of a reading is a promise to scripts; its shape is written down here
// and nowhere else.
type (
	readingJSON struct {
		Title       string           `json:"title"`
		Tasks       []taskJSON       `json:"tasks"`
		Departments []departmentJSON `json:"departments"`
		Unknown     []unknownJSON    `json:"unknown"`
		Problems    []problemJSON    `json:"problems"`
	}
	taskJSON struct {
		No          int          `json:"no"`
		Section     string       `json:"section"`
		Content     string       `json:"content"`
		Departments []shareJSON  `json:"departments"`
		Kind        string       `json:"kind"`
		Due         string       `json:"due"`
		DueText     string       `json:"due_text"`
		Months      []int        `json:"months"`
		Leader      string       `json:"leader"`
		Targets     []targetJSON `json:"targets"`
	}
	shareJSON struct {
		Name      string     `json:"name"`
		Role      duban.Role `json:"role"`
		Confirmed bool       `json:"confirmed"`
	}
	targetJSON struct {
		Name     string  `json:"name"`
		Value    float64 `json:"value"`
		Max      float64 `json:"max"`
		Unit     string  `json:"unit"`
		Relation string  `json:"relation"`
		Stretch  bool    `json:"stretch"`
		By       string  `json:"by,omitempty"`
	}
	departmentJSON struct {
		Name    string               `json:"name"`
		Kind    duban.DepartmentKind `json:"kind"`
		Aliases []string             `json:"aliases"`
	}
	unknownJSON struct {
		Name    string   `json:"name"`
		Tasks   []int    `json:"tasks"`
		Nearest []string `json:"nearest"`
	}
	problemJSON struct {
		Line int    `json:"line"`
		Cell string `json:"cell,omitempty"`
		Text string `json:"text"`
	}
)

func writeReading(w io.Writer, r app.Reading) error {
	out := readingJSON{Title: r.Title, Tasks: []taskJSON{}, Departments: []departmentJSON{}, Unknown: []unknownJSON{}, Problems: []problemJSON{}}
	for _, t := range r.Tasks {
		task := taskJSON{
			No: t.No, Section: t.Section, Content: t.Content, Departments: []shareJSON{}, Targets: []targetJSON{},
			Kind: string(t.Kind), Due: t.Due.String(), DueText: t.DueText, Months: []int{}, Leader: t.Leader,
		}
		for _, m := range t.Months {
			task.Months = append(task.Months, int(m))
		}
		for _, s := range t.Shares {
			task.Departments = append(task.Departments, shareJSON{s.Name, s.Role, s.Confirmed})
		}
		for _, g := range t.Targets {
			task.Targets = append(task.Targets, targetJSON{g.Name, g.Value, g.Max, g.Unit, string(g.Relation), g.Stretch, g.By.String()})
		}
		out.Tasks = append(out.Tasks, task)
	}
	for _, d := range r.Directory {
		out.Departments = append(out.Departments, departmentJSON{d.Name, d.Kind, append([]string{}, d.Aliases...)})
	}
	for _, u := range r.Unknown {
		out.Unknown = append(out.Unknown, unknownJSON{u.Printed, u.Tasks, append([]string{}, u.Nearest...)})
	}
	for _, p := range r.Problems {
		out.Problems = append(out.Problems, problemJSON{p.Line, p.Cell, p.Text})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}
