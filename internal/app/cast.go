package app

import (
	"context"
	"fmt"

	"duban/internal/duban"
	"duban/internal/sandbox"
	"duban/internal/store"
	"duban/seeds"
)

// Player is an invented person of the demo.
type Player struct {
	User       int64
	Name       string
	Department string // he is contact of, by canonical name
}

// Cast is everybody in the demo. All of them are invented.
type Cast struct {
	Admin, Leader Player
	Contacts      []Player // in official order
	Group         int64    // the leadership group
}

// firstUser begins the identities of the demo's people: a glance tells
// them from real ones.
const firstUser = 1001

// populate brings the demo to where an office is after its first afternoon. It
// does what people would do: who is bound comes with a code, the group is
// allowed by a command.
func (d *Demo) populate(ctx context.Context) error {
	if d.options.Empty {
		return d.Settle(ctx)
	}
	if err := d.seed(ctx); err != nil {
		return fmt.Errorf("fill the demo: %w", err)
	}
	fresh, err := d.castPlayers(ctx)
	if err != nil || !fresh {
		return err
	}
	if err := d.bindAll(ctx); err != nil {
		return err
	}
	if _, err := d.Sandbox.Send(d.Cast.Admin.User, d.Cast.Group, "/group"); err != nil {
		return err
	}
	return d.Settle(ctx)
}

// seed stores the published list, confirmed, with invented members.
func (d *Demo) seed(ctx context.Context) error {
	pub, dir, err := seeds.Load()
	if err != nil {
		return err
	}
	invented := d.invented
	return d.Store.Write(ctx, func(tx *store.Tx) error {
		for _, c := range invented.Members {
			for _, m := range c.Members {
				if _, known := dir.Find(m); !known {
					dir = append(dir, duban.Department{Kind: duban.Single, Name: m, Formal: m, Position: len(dir) + 1})
				}
			}
		}
		if err := tx.AddDepartments(dir...); err != nil {
			return err
		}
		list, fresh, err := tx.ImportList(pub)
		if err != nil || !fresh {
			return err
		}
		if err := setMembers(tx, invented); err != nil {
			return err
		}
		rounds, err := d.Bot.DefaultRounds(tx.Now())
		if err != nil {
			return err
		}
		tx.Audit("operator", "confirm", fmt.Sprintf("list:%d", list.ID), map[string]any{"first_leads": true, "demo": true})
		return tx.ConfirmList(list.ID, true, duban.DateOf(tx.Now(), d.Bot.Calendar.Zone()), rounds...)
	})
}

func setMembers(tx *store.Tx, invented seeds.Demo) error {
	dir, err := tx.Directory()
	if err != nil {
		return err
	}
	for _, c := range invented.Members {
		collective, _ := dir.Find(c.Collective)
		var ids []duban.DepartmentID
		for _, m := range c.Members {
			member, _ := dir.Find(m)
			ids = append(ids, member.ID)
		}
		if err := tx.SetMembers(collective.ID, ids); err != nil {
			return err
		}
	}
	return nil
}

// castPlayers makes the people and the group, or finds them after a restart.
func (d *Demo) castPlayers(ctx context.Context) (fresh bool, err error) {
	var dir duban.Directory
	if err := d.Store.Read(ctx, func(tx *store.Tx) (err error) { dir, err = tx.Directory(); return err }); err != nil {
		return false, err
	}
	user := int64(firstUser)
	player := func(name, department string) Player {
		p := Player{User: user, Name: name, Department: department}
		user++
		return p
	}
	d.Cast.Admin, d.Cast.Leader = player(d.invented.Admin, ""), player(d.invented.Leader, "")
	names := d.invented.Contacts
	for _, dep := range dir {
		if dep.Kind == duban.Single {
			d.Cast.Contacts = append(d.Cast.Contacts, player(names[len(d.Cast.Contacts)%len(names)], dep.Name))
		}
	}
	for _, c := range d.Sandbox.Chats() {
		if c.Type != "private" {
			d.Cast.Group = c.ID
			return false, nil
		}
	}
	for _, p := range append([]Player{d.Cast.Admin, d.Cast.Leader}, d.Cast.Contacts...) {
		d.Sandbox.AddUser(sandbox.User{ID: p.User, FirstName: p.Name, LanguageCode: "zh-hans"})
	}
	d.Cast.Group = d.Sandbox.AddGroup(d.invented.Group, d.Cast.Leader.User, d.Cast.Admin.User)
	return true, d.Sandbox.Promote(d.Cast.Group, true)
}

// bindAll lets everybody come with his code.
func (d *Demo) bindAll(ctx context.Context) error {
	var dir duban.Directory
	if err := d.Store.Read(ctx, func(tx *store.Tx) (err error) { dir, err = tx.Directory(); return err }); err != nil {
		return err
	}
	come := func(p Player, inv duban.Invitation) error {
		inv.Name = p.Name
		code, err := d.Invite(ctx, inv)
		if err == nil {
			_, err = d.Sandbox.Send(p.User, p.User, "/start "+code)
		}
		return err
	}
	if err := come(d.Cast.Admin, duban.Invitation{Admin: true}); err != nil {
		return err
	}
	if err := come(d.Cast.Leader, duban.Invitation{Leader: true}); err != nil {
		return err
	}
	for _, p := range d.Cast.Contacts {
		dep, _ := dir.Find(p.Department)
		if err := come(p, duban.Invitation{Department: dep.ID}); err != nil {
			return err
		}
	}
	return d.Settle(ctx)
}
