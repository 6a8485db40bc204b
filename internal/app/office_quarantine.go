package app

import (
	"context"
	"fmt"
	"slices"

	"duban/bot"
	"duban/internal/duban"
	"duban/internal/store"
)

// Held is something in quarantine, and who said it in words.
type Held struct {
	duban.Quarantined
	By string
}

// Quarantine lists what is in quarantine, oldest first.
func (o Office) Quarantine(ctx context.Context) (all []Held, err error) {
	s, err := o.open(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	err = s.Read(ctx, func(tx *store.Tx) error {
		dir, err := tx.Directory()
		if err != nil {
			return err
		}
		kept, err := tx.Quarantined()
		for _, q := range kept {
			all = append(all, Held{q, bot.SaidBy(dir, q.Person)})
		}
		return err
	})
	return all, err
}

// Quarantined is one thing in quarantine.
func (o Office) Quarantined(ctx context.Context, id int64) (Held, error) {
	all, err := o.Quarantine(ctx)
	if err != nil {
		return Held{}, err
	}
	i := slices.IndexFunc(all, func(h Held) bool { return h.ID == id })
	if i < 0 {
		return Held{}, notHeld(id)
	}
	return all[i], nil
}

// RetryQuarantined lets the running bot, or the next one, handle something again.
func (o Office) RetryQuarantined(ctx context.Context, id int64) error {
	h, err := o.Quarantined(ctx, id)
	if err != nil {
		return err
	}
	if len(h.Raw) == 0 {
		return fmt.Errorf("of %d nothing was kept, because it might hold what must not be stored: ask for it to be sent again, and drop it", id)
	}
	return o.onQuarantine(ctx, "retry", id, (*store.Tx).MarkRetry)
}

// DropQuarantined forgets something in quarantine.
func (o Office) DropQuarantined(ctx context.Context, id int64) error {
	return o.onQuarantine(ctx, "drop", id, (*store.Tx).DropQuarantined)
}

func (o Office) onQuarantine(ctx context.Context, action string, id int64, do func(*store.Tx, int64) (bool, error)) error {
	s, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Write(ctx, func(tx *store.Tx) error {
		found, err := do(tx, id)
		if err == nil && !found {
			err = notHeld(id)
		}
		tx.Audit(operator, "quarantine", fmt.Sprintf("quarantine:%d", id), map[string]any{"action": action})
		return err
	})
}

func notHeld(id int64) error {
	return &UsageError{fmt.Sprintf("there is no %d in quarantine; see duban quarantine list", id)}
}
