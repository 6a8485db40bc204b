package duban_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"duban/internal/duban"
)

func chain(n int) (entries []duban.Entry) {
	prev := ""
	for i := range n {
		e := duban.Entry{
			ID: int64(i + 1), At: moment("2026-11-23 09:00").Add(time.Duration(i) * time.Minute),
			Actor: "person:1", Action: "assign", Subject: "task:28", Detail: fmt.Sprintf(`{"n":%d}`, i),
		}
		e.Hash = duban.ChainHash(prev, e)
		prev, entries = e.Hash, append(entries, e)
	}
	return entries
}

func TestAnUntouchedChainIsWhole(t *testing.T) {
	entries := chain(5)
	if head, broken := duban.VerifyChain("", entries); broken != nil || head != entries[4].Hash {
		t.Errorf("head %s, broken %v", head, broken)
	}
	if head, broken := duban.VerifyChain(entries[1].Hash, entries[2:]); broken != nil || head != entries[4].Hash {
		t.Errorf("from the middle: head %s, broken %v", head, broken)
	}
	if head, broken := duban.VerifyChain("abc", nil); broken != nil || head != "abc" {
		t.Errorf("of nothing: head %s, broken %v", head, broken)
	}
}

func TestEveryChangeOfAChainIsSeen(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func([]duban.Entry) []duban.Entry
		broken int64 // the first entry that does not fit, zero for none
	}{
		{"another actor", func(e []duban.Entry) []duban.Entry { e[2].Actor = "person:2"; return e }, 3},
		{"another action", func(e []duban.Entry) []duban.Entry { e[2].Action = "unassign"; return e }, 3},
		{"another subject", func(e []duban.Entry) []duban.Entry { e[2].Subject = "task:29"; return e }, 3},
		{"another detail", func(e []duban.Entry) []duban.Entry { e[2].Detail = ""; return e }, 3},
		{"another time", func(e []duban.Entry) []duban.Entry { e[2].At = e[2].At.Add(time.Millisecond); return e }, 3},
		{"another number", func(e []duban.Entry) []duban.Entry { e[2].ID = 9; return e }, 9},
		{"another hash", func(e []duban.Entry) []duban.Entry { e[2].Hash = e[3].Hash; return e }, 3},
		{"the first left out", func(e []duban.Entry) []duban.Entry { return e[1:] }, 2},
		{"one left out", func(e []duban.Entry) []duban.Entry { return slices.Delete(e, 2, 3) }, 4},
		{"two changed places", func(e []duban.Entry) []duban.Entry { e[1], e[2] = e[2], e[1]; return e }, 3},
		{"one twice", func(e []duban.Entry) []duban.Entry { return slices.Insert(e, 2, e[1]) }, 2},
		{"made up anew with its own hash", func(e []duban.Entry) []duban.Entry {
			e[2].Actor = "person:2"
			e[2].Hash = duban.ChainHash(e[1].Hash, e[2])
			return e
		}, 4},
		{"the last left out", func(e []duban.Entry) []duban.Entry { return e[:4] }, 0}, // only a head kept elsewhere shows that
	} {
		t.Run(c.name, func(t *testing.T) {
			whole := chain(5)
			entries := c.change(slices.Clone(whole))
			head, broken := duban.VerifyChain("", entries)
			switch {
			case c.broken == 0 && (broken != nil || head == whole[4].Hash):
				t.Errorf("head %s, broken %v", head, broken)
			case c.broken != 0 && (broken == nil || broken.ID != c.broken):
				t.Errorf("broken %v, want entry %d", broken, c.broken)
			}
		})
	}
}

// The same characters in other fields are another entry.
func TestAHashKnowsWhichFieldACharacterStandsIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		field := rapid.StringOfN(rapid.SampledFrom([]rune("a1:二")), 0, 6, -1)
		draw := func(name string) [5]string {
			return [5]string{field.Draw(t, name), field.Draw(t, name), field.Draw(t, name), field.Draw(t, name), field.Draw(t, name)}
		}
		hash := func(f [5]string) string {
			return duban.ChainHash(f[0], duban.Entry{Actor: f[1], Action: f[2], Subject: f[3], Detail: f[4]})
		}
		a := draw("a")
		b := draw("b")
		if rapid.Bool().Draw(t, "move a character") {
			b = a
			i := rapid.IntRange(0, 3).Draw(t, "from")
			if r := []rune(a[i]); len(r) > 0 {
				b[i], b[i+1] = string(r[:len(r)-1]), string(r[len(r)-1])+a[i+1]
			}
		}
		if (a == b) != (hash(a) == hash(b)) {
			t.Fatalf("%q and %q: equal %v, hashes equal %v", a, b, a == b, hash(a) == hash(b))
		}
	})
}

// An entry read back from the database, in another zone and without what is
// finer than a millisecond, has the same hash.
func TestAHashSurvivesStorage(t *testing.T) {
	e := chain(1)[0]
	e.At = e.At.Add(123456 * time.Nanosecond)
	back := e
	back.At = time.UnixMilli(e.At.UnixMilli()).UTC()
	if duban.ChainHash("", e) != duban.ChainHash("", back) {
		t.Error("the hash changed")
	}
}
