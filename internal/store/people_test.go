package store

import (
	"slices"
	"testing"

	"duban/internal/duban"
)

// A name finds those who bear it whole, in the order of how far it can be believed:
// the office's name for somebody, somebody with a role, whoever was met first.
func TestAPersonIsFoundByTheirWholeName(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		w.do(func(tx *Tx) error {
			meet := func(user int64, nick, given string) duban.Person {
				p := must[duban.Person](t)(tx.Meet(user, nick, "zh"))
				if given != "" {
					if err := tx.SetName(p.ID, given); err != nil {
						t.Fatal(err)
					}
				}
				return p
			}
			meet(1, "wang", "")
			admin := meet(2, "WANG", "")
			meet(3, "someone", "Wang")
			meet(4, "Wang 4", "")
			meet(5, "wang", "王芳")
			meet(6, "wa%", "")
			if err := tx.SetAdmin(admin.ID, true); err != nil {
				return err
			}
			for name, want := range map[string][]int64{"Wang": {3, 2, 1, 5}, "wan": nil, "": nil, "%": nil, "wa_g": nil, "王芳": {5}, "王": nil} {
				var got []int64
				for _, p := range must[[]duban.Person](t)(tx.PeopleNamed(name)) {
					got = append(got, p.User)
				}
				if !slices.Equal(got, want) {
					t.Errorf("%q finds %v, want %v", name, got, want)
				}
			}
			return nil
		})
	})
}

// What somebody calls themselves may change every day; the office's name stays.
func TestTheOfficesNameOutlivesEveryNick(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		w.do(func(tx *Tx) error {
			p := must[duban.Person](t)(tx.Meet(7, "小芳", "zh"))
			if p.Name != "小芳" || p.Nick != "小芳" || p.Named {
				t.Errorf("met as %+v", p)
			}
			p = must[duban.Person](t)(tx.Meet(7, "大王", "zh"))
			if p.Name != "大王" || p.Nick != "大王" {
				t.Errorf("without the office's name: %+v", p)
			}
			if err := tx.SetName(p.ID, "王芳"); err != nil {
				return err
			}
			for _, nick := range []string{"李明", ""} {
				p = must[duban.Person](t)(tx.Meet(7, nick, "zh"))
				if p.Name != "王芳" || p.Nick != "李明" || !p.Named {
					t.Errorf("called %q: %+v", nick, p)
				}
			}
			if p = must[duban.Person](t)(tx.Person(p.ID)); p.Name != "王芳" || p.Nick != "李明" || !p.Met.Equal(tx.Now()) {
				t.Errorf("stored: %+v", p)
			}
			return nil
		})
	})
}
