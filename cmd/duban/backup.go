package main

import (
	"context"
	"fmt"
	"os"

	"github.com/urfave/cli/v3"

	"duban/internal/app"
)

func backupCommand() *cli.Command {
	return &cli.Command{
		Name: "backup", Usage: "copy the database into a file, also beside a running bot", ArgsUsage: "FILE",
		Description: "The copy is the database at one moment. It is checked, its audit chain too, before it gets its name. PostgreSQL has pg_dump for this.",
		Flags:       []cli.Flag{&cli.BoolFlag{Name: "force", Usage: "replace FILE if it is there"}},
		Action: func(ctx context.Context, c *cli.Command) error {
			if c.Args().Len() != 1 {
				return &app.UsageError{Says: "name one file: duban backup FILE"}
			}
			o, err := office(c)
			if err != nil {
				return err
			}
			if err := o.Backup(ctx, c.Args().First(), c.Bool("force")); err != nil {
				return err
			}
			fmt.Println(c.Args().First())
			fmt.Fprintln(os.Stderr, "copied and checked; keep it where the bot's disk is not. It holds all that people wrote")
			return nil
		},
	}
}

func restoreCommand() *cli.Command {
	return &cli.Command{
		Name: "restore", Usage: "put a copy in the place of the database, while no bot runs on it", ArgsUsage: "FILE",
		Description: "The copy stays as it is, and what it replaces is kept beside it. PostgreSQL has pg_restore for this.",
		Action: func(ctx context.Context, c *cli.Command) error {
			if c.Args().Len() != 1 {
				return &app.UsageError{Says: "name one copy: duban restore FILE"}
			}
			o, err := office(c)
			if err != nil {
				return err
			}
			database, replaced, newest, err := o.Restore(ctx, c.Args().First())
			if err != nil {
				return err
			}
			fmt.Println(database)
			if replaced != "" {
				fmt.Fprintln(os.Stderr, "what was there before is kept as", replaced)
			}
			if newest.Unix() > 0 {
				fmt.Fprintf(os.Stderr, "the last thing in this copy is of %s. What people wrote later and the bot had taken is not in it, "+
					"and Telegram does not keep it: ask them to write it again\n", newest.Format("2006-01-02 15:04:05"))
			}
			fmt.Fprintln(os.Stderr, "what waited to be sent in the copy is sent marked as possibly sent before; what fell due since is made up for once, and marked so")
			return nil
		},
	}
}
