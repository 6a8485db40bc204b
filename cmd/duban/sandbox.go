package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/urfave/cli/v3"

	"duban/internal/sandbox"
)

func sandboxCommand() *cli.Command {
	return &cli.Command{
		Name: "sandbox", Usage: "a strict Bot API server with a chat page, for anybody's bot",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "listen", Value: "127.0.0.1:8081", Usage: "address of page and Bot API"},
			&cli.StringFlag{Name: "token", Value: sandbox.DefaultToken, Usage: "the bot's token"},
			&cli.StringFlag{Name: "username", Value: "sandbox_bot", Usage: "the bot's name"},
			&cli.BoolFlag{Name: "no-limits", Usage: "do not enforce rate limits"},
			&cli.StringSliceFlag{Name: "person", Value: []string{"王芳", "李明"}, Usage: "a person to be; may be given again"},
		},
		Action: sandboxAction,
	}
}

func sandboxAction(ctx context.Context, c *cli.Command) error {
	s := sandbox.New(sandbox.Options{
		Token: c.String("token"), Bot: sandbox.User{FirstName: c.String("username"), Username: c.String("username"), IsBot: true},
		Limits: !c.Bool("no-limits"), Log: logger(logLevel(c)),
	})
	defer s.Close()
	const firstUser = 1001
	for i, name := range c.StringSlice("person") {
		s.AddUser(sandbox.User{ID: firstUser + int64(i), FirstName: name, LanguageCode: "zh-hans"})
	}
	l, err := net.Listen("tcp", c.String("listen"))
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("/bot"+c.String("token")+"/", s)
	mux.Handle("/file/", s)
	mux.Handle("/", s.Page(sandbox.PageOptions{Title: c.String("username")}))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { s.Close(); server.Close() })
	defer stop()
	fmt.Printf("Bot API: http://%s  token %s\nChat page: http://%[1]s/\n", l.Addr(), c.String("token"))
	fmt.Printf("duban against it: DUBAN_TELEGRAM_API=http://%s DUBAN_TELEGRAM_TOKEN=%s duban run --create\n", l.Addr(), c.String("token"))
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func logLevel(c *cli.Command) string {
	if l := c.String("log-level"); l != "" {
		return l
	}
	return "warn"
}
