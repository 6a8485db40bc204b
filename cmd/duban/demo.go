package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"duban/internal/app"
	"duban/internal/config"
)

func demoCommand() *cli.Command {
	return &cli.Command{
		Name: "demo", Usage: "try everything on the published list: no token, no configuration",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "listen", Value: "127.0.0.1:8080", Usage: "address of the chat page"},
			&cli.StringFlag{Name: "db", Usage: "keep the demo in this file; without it nothing is kept"},
			&cli.BoolFlag{Name: "no-browser", Usage: "do not open the page"},
			&cli.StringFlag{Name: "now", Value: "2026-11-23 08:55", Usage: "what the demo's clock shows first, Beijing time"},
		},
		Action: demoAction,
	}
}

func demoAction(ctx context.Context, c *cli.Command) error {
	zone, err := time.LoadLocation(config.Default().Zone)
	if err != nil {
		return err
	}
	start, err := time.ParseInLocation("2006-01-02 15:04", c.String("now"), zone)
	if err != nil {
		return &app.UsageError{Says: `--now wants a time such as "2026-11-23 08:55"`}
	}
	if strings.Contains(c.String("db"), "://") {
		return &app.UsageError{Says: "--db wants a file: the demo's chats are kept beside it"}
	}
	d, err := app.NewDemo(ctx, app.DemoOptions{
		Database: c.String("db"), Listen: c.String("listen"), Start: start, Log: logger(logLevel(c)),
	})
	if err != nil {
		return err
	}
	defer d.Close()
	url := "http://" + d.Address + "/"
	fmt.Printf("督办 演示：%s\nAll people in it are invented. Ctrl-C ends it.\n", url)
	if !c.Bool("no-browser") {
		openBrowser(ctx, url)
	}
	select {
	case <-ctx.Done():
		return nil
	case err := <-d.Stopped():
		return err
	}
}
