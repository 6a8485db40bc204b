package main

import (
	"context"

	"github.com/urfave/cli/v3"

	"duban/internal/app"
)

func runCommand() *cli.Command {
	return &cli.Command{
		Name: "run", Usage: "run the bot (token in DUBAN_TELEGRAM_TOKEN or DUBAN_TELEGRAM_TOKEN_FILE)",
		Action: func(ctx context.Context, c *cli.Command) error {
			cfg, err := load(c)
			if err != nil {
				return err
			}
			a, err := app.New(ctx, cfg, app.Options{Log: logger(cfg.LogLevel)})
			if err != nil {
				return err
			}
			defer a.Close()
			app.TuneMemory()
			return a.Run(ctx)
		},
	}
}
