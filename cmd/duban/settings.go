package main

import (
	"fmt"
	"log/slog"
	"os"

	"github.com/urfave/cli/v3"

	"duban/internal/app"
	"duban/internal/config"
	"duban/internal/failpoint"
)

// settings are the flags every command has. They come over the environment,
// which comes over the file.
func settings() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "config", Usage: "YAML file with settings", Sources: cli.EnvVars("DUBAN_CONFIG")},
		&cli.StringFlag{Name: "database", Usage: "SQLite file, or sqlite:///path, or postgres://user@host/name (DUBAN_DATABASE_URL)", DefaultText: config.Default().Database.Reveal()},
		&cli.StringFlag{Name: "telegram-api", Usage: "address of the Bot API (DUBAN_TELEGRAM_API)", DefaultText: config.Default().Telegram.API},
		&cli.StringFlag{Name: "log-level", Usage: "debug, info, warn or error (DUBAN_LOG_LEVEL)", DefaultText: config.Default().LogLevel},
	}
}

// load reads the settings for a command.
func load(c *cli.Command) (config.Config, error) {
	cfg, err := config.Load(c.String("config"), os.Environ())
	if err != nil {
		return cfg, err
	}
	for flag, field := range map[string]*string{
		"telegram-api": &cfg.Telegram.API, "log-level": &cfg.LogLevel,
	} {
		if c.IsSet(flag) {
			*field = c.String(flag)
		}
	}
	if c.IsSet("database") {
		cfg.Database = config.Secret(c.String("database"))
	}
	for _, path := range cfg.Open {
		fmt.Fprintf(os.Stderr, "duban: others on this machine may read %s, which holds a secret: chmod 600 %[1]s\n", path)
	}
	return cfg, cfg.Validate()
}

func office(c *cli.Command) (app.Office, error) {
	cfg, err := load(c)
	return app.Office{Config: cfg, Now: failpoint.Now}, err
}

func logger(level string) *slog.Logger {
	var l slog.Level
	_ = l.UnmarshalText([]byte(level)) // validated before
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: l}))
}
