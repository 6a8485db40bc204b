package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"duban/internal/config"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/ledger"
	"duban/internal/store"
	"duban/internal/telegram"
	"duban/seeds"
)

// Office does what the command line does: it opens the database beside a running
// bot, does one short thing and closes it.
type Office struct {
	Config config.Config
	Now    func() time.Time
}

// operator is who acts on the command line, in the audit chain.
const operator = "operator"

// open opens the database, which must be there.
func (o Office) open(ctx context.Context) (*store.Store, error) {
	s, err := store.Open(ctx, o.Config.Database.Reveal(), o.Now)
	if errors.Is(err, store.ErrMissing) {
		err = fmt.Errorf("%w: name the right one with --database, or make one with `duban import FILE` or `duban run --create`", err)
	}
	return s, err
}

func (o Office) exists(ctx context.Context) (bool, error) {
	return store.Exists(ctx, o.Config.Database.Reveal())
}

// Invite makes a one-time code for an admin, a leader or, with a department's
// name, its contact or head. The name is what the office calls whoever comes with it.
func (o Office) Invite(ctx context.Context, role, department, name string) (code string, err error) {
	inv := duban.Invitation{Admin: role == "admin", Leader: role == "leader", Head: role == "head", Name: name}
	switch {
	case department == "" && (inv.Admin || inv.Leader), department != "" && (role == "" || inv.Head):
	default:
		return "", &UsageError{"name a role, --role admin or --role leader, or a department, --department 教育局, for its head with --role head"}
	}
	if !duban.Inspect(name).Clean() {
		return "", &UsageError{"nothing was stored: the name bears a secrecy marking, calls something secret or holds an identity or bank card number; write the person's name alone"}
	}
	s, err := o.open(ctx)
	if err != nil {
		return "", err
	}
	defer s.Close()
	err = s.Write(ctx, func(tx *store.Tx) error {
		if department != "" {
			dir, err := tx.Directory()
			if err != nil {
				return err
			}
			d, known := dir.Find(department)
			switch {
			case !known:
				return unknownDepartment(dir, department)
			case d.Kind == duban.Collective:
				return &UsageError{fmt.Sprintf("%q is a collective and has no contact of its own: invite one for each of its members", d.Name)}
			}
			inv.Department = d.ID
		}
		tx.Audit(operator, "invite", operator, map[string]any{"admin": inv.Admin, "leader": inv.Leader, "department": department, "head": inv.Head, "name": name})
		code, err = tx.Invite(inv)
		return err
	})
	return code, err
}

// unknownDepartment says which departments may have been meant, or how names become
// known.
func unknownDepartment(dir duban.Directory, said string) error {
	near := dir.Nearest(said, 4)
	switch {
	case len(near) > 0:
		return &UsageError{fmt.Sprintf("no department %q; nearest: %s", said, strings.Join(near, ", "))}
	case len(dir) == 0:
		return &UsageError{fmt.Sprintf("no department %q: none is known before a list is imported, `duban import FILE`", said)}
	}
	var names []string
	for _, d := range dir {
		if d.Kind == duban.Single && len(names) < 20 {
			names = append(names, d.Name)
		}
	}
	return &UsageError{fmt.Sprintf("no department %q, and none like it; there are: %s", said, strings.Join(names, ", "))}
}

// BotName asks Telegram for the bot's name; empty when it does not answer soon,
// since a code works without a link.
func (o Office) BotName(ctx context.Context) string {
	if o.Config.Telegram.Token == "" {
		return ""
	}
	client, err := telegram.New(telegram.Options{API: o.Config.Telegram.API, Token: o.Config.Telegram.Token.Reveal(), Now: o.Now})
	if err != nil {
		return ""
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	me, err := client.Me(ctx)
	if err != nil {
		return ""
	}
	return me.Username
}

// UsageError says what was wrong with how a command was called.
type UsageError struct{ Says string }

func (e *UsageError) Error() string { return e.Says }

// Reading is a list as it was read, before anything is stored.
type Reading struct {
	duban.Publication
	Directory duban.Directory // the departments that stand in it
	Problems  []duban.Problem
}

// ReadList reads a list with the names the database knows, or without one with
// those that come with the program.
func (o Office) ReadList(ctx context.Context, path string) (Reading, error) {
	zone, err := time.LoadLocation(o.Config.Zone)
	if err != nil {
		return Reading{}, err
	}
	body, err := readBounded(path)
	if err != nil {
		return Reading{}, err
	}
	if err := keepable(filepath.Base(path), body); err != nil {
		return Reading{}, err
	}
	_, dir, err := seeds.Load()
	if err != nil {
		return Reading{}, err
	}
	there, err := o.exists(ctx)
	if err != nil {
		return Reading{}, err
	}
	if there {
		s, err := o.open(ctx)
		if err != nil {
			return Reading{}, err
		}
		defer s.Close()
		if err := s.Read(ctx, func(tx *store.Tx) error {
			known, err := tx.Directory()
			if len(known) > 0 {
				dir = known
			}
			return err
		}); err != nil {
			return Reading{}, err
		}
	}
	pub, problems := intake.ReadList(filepath.Base(path), body, dir, duban.DateOf(o.Now(), zone))
	r := Reading{Publication: pub, Problems: problems}
	used := map[string]bool{}
	for _, t := range pub.Tasks {
		for _, s := range t.Shares {
			used[s.Name] = true
		}
	}
	for _, d := range dir {
		if used[d.Name] {
			r.Directory = append(r.Directory, d)
		}
	}
	return r, nil
}

// keepable refuses a file in whose name or words the guard finds what must not be
// stored. The error says nothing of them.
func keepable(name string, body []byte) error {
	const nothing = "nothing of it was stored: "
	switch found := duban.Inspect(name + "\n" + intake.Words(body)); {
	case found.Marking:
		return errors.New(nothing + "the file bears a secrecy marking; state secrets and work secrets do not belong here")
	case found.Numbers > 0:
		return errors.New(nothing + "the file holds identity or bank card numbers; leave them out")
	case found.Secret:
		return errors.New(nothing + "the file calls something a state or work secret; if nothing in it is secret, put it in other words")
	}
	return nil
}

// maxList is the largest list read, in bytes.
const maxList = 2 << 20

func readBounded(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	body, err := io.ReadAll(io.LimitReader(f, maxList+1))
	if err == nil && len(body) > maxList {
		err = fmt.Errorf("%s is larger than %d MB: a task list is a few dozen kilobytes", path, maxList>>20)
	}
	return body, err
}

// Make makes the database where there is none; made says where, empty when it was
// there.
func (o Office) Make(ctx context.Context) (made string, err error) {
	where := o.Config.Database.Reveal()
	if there, err := store.Make(ctx, where, o.Now); err != nil || !there {
		return "", err
	}
	return store.Describe(where), nil
}

// Backup copies the database into a file, beside a running bot.
func (o Office) Backup(ctx context.Context, target string, replace bool) error {
	return store.Backup(ctx, o.Config.Database.Reveal(), target, replace)
}

// Restore puts a copy in the place of the database. newest is the last moment that
// is in it, in the office's zone; replaced is where the database of before is kept.
func (o Office) Restore(ctx context.Context, from string) (database, replaced string, newest time.Time, err error) {
	zone, err := o.Zone()
	if err != nil {
		return "", "", newest, err
	}
	r, err := store.Restore(ctx, o.Config.Database.Reveal(), from)
	return r.Database, r.Replaced, r.Newest.In(zone), err
}

// Import stores a reading, unconfirmed; fresh is false when it was there
// already. A reading with problems or unknown names is refused whole.
func (o Office) Import(ctx context.Context, r Reading) (fresh bool, err error) {
	if len(r.Problems)+len(r.Unknown) > 0 {
		return false, errors.New("the list has problems or names nobody knows; nothing was stored")
	}
	zone, err := time.LoadLocation(o.Config.Zone)
	if err != nil {
		return false, err
	}
	intake.NameDays(&r.Publication, duban.DateOf(o.Now(), zone))
	s, err := o.open(ctx)
	if err != nil {
		return false, err
	}
	defer s.Close()
	_, dir, err := seeds.Load()
	if err != nil {
		return false, err
	}
	err = s.Write(ctx, func(tx *store.Tx) error {
		if err := tx.AddDepartments(dir...); err != nil {
			return err
		}
		list, stored, err := tx.ImportList(r.Publication)
		if fresh = stored; err == nil && fresh {
			tx.Audit(operator, "import", fmt.Sprintf("list:%d", list.ID), map[string]any{"title": list.Title, "tasks": len(r.Tasks)})
		}
		return err
	})
	var e *duban.Error
	if errors.As(err, &e) && e.Kind == duban.Conflict {
		return false, o.changed(ctx, s, r)
	}
	return fresh, err
}

// changed says what a reading would change in the list that is there, which an
// admin does in chat; nil when it changes nothing.
func (o Office) changed(ctx context.Context, s *store.Store, r Reading) error {
	b, err := NewBot(o.Config)
	if err != nil {
		return err
	}
	said := ""
	err = s.Read(ctx, func(tx *store.Tx) error {
		said, err = b.DescribeChange(ctx, tx, r.Publication)
		return err
	})
	if err == nil && said != "" {
		err = errors.New("the list that is there is not this one\n" + said)
	}
	return err
}

// Export writes the ledger in a format.
func (o Office) Export(ctx context.Context, w io.Writer, format ledger.Format, lang string) error {
	s, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	b, err := NewBot(o.Config)
	if err != nil {
		return err
	}
	l, voice, err := papers{s, b}.ledger(ctx, lang)
	if err != nil {
		return err
	}
	return l.Write(w, format, voice)
}

// Verified is what a check of the audit chain found.
type Verified struct {
	Head    string
	Entries int
	Broken  *duban.Entry
}

// VerifyAudit checks the whole audit chain.
func (o Office) VerifyAudit(ctx context.Context) (v Verified, err error) {
	s, err := o.open(ctx)
	if err != nil {
		return v, err
	}
	defer s.Close()
	err = s.Read(ctx, func(tx *store.Tx) (err error) {
		v.Head, v.Entries, v.Broken, err = tx.VerifyAudit()
		return err
	})
	return v, err
}

// HasHead reports whether an entry of the chain bears a hash, so that a cut tail
// is seen by whoever kept the hash of an earlier head.
func (o Office) HasHead(ctx context.Context, hash string) (found bool, err error) {
	s, err := o.open(ctx)
	if err != nil {
		return false, err
	}
	defer s.Close()
	err = s.Read(ctx, func(tx *store.Tx) (err error) { found, err = tx.AuditHas(hash); return err })
	return found, err
}
