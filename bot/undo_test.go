package bot

import (
	"testing"
	"time"

	"duban/internal/duban"
	"duban/internal/store"
	"duban/internal/text"
)

// One message filed two tasks. The round of one has closed, and what was said of it
// stays; then what was said of the other stays too, and the answer says so.
func TestUndoTakesBackAllOrNothing(t *testing.T) {
	t.Parallel()
	k := newDesk(t)
	k.now = opens
	k.open(duban.Round{}, opens.Add(96*time.Hour))
	k.now = opens.Add(time.Minute)
	k.open(duban.Round{List: k.list.ID, Kind: duban.Ask, Schedule: "30 8 * * 1"}, opens.Add(2*time.Hour), 28)
	k.now = opens.Add(time.Hour)
	k.tell(wang, "27 方案已印发\n28 已办一期").expect("已登记")
	k.now = opens.Add(3 * time.Hour)
	k.tell(wang, "/undo").expect("未受理")
	for no, want := range map[int]string{27: "方案已印发", 28: "已办一期"} {
		if got := k.standing(no, "教育局"); got != want {
			t.Errorf("of task %d stands %q, want %q", no, got, want)
		}
	}
}

// A refusal after something was written is a fault of ours: the transaction fails.
func TestARefusalHasWrittenNothing(t *testing.T) {
	t.Parallel()
	k := newDesk(t)
	write := map[string]func(*ask) error{
		"nothing":      func(*ask) error { return nil },
		"a row":        func(a *ask) error { return a.SetLang(a.who.ID, text.English) },
		"a record":     func(a *ask) error { a.changed("x", "y", nil); return nil },
		"no row found": func(a *ask) error { return a.DropUpload(12345) },
	}
	for name, write := range write {
		err := k.db.Write(t.Context(), func(tx *store.Tx) error {
			a := &ask{Context: t.Context(), Tx: tx, who: k.met(tx, wang)}
			_, err := k.answer(route{do: func(_ *Bot, a *ask) (Reply, error) {
				if err := write(a); err != nil {
					return Reply{}, err
				}
				return refuse(text.NothingAsked{})
			}}, a)
			return err
		})
		if wrote := name == "a row" || name == "a record"; (err != nil) != wrote {
			t.Errorf("after %s: %v", name, err)
		}
	}
}
