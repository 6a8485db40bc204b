// Command duban drives a list of tasks through many departments, by a Telegram
// bot. `duban demo` shows all of it without a token.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/urfave/cli/v3"

	"duban/internal/app"
)

// version is set by the build.
var version = "dev"

// Exit codes: what scripts rely on.
const (
	exitOK = iota
	exitFailed
	exitUsage
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), endings()...)
	defer stop()
	os.Exit(run(ctx, os.Args))
}

// endings are the signals that ask for a clean end. The hang-up of a terminal is
// one unless whoever started the program had it ignored, as nohup does.
func endings() []os.Signal {
	all := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		all = append(all, syscall.SIGHUP)
	}
	return all
}

func run(ctx context.Context, args []string) int {
	root := &cli.Command{
		Name:                  "duban",
		Usage:                 "督办 drives a list of tasks through many departments, by a Telegram bot",
		Version:               version,
		EnableShellCompletion: true,
		ExitErrHandler:        func(context.Context, *cli.Command, error) {}, // told below, once
		OnUsageError:          usageError,
		Flags:                 settings(),
		Action: func(_ context.Context, c *cli.Command) error {
			if c.Args().Present() {
				return &app.UsageError{Says: fmt.Sprintf("there is no command %q; see duban --help", c.Args().First())}
			}
			return cli.ShowAppHelp(c)
		},
		Commands: []*cli.Command{
			runCommand(), demoCommand(), sandboxCommand(), importCommand(), exportCommand(),
			previewCommand(), explainCommand(), inviteCommand(), holidaysCommand(), auditCommand(), quarantineCommand(),
			backupCommand(), restoreCommand(), versionCommand(),
		},
	}
	for _, c := range root.Commands {
		strict(c)
		for _, s := range c.Commands {
			strict(s)
		}
	}
	err := root.Run(ctx, args)
	var usage *app.UsageError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		fmt.Fprintln(os.Stderr, "duban:", err)
		return exitUsage
	default:
		fmt.Fprintln(os.Stderr, "duban:", err)
		return exitFailed
	}
}

// strict makes a command refuse what it does not take: words behind it, where it
// names no arguments, and to be called without the command it is a group of.
func strict(c *cli.Command) {
	c.OnUsageError = usageError
	do := c.Action
	c.Action = func(ctx context.Context, c *cli.Command) error {
		switch {
		case do == nil && c.Args().Present():
			return &app.UsageError{Says: fmt.Sprintf("duban %s has no command %q; see duban %[1]s --help", c.Name, c.Args().First())}
		case do == nil:
			return &app.UsageError{Says: fmt.Sprintf("say what of duban %s; see duban %[1]s --help", c.Name)}
		case c.ArgsUsage == "" && c.Args().Present():
			return &app.UsageError{Says: fmt.Sprintf("duban %s takes no arguments, but here is %q; see duban %[1]s --help", c.Name, c.Args().First())}
		}
		return do(ctx, c)
	}
}

func usageError(_ context.Context, _ *cli.Command, err error, _ bool) error {
	return &app.UsageError{Says: err.Error()}
}

func versionCommand() *cli.Command {
	return &cli.Command{
		Name: "version", Usage: "print the version",
		Action: func(context.Context, *cli.Command) error { fmt.Println(version); return nil },
	}
}
