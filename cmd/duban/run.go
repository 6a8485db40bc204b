package main

import (
	"context"

	"github.com/urfave/cli/v3"

	"duban/internal/app"
)

func runCommand() *cli.Command {
	return &cli.Command{
		Name: "run", Usage: "run the bot (token in DUBAN_TELEGRAM_TOKEN or DUBAN_TELEGRAM_TOKEN_FILE)",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "create", Usage: "make the database if it is not there: once, for a new installation"},
			&cli.BoolFlag{Name: "migrate", Usage: "bring a PostgreSQL database of an older program up to date: once, after a copy was made with pg_dump"},
		},
		Action: func(ctx context.Context, c *cli.Command) error {
			cfg, err := load(c)
			if err != nil {
				return err
			}
			a, err := app.New(ctx, cfg, app.Options{Log: logger(cfg.LogLevel), Create: c.Bool("create"), Migrate: c.Bool("migrate")})
			if err != nil {
				return err
			}
			defer a.Close()
			app.TuneMemory()
			return a.Run(ctx)
		},
	}
}
