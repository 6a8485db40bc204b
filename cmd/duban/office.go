package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/urfave/cli/v3"

	"duban/internal/duban"
)

func inviteCommand() *cli.Command {
	return &cli.Command{
		Name: "invite", Usage: "make a one-time link for an admin, a leader or a department's contact",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "role", Usage: "admin or leader; with a department, head"},
			&cli.StringFlag{Name: "department", Usage: "a department's name, such as 教育局"},
			&cli.StringFlag{Name: "name", Usage: "what the office calls the person, such as 王芳"},
		},
		Action: func(ctx context.Context, c *cli.Command) error {
			o, err := office(c)
			if err != nil {
				return err
			}
			code, err := o.Invite(ctx, c.String("role"), c.String("department"), c.String("name"))
			if err != nil {
				return err
			}
			if name := o.BotName(ctx); name != "" {
				fmt.Printf("https://t.me/%s?start=%s\n", name, code)
			} else {
				fmt.Printf("/start %s\n", code)
				fmt.Fprintf(os.Stderr, "Telegram did not say what the bot is called. Send these words to it, or make the link: https://t.me/NAME_OF_THE_BOT?start=%s\n", code)
			}
			return nil
		},
		Description: fmt.Sprintf("The link works once and for %s. Without an answer from Telegram the words to send to the bot are printed instead.", duban.InvitationLife),
	}
}

func auditCommand() *cli.Command {
	return &cli.Command{
		Name: "audit", Usage: "the record of who changed what",
		Commands: []*cli.Command{{
			Name: "verify", Usage: "check the hash chain",
			Flags:  []cli.Flag{&cli.StringFlag{Name: "head", Usage: "a hash kept from before, as the weekly summary shows it"}},
			Action: verifyAction,
		}},
	}
}

func verifyAction(ctx context.Context, c *cli.Command) error {
	o, err := office(c)
	if err != nil {
		return err
	}
	v, err := o.VerifyAudit(ctx)
	if err != nil {
		return err
	}
	if v.Broken != nil {
		return fmt.Errorf("the chain is broken at entry %d (%s %s); %d entries before it fit",
			v.Broken.ID, v.Broken.Action, v.Broken.Subject, v.Entries)
	}
	fmt.Printf("%d entries, all fit; head %s\n", v.Entries, v.Head)
	head := c.String("head")
	if head == "" {
		fmt.Println("without --head it cannot be seen whether entries at the end were cut off")
		return nil
	}
	found, err := o.HasHead(ctx, head)
	if err != nil {
		return err
	}
	if !found {
		return errors.New("no entry bears that hash: entries at the end were cut off, or it is of another database")
	}
	fmt.Println("the hash you kept is in the chain")
	return nil
}
